import type { MessageFacts, MessageRule, Reading, Span } from '../message-rule.ts'

/**
 * Figures in an outgoing text against the facts at hand (loan, quote, case, article, law). Only where facts are given:
 * what the words alone show is no ground to doubt a number.
 */

type Kind = 'amount' | 'rate' | 'date' | 'term'
export type FoundFigure = Span & { readonly kind: Kind; readonly value: string }

const chineseDigits = '零一二三四五六七八九'

/** 二十, 十五, 三 … up to 九十九; digits stay as they are. */
const plainNumber = (text: string): string => {
  if (/^[0-9.,]+$/u.test(text)) return text.replaceAll(',', '').replace(/(\.\d*?)0+$/u, '$1').replace(/\.$/u, '')
  const read = text.replace('两', '二')
  const [tens, units] = read.includes('十') ? read.split('十') : ['零', read]
  const digit = (character: string | undefined, empty: number): number => character === undefined || character === '' ? empty : chineseDigits.indexOf(character)
  return String(digit(tens, 1) * 10 + digit(units, 0))
}

const number = '[0-9](?:[0-9,]*[0-9])?(?:\\.[0-9]+)?'
const count = '(?:[0-9]+|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])'
const amounts = new RegExp(`(?:[¥￥]\\s*)?(${number})\\s*(万|千)?\\s*(?:元|块)|[¥￥]\\s*(${number})`, 'gu')
const rates = new RegExp(`(${number})\\s*%|(万|千|百)分之(${number}|[一二三四五六七八九])`, 'gu')
const dates = /(?:(20\d{2})\s*[年/-]\s*)?(1[0-2]|0?[1-9])\s*[月/-]\s*(3[01]|[12]\d|0?[1-9])\s*(?:日|号)?(?!\d)|(?:每月|本月|下月|当月)\s*(3[01]|[12]\d|0?[1-9])\s*(?:日|号)/gu
const terms = new RegExp(`(${count})\\s*(?:个)?\\s*(期|月|工作日|自然日|天|日|年|小时)(?![0-9利息化])`, 'gu')

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

const two = (text: string): string => text.padStart(2, '0')

export const figuresIn = (text: string): readonly FoundFigure[] => {
  const found: FoundFigure[] = []
  const isFree = (from: number, to: number): boolean => !found.some(({ start, end }) => from < end && to > start)
  const take = (pattern: RegExp, kind: Kind, read: (match: RegExpMatchArray) => string): void => {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (isFree(start, end)) found.push({ kind, value: read(match), start, end })
    }
  }
  take(amounts, 'amount', ([, digits, unit, marked]) => scaled(digits ?? marked ?? '', unit))
  take(rates, 'rate', ([, digits, of, part]) => percent(digits ?? part ?? '', of))
  take(dates, 'date', ([, year, month, day, dayOnly]) => dayOnly ? `-${two(dayOnly)}` : `${year ? `${year}-` : ''}${two(month ?? '')}-${two(day ?? '')}`)
  take(terms, 'term', ([, digits]) => plainNumber(digits ?? ''))
  return found
}

type Known = NonNullable<MessageFacts['figures']>[number]

/** The same figure in any of the forms that facts come in: 7.2, 7.2%, 0.072; 2026-11-23; 12, 12期. */
const forms = ({ value }: Known): readonly { readonly kind: Kind | undefined; readonly value: string }[] => {
  const text = String(value)
  const read = figuresIn(text).map((figure) => ({ kind: figure.kind, value: figure.value }))
  const bare = text.trim().replaceAll(',', '')
  if (!/^[0-9]+(?:\.[0-9]+)?$/u.test(bare)) return read
  const fraction = /^0\.\d+$/u.test(bare) ? [{ kind: 'rate' as const, value: percent(`${bare.slice(2, 4).padEnd(2, '0').replace(/^0(?=\d)/u, '')}.${bare.slice(4)}0`, undefined) }] : []
  return [{ kind: undefined, value: plainNumber(bare.includes('.') ? `${bare}0` : bare) }, ...fraction]
}

const isKnown = (figure: FoundFigure, known: readonly Known[]): boolean =>
  known.some((fact) => forms(fact).some(({ kind, value }) => {
    if (figure.kind === 'date') return kind === 'date' && value.endsWith(figure.value)
    return (kind === undefined ? fact.kind === figure.kind || !isKind(fact.kind) : kind === figure.kind) && value === figure.value
  }))

const isKind = (kind: string): boolean => ['amount', 'rate', 'date', 'term'].includes(kind)

const unsourced = ({ sentence, facts }: Reading): readonly Span[] => {
  if (!facts) return []
  const known = facts.figures ?? []
  return figuresIn(sentence).filter((figure) => figure.value !== '0' && !isKnown(figure, known))
}

export const figureRule: MessageRule = {
  id: 'FIGURE-UNSOURCED', verdict: 'warn', release: false, basis: [],
  why: '这个数字在借款、试算、案件和资料里找不到出处。',
  suggestion: '请从借款记录或试算结果里引用数字，或去掉这个数字。',
  signs: /[0-9一二两三四五六七八九十]/,
  find: unsourced,
}
