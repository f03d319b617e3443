import { expect, test } from 'vitest'
import type { Happening, LoanEvent } from '../../src/loan/events.ts'
import { differences } from '../../src/loan/correction.ts'
import { life, type LifeState, payoff } from '../../src/loan/life.ts'
import { repricings } from '../../src/loan/reprice.ts'
import { schedule } from '../../src/loan/schedule.ts'
import type { Servicing, Terms } from '../../src/loan/terms.ts'
import { isoDay } from '../../src/primitives/day.ts'
import type { Fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { day, granted, yearly, yuan } from './request.ts'

const terms: Terms = {
  principal: yuan('12000'), annualRate: yearly('0.12'), method: 'equal-instalment', count: 12, every: { months: 1 },
  disbursedOn: day('2026-01-15'), dayCount: 'month-rate',
}
const credit: Terms = { ...terms, method: 'revolving', count: 6, minimumPayment: { shareOfPrincipal: { num: 1n, den: 10n }, least: yuan('50') } }
const monthEnds: Terms = { ...terms, disbursedOn: day('2026-01-31') }

const on = (date: string, happening: Happening): LoanEvent => ({ on: day(date), ...happening })
const repay = (date: string, amount: string): LoanEvent => on(date, { kind: 'repay', amount: yuan(amount) })
const draw = (date: string, amount: string): LoanEvent => on(date, { kind: 'disburse', amount: yuan(amount) })
const at = (given: Terms, events: readonly LoanEvent[], date: string): LifeState => granted(life(given, events, day(date)))
const code = (given: Terms, events: readonly LoanEvent[], date: string): string | undefined => {
  const state = life(given, events, day(date))
  return isRefusal(state) ? state.refused : undefined
}
const dues = ({ schedule: lines }: LifeState): readonly string[] => lines.map(({ due }) => isoDay(due))
const totals = (lines: readonly { readonly total: Fen }[]): readonly bigint[] => lines.map(({ total }) => total)

test('revolving credit: the minimum is claimed, what is paid beyond it lowers the balance at once', () => {
  const first = at(credit, [], '2026-02-15')
  // 10% of 12,000.00 and the interest of a month
  expect([first.next?.principal, first.next?.interest]).toEqual([120_000n, 12_000n])
  const paid = at(credit, [repay('2026-02-15', '1320'), repay('2026-03-01', '4000')], '2026-03-01')
  expect([paid.balances.principal, paid.balances.total, paid.credit]).toEqual([680_000n, 680_000n, 0n])
  // 10,800.00 for 14 days and 6,800.00 for 14, each day a 360th of a year
  expect(paid.next?.principal).toBe(68_000n)
  expect(paid.next?.interest).toBe(8213n)
})

test('revolving credit that was repaid may be drawn again, up to its limit and no further', () => {
  const first = draw('2026-01-15', '12000')
  const again = at(credit, [first, repay('2026-02-15', '13320'), draw('2026-03-01', '5000')], '2026-03-01')
  expect(again.balances.principal).toBe(500_000n)
  const settled = at(credit, [first, on('2026-02-10', { kind: 'prepay' })], '2026-02-20')
  expect(settled.status).toBe('settled')
  const open = at(credit, [first, on('2026-02-10', { kind: 'prepay' }), draw('2026-03-01', '5000')], '2026-03-20')
  expect([open.balances.principal, open.schedule.at(-1)?.balance]).toEqual([500_000n, 0n])
  expect(code(credit, [first, repay('2026-02-15', '2120'), draw('2026-03-01', '5000')], '2026-03-01')).toBe('disbursements-exceed-principal')
})

test('a loan paid out in parts bears interest only on what is out', () => {
  const parts = [draw('2026-01-15', '6000'), draw('2026-01-30', '6000')]
  const state = at(terms, parts, '2026-02-15')
  // 6,000.00 for a month and 6,000.00 for half of one
  expect(state.next?.interest).toBe(9000n)
  expect(at(terms, parts, '2026-01-20').balances.principal).toBe(600_000n)
  expect(code(terms, [...parts, draw('2026-02-01', '1')], '2026-02-15')).toBe('disbursements-exceed-principal')
})

test('due days at the end of the month never drift, also where a plan is made anew in February', () => {
  const prepaid = at(monthEnds, [on('2026-02-10', { kind: 'prepay', amount: yuan('3000') })], '2026-02-10')
  expect(dues(prepaid).slice(0, 3)).toEqual(['2026-02-28', '2026-03-31', '2026-04-30'])
  const moved = at(terms, [on('2026-01-20', { kind: 'change-day', day: 31 })], '2026-01-20')
  expect(dues(moved).slice(0, 3)).toEqual(['2026-02-28', '2026-03-31', '2026-04-30'])
})

test('a new due day moves the next instalment within its month and takes none away', () => {
  const paid = repay('2026-02-15', '1066.19')
  const later = at(terms, [paid, on('2026-02-16', { kind: 'change-day', day: 20 })], '2026-02-16')
  expect(dues(later).slice(0, 3)).toEqual(['2026-02-15', '2026-03-20', '2026-04-20'])
  expect(later.schedule).toHaveLength(12)
  const passed = at(terms, [paid, on('2026-03-10', { kind: 'change-day', day: 5 })], '2026-03-10')
  expect(dues(passed)[1]).toBe('2026-04-05')
})

test('a rate change keeps the instalment or the term, and a balloon stays to the end', () => {
  const balloon: Terms = { ...terms, balloon: yuan('4000') }
  const instalment = granted(schedule(balloon)).instalment
  const rate = yearly('0.06')
  const kept = at(balloon, [on('2026-01-20', { kind: 'change-rate', rate, effect: 'term' })], '2026-01-20')
  expect(kept.schedule[3]?.total).toBe(instalment)
  expect(kept.schedule.at(-1)?.principal).toBeGreaterThanOrEqual(400_000n)
  const anew = at(balloon, [on('2026-01-20', { kind: 'change-rate', rate })], '2026-01-20')
  expect(anew.schedule).toHaveLength(12)
  expect(anew.schedule[3]?.total).toBeLessThan(instalment ?? 0n)
  expect(anew.schedule.at(-1)?.principal).toBeGreaterThanOrEqual(400_000n)
})

test('an instalment kept by one prepayment is reckoned anew by the next that keeps the term', () => {
  const kept = on('2026-01-20', { kind: 'prepay', amount: yuan('1000'), effect: 'term' })
  const shorter = at(terms, [kept], '2026-01-20')
  expect(shorter.schedule.length).toBeLessThan(12)
  const lower = at(terms, [kept, on('2026-01-25', { kind: 'prepay', amount: yuan('3000'), effect: 'instalment' })], '2026-01-25')
  expect(lower.schedule).toHaveLength(shorter.schedule.length)
  expect(lower.next?.total).toBeLessThan(shorter.next?.total ?? 0n)
})

test('steps go on on their days after the plan is made anew', () => {
  const stepped: Terms = { ...terms, step: { everyCount: 3, factor: { num: 11n, den: 10n } } }
  const state = at(stepped, [on('2026-01-20', { kind: 'change-day', day: 20 })], '2026-01-20')
  const [, , third = 0n, fourth = 0n, fifth] = totals(state.schedule)
  // Each step is rounded from the first instalment, so a fen may lie between.
  const off = fourth * 10n - third * 11n
  expect(off >= -10n && off <= 10n).toBe(true)
  expect(fifth).toBe(fourth)
})

test('a repricing taken into the terms is the plan that follows from the same change by an event', () => {
  const quotes = [{ from: day('2026-02-20'), rate: yearly('0.10') }]
  const changes = repricings(terms, quotes, day('2026-12-31'), { when: 'at-once', spread: { num: 0n, den: 1n } })
  const byTerms = granted(schedule({ ...terms, rateChanges: changes }))
  const byEvent = at(terms, [repay('2026-02-15', '1066.19'), on('2026-02-20', { kind: 'change-rate', rate: yearly('0.10') })], '2026-02-20')
  expect(byEvent.schedule.map(({ principal, interest }) => [principal, interest]))
    .toEqual(byTerms.instalments.map(({ principal, interest }) => [principal, interest]))
})

test('a payment booked late counts from its day, and the books get the difference on the day of booking', () => {
  const penal: Terms = { ...terms, servicing: { late: { multiplier: { num: 3n, den: 2n }, compound: false } } }
  const late: LoanEvent = { ...repay('2026-02-15', '1066.19'), bookedOn: day('2026-02-25') }
  const state = at(penal, [late], '2026-02-25')
  expect([state.balances.penalty, state.daysOverdue]).toEqual([0n, 0])
  const [difference] = granted(differences(penal, [late], day('2026-02-25')))
  // 946.19 x 12% x 1.5 x 10 / 360 = 4.73 that was claimed until then
  expect([difference?.penalty, difference?.principal, difference?.interest]).toEqual([-473n, -94_619n, -12_000n])
})

test('a prepayment that is reversed leaves the plan as it was', () => {
  const events = [on('2026-02-20', { kind: 'prepay', amount: yuan('5000') }), on('2026-03-01', { kind: 'reverse', reverses: 0 })]
  const never = at(terms, [], '2026-03-01')
  const reversed = at(terms, events, '2026-03-01')
  expect(reversed.schedule).toEqual(never.schedule)
  expect(reversed.balances).toEqual(never.balances)
})

test('an extension keeps the bounds of law and lender in the books too, a deferral its own', () => {
  expect(code(terms, [on('2026-01-20', { kind: 'extend', count: 13 })], '2026-01-20')).toBe('extension-too-long')
  expect(code(terms, [on('2026-01-20', { kind: 'extend', count: 12 })], '2026-01-20')).toBeUndefined()
  expect(code(terms, [on('2026-02-16', { kind: 'extend', days: 10 })], '2026-02-16')).toBe('extension-after-due')
  const own = (servicing: Servicing): Terms => ({ ...terms, servicing })
  const short = on('2026-01-20', { kind: 'extend', days: 10 })
  expect(code(own({ extension: { mostTimes: 1 } }), [short, short], '2026-01-20')).toBe('extension-too-often')
  expect(code(own({ extension: { leastInstalmentsPaid: 1 } }), [short], '2026-01-20')).toBe('extension-too-early')
  expect(code(own({ extension: { mostMonths: 0 } }), [short], '2026-01-20')).toBe('extension-too-long')
  const hardship = (days: number): LoanEvent => on('2026-02-20', { kind: 'defer', days })
  expect(code(terms, [hardship(365 * 6)], '2026-02-20')).toBe('deferral-too-long')
  expect(code(own({ deferral: { mostTimes: 0 } }), [hardship(30)], '2026-02-20')).toBe('deferral-too-often')
  expect(code(own({ deferral: { mostMonths: 1 } }), [hardship(90)], '2026-02-20')).toBe('deferral-too-long')
})

test('after a long deferral the first line pays the interest until then alone, and no instalment is refused', () => {
  const state = at(terms, [on('2026-01-20', { kind: 'defer', days: 365 })], '2026-01-20')
  const [first, second] = state.schedule
  expect([first?.principal, first && isoDay(first.due), second?.state]).toEqual([0n, '2027-02-15', 'planned'])
  expect(second?.principal).toBeGreaterThan(0n)
  expect(state.schedule.reduce((sum, { principal }) => sum + principal, 0n)).toBe(terms.principal)
})

test('what a deferral put off falls due with the new first instalment, wherever that is moved', () => {
  const deferred = on('2026-02-20', { kind: 'defer', days: 30 })
  const state = at(terms, [deferred, on('2026-02-25', { kind: 'change-day', day: 20 })], '2026-02-25')
  expect(dues(state).slice(0, 3)).toEqual(['2026-04-20', '2026-04-20', '2026-05-20'])
  expect(at(terms, [deferred, on('2026-02-25', { kind: 'change-day', day: 20 })], '2026-04-20').daysOverdue).toBe(0)
})

const whole: Terms = { ...terms, servicing: { prepayment: { interest: 'whole-instalment' } } }

test('interest charged for the whole instalment: all of it in full, none on the day on which a period begins', () => {
  const paid = [repay('2026-02-15', '1066.19')]
  const between = granted(payoff(whole, paid, day('2026-02-20')))
  // 1% of 11,053.81, the whole of the second instalment's interest
  expect([between.interest, between.total]).toEqual([11_054n, 1_116_435n])
  const atStart = granted(payoff(whole, paid, day('2026-02-15')))
  expect([atStart.interest, atStart.total]).toEqual([0n, 1_105_381n])
})

test('interest charged for the whole instalment: a partial prepayment leaves the running instalment and lowers those after it', () => {
  const prepaid = on('2026-01-20', { kind: 'prepay', amount: yuan('3000') })
  const quote = granted(payoff(whole, [], day('2026-01-20'), { amount: yuan('3000') }))
  expect([quote.interest, quote.principal]).toEqual([0n, 300_000n])
  const before = at(whole, [], '2026-01-20')
  const after = at(whole, [prepaid], '2026-01-20')
  const { principal, interest, balance = 0n } = before.next ?? {}
  expect(after.next).toMatchObject({ principal, interest, balance: balance - 300_000n })
  const rest = granted(schedule({ ...terms, principal: (after.next?.balance ?? 0n) as Fen, disbursedOn: day('2026-02-15'), count: 11 }))
  expect(totals(after.schedule.slice(1))).toEqual(totals(rest.instalments))
  const saved = before.schedule.reduce((sum, { interest }) => sum + interest, 0n) - after.schedule.reduce((sum, { interest }) => sum + interest, 0n)
  expect(quote.interestSaved).toBe(saved)
  const single: Terms = { ...whole, count: 1 }
  expect(code(single, [prepaid], '2026-01-20')).toBe('nothing-to-prepay')
})

test('a contract with a penalty above the bound of its day is no contract', () => {
  const penal = (num: bigint, disbursedOn: string): Terms =>
    ({ ...terms, disbursedOn: day(disbursedOn), servicing: { late: { multiplier: { num, den: 100n }, compound: false } } })
  const refused = schedule(penal(151n, '2026-01-15'))
  expect(isRefusal(refused) && [refused.refused, refused.field]).toEqual(['penalty-out-of-bounds', 'servicing.late.multiplier'])
  expect(isRefusal(schedule(penal(150n, '2026-01-15')))).toBe(false)
  // The bound is not older than its announcement.
  expect(isRefusal(schedule(penal(200n, '2003-06-01')))).toBe(false)
})
