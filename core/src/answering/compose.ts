import { unlistedFigures } from '../knowledge/stated-figure.ts'
import { civil } from '../primitives/day.ts'
import type { Figure } from '../primitives/figure.ts'
import { formatYuan } from '../primitives/money.ts'
import { percentText } from '../primitives/rate.ts'

/**
 * Sentences from templates and named values. A value is a Figure, which stays attached to its place in the text, or a
 * Name: words that are no figure though they may hold digits, such as a loan's reference or a product's name.
 */

export type Language = 'zh' | 'en'

export type Name = { readonly name: string }

export type Values = Readonly<Record<string, Figure | Name>>

/** A figure at [start, end) of the text, UTF-16 offsets. */
export type PlacedFigure = { readonly start: number; readonly end: number; readonly figure: Figure }

export type Composed = {
  readonly text: string
  readonly figures: readonly PlacedFigure[]
  /** Where names stand: digits there are no figures. */
  readonly names: readonly { readonly start: number; readonly end: number }[]
}

const units = {
  zh: { instalment: '期', month: '个月', day: '天', 'working-day': '个工作日' },
  en: { instalment: ' instalments', month: ' months', day: ' days', 'working-day': ' working days' },
} as const

const rateUnits = { zh: { year: '年利率', month: '月利率', day: '日利率' }, en: { year: ' a year', month: ' a month', day: ' a day' } } as const

const twoDigits = (count: number): string => String(count).padStart(2, '0')

/** How a figure is written in a sentence. Amounts carry no 元: the sentence does. */
export const figureText = (figure: Figure, language: Language): string => {
  switch (figure.kind) {
    case 'amount':
      return formatYuan(figure.value)
    case 'rate':
      return language === 'zh'
        ? `${rateUnits.zh[figure.value.period]}${percentText(figure.value)}%`
        : `${percentText(figure.value)}%${rateUnits.en[figure.value.period]}`
    case 'date': {
      const { year, month, dayOfMonth } = civil(figure.value)
      return language === 'zh' ? `${year}年${month}月${dayOfMonth}日` : `${year}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`
    }
    case 'term':
      return `${figure.value}${units[language][figure.unit]}`
    case 'time':
      return `${twoDigits(Math.floor(figure.value / 60))}:${twoDigits(figure.value % 60)}`
    case 'count':
      return String(figure.value)
  }
}

const placeholder = /\{(\w+)\}/g

/** Fills a template. A placeholder without a value is a bug in the template or its caller, so it throws. */
export const compose = (template: string, values: Values, language: Language): Composed => {
  const figures: PlacedFigure[] = []
  const names: { start: number; end: number }[] = []
  let text = ''
  let from = 0
  for (const match of template.matchAll(placeholder)) {
    const [whole, key = ''] = match
    const value = values[key]
    if (value === undefined) throw new Error(`answer template lacks a value for {${key}}: ${template}`)
    text += template.slice(from, match.index)
    const words = 'name' in value ? value.name : figureText(value, language)
    const span = { start: text.length, end: text.length + words.length }
    if ('name' in value) names.push(span)
    else figures.push({ ...span, figure: value })
    text += words
    from = match.index + whole.length
  }
  return { text: text + template.slice(from), figures, names }
}

/** One text of several, with `between` in the middle; figures and names keep their places. */
export const join = (parts: readonly Composed[], between: string = '\n'): Composed => {
  const shifted = (span: { start: number; end: number }, by: number) => ({ start: span.start + by, end: span.end + by })
  let text = ''
  const figures: PlacedFigure[] = []
  const names: { start: number; end: number }[] = []
  for (const part of parts.filter(({ text: words }) => words !== '')) {
    if (text !== '') text += between
    const by = text.length
    figures.push(...part.figures.map((placed) => ({ ...placed, ...shifted(placed, by) })))
    names.push(...part.names.map((span) => shifted(span, by)))
    text += part.text
  }
  return { text, figures, names }
}

/** Figures of the text that nothing vouches for. A machine's text with any of these is not sent. */
export const unsourcedFigures = ({ text, figures, names }: Composed): readonly string[] => {
  let rest = text
  for (const { start, end } of [...figures, ...names]) rest = rest.slice(0, start) + '＿'.repeat(end - start) + rest.slice(end)
  return unlistedFigures(rest, [])
}
