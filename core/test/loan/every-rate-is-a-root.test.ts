import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apr, type AprAnswer, rateDen } from '../../src/loan/apr.ts'
import { annualCost, annualCostOfFee, dailyOfYearly, effectiveOfNominal, feeOfAnnualCost, percentOf, yearlyOfDaily } from '../../src/loan/cost.ts'
import { schedule } from '../../src/loan/schedule.ts'
import type { Terms } from '../../src/loan/terms.ts'
import { addDays, addMonths, type Day, dayOf } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { plainTerms } from './any-loan.ts'
import { add, f, type Fraction, mul } from './oracle.ts'
import { day, granted } from './request.ts'

/** What a cash flow of whole periods is worth at its end, at a rate of so many 10^-18: exact. Zero at a root. */
const worth = (flows: readonly bigint[], rate: bigint): Fraction =>
  flows.reduce((sum, flow) => add(mul(sum, f(rateDen + rate, rateDen)), f(flow)), f(0))

const periods = (flows: readonly bigint[]) => flows.map((amount, index) => ({ amount: { num: amount, den: 1n }, periods: index }))

const irr = (flows: readonly bigint[]): AprAnswer => granted(apr({ convention: 'irr', flows: periods(flows) }))

const sign = ({ n }: Fraction): number => (n > 0n ? 1 : n < 0n ? -1 : 0)

test('the rate of a loan is bracketed by its own eighteenth decimal', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1000, max: 100_000_000 }), fc.integer({ min: 1, max: 300 }),
    (count, principal, percent) => {
    const payment = (BigInt(principal) * BigInt(100 + percent)) / (100n * BigInt(count)) + 1n
    const flows = [BigInt(principal), ...Array.from({ length: count }, () => -payment)]
    const { rate, roots } = irr(flows)
    expect(roots).toHaveLength(1)
    expect(sign(worth(flows, rate.num - 1n)) * sign(worth(flows, rate.num + 1n))).toBe(-1)
  }), { numRuns: 500 })
})

/** Flows whose rates are known because they were multiplied together from them: product of ((den + num) - den x y). */
const flowsWith = (rates: readonly { readonly num: number; readonly den: number }[]): readonly bigint[] =>
  rates.reduce<readonly bigint[]>((flows, { num, den }) => {
    const [constant, linear] = [BigInt(den + num), -BigInt(den)]
    return Array.from({ length: flows.length + 1 }, (_, power) =>
      (flows[power] ?? 0n) * linear + (power > 0 ? (flows[power - 1] as bigint) * constant : 0n))
  }, [1n])

const anyKnownRate = fc.record({ num: fc.integer({ min: -95, max: 400 }), den: fc.constantFrom(100, 128) })

test('every rate that was built in is found, and no other', () => {
  fc.assert(fc.property(fc.uniqueArray(anyKnownRate, { minLength: 1, maxLength: 6, selector: ({ num, den }) => num / den }), (rates) => {
    const { roots, rate } = irr(flowsWith(rates))
    const built = rates.map(({ num, den }) => (rateDen * BigInt(num)) / BigInt(den)).sort((a, b) => (a < b ? -1 : 1))
    expect(roots.map(({ num }) => num)).toEqual(built)
    const sizes = built.map((value) => (value < 0n ? -value : value))
    expect(rate.num < 0n ? -rate.num : rate.num).toBe(sizes.reduce((least, value) => (value < least ? value : least)))
  }), { numRuns: 400 })
})

test('a rate that only touches zero is found', () => {
  const twice = irr(flowsWith([{ num: 10, den: 100 }, { num: 10, den: 100 }, { num: -20, den: 100 }]))
  expect(twice.roots.map((root) => percentOf(root, 6))).toEqual(['-20.000000', '10.000000'])
})

test('where no rate solves the flows, the answer says so', () => {
  const never = apr({ convention: 'irr', flows: periods([100n, -150n, 100n]) })
  expect(isRefusal(never) && [never.refused, never.about['why']]).toEqual(['apr-no-solution', 'no-root'])
  const paidOnly = apr({ convention: 'irr', flows: periods([-100n, -1n]) })
  expect(isRefusal(paidOnly) && paidOnly.about['why']).toBe('no-sign-change')
})

test('rates far from those of loans are found too', () => {
  const loss = [-3000n * 10n ** 20n, 23_926_932_267_015n, 416n]
  expect(percentOf(irr(loss).rate, 8)).toBe('-99.99999999')
  expect(percentOf(irr([-1n, 10n ** 12n]).rate, 0)).toBe('99999999999900')
})

/**
 * Rounding moves each payment by at most half a fen and so the value of all by at most n/2 fen; the value falls by at
 * least the principal x v^2 when the rate of a period rises by one. Hence |rate - nominal| <= n / (2 P v^2) a period.
 */
test('a plan without fees costs its nominal rate, within the bound of its rounding', () => {
  const fitting = plainTerms.filter((terms) => terms.dayCount === 'month-rate' && 'months' in terms.every && terms.firstDueOn === undefined
    && terms.principal >= 100_000n && terms.count <= 120 && terms.annualRate.num * 4n < terms.annualRate.den)
  fc.assert(fc.property(fitting, (terms) => {
    const plan = schedule(terms)
    if (isRefusal(plan) || !('months' in terms.every)) return
    const { simple } = granted(annualCost(plan))
    const nominal = (rateDen * terms.annualRate.num) / terms.annualRate.den
    const off = simple.num > nominal ? simple.num - nominal : nominal - simple.num
    const perYear = 12n / BigInt(terms.every.months) + 1n
    expect(off <= (rateDen * perYear * BigInt(terms.count + 1)) / terms.principal + 10n).toBe(true)
  }), { numRuns: 400 })
})

const dated = (flows: readonly (readonly [number, Day])[]) =>
  flows.map(([amount, on]) => ({ amount: { num: BigInt(Math.round(amount * 100)), den: 100n }, on }))
const regz = (flows: readonly (readonly [number, Day])[]): string => percentOf(granted(apr({ convention: 'regz', flows: dated(flows) })).rate, 2)

test('Regulation Z finds its unit period from days: the examples of Appendix J (c)', () => {
  const monthly = Array.from({ length: 36 }, (_, n) => [-200, addMonths(day('1978-04-01'), n)] as const)
  expect(regz([[6000, day('1978-02-10')], ...monthly])).toBe('11.82')
  const semimonthly = Array.from({ length: 24 }, (_, n) => [-219.17, dayOf(1978, 3 + Math.floor(n / 2), n % 2 === 0 ? 1 : 16)] as const)
    .map(([amount, on], n) => [amount, n < 20 ? on : addMonths(dayOf(1978, 3, n % 2 === 0 ? 1 : 16), Math.floor(n / 2))] as const)
  expect(regz([[5000, day('1978-02-23')], ...semimonthly])).toBe('10.34')
  const biweekly = Array.from({ length: 20 }, (_, n) => [n === 19 ? -30 : -9.5, addDays(day('1978-03-11'), 14 * n)] as const)
  expect(regz([[200, day('1978-03-03')], ...biweekly])).toBe('12.22')
  const everyOther = Array.from({ length: 20 }, (_, n) => [n === 0 ? -449.36 : n === 19 ? -200 : -465, addMonths(day('1978-03-01'), 2 * n)] as const)
  expect(regz([[8000, day('1978-01-10')], ...everyOther])).toBe('7.30')
  expect(regz([[1000, day('1978-01-03')], [-1080, day('1978-09-15')]])).toBe('11.45')
})

test('days of the European convention are counted back from the payment', () => {
  // One year, and one year and a day of a year of 365: 105 after a year is 5%, two days later a little less.
  const flows = (on: Day) => dated([[100, day('2023-01-10')], [-105, on]])
  expect(percentOf(granted(apr({ convention: 'eu', flows: flows(day('2024-01-10')) })).rate, 6)).toBe('5.000000')
  const later = granted(apr({ convention: 'eu', flows: flows(day('2024-01-12')) })).rate
  const same = granted(apr({ convention: 'eu', flows: [{ amount: { num: 100n, den: 1n }, years: { num: 0n, den: 1n } },
    { amount: { num: -105n, den: 1n }, years: { num: 367n, den: 365n } }] })).rate
  expect(percentOf(later, 10)).toBe(percentOf(same, 10))
})

test('fees and daily rates are annualised, both ways', () => {
  // 月费率0.6%, twelve instalments: IRR x 12 is 13.03%, not 7.2%.
  const cost = granted(annualCostOfFee({ num: 6n, den: 1000n }, 12))
  expect([percentOf(cost.simple, 2), percentOf(cost.effective, 2)]).toEqual(['13.03', '13.84'])
  expect(percentOf(feeOfAnnualCost(cost.simple, 12), 10)).toBe('0.6000000000')
  expect(yearlyOfDaily({ num: 5n, den: 10_000n, period: 'day' }, 360)).toEqual({ num: 1800n, den: 10_000n, period: 'year' })
  expect(dailyOfYearly({ num: 18n, den: 100n, period: 'year' }, 360)).toEqual({ num: 18n, den: 36_000n, period: 'day' })
  expect(percentOf(effectiveOfNominal({ num: 12n, den: 100n, period: 'year' }, 12), 6)).toBe('12.682503')
})

test('a fee at payout and a fee of each month raise the cost of a plan', () => {
  const terms: Terms = {
    principal: fen(1_000_000n), annualRate: { num: 72n, den: 1000n, period: 'year' }, method: 'equal-instalment', count: 12, every: { months: 1 },
    disbursedOn: dayOf(2026, 1, 31), dayCount: 'month-rate',
  }
  const plain = granted(annualCost(granted(schedule(terms))))
  const dear = granted(annualCost(granted(schedule({ ...terms,
    fees: [{ name: '手续费', when: 'start', amount: fen(10_000n) }, { name: '服务费', when: 'each', amount: fen(500n) }] }))))
  expect(percentOf(plain.simple, 3)).toBe('7.200')
  expect(dear.simple.num > plain.simple.num).toBe(true)
  const odd = granted(annualCost(granted(schedule({ ...terms, firstDueOn: dayOf(2026, 3, 15) }))))
  expect(percentOf(odd.simple, 1)).toBe('7.2')
})
