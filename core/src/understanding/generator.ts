/** A whole number below `below`, from a state of 32 bits (Marsaglia's xorshift): the same seed gives the same row of numbers. */
export type Draw = (below: number) => number

export const generator = (seed: number): Draw => {
  let state = seed | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export const pick = <T>(choices: readonly [T, ...T[]], draw: Draw): T => choices[draw(choices.length)] ?? choices[0]
