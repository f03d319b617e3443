import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMonths, civil, type Day, dayOf, dayOfWeek, isoDay, parseDay } from '../../src/primitives/day.ts'

test('a day survives being written and read, and agrees with the platform calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (count) => {
      const day = count as Day
      const { year, month, dayOfMonth } = civil(day)
      expect(dayOf(year, month, dayOfMonth)).toBe(day)
      const platform = new Date(count * 86_400_000)
      expect([year, month, dayOfMonth]).toEqual([platform.getUTCFullYear(), platform.getUTCMonth() + 1, platform.getUTCDate()])
      expect(dayOfWeek(day) % 7).toBe(platform.getUTCDay())
      if (year >= 0 && year <= 9999) expect(parseDay(isoDay(day))).toBe(day)
    }),
  )
})

test('a day that does not exist is not read', () => {
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-04-01', '']) expect(parseDay(text)).toBeUndefined()
})

test('due days keep their anchor and never drift', () => {
  const first = dayOf(2024, 1, 31)
  const days = [0, 1, 2, 3, 13].map((months) => isoDay(addMonths(first, months, 31)))
  expect(days).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2025-02-28'])
  expect(isoDay(addMonths(dayOf(2024, 2, 29), 1, 31))).toBe('2024-03-31')
})
