import type { LoanCard } from '@xinqiao/contract/loans.ts'
import { accountOn, lifeOn, termsInForce } from '@xinqiao/core/loan/account.ts'
import { applicationOn } from '@xinqiao/core/loan/application.ts'
import { payoff } from '@xinqiao/core/loan/life.ts'
import type { LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { addDays, dayOf, isoDay } from '@xinqiao/core/primitives/day.ts'
import { parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { loansOfCustomer } from '../../src/loan/ledger.ts'
import { allLoans } from '../../src/loan/store.ts'
import { seedTestLender } from '../support/loans.ts'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
await seedTestLender(context)
const today = dayOf(2026, 11, 23)

const records: LoanRecord[] = []
for await (const record of allLoans(context.db)) records.push(record)
const refs = new Map((await sql<{ customer_id: string; ref: string }>`select customer_id, ref from customer`.execute(context.db)).rows.map((row) => [row.customer_id, row.ref]))

const inState = (state: string): LoanRecord => {
  const found = records.find((record) => accountOn(record, today)?.facts.state === state)
  if (!found) throw new Error(`no loan ${state}`)
  return found
}

const get = async (path: string, headers: Record<string, string>) => {
  const response = await fetch(`${server.url}${path}`, { headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const enter = async (customerId: string) => customerHeaders(await enterAsCustomer(server, refs.get(customerId) ?? ''))

test.each(['current', 'due-today', 'debit-failed', 'overdue', 'extended', 'hardship-plan', 'settled', 'applied', 'refused'])(
  'every figure of a loan on the wire is the engine’s: %s', async (state) => {
    const record = inState(state)
    const { body } = await get(`/v1/chat/loans/${record.loanRef}`, await enter(record.customerId))
    const card = body as unknown as LoanCard & { schedule: readonly { principal: string; interest: string; total: string; due: string }[] }
    const engine = lifeOn(record, today)
    expect(card).toMatchObject({ ref: record.loanRef, state, principal: yuanText(record.agreement.terms.principal), asOf: '2026-11-23' })
    if (!engine) {
      expect(card.progress).toMatch(/./)
      expect(card.schedule).toEqual([])
      return
    }
    expect(card.remainingPrincipal).toBe(yuanText(engine.balances.principal))
    expect(card.instalmentsPaid).toBe(engine.instalmentsPaid)
    expect(card.schedule.map(({ due, total }) => [due, total])).toEqual(engine.schedule.map(({ due, total }) => [isoDay(due), yuanText(total)]))
    const arrears = engine.arrears.reduce((sum, { total }) => sum + total, 0n)
    expect(card.arrears === undefined ? 0n : parseYuan(card.arrears.amount)).toBe(arrears)
    const application = applicationOn(record.application, today)
    const quote = application && payoff(termsInForce(record, application), record.events, today)
    if (quote && !isRefusal(quote)) expect(card.payoffToday).toBe(yuanText(quote.total))
    else expect(card.payoffToday).toBeUndefined()
  },
)

test('another customer’s loan is as if it were not there, and a visitor sees none', async () => {
  const mine = inState('current')
  const other = records.find(({ customerId }) => customerId !== mine.customerId)
  const headers = await enter(mine.customerId)
  for (const path of [`/v1/chat/loans/${other?.loanRef}`, `/v1/chat/loans/${other?.loanRef}/payoff`, '/v1/chat/loans/AX9999999999']) {
    expect(await get(path, headers)).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } })
  }
  const visitor = customerHeaders(await enterAsCustomer(server))
  expect(await get('/v1/chat/loans', visitor)).toMatchObject({ status: 403, body: { error: { code: 'identity-level-too-low' } } })
  expect(await get(`/v1/desk/loans/${mine.loanRef}`, headers)).toMatchObject({ status: 401 })
})

test('a customer with several loans sees all of them and nobody else’s, the newest first', async () => {
  const counts = new Map<string, number>()
  for (const { customerId } of records) counts.set(customerId, (counts.get(customerId) ?? 0) + 1)
  const [customerId = ''] = [...counts].find(([, count]) => count === 3) ?? []
  const { body } = await get('/v1/chat/loans', await enter(customerId))
  const loans = body['loans'] as readonly LoanCard[]
  expect(loans.map(({ ref }) => ref).toSorted()).toEqual(records.filter((record) => record.customerId === customerId).map(({ loanRef }) => loanRef).toSorted())
  const facts = await loansOfCustomer(context, customerId, today)
  expect(facts.map(({ loanRef }) => loanRef)).toEqual(loans.map(({ ref }) => ref))
  for (const loan of facts) expect(loan.remainingPrincipal.source).toMatchObject({ from: 'loan', loanRef: loan.loanRef, asOf: today })
})

test('what settles a loan adds up line by line, on today and on a later day, and no other day is quoted', async () => {
  const record = inState('overdue')
  const headers = await enter(record.customerId)
  for (const on of [today, addDays(today, 9)]) {
    const { body } = await get(`/v1/chat/loans/${record.loanRef}/payoff?on=${isoDay(on)}`, headers)
    const lines = body['lines'] as readonly { amount: string; explanation: string }[]
    expect(lines.reduce((sum, { amount }) => sum + (parseYuan(amount) ?? 0n), 0n)).toBe(parseYuan(String(body['total'])))
    expect(lines.every(({ explanation }) => explanation !== '')).toBe(true)
    expect(body['on']).toBe(isoDay(on))
  }
  expect(await get(`/v1/chat/loans/${record.loanRef}/payoff?on=2026-11-22`, headers)).toMatchObject({ status: 422, body: { error: { code: 'day-out-of-range' } } })
  expect(await get(`/v1/chat/loans/${record.loanRef}/payoff?on=2026-02-30`, headers)).toMatchObject({ status: 400 })
  const settled = inState('settled')
  const closed = await get(`/v1/chat/loans/${settled.loanRef}/payoff`, await enter(settled.customerId))
  expect(closed).toMatchObject({ status: 422, body: { error: { code: 'nothing-to-prepay' } } })
})

test('the desk sees a customer’s loans with plan and movements, and that it looked is written down', async () => {
  const record = inState('hardship-plan')
  const { cookie } = await createTestStaff(server, ['junior'])
  const before = (await sql`select from event where kind = 'people.customer-viewed'`.execute(context.db)).rows.length
  const { body } = await get(`/v1/desk/customers/${record.customerId}/loans`, { cookie })
  expect((body['loans'] as readonly LoanCard[]).map(({ ref }) => ref)).toContain(record.loanRef)
  const detail = await get(`/v1/desk/loans/${record.loanRef}`, { cookie })
  expect(detail.body).toMatchObject({ annualCost: { simplePercent: expect.stringMatching(/^\d+(\.\d+)?$/) } })
  expect((detail.body['payments'] as readonly { kind: string; name: string }[])[0]).toMatchObject({ kind: 'defer', name: '协商延期还款' })
  expect((await sql`select from event where kind = 'people.customer-viewed'`.execute(context.db)).rows.length).toBe(before + 2)
  expect(await get('/v1/desk/customers/00000000-0000-4000-8000-000000000000/loans', { cookie })).toMatchObject({ status: 404 })
})
