import { type Refusal, refuse } from '../primitives/refusal.ts'
import { type AnnuityQuestion, type Bounds, powerBounds, roundedBetween, roundedInstalment, type Weights } from './annuity.ts'
import { cutPeriods, type CutPeriod } from './parts.ts'
import { dueDay, type Period, periodsOf, wholeTerm } from './periods.ts'
import { plus, type Ratio, ratio, reduced, roundedQuotient, roundedTo, type RoundingMode, times, zeroRatio } from './ratio.ts'
import { mostInstalments, type Step, type Terms, type TermsRefusal } from './terms.ts'

/**
 * The general way through a plan, line by line in whole numbers, for every method and every option. kernel.ts does the
 * usual plans faster and to the same fen; the tests hold the two against each other.
 */

/** Principal and interest of each line, in the unit of the reckoning (fen, or 10^-10 fen for rounding at the end). */
export type Course = {
  readonly periods: readonly Period[]
  readonly principal: readonly bigint[]
  readonly interest: readonly bigint[]
  /** The constant instalment first derived or given, where the method has one. */
  readonly instalment?: bigint
}

type Setting = {
  readonly terms: Terms
  readonly cuts: readonly CutPeriod[]
  readonly lines: number
  readonly unit: bigint
  readonly mode: RoundingMode
  readonly carries: boolean
  readonly openEnded: boolean
  /** The powers of the step's factor between bounds, as far as the plan needs them. */
  readonly stepped: readonly Bounds[]
}

/** What the search for the difference may set: the instalment to use, and more for the first line only. */
type Choice = { readonly instalment?: bigint; readonly firstExtra?: bigint }

type Walk = { principal: bigint[]; interest: bigint[]; derived: bigint | undefined; lastShort: bigint }

const settingOf = (terms: Terms): Setting => {
  const openEnded = terms.method === 'equal-instalment' && (terms.rateChanges ?? []).some(({ keeps }) => keeps === 'instalment')
  const most = openEnded ? Math.min(mostInstalments, terms.count * 4 + 12) : terms.count
  const cuts = cutPeriods(terms, terms.method === 'bullet' ? [wholeTerm(terms.disbursedOn, dueDay(terms, terms.count), terms)]
    : periodsOf(terms, most))
  return {
    terms,
    cuts,
    lines: terms.method === 'bullet' ? 1 : terms.count,
    unit: terms.rounding?.unit ?? 1n,
    mode: terms.rounding?.mode ?? 'half-up',
    carries: terms.rounding?.at === 'instalment',
    openEnded,
    stepped: terms.step ? powerBounds(terms.step.factor, stepsBefore(terms.step, most)) : [],
  }
}

/**
 * Rounds the interest of one line after another. Where the terms carry it, what rounding takes away (or adds) goes into
 * the next line; a line never becomes negative by what an earlier one was given too much.
 */
const interestRounder = ({ carries, unit, mode }: Setting): ((exact: Ratio) => bigint) => {
  let carry: Ratio = zeroRatio
  return (exact) => {
    const whole = carries ? plus(exact, carry) : exact
    const rounded = whole.num <= 0n ? 0n : roundedTo(whole, unit, mode)
    if (carries) carry = reduced({ num: whole.num - rounded * whole.den, den: whole.den })
    return rounded
  }
}

/** How many steps were taken before line k (from 0). */
const stepsBefore = ({ everyCount, passed = 0 }: Step, k: number): number => Math.floor((k + passed) / everyCount)

const weightsFrom = ({ terms, lines }: Setting, first: number): Weights | undefined => {
  const { step } = terms
  if (!step) return undefined
  return { factor: step.factor, powers: Array.from({ length: lines - first }, (_, index) => stepsBefore(step, first + index)) }
}

/** The question of the constant instalment as it stands at line `k` (from 0), at the rate now in force. */
const questionAt = (setting: Setting, k: number, value: Ratio): AnnuityQuestion => {
  const rate = setting.cuts[k]?.parts.at(-1)?.rate ?? setting.terms.annualRate
  const growthAfter = setting.cuts.slice(k + 1, setting.lines).map(({ period, parts }) => {
    const [part] = parts
    return part && parts.length === 1 && part.rate === rate ? part.growth : reduced(times(rate, period.fraction))
  })
  const weights = weightsFrom(setting, k)
  return { value, growthAfter, balloon: setting.terms.balloon ?? 0n, ...(weights ? { weights } : {}) }
}

/** To the multiple asked for; an instalment below half of it would become nothing and stays as it is (so does Fineract). */
const toMultiple = ({ terms, mode }: Setting, instalment: bigint): bigint => {
  if (terms.instalmentMultipleOf === undefined) return instalment
  const multiple = roundedTo(ratio(instalment, 1n), terms.instalmentMultipleOf, mode)
  return multiple === 0n ? instalment : multiple
}

const instalmentAt = (setting: Setting, k: number, value: Ratio): bigint =>
  toMultiple(setting, roundedInstalment(questionAt(setting, k, value), setting.unit, setting.mode))

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/** The instalment of line k where steps raise or lower it: rounded from the weight, so that no rounding adds up. */
const steppedInstalment = ({ terms: { step }, unit, mode, stepped }: Setting, k: number, instalment: bigint): bigint => {
  if (!step) return instalment
  const power = stepsBefore(step, k)
  const bounds = stepped[power]
  const rounded = bounds && roundedBetween(instalment, bounds, unit, mode)
  if (rounded !== undefined) return rounded
  const times = BigInt(power)
  return roundedTo(ratio(instalment * step.factor.num ** times, step.factor.den ** times), unit, mode)
}

const revolvingPrincipal = ({ terms, unit, mode }: Setting, balance: bigint, interest: bigint): bigint => {
  const minimum = terms.minimumPayment
  if (!minimum) return balance
  const share = roundedTo(ratio(balance * minimum.shareOfPrincipal.num, minimum.shareOfPrincipal.den), unit, mode)
  return least(balance, most(share, minimum.least - interest))
}

/** One pass over the lines. Returns the refusal where an instalment does not cover its interest. */
const walk = (setting: Setting, choice: Choice): Walk | Refusal<TermsRefusal> => {
  const { terms, cuts, unit, mode, openEnded } = setting
  const result: Walk = { principal: [], interest: [], derived: undefined, lastShort: 0n }
  const interestOnly = terms.interestOnlyCount ?? 0
  const balloon = terms.balloon ?? 0n
  let [balance, instalment, keeps] = [0n, choice.instalment ?? terms.instalment ?? 0n, false]
  const roundInterest = interestRounder(setting)
  let share = 0n
  let planned = choice.instalment !== undefined || terms.instalment !== undefined
  for (let k = 0; k < cuts.length; k += 1) {
    const { parts, changed } = cuts[k] as CutPeriod
    let exact = zeroRatio
    for (const part of parts) {
      balance += part.paidOut
      exact = plus(exact, { num: balance * part.growth.num, den: part.growth.den })
    }
    const interest = roundInterest(exact)
    if (changed === 'instalment') keeps = true
    let isLast = openEnded && keeps ? k === cuts.length - 1 : k === setting.lines - 1
    const amortises = k >= interestOnly
    const replan = changed === 'term' && k > 0 && terms.instalment === undefined
    let principal = 0n
    if (terms.method === 'equal-instalment' && amortises) {
      if (!planned || (replan && !keeps)) {
        instalment = instalmentAt(setting, k, { num: balance * exact.den + exact.num, den: exact.den })
        result.derived ??= instalment
        planned = true
      }
      const total = steppedInstalment(setting, k, instalment) + (k === interestOnly ? (choice.firstExtra ?? 0n) : 0n)
      // A kept or given instalment that reaches the balloon ends the plan with it.
      if ((keeps || terms.instalment !== undefined) && balloon > 0n && total - interest >= balance - balloon) isLast = true
      if (total < interest && balance > 0n && !isLast) return refuse('instalment-too-small', { line: k + 1 }, 'instalment')
      principal = most(0n, least(total - interest, balance - (isLast ? 0n : balloon)))
      result.lastShort = balance + interest - balloon - total
    } else if (terms.method === 'equal-principal' && amortises) {
      if (k === interestOnly || changed) share = roundedTo(ratio(balance - balloon, BigInt(setting.lines - k)), unit, mode)
      principal = least(share, balance - balloon)
    } else if (terms.method === 'revolving') principal = revolvingPrincipal(setting, balance, interest)
    if (isLast) {
      if (openEnded && keeps && k === cuts.length - 1 && balance > principal) return refuse('instalment-too-small', { line: k + 1 }, 'instalment')
      principal = balance
    }
    balance -= principal
    result.principal.push(principal)
    result.interest.push(interest)
    const endsEarly = terms.instalment !== undefined || terms.method === 'revolving' || (openEnded && keeps)
    if (isLast || (endsEarly && balance === 0n && !cuts.slice(k + 1).some((cut) => cut.parts.some((part) => part.paidOut > 0n)))) break
  }
  return result
}

/** |diff| in units is more than half of the count: worth another try (Fineract; see the README of the vectors). */
const worthSpreading = (diff: bigint, count: number, unit: bigint): boolean => {
  const size = (diff < 0n ? -diff : diff) / unit
  return size > BigInt(Math.floor(count / 2))
}

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

const spread = (setting: Setting, start: Walk): Walk => {
  const { terms, unit, mode } = setting
  const count = setting.lines - (terms.interestOnlyCount ?? 0)
  let best = start
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (best.derived === undefined || !worthSpreading(best.lastShort, count, unit)) return best
    const instalment = toMultiple(setting, best.derived + roundedTo(ratio(best.lastShort, BigInt(count)), unit, mode))
    const next = walk(setting, { instalment })
    if ('refused' in next || sizeOf(next.lastShort) >= sizeOf(best.lastShort)) return best
    best = { ...next, derived: instalment }
  }
  return best
}

/**
 * Puts the difference into the first amortising line: it pays more (or less) by what the last would be short, discounted
 * to that line. What the rounding of the lines between still leaves stays with the last: at most a few units.
 */
const intoFirst = (setting: Setting, start: Walk): Walk => {
  if (start.derived === undefined) return start
  let [best, extra] = [start, 0n]
  const growth = setting.cuts.slice((setting.terms.interestOnlyCount ?? 0) + 1, setting.lines)
    .reduce((product, { parts }) => parts.reduce((value, part) => (value * (part.growth.den + part.growth.num)) / part.growth.den, product),
      1n << 64n)
  for (let attempt = 0; attempt < 4 && best.lastShort !== 0n; attempt += 1) {
    extra += roundedQuotient(best.lastShort << 64n, growth * setting.unit, 'half-up') * setting.unit
    const next = walk(setting, { instalment: start.derived, firstExtra: extra })
    if ('refused' in next || sizeOf(next.lastShort) >= sizeOf(best.lastShort)) return best
    best = { ...next, derived: start.derived }
  }
  return best
}

const isPlain = ({ terms }: Setting): boolean =>
  terms.method === 'equal-instalment' && terms.instalment === undefined && !terms.step && !terms.rateChanges?.length && !terms.disbursements?.length

const declining = (setting: Setting): Course | Refusal<TermsRefusal> => {
  const first = walk(setting, {})
  if ('refused' in first) return first
  const { difference } = setting.terms
  const chosen = !isPlain(setting) || difference === undefined || difference === 'last' ? first
    : difference === 'spread' ? spread(setting, first) : intoFirst(setting, first)
  const periods = setting.cuts.slice(0, chosen.principal.length).map(({ period }) => period)
  const instalment = chosen.derived ?? setting.terms.instalment
  return { periods, principal: chosen.principal, interest: chosen.interest, ...(instalment === undefined ? {} : { instalment }) }
}

/** Principal in equal shares: the rest in the last line, in the first, or handed out evenly. */
export const equalShares = (amount: bigint, count: number, unit: bigint, mode: RoundingMode, difference: Terms['difference']): bigint[] => {
  const lines = BigInt(count)
  if (difference === 'spread') {
    const until = (k: number): bigint => (k === count ? amount : roundedTo(ratio(amount * BigInt(k), lines), unit, 'down'))
    return Array.from({ length: count }, (_, index) => until(index + 1) - until(index))
  }
  const share = roundedTo(ratio(amount, lines), unit, mode)
  const fitting = share * (lines - 1n) > amount ? roundedTo(ratio(amount, lines), unit, 'down') : share
  const rest = amount - fitting * (lines - 1n)
  return Array.from({ length: count }, (_, index) => (index === (difference === 'first' ? 0 : count - 1) ? rest : fitting))
}

/** 等本等息: every line's interest is on the original principal, whatever has been paid back by then. */
const flat = (setting: Setting): Course => {
  const { terms, cuts, unit, mode } = setting
  const roundInterest = interestRounder(setting)
  const interest = cuts.map(({ parts }) =>
    roundInterest(parts.reduce((sum, part) => plus(sum, { num: (terms.flatBase ?? terms.principal) * part.growth.num, den: part.growth.den }),
      zeroRatio)))
  const principal = equalShares(terms.principal, setting.lines, unit, mode, terms.difference)
  return { periods: cuts.map(({ period }) => period), principal, interest }
}

const isPlainEqualPrincipal = (terms: Terms): boolean =>
  terms.method === 'equal-principal' && !terms.rateChanges?.length && !terms.disbursements?.length && !terms.interestOnlyCount

/** 等额本金 with nothing moving: the shares are known beforehand, so that the rest may also go into the first line. */
const equalPrincipal = (setting: Setting): Course => {
  const { terms, cuts, unit, mode } = setting
  const balloon = terms.balloon ?? 0n
  const principal = equalShares(terms.principal - balloon, setting.lines, unit, mode, terms.difference)
  const roundInterest = interestRounder(setting)
  let balance: bigint = terms.principal
  const interest = cuts.map(({ parts }, k) => {
    const rounded = roundInterest(parts.reduce((sum, part) => plus(sum, { num: balance * part.growth.num, den: part.growth.den }), zeroRatio))
    balance -= principal[k] ?? 0n
    return rounded
  })
  principal[setting.lines - 1] = (principal[setting.lines - 1] ?? 0n) + balloon
  return { periods: cuts.map(({ period }) => period), principal, interest }
}

/** Terms must have passed `checkTerms`. */
export const reckon = (terms: Terms): Course | Refusal<TermsRefusal> => {
  const setting = settingOf(terms)
  const end = setting.cuts[setting.lines - 1]?.period.to ?? terms.disbursedOn
  if (terms.disbursements?.some(({ on }) => on >= end)) return refuse('disbursement-out-of-range', {}, 'disbursements')
  if (terms.method === 'flat-fee') return flat(setting)
  if (isPlainEqualPrincipal(terms)) return equalPrincipal(setting)
  return declining(setting)
}
