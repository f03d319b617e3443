import { type ClockTime, clockTimes } from '../compliance/clock-time.ts'
import { addWorkingDays, closingOn, isWorkingDay } from '../compliance/working-calendar.ts'
import type { Times } from '../compliance/deadline.ts'
import type { Span } from '../compliance/message-rule.ts'
import { plainNumber } from '../compliance/small-number.ts'
import { addDays, addMonths, type Day, parseDay } from '../primitives/day.ts'
import { type Instant, instant, instantAt, localTime } from '../primitives/instant.ts'
import { findDates } from '../understanding/find-dates.ts'
import { resolveDate } from '../understanding/resolve-date.ts'

/**
 * The moment that words of time mean to whoever waits for it: 明天下午三点前, 三个工作日内, 月底前. A day without an hour ends when
 * the desk closes on it, for nobody answers later; a part of the day ends with that part; a week ends with its last working day.
 */

export type PromisedTime = Span & { readonly at: Instant }

export type SaidAt = { readonly now: Instant; readonly times: Times }

type DayWord = Span & { readonly day: Day }
type HourWord = Span & { readonly minutes: readonly number[] }

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

const minutesIn = ({ value, also = [] }: ClockTime): readonly number[] => [value, ...also.map((other) => other.value)].map(minutesOf)

const partsOfDay: readonly (readonly [RegExp, number])[] = [
  [/上午|早[上晨]?|清晨/u, 12 * 60], [/中午/u, 13 * 60], [/下午/u, 18 * 60], [/傍晚/u, 19 * 60], [/晚上?|晚间|夜里/u, 21 * 60],
]
const partWord = /上午|早上|早晨|清晨|(?<=[今明一])早|中午|下午|傍晚|晚上|晚间|夜里|(?<=[今明当])晚/gu

const stretch = /^(\s*(?:到|至|[-–~])\s*)([0-9一二两三四五六七八九十]{1,2}点半?)/u

/** The second clock of 九点半到十点, which by itself would be no clock. */
const stretchEnd = (text: string, from: number): readonly HourWord[] => {
  const [, link = '', until = ''] = stretch.exec(text.slice(from)) ?? []
  const start = from + link.length
  return until === '' ? [] : clockTimes(`${until}前`).map((clock) => ({ start, end: start + until.length, minutes: minutesIn(clock) }))
}

const hourWords = (text: string): readonly HourWord[] => {
  const named = clockTimes(text)
  const clocks = [...named.map((clock) => ({ start: clock.start, end: clock.end, minutes: minutesIn(clock) })), ...named.flatMap(({ end }) => stretchEnd(text, end))]
  const parts = [...text.matchAll(partWord)].flatMap((match) => {
    const [start, end] = [match.index, match.index + match[0].length]
    const until = partsOfDay.find(([pattern]) => pattern.test(match[0]))?.[1]
    return until === undefined || clocks.some((clock) => start < clock.end && clock.start <= end) ? [] : [{ start, end, minutes: [until] }]
  })
  return [...clocks, ...parts].sort((a, b) => a.start - b.start)
}

/** The last working day of a few days, or their last where none is worked. */
const lastWorked = (from: Day, to: Day, { calendar }: Times): Day => {
  for (let day = to; day >= from; day = addDays(day, -1)) if (isWorkingDay(calendar, day)) return day
  return to
}

const dayWords = (text: string, { now, times }: SaidAt): readonly DayWord[] => {
  const asOf = localTime(now, times.hours.zone).day
  return findDates(text, text, () => true).flatMap(({ value, start, end }) => {
    const said = text.slice(start, end)
    const resolved = resolveDate(String(value), said, { asOf, isWorkingDay: (day) => isWorkingDay(times.calendar, day) })
    const [from, to = from] = (resolved ?? '').split('/').map((part) => parseDay(part))
    if (from === undefined || to === undefined || to < asOf || /[前后]$/u.test(said) || /^\s*(?:之后|以后|后)/u.test(text.slice(end))) return []
    return [{ start, end, day: /(?:周|星期|礼拜)$/u.test(said) ? lastWorked(from, to, times) : to }]
  })
}

/** A clock time that may be morning or afternoon: the first that is still to come within the hours people are about. */
const minuteMeant = (minutes: readonly number[], earliest: number): number => minutes.find((minute) => minute >= earliest) ?? minutes.at(-1) ?? 0

const closing = (day: Day, { calendar, hours }: Times): Instant => closingOn(calendar, hours, day) ?? instantAt(addDays(day, 1), 0, hours.zone)

const earliestHour = 7 * 60

const momentOf = (day: Day | undefined, hour: HourWord | undefined, after: string, { now, times }: SaidAt): Instant => {
  const here = localTime(now, times.hours.zone)
  const on = day ?? here.day
  if (hour === undefined || (/^\s*(?:之后|以后|后)/u.test(after) && hour.minutes.length > 0)) return closing(on, times)
  return instantAt(on, minuteMeant(hour.minutes, on === here.day ? here.minute : earliestHour), times.hours.zone)
}

const number = '半|[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]'
const lengthWord = new RegExp(
  `(?<![第前每0-9])(${number})(个半|个)?(工作日|自然日|小时|钟头|分钟|刻钟|天|日|周|星期|礼拜|月)(?:的时间)?(之内|以内|内|之后|以后|后)?`, 'gu',
)
const short = /小时|钟头|分钟|刻钟/u
/** 结清后七个工作日内 begins on a day that nobody knows yet. */
const afterSomething = /[^明天日周月时点半]后[，,]?\s*(?:的)?$/u

const minute = 60_000

const lengthEnd = (count: number, unit: string, { now, times }: SaidAt): Instant => {
  const { day } = localTime(now, times.hours.zone)
  if (short.test(unit)) return instant(now + Math.round(count * (unit === '分钟' ? 1 : unit === '刻钟' ? 15 : 60)) * minute)
  if (unit === '工作日') return closing(addWorkingDays(times.calendar, day, count).day, times)
  if (unit === '月') return closing(addMonths(day, count), times)
  return closing(addDays(day, count * (/周|星期|礼拜/u.test(unit) ? 7 : 1)), times)
}

const lengths = (text: string, said: SaidAt): readonly PromisedTime[] =>
  [...text.matchAll(lengthWord)].flatMap((match): readonly PromisedTime[] => {
    const [whole, many = '', half, unit = '', bound] = match
    const [start, end] = [match.index, match.index + whole.length]
    const [before, after] = [text.slice(0, start), text.slice(end)]
    const bounded = bound !== undefined || /(?:给我|等我|过)$/u.test(before) || ((unit === '工作日' || short.test(unit)) && /^(?:给|为|帮|与|回|答|查|办|[，,]\s*(?:我|咱|这边))/u.test(after))
    if (!bounded || afterSomething.test(before)) return []
    const count = many === '半' ? 0.5 : Number(plainNumber(many)) + (half === '个半' ? 0.5 : 0)
    return [{ start, end, at: lengthEnd(count, unit, said) }]
  })

/** Day, part and clock that stand together are one time; so is a stretch from one clock to another, which ends with the second. */
const mostApart = 6
/** 我明天再联系您，大概上午十一点. */
const nearer = /[，,](?:大概|大约|差不多|约)(?:是|在)?$/u

const endOfWork = /下班(?:之?前|以前)|(?:今天|当天|今日)之?内/gu

/** Every time that a sentence names, in order. A clock without a day belongs to the last day named before it, else to today. */
export const promisedTimes = (text: string, said: SaidAt): readonly PromisedTime[] => {
  const spans = lengths(text, said)
  const free = ({ start, end }: Span): boolean => spans.every((span) => end <= span.start || start >= span.end)
  const ends = [...text.matchAll(endOfWork)].map((match): HourWord => ({ start: match.index, end: match.index + match[0].length, minutes: [] }))
  const words: readonly (Span & Partial<DayWord> & Partial<HourWord>)[] = [...dayWords(text, said), ...hourWords(text), ...ends].filter(free).sort((a, b) => a.start - b.start || a.end - b.end)
  const found: (PromisedTime & { day: Day | undefined; hour: HourWord | undefined })[] = []
  let lastDay: Day | undefined
  for (const { start, end, day, minutes } of words) {
    const before = found.at(-1)
    const between = before ? text.slice(before.end, start) : ''
    const joins = before !== undefined && (nearer.test(between) || (between.length <= mostApart && !/[，,；、]/u.test(between))) && !(minutes === undefined && before.hour !== undefined)
    const hour = minutes && minutes.length > 0 ? { start, end, minutes } : joins ? before.hour : undefined
    const named = day ?? (joins ? before.day : lastDay)
    lastDay = named
    if (joins) found.pop()
    const span = { start: joins ? before.start : start, end: Math.max(end, joins ? before.end : 0) }
    found.push({ ...span, day: named, hour, at: momentOf(named, hour, text.slice(span.end), said) })
  }
  return [...spans, ...found.map(({ start, end, at }) => ({ start, end, at }))].sort((a, b) => a.start - b.start)
}
