import { type Ratio, roundedTo, type RoundingMode } from './ratio.ts'

/**
 * The constant instalment of a balance: x = (value x product(1 + rf) - balloon) / f, with f = sum over the lines of
 * weight x product of the growth after it. `value` is what is owed on the first due day before it is paid (balance and
 * interest), so that an odd first period needs no rule of its own; for a regular one this is the textbook annuity.
 */
export type AnnuityQuestion = {
  readonly value: Ratio
  /** Growth fraction (rate x part of year) of each line after the first of them. */
  readonly growthAfter: readonly Ratio[]
  readonly balloon: bigint
  /** Weight of each line, one longer than `growthAfter`; all 1 where left out (no steps). */
  readonly weights?: Weights
}

/** Each line's weight is a power of the factor; powers never fall from line to line. */
export type Weights = { readonly factor: Ratio; readonly powers: readonly number[] }

/** Exact, by plain integers: the fallback where bounds do not decide. */
export const exactInstalment = ({ value, growthAfter, balloon, weights }: AnnuityQuestion): Ratio => {
  const most = weights?.powers.at(-1) ?? 0
  const { num: up, den: down } = weights?.factor ?? { num: 1n, den: 1n }
  const commonDen = down ** BigInt(most)
  const weightAt = (index: number): bigint => {
    const power = weights?.powers[index] ?? 0
    return up ** BigInt(power) * down ** BigInt(most - power)
  }
  let [product, sum, den] = [1n, weightAt(0), 1n]
  growthAfter.forEach((growth, index) => {
    product *= growth.den + growth.num
    den *= growth.den
    sum = sum * (growth.den + growth.num) + weightAt(index + 1) * den
  })
  return { num: (value.num * product - balloon * value.den * den) * commonDen, den: sum * value.den }
}

const precision = 128n

export type Bounds = readonly [low: bigint, high: bigint]

/** The powers of a factor from 0 to `most`, each between two bounds in units of 2^-128. */
export const powerBounds = ({ num, den }: Ratio, most: number): readonly Bounds[] => {
  let [low, high] = [1n << precision, 1n << precision]
  const bounds: Bounds[] = [[low, high]]
  for (let power = 1; power <= most; power += 1) {
    low = (low * num) / den
    high = (high * num + den - 1n) / den
    bounds.push([low, high])
  }
  return bounds
}

/** An amount times a factor between two bounds, rounded; undefined where the bounds do not round alike. */
export const roundedBetween = (amount: bigint, [low, high]: Bounds, unit: bigint, mode: RoundingMode): bigint | undefined => {
  const rounded = roundedTo({ num: amount * low, den: 1n << precision }, unit, mode)
  return rounded === roundedTo({ num: amount * high, den: 1n << precision }, unit, mode) ? rounded : undefined
}

const evenSum = (factors: readonly bigint[], lines: bigint): Bounds => {
  const least = factors.reduce((sum, factor) => sum + factor, 1n << precision)
  return [least, least + lines * lines]
}

const weightedSum = (factors: readonly bigint[], { factor: step, powers }: Weights): Bounds => {
  const bounds = powerBounds(step, powers.at(-1) ?? 0)
  let [least, most] = bounds[powers[0] ?? 0] ?? [0n, 0n]
  factors.forEach((factor, index) => {
    const [low, high] = bounds[powers[index + 1] ?? 0] ?? [0n, 0n]
    least += (low * factor) >> precision
    most += ((high * (factor + BigInt(index + 1))) >> precision) + 1n
  })
  return [least, most]
}

/**
 * The instalment between two bounds. Discount factors are kept to 2^-128, cut off at each step, so that after m steps
 * one is short by at most m units and their sum over n lines by at most n^2.
 */
const boundedInstalment = ({ value, growthAfter, balloon, weights }: AnnuityQuestion): readonly [Ratio, Ratio] | undefined => {
  const factors: bigint[] = []
  let factor = 1n << precision
  for (const { num, den } of growthAfter) {
    factor = (factor * den) / (den + num)
    factors.push(factor)
  }
  const lines = BigInt(growthAfter.length + 1)
  const [least, most] = weights ? weightedSum(factors, weights) : evenSum(factors, lines)
  if (least <= 0n) return undefined
  const numAt = (discount: bigint): bigint => (value.num << precision) - balloon * value.den * discount
  return [{ num: numAt(factor + lines), den: most * value.den }, { num: numAt(factor), den: least * value.den }]
}

/** The instalment rounded. Where the two bounds do not round alike (a tie), the exact fraction decides. */
export const roundedInstalment = (question: AnnuityQuestion, unit: bigint, mode: RoundingMode): bigint => {
  const bounds = boundedInstalment(question)
  if (bounds) {
    const [fromLow, fromHigh] = [roundedTo(bounds[0], unit, mode), roundedTo(bounds[1], unit, mode)]
    if (fromLow === fromHigh) return fromLow
  }
  return roundedTo(exactInstalment(question), unit, mode)
}
