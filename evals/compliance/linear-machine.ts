/** A support-vector machine, squared hinge loss, by dual coordinate descent (Hsieh and others, ICML 2008): a weight for each sign, the last is the bias. */

export type Example = {
  /** Numbers of the signs that it has. */
  readonly signs: Int32Array
  /** What each of them weighs. */
  readonly value: number
}

/** Which side an example is on, and what it costs to have it on the wrong one. */
export type Taught = { readonly example: Example; readonly side: 1 | -1; readonly cost: number }

/** Numbers from 0 up to `below`, always the same. */
const draws = (): ((below: number) => number) => {
  let state = 20_261_123
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor(state / 4_294_967_296 * below)
  }
}

const rounds = 15

const shuffled = (count: number, draw: (below: number) => number): Int32Array => {
  const order = Int32Array.from({ length: count }, (_, at) => at)
  for (let at = count - 1; at > 0; at -= 1) {
    const other = draw(at + 1)
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

export const learnLine = (taught: readonly Taught[], size: number): Float64Array => {
  const weights = new Float64Array(size + 1)
  const alpha = new Float64Array(taught.length)
  const draw = draws()
  for (let round = 0; round < rounds; round += 1) {
    for (const at of shuffled(taught.length, draw)) {
      const one = taught[at]
      if (!one) continue
      const { example: { signs, value }, side, cost } = one
      const give = 0.5 / cost
      const before = alpha[at] ?? 0
      const gradient = side * scoreOf(weights, one.example) - 1 + give * before
      if (before === 0 && gradient >= 0) continue
      const after = Math.max(0, before - gradient / (1 + value * value * signs.length + give))
      const step = (after - before) * side
      alpha[at] = after
      weights[size] = (weights[size] ?? 0) + step
      for (const sign of signs) weights[sign] = (weights[sign] ?? 0) + step * value
    }
  }
  return weights
}

export const scoreOf = (weights: Float64Array, { signs, value }: Example): number => {
  let sum = 0
  for (const sign of signs) sum += weights[sign] ?? 0
  return sum * value + (weights.at(-1) ?? 0)
}
