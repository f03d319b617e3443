import { seedKnowledge } from '../../src/knowledge/seed-knowledge.ts'
import { seedPeople } from '../../src/people/seed-people.ts'
import type { Context } from '../../src/platform/context.ts'

/** mulberry32: a test that draws lots draws the same ones each time. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The demo's people, knowledge and loans, counted from the test's day. */
export const seedTestLender = async (context: Context): Promise<void> => {
  const settings = { now: context.clock.now(), random: randomFrom(20_261_123), password: 'a-long-test-password' }
  await seedPeople(context, settings)
  await seedKnowledge(context, settings)
}
