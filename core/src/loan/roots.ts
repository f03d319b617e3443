/**
 * All roots of a sparse polynomial between 0 and 1, each proven to be there and no other missed, in whole numbers.
 *
 * A cash flow discounted by u is sum c_k u^e_k. Descartes' rule counts sign changes; dividing by u^s, with s the exponent
 * just before a sign change, and differentiating takes one change away, so that the roots of that derivative (found by
 * the same rule) cut the interval into stretches on which the polynomial rises or falls: at most one root in each.
 * Values are kept to 2^-bits with a bound on the error; where a sign is within the bound the precision is doubled.
 */
export type Polynomial = { readonly coefficients: readonly bigint[]; readonly exponents: readonly bigint[] }

export type Root = {
  /** The root x 2^bits, cut off: it lies between this and one unit more. */
  readonly at: bigint
  readonly bits: number
  /** Set where the value touches zero without changing its sign: it comes as near as twice the bits can tell. */
  readonly touches: boolean
}

/** How many times a polynomial was evaluated: the work done, shown as `iterations`. */
export type Effort = { evaluations: number }

/** Sorted by exponent, like terms joined, zeros dropped, the lowest exponent zero (a root at 0 is none of ours). */
export const tidied = (terms: Iterable<readonly [bigint, bigint]>): Polynomial => {
  const byExponent = new Map<bigint, bigint>()
  for (const [coefficient, exponent] of terms) byExponent.set(exponent, (byExponent.get(exponent) ?? 0n) + coefficient)
  const sorted = [...byExponent].filter(([, coefficient]) => coefficient !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))
  const lowest = sorted[0]?.[0] ?? 0n
  return { coefficients: sorted.map(([, coefficient]) => coefficient), exponents: sorted.map(([exponent]) => exponent - lowest) }
}

const signOf = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0)

const signChanges = (values: readonly bigint[]): number => {
  let [changes, last] = [0, 0]
  for (const value of values) {
    const sign = signOf(value)
    if (sign !== 0 && last !== 0 && sign !== last) changes += 1
    if (sign !== 0) last = sign
  }
  return changes
}

const runningSums = (values: readonly bigint[]): bigint[] => {
  let sum = 0n
  return values.map((value) => (sum += value))
}

/** The sign just below 1: of the first derivative there that is not zero, turned for each derivative taken. */
const signBelowOne = ({ coefficients, exponents }: Polynomial): number => {
  let weights = coefficients
  for (let order = 0; order <= coefficients.length; order += 1) {
    const sign = signOf(weights.reduce((sum, weight) => sum + weight, 0n))
    if (sign !== 0) return order % 2 === 0 ? sign : -sign
    weights = weights.map((weight, index) => weight * ((exponents[index] ?? 0n) - BigInt(order)))
  }
  return 0
}

const bitLength = (value: bigint): number => (value < 0n ? -value : value).toString(16).length * 4

/** x^n for x = value / 2^bits between 0 and 1, cut off; short by at most 2 units for each bit of n. */
export const powerOf = (value: bigint, n: bigint, bits: bigint): bigint => {
  if (n === 1n) return value
  let [result, square, rest] = [1n << bits, value, n]
  while (rest > 0n) {
    if (rest & 1n) result = (result * square) >> bits
    rest >>= 1n
    if (rest > 0n) square = (square * square) >> bits
  }
  return result
}

type Prepared = {
  readonly polynomial: Polynomial
  readonly gaps: readonly bigint[]
  readonly gapOf: readonly number[]
  readonly weight: bigint
  readonly steps: bigint
}

const prepare = (polynomial: Polynomial): Prepared => {
  const places = new Map<bigint, number>()
  const gapOf = polynomial.exponents.map((exponent, index) => {
    const gap = exponent - (polynomial.exponents[index - 1] ?? 0n)
    const place = places.get(gap) ?? places.size
    places.set(gap, place)
    return place
  })
  const gaps = [...places.keys()]
  const weight = polynomial.coefficients.reduce((sum, value) => sum + (value < 0n ? -value : value), 0n)
  const steps = gapOf.reduce((sum, place) => sum + BigInt(2 * bitLength(gaps[place] ?? 0n) + 1), 1n)
  return { polynomial, gaps, gapOf, weight, steps }
}

/** The value x 2^bits. Its error is at most weight x steps units, for every power is short by a bounded number of units. */
const valueAt = ({ polynomial: { coefficients }, gaps, gapOf }: Prepared, at: bigint, bits: bigint): bigint => {
  const powers = gaps.map((gap) => powerOf(at, gap, bits))
  let sum = 0n
  for (let index = coefficients.length - 1; index > 0; index -= 1) {
    sum = ((sum + ((coefficients[index] as bigint) << bits)) * (powers[gapOf[index] as number] as bigint)) >> bits
  }
  return sum + ((coefficients[0] as bigint) << bits)
}

const mostBits = 4096

/** The value at a point, precise enough for its sign to be sure; 0n where even 4,096 bits see no sign. */
const sureValue = (prepared: Prepared, at: bigint, bits: number, effort: Effort): bigint => {
  for (let precision = bits; precision <= mostBits; precision *= 2) {
    effort.evaluations += 1
    const value = valueAt(prepared, at << BigInt(precision - bits), BigInt(precision))
    const size = value < 0n ? -value : value
    if (size > prepared.weight * prepared.steps) return value >> BigInt(precision - bits) || BigInt(signOf(value))
  }
  return 0n
}

/**
 * Narrows a bracket to one unit: false position with the Illinois correction, and a halving where that does not at least
 * quarter the bracket in three steps. `low` has the sign of `lowValue`, `high` the other.
 */
const narrow = (prepared: Prepared, start: { low: bigint; lowValue: bigint; high: bigint; highValue: bigint }, bits: number,
  effort: Effort): bigint => {
  let { low, lowValue, high, highValue } = start
  const lowSign = signOf(lowValue)
  let [side, sinceHalved, widthBefore] = [0, 0, high - low]
  while (high - low > 1n) {
    const width = high - low
    let next = low + (width * lowValue) / (lowValue - highValue)
    if (sinceHalved === 3) {
      if (width * 4n > widthBefore) next = low + width / 2n
      ;[sinceHalved, widthBefore] = [0, width]
    }
    sinceHalved += 1
    // A step of at least one unit, and a little beyond the estimate, so that the bracket closes from both sides.
    if (next <= low) next = low + 1n
    if (next >= high) next = high - 1n
    const value = sureValue(prepared, next, bits, effort)
    if (value === 0n) return next
    if (signOf(value) === lowSign) {
      ;[low, lowValue] = [next, value]
      if (side === -1) highValue /= 2n
      side = -1
    } else {
      ;[high, highValue] = [next, value]
      if (side === 1) lowValue /= 2n
      side = 1
    }
    if (lowValue === 0n) lowValue = BigInt(lowSign)
    if (highValue === 0n) highValue = BigInt(-lowSign)
  }
  return low
}

/** From 1 downwards in doubling steps until the sign turns, so that the search begins near where rates of loans lie. */
const bracketFromOne = (prepared: Prepared, floor: { at: bigint; value: bigint }, oneValue: bigint, bits: number, effort: Effort) => {
  const one = 1n << BigInt(bits)
  const longest = prepared.polynomial.exponents.at(-1) ?? 1n
  let [high, highValue] = [one, oneValue]
  for (let step = one / (8n * longest) || 1n; step < one - floor.at; step *= 2n) {
    const at = one - step
    const value = sureValue(prepared, at, bits, effort)
    if (signOf(value) !== signOf(oneValue)) return { low: at, lowValue: value, high, highValue }
    ;[high, highValue] = [at, value]
  }
  return { low: floor.at, lowValue: floor.value, high, highValue }
}

/** Divided by u^s and differentiated, s the exponent of the last term before a sign change: one change fewer. */
const derivative = ({ coefficients, exponents }: Polynomial): Polynomial => {
  const place = coefficients.findIndex((value, index) => index + 1 < coefficients.length
    && signOf(value) !== signOf(coefficients[index + 1] as bigint))
  const pivot = exponents[place] ?? 0n
  return tidied(coefficients.map((value, index) => [value * ((exponents[index] as bigint) - pivot), exponents[index] as bigint] as const))
}

type Mark = { readonly at: bigint; readonly value: bigint; readonly touches: boolean }

const rootsBetween = (prepared: Prepared, marks: readonly Mark[], bits: number, effort: Effort): Root[] => {
  const roots: Root[] = []
  marks.forEach((mark, index) => {
    const next = marks[index + 1]
    if (mark.touches) roots.push({ at: mark.at, bits, touches: true })
    if (!next || signOf(mark.value) * signOf(next.value) >= 0) return
    const isLast = index === marks.length - 2
    const bracket = isLast ? bracketFromOne(prepared, mark, next.value, bits, effort)
      : { low: mark.at, lowValue: mark.value, high: next.at, highValue: next.value }
    if (bracket.lowValue === 0n) roots.push({ at: bracket.low, bits, touches: false })
    else roots.push({ at: narrow(prepared, bracket, bits, effort), bits, touches: false })
  })
  return roots
}

/**
 * The value at a turning point that is known to one unit. The curve is flat there, so the true extreme differs from the
 * value beside it by at most weight x exponent^2 units of 2^-(2 bits): within that it counts as touching zero.
 */
const markAt = (prepared: Prepared, at: bigint, bits: number, effort: Effort): Mark => {
  const longest = prepared.polynomial.exponents.at(-1) ?? 1n
  const [fine, guard] = [2 * bits, 64n]
  effort.evaluations += 1
  const value = valueAt(prepared, at << (BigInt(fine - bits) + guard), BigInt(fine) + guard)
  const bound = prepared.weight * (prepared.steps + ((longest * longest) << guard))
  const size = value < 0n ? -value : value
  if (size <= bound) return { at, value: 0n, touches: true }
  return { at, value: value >> (BigInt(fine - bits) + guard) || BigInt(signOf(value)), touches: false }
}

/** All roots u with 0 < u < 1, ascending, to `bits` binary places. */
export const rootsInUnit = (polynomial: Polynomial, bits: number, effort: Effort): readonly Root[] => {
  const { coefficients } = polynomial
  if (signChanges(coefficients) === 0) return []
  // The series of polynomial / (1 - u) has the running sums as coefficients and the same roots below 1.
  const bound = signChanges(runningSums(coefficients))
  if (bound === 0) return []
  const prepared = prepare(polynomial)
  const one = 1n << BigInt(bits)
  const first: Mark = { at: 0n, value: (coefficients[0] as bigint) << BigInt(bits), touches: false }
  const atOne = coefficients.reduce((sum, value) => sum + value, 0n)
  const last: Mark = { at: one, value: atOne === 0n ? BigInt(signBelowOne(polynomial)) : atOne << BigInt(bits), touches: false }
  const onlyOne = signChanges(coefficients) === 1 || bound === 1
  const turns = onlyOne ? [] : rootsInUnit(derivative(polynomial), bits, effort)
  const marks = turns.map(({ at }) => markAt(prepared, at, bits, effort))
  return rootsBetween(prepared, [first, ...marks, last], bits, effort)
}
