import { civil, type Day, dayOfWeek, isoDay, parseDay } from '../primitives/day.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { OfficialYear } from './working-calendar.ts'

/**
 * What a year's announcement must hold to be used. The holidays themselves are 11 days a year up to 2024 and 13 from 2025
 * (全国年节及纪念日放假办法, article 2), weekends between them not counted: a list that is shorter has lost some.
 */
export const fewestDaysOff = 11

export type OfficialYearRefusal = Refusal<'calendar-day-outside' | 'calendar-day-twice' | 'calendar-weekday-worked' | 'calendar-days-missing'>

const dayIn = (text: string, year: number): Day | undefined => {
  const day = parseDay(text)
  return day !== undefined && civil(day).year === year ? day : undefined
}

/** Why the announcement of a year cannot be right; undefined where nothing speaks against it. */
export const faultOfYear = ({ year, daysOff, workedWeekends }: OfficialYear): OfficialYearRefusal | undefined => {
  const named = [...daysOff, ...workedWeekends]
  const outside = named.find((text) => dayIn(text, year) === undefined)
  if (outside !== undefined) return refuse('calendar-day-outside', { day: outside, year })
  const twice = named.find((text, place) => named.indexOf(text) < place)
  if (twice !== undefined) return refuse('calendar-day-twice', { day: twice })
  const weekday = workedWeekends.flatMap((text) => dayIn(text, year) ?? []).find((day) => dayOfWeek(day) < 6)
  if (weekday !== undefined) return refuse('calendar-weekday-worked', { day: isoDay(weekday) })
  return daysOff.length < fewestDaysOff ? refuse('calendar-days-missing', { least: fewestDaysOff, count: daysOff.length }) : undefined
}
