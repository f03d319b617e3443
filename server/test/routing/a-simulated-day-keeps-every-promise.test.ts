import { expect, test } from 'vitest'
import { playDay } from '../../../simulation/day/desk-day.ts'
import { daySettings } from '../../../simulation/day/report.ts'

/** The short form of `npm run simulate`: days of much and of little help; a breach of what must hold is thrown. */

test('with much help nobody gives up, with little everybody still gets his turn or leaves by himself', () => {
  const [rich, poor] = [playDay(daySettings(500, 30, 1)), playDay(daySettings(500, 3, 2))]
  expect(rich.served).toBe(rich.wanted)
  expect(poor.gaveUp).toBeGreaterThan(0)
  expect(poor.served + poor.gaveUp).toBe(poor.wanted)
  for (const { messages, repeats, kept, late } of [rich, poor]) {
    expect(messages).toBeGreaterThan(500)
    expect(repeats).toBeGreaterThan(0)
    expect(kept).toBeGreaterThan(late)
  }
})

test('the same seed is the same day', () => {
  expect(playDay(daySettings(200, 6, 7))).toEqual(playDay(daySettings(200, 6, 7)))
})
