import { parseDeskHours } from '@xinqiao/core/compliance/desk-hours.ts'
import {
  type DeskHours, isDeskOpen, nextOpening, type OfficialYear, readCalendar, type WorkingCalendar,
} from '@xinqiao/core/compliance/working-calendar.ts'
import { type Instant, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { contentJson, readContent } from '../platform/content.ts'

/** When people answer: the working calendar and the desk's hours of `content/`, read once. */

export type DeskTimes = { readonly calendar: WorkingCalendar; readonly hours: DeskHours }

let times: DeskTimes | undefined

export const deskTimes = (): DeskTimes => {
  if (times) return times
  const hours = readContent('desk/hours.json', (value) => parseDeskHours(value, [shanghai]))
  if (!hours) throw new Error('content/desk/hours.json names no hours')
  const { officialYears } = contentJson('calendar/china-mainland.json') as { readonly officialYears: readonly OfficialYear[] }
  times = { calendar: readCalendar(officialYears), hours }
  return times
}

/** Whether the desk is open now, and if not, when it opens next; undefined where no opening is known. */
export const deskAt = (now: Instant): { readonly open: boolean; readonly opensAt: Instant | undefined } => {
  const { calendar, hours } = deskTimes()
  return { open: isDeskOpen(calendar, hours, now), opensAt: nextOpening(calendar, hours, now) }
}
