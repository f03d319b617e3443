import { expect, test } from 'vitest'
import { differences } from '../../src/loan/correction.ts'
import type { LoanEvent } from '../../src/loan/events.ts'
import { assessExtension } from '../../src/loan/extension.ts'
import { life, payoff } from '../../src/loan/life.ts'
import { schedule } from '../../src/loan/schedule.ts'
import { tellLoan } from '../../src/loan/tell-loan.ts'
import type { Terms } from '../../src/loan/terms.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { day, granted, yearly, yuan } from './request.ts'

const terms: Terms = {
  principal: yuan('10000'), annualRate: yearly('0.108'), method: 'equal-instalment', count: 12, every: { months: 1 },
  disbursedOn: day('2026-01-31'), dayCount: 'month-rate',
  servicing: {
    graceDays: 3,
    late: { multiplier: { num: 3n, den: 2n }, compound: true },
    prepayment: { penalty: [{ paidAtLeast: 0, rateOfPrepaid: { num: 1n, den: 100n } }, { paidAtLeast: 3, rateOfPrepaid: { num: 0n, den: 1n } }] },
  },
}
const plan = granted(schedule(terms))
const paid = (upTo: number): LoanEvent[] => plan.instalments.slice(0, upTo).map(({ due, total }) => ({ on: due, kind: 'repay', amount: total }))

test('a loan paid as planned ends at zero, never a day overdue', () => {
  const end = granted(life(terms, paid(12), day('2027-02-01')))
  expect(end.status).toBe('settled')
  expect(end.balances.total).toBe(0n)
  expect(end.schedule.every(({ state }) => state === 'paid')).toBe(true)
})

test('penalty is claimed after the days of grace, from the due day, on overdue principal only', () => {
  const inGrace = granted(life(terms, [], day('2026-03-03')))
  expect([inGrace.daysOverdue, inGrace.balances.penalty]).toEqual([0, 0n])
  const late = granted(life(terms, [], day('2026-03-04')))
  // 792.88 x 10.8% x 1.5 x 4 / 360 = 1.427…; 90.00 x the same = 0.162
  expect([late.daysOverdue, late.balances.penalty, late.balances.compound]).toEqual([4, 143n, 16n])
})

test('a payment within the days of grace leaves no penalty behind', () => {
  const state = granted(life(terms, [{ on: day('2026-03-03'), kind: 'repay', amount: yuan('882.88') }], day('2026-03-20')))
  expect(state.balances).toEqual({ fee: 0n, penalty: 0n, compound: 0n, interest: 0n, principal: 920_712n, total: 920_712n })
})

test('a quote and its booking are the same figures', () => {
  const events = paid(1)
  const on = day('2026-03-10')
  const quote = granted(payoff(terms, events, on))
  // 9207.12 x 10.8% x 10/360 = 27.62; 1% of 9207.12 = 92.07
  expect([quote.principal, quote.interest, quote.charge, quote.total]).toEqual([920_712n, 2762n, 9207n, 932_681n])
  const after = granted(life(terms, [...events, { on, kind: 'prepay', amount: quote.total }], on))
  expect([after.status, after.balances.total, after.credit]).toEqual(['settled', 0n, 0n])
})

test('the rest after a partial prepayment is a fresh schedule of the same rule', () => {
  const on = day('2026-03-10')
  const quote = granted(payoff(terms, paid(1), on, { amount: yuan('3000'), effect: 'instalment' }))
  const after = granted(life(terms, [...paid(1), { on, kind: 'prepay', amount: yuan('3000'), effect: 'instalment' }], on))
  const fresh = granted(schedule({ ...terms, principal: after.balances.principal, disbursedOn: on, firstDueOn: day('2026-03-31'), count: 11 }))
  expect(after.balances.principal).toBe(920_712n - quote.principal)
  expect(after.schedule.slice(1).map(({ due, principal, interest }) => [due, principal, interest]))
    .toEqual(fresh.instalments.map(({ due, principal, interest }) => [due, principal, interest]))
})

test('what was reversed never was, and the books get the difference', () => {
  const wrong: LoanEvent = { on: day('2026-02-28'), kind: 'repay', amount: yuan('500') }
  const back: LoanEvent = { on: day('2026-03-10'), kind: 'reverse', reverses: 0 }
  const never = granted(life(terms, [], day('2026-03-15')))
  const reversed = granted(life(terms, [wrong, back], day('2026-03-15')))
  expect(reversed.balances).toEqual(never.balances)
  expect(reversed.entries).toEqual(never.entries)
  const [difference] = granted(differences(terms, [wrong, back], day('2026-03-15')))
  expect([difference?.interest, difference?.principal]).toEqual([9000n, 41_000n])
})

test('an extension asked for after the due day is refused as one', () => {
  const late = assessExtension(terms, [], { on: day('2026-03-01'), days: 10 })
  expect(isRefusal(late) && late.refused).toBe('extension-after-due')
  const inTime = granted(assessExtension(terms, [], { on: day('2026-02-28'), days: 10 }))
  expect(inTime.extraInterest).toBeGreaterThan(0n)
  expect(inTime.after[0]?.due).toBe(day('2026-03-10'))
})

test('every figure told has its source and its words in both languages', () => {
  const facts = granted(tellLoan({
    loanRef: 'L-1', product: { id: 'p', version: 1, name: '安心' }, methodName: '等额本息', terms, events: paid(1), asOf: day('2026-04-10'),
    extension: { needsGuarantorConsent: false, whyNot: 'product-allows-none' },
  }))
  expect(facts.arrears?.daysOverdue.value).toBe(10)
  expect(facts.arrears?.amount.explanation?.zh).toContain('1 期逾期')
  expect(facts.next?.amount.explanation?.en).toContain('Instalment 3')
  const figure = granted(facts.payoff(day('2026-04-10')))
  expect(figure.total.explanation?.zh).toContain('提前还款违约金')
})
