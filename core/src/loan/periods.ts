import { addDays, addMonths, civil, type Day, dayOf, daysBetween, daysInMonth, isLeapYear } from '../primitives/day.ts'
import { compareRatio, type Ratio, ratio, reduced } from './ratio.ts'
import type { DayCount, Terms } from './terms.ts'

/** Due days, and how much of a year each stretch between them is. */

export type Period = { readonly from: Day; readonly to: Day; readonly fraction: Ratio }

type Counting = Pick<Terms, 'dayCount' | 'yearSplit'>
type Rhythm = Pick<Terms, 'disbursedOn' | 'firstDueOn' | 'anchorDay' | 'every'>

export const firstDue = ({ disbursedOn, firstDueOn, every }: Rhythm): Day =>
  firstDueOn ?? ('months' in every ? addMonths(disbursedOn, every.months) : addDays(disbursedOn, every.days))

export const anchorOf = ({ disbursedOn, firstDueOn, anchorDay }: Rhythm): number => anchorDay ?? civil(firstDueOn ?? disbursedOn).dayOfMonth

/** The due day of instalment n (from 1). The anchor day is kept and clamped to the month's end, so it never drifts. */
export const dueDay = (rhythm: Rhythm, n: number): Day => {
  const first = firstDue(rhythm)
  const { every } = rhythm
  return 'months' in every ? addMonths(first, (n - 1) * every.months, anchorOf(rhythm)) : addDays(first, (n - 1) * every.days)
}

const isLastOfFebruary = (day: Day): boolean => {
  const { year, month, dayOfMonth } = civil(day)
  return month === 2 && dayOfMonth === daysInMonth(year, 2)
}

/** Days between two days where every month has 30: the US form (NASD, with its rule for February) or the European (30E). */
const thirtyDays = (from: Day, to: Day, european: boolean): number => {
  const [start, end] = [civil(from), civil(to)]
  let [d1, d2] = [start.dayOfMonth, end.dayOfMonth]
  if (european) [d1, d2] = [Math.min(d1, 30), Math.min(d2, 30)]
  else {
    if (isLastOfFebruary(from)) {
      if (isLastOfFebruary(to)) d2 = 30
      d1 = 30
    }
    if (d2 === 31 && d1 >= 30) d2 = 30
    if (d1 === 31) d1 = 30
  }
  return 360 * (end.year - start.year) + 30 * (end.month - start.month) + (d2 - d1)
}

const actualActual = (from: Day, to: Day, split: '01-01' | '12-31'): Ratio => {
  const yearStart = (year: number): Day => (split === '01-01' ? dayOf(year, 1, 1) : dayOf(year - 1, 12, 31))
  let year = civil(from).year
  if (from >= yearStart(year + 1)) year += 1
  let [common, leap] = [0, 0]
  for (let at = from; at < to; year += 1) {
    const end = Math.min(to, yearStart(year + 1)) as Day
    if (isLeapYear(year)) leap += daysBetween(at, end)
    else common += daysBetween(at, end)
    at = end
  }
  if (leap === 0) return ratio(BigInt(common), 365n)
  if (common === 0) return ratio(BigInt(leap), 366n)
  return ratio(BigInt(common * 366 + leap * 365), 365n * 366n)
}

/** Whole months counted back from `to`, then the odd days: each a 360th of a year, a month thirty of them. */
const monthsAndDays = (from: Day, to: Day): Ratio => {
  const [start, end] = [civil(from), civil(to)]
  let months = (end.year - start.year) * 12 + end.month - start.month
  if (addMonths(to, -months) < from) months -= 1
  return ratio(BigInt(months * 30 + Math.min(30, daysBetween(from, addMonths(to, -months)))), 360n)
}

/** The fraction of a year from one day to a later one. */
export const yearFraction = (from: Day, to: Day, { dayCount, yearSplit }: Counting): Ratio => {
  switch (dayCount) {
    case 'actual/360': return ratio(BigInt(daysBetween(from, to)), 360n)
    case 'actual/365': return ratio(BigInt(daysBetween(from, to)), 365n)
    case 'actual/actual': return actualActual(from, to, yearSplit ?? '01-01')
    case '30/360': return ratio(BigInt(thirtyDays(from, to, false)), 360n)
    case '30E/360': return ratio(BigInt(thirtyDays(from, to, true)), 360n)
    case 'month-rate': return monthsAndDays(from, to)
  }
}

const countsByMonth = (dayCount: DayCount): boolean =>
  dayCount === '30/360' || dayCount === '30E/360' || dayCount === 'month-rate'

/** Whether the stretch before the first due day is one whole period of the rhythm, read from either end. */
export const isRegularStart = (rhythm: Rhythm): boolean => {
  const { every, disbursedOn } = rhythm
  const first = firstDue(rhythm)
  if ('days' in every) return addDays(disbursedOn, every.days) === first
  return addMonths(disbursedOn, every.months) === first || addMonths(first, -every.months, anchorOf(rhythm)) === disbursedOn
}

/** All due days of a plan in one pass, month by month without going back to the calendar. */
export const dueDays = (rhythm: Rhythm, count: number): readonly Day[] => {
  const first = firstDue(rhythm)
  const { every } = rhythm
  const days: Day[] = []
  days.length = count
  if ('days' in every) {
    for (let index = 0; index < count; index += 1) days[index] = addDays(first, index * every.days)
    return days
  }
  const anchor = anchorOf(rhythm)
  const perLine = every.months
  let { year, month, dayOfMonth } = civil(first)
  let monthStart: number = first - dayOfMonth
  let length = daysInMonth(year, month)
  days[0] = first
  for (let index = 1; index < count; index += 1) {
    for (let step = 0; step < perLine; step += 1) {
      monthStart += length
      if (month === 12) {
        month = 1
        year += 1
      } else month += 1
      length = daysInMonth(year, month)
    }
    days[index] = (monthStart + (anchor < length ? anchor : length)) as Day
  }
  return days
}

/** All periods of a plan of `count` instalments. By month, a whole period is months/12 of a year however long it is. */
export const periodsOf = (terms: Rhythm & Counting, count: number): readonly Period[] => {
  const { every } = terms
  const whole = 'months' in every && countsByMonth(terms.dayCount) ? reduced(ratio(BigInt(every.months), 12n)) : undefined
  const regularStart = whole !== undefined && isRegularStart(terms)
  // By days over a fixed year, stretches of one length are one fraction.
  const byLength = terms.dayCount === 'actual/365' || terms.dayCount === 'actual/360' ? new Map<number, Ratio>() : undefined
  const fractionOf = (from: Day, to: Day): Ratio => {
    const known = byLength?.get(to - from)
    if (known) return known
    const fraction = reduced(yearFraction(from, to, terms))
    byLength?.set(to - from, fraction)
    return fraction
  }
  const periods: Period[] = []
  let from = terms.disbursedOn
  for (const to of dueDays(terms, count)) {
    periods.push({ from, to, fraction: whole && (periods.length > 0 || regularStart) ? whole : fractionOf(from, to) })
    from = to
  }
  return periods
}

/**
 * One stretch over a whole term, as a loan repaid at once has it. Counted by month, whole months are months/12, also from
 * month's end to month's end; anything else by the rule of the day count.
 */
export const wholeTerm = (from: Day, to: Day, counting: Counting): Period => {
  const [start, end] = [civil(from), civil(to)]
  const months = (end.year - start.year) * 12 + end.month - start.month
  const isWhole = countsByMonth(counting.dayCount) && (addMonths(from, months) === to || addMonths(to, -months) === from)
  return { from, to, fraction: reduced(isWhole ? ratio(BigInt(months), 12n) : yearFraction(from, to, counting)) }
}

/**
 * How much of a year the part of a period up to `day` is. Never more than the whole period, so that a period cut in two
 * (a rate change, an early repayment) never costs more than the same period uncut.
 */
export const fractionUntil = (period: Period, day: Day, counting: Counting): Ratio => {
  if (day >= period.to) return period.fraction
  if (day <= period.from) return ratio(0n, 1n)
  const part = yearFraction(period.from, day, counting)
  return compareRatio(part, period.fraction) > 0 ? period.fraction : part
}
