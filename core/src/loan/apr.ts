import { type Day, daysBetween } from '../primitives/day.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { Amount, DayFlow, PeriodFlow, YearFlow } from './flows.ts'
import { type Ratio, ratio, reduced, roundedQuotient } from './ratio.ts'
import { type Effort, type Polynomial, powerOf, rootsInUnit, tidied } from './roots.ts'
import { dateYears, unitPeriods } from './unit-period.ts'

/**
 * The rate of a cash flow: what makes all flows, discounted, add up to nothing.
 *
 *   irr    periods from 0; rate of a period
 *   xirr   days; yearly rate r with discount (1 + r)^-(days/365), as spreadsheets have it
 *   eu     years; APRC of directive 2008/48/EC Annex I, (1 + r)^-years; days are counted after its remark (c)
 *   regz   unit periods with fractions; US Regulation Z Appendix J, 1 / ((1 + fraction x i)(1 + i)^periods); the rate is
 *          the nominal year i x periodsPerYear. Flows with days get their unit period after Appendix J (b)(4) and (5).
 *
 * Flows are the borrower's: positive received, negative paid. Every flow becomes a term of a polynomial in the discount
 * factor of one small step of time, with whole coefficients and exponents, and roots.ts finds all its roots; no
 * floating point, and the rate is right to 18 decimals.
 */
export type AprQuestion =
  | { readonly convention: 'irr'; readonly flows: readonly PeriodFlow[]; readonly periodsPerYear?: Ratio }
  | { readonly convention: 'xirr'; readonly flows: readonly DayFlow[]; readonly periodsPerYear?: Ratio }
  | { readonly convention: 'eu'; readonly flows: readonly (YearFlow | DayFlow)[]; readonly periodsPerYear?: Ratio }
  | { readonly convention: 'regz'; readonly flows: readonly (PeriodFlow | DayFlow)[]; readonly periodsPerYear?: Ratio }

/** A decimal number of 18 places. */
export type Decimal = { readonly num: bigint; readonly den: bigint }
export const rateDen = 10n ** 18n

export type AprAnswer = {
  /** Of a period for irr, of a year for xirr and eu, the nominal year for regz. */
  readonly rate: Decimal
  /** Rate of a step times steps in a year (单利), and compounded over a year (复利), where the year is known. */
  readonly simple?: Decimal
  readonly effective?: Decimal
  /** All rates above -1, ascending; in the meaning of `rate`. */
  readonly roots: readonly Decimal[]
  readonly iterations: number
}

export type AprRefusal = 'apr-no-solution' | 'apr-flows-empty' | 'apr-flows-too-many' | 'apr-time-out-of-range' | 'apr-periods-missing'

const mostFlows = 4000
const mostSignChanges = 64

/** Flows as a polynomial in growth: exponent = time in steps, and how many steps make one unit of the rate sought. */
type Equation = { readonly terms: readonly (readonly [bigint, bigint])[]; readonly steps: bigint }

const integers = (amounts: readonly Amount[]): bigint[] => {
  const den = amounts.reduce((common, amount) => (common % amount.den === 0n ? common : common * amount.den), 1n)
  return amounts.map(({ num, den: own }) => (num * den) / own)
}

/** Steps of a year in which published times are written: months, weeks, days of either year, and months with days. */
const usualSteps: readonly bigint[] = [1n, 12n, 24n, 26n, 52n, 360n, 365n, 366n, 4380n, 4392n]
const snapped = 10n ** 18n

/**
 * A time written as 0.0833…3 means a twelfth. Where every time lies within 10^-18 years of a whole number of steps it is
 * taken as that, which moves a rate by less than its eighteenth decimal; else the decimals themselves are the steps.
 */
const yearSteps = (years: readonly Ratio[]): { readonly steps: bigint; readonly times: readonly bigint[] } => {
  for (const steps of usualSteps) {
    const times = years.map(({ num, den }) => roundedQuotient(num * steps, den, 'half-up'))
    const near = years.every(({ num, den }, index) => {
      const off = num * steps - (times[index] as bigint) * den
      return (off < 0n ? -off : off) * snapped <= den * steps
    })
    if (near) return { steps, times }
  }
  const steps = years.reduce((common, { den }) => (common % den === 0n ? common : common * den), 1n)
  return { steps, times: years.map(({ num, den }) => (num * steps) / den) }
}

const inPeriods = (flows: readonly PeriodFlow[]): Equation =>
  ({ terms: integers(flows.map(({ amount }) => amount)).map((value, index) => [value, BigInt(flows[index]?.periods ?? 0)] as const), steps: 1n })

const inDays = (flows: readonly DayFlow[]): Equation => {
  const start = Math.min(...flows.map(({ on }) => on)) as Day
  return { terms: integers(flows.map(({ amount }) => amount)).map((value, index) =>
    [value, BigInt(daysBetween(start, flows[index]?.on ?? start))] as const), steps: 365n }
}

const inYears = (flows: readonly (YearFlow | DayFlow)[]): Equation => {
  const start = Math.min(...flows.flatMap((flow) => ('on' in flow ? [flow.on] : []))) as Day
  const years = flows.map((flow) => ('on' in flow ? dateYears(start, flow.on) : flow.years))
  const { steps, times } = yearSteps(years)
  return { terms: integers(flows.map(({ amount }) => amount)).map((value, index) => [value, times[index] as bigint] as const), steps }
}

const multiply = (polynomial: readonly bigint[], constant: bigint, linear: bigint): bigint[] =>
  Array.from({ length: polynomial.length + 1 }, (_, power) =>
    (polynomial[power] ?? 0n) * constant + (power > 0 ? (polynomial[power - 1] as bigint) * linear : 0n))

/**
 * Regulation Z: with growth y = 1 + i the factor 1 + (a/b) i is ((b - a) + a y) / b. The equation is multiplied through
 * with the factors of all fractions that occur, which adds no root above -1, and is then a polynomial like the others.
 */
const inUnitPeriods = (flows: readonly PeriodFlow[]): Equation => {
  const fractions = flows.map(({ fraction }) => reduced(fraction ?? ratio(0n, 1n)))
  const distinct = [...new Map(fractions.filter(({ num }) => num !== 0n).map((fraction) => [`${fraction.num}/${fraction.den}`, fraction])).entries()]
  const amounts = integers(flows.map(({ amount }) => amount))
  // Flows of one fraction share their product of the other factors.
  const productWithout = new Map<string, bigint[]>()
  const keyOf = ({ num, den }: Ratio): string => (num === 0n ? '' : `${num}/${den}`)
  for (const key of ['', ...distinct.map(([name]) => name)]) {
    let product = key === '' ? [1n] : [distinct.find(([name]) => name === key)?.[1].den ?? 1n]
    for (const [name, { num, den }] of distinct) if (name !== key) product = multiply(product, den - num, num)
    productWithout.set(key, product)
  }
  const terms = flows.flatMap(({ periods }, index) =>
    (productWithout.get(keyOf(fractions[index] as Ratio)) ?? []).map((factor, power) =>
      [(amounts[index] as bigint) * factor, BigInt(periods - power)] as const))
  return { terms, steps: 1n }
}

/** The discount factor of a step is the unknown below 1 for rates above zero, the growth factor for rates below. */
const polynomials = (terms: Equation['terms']): { readonly above: Polynomial; readonly below: Polynomial } =>
  ({ above: tidied(terms), below: tidied(terms.map(([value, time]) => [value, -time] as const)) })

type Growth = { readonly value: bigint; readonly bits: bigint; readonly inverse: boolean }

/** (1 + rate) as a fraction: the root u to the power of the steps, turned over for rates above zero. */
const growthOf = ({ value, bits, inverse }: Growth, power: bigint): Ratio => {
  const raised = powerOf(value, power, bits)
  return inverse ? { num: 1n << bits, den: raised || 1n } : { num: raised, den: 1n << bits }
}

const asDecimal = ({ num, den }: Ratio): Decimal => ({ num: roundedQuotient(num * rateDen, den, 'half-even'), den: rateDen })
const lessOne = ({ num, den }: Ratio): Ratio => ({ num: num - den, den })

/** The n-th root of a growth factor by halving, on the same grid. */
export const nthRoot = ({ num, den }: Ratio, n: bigint, bits: bigint): Ratio => {
  if (n === 1n) return { num, den }
  const inverse = num > den
  const target = inverse ? (den << bits) / num : (num << bits) / den
  let [low, high] = [0n, 1n << bits]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (powerOf(middle, n, bits) <= target) low = middle
    else high = middle
  }
  return inverse ? { num: 1n << bits, den: high } : { num: high, den: 1n << bits }
}

const power = ({ num, den }: Ratio, n: bigint): Ratio => ({ num: num ** n, den: den ** n })

/** Simple and compounded yearly rate of a growth factor of one period. */
const annualised = (growth: Ratio, perYear: Ratio, bits: bigint): Pick<AprAnswer, 'simple' | 'effective'> => {
  const { num, den } = reduced(perYear)
  const rate = lessOne(growth)
  const simple = asDecimal({ num: rate.num * num, den: rate.den * den })
  if (num > 10_000n || den > 10_000n) return { simple }
  return { simple, effective: asDecimal(lessOne(nthRoot(power(growth, num), den, bits))) }
}

const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value)

/**
 * Of several rates the smallest in size is taken. A rate that loses more than 99% in one unit (an artefact of a tiny last
 * payment; numpy-financial and Google Sheets pass over it too) is taken only where there is no other.
 */
export const chosen = <Value extends { readonly rate: Decimal }>(candidates: readonly Value[]): Value | undefined => {
  const usual = candidates.filter(({ rate }) => rate.num * 100n > -99n * rate.den)
  return (usual.length > 0 ? usual : [...candidates])
    .reduce<Value | undefined>((best, next) => (!best || sizeOf(next.rate.num) < sizeOf(best.rate.num) ? next : best), undefined)
}

type Candidate = { readonly rate: Decimal; readonly growth: (power: bigint) => Ratio }

const bitLength = (value: bigint): number => value.toString(2).length

type Solved = { readonly candidates: readonly Candidate[]; readonly bits: bigint }

const candidatesOf = ({ terms, steps }: Equation, effort: Effort): Solved | undefined => {
  const { above, below } = polynomials(terms)
  const changes = above.coefficients.filter((value, index) => index > 0 && value > 0n !== (above.coefficients[index - 1] as bigint) > 0n).length
  if (changes > mostSignChanges) return undefined
  const times = above.exponents.at(-1) ?? 1n
  const bits = 160 + 2 * bitLength(times) + bitLength(steps)
  const wide = BigInt(bits)
  const found = (value: bigint, inverse: boolean): Candidate => {
    const growth = (n: bigint): Ratio => growthOf({ value, bits: wide, inverse }, n)
    return { rate: asDecimal(lessOne(growth(steps))), growth }
  }
  const losses = rootsInUnit(below, bits, effort).map(({ at }) => found(at, false))
  const gains = rootsInUnit(above, bits, effort).map(({ at }) => found(at, true)).toReversed()
  const balanced = terms.reduce((sum, [value]) => sum + value, 0n) === 0n
  const even: Candidate = { rate: { num: 0n, den: rateDen }, growth: () => ratio(1n, 1n) }
  return { candidates: [...losses, ...(balanced && above.coefficients.length > 0 ? [even] : []), ...gains], bits: wide }
}

const scaled = ({ num, den }: Decimal, by: Ratio): Decimal => asDecimal({ num: num * by.num, den: den * by.den })

const check = (question: AprQuestion): Refusal<AprRefusal> | undefined => {
  const { flows } = question
  if (flows.length === 0) return refuse('apr-flows-empty', {}, 'flows')
  if (flows.length > mostFlows) return refuse('apr-flows-too-many', { most: mostFlows }, 'flows')
  for (const flow of flows) {
    const bad = 'periods' in flow
      ? !Number.isSafeInteger(flow.periods) || flow.periods < 0 || flow.periods > 100_000
        || (flow.fraction && (flow.fraction.num < 0n || flow.fraction.num >= flow.fraction.den))
      : 'years' in flow && (flow.years.num < 0n || flow.years.num > 1000n * flow.years.den)
    if (bad) return refuse('apr-time-out-of-range', {}, 'flows')
  }
  return undefined
}

/** Every flow's place in time as an equation; for Regulation Z with days also how many unit periods make a year. */
const equationOf = (question: AprQuestion): { readonly equation: Equation; readonly periodsPerYear?: Ratio } | Refusal<AprRefusal> => {
  const given = question.periodsPerYear ? { periodsPerYear: question.periodsPerYear } : {}
  if (question.convention === 'irr') return { equation: inPeriods(question.flows), ...given }
  if (question.convention === 'xirr') return { equation: inDays(question.flows), ...given }
  if (question.convention === 'eu') return { equation: inYears(question.flows), ...given }
  const dated = question.flows.filter((flow) => 'on' in flow)
  if (dated.length === 0) {
    if (!question.periodsPerYear) return refuse('apr-periods-missing', {}, 'periodsPerYear')
    return { equation: inUnitPeriods(question.flows as readonly PeriodFlow[]), ...given }
  }
  if (dated.length !== question.flows.length) return refuse('apr-time-out-of-range', {}, 'flows')
  const measured = unitPeriods(dated)
  return { equation: inUnitPeriods(measured.flows), periodsPerYear: measured.periodsPerYear }
}

export const apr = (question: AprQuestion): AprAnswer | Refusal<AprRefusal> => {
  const refusal = check(question)
  if (refusal) return refusal
  const measured = equationOf(question)
  if ('refused' in measured) return measured
  const effort: Effort = { evaluations: 0 }
  const solved = candidatesOf(measured.equation, effort)
  if (!solved) return refuse('apr-no-solution', { why: 'too-many-sign-changes', most: mostSignChanges }, 'flows')
  const best = chosen(solved.candidates)
  if (!best) return refuse('apr-no-solution', { why: noSolutionReason(question) }, 'flows')
  const perYear = measured.periodsPerYear
  const { steps } = measured.equation
  const byPeriod = question.convention === 'irr' || question.convention === 'regz'
  const unit = question.convention === 'regz' && perYear ? perYear : ratio(1n, 1n)
  const periodGrowth = (): Ratio => (byPeriod ? best.growth(steps) : nthRoot(best.growth(steps), reduced(perYear ?? ratio(1n, 1n)).num, solved.bits))
  return {
    rate: scaled(best.rate, unit),
    roots: solved.candidates.map(({ rate }) => scaled(rate, unit)),
    iterations: effort.evaluations,
    ...(perYear && (byPeriod || perYear.den === 1n) ? annualised(periodGrowth(), perYear, solved.bits) : {}),
    ...(byPeriod ? {} : { effective: best.rate }),
  }
}

const noSolutionReason = ({ flows }: AprQuestion): 'no-sign-change' | 'no-root' => {
  const received = flows.some(({ amount }) => amount.num > 0n)
  const paid = flows.some(({ amount }) => amount.num < 0n)
  return received && paid ? 'no-root' : 'no-sign-change'
}
