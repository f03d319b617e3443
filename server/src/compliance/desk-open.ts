import { parseDeskHours } from '@xinqiao/core/compliance/desk-hours.ts'
import {
  type DeskHours, isDeskOpen, nextOpening, type OfficialYear, readCalendar, type WorkingCalendar,
} from '@xinqiao/core/compliance/working-calendar.ts'
import { type Instant, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { readFileSync } from 'node:fs'

/** When people answer: the working calendar and the desk's hours of `content/`, read once. */

export type DeskTimes = { readonly calendar: WorkingCalendar; readonly hours: DeskHours }

const jsonOf = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../content/${file}`, import.meta.url), 'utf8'))

let times: DeskTimes | undefined

export const deskTimes = (): DeskTimes => {
  if (times) return times
  const hours = parseDeskHours(jsonOf('desk/hours.json'), [shanghai])
  if (!hours.ok || !hours.value) throw new Error(`content/desk/hours.json cannot be used: ${JSON.stringify(hours)}`)
  const { officialYears } = jsonOf('calendar/china-mainland.json') as { readonly officialYears: readonly OfficialYear[] }
  times = { calendar: readCalendar(officialYears), hours: hours.value }
  return times
}

/** Whether the desk is open now, and if not, when it opens next; undefined where no opening is known. */
export const deskAt = (now: Instant): { readonly open: boolean; readonly opensAt: Instant | undefined } => {
  const { calendar, hours } = deskTimes()
  return { open: isDeskOpen(calendar, hours, now), opensAt: nextOpening(calendar, hours, now) }
}
