import { addDays, addMonths, civil, type Day, daysBetween } from '../primitives/day.ts'
import type { DayFlow, PeriodFlow } from './flows.ts'
import { type Ratio, ratio } from './ratio.ts'

/** Days of the calendar as the two laws measure them for a rate of cost. */

const calendarMonths = (from: Day, to: Day): number => {
  const [start, end] = [civil(from), civil(to)]
  return (end.year - start.year) * 12 + end.month - start.month
}

/** Whole months counted back from `to` to no day before `from`, keeping the day of the month of `to`. */
const monthsBack = (from: Day, to: Day): number => {
  const months = calendarMonths(from, to)
  return addMonths(to, -months) < from ? months - 1 : months
}

/**
 * Directive 2008/48/EC Annex I, remark (c) as amended by 2011/90/EU: whole periods and then days are counted backwards
 * to the first drawdown; the days are divided by those (365 or 366) of the year that ends on their last day.
 */
export const dateYears = (start: Day, on: Day): Ratio => {
  const months = monthsBack(start, on)
  const last = addMonths(on, -months)
  const days = daysBetween(start, last)
  if (days === 0) return ratio(BigInt(months), 12n)
  const yearLength = daysBetween(addMonths(last, -12), last)
  return ratio(BigInt(months * yearLength + days * 12), BigInt(12 * yearLength))
}

/** A standard interval of Appendix J (b)(4)(ii), or the term of a single payment in days. */
type Unit = { readonly kind: 'month' | 'day' | 'semimonth'; readonly length: number }

const year: Unit = { kind: 'month', length: 12 }
const isLastDay = (day: Day): boolean => civil(addDays(day, 1)).dayOfMonth === 1

/** Whole months between two days, also from month's end to month's end; undefined where it is no whole number. */
const wholeMonths = (from: Day, to: Day): number | undefined => {
  const months = calendarMonths(from, to)
  if (months < 1) return undefined
  const whole = addMonths(from, months) === to || addMonths(to, -months) === from || (isLastDay(from) && isLastDay(to))
  return whole ? months : undefined
}

const intervalOf = (from: Day, to: Day): Unit => {
  const months = wholeMonths(from, to)
  return months === undefined ? { kind: 'day', length: daysBetween(from, to) } : { kind: 'month', length: months }
}

/** Twenty-fourths of a day, so that a month (365/12 days) and a semimonth (365/24) are whole numbers. */
const size = ({ kind, length }: Unit): number => length * (kind === 'day' ? 24 : kind === 'month' ? 730 : 365)

const smaller = (a: Unit, b: Unit): number => size(a) - size(b)

/** Twice a month: two payment days later is always one month later, and no two are a month apart. */
const isSemimonthly = (days: readonly Day[]): boolean =>
  days.length > 3 && days.slice(0, -2).every((day, index) => wholeMonths(day, days[index + 2] as Day) === 1)

const standardIntervals: readonly Unit[] = [
  { kind: 'day', length: 1 },
  ...Array.from({ length: 52 }, (_, index): Unit => ({ kind: 'day', length: 7 * (index + 1) })),
  { kind: 'semimonth', length: 1 },
  ...Array.from({ length: 12 }, (_, index): Unit => ({ kind: 'month', length: index + 1 })),
]

/** (b)(4)(iii)(B): no period occurs twice: the average, to the nearest standard interval, the lower where two are as near. */
const averageUnit = (gaps: readonly Unit[]): Unit => {
  const total = gaps.reduce((sum, gap) => sum + size(gap), 0)
  const distance = (unit: Unit): number => Math.abs(size(unit) * gaps.length - total)
  return [...standardIntervals].sort((a, b) => distance(a) - distance(b) || smaller(a, b))[0] ?? year
}

/** (b)(4)(iii)(A): the period that occurs most often, the smaller of two that occur as often, not above a year. */
const commonUnit = (gaps: readonly Unit[]): Unit | undefined => {
  const counted = new Map<string, { readonly unit: Unit; times: number }>()
  for (const unit of gaps) {
    const key = `${unit.kind}${unit.length}`
    const entry = counted.get(key) ?? { unit, times: 0 }
    entry.times += 1
    counted.set(key, entry)
  }
  const [most] = [...counted.values()].filter(({ times }) => times > 1).sort((a, b) => b.times - a.times || smaller(a.unit, b.unit))
  return most && size(most.unit) > size(year) ? year : most?.unit
}

const unitOf = (days: readonly Day[]): Unit => {
  const gaps = days.slice(1).map((day, index) => intervalOf(days[index] as Day, day))
  if (gaps.length === 1) return size(gaps[0] as Unit) > size(year) ? year : (gaps[0] as Unit)
  if (isSemimonthly(days.slice(1))) return { kind: 'semimonth', length: 1 }
  return commonUnit(gaps) ?? averageUnit(gaps)
}

const divided = (count: number, by: number): { readonly periods: number; readonly fraction: Ratio } =>
  ({ periods: Math.floor(count / by), fraction: ratio(BigInt(count % by), BigInt(by)) })

/** (b)(5): whole unit periods from the first advance, and what is left over as a fraction of one. */
const measure = (start: Day, on: Day, { kind, length }: Unit): { readonly periods: number; readonly fraction: Ratio } => {
  if (kind === 'day') return divided(daysBetween(start, on), length)
  const whole = wholeMonths(start, on)
  const months = whole ?? monthsBack(start, on)
  const rest = whole === undefined ? daysBetween(start, addMonths(on, -months)) : 0
  if (kind === 'semimonth') return divided(30 * months + rest, 15)
  if (length < 12) return divided(30 * months + Math.min(rest, 29), 30 * length)
  if (rest === 0) return divided(months, 12)
  const years = Math.floor(months / 12)
  return { periods: years, fraction: ratio(BigInt(Math.min(364, daysBetween(start, addMonths(on, -12 * years)))), 365n) }
}

const perYear = ({ kind, length }: Unit): Ratio => {
  if (kind === 'semimonth') return ratio(24n, 1n)
  if (kind === 'month') return ratio(12n, BigInt(length))
  return length % 7 === 0 ? ratio(364n, BigInt(length)) : ratio(365n, BigInt(length))
}

/** Flows with days as Regulation Z reckons them: the unit period found, each flow measured in it. */
export const unitPeriods = (flows: readonly DayFlow[]): { readonly flows: readonly PeriodFlow[]; readonly periodsPerYear: Ratio } => {
  const days = [...new Set(flows.map(({ on }) => on))].sort((a, b) => a - b)
  const [start] = days
  if (start === undefined) return { flows: [], periodsPerYear: ratio(12n, 1n) }
  const unit = days.length > 1 ? unitOf(days) : year
  // A single payment within a year: its term is the unit, reckoned in days over 365 where it is no whole month (vi, vii).
  const single = days.length === 2 && unit.kind === 'day' ? ratio(365n, BigInt(unit.length)) : perYear(unit)
  return { flows: flows.map(({ amount, on }) => ({ amount, ...measure(start, on, unit) })), periodsPerYear: single }
}
