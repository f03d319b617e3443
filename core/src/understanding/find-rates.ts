import type { EntityUnit, Find, Free } from './entity.ts'
import { chineseDigits, readNumber } from './numeral.ts'

/** Rates over time: 7.2%, 百分之十八, 万分之五, 日息万五, 1分2, 8厘. A percentage of a price (首付30%) is no rate. */

type Period = Extract<EntityUnit, 'year' | 'month' | 'day'>

const number = String.raw`(?:\d+(?:\.\d+)?|[${chineseDigits}十]+(?:点[${chineseDigits}]+)?)`
const percent = /(\d+(?:\.\d+)?)\s?[%％]/g
const hundredths = new RegExp(String.raw`(百|千|万)分之(${number})`, 'g')
const tenThousandths = new RegExp(String.raw`(?<![一二两三四五六七八九十几\d])(万|千)(?:分)?([${chineseDigits}]|\d(?:\.\d+)?)(?![万千百十\d元块多])`, 'g')
const fenLi = new RegExp(String.raw`([${chineseDigits}\d])(分)(?:([${chineseDigits}\d])厘?)?(?![期钟不没钱都也])|(${number})(厘)(?:([${chineseDigits}\d])毫?)?`, 'g')
const points = new RegExp(String.raw`(?<=利率|利息|年化|年息|月息|月利|年利)(?:是|为|才|要|到|达到|高达)?(${number})个?点`, 'g')
const bare = /(?<=年化(?:利率|率)?|年利率?|月利率?|日利率?|年息|月息|日息|利率)(?:是|为|才|要|到|在|只有|高达)?\s?(\d{1,2}(?:\.\d+)?)(?![\d%％厘分个期万元块千.,折号月天])/g

const about = /利|息|年化|日化|月化|apr|irr/
const noRate = /首付|好处费|比例|定金|返点|提成|占|电量|涨|跌|折/

const reading = (text: string): number | undefined => {
  const [whole = '', fraction] = text.split('点')
  const head = readNumber(whole)
  if (head === undefined || fraction === undefined) return head
  return Number(`${head}.${[...fraction].map((digit) => readNumber(digit) ?? '').join('')}`)
}

/** The period said around the number, nearest before it first; undefined where none is said. */
const periodSaid = (text: string, start: number, end: number): Period | undefined => {
  const before = text.slice(Math.max(0, start - 7), start)
  const after = text.slice(end, end + 4)
  const [last] = [...before.matchAll(/年|(?<![2-9二三四五六七八九十0]个)月|日(?!期)|天/g)].slice(-1)
  const word = last?.[0] ?? /^(?:每|一|一个|的|\/)?(年|月|日|天)/.exec(after)?.[1]
  if (word === undefined) return undefined
  return word === '年' ? 'year' : word === '月' ? 'month' : 'day'
}

const exact = (value: number): number => Math.round(value * 1e10) / 1e10

/** 分 and 厘 count hundredths and thousandths by the month, ten times that by the year, a tenth by the day. */
const fenByPeriod: Readonly<Record<Period, number>> = { year: 0.1, month: 0.01, day: 0.001 }

const near = (text: string, start: number, end: number, reach: number): string => text.slice(Math.max(0, start - reach), Math.min(text.length, end + reach))

const fenLiRate = (text: string, match: RegExpMatchArray, start: number, end: number): Omit<Find, 'start' | 'end'> | undefined => {
  if (!about.test(near(text, start, end, 7))) return undefined
  const unit = periodSaid(text, start, end) ?? 'month'
  const [, fen, , fenTail, li, , liTail] = match
  const big = reading(fen ?? li ?? '')
  if (big === undefined) return undefined
  const small = reading(fenTail ?? liTail ?? '零') ?? 0
  const step = fenByPeriod[unit] * (fen === undefined ? 0.1 : 1)
  return { type: 'rate', value: exact(big * step + (small * step) / 10), unit }
}

export const findRates = (text: string, free: Free): Find[] => {
  if (!/[%％分万千厘点利息化]/.test(text)) return []
  const finds: Find[] = []
  const add = (start: number, length: number, made: Omit<Find, 'start' | 'end'> | undefined): void => {
    const end = start + length
    const clear = finds.every((find) => end <= find.start || start >= find.end)
    if (made && clear && free(start, end)) finds.push({ ...made, start, end })
  }
  const simple = (match: RegExpMatchArray, share: number, value: number | undefined, fallback: Period): void => {
    const start = match.index ?? 0
    const end = start + match[0].length
    if (value === undefined || noRate.test(text.slice(Math.max(0, start - 5), start))) return
    add(start, match[0].length, { type: 'rate', value: exact(value * share), unit: periodSaid(text, start, end) ?? fallback })
  }
  for (const match of text.matchAll(percent)) simple(match, 0.01, Number(match[1]), 'year')
  for (const match of text.matchAll(hundredths)) {
    const scale = match[1] === '百' ? 0.01 : match[1] === '千' ? 0.001 : 0.0001
    simple(match, scale, reading(match[2] ?? ''), match[1] === '百' ? 'year' : 'day')
  }
  for (const match of text.matchAll(tenThousandths)) {
    const start = match.index
    if (/[利息日天]/.test(text.slice(Math.max(0, start - 5), start)) || /^的?(?:日息|日利|利息|利率)/.test(text.slice(start + match[0].length))) simple(match, match[1] === '万' ? 0.0001 : 0.001, reading(match[2] ?? ''), 'day')
  }
  for (const match of text.matchAll(fenLi)) add(match.index, match[0].length, fenLiRate(text, match, match.index, match.index + match[0].length))
  for (const pattern of [points, bare]) {
    for (const match of text.matchAll(pattern)) {
      const said = match[1] ?? ''
      const start = match.index + match[0].indexOf(said)
      const value = reading(said)
      const length = match[0].length - match[0].indexOf(said)
      if (value !== undefined && value > 0 && value <= 100) add(start, length, { type: 'rate', value: exact(value / 100), unit: periodSaid(text, start, start + length) ?? 'year' })
    }
  }
  return finds
}
