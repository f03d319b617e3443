import { expect, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { useTestDatabase } from '../support/database.ts'

const database = await useTestDatabase()

test('the application can neither change, remove nor empty the rows of any append-only table', async () => {
  const app = await connect(database.appUrl, 'test')
  try {
    const { rows } = await app.query<{ table_name: string }>(`select table_name from table_kind where kind = 'append-only' order by 1`)
    const tables = rows.map(({ table_name }) => table_name)
    expect(tables).toEqual(expect.arrayContaining(['event', 'migration', 'table_kind']))
    for (const table of tables) {
      const column = await app.query<{ name: string }>(
        `select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and attgenerated = '' and attidentity = '' limit 1`, [table],
      )
      const name = column.rows[0]?.name ?? ''
      for (const statement of [`update ${table} set ${name} = ${name}`, `delete from ${table}`, `truncate ${table} cascade`]) {
        await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' })
      }
    }
  } finally {
    await app.end()
  }
})

test('even the role that owns the tables is refused by the trigger', async () => {
  const owner = await connect(database.ownerUrl, 'test')
  try {
    await owner.query(`insert into event (stream, seq, kind, happened_at, payload, hash) values ('test', 1, 'test.happened', now(), '{}', sha256('test'))`)
    await expect(owner.query('update event set kind = kind')).rejects.toMatchObject({ code: '42501' })
    await expect(owner.query('delete from event')).rejects.toMatchObject({ code: '42501' })
    await expect(owner.query('truncate event')).rejects.toMatchObject({ code: '42501' })
  } finally {
    await owner.end()
  }
})
