import fc from 'fast-check'
import { refuse } from '@xinqiao/core/primitives/refusal.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { importRows } from '../../src/cli/import.ts'
import { readCsv, readJsonLines, readRows } from '../../src/cli/read-rows.ts'
import { defineImporter } from '../../src/platform/room.ts'
import { openTestContext } from '../support/server.ts'

const { context } = await openTestContext()

/** Rows become facts of the installation: enough of a room to import into. */
const importer = defineImporter({
  kind: 'facts',
  row: z.object({ name: z.string().min(1), value: z.coerce.number().int() }),
  store: async (_context, tx, { name, value }) => {
    if (value < 0) return refuse('invalid-request', { problem: 'negative' }, 'value')
    const before = await tx.selectFrom('installation').select('value').where('name', '=', name).executeTakeFirst()
    if (before?.value === value) return 'same'
    await tx.insertInto('installation').values({ name, value: JSON.stringify(value) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: JSON.stringify(value) })).execute()
    return before ? 'changed' : 'added'
  },
})

const stored = async () => (await context.db.selectFrom('installation').select(['name', 'value']).orderBy('name').execute()).map(({ name, value }) => [name, value])
const take = (csv: string, keep = true) => importRows(importer, context, readCsv(csv), keep)

test('rows are added once: the same file again changes nothing, another value changes its row', async () => {
  expect(await take('name,value\na,1\nb,2\n')).toEqual({ added: 2, changed: 0, same: 0, problems: [] })
  expect(await take('name,value\na,1\nb,2\n')).toEqual({ added: 0, changed: 0, same: 2, problems: [] })
  expect(await take('name,value\na,1\nb,3\n')).toEqual({ added: 0, changed: 1, same: 1, problems: [] })
  expect(await stored()).toEqual([['a', 1], ['b', 3]])
})

test('each wrong row is named with its line, and nothing of the file is kept', async () => {
  const before = await stored()
  const { problems } = await take('name,value\nc,5\nd,many\n"",1\ne,-1\nf\n"g\nh",7\n')
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(['line 3', 'line 4', 'line 5', 'line 6'])
  expect(problems[2]).toContain('value: invalid-request')
  expect(await stored()).toEqual(before)
})

test('a dry run says what would happen and keeps nothing', async () => {
  const before = await stored()
  expect(await take('name,value\nnew,1\n', false)).toMatchObject({ added: 1 })
  expect(await stored()).toEqual(before)
})

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

test('whatever a spreadsheet puts into its cells comes out of the CSV as it was, with the line where it began', () => {
  const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\u{FEFF}', ''))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, mark) => {
      const text = `${mark ? '\u{FEFF}' : ''}${[['one', 'two'], ...rows].map((row) => row.map(quoted).join(',')).join(end)}${end}`
      const read = [...readCsv(text)]
      expect(read.map(({ values }) => [values['one'] ?? '', values['two'] ?? ''])).toEqual(rows)
      let line = 2
      for (const [index, row] of rows.entries()) {
        expect(read[index]?.line).toBe(line)
        line += 1 + (row.join('').match(/\n/g) ?? []).length
      }
    }),
  )
})

test('a file that is not what its name says is told line by line', () => {
  expect([...readRows('x.jsonl', '{"a":1}\n\nnot json\n[1]\n')]).toEqual([
    { line: 1, values: { a: 1 } },
    { line: 3, values: {}, problem: 'not JSON' },
    { line: 4, values: {}, problem: 'not a JSON object' },
  ])
  expect([...readJsonLines('')]).toEqual([])
  expect([...readCsv('a,b\n1,"never closed\n')].map(({ problem }) => problem)).toEqual(['a quotation mark is opened and never closed'])
  expect([...readCsv('a,b\n1,"x"y\n2,3\n')].map(({ line, problem }) => [line, problem])).toEqual([[2, 'text follows a closing quotation mark'], [3, undefined]])
})
