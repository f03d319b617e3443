/**
 * Exact fractions and the one place where they become whole fen. Nothing here knows floating point: a half is a half
 * because twice the remainder equals the divisor, not because a binary fraction happened to fall on that side.
 */

/** An exact fraction; `den` > 0. Not kept in lowest terms: callers that chain many call `reduced`. */
export type Ratio = { readonly num: bigint; readonly den: bigint }

export type RoundingMode = 'half-up' | 'half-even' | 'up' | 'down'

export const zeroRatio: Ratio = { num: 0n, den: 1n }

export const ratio = (num: bigint, den: bigint): Ratio => ({ num, den })

/** A decimal text, with or without exponent, as an exact fraction; undefined where it is none. */
export const parseRatio = (text: string): Ratio | undefined => {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  const places = fraction.length - Number(exponent)
  return places >= 0 ? { num: digits, den: 10n ** BigInt(places) } : { num: digits * 10n ** BigInt(-places), den: 1n }
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

export const reduced = ({ num, den }: Ratio): Ratio => {
  const divisor = greatestCommonDivisor(num, den)
  return divisor <= 1n ? { num, den } : { num: num / divisor, den: den / divisor }
}

export const plus = (a: Ratio, b: Ratio): Ratio =>
  a.den === b.den ? { num: a.num + b.num, den: a.den } : { num: a.num * b.den + b.num * a.den, den: a.den * b.den }

export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { num: -b.num, den: b.den })

export const times = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.num, den: a.den * b.den })

/** Negative, zero or positive as a is less than, equal to or more than b. */
export const compareRatio = (a: Ratio, b: Ratio): number => {
  const difference = a.num * b.den - b.num * a.den
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const roundsAway = (quotient: bigint, remainder: bigint, den: bigint, mode: RoundingMode): boolean => {
  if (remainder === 0n || mode === 'down') return false
  if (mode === 'up') return true
  const twice = 2n * remainder
  if (twice !== den) return twice > den
  return mode === 'half-up' || quotient % 2n === 1n
}

/**
 * num / den as a whole number. `up` is away from zero and `down` towards it, so that a debt and the entry that takes it
 * away are rounded to the same size.
 */
export const roundedQuotient = (num: bigint, den: bigint, mode: RoundingMode): bigint => {
  if (num < 0n) return -roundedQuotient(-num, den, mode)
  const quotient = num / den
  return roundsAway(quotient, num - quotient * den, den, mode) ? quotient + 1n : quotient
}

/** The fraction rounded to a multiple of `unit`. */
export const roundedTo = ({ num, den }: Ratio, unit: bigint, mode: RoundingMode): bigint =>
  unit === 1n ? roundedQuotient(num, den, mode) : unit * roundedQuotient(num, den * unit, mode)
