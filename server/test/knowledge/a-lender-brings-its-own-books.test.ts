import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { expect, test } from 'vitest'
import { importRows } from '../../src/cli/import.ts'
import { readCsv, readJsonLines } from '../../src/cli/read-rows.ts'
import { contentPieces } from '../../src/knowledge/content-pieces.ts'
import { importers } from '../../src/knowledge/importers.ts'
import { pieceInForce } from '../../src/knowledge/pieces.ts'
import { searchArticles } from '../../src/knowledge/search-articles.ts'
import { createLedger } from '../../src/loan/ledger.ts'
import { createTestCustomer } from '../support/people.ts'
import { openTestContext } from '../support/server.ts'

const { context } = await openTestContext()
const { db } = context
const today = dayOf(2026, 11, 23)
const ledger = createLedger(db)

const importerOf = (kind: string) => {
  const importer = importers.find((each) => each.kind === kind)
  if (!importer) throw new Error(`no importer of ${kind}`)
  return importer
}
const csv = (kind: string, text: string, keep = true) => importRows(importerOf(kind), context, readCsv(text), keep)
const lines = (kind: string, rows: readonly unknown[], keep = true) =>
  importRows(importerOf(kind), context, readJsonLines(rows.map((row) => JSON.stringify(row)).join('\n')), keep)

const product = contentPieces().find(({ body }) => body['id'] === 'anxin-steady')?.body ?? {}
await createTestCustomer(context, 'C1', { name: '测试' })

test('products come as JSON lines, once; the same version with other words is refused', async () => {
  expect(await lines('products', [product])).toMatchObject({ added: 1, problems: [] })
  expect(await lines('products', [product])).toMatchObject({ added: 0, same: 1, problems: [] })
  const { problems } = await lines('products', [{ ...product, summary: '别的话' }])
  expect(problems[0]).toContain('version-conflict')
  expect(await lines('products', [{ ...product, id: 'other', annualRate: 0.108 }])).toMatchObject({ added: 0, problems: [expect.stringContaining('annualRate')] })
  expect(await pieceInForce(db, 'product', 'anxin-steady', today)).toMatchObject({ version: 1 })
})

const heading = 'id,title,intents,audience,answer,body,version,owner,approvedBy,approvedOn,validFrom,reviewBy,source'

test('articles come as a table; one without an approval waits and is not found', async () => {
  const rows = `${heading}
own-parking,停车怎么办,product-info;small-talk,customer,门口可以停车。,,1,前台,合规部,2026-11-01,2026-11-02,2027-11-01,内部规定
own-garden,花园开放吗,small-talk,customer,花园开放。,,1,前台,,,2026-11-02,2027-11-01,内部规定
`
  expect(await csv('articles', rows)).toMatchObject({ added: 2, problems: [] })
  expect(await csv('articles', rows)).toMatchObject({ same: 2, problems: [] })
  expect((await searchArticles(db, { text: '停车', day: today, limit: 1 }))[0]).toMatchObject({ article: { id: 'own-parking', intents: ['product-info', 'small-talk'] } })
  expect(await searchArticles(db, { text: '花园', day: today, limit: 1 })).toEqual([])
  const approved = rows.replace('前台,,,2026-11-02', '前台,合规部,2026-11-20,2026-11-02')
  expect(await csv('articles', approved)).toMatchObject({ changed: 1, same: 1, problems: [] })
  expect((await searchArticles(db, { text: '花园', day: today, limit: 1 }))[0]).toMatchObject({ article: { id: 'own-garden', approvedBy: '合规部' } })
  const wrong = `${heading}\nown-x,标题,small-talk,customer,答案有 3 天。,,1,前台,前台,2026-11-01,2026-11-02,2027-11-01,内部规定\n`
  expect((await csv('articles', wrong)).problems).toHaveLength(1)
})

const loanHeading = 'ref,customerRef,productId,productVersion,amount,count,appliedOn,disbursedOn'

test('loans and then their payments come as tables; the same tables again change nothing', async () => {
  const loans = `${loanHeading}\nLX202600000001,C1,anxin-steady,1,12000,12,2026-08-01,2026-08-05\nLX202600000002,C1,anxin-steady,,5000,6,2026-11-20,\n`
  expect(await csv('loans', loans, false)).toMatchObject({ added: 2, problems: [] })
  expect(await ledger.loan('LX202600000001', today)).toBeUndefined()
  expect(await csv('loans', loans)).toMatchObject({ added: 2, problems: [] })
  expect(await csv('loans', loans)).toMatchObject({ same: 2, problems: [] })
  const unpaid = await ledger.loan('LX202600000001', today)
  expect(unpaid?.facts).toMatchObject({ state: 'overdue', arrears: { daysOverdue: { value: 79 } } })
  const first = unpaid?.schedule[0]?.total ?? 0n
  const yuan = `${first / 100n}.${String(first % 100n).padStart(2, '0')}`
  const payments = `loanRef,id,on,kind,amount\nLX202600000001,P1,2026-09-05,repay,${yuan}\nLX202600000001,P2,2026-10-05,repay,${yuan}\nLX202600000001,P3,2026-11-05,repay,${yuan}\n`
  expect(await csv('loan-events', payments)).toMatchObject({ added: 3, problems: [] })
  expect(await csv('loan-events', payments)).toMatchObject({ same: 3, problems: [] })
  const paid = await ledger.loan('LX202600000001', today)
  expect(paid?.facts).toMatchObject({ state: 'current', instalmentsPaid: { value: 3 } })
  expect(paid?.movements.filter(({ kind }) => kind === 'repay').length).toBe(3)
  expect((await ledger.loan('LX202600000002', today))?.facts.state).toBe('applied')
})

test('a loan with its events on one line is the same loan', async () => {
  const row = {
    ref: 'LX202600000003', customerRef: 'C1', productId: 'anxin-steady', amount: '12000', count: 12, disbursedOn: '2026-10-01', annualRate: '0.09',
    events: [{ id: 'E1', on: '2026-11-01', kind: 'repay', amount: '2000' }],
  }
  expect(await lines('loans', [row])).toMatchObject({ added: 1, problems: [] })
  expect(await lines('loans', [row])).toMatchObject({ same: 1 })
  expect(await lines('loans', [{ ...row, events: [...row.events, { id: 'E2', on: '2026-11-10', kind: 'debit-failed', amount: '100' }] }])).toMatchObject({ changed: 1 })
  expect((await ledger.loan('LX202600000003', today))?.facts.annualRate.value).toEqual({ num: 9n, den: 100n, period: 'year' })
})

test('a row that cannot be is named, and nothing of its file is kept', async () => {
  const rows = [
    'LX202600000004,C1,anxin-steady,1,12000,12,2026-08-01,2026-08-05',
    'LX202600000005,nobody,anxin-steady,1,12000,12,2026-08-01,2026-08-05',
    'LX202600000006,C1,no-product,1,12000,12,2026-08-01,2026-08-05',
    'LX202600000001,C1,anxin-steady,1,99000,12,2026-08-01,2026-08-05',
    'short,C1,anxin-steady,1,12000,12,2026-08-01,2026-08-05',
  ]
  const { problems } = await csv('loans', `${loanHeading}\n${rows.join('\n')}\n`)
  expect(problems.map((problem) => problem.split(':').slice(0, 2).join(':'))).toEqual(['line 3: customerRef', 'line 4: productId', 'line 5: ref', 'line 6: ref'])
  expect(await ledger.loan('LX202600000004', today)).toBeUndefined()
  const impossible = 'loanRef,id,on,kind,amount\nLX202600000001,P9,2026-11-10,waive,5000\nLX202600000009,P1,2026-11-10,repay,5\n'
  const events = await csv('loan-events', impossible)
  expect(events.problems).toHaveLength(2)
  expect(events.problems[0]).toContain('waiver-exceeds-owed')
})
