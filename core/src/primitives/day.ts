/**
 * A calendar day of the proleptic Gregorian calendar, without hour or zone: the day count since 1970-01-01.
 * A due day is a Day; the moment a message was sent is an Instant. The two never mix without a zone.
 */

declare const dayBrand: unique symbol

export type Day = number & { readonly [dayBrand]: true }

export type CivilDay = { readonly year: number; readonly month: number; readonly dayOfMonth: number }

/** Days before 1970-01-01 of a civil date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013). */
export const dayOf = (year: number, month: number, dayOfMonth: number): Day => {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146_097 + dayOfEra - 719_468) as Day
}

export const civil = (day: Day): CivilDay => {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9)
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0)

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})$/

/** Reads an ISO day, `2026-11-23`; undefined where the text is no day that exists. */
export const parseDay = (text: string): Day | undefined => {
  const match = isoPattern.exec(text)
  if (!match) return undefined
  const [year, month, dayOfMonth] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const exists = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month)
  return exists ? dayOf(year, month, dayOfMonth) : undefined
}

export const isoDay = (day: Day): string => {
  const { year, month, dayOfMonth } = civil(day)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

export const addDays = (day: Day, count: number): Day => (day + count) as Day

export const daysBetween = (from: Day, to: Day): number => to - from

/** Monday is 1, Sunday 7 (ISO 8601). */
export const dayOfWeek = (day: Day): number => (((day + 3) % 7) + 7) % 7 + 1

/**
 * The same day of the month, `count` months later, kept at `anchor` and clamped to the month's end:
 * with anchor 31 the due days run 31 January, 28 February, 31 March and never drift.
 */
export const addMonths = (day: Day, count: number, anchor: number = civil(day).dayOfMonth): Day => {
  const { year, month } = civil(day)
  const index = year * 12 + (month - 1) + count
  const toYear = Math.floor(index / 12)
  const toMonth = index - toYear * 12 + 1
  return dayOf(toYear, toMonth, Math.min(anchor, daysInMonth(toYear, toMonth)))
}
