import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDeskMinutes, addWorkingDays, dayKind, type DeskHours, isDeskOpen, nextOpening, readCalendar,
} from '../../src/compliance/working-calendar.ts'
import { addDays, dayOf, isoDay, parseDay } from '../../src/primitives/day.ts'
import { instant, instantAt, localTime, shanghai } from '../../src/primitives/instant.ts'

const file = JSON.parse(readFileSync(new URL('../../../content/calendar/china-mainland.json', import.meta.url), 'utf8'))
const calendar = readCalendar(file.officialYears)
const hours: DeskHours = {
  zone: shanghai,
  windows: {
    working: [{ from: 8 * 60 + 30, to: 12 * 60 }, { from: 13 * 60, to: 20 * 60 }],
    weekend: [{ from: 9 * 60, to: 17 * 60 }],
    holiday: [],
  },
}
const day = (text: string) => parseDay(text) ?? expect.unreachable(text)

test('holidays and worked weekends of an announced year are known, a year without data is provisional', () => {
  expect(dayKind(calendar, day('2026-10-01'))).toEqual({ kind: 'holiday', provisional: false })
  expect(dayKind(calendar, day('2026-02-14'))).toEqual({ kind: 'working', provisional: false })
  expect(dayKind(calendar, day('2026-11-21'))).toEqual({ kind: 'weekend', provisional: false })
  expect(dayKind(calendar, day('2027-10-01'))).toEqual({ kind: 'working', provisional: true })
})

test('working days skip the National Day week and count the worked weekends', () => {
  const found = addWorkingDays(calendar, day('2026-09-30'), 3)
  expect(isoDay(found.day)).toBe('2026-10-10')
  expect(found.provisional).toBe(false)
  expect(addWorkingDays(calendar, day('2026-12-31'), 1).provisional).toBe(true)
})

test('desk time agrees with counting minute by minute', () => {
  const start = instantAt(dayOf(2026, 9, 25), 0, shanghai)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 14 * 1440 }), fc.integer({ min: 0, max: 2000 }), (offset, minutes) => {
      const from = instant(start + offset * 60_000)
      let at = from
      let counted = 0
      while (counted < minutes) {
        if (isDeskOpen(calendar, hours, at)) counted += 1
        at = instant(at + 60_000)
      }
      if (minutes === 0) while (!isDeskOpen(calendar, hours, at)) at = instant(at + 60_000)
      expect(addDeskMinutes(calendar, hours, from, minutes)).toBe(at)
    }),
    { numRuns: 200 },
  )
})

test('after closing, the next opening is named, over a whole holiday too', () => {
  const evening = instantAt(day('2026-09-30'), 21 * 60, shanghai)
  const opening = nextOpening(calendar, hours, evening) ?? expect.unreachable()
  const local = localTime(opening, shanghai)
  expect([isoDay(local.day), local.minute]).toEqual(['2026-10-08', 510])
  expect(nextOpening(calendar, { ...hours, windows: { working: [], weekend: [], holiday: [] } }, evening)).toBeUndefined()
})

test('a calendar file with a day of another year is refused whole', () => {
  expect(() => readCalendar([{ year: 2026, daysOff: ['2025-10-01'], workedWeekends: [] }])).toThrow('2025-10-01')
  expect(() => readCalendar([{ year: 2026, daysOff: ['2026-02-30'], workedWeekends: [] }])).toThrow('2026-02-30')
  expect(isoDay(addDays(day('2026-02-28'), 1))).toBe('2026-03-01')
})
