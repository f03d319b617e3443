import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysLeft, deadlineAfter, type Pause, type Times } from '../../src/compliance/deadline.ts'
import { type DeskHours, isDeskOpen, isWorkingDay, type OfficialYear, readCalendar } from '../../src/compliance/working-calendar.ts'
import { addDays, type Day, dayOf, isoDay } from '../../src/primitives/day.ts'
import { type Instant, instant, instantAt, localTime, shanghai } from '../../src/primitives/instant.ts'

/** Random years of holidays and random desk hours; judged by counting every minute, or every day, one by one. */

const minute = 60_000
const first = dayOf(2026, 1, 1)

const years: fc.Arbitrary<readonly OfficialYear[]> = fc
  .record({ off: fc.uniqueArray(fc.nat({ max: 364 }), { maxLength: 40 }), worked: fc.uniqueArray(fc.nat({ max: 364 }), { maxLength: 20 }) })
  .map(({ off, worked }) => [{
    year: 2026,
    daysOff: off.map((n) => isoDay(addDays(first, n))),
    workedWeekends: worked.filter((n) => !off.includes(n)).map((n) => isoDay(addDays(first, n))),
  }])

const windows = fc
  .uniqueArray(fc.nat({ max: 23 }), { minLength: 2, maxLength: 4 })
  .map((hours) => [...hours].sort((a, b) => a - b))
  .map(([a = 0, b = 1, c, d]) => {
    const morning = { from: a * 60, to: b * 60 }
    return c === undefined || d === undefined ? [morning] : [morning, { from: c * 60, to: d * 60 }]
  })

const timesOf = fc.record({ officialYears: years, working: windows, weekend: windows }).map(({ officialYears, working, weekend }): Times => ({
  calendar: readCalendar(officialYears),
  hours: { zone: shanghai, windows: { working, weekend, holiday: [] } } satisfies DeskHours,
}))

const startOf = fc.integer({ min: 0, max: 250 * 1440 }).map((n) => instant(instantAt(first, 0, shanghai) + n * minute))

/** Up to two pauses, the second after the first, each begun and ended within days of the start. */
const pausesAfter = (start: Instant): fc.Arbitrary<readonly Pause[]> =>
  fc.array(fc.nat({ max: 6 * 1440 }), { minLength: 4, maxLength: 4 }).chain(([a = 0, b = 0, c = 0, d = 0]) =>
    fc.constantFrom(0, 1, 2).map((count) => {
      const [p, q, r, s] = [a, a + b + 1, a + b + 1 + c, a + b + c + d + 2].map((n) => instant(start + n * minute))
      return [{ from: p, until: q, ground: 'test' }, { from: r, until: s, ground: 'test' }].slice(0, count) as readonly Pause[]
    }))

const isPaused = (at: Instant, pauses: readonly Pause[]): boolean => pauses.some(({ from, until }) => from <= at && (until === undefined || at < until))

test('minutes of desk time run only while the desk is open and no pause holds them', () => {
  fc.assert(
    fc.property(timesOf, startOf.chain((start) => fc.tuple(fc.constant(start), pausesAfter(start))), fc.integer({ min: 1, max: 900 }), (times, [start, pauses], minutes) => {
      let [at, counted] = [start, 0]
      while (counted < minutes) {
        if (isDeskOpen(times.calendar, times.hours, at) && !isPaused(at, pauses)) counted += 1
        at = instant(at + minute)
      }
      expect(deadlineAfter(start, { deskMinutes: minutes }, times, pauses)?.at).toBe(at)
    }),
    { numRuns: 300 },
  )
})

test('days are counted from the day after, working days on working days only, paused days not at all', () => {
  fc.assert(
    fc.property(
      timesOf, startOf.chain((start) => fc.tuple(fc.constant(start), pausesAfter(start))), fc.integer({ min: 0, max: 30 }), fc.boolean(),
      (times, [start, pauses], count, working) => {
        const dayOfMoment = (moment: Instant): Day => localTime(moment, shanghai).day
        const paused = (day: Day): boolean => pauses.some(({ from, until }) => day > dayOfMoment(from) && day <= dayOfMoment(until ?? expect.unreachable()))
        let [day, counted] = [dayOfMoment(start), 0]
        while (counted < count) {
          day = addDays(day, 1)
          if (!paused(day) && (!working || isWorkingDay(times.calendar, day))) counted += 1
        }
        const due = deadlineAfter(start, working ? { workingDays: count } : { calendarDays: count }, times, pauses) ?? expect.unreachable()
        expect([due.day, due.at]).toEqual([day, instantAt(addDays(day, 1), 0, shanghai)])
        expect(daysLeft(due, start, times)).toBe(day - dayOfMoment(start))
      },
    ),
    { numRuns: 500 },
  )
})

test('a working deadline that reaches into a year without official data is provisional, one in calendar days is not', () => {
  const times: Times = { calendar: readCalendar([{ year: 2026, daysOff: [], workedWeekends: [] }]), hours: { zone: shanghai, windows: { working: [{ from: 540, to: 1020 }], weekend: [], holiday: [] } } }
  const start = instantAt(dayOf(2026, 12, 30), 10 * 60, shanghai)
  expect(deadlineAfter(start, { workingDays: 1 }, times)).toMatchObject({ day: dayOf(2026, 12, 31), provisional: false })
  expect(deadlineAfter(start, { workingDays: 2 }, times)).toMatchObject({ day: dayOf(2027, 1, 1), provisional: true })
  expect(deadlineAfter(start, { calendarDays: 15 }, times)).toMatchObject({ day: dayOf(2027, 1, 14), provisional: false })
  // Data arrive: the same deadline, reckoned again, moves and is certain.
  const known = { ...times, calendar: readCalendar([{ year: 2026, daysOff: [], workedWeekends: [] }, { year: 2027, daysOff: ['2027-01-01'], workedWeekends: ['2027-01-02'] }]) }
  expect(deadlineAfter(start, { workingDays: 2 }, known)).toMatchObject({ day: dayOf(2027, 1, 2), provisional: false })
})

test('while the clock stands still and has not run out, there is no deadline', () => {
  const times: Times = { calendar: readCalendar([]), hours: { zone: shanghai, windows: { working: [{ from: 540, to: 1020 }], weekend: [], holiday: [] } } }
  const start = instantAt(dayOf(2026, 11, 23), 10 * 60, shanghai)
  const open: readonly Pause[] = [{ from: instantAt(dayOf(2026, 11, 25), 600, shanghai), ground: 'test' }]
  expect(deadlineAfter(start, { calendarDays: 5 }, times, open)).toBeUndefined()
  expect(deadlineAfter(start, { deskMinutes: 3000 }, times, open)).toBeUndefined()
  expect(deadlineAfter(start, { calendarDays: 2 }, times, open)?.day).toBe(dayOf(2026, 11, 25))
  expect(deadlineAfter(start, { deskMinutes: 60 }, times, open)?.at).toBe(instantAt(dayOf(2026, 11, 23), 660, shanghai))
})
