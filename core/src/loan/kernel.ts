import { civil, isLeapYear } from '../primitives/day.ts'
import { anchorOf, firstDue, isRegularStart, yearFraction } from './periods.ts'
import { roundedQuotient, type RoundingMode } from './ratio.ts'
import type { Terms } from './terms.ts'

/**
 * The fast way through the usual plans: equal instalment, equal principal and interest-only, one rate, one payout.
 * It gives the same fen as reckon.ts or nothing at all (then reckon.ts does the work); the tests hold the two together.
 *
 * All amounts are whole numbers below 2^53 held in a `number`, on which +, - and x are exact as long as no result passes
 * 2^53; the bounds checked in `scaleOf` see to that. Where a division is needed the quotient is guessed, and the exact
 * remainder decides: a guess that is off by one, and every tie, is put right by it. The constant instalment comes between
 * two bounds, and where they do not round alike the exact fraction decides in reckon.ts. So floating point proposes, and
 * never rounds, an amount.
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

export type NumberLine = { readonly n: number; readonly principal: number; readonly interest: number; readonly balance: number }

/** Every line in whole fen as plain numbers: for a chart that is drawn anew at every move of a slider. */
export const numberLines = ({ interest, pays, last }: Columns, principal: number): readonly NumberLine[] => {
  const end = interest.length - 1
  const isTotal = pays.kind === 'total'
  const { amount } = pays
  const lines: NumberLine[] = []
  lines.length = end + 1
  let balance = principal
  for (let line = 0; line < end; line += 1) {
    const earned = interest[line] as number
    const repaid = isTotal ? amount - earned : amount
    balance -= repaid
    lines[line] = { n: line + 1, principal: repaid, interest: earned, balance }
  }
  lines[end] = { n: end + 1, principal: last, interest: interest[end] as number, balance: 0 }
  return lines
}

type Scale = {
  readonly principal: number
  /** Growth of a line is multiplier x num / den, with the multiplier of the line (1 where all lines are alike). */
  readonly num: number
  readonly den: number
  readonly multipliers: readonly number[] | undefined
}

const limit = 2 ** 52

const longest = 512
/** Copying a packed array is the cheapest way to get one to write into: small whole numbers here, doubles there. */
const emptyLengths: readonly number[] = Array.from({ length: longest }, () => 0)
const emptyColumn: readonly number[] = Array.from({ length: longest }, (_, index) => index + 0.5)

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** Days of each line, month by month without going back to the calendar (periods.ts tells the same days one by one). */
const lengths = (terms: Terms): readonly number[] => {
  const { every, count, disbursedOn } = terms
  const days = emptyLengths.slice(0, count)
  const first = firstDue(terms)
  days[0] = first - disbursedOn
  if ('days' in every) return days.fill(every.days, 1)
  const anchor = anchorOf(terms)
  const { year, month, dayOfMonth } = civil(first)
  // From the month's start on: where the last due day stands in its month, and how long the months between are.
  let [index, inYear, dueOn] = [month - 1, year, dayOfMonth]
  for (let line = 1; line < count; line += 1) {
    let span = -dueOn
    for (let step = 0; step < every.months; step += 1) {
      span += index === 1 && isLeapYear(inYear) ? 29 : (monthLengths[index] as number)
      if (index === 11) {
        index = 0
        inYear += 1
      } else index += 1
    }
    const last = index === 1 && isLeapYear(inYear) ? 29 : (monthLengths[index] as number)
    dueOn = anchor < last ? anchor : last
    days[line] = span + dueOn
  }
  return days
}

/** What each line's growth is a multiple of. Undefined where the day count has no single base for all lines. */
type Fractions = { readonly base: number; readonly multiplier: number; readonly multipliers: readonly number[] | undefined }

const fractionsOf = (terms: Terms): Fractions | undefined => {
  const { every, dayCount, count } = terms
  const byDays = dayCount === 'actual/365' ? 365 : dayCount === 'actual/360' ? 360 : undefined
  if (byDays !== undefined) return { base: byDays, multiplier: 1, multipliers: lengths(terms) }
  if (dayCount === 'actual/actual' || 'days' in every) return undefined
  if (terms.firstDueOn === undefined || isRegularStart(terms)) return { base: 12, multiplier: every.months, multipliers: undefined }
  const odd = yearFraction(terms.disbursedOn, terms.firstDueOn, terms)
  const multipliers = emptyLengths.slice(0, count).fill(30 * every.months)
  multipliers[0] = Number((odd.num * 360n) / odd.den)
  return { base: 360, multiplier: 1, multipliers }
}

const largest = (values: readonly number[]): number => {
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

/**
 * Discount factors are not money: they may be doubles, whose error IEEE 754 bounds (each quotient, product and sum is
 * within 2^-53 of itself). The instalment is only taken where the bounds on both sides of it round to the same fen.
 */
type Bounds = { readonly num: bigint; readonly low: bigint; readonly high: bigint }

/** v^n by squaring: within 4n x 2^-53 of itself, v's own error included. */
const powerOf = (v: number, n: number): number => {
  let [result, square] = [1, v]
  for (let rest = n; rest > 0; rest >>= 1) {
    if (rest & 1) result *= square
    square *= square
  }
  return result
}

/** All lines alike: x = P g / (1 - v^n), with g the growth of a line and v = 1 / (1 + g). */
const evenBounds = ({ principal, num, den }: Scale, count: number): Bounds => {
  const complement = limit - Math.round(powerOf(den / (den + num), count) * limit)
  const [divisor, off] = [BigInt(den), 2 * count + 1]
  const value = (BigInt(principal) * BigInt(num)) << 52n
  return { num: value, low: divisor * BigInt(complement + off), high: divisor * BigInt(complement - off) }
}

/**
 * Lines of different length: the value on the first due day over the sum of the discount factors from there. The k-th
 * factor is within 2k x 2^-53 of itself and the adding adds n x 2^-53, so the sum, at most n, is within 4n x n x 2^-53:
 * for n up to 512 that is 2n units of 2^-43, and one for making it a whole number.
 */
const unevenBounds = ({ principal, num, den, multipliers = [] }: Scale, count: number): Bounds => {
  const discounts: number[] = []
  let [factor, sum] = [1, 1]
  for (let line = 1; line < count; line += 1) {
    const multiplier = multipliers[line] as number
    factor *= discounts[multiplier] ??= den / (den + num * multiplier)
    sum += factor
  }
  const whole = Math.round(sum * 2 ** 43)
  const [divisor, off] = [BigInt(den), 2 * count + 1]
  const value = (BigInt(principal) * BigInt(den + num * (multipliers[0] as number))) << 43n
  return { num: value, low: divisor * BigInt(whole + off), high: divisor * BigInt(whole - off) }
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

/** By how much the guess misses product / den rounded, by the exact remainder. `twice` is 2 x (product - guess x den). */
const missOf = (guess: number, twice: number, den: number, mode: RoundingMode): number => {
  let [miss, rest] = [0, twice]
  while (rest > den) [miss, rest] = [miss + 1, rest - 2 * den]
  while (rest < -den) [miss, rest] = [miss - 1, rest + 2 * den]
  const isOdd = (guess + miss) % 2 !== 0
  if (rest === den && (mode === 'half-up' || isOdd)) return miss + 1
  return rest === -den && mode === 'half-even' && isOdd ? miss - 1 : miss
}

/** Every line guessed and its remainder kept: undefined where one of them is a tie or a miss, which `careful` then decides. */
const evenGuess = ({ principal, num, den }: Scale, count: number, instalment: number): Columns | undefined => {
  const interest = emptyColumn.slice(0, count)
  const guessBy = num / den
  let balance = principal
  let worst = 0
  for (let line = 0; line < count; line += 1) {
    const due = balance * guessBy + toWhole - toWhole
    worst = Math.max(worst, Math.abs(balance * num - due * den))
    interest[line] = due
    balance = balance - instalment + due
  }
  return 2 * worst < den ? annuity(interest, principal, instalment, balance) : undefined
}

const unevenGuess = ({ principal, num, den, multipliers = [] }: Scale, count: number, instalment: number): Columns | undefined => {
  const interest = emptyColumn.slice(0, count)
  const unit = num / den
  let balance = principal
  let worst = 0
  for (let line = 0; line < count; line += 1) {
    const multiplier = multipliers[line] as number
    const due = balance * (unit * multiplier) + toWhole - toWhole
    worst = Math.max(worst, Math.abs(balance * (num * multiplier) - due * den))
    interest[line] = due
    balance = balance - instalment + due
  }
  return 2 * worst < den ? annuity(interest, principal, instalment, balance) : undefined
}

/** Undefined as soon as a balance leaves its bounds, where products would no longer be exact: a matter for reckon.ts. */
const careful = ({ principal, num, den, multipliers }: Scale, count: number, instalment: number, mode: RoundingMode): Columns | undefined => {
  const interest = emptyColumn.slice(0, count)
  let balance = principal
  for (let line = 0; line < count; line += 1) {
    const growth = multipliers ? num * (multipliers[line] as number) : num
    let due = balance * (growth / den) + toWhole - toWhole
    const twice = 2 * (balance * growth - due * den)
    if (twice >= den || twice <= -den) due += missOf(due, twice, den, mode)
    if (due > instalment || balance < 0) return undefined
    interest[line] = due
    balance = balance - instalment + due
  }
  return annuity(interest, principal, instalment, balance)
}

/** The last line repays what is left of the principal, and all interest is all that is paid less the principal. */
const annuity = (interest: readonly number[], principal: number, instalment: number, left: number): Columns => {
  const lastInterest = interest.at(-1) ?? 0
  const last = left + instalment - lastInterest
  return { interest, totalInterest: instalment * (interest.length - 1) + last + lastInterest - principal,
    pays: { kind: 'total', amount: instalment }, last }
}

/** Interest above the instalment, or nothing left before the last line, is for reckon.ts: to refuse, or to end at zero. */
const isUsual = ({ interest, last }: Columns, instalment: number, isEven: boolean): boolean =>
  last >= 0 && (isEven ? (interest[0] as number) <= instalment : interest.every((due) => due <= instalment))

/** Interest on a balance whose course is known beforehand: equal principal, or principal at the end. */
const knownColumns = (scale: Scale, count: number, each: number, mode: RoundingMode): Columns => {
  const { principal, num, den, multipliers } = scale
  const interest = emptyColumn.slice(0, count)
  let [balance, totalInterest] = [principal, 0]
  for (let line = 0; line < count; line += 1) {
    const growth = multipliers ? num * (multipliers[line] as number) : num
    let due = balance * (growth / den) + toWhole - toWhole
    const twice = 2 * (balance * growth - due * den)
    if (twice >= den || twice <= -den) due += missOf(due, twice, den, mode)
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
  if (instalment === undefined) return undefined
  const guessed = scale.multipliers ? unevenGuess(scale, count, instalment) : evenGuess(scale, count, instalment)
  const columns = guessed ?? careful(scale, count, instalment, mode)
  return columns && isUsual(columns, instalment, scale.multipliers === undefined) ? columns : undefined
}

