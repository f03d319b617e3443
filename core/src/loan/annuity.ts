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
  readonly weights?: readonly Ratio[]
}

/** Exact, by plain integers: the fallback where bounds do not decide, and the only way where the lines are weighted. */
export const exactInstalment = ({ value, growthAfter, balloon, weights }: AnnuityQuestion): Ratio => {
  const commonDen = (weights ?? []).reduce((den, weight) => (den % weight.den === 0n ? den : den * weight.den), 1n)
  const weightAt = (index: number): bigint => {
    const weight = weights?.[index]
    return weight ? (weight.num * commonDen) / weight.den : commonDen
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

/**
 * The instalment between two bounds. Discount factors are kept to 2^-128, cut off at each step, so that after m steps
 * one is short by at most m units and their sum over n lines by at most n^2.
 */
const boundedInstalment = ({ value, growthAfter, balloon }: AnnuityQuestion): readonly [Ratio, Ratio] => {
  let factor = 1n << precision
  let sum = factor
  for (const { num, den } of growthAfter) {
    factor = (factor * den) / (den + num)
    sum += factor
  }
  const lines = BigInt(growthAfter.length + 1)
  const numAt = (discount: bigint): bigint => (value.num << precision) - balloon * value.den * discount
  return [
    { num: numAt(factor + lines), den: (sum + lines * lines) * value.den },
    { num: numAt(factor), den: sum * value.den },
  ]
}

/** The instalment rounded. Where the two bounds do not round alike (a tie), the exact fraction decides. */
export const roundedInstalment = (question: AnnuityQuestion, unit: bigint, mode: RoundingMode): bigint => {
  if (!question.weights) {
    const [low, high] = boundedInstalment(question)
    const [fromLow, fromHigh] = [roundedTo(low, unit, mode), roundedTo(high, unit, mode)]
    if (fromLow === fromHigh) return fromLow
  }
  return roundedTo(exactInstalment(question), unit, mode)
}
