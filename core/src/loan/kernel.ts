import { dueDays, isRegularStart, yearFraction } from './periods.ts'
import { roundedQuotient, type RoundingMode } from './ratio.ts'
import type { Terms } from './terms.ts'

/**
 * The fast way through the usual plans: equal instalment, equal principal and interest-only, one rate, one payout.
 * It gives the same fen as reckon.ts or nothing at all (then reckon.ts does the work); the tests hold the two together.
 *
 * All values are whole numbers below 2^53 held in a `number`, on which +, - and x are exact as long as no result passes
 * 2^53; the bounds checked in `scaleOf` see to that. Where a division is needed the quotient is guessed, and the exact
 * remainder decides: a guess that is off by one, and every tie, is put right by it. So no amount is rounded by floating
 * point. The constant instalment comes between two bounds in whole numbers (2^-52 for each discount factor), and where
 * the bounds do not round alike, the exact fraction decides in reckon.ts.
 */
export type Columns = {
  /** Interest of each line in whole fen. Principal follows from it, so it is not stored. */
  readonly interest: readonly number[]
  readonly totalInterest: number
  /** Each line but the last pays this much in all (annuity) or this much principal (the others). */
  readonly pays: { readonly kind: 'total' | 'principal'; readonly amount: number }
  /** Principal of the last line. */
  readonly last: number
}

/** Principal of a line, from 0. */
export const principalAt = ({ interest, pays, last }: Columns, line: number): number =>
  line === interest.length - 1 ? last : pays.kind === 'principal' ? pays.amount : pays.amount - (interest[line] as number)

type Scale = {
  readonly principal: number
  /** Growth of a line is multiplier x num / den, with the multiplier of the line (1 where all lines are alike). */
  readonly num: number
  readonly den: number
  readonly multipliers: Int32Array | undefined
}

const limit = 2 ** 52

/** Days of each line. */
const lengths = (terms: Terms): Int32Array => {
  const days = dueDays(terms, terms.count)
  let from: number = terms.disbursedOn
  for (let line = 0; line < days.length; line += 1) {
    const to = days[line] as number
    days[line] = to - from
    from = to
  }
  return days
}

/** What each line's growth is a multiple of. Undefined where the day count has no single base for all lines. */
const fractionsOf = (terms: Terms): { readonly base: number; readonly multiplier: number; readonly multipliers: Int32Array | undefined } | undefined => {
  const { every, dayCount, count } = terms
  const byDays = dayCount === 'actual/365' ? 365 : dayCount === 'actual/360' ? 360 : undefined
  if (byDays !== undefined) return { base: byDays, multiplier: 1, multipliers: lengths(terms) }
  if (dayCount === 'actual/actual' || 'days' in every) return undefined
  if (terms.firstDueOn === undefined || isRegularStart(terms)) return { base: 12, multiplier: every.months, multipliers: undefined }
  const odd = yearFraction(terms.disbursedOn, terms.firstDueOn, terms)
  const multipliers = new Int32Array(count).fill(30 * every.months)
  multipliers[0] = Number((odd.num * 360n) / odd.den)
  return { base: 360, multiplier: 1, multipliers }
}

const largest = (values: Int32Array): number => {
  let most = 0
  for (const value of values) if (value > most) most = value
  return most
}

/** The plan in whole numbers, or undefined where a product could pass 2^52. */
const scaleOf = (terms: Terms): Scale | undefined => {
  const { num: rateNum, den: rateDen } = terms.annualRate
  if (rateDen > 1_000_000_000n || rateNum > 1_000_000_000n || terms.principal >= 4_503_599_627_370_496n) return undefined
  const fractions = fractionsOf(terms)
  if (!fractions) return undefined
  const { base, multiplier, multipliers } = fractions
  const principal = Number(terms.principal)
  const [num, den] = [Number(rateNum) * multiplier, Number(rateDen) * base]
  const greatest = num * (multipliers ? largest(multipliers) : 1)
  // 2 x balance x growth and 2 x interest x den both stay below 2^53.
  if (principal * greatest + den >= limit || den + greatest >= limit) return undefined
  return { principal, num, den, multipliers }
}

const half26 = 2 ** 26
const part26 = 2 ** -26

/** a x b / 2^52 for whole a, b up to 2^52, short by less than two units: the products of the halves fit below 2^53. */
const timesShort = (a: number, b: number): number => {
  const aHigh = Math.floor(a * part26)
  const bHigh = Math.floor(b * part26)
  const [aLow, bLow] = [a - aHigh * half26, b - bHigh * half26]
  return aHigh * bHigh + Math.floor((aHigh * bLow + aLow * bHigh) * part26)
}

/** den / (den + growth) x 2^52, short by less than one unit: by whole numbers in two halves of 26 bits. */
const discountOf = (den: number, growth: number): number => {
  const whole = den + growth
  if (whole >= 2 ** 27) return Number((BigInt(den) << 52n) / BigInt(whole))
  const high = Math.floor((den * half26) / whole)
  const rest = den * half26 - high * whole
  return high * half26 + Math.floor((rest * half26) / whole)
}

/** v^n x 2^52 for whole v below 2^52, short by less than 3n units if v is short by less than one. */
const powerShort = (discount: number, n: number): number => {
  let [result, square, rest] = [limit, discount, n]
  while (rest > 0) {
    if (rest % 2 === 1) result = timesShort(result, square)
    rest = Math.floor(rest / 2)
    if (rest > 0) square = timesShort(square, square)
  }
  return result
}

type Bounds = { readonly num: bigint; readonly low: bigint; readonly high: bigint }

/** All lines alike: x = P g / (1 - v^n), with g the growth of a line and v = 1 / (1 + g). */
const evenBounds = ({ principal, num, den }: Scale, count: number): Bounds => {
  const complement = limit - powerShort(discountOf(den, num), count)
  const divisor = BigInt(den)
  return { num: (BigInt(principal) * BigInt(num)) << 52n, low: divisor * BigInt(complement), high: divisor * BigInt(complement - 3 * count) }
}

/**
 * Lines of different length: the value on the first due day over the sum of the discount factors from there. Each factor
 * is short by at most 3 units of 2^-52 a line and its sum is kept to 2^-43, cut off each time: four units a line cover it.
 */
const unevenBounds = ({ principal, num, den, multipliers }: Scale, count: number): Bounds => {
  const known = new Map<number, number>()
  let [factor, sum, last, discount] = [limit, 2 ** 43, -1, 0]
  for (let line = 1; line < count; line += 1) {
    const multiplier = multipliers?.[line] ?? 1
    if (multiplier !== last) {
      last = multiplier
      const found = known.get(multiplier)
      discount = found ?? discountOf(den, num * multiplier)
      if (found === undefined) known.set(multiplier, discount)
    }
    factor = timesShort(factor, discount)
    sum += Math.floor(factor * 2 ** -9)
  }
  const value = (BigInt(principal) * BigInt(den + num * (multipliers?.[0] ?? 1))) << 43n
  return { num: value, low: BigInt(den) * BigInt(sum + 4 * count), high: BigInt(den) * BigInt(sum) }
}

/** The instalment in fen, or undefined where the two bounds do not round alike. */
const instalmentOf = (scale: Scale, count: number, mode: RoundingMode): number | undefined => {
  if (scale.num === 0) return Number(roundedQuotient(BigInt(scale.principal), BigInt(count), mode))
  const { num, low, high } = scale.multipliers ? unevenBounds(scale, count) : evenBounds(scale, count)
  if (low <= 0n || high <= 0n) return undefined
  const rounded = roundedQuotient(num, low, mode)
  return rounded === roundedQuotient(num, high, mode) ? Number(rounded) : undefined
}

/** Adding and taking away 1.5 x 2^52 leaves a whole number near the guess; only the remainder says whether it is the one. */
const toWhole = 1.5 * limit

/** The whole number nearest to product / den, by the exact remainder. `twice` is 2 x (product - guess x den). */
const corrected = (guess: number, twice: number, den: number, mode: RoundingMode): number => {
  let [quotient, rest] = [guess, twice]
  while (rest > den) [quotient, rest] = [quotient + 1, rest - 2 * den]
  while (rest < -den) [quotient, rest] = [quotient - 1, rest + 2 * den]
  if (rest === den && (mode === 'half-up' || quotient % 2 !== 0)) return quotient + 1
  if (rest === -den && mode === 'half-even' && quotient % 2 !== 0) return quotient - 1
  return quotient
}

/** A column to write into: copying a packed array of doubles is the cheapest way to get one. */
const longest = 512
const template: readonly number[] = Array.from({ length: longest }, (_, index) => index + 0.5)

const annuityColumns = (scale: Scale, count: number, instalment: number, mode: RoundingMode): Columns | undefined => {
  const { principal, num, den, multipliers } = scale
  const interest = template.slice(0, count)
  const least = -den
  let [balance, totalInterest, growth, guessBy] = [principal, 0, num, num / den]
  for (let line = 0; line < count; line += 1) {
    if (multipliers) {
      growth = num * (multipliers[line] as number)
      guessBy = growth / den
    }
    let due = balance * guessBy + toWhole - toWhole
    const twice = 2 * (balance * growth - due * den)
    if (twice >= den || twice <= least) due = corrected(due, twice, den, mode)
    interest[line] = due
    totalInterest += due
    // Interest above the instalment is for reckon.ts to refuse; so is a balance that is gone before the last line.
    if (due > instalment || balance < 0) return undefined
    balance = balance - instalment + due
  }
  const last = balance + instalment - (interest[count - 1] as number)
  return last < 0 ? undefined : { interest, totalInterest, pays: { kind: 'total', amount: instalment }, last }
}

/** Interest on a balance whose course is known beforehand: equal principal, or principal at the end. */
const knownColumns = (scale: Scale, count: number, each: number, mode: RoundingMode): Columns => {
  const { principal, num, den, multipliers } = scale
  const interest = template.slice(0, count)
  let [balance, totalInterest] = [principal, 0]
  for (let line = 0; line < count; line += 1) {
    const growth = multipliers ? num * (multipliers[line] as number) : num
    let due = balance * (growth / den) + toWhole - toWhole
    const twice = 2 * (balance * growth - due * den)
    if (twice >= den || twice <= -den) due = corrected(due, twice, den, mode)
    interest[line] = due
    totalInterest += due
    balance -= each
  }
  return { interest, totalInterest, pays: { kind: 'principal', amount: each }, last: principal - each * (count - 1) }
}

const notPlain = (terms: Terms): boolean =>
  terms.rateChanges !== undefined || terms.disbursements !== undefined || terms.step !== undefined || terms.instalment !== undefined ||
  terms.instalmentMultipleOf !== undefined || terms.interestOnlyCount !== undefined || terms.balloon !== undefined ||
  (terms.difference !== undefined && terms.difference !== 'last')

/** The columns of a plan that has passed `checkTerms`, or undefined where it is none of the usual ones. */
export const fastColumns = (terms: Terms): Columns | undefined => {
  const { method, count, rounding, principal } = terms
  if (method !== 'equal-instalment' && method !== 'equal-principal' && method !== 'interest-only') return undefined
  const mode = rounding?.mode ?? 'half-up'
  if ((mode !== 'half-up' && mode !== 'half-even') || (rounding && (rounding.unit !== 1n || (rounding.at ?? 'line') !== 'line'))) return undefined
  if (notPlain(terms) || count > longest) return undefined
  const scale = scaleOf(terms)
  if (!scale) return undefined
  if (method === 'interest-only') return knownColumns(scale, count, 0, mode)
  if (method === 'equal-principal') {
    const lines = BigInt(count)
    const nearest = roundedQuotient(principal, lines, mode)
    const each = nearest * (lines - 1n) > principal ? principal / lines : nearest
    return knownColumns(scale, count, Number(each), mode)
  }
  const instalment = instalmentOf(scale, count, mode)
  return instalment === undefined ? undefined : annuityColumns(scale, count, instalment, mode)
}

