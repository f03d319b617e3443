import { type Instant, shanghai, type Zone } from '@xinqiao/core/primitives/instant.ts'

/** Zones of the tz database, which the runtime knows; core takes them as functions. */

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const offsetAt = (format: Intl.DateTimeFormat, moment: Instant): number => {
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return Math.round((Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / 60_000) * 60_000) / 60_000)
}

/** The lender's zone where none is named. */
export const zoneNamed = (name: string | undefined): Zone => {
  if (name === undefined || name === shanghai.name || !isTimeZone(name)) return shanghai
  const format = new Intl.DateTimeFormat('en', {
    timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
  })
  return { name, offsetMinutesAt: (moment) => offsetAt(format, moment) }
}
