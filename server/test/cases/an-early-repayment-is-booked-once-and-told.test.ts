import type { getMyCase } from '@xinqiao/contract/cases.ts'
import type { PrepaymentOnWire } from '@xinqiao/contract/prepayment-case.ts'
import type { Entry } from '@xinqiao/contract/conversations.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { isoDay, addDays } from '@xinqiao/core/primitives/day.ts'
import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { carryOut } from '../../src/cases/carry-out.ts'
import { today } from '../../src/platform/clock.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** Early repayment on the demo's own loans, through the jobs: quoted, agreed, debited, booked in the ledger, told in the talk. */

const server = await startTestServer({ demo: true })
const { context } = server.installation
const day = today(context.clock)

type Mine = ResponseOf<typeof getMyCase>['case'] & { readonly data: PrepaymentOnWire }
type Answer = { readonly status: number; readonly case: Mine; readonly code: string | undefined }

const call = async (who: TestSession, path: string, body?: unknown): Promise<Answer> => {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const headers = { ...customerHeaders(who), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const answer = (await (await fetch(`${server.url}/v1/chat${path}`, { ...sent, headers })).json()) as { case: Mine; error?: { code: string } }
  return { status: 0, case: answer.case, code: answer.error?.code }
}
const read = async <Body>(who: TestSession, path: string): Promise<Body> => (await (await fetch(`${server.url}/v1/chat${path}`, { headers: customerHeaders(who) })).json()) as Body

type Loans = { readonly loans: readonly { readonly ref: string; readonly state: string; readonly payoffToday?: string; readonly method: string }[] }

/** Borrowers of the demo whose loan runs as agreed. */
const borrowers = async function* (): AsyncGenerator<{ readonly who: TestSession; readonly loanRef: string; readonly payoff: string }> {
  const refs = await context.db.selectFrom('customer').select('ref').where('ref', 'is not', null).orderBy('ref').execute()
  for (const { ref } of refs) {
    const who = await enterAsCustomer(server, ref ?? '')
    const loan = (await read<Loans>(who, '/loans')).loans.find(({ state, payoffToday }) => state === 'current' && Number(payoffToday) > 10_000)
    if (loan) yield { who, loanRef: loan.ref, payoff: loan.payoffToday ?? '' }
  }
}
const found = borrowers()
const nextBorrower = async () => (await found.next()).value ?? expect.unreachable('the demo has no more such borrowers')

const open = (who: TestSession, ask: object): Promise<Answer> => call(who, '/cases', { key: randomUUID(), kind: 'prepayment', ask })
const move = (who: TestSession, id: string, name: string, input: object = {}): Promise<Answer> =>
  call(who, `/cases/${id}/moves`, { key: randomUUID(), move: name, input })
const mine = async (who: TestSession, id: string): Promise<Mine> =>
  (await read<{ case: Mine }>(who, `/cases/${id}`)).case

const texts = async (who: TestSession): Promise<readonly string[]> => {
  const { conversation } = await read<{ conversation?: { id: string } }>(who, '')
  const { entries } = await read<{ entries: readonly Entry[] }>(who, `/conversations/${conversation?.id ?? ''}/entries`)
  return entries.flatMap((entry) => (entry.kind === 'message' ? [entry.body.text] : []))
}

test('in full, today: the figure quoted is the loan sheet’s, it is debited and booked, the loan is settled, and each step is told', async () => {
  const { who, loanRef, payoff } = await nextBorrower()
  const quoted = (await open(who, { loanRef, on: isoDay(day) })).case
  expect(quoted.data.quote.total).toBe(payoff)
  expect((await move(who, quoted.id, 'agree', { total: '1.00' })).code).toBe('prepayment-figure-changed')
  expect((await move(who, quoted.id, 'agree', { total: payoff })).case.state).toBe('agreed')
  await vi.waitFor(async () => expect((await mine(who, quoted.id)).state).toBe('done'), 10_000)
  expect((await read<Loans>(who, '/loans')).loans.find(({ ref }) => ref === loanRef)?.state).toBe('settled')
  await vi.waitFor(async () => expect(await texts(who)).toEqual([expect.stringContaining('请在'), expect.stringContaining('已预约'), expect.stringContaining('已经入账'), expect.stringContaining('结清证明已经出具')]), 20_000)
})

test('carried out twice, it is booked once', async () => {
  const { who, loanRef, payoff } = await nextBorrower()
  const asked = await open(who, { loanRef, on: isoDay(day), amount: `${Math.round(Number(payoff) / 2)}.00`, effect: 'term' })
  expect(asked.code).toBeUndefined()
  const quoted = asked.case
  await move(who, quoted.id, 'agree', { total: quoted.data.quote.total })
  await vi.waitFor(async () => expect((await mine(who, quoted.id)).state).toBe('done'), 10_000)
  const { instruction_id: id } = await context.db.selectFrom('case_instruction').select('instruction_id').where('case_id', '=', quoted.id).executeTakeFirstOrThrow()
  await carryOut(context, id)
  const booked = await context.db.selectFrom('loan_event').select('seq').where('loan_ref', '=', loanRef).where('kind', '=', 'prepay').execute()
  expect(booked).toHaveLength(1)
})

test('an appointment waits for its day, may be changed until then, and another day is another figure', async () => {
  const { who, loanRef } = await nextBorrower()
  const quoted = (await open(who, { loanRef, on: isoDay(addDays(day, 5)) })).case
  expect((await move(who, quoted.id, 'agree', { total: quoted.data.quote.total })).case).toMatchObject({ state: 'agreed', due: { day: isoDay(addDays(day, 5)) } })
  const changed = (await move(who, quoted.id, 'change', { on: isoDay(addDays(day, 9)) })).case
  expect(changed.state).toBe('quoted')
  expect(changed.data.quote.total).not.toBe(quoted.data.quote.total)
  expect((await move(who, quoted.id, 'cancel')).case.state).toBe('cancelled')
  expect(await context.db.selectFrom('case_instruction').selectAll().where('case_id', '=', quoted.id).execute()).toEqual([])
})

test('nobody repays another’s loan, and an agent cannot agree for him', async () => {
  const { who, loanRef } = await nextBorrower()
  const other = await nextBorrower()
  expect((await open(other.who, { loanRef, on: isoDay(day) })).code).toBe('loan-unknown')
  const quoted = (await open(who, { loanRef, on: isoDay(day) })).case
  expect((await move(other.who, quoted.id, 'cancel')).code).toBe('not-found')
  const { cookie } = await createTestStaff(server, ['supervisor'])
  const response = await fetch(`${server.url}/v1/desk/cases/${quoted.id}/moves`, {
    method: 'POST', headers: { cookie, origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ key: randomUUID(), move: 'agree', input: { total: quoted.data.quote.total } }),
  })
  expect(((await response.json()) as { error: { code: string } }).error.code).toBe('case-not-yours')
})
