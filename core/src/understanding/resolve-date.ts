import { addDays, addMonths, civil, type Day, dayOf, dayOfWeek, daysInMonth, isoDay } from '../primitives/day.ts'
import type { Entity } from './entity.ts'
import { readNumber } from './numeral.ts'

/** The day of the question and what the calendar knows; without `asOf` nothing is resolved. */
export type TimeContext = {
  readonly asOf?: Day
  /** Whether work is done on a day; without it Monday to Friday. */
  readonly isWorkingDay?: (day: Day) => boolean
  /** First and last day of a holiday in a year (春节, 国庆节 …), where the calendar knows it. */
  readonly holiday?: (name: string, year: number) => readonly [Day, Day] | undefined
}

type Range = readonly [Day, Day]

const one = (day: Day): Range => [day, day]

const rangeText = ([from, to]: Range): string => (from === to ? isoDay(from) : `${isoDay(from)}/${isoDay(to)}`)

const monthRange = (year: number, month: number): Range => {
  const shifted = year * 12 + month - 1
  const [y, m] = [Math.floor(shifted / 12), (shifted % 12 + 12) % 12 + 1]
  return [dayOf(y, m, 1), dayOf(y, m, daysInMonth(y, m))]
}

/** Early, middle and last third of a month as spoken: 初 1 to 10, 中旬 11 to 20, 底 21 or the last day. */
const partOfMonth = ([from, to]: Range, part: string): Range => {
  if (/底|末|尾/.test(part)) return one(to)
  if (/初|头|上旬/.test(part)) return [from, addDays(from, 9)]
  if (/中/.test(part)) return [addDays(from, 10), addDays(from, 19)]
  return /下旬/.test(part) ? [addDays(from, 20), to] : [from, to]
}

const dayIn = ([from, to]: Range, dayOfMonth: number): Range => one(addDays(from, Math.min(dayOfMonth, to - from + 1) - 1))

const dayShift: readonly (readonly [RegExp, number])[] = [
  [/^大前/, -3], [/^大后/, 3], [/^(?:前)/, -2], [/^(?:昨|琴|寻)/, -1], [/^(?:今|当晚)/, 0], [/^(?:明(?!年)|听)/, 1], [/^后(?!年)/, 2],
]

const yearShift: readonly (readonly [RegExp, number])[] = [[/^大前年/, -3], [/^前年/, -2], [/^(?:去年|旧年|上年)/, -1], [/^(?:今年|本年)/, 0], [/^明年/, 1], [/^后年/, 2]]

const monthShift: readonly (readonly [RegExp, number])[] = [[/^上上/, -2], [/^下下/, 2], [/^上/, -1], [/^下/, 1], [/^(?:这|本|当)/, 0]]

const shiftOf = (said: string, table: readonly (readonly [RegExp, number])[]): number | undefined => table.find(([pattern]) => pattern.test(said))?.[1]

const dayNumber = (said: string): number | undefined => {
  const match = /([\d零〇一二两三四五六七八九十廿]+)[号日]$/.exec(said)
  return match ? readNumber((match[1] ?? '').replace('廿', '二十')) : undefined
}

const ofMonth = (said: string, range: Range): Range => {
  const day = dayNumber(said)
  const part = /(?:底|初|中旬|中|末|上旬|下旬|头|尾)$/.exec(said)
  return day !== undefined ? dayIn(range, day) : part ? partOfMonth(range, part[0]) : range
}

const ofYear = (said: string, year: number): Range => {
  const month = /年的?([\d一二三四五六七八九十]+)月/.exec(said)
  if (month) return ofMonth(said, monthRange(year, readNumber(month[1] ?? '') ?? 1))
  if (/上半年/.test(said)) return [dayOf(year, 1, 1), dayOf(year, 6, 30)]
  if (/下半年/.test(said)) return [dayOf(year, 7, 1), dayOf(year, 12, 31)]
  if (/[底末]$/.test(said)) return one(dayOf(year, 12, 31))
  return said.endsWith('初') ? monthRange(year, 1) : [dayOf(year, 1, 1), dayOf(year, 12, 31)]
}

const ofWeek = (said: string, asOf: Day): Range | undefined => {
  const match = /^(上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天末1-6])?$/.exec(said)
  if (!match) return undefined
  const shift = { 上上: -14, 下下: 14, 上: -7, 下: 7, 这: 0, 本: 0 }[match[1] ?? '这'] ?? 0
  const monday = addDays(asOf, 1 - dayOfWeek(asOf) + shift)
  const weekday = match[2]
  if (weekday === undefined) return [monday, addDays(monday, 6)]
  if (weekday === '末') return [addDays(monday, 5), addDays(monday, 6)]
  const place = '一二三四五六日'.indexOf(weekday.replace('天', '日').replace(/\d/, (digit) => '一二三四五六'[Number(digit) - 1] ?? '一'))
  const day = addDays(monday, place)
  return one(match[1] === undefined && day < asOf ? addDays(day, 7) : day)
}

const workingDay = ({ isWorkingDay }: TimeContext, day: Day): boolean => (isWorkingDay ? isWorkingDay(day) : dayOfWeek(day) <= 5)

const stepWorking = (context: TimeContext, from: Day, count: number): Day => {
  let day = from
  for (let left = Math.abs(count), guard = 0; left > 0 && guard < 2000; guard++) {
    day = addDays(day, Math.sign(count))
    if (workingDay(context, day)) left--
  }
  return day
}

const ofSpan = (said: string, asOf: Day, context: TimeContext): Range | undefined => {
  if (/^下(?:一个|个)?工作日$/.test(said)) return one(stepWorking(context, asOf, 1))
  const match = /^(半|[\d零一二两三四五六七八九十]+)(?:个)?(工作日|天|周|星期|礼拜|月|年)(?:之|以)?([前后])$/.exec(said)
  if (!match) return undefined
  const [, number = '', unit = '', way] = match
  const sign = way === '前' ? -1 : 1
  const count = number === '半' ? 0.5 : (readNumber(number) ?? 0)
  if (unit === '工作日') return one(stepWorking(context, asOf, sign * count))
  if (unit === '天') return one(addDays(asOf, sign * count))
  if (unit === '月') return one(number === '半' ? addDays(asOf, sign * 15) : addMonths(asOf, sign * count))
  if (unit === '年') return one(addMonths(asOf, sign * count * 12))
  return one(addDays(asOf, sign * count * 7))
}

/** Fixed by law or custom to one day of the solar year; the moving ones need the calendar. */
const fixedDays: readonly (readonly [RegExp, number, number])[] = [
  [/^元旦/, 1, 1], [/^情人/, 2, 14], [/^(?:五一|劳动)/, 5, 1], [/^6\.?18/, 6, 18], [/^(?:国庆|十一)/, 10, 1], [/^双(?:十一|11)/, 11, 11], [/^双(?:十二|12)/, 12, 12], [/^圣诞/, 12, 25],
]

const calendarNames: readonly (readonly [RegExp, string])[] = [
  [/^(?:春节|过年|大年|除夕)/, '春节'], [/^清明/, '清明节'], [/^端午/, '端午节'], [/^中秋/, '中秋节'], [/^(?:国庆|十一)/, '国庆节'], [/^元旦/, '元旦'], [/^(?:五一|劳动)/, '劳动节'],
]

const ofFestival = (said: string, asOf: Day, { holiday }: TimeContext): Range | undefined => {
  const { year } = civil(asOf)
  const name = calendarNames.find(([pattern]) => pattern.test(said))?.[1]
  for (const candidate of [year, year + 1]) {
    const known = name === undefined ? undefined : holiday?.(name, candidate)
    if (known && known[1] >= asOf) return known
  }
  const fixed = fixedDays.find(([pattern]) => pattern.test(said))
  if (!fixed) return undefined
  const thisYear = dayOf(year, fixed[1], fixed[2])
  return one(thisYear >= asOf ? thisYear : dayOf(year + 1, fixed[1], fixed[2]))
}

/** 15号 without a month: the next one that is not past. */
const nextDay = (said: string, asOf: Day): Range | undefined => {
  const number = dayNumber(said)
  if (number === undefined || !/^[\d零〇一二两三四五六七八九十廿]+[号日]$/.test(said)) return undefined
  const { year, month, dayOfMonth } = civil(asOf)
  for (let ahead = number >= dayOfMonth ? 0 : 1; ahead < 3; ahead++) {
    const range = monthRange(year, month + ahead)
    if (number <= range[1] - range[0] + 1) return dayIn(range, number)
  }
  return undefined
}

const byValue = (value: string, asOf: Day): Range | undefined => {
  const match = /^(\d{4}|-)-(\d{2})(?:-(\d{2}))?$/.exec(value)
  if (!match) return undefined
  const { year: thisYear, month: thisMonth } = civil(asOf)
  const [month, day] = [Number(match[2]), match[3] === undefined ? undefined : Number(match[3])]
  /* Without a year the nearest such month is meant: five months back to six ahead. */
  const distance = (month - thisMonth + 17) % 12 - 5
  const year = match[1] === '-' ? Math.floor((thisYear * 12 + thisMonth - 1 + distance) / 12) : Number(match[1])
  return day === undefined ? monthRange(year, month) : dayIn(monthRange(year, month), day)
}

const edge = (said: string, asOf: Day): Range | undefined => {
  const { year, month } = civil(asOf)
  if (/^月[底初中末头尾]$/.test(said)) {
    const here = ofMonth(said, monthRange(year, month))
    return here[1] >= asOf ? here : ofMonth(said, monthRange(year, month + 1))
  }
  if (!/^年[底初中末尾头]$/.test(said)) return undefined
  if (/年[底末尾]/.test(said)) return one(dayOf(year, 12, 31))
  return /年中/.test(said) ? monthRange(year, 6) : monthRange(month > 3 ? year + 1 : year, 1)
}

/** The day or range that a date entity's `value` means on the day of the question. */
export const resolveDate = (value: string, plain: string, context: TimeContext): string | undefined => {
  const { asOf } = context
  if (asOf === undefined) return undefined
  const iso = byValue(value, asOf)
  if (iso) return rangeText(iso)
  const said = plain.replace(/\s/g, '')
  const { year, month } = civil(asOf)
  const years = shiftOf(said, yearShift)
  if (years !== undefined) return rangeText(ofYear(said, year + years))
  if (/^\d{4}年$/.test(said)) return rangeText(ofYear(said, Number(said.slice(0, 4))))
  const months = /^[上下这本当]{1,2}个?月/.test(said) ? shiftOf(said, monthShift) : undefined
  if (months !== undefined) return rangeText(ofMonth(said, monthRange(year, month + months)))
  const inMonth = /^([\d一二三四五六七八九十]{1,2})月(?:底|初|中旬|中|末|上旬|下旬|头|尾)$/.exec(said)
  if (inMonth) {
    const named = byValue(`--${String(readNumber(inMonth[1] ?? '') ?? 1).padStart(2, '0')}`, asOf)
    return named ? rangeText(ofMonth(said, named)) : undefined
  }
  const days = /^(?:[昨今明前后琴寻听]|大[前后]|当晚)/.test(said) ? shiftOf(said, dayShift) : undefined
  if (days !== undefined) return rangeText(one(addDays(asOf, days)))
  if (/^每个?月/.test(said)) return undefined
  const range = ofWeek(said, asOf) ?? ofSpan(said, asOf, context) ?? nextDay(said, asOf) ?? edge(said, asOf) ?? ofFestival(said, asOf, context)
  return range ? rangeText(range) : undefined
}

export const resolveDates = (entities: readonly Entity[], context: TimeContext): Entity[] =>
  entities.map((entity) => {
    if (entity.type !== 'date') return entity
    const resolved = resolveDate(String(entity.value), entity.text, context)
    return resolved === undefined ? entity : { ...entity, resolved }
  })
