import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, expect, inject, onTestFinished, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { createLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { dropDatabase, withDatabase } from '../support/global-setup.ts'

const { ownerUrl, adminUrl, appRole } = inject('postgres')
const log = createLog('silent')
const folder = await mkdtemp(join(tmpdir(), 'xinqiao-migrations-'))
afterAll(() => rm(folder, { recursive: true }))

/** A database without any table, and migrations that may be added to. */
const scene = async (name: string) => {
  const database = `xinqiao_test_${process.pid}_${name}`
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  onTestFinished(() => dropDatabase(adminUrl, database))
  const own = join(folder, name)
  await cp(new URL('../../migrations/0001-platform.sql', import.meta.url), join(own, '0001-platform.sql'))
  const url = withDatabase(ownerUrl, database)
  return {
    url,
    write: (file: string, sql: string) => writeFile(join(own, file), sql),
    migrate: () => migrate({ ownerUrl: url, appRole, log, folder: pathToFileURL(`${own}/`) }),
  }
}

test('several processes at once migrate once, and a second time there is nothing to do', async () => {
  const { migrate: run } = await scene('at_once')
  const applied = await Promise.all([run(), run(), run()])
  expect(applied.flat()).toEqual(['0001-platform.sql'])
  expect(await run()).toEqual([])
})

test('a migration that was changed after it was applied is refused, and one from a newer version too', async () => {
  const { migrate: run, write } = await scene('changed')
  await write('0002-more.sql', 'select 1;')
  await run()
  await write('0002-more.sql', 'select 2;')
  await expect(run()).rejects.toThrow('0002-more.sql was changed after it was applied')
  const older = await scene('older')
  await older.migrate()
  const client = await connect(older.url, 'test')
  await client.query(`insert into migration (name, sha256) values ('0099-future.sql', 'x')`)
  await client.end()
  await expect(older.migrate()).rejects.toThrow('newer than the program')
})

test('a migration that fails leaves nothing of itself and says where it failed', async () => {
  const { migrate: run, write, url } = await scene('fails')
  await write('0002-half.sql', `create table half (id int); select changeable('half'); select 1 / 0;`)
  await expect(run()).rejects.toThrow('0002-half.sql: division by zero')
  const client = await connect(url, 'test')
  expect((await client.query(`select to_regclass('half') as half`)).rows).toEqual([{ half: null }])
  await client.end()
})

test('a table that does not say whether its rows may change is refused', async () => {
  const { migrate: run, write } = await scene('undeclared')
  await write('0002-silent.sql', 'create table silent (id int);')
  await expect(run()).rejects.toThrow('table silent does not say whether its rows may change')
})

test('a file whose name does not say its place is refused', async () => {
  const { migrate: run, write } = await scene('named')
  await write('0001-again.sql', 'select 1;')
  await expect(run()).rejects.toThrow(/must be named NNNN-what-it-makes\.sql with a number of its own/)
})

test('where one role does everything, the triggers still keep what is only inserted', async () => {
  const { url } = await scene('one_role')
  const own = decodeURIComponent(new URL(ownerUrl).username)
  await migrate({ ownerUrl: url, appRole: own, log })
  const client = await connect(url, 'test')
  await client.query(`insert into event (stream, seq, kind, happened_at, payload, hash) values ('test', 1, 'test.happened', now(), '{}', sha256('test'))`)
  await expect(client.query('delete from event')).rejects.toMatchObject({ code: '42501' })
  await client.end()
})
