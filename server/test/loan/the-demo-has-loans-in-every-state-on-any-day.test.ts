import { accountOn, lifeOn } from '@xinqiao/core/loan/account.ts'
import type { LoanState } from '@xinqiao/core/loan/facts.ts'
import { addDays, type Day, dayOf, isoDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { expect, test } from 'vitest'
import { type DemoLoan, demoLoanCount, demoLoans, demoMix } from '../../src/loan/demo-loans.ts'
import { randomFrom } from '../support/loans.ts'
import { demoOffers } from './offers.ts'

const loansOf = (today: Day, seed = 20_261_123): readonly DemoLoan[] =>
  demoLoans({ today, random: randomFrom(seed), offers: demoOffers, addWorkingDays: addDays })

const written = (loans: readonly DemoLoan[]): string => JSON.stringify(loans, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))

const statesOf = (loans: readonly DemoLoan[], today: Day): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const loan of loans) {
    const state = accountOn({ ...loan, customerId: '' }, today)?.facts.state ?? 'none'
    counts[state] = (counts[state] ?? 0) + 1
  }
  return counts
}

/** The ends of months, a leap day and the days around it, New Year, and each day of a week. */
const startDays: readonly Day[] = [
  dayOf(2026, 11, 23), dayOf(2026, 11, 30), dayOf(2026, 12, 31), dayOf(2027, 1, 1), dayOf(2027, 1, 29), dayOf(2027, 1, 31), dayOf(2027, 2, 28), dayOf(2027, 3, 1),
  dayOf(2027, 3, 31), dayOf(2027, 5, 30), dayOf(2028, 2, 28), dayOf(2028, 2, 29), dayOf(2028, 3, 1), dayOf(2028, 3, 30), dayOf(2028, 8, 31),
]

test.each(startDays.map((day) => [isoDay(day), day] as const))('450 loans in every state, proven by folding, counted from %s', (_, today) => {
  expect(demoLoanCount).toBe(450)
  expect(statesOf(loansOf(today), today)).toEqual(demoMix)
})

test('no balance is ever negative, nothing is paid that was not owed, and what is settled owes nothing', () => {
  const today = dayOf(2028, 2, 29)
  for (const loan of loansOf(today)) {
    const state = lifeOn({ ...loan, customerId: '' }, today)
    if (!state) continue
    for (const amount of [...Object.values(state.balances), state.accrued, state.credit]) expect(amount >= 0n).toBe(true)
    for (const line of state.schedule) expect([line.principal >= 0n, line.interest >= 0n, line.balance >= 0n]).toEqual([true, true, true])
    if (loan.state === 'settled') expect(state.balances.total + state.credit).toBe(0n)
  }
})

test('overdue loans are late by 1 to 120 days: each of the first thirty, and each month after', () => {
  const today = dayOf(2026, 11, 23)
  const days = loansOf(today).filter(({ state }) => state === 'overdue')
    .map((loan) => accountOn({ ...loan, customerId: '' }, today)?.facts.arrears?.daysOverdue.value ?? 0)
  for (let day = 1; day <= 30; day += 1) expect(days).toContain(day)
  for (const [from, to] of [[31, 60], [61, 90], [91, 120]] as const) expect(days.some((day) => day >= from && day <= to)).toBe(true)
  expect(Math.max(...days)).toBeLessThanOrEqual(120)
})

test('the same seed and day give the same loans, another seed others', () => {
  const today = dayOf(2026, 11, 23)
  expect(written(loansOf(today))).toBe(written(loansOf(today)))
  expect(written(loansOf(today, 1))).not.toBe(written(loansOf(today)))
})

test('every product is lent, in every method that the catalogue has', () => {
  const loans = loansOf(dayOf(2026, 11, 23))
  expect(new Set(loans.map(({ productId }) => productId))).toEqual(new Set(demoOffers.map(({ productId }) => productId)))
  expect(new Set(loans.map(({ agreement }) => agreement.terms.method)).size).toBeGreaterThanOrEqual(6)
})

test('every loan that is owed can be settled today, for what its parts add up to', () => {
  const today = dayOf(2026, 11, 30)
  const owed: ReadonlySet<LoanState> = new Set(['current', 'due-today', 'debit-failed', 'overdue', 'extended', 'hardship-plan'])
  for (const loan of loansOf(today).filter(({ state }) => owed.has(state))) {
    const payoff = accountOn({ ...loan, customerId: '' }, today)?.facts.payoff(today)
    if (payoff === undefined || isRefusal(payoff)) throw new Error(`${loan.loanRef} cannot be settled`)
    expect(payoff.total.value).toBeGreaterThan(0n)
  }
})
