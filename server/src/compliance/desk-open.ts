import { parseDeskHours } from '@xinqiao/core/compliance/desk-hours.ts'
import {
  type DeskHours, isDeskOpen, nextOpening, type OfficialYear, readCalendar, type WorkingCalendar,
} from '@xinqiao/core/compliance/working-calendar.ts'
import { type Instant, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { contentJson, readContent } from '../platform/content.ts'

/** When people answer: the desk's hours of `content/`, and the working calendar of the release with the years that the lender has loaded. */

export type DeskTimes = { readonly calendar: WorkingCalendar; readonly hours: DeskHours }

/** A year as announced, and the notice that announced it. */
export type AnnouncedYear = OfficialYear & { readonly source: string }

let times: DeskTimes | undefined
let loaded: readonly AnnouncedYear[] = []

type CalendarFile = { readonly source: string; readonly officialYears: readonly OfficialYear[] }

/** Every year that is announced, in order; a year that the lender has loaded stands in place of the release's. */
export const announcedYears = (): readonly AnnouncedYear[] => {
  const { source, officialYears } = contentJson('calendar/china-mainland.json') as CalendarFile
  const released = officialYears.filter(({ year }) => !loaded.some((own) => own.year === year)).map(({ year, daysOff, workedWeekends }) => ({ year, daysOff, workedWeekends, source }))
  return [...released, ...loaded].sort((a, b) => a.year - b.year)
}

/** From now on this process counts by these years of the lender. */
export const countBy = (years: readonly AnnouncedYear[]): void => {
  loaded = years
  times = undefined
}

export const deskTimes = (): DeskTimes => {
  if (times) return times
  const hours = readContent('desk/hours.json', (value) => parseDeskHours(value, [shanghai]))
  if (!hours) throw new Error('content/desk/hours.json names no hours')
  times = { calendar: readCalendar(announcedYears()), hours }
  return times
}

/** Whether the desk is open now, and if not, when it opens next; undefined where no opening is known. */
export const deskAt = (now: Instant): { readonly open: boolean; readonly opensAt: Instant | undefined } => {
  const { calendar, hours } = deskTimes()
  return { open: isDeskOpen(calendar, hours, now), opensAt: nextOpening(calendar, hours, now) }
}
