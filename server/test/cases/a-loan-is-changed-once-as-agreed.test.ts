import { life } from '@xinqiao/core/loan/life.ts'
import { addDays, isoDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { expect, test, vi } from 'vitest'
import { carryOut } from '../../src/cases/carry-out.ts'
import { fillKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { bookDayChange } from '../../src/loan/book-day-change.ts'
import { createLedger, runningLoans } from '../../src/loan/ledger.ts'
import { today } from '../../src/platform/clock.ts'
import { casesOn, fixedOf, giveLoan } from '../support/cases.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** Another due day and another card on a real server: agreed to as it was seen, carried out once, told at each step. */

const server = await startTestServer()
const { context } = server.installation
await fillKnowledge(context)
const { open, openMine, get, getMine, moveMine, move } = casesOn(server)
const day = today(context.clock)
const agent = await createTestStaff(server, ['senior'])

const borrower = async (loanRef: string) => {
  const who = await enterAsCustomer(server, `C-${loanRef}`)
  const { nextDue } = await giveLoan(context, { loanRef, customerId: who.customer.id, principal: '12000.00', today: day })
  return { who, loanRef, nextDue }
}

const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 100 })

const changesOf = (loanRef: string) => context.db.selectFrom('loan_event').select('kind').where('loan_ref', '=', loanRef).where('kind', '=', 'change-day').execute()

/** The next instalment after the change, by the books as they are. */
const instalmentOn = async (loanRef: string, change: { readonly day: number }) => {
  const record = (await createLedger(context.db).loan(loanRef, day))?.record ?? expect.unreachable('the loan runs')
  const state = life(record.terms, [...record.events, { on: day, kind: 'change-day', ...change }], day)
  if (isRefusal(state)) return expect.unreachable(state.refused)
  return state.schedule.find(({ state: of }) => of === 'planned')?.total ?? expect.unreachable('something is left')
}

/** The due days that are left, as the books have them now. */
const dueDaysOf = async (customerId: string): Promise<readonly string[]> => {
  const [loan] = await runningLoans(context.db, customerId, day)
  const state = loan && life(loan.terms, loan.events, day)
  if (!state || isRefusal(state)) return expect.unreachable('the loan runs')
  return state.schedule.filter(({ state: of }) => of === 'planned').map(({ due }) => isoDay(due))
}

test('another due day: agreed to with the figures that were seen, booked once, and the plan is the one that was shown', async () => {
  const { who, loanRef, nextDue } = await borrower('DY260900011')
  expect((await openMine(who, 'change-day', { loanRef, day: 29 })).code).toBe('change-day-not-a-day')
  expect((await openMine(who, 'change-day', { loanRef: 'DY260900099', day: 20 })).code).toBe('loan-unknown')
  const asked = (await openMine(who, 'change-day', { loanRef, day: 20 })).case
  const { quote } = asked.data as { quote: { dueBefore: string; after: { due: string }[] } }
  expect(quote.dueBefore).toBe(isoDay(nextDue))
  expect((await move(agent, asked.id, 'agree', fixedOf(asked, 'agree'))).code).toBe('case-not-yours')
  expect((await moveMine(who, asked.id, 'agree', { ...fixedOf(asked, 'agree'), firstAfter: '0.01' })).code).toBe('change-day-figure-changed')
  expect((await moveMine(who, asked.id, 'agree', fixedOf(asked, 'agree'))).case.state).toBe('booking')
  await eventually(async () => expect((await getMine(who, asked.id)).case.state).toBe('done'))
  const [instruction] = await context.db.selectFrom('case_instruction').select('instruction_id').where('case_id', '=', asked.id).execute()
  await carryOut(context, instruction?.instruction_id ?? '')
  expect(await changesOf(loanRef)).toHaveLength(1)
  expect(await dueDaysOf(who.customer.id)).toEqual(quote.after.slice(1).map(({ due }) => due))
  await eventually(async () => {
    const { told } = (await getMine(who, asked.id)).case
    expect(told.map(({ sent }) => sent !== undefined)).toEqual([true, true, true])
    expect(told.at(-1)?.text).toContain('还款日已经改好')
  })
  expect((await openMine(who, 'change-day', { loanRef, day: 25 })).code).toBe('change-day-too-often')
})

test('two days agreed to side by side: once the first is booked, the second no longer moves what its customer saw, and is not', async () => {
  const { loanRef, nextDue } = await borrower('DY260900012')
  const [terms, on] = [{ loanRef, on: day, instead: nextDue }, addDays(nextDue, 6)]
  const firstInstalment = await instalmentOn(loanRef, { day: 15 })
  expect(await bookDayChange(context, { ...terms, id: 'one', day: 15, firstDue: on, firstInstalment })).toBe('booked')
  const second = await instalmentOn(loanRef, { day: 20 })
  expect(await bookDayChange(context, { ...terms, id: 'other', day: 20, firstDue: addDays(nextDue, 11), firstInstalment: second })).toMatchObject({ refused: 'change-day-figure-changed' })
  expect(await changesOf(loanRef)).toHaveLength(1)
})

const cardNumber = '6225880022222229'
const mandatesOf = (loanRef: string) =>
  context.db.selectFrom('debit_mandate').select(['mandate_id', 'ended_on', 'sealed']).where('loan_ref', '=', loanRef).orderBy('made_at').execute()

/** Everything of a case that is stored or shown in the open. */
const inTheOpen = async (id: string, shown: readonly unknown[]): Promise<string> => JSON.stringify([
  ...shown, await context.db.selectFrom('case_step').selectAll().where('case_id', '=', id).execute(),
  await context.db.selectFrom('case_instruction').selectAll().where('case_id', '=', id).execute(),
  await context.db.selectFrom('event').select('payload').execute(),
], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))

test('another card: entered and authorised by the customer, the bank’s answer written down at the desk, switched once; nowhere does the number stand in the open', async () => {
  const { who, loanRef } = await borrower('CD260900013')
  const card = { bank: 'cmb', cardNumber, holder: '王小明' }
  expect((await open(agent, who.customer.id, 'change-card', { loanRef, card })).code).toBe('change-card-customer-only')
  const { id } = (await open(agent, who.customer.id, 'change-card', { loanRef })).case
  expect((await move(agent, id, 'name-card', card)).code).toBe('case-not-yours')
  expect((await moveMine(who, id, 'name-card', { ...card, cardNumber: '6225880022222221' })).code).toBe('change-card-number-wrong')
  const named = (await moveMine(who, id, 'name-card', card)).case
  expect(fixedOf(named, 'authorise')).toMatchObject({ card: '6225********2229', mandate: expect.stringContaining('招商银行尾号 2229') as unknown })
  await moveMine(who, id, 'authorise', fixedOf(named, 'authorise'))
  // The built-in ledger has no bank to ask.
  await eventually(async () => expect((await getMine(who, id)).case.state).toBe('awaiting-bank'))
  expect(await mandatesOf(loanRef)).toEqual([])
  await move(agent, id, 'verified', { reference: 'YH20261123001' })
  await eventually(async () => expect((await getMine(who, id)).case).toMatchObject({ state: 'done', data: { from: isoDay(day), verifiedBy: 'YH20261123001' } }))
  const instructions = await context.db.selectFrom('case_instruction').select('instruction_id').where('case_id', '=', id).execute()
  for (const { instruction_id: instruction } of instructions) await carryOut(context, instruction)
  expect(await mandatesOf(loanRef)).toMatchObject([{ ended_on: null }])
  await eventually(async () => {
    const { told } = (await getMine(who, id)).case
    expect(told.map(({ sent }) => sent !== undefined)).toEqual([true, true, true, true])
    expect(told.at(-1)?.text).toContain('尾号 2229')
  })
  expect(await inTheOpen(id, [(await getMine(who, id)).case, (await get(agent, id)).case])).not.toContain(cardNumber)
  expect((await openMine(who, 'change-card', { loanRef, card })).code).toBe('change-card-same')
})
