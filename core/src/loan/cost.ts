import { type Day, daysBetween } from '../primitives/day.ts'
import type { Rate } from '../primitives/rate.ts'
import { isRefusal, type Refusal } from '../primitives/refusal.ts'
import { apr, type AprRefusal, type Decimal, rateDen } from './apr.ts'
import { exactInstalment } from './annuity.ts'
import type { DayFlow, PeriodFlow, YearFlow } from './flows.ts'
import { isRegularStart } from './periods.ts'
import { ratio, type Ratio, roundedQuotient } from './ratio.ts'
import type { Schedule } from './schedule.ts'

/**
 * What a loan costs a year, all fees counted (年化利率): `simple` is the rate of a period times the periods of a year
 * (单利), `effective` compounds it (复利). Both are forms that 中国人民银行公告〔2021〕第3号 allows; the lender must say
 * which one is shown. Only what is really paid out counts as received: a fee taken at payout lowers it.
 */
export type AnnualCost = { readonly simple: Decimal; readonly effective: Decimal }

/** Periods of the plan in a year: 12 for monthly, 365/14 for every fourteen days. */
export const periodsPerYear = ({ terms: { every } }: Schedule): Ratio =>
  'months' in every ? ratio(12n, BigInt(every.months)) : ratio(365n, BigInt(every.days))

/** All periods alike: the rate of one period says it all. */
export const isEvenPlan = ({ terms }: Schedule): boolean => terms.method !== 'bullet' && isRegularStart(terms) && !terms.disbursements?.length

/** Whole periods: the rate of one period is what is sought. */
const periodFlows = (plan: Schedule): readonly PeriodFlow[] => [
  { amount: ratio(plan.terms.principal - plan.upfrontFee, 1n), periods: 0 },
  ...plan.instalments.map(({ n, total }) => ({ amount: ratio(-total, 1n), periods: n })),
]

/**
 * An odd first period, or several payouts: time from payout to payment, in months and days as the European directive
 * counts it where the plan goes by months, else in days over 365.
 */
const timedFlows = (plan: Schedule): readonly (YearFlow | DayFlow)[] => {
  const { terms } = plan
  const start = terms.disbursedOn
  const at = (on: Day, amount: bigint): YearFlow | DayFlow =>
    'months' in terms.every ? { amount: ratio(amount, 1n), on } : { amount: ratio(amount, 1n), years: ratio(BigInt(daysBetween(start, on)), 365n) }
  const later = terms.disbursements ?? []
  const first = later.reduce((rest, { amount }) => rest - amount, terms.principal - plan.upfrontFee)
  return [at(start, first), ...later.map(({ on, amount }) => at(on, amount)), ...plan.instalments.map(({ due, total }) => at(due, -total))]
}

export const annualCost = (plan: Schedule): AnnualCost | Refusal<AprRefusal> => {
  const perYear = periodsPerYear(plan)
  const question = isEvenPlan(plan)
    ? { convention: 'irr', flows: periodFlows(plan), periodsPerYear: perYear } as const
    : { convention: 'eu', flows: timedFlows(plan), periodsPerYear: perYear.den === 1n ? perYear : ratio(365n, 1n) } as const
  const answer = apr(question)
  if (isRefusal(answer)) return answer
  const none: Decimal = { num: 0n, den: rateDen }
  return { simple: answer.simple ?? answer.effective ?? none, effective: answer.effective ?? answer.simple ?? none }
}

/**
 * 月费率 to 年化: `count` instalments of a `count`-th of the principal and a fee of `feeRate` of the whole principal each,
 * which is why 0.6% a month over twelve months is about 13% a year and not 7.2%.
 */
export const annualCostOfFee = (feeRate: Ratio, count: number, perYear: Ratio = ratio(12n, 1n)): AnnualCost | Refusal<AprRefusal> => {
  const instalments = BigInt(count)
  const payment = ratio(-(feeRate.den + feeRate.num * instalments), feeRate.den * instalments)
  const flows: PeriodFlow[] = [{ amount: ratio(1n, 1n), periods: 0 },
    ...Array.from({ length: count }, (_, index) => ({ amount: payment, periods: index + 1 }))]
  const answer = apr({ convention: 'irr', flows, periodsPerYear: perYear })
  if (isRefusal(answer)) return answer
  return { simple: answer.simple ?? answer.rate, effective: answer.effective ?? answer.rate }
}

/** The other way: the fee each period that makes a simple yearly rate. Exact: the annuity of 1 less a `count`-th. */
export const feeOfAnnualCost = (simpleRate: Ratio, count: number, perYear: Ratio = ratio(12n, 1n)): Decimal => {
  const growth = ratio(simpleRate.num * perYear.den, simpleRate.den * perYear.num)
  const payment = exactInstalment({ value: ratio(growth.den + growth.num, growth.den),
    growthAfter: Array.from({ length: count - 1 }, () => growth), balloon: 0n })
  const share = ratio(payment.num * BigInt(count) - payment.den, payment.den * BigInt(count))
  return { num: roundedQuotient(share.num * rateDen, share.den, 'half-even'), den: rateDen }
}

/** 日息 to 年利率 and back: 万五 a day is 18% over 360 days, 18.25% over 365. Exact. */
export const yearlyOfDaily = ({ num, den }: Rate, daysInYear: 360 | 365): Rate => ({ num: num * BigInt(daysInYear), den, period: 'year' })
export const dailyOfYearly = ({ num, den }: Rate, daysInYear: 360 | 365): Rate => ({ num, den: den * BigInt(daysInYear), period: 'day' })

/** 名义年利率 to 实际年利率 with so many compoundings a year, to 18 decimals. */
export const effectiveOfNominal = ({ num, den }: Rate, timesAYear: number): Decimal => {
  const times = BigInt(timesAYear)
  const growth = ratio((den * times + num) ** times, (den * times) ** times)
  return { num: roundedQuotient((growth.num - growth.den) * rateDen, growth.den, 'half-even'), den: rateDen }
}

/** A rate in percent as a decimal string, half-even to `decimals` places: 0.128038 is `12.80` at two. */
export const percentOf = ({ num, den }: Decimal, decimals: number): string => decimalText({ num: num * 100n, den }, decimals)

export const decimalText = ({ num, den }: Ratio, decimals: number): string => {
  const scale = 10n ** BigInt(decimals)
  const scaled = roundedQuotient(num * scale, den, 'half-even')
  const size = scaled < 0n ? -scaled : scaled
  const fraction = decimals === 0 ? '' : `.${String(size % scale).padStart(decimals, '0')}`
  return `${scaled < 0n ? '-' : ''}${size / scale}${fraction}`
}
