/** A virtual clock: what is to happen, in the order of its time; among equals, in the order in which it was said. */

export type Clockwork = {
  readonly now: () => number
  readonly at: (moment: number, happens: () => void) => void
  /** Runs until nothing more is to happen. */
  readonly run: () => void
}

type Planned = { readonly moment: number; readonly number: number; readonly happens: () => void }

const before = (a: Planned, b: Planned): boolean => a.moment < b.moment || (a.moment === b.moment && a.number < b.number)

export const clockwork = (start: number): Clockwork => {
  /** A binary heap: the next one on top. */
  const heap: Planned[] = []
  let now = start
  let number = 0
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]]
    return one !== undefined && other !== undefined && before(one, other)
  }
  const rise = (from: number): void => {
    for (let at = from; at > 0 && isBefore(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1)
  }
  const sink = (): void => {
    for (let at = 0; ;) {
      const next = isBefore(2 * at + 2, 2 * at + 1) ? 2 * at + 2 : 2 * at + 1
      if (!isBefore(next, at)) return
      swap(at, next)
      at = next
    }
  }
  return {
    now: () => now,
    at: (moment, happens) => {
      heap.push({ moment: Math.max(moment, now), number: number++, happens })
      rise(heap.length - 1)
    },
    run: () => {
      for (let next = heap[0]; next; next = heap[0]) {
        swap(0, heap.length - 1)
        heap.pop()
        sink()
        now = next.moment
        next.happens()
      }
    },
  }
}

/** The same sequence for the same seed: mulberry32, of Tommy Ettinger, in the public domain. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
