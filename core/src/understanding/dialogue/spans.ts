import type { Entity } from '../entity.ts'
import { findLengths } from '../find-terms.ts'
import { readNumber } from '../numeral.ts'
import type { SlotValue } from './procedure.ts'

/** The facts of one message before anybody knows which fact of which procedure they are. */

export type SpanKind = 'amount' | 'date' | 'months' | 'days' | 'bank' | 'phone' | 'loanRef' | 'rate' | 'dayOfMonth'

export type Span = { readonly kind: SpanKind; readonly value: SlotValue; readonly unit?: string; readonly start: number; readonly end: number }

/** A message as heard: as typed, simplified (of the same length), and the facts found in it. */
export type Words = { readonly text: string; readonly plain: string; readonly entities: readonly Entity[] }

const number = String.raw`(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})`
const dayOfMonth = new RegExp([
  String.raw`(?<![\d.])(?<![\d一二三四五六七八九十]月)${number}(?=号(?!线|楼)|日)`,
  String.raw`(?<=(?:还款日|扣款日|账单日)(?:就|都)?(?:是|在|为)|[改换调挪放定]到)(?:二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?)(?![号日一二三四五六七八九个多万千百块元期天年月分])`,
  String.raw`(?<![\d.:：/-])(?<!(?<!每个?)月)\d{1,2}(?![\d:：点万千百块元个期天年%％岁月分次遍笔/-]|\.\d)(?=[^a-z]|$)`,
].join('|'), 'g')

const daysOfMonth = (plain: string): Span[] =>
  [...plain.matchAll(dayOfMonth)].flatMap((match): Span[] => {
    const value = readNumber(match[0].replace('廿', '二十'))
    const start = match.index
    return value !== undefined && value >= 1 && value <= 31 ? [{ kind: 'dayOfMonth', value, start, end: start + match[0].length + (/[号日]/.test(plain.charAt(start + match[0].length)) ? 1 : 0) }] : []
  })

const kindOf = ({ type, unit }: Entity): SpanKind | undefined => {
  switch (type) {
    case 'term':
      return unit === 'day' ? 'days' : 'months'
    case 'amount':
    case 'date':
    case 'bank':
    case 'phone':
    case 'loanRef':
    case 'rate':
      return type
    case 'idNumber':
    case 'cardNumber':
      return undefined
  }
}

/** 十五六万, 三四千: somewhere between two sums, so neither is said. */
const between = /[一二三四五六七八九][一二三四五六七八九](?:十|百|千|万|$)|\d\s?[-~到至]\s?\d+(?:万|千|w|k)?|几/

/** 三五天, 一两个月: so many or so many, neither is said. */
const betweenLengths = /^[一二两三四五六七八九](?=[一二两三四五六七八九俩])(?!.*十)/

/** Small sums without 元 are sums beside words of paying: 会员费99, 扣了我58. */
const smallSum = /(?<=费|扣了?我?|收了?我?|付了?|转了?|还了?)\s?(\d{1,2}(?:\.\d{1,2})?)(?![\d.期个天号次遍月年分点%％时万千百块元w])/g

const smallSums = (plain: string): Span[] =>
  [...plain.matchAll(smallSum)].map((match) => ({ kind: 'amount', value: Number(match[1]), start: match.index, end: match.index + match[0].length }))

/** 期数24: a number of instalments behind its name. */
const namedTerm = /(?<=期(?:数|限)(?:是|为|选|要|填|写|改成?|就)?[:：\s]?)\d{1,3}(?![\d.期个天月年周万千百块元k])/g

const namedTerms = (plain: string): Span[] =>
  [...plain.matchAll(namedTerm)].map((match) => ({ kind: 'months', value: Number(match[0]), start: match.index, end: match.index + match[0].length }))

/** 延期天数15, 延15日: so many days; 延到15日 is a day. */
const namedDays = /(?<=(?:天数[是为]?[:：\s]?|(?:延期?|延[后长迟]|宽限期?|推迟|缓期?|展期?)\s?))(?:\d{1,3}|[一二三]?十[一二三四五六七八九]?)(?=日)|(?<=天数[是为]?[:：\s]?)\d{1,3}(?![\d.天])/g

const daysNamed = (plain: string): Span[] =>
  [...plain.matchAll(namedDays)].flatMap((match): Span[] => {
    const value = readNumber(match[0])
    return value === undefined ? [] : [{ kind: 'days', value, start: match.index, end: match.index + match[0].length }]
  })

/** Where banks are spoken of, half a name will do: 绑交通的. */
const halfNames: Readonly<Record<string, string>> = { 交通: '交通银行', 建设: '建设银行', 农业: '农业银行' }
const halfName = /(?:交通|建设|农业)(?=的?卡|的(?!话)|吧|那张|[，,。\s]|$)/g

const halfBanks = (plain: string): Span[] =>
  [...plain.matchAll(halfName)].map((match) => ({ kind: 'bank', value: halfNames[match[0]] ?? match[0], start: match.index, end: match.index + match[0].length }))

/** 12/5要还, 6.18还的: days with a stroke, or with a point where something is done on them; 年后, 过完年 stay as said. */
const writtenDay = /(?<![\d./])(\d{1,2})(?:\/(\d{1,2})|\.(\d{1,2})(?=还|付|转|扣|交|到期|那|之?前|办|的))(?![\d./%])/g
const aroundNewYear = /过完年|年后|节后/g

const moreDays = (plain: string): Span[] => [
  ...[...plain.matchAll(writtenDay)].flatMap((match): Span[] => {
    const [month, day] = [Number(match[1]), Number(match[2] ?? match[3])]
    const exists = month >= 1 && month <= 12 && day >= 1 && day <= 31
    return exists ? [{ kind: 'date', value: `--${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, start: match.index, end: match.index + match[0].length }] : []
  }),
  ...[...plain.matchAll(aroundNewYear)].map((match): Span => ({ kind: 'date', value: match[0], start: match.index, end: match.index + match[0].length })),
]

/** In order of appearance. */
export const spansOf = ({ plain, entities }: Words): Span[] => {
  const free = (start: number, end: number): boolean => entities.every((one) => one.type === 'term' || end <= one.start || start >= one.end)
  const counted = daysNamed(plain)
  const spans = entities.flatMap((entity): Span[] => {
    const kind = kindOf(entity)
    if (entity.type === 'date' && counted.some(({ start }) => start === entity.start)) return []
    const together = kind === 'amount' && /^一块$/.test(plain.slice(entity.start, entity.end))
    const vague = kind === 'amount' && between.test(plain.slice(Math.max(0, entity.start - 1), entity.end))
    const { value, unit, start, end } = entity
    return kind === undefined || kind === 'months' || kind === 'days' || vague || together ? [] : [{ kind, value, ...(unit === undefined ? {} : { unit }), start, end }]
  })
  const lengths = findLengths(plain, free).filter(({ start, end }) => !betweenLengths.test(plain.slice(start, end))).map(({ value, unit, start, end }): Span => ({ kind: unit === 'day' ? 'days' : 'months', value, start, end }))
  const until = entities.flatMap((entity): Span[] => {
    const count = entity.type === 'date' ? readNumber(/^([^个]{1,3})个?月(?:之|以)?后$/.exec(String(entity.value))?.[1] ?? '') : undefined
    return count === undefined || count === 0 ? [] : [{ kind: 'months', value: count, start: entity.start, end: entity.end - 1 }]
  })
  const days = moreDays(plain).filter(({ start, end }) => entities.every((one) => one.type === 'amount' || end <= one.start || start >= one.end))
  const more = [...until, ...namedTerms(plain), ...smallSums(plain), ...halfBanks(plain)].filter(({ kind, start, end }) => kind === 'months' || free(start, end))
  const read = spans.filter(({ kind, start, end }) => kind !== 'amount' || days.every((one) => end <= one.start || start >= one.end))
  return [...read, ...days, ...counted, ...lengths, ...more, ...daysOfMonth(plain)].sort((one, other) => one.start - other.start)
}
