import type { CostTable } from '@xinqiao/contract/cost-table.ts'
import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { dayOf, isoDay } from '@xinqiao/core/primitives/day.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { allLoans } from '../../src/loan/store.ts'
import { saveLender } from '../../src/people/lender.ts'
import { seedTestLender } from '../support/loans.ts'
import { pagesOfPdf } from '../support/pdf.ts'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
await seedTestLender(context)
await saveLender(context.db, { name: '安心消费金融有限公司', hotline: '', assistant: '小信' })
const today = dayOf(2026, 11, 23)
const { cookie } = await createTestStaff(server, ['junior'])

const paidOut = async (): Promise<LoanRecord> => {
  for await (const record of allLoans(context.db)) {
    if (record.productId === 'anxin-guaranteed' && accountOn(record, today)?.facts.disbursedOn) return record
  }
  throw new Error('no guaranteed loan in the demo')
}

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers })
const squeezed = (text: string): string => text.replaceAll(/\s+/g, '')
const bytesOf = async (path: string, headers: Record<string, string> = {}): Promise<Uint8Array> => new Uint8Array(await (await get(path, headers)).arrayBuffer())

const offer = '/v1/products/anxin-guaranteed/cost-table'
const wish = '?amount=20000&count=24'

test('anybody may see what an offer costs, item by item, and print just that', async () => {
  const table = (await (await get(`${offer}${wish}`)).json()) as CostTable
  expect(table).toMatchObject({ title: '综合融资成本明示表', annualisedPercent: '15.18', basis: '金规〔2026〕2号' })
  const printed = squeezed((await pagesOfPdf(await bytesOf(`${offer}.pdf${wish}`))).join(''))
  for (const { label, text } of table.rows) expect(printed).toContain(squeezed(label + text))
  expect(printed).toContain(squeezed(table.notice))
})

test('in English too, with the same figures', async () => {
  const english = { 'accept-language': 'en' }
  const table = (await (await get(`${offer}${wish}`, english)).json()) as CostTable
  expect(table.title).toBe('Cost disclosure table')
  expect(table.rows.find(({ id }) => id === 'fee-1')?.text).toContain('0.15% of the original principal with each instalment; annualised 3.18%; CNY 720.00 in all; charged by 示例城融资担保有限公司')
  expect(squeezed((await pagesOfPdf(await bytesOf(`${offer}.pdf${wish}`, english))).join(''))).toContain('Page1of1')
})

test('what is not on offer has no table', async () => {
  const codes = await Promise.all(['?amount=20000&count=7', '?amount=1&count=24', '?amount=20100&count=24', '?count=24'].map(async (query) =>
    ((await (await get(`${offer}${query}`)).json()) as { error: { code: string } }).error.code))
  expect(codes).toEqual(['term-not-offered', 'amount-below-product', 'amount-not-multiple', 'invalid-request'])
})

test('a loan’s table is of what was signed; its owner and the desk see the same one, and that the desk looked is written down', async () => {
  const record = await paidOut()
  const account = accountOn(record, today)
  const found = await sql<{ ref: string }>`select ref from customer where customer_id = ${record.customerId}`.execute(context.db)
  const mine = customerHeaders(await enterAsCustomer(server, found.rows[0]?.ref ?? ''))
  const table = (await (await get(`/v1/chat/loans/${record.loanRef}/cost-table`, mine)).json()) as CostTable
  expect(table.rows.find(({ id }) => id === 'disbursed-on')?.figures[0]).toMatchObject({
    value: account?.facts.disbursedOn && isoDay(account.facts.disbursedOn.value), source: { from: 'loan', loanRef: record.loanRef, asOf: '2026-11-23' },
  })
  const atDesk = (await (await get(`/v1/desk/loans/${record.loanRef}/cost-table`, { cookie })).json()) as CostTable
  expect(atDesk).toEqual(table)
  const views = await sql<{ payload: unknown }>`select payload from event where kind = 'people.customer-viewed'`.execute(context.db)
  expect(views.rows.at(-1)?.payload).toMatchObject({ customers: [record.customerId], what: 'loans' })
  const [one, other] = await Promise.all([bytesOf(`/v1/chat/loans/${record.loanRef}/cost-table.pdf`, mine), bytesOf(`/v1/desk/loans/${record.loanRef}/cost-table.pdf`, { cookie })])
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true)
})
