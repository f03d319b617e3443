import { addDays, civil, type Day, daysBetween } from '../primitives/day.ts'
import { type Instant, instant, instantAt, localTime } from '../primitives/instant.ts'
import type { Confidence } from './regulation.ts'
import { addDeskMinutes, dayKind, type DeskHours, deskMinutesBetween, type WorkingCalendar } from './working-calendar.ts'

/**
 * By when something must be done. Calendar days (自然日), working days (工作日) and minutes of desk time are different
 * things and different types: the law counts complaints in calendar days, a lender's own service times mostly in working days.
 *
 * Days are counted from the day after the start (民法典 201: the first day is not counted in) and end with the last minute of
 * the last day. A last day that is a holiday is not moved further out, although 民法典 203 would allow it: the stricter reading.
 */
export type Span = { readonly calendarDays: number } | { readonly workingDays: number } | { readonly deskMinutes: number }

/** A span with where it comes from. A rule that is only remembered (`mem`) stands as 机构规定. */
export type TimeLimit = { readonly span: Span; readonly source: string; readonly confidence: Confidence; readonly rule?: string }

/** A stretch in which the clock stands still, and why the law or the policy lets it. Without `until` it still stands. */
export type Pause = { readonly from: Instant; readonly until?: Instant; readonly ground: string }

/** `provisional`: 暂定, reckoned over a year whose holidays are not announced yet; to be reckoned again when they are. */
export type Deadline = { readonly at: Instant; readonly day: Day; readonly provisional: boolean }

export type Times = { readonly calendar: WorkingCalendar; readonly hours: DeskHours }

/** The last moment of a day, which is the first of the next. */
export const endOfDay = (day: Day, { hours }: Times): Instant => instantAt(addDays(day, 1), 0, hours.zone)

const isPausedOn = (day: Day, pauses: readonly Pause[], times: Times): boolean =>
  pauses.some(({ from, until }) => {
    if (until === undefined) return day > localTime(from, times.hours.zone).day
    return day > localTime(from, times.hours.zone).day && day <= localTime(until, times.hours.zone).day
  })

/** No pause and no span runs longer; a longer search would mean that the clock never runs. */
const longestSearch = 4000

const countDays = (start: Day, count: number, counts: (day: Day) => boolean): Day | undefined => {
  let day = start
  let left = count
  for (let searched = 0; left > 0; searched += 1) {
    if (searched > longestSearch) return undefined
    day = addDays(day, 1)
    if (counts(day)) left -= 1
  }
  return day
}

const guessed = (from: Day, to: Day, calendar: WorkingCalendar): boolean => {
  for (let { year } = civil(from); year <= civil(to).year; year += 1) if (!calendar.officialYears.has(year)) return true
  return false
}

const deskDeadline = (from: Instant, minutes: number, pauses: readonly Pause[], { calendar, hours }: Times): Instant | undefined => {
  let [start, left] = [from, minutes]
  for (const { from: stop, until } of [...pauses].sort((a, b) => a.from - b.from)) {
    const at = addDeskMinutes(calendar, hours, start, left)
    if (at === undefined || at <= stop) return at
    if (until === undefined) return undefined
    if (until <= start) continue
    if (stop > start) left -= deskMinutesBetween(calendar, hours, start, stop)
    start = until
  }
  return addDeskMinutes(calendar, hours, start, left)
}

/** The moment by which `span` has run out; undefined while the clock stands still and could not run out before. */
export const deadlineAfter = (from: Instant, span: Span, times: Times, pauses: readonly Pause[] = []): Deadline | undefined => {
  const { calendar, hours } = times
  const start = localTime(from, hours.zone).day
  if ('deskMinutes' in span) {
    const at = deskDeadline(from, span.deskMinutes, pauses, times)
    if (at === undefined) return undefined
    const { day } = localTime(at, hours.zone)
    return { at, day, provisional: guessed(start, day, calendar) }
  }
  const working = 'workingDays' in span
  const counts = (day: Day): boolean => !isPausedOn(day, pauses, times) && (!working || dayKind(calendar, day).kind === 'working')
  const day = countDays(start, working ? span.workingDays : span.calendarDays, counts)
  return day === undefined ? undefined : { at: endOfDay(day, times), day, provisional: working && guessed(start, day, calendar) }
}

/** Days until a deadline, seen from `now`: 0 on its last day, negative once it has passed. */
export const daysLeft = (due: Deadline, now: Instant, { hours }: Times): number => daysBetween(localTime(now, hours.zone).day, due.day)

/** The moment at which a share of the time has run, for warnings and escalation; whole milliseconds. */
export const shareOfTime = (from: Instant, due: Deadline, percent: number): Instant =>
  instant(from + Math.floor(((due.at - from) * percent) / 100))
