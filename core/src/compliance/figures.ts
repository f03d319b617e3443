import { clockTimes } from './clock-time.ts'
import type { KnownFigure, MessageFacts, Span } from './message-rule.ts'
import { plainNumber } from './small-number.ts'

/** The figures of an outgoing text, and whether the facts at hand (loan, quote, case, article, law) know them. */

export type FigureKind = 'amount' | 'rate' | 'date' | 'term' | 'time'
export type TermUnit = 'month' | 'day' | 'working-day' | 'hour' | 'minute'
/**
 * amount: yuan; rate: percent; date: `2026-12-05`, `12-05`, `-05`, a month `2026-12` or `--12`; term: a whole number of `unit`,
 * years counted as months and instalments too, for that is what they mostly are; time: `15:00`.
 */
export type FigureSaid = { readonly kind: FigureKind; readonly value: string; readonly unit?: TermUnit }

export type FoundFigure = Span & FigureSaid & {
  /** What the same words may be read as too: 三点 is 03:00 or 15:00, 三天内 is also the day in three days. A fact for any of these vouches for it. */
  readonly also?: readonly FigureSaid[]
}

const number = '[0-9](?:[0-9,]*[0-9])?(?:\\.[0-9]+)?'
const count = '(?:[0-9]+|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])'
const amounts = new RegExp(`(?:[¥￥]\\s*)?(${number})\\s*(万|千)?\\s*(?:元|块)|[¥￥]\\s*(${number})`, 'gu')
const rates = new RegExp(`(${number})\\s*%|(万|千|百)分之(${number}|[一二三四五六七八九](?![点十]))`, 'gu')
const dates = /(?:(20\d{2})\s*[年/-]\s*)?(1[0-2]|0?[1-9])\s*[月/-]\s*(3[01]|[12]\d|0?[1-9])\s*(?:日|号)?(?!\d)|(?:每月|本月|下月|当月)\s*(3[01]|[12]\d|0?[1-9])\s*(?:日|号)/gu
const months = /(?:(20\d{2})\s*年\s*)?(?<!\d)(1[0-2]|0?[1-9])\s*月(?!份?[供息费利租薪])/gu
/** One that stands for “any” or points at something is no length: 前一天, 这两天, 第3期, 后三期, 一年四季; 齐全后三天 is one. */
export const pointsAtNothing = '(?<![第前这那每某哪同头当几上下本]|(?:^|[最今往前此，。、])后)'
const terms = new RegExp(`${pointsAtNothing}(${count})\\s*(?:个)?\\s*(期|月|工作日|自然日|天|日|年|小时)(?![0-9利息化])`, 'gu')
const oneOfAny = /^一/u
const lengthAhead = /^\s*(?:之内|以内|内|之后|以后|后|以上|之前)|^(?:免息|宽限)/u
const lengthBefore = /(?:最[晚多长迟短少]|至少|不超过|延长?|展期?|借|分|共)\s*$/u

/** Amount in yuan times ten thousand, so that 1.5 万 is reckoned in whole numbers. */
const scaled = (text: string, unit: string | undefined): string => {
  const [whole = '', part = ''] = text.replaceAll(',', '').split('.')
  const places = unit === '万' ? 4 : unit === '千' ? 3 : 0
  const digits = part.padEnd(places, '0')
  const units = `${whole}${digits.slice(0, places)}`.replace(/^0+(?=\d)/u, '')
  const rest = digits.slice(places).replace(/0+$/u, '')
  return rest === '' ? units : `${units}.${rest}`
}

/** 万分之五 is 0.05 percent. */
const percent = (text: string, of: string | undefined): string => {
  if (of === undefined) return plainNumber(text)
  const digits = plainNumber(text)
  const places = of === '万' ? 2 : of === '千' ? 1 : 0
  const [whole = '', part = ''] = digits.split('.')
  const padded = whole.padStart(places + 1, '0')
  return plainNumber(`${padded.slice(0, padded.length - places)}.${padded.slice(padded.length - places)}${part}`)
}

const units: Readonly<Record<string, TermUnit>> = {
  期: 'month', 月: 'month', 年: 'month', 天: 'day', 日: 'day', 自然日: 'day', 工作日: 'working-day', 小时: 'hour',
}

/** Ten years or twelve months are as long whichever way they are said. */
const lengthOf = (digits: string, word: string): Pick<FigureSaid, 'value' | 'unit'> => {
  const unit = units[word]
  const value = plainNumber(digits)
  return { value: word === '年' && /^\d{1,3}$/u.test(value) ? String(Number(value) * 12) : value, ...(unit ? { unit } : {}) }
}

const two = (text: string): string => text.padStart(2, '0')

type Read = Pick<FigureSaid, 'value' | 'unit'>

export const figuresIn = (text: string): readonly FoundFigure[] => {
  const found: FoundFigure[] = []
  const isFree = (from: number, to: number): boolean => !found.some(({ start, end }) => from < end && to > start)
  const take = (pattern: RegExp, kind: FigureKind, read: (match: RegExpMatchArray) => Read | undefined): void => {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      const what = isFree(start, end) ? read(match) : undefined
      if (what) found.push({ kind, ...what, start, end })
    }
  }
  take(amounts, 'amount', ([, digits, unit, marked]) => ({ value: scaled(digits ?? marked ?? '', unit) }))
  take(rates, 'rate', ([, digits, of, part]) => ({ value: percent(digits ?? part ?? '', of) }))
  take(dates, 'date', ([, year, month, day, dayOnly]) => ({ value: dayOnly ? `-${two(dayOnly)}` : `${year ? `${year}-` : ''}${two(month ?? '')}-${two(day ?? '')}` }))
  take(months, 'date', ([, year, month]) => ({ value: year ? `${year}-${two(month ?? '')}` : `--${two(month ?? '')}` }))
  take(terms, 'term', (match) => {
    const [whole, digits = '', unit = ''] = match
    // A year by its number, and a month by its name.
    if ((unit === '年' && digits.length > 3) || (unit === '月' && !whole.includes('个'))) return undefined
    const [before, after] = [text.slice(0, match.index), text.slice((match.index ?? 0) + whole.length)]
    return oneOfAny.test(whole) && !lengthAhead.test(after) && !lengthBefore.test(before) ? undefined : lengthOf(digits, unit)
  })
  return found.sort((left, right) => left.start - right.start)
}

/** The same figure in any of the forms that facts come in: 7.2, 7.2%, 0.072; 2026-11-23; 12, 12期. */
const formsOf = ({ kind, value }: KnownFigure): readonly string[] => {
  const text = String(value)
  const bare = text.trim().replaceAll(',', '')
  if (kind === 'date' && /^(?:20\d{2}|-)-\d{2}$/u.test(text)) return [`date ${text}`]
  if (kind === 'time') return clockTimes(text).map((time) => `time ${time.value}`)
  if (!/^[0-9]+(?:\.[0-9]+)?$/u.test(bare)) {
    const keys = figuresIn(text).flatMap(keysOf)
    // A day in words (下个月) that is known by its words.
    return keys.length === 0 && kind === 'date' ? [`date ${text}`] : keys
  }
  const number = plainNumber(bare.includes('.') ? `${bare}0` : bare)
  // A number without its unit is believed of whatever its kind says, of any kind where that is none of ours.
  const kinds = figureKinds.some((known) => known === kind) ? [kind] : ['amount', 'rate', 'term']
  const fraction = /^0\.\d+$/u.test(bare) ? [`rate ${percent(`${bare.slice(2, 4).padEnd(2, '0').replace(/^0(?=\d)/u, '')}.${bare.slice(4)}0`, undefined)}`] : []
  return [...kinds.map((known) => `${known} ${number}`), ...fraction]
}

const figureKinds: readonly FigureKind[] = ['amount', 'rate', 'date', 'term', 'time']

/** What a figure may be told as: a known day is also its month, and its day of the month. */
const keysOf = ({ kind, value, unit }: FigureSaid): readonly string[] => {
  if (kind === 'term') return [`term ${value} ${unit ?? ''}`]
  const day = /^(?:(20\d{2})-)?(\d{2})-(\d{2})$/u.exec(value)
  if (kind !== 'date' || !day) return [`${kind} ${value}`]
  const [, year, month = '', ofMonth = ''] = day
  const withYear = year === undefined ? [] : [`date ${value}`, `date ${year}-${month}`]
  return [...withYear, `date ${month}-${ofMonth}`, `date -${ofMonth}`, `date --${month}`]
}

const indexes = new WeakMap<readonly KnownFigure[], ReadonlySet<string>>()

/** Facts are many and the same for many texts; they are read once. */
const indexOf = (known: readonly KnownFigure[]): ReadonlySet<string> => {
  const index = indexes.get(known) ?? new Set(known.flatMap(formsOf))
  indexes.set(known, index)
  return index
}

/** Whether any fact vouches for a figure; nought needs none. */
export const isKnown = ({ kind, value, unit, also }: Omit<FoundFigure, keyof Span>, known: readonly KnownFigure[]): boolean => {
  if (value === '0') return true
  const index = indexOf(known)
  if (kind === 'term' && unit !== undefined && index.has(`term ${value} ${unit}`)) return true
  return index.has(`${kind} ${value}`) || (also?.some((reading) => isKnown(reading, known)) ?? false)
}

const nothing: readonly never[] = []

/** Whether any list of the facts vouches for it. */
export const isAtHand = (figure: Omit<FoundFigure, keyof Span>, { figures = nothing, also = nothing }: MessageFacts): boolean =>
  isKnown(figure, figures) || also.some((known) => isKnown(figure, known))
