import { addDays, civil, type Day, dayOfWeek, parseDay } from '../primitives/day.ts'
import { type Instant, instant, instantAt, localTime, type Zone } from '../primitives/instant.ts'

/**
 * Which days are worked and when the desk is open. A year without official data is reckoned by weekdays and marked
 * `provisional`, never guessed in silence: the State Council names next year's holidays and 调休 only in the autumn.
 */

/** One year as officially announced. Days off beside the weekends, and weekend days that are worked (调休). */
export type OfficialYear = { readonly year: number; readonly daysOff: readonly string[]; readonly workedWeekends: readonly string[] }

export type WorkingCalendar = {
  readonly officialYears: ReadonlySet<number>
  readonly daysOff: ReadonlySet<Day>
  readonly workedWeekends: ReadonlySet<Day>
}

/** Throws on a day that does not exist or lies in another year: a calendar file with an error must not be used at all. */
export const readCalendar = (years: readonly OfficialYear[]): WorkingCalendar => {
  const read = (text: string, year: number): Day => {
    const day = parseDay(text)
    if (day === undefined || civil(day).year !== year) throw new Error(`calendar: "${text}" is no day of ${year}`)
    return day
  }
  return {
    officialYears: new Set(years.map(({ year }) => year)),
    daysOff: new Set(years.flatMap(({ year, daysOff }) => daysOff.map((text) => read(text, year)))),
    workedWeekends: new Set(years.flatMap(({ year, workedWeekends }) => workedWeekends.map((text) => read(text, year)))),
  }
}

export type DayKind = 'working' | 'weekend' | 'holiday'

export const dayKind = (calendar: WorkingCalendar, day: Day): { readonly kind: DayKind; readonly provisional: boolean } => {
  const provisional = !calendar.officialYears.has(civil(day).year)
  const weekend = dayOfWeek(day) >= 6
  if (calendar.workedWeekends.has(day)) return { kind: 'working', provisional }
  if (calendar.daysOff.has(day)) return { kind: 'holiday', provisional }
  return { kind: weekend ? 'weekend' : 'working', provisional }
}

export const isWorkingDay = (calendar: WorkingCalendar, day: Day): boolean => dayKind(calendar, day).kind === 'working'

/** A day found by counting, and whether any day on the way lay in a year without official data. */
export type ReckonedDay = { readonly day: Day; readonly provisional: boolean }

/** The `count`-th working day after `from`; `from` itself is not counted (民法典 201: the first day is not counted in). */
export const addWorkingDays = (calendar: WorkingCalendar, from: Day, count: number): ReckonedDay => {
  let day = from
  let provisional = false
  for (let left = count; left > 0; ) {
    day = addDays(day, 1)
    const { kind, provisional: guessed } = dayKind(calendar, day)
    provisional ||= guessed
    if (kind === 'working') left -= 1
  }
  return { day, provisional }
}

/** How many working days after `from` it took until `to`; 0 where it was the same day, or earlier. */
export const workingDaysBetween = (calendar: WorkingCalendar, from: Day, to: Day): number => {
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1
  return count
}

/** Minutes after local midnight, `from` included, `to` excluded. */
export type Window = { readonly from: number; readonly to: number }

/** When people answer, by kind of day, in the lender's zone; windows of a day in order and apart from each other. */
export type DeskHours = { readonly zone: Zone; readonly windows: Readonly<Record<DayKind, readonly Window[]>> }

const windowsOn = (calendar: WorkingCalendar, hours: DeskHours, day: Day): readonly Window[] =>
  hours.windows[dayKind(calendar, day).kind]

export const isDeskOpen = (calendar: WorkingCalendar, hours: DeskHours, now: Instant): boolean => {
  const { day, minute } = localTime(now, hours.zone)
  return windowsOn(calendar, hours, day).some(({ from, to }) => from <= minute && minute < to)
}

/** When the desk closes for the last time on a day; undefined where it does not open. */
export const closingOn = (calendar: WorkingCalendar, hours: DeskHours, day: Day): Instant | undefined => {
  const last = windowsOn(calendar, hours, day).at(-1)
  return last && instantAt(day, last.to, hours.zone)
}

/** The longest closed stretch that is searched; no desk is closed for longer than a Spring Festival and its weekends. */
const longestClosed = 31

/** The moment the desk opens next: `now` itself while it is open; undefined where it stays closed for a month. */
export const nextOpening = (calendar: WorkingCalendar, hours: DeskHours, now: Instant): Instant | undefined => {
  if (isDeskOpen(calendar, hours, now)) return now
  const { day: today, minute } = localTime(now, hours.zone)
  for (let ahead = 0; ahead <= longestClosed; ahead += 1) {
    const day = addDays(today, ahead)
    const window = windowsOn(calendar, hours, day).find(({ from }) => ahead > 0 || from > minute)
    if (window) return instantAt(day, window.from, hours.zone)
  }
  return undefined
}

/**
 * The moment at which `minutes` of desk time have passed since `from`. Time outside the windows does not count:
 * a message of the night is counted from opening.
 */
export const addDeskMinutes = (calendar: WorkingCalendar, hours: DeskHours, from: Instant, minutes: number): Instant | undefined => {
  let left = minutes
  let at: Instant | undefined = nextOpening(calendar, hours, from)
  while (at !== undefined) {
    const { day, minute } = localTime(at, hours.zone)
    const open = windowsOn(calendar, hours, day).find(({ from: start, to }) => start <= minute && minute < to)
    if (!open) return undefined
    const intoMinute = at - instantAt(day, minute, hours.zone)
    const available = open.to - minute
    if (left < available || (left === available && intoMinute === 0)) return instant(at + left * 60_000)
    left -= available - intoMinute / 60_000
    at = nextOpening(calendar, hours, instantAt(day, open.to, hours.zone))
  }
  return undefined
}

/** Minutes of desk time between two moments; a started minute counts in part. */
export const deskMinutesBetween = (calendar: WorkingCalendar, hours: DeskHours, from: Instant, to: Instant): number => {
  if (to <= from) return 0
  const [first, last] = [localTime(from, hours.zone).day, localTime(to, hours.zone).day]
  let total = 0
  for (let day = first; day <= last; day = addDays(day, 1)) {
    for (const window of windowsOn(calendar, hours, day)) {
      const begin = Math.max(from, instantAt(day, window.from, hours.zone))
      const end = Math.min(to, instantAt(day, window.to, hours.zone))
      total += Math.max(0, end - begin)
    }
  }
  return total / 60_000
}
