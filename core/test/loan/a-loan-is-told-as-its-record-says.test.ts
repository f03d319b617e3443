import { expect, test } from 'vitest'
import { accountOn } from '../../src/loan/account.ts'
import type { ApplicationEvent } from '../../src/loan/application.ts'
import type { LoanEvent } from '../../src/loan/events.ts'
import type { LoanRecord } from '../../src/loan/loan-system.ts'
import { life, payoff } from '../../src/loan/life.ts'
import { schedule } from '../../src/loan/schedule.ts'
import type { Terms } from '../../src/loan/terms.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'

const start = dayOf(2026, 6, 10)
const terms: Terms = {
  principal: fen(1_200_000n), annualRate: { num: 108n, den: 1000n, period: 'year' }, method: 'equal-instalment', count: 12, every: { months: 1 },
  disbursedOn: start, dayCount: 'month-rate',
  servicing: { graceDays: 3, late: { multiplier: { num: 3n, den: 2n }, compound: false }, prepayment: { leastPartial: fen(100_000n) } },
}
const plan = schedule(terms)
if (isRefusal(plan)) throw new Error(plan.refused)
const [first] = plan.instalments
if (!first) throw new Error('no instalment')

const paidOut: readonly ApplicationEvent[] = [{ kind: 'applied', on: addDays(start, -3) }, { kind: 'approved', on: addDays(start, -1) }, { kind: 'paid-out', on: start }]

const recordWith = (events: readonly LoanEvent[], application: readonly ApplicationEvent[] = paidOut): LoanRecord => ({
  loanRef: 'AX2606000001', customerId: 'c', productId: 'anxin-steady', productVersion: 1, application, events,
  agreement: {
    productName: '安心贷·等额', terms,
    extension: { allowed: true, mostTimes: 1, mostMonths: 3, leastInstalmentsPaid: 3, fee: fen(0n), guarantorConsent: false },
  },
})

const on = (record: LoanRecord, day: number) => {
  const account = accountOn(record, day as typeof start)
  if (!account) throw new Error('no loan yet')
  return account
}

const paying = (count: number): readonly LoanEvent[] =>
  plan.instalments.slice(0, count).map(({ due, total }): LoanEvent => ({ kind: 'repay', on: due, amount: total }))

test('an application is told with its stage, and nothing of it is owed', () => {
  const application: readonly ApplicationEvent[] = [
    { kind: 'applied', on: start, expectedBy: addDays(start, 2) }, { kind: 'more-asked', on: addDays(start, 1), needed: '收入证明' },
  ]
  const record = recordWith([], application)
  expect(accountOn(record, addDays(start, -1))).toBeUndefined()
  const { facts } = on(record, start)
  expect(facts).toMatchObject({ state: 'applied', application: { expectedBy: { value: addDays(start, 2) } }, remainingPrincipal: { value: 0n } })
  const later = on(record, addDays(start, 1)).facts
  expect(later.state).toBe('in-review')
  expect(later.application?.progress).toContain('收入证明')
  expect(later.payoff(addDays(start, 5))).toMatchObject({ refused: 'loan-not-paid-out' })
  expect(later.extension).toMatchObject({ whyNot: 'not-yet-paid-out' })
})

test('money that came in before the due day is taken off what is due next', () => {
  const early = recordWith([{ kind: 'repay', on: addDays(first.due, -2), amount: fen(50_000n) }])
  expect(on(early, addDays(first.due, -1)).facts.next?.amount.value).toBe(first.total - 50_000n)
  const whole = recordWith([{ kind: 'repay', on: addDays(first.due, -2), amount: first.total }])
  expect(on(whole, addDays(first.due, -1)).facts.next?.due.value).toBe(plan.instalments[1]?.due)
})

test('a failed debit is told within the days of grace, and the arrears with penalty after them', () => {
  const record = recordWith([{ kind: 'debit-failed', on: first.due, amount: first.total }])
  expect(on(record, first.due).facts).toMatchObject({ state: 'debit-failed', failedDebit: { amount: { value: first.total } } })
  expect(on(recordWith([]), first.due).facts).toMatchObject({ state: 'due-today', next: { due: { value: first.due } } })
  const inGrace = on(record, addDays(first.due, 3)).facts
  expect(inGrace).toMatchObject({ state: 'debit-failed', arrears: { daysOverdue: { value: 3 }, penalty: { value: 0n }, amount: { value: first.total } } })
  const late = on(record, addDays(first.due, 20)).facts
  const engine = life(terms, record.events, addDays(first.due, 20))
  if (isRefusal(engine)) throw new Error(engine.refused)
  expect(late.state).toBe('overdue')
  expect(late.arrears).toMatchObject({ daysOverdue: { value: engine.daysOverdue }, amount: { value: engine.arrears[0]?.total }, penalty: { value: engine.arrears[0]?.penalty } })
  expect(late.arrears?.penalty.value).toBeGreaterThan(0n)
  expect(late.extension).toMatchObject({ whyNot: 'already-overdue' })
})

test('a payoff on a later day takes the instalments before it as paid, and its parts add up', () => {
  const record = recordWith(paying(3))
  const asOf = addDays(plan.instalments[2]?.due ?? start, 5)
  const later = addDays(plan.instalments[3]?.due ?? start, 5)
  const told = on(record, asOf).facts.payoff(later)
  const engine = payoff(terms, paying(4), later)
  if (isRefusal(told) || isRefusal(engine)) throw new Error('refused')
  expect(told.total.value).toBe(engine.total)
  expect(told.principal.value + told.interest.value + told.fee.value + told.penalty.value + told.prepaymentCharge.value).toBe(told.total.value)
  expect(told.total.source).toMatchObject({ from: 'loan', loanRef: record.loanRef })
  expect(on(record, asOf).facts.payoff(addDays(asOf, -1))).toMatchObject({ refused: 'day-out-of-range' })
})

test('an extension is offered only while the contract allows it, up to its nearest bound', () => {
  const asOf = addDays(plan.instalments[2]?.due ?? start, 5)
  expect(on(recordWith(paying(3)), asOf).facts.extension).toMatchObject({ longest: { value: 3, unit: 'month' }, applyBefore: { value: plan.instalments[3]?.due } })
  expect(on(recordWith(paying(2)), addDays(plan.instalments[1]?.due ?? start, 5)).facts.extension).toMatchObject({ whyNot: 'too-few-paid' })
  const extended = recordWith([...paying(3), { kind: 'extend', on: asOf, days: 30 }])
  expect(on(extended, asOf).facts).toMatchObject({ state: 'extended', extension: { whyNot: 'already-extended' } })
})

test('a settled loan owes nothing, and its last movement is the settlement with what was really paid', () => {
  const day = addDays(plan.instalments[2]?.due ?? start, 5)
  const quote = payoff(terms, paying(3), day)
  if (isRefusal(quote)) throw new Error(quote.refused)
  const { facts, movements } = on(recordWith([...paying(3), { kind: 'prepay', on: day }]), day)
  expect(facts).toMatchObject({ state: 'settled', remainingPrincipal: { value: 0n } })
  expect(facts.next).toBeUndefined()
  expect(movements[0]).toEqual({ on: day, kind: 'prepay', amount: quote.total })
  expect(movements.at(-1)).toEqual({ on: start, kind: 'disburse', amount: terms.principal })
})
