import type { Span } from './message-rule.ts'
import { plainNumber } from './small-number.ts'

/** Times of day in a text: 下午三点, 15:30, 晚上8点半. */

/** `15:00`; `also` what else it may be: 三点 by itself is 03:00 or 15:00. */
type Reading = { readonly kind: 'time'; readonly value: string }
export type ClockTime = Span & Reading & { readonly also?: readonly Reading[] }

const partOfDay = '(凌晨|清晨|早上|早晨|上午|早|中午|下午|傍晚|晚上|晚间|夜里|半夜|晚)'
const small = '(?:[0-9]{1,2}|二?十[一二三四五六七八九]?|[一二两三四五六七八九])'
/** Not in the middle of a number (十点八, 三分之一点), but right after a day (周五九点). */
const free = '(?<![0-9.分]|(?<!周|星期|礼拜)[零一二两三四五六七八九十])'
const notDecimal = '(?![零一二两三四五六七八九十]+(?!刻|分|[零一二三四五六七八九十])|[0-9](?![0-9]))'
const digital = '(?<![0-9:：.,])([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?![0-9])'
const pattern = new RegExp(`(?:${partOfDay}的?\\s*)?(?:${digital}|${free}(${small})\\s*点${notDecimal}(半|[一三]刻|(?:${small})分?|整|钟)?)`, 'gu')

/** 一点 and 两点 by themselves are mostly no hours: 早一点, 说两点. */
const boundAfter = /^\s*(?:之间|之前|以前|前|之后|以后|后|到|至|左右|多|[-–~])/u

const two = (value: number): string => String(value).padStart(2, '0')

const afternoon = /下午|傍晚|晚|夜里|半夜/u

const hoursOf = (part: string | undefined, hour: number, isSpoken: boolean): readonly number[] => {
  if (part === undefined) return isSpoken && hour >= 1 && hour <= 11 ? [hour, hour + 12] : [hour]
  if (part === '中午') return [hour <= 2 ? hour + 12 : hour]
  return [afternoon.test(part) && hour < 12 && !(part === '半夜' && hour <= 5) ? hour + 12 : hour]
}

const minutesOf = (said: string | undefined): number => {
  if (said === undefined || said === '整' || said === '钟') return 0
  if (said === '半') return 30
  if (said.endsWith('刻')) return said.startsWith('一') ? 15 : 45
  return Number(plainNumber(said.replace('分', '')))
}

export const clockTimes = (text: string): readonly ClockTime[] =>
  [...text.matchAll(pattern)].flatMap((match): readonly ClockTime[] => {
    const [whole, part, digitHour, digitMinute, spokenHour, spokenMinute] = match
    const [start, end] = [match.index, match.index + whole.length]
    const isSpoken = spokenHour !== undefined
    if (isSpoken && part === undefined && spokenMinute === undefined && !boundAfter.test(text.slice(end))) return []
    const [hour, minute] = [Number(plainNumber(digitHour ?? spokenHour ?? '')), isSpoken ? minutesOf(spokenMinute) : Number(digitMinute)]
    const [value, ...others] = hoursOf(part, hour, isSpoken).map((one) => `${two(one)}:${two(minute)}`)
    if (value === undefined || hour > 24 || minute > 59) return []
    const time = { kind: 'time', value, start, end } as const
    return [{ ...time, ...(others.length > 0 ? { also: others.map((other) => ({ kind: 'time', value: other }) as const) } : {}) }]
  })
