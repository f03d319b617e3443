/**
 * Templates with named values: `您本期应还 {dueAmount}`. A value brings its own unit, so a template never writes one,
 * and every figure that lands in a text is handed back with its place and its source.
 */
import { civil } from './day.ts'
import type { Figure, FigureValue } from './figure.ts'
import { formatYuan } from './money.ts'
import { percentText } from './rate.ts'
import { type Refusal, refuse } from './refusal.ts'

export type Language = 'zh' | 'en'

const termUnits = {
  zh: { instalment: '期', month: '个月', day: '天', 'working-day': '个工作日' },
  en: { instalment: 'instalment', month: 'month', day: 'day', 'working-day': 'working day' },
} as const

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** A figure as a customer reads it, unit included: `1,733.60 元`, `10.8%`, `2026年12月15日`, `12 期`, `18:30`. */
export const figureText = (figure: FigureValue, language: Language = 'zh'): string => {
  switch (figure.kind) {
    case 'amount': return language === 'zh' ? `${formatYuan(figure.value)} 元` : `CNY ${formatYuan(figure.value)}`
    case 'rate': return `${percentText(figure.value)}%`
    case 'date': {
      const { year, month, dayOfMonth } = civil(figure.value)
      if (language === 'zh') return `${year}年${month}月${dayOfMonth}日`
      return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
    }
    case 'term': {
      const unit = termUnits[language][figure.unit]
      return `${figure.value} ${unit}${language === 'en' && figure.value !== 1 ? 's' : ''}`
    }
    case 'time': return clock(figure.value)
    case 'count': return String(figure.value)
  }
}

const slot = /\{([a-zA-Z]+)\}/g

/** The names of a template's places, each once, in order. */
export const placeholders = (template: string): readonly string[] => [...new Set([...template.matchAll(slot)].map((match) => match[1] ?? ''))]

/** A name or word stands as it is; a figure is put in figures and keeps its source, and so do the figures of a text that was filled before. */
export type Values = Readonly<Record<string, string | Figure | Filled | undefined>>

export type Filled = { readonly text: string; readonly figures: readonly { readonly figure: Figure; readonly start: number; readonly end: number }[] }

const placed = (value: string | Figure | Filled, language: Language): Filled => {
  if (typeof value === 'string') return { text: value, figures: [] }
  if ('text' in value) return value
  const text = figureText(value, language)
  return { text, figures: [{ figure: value, start: 0, end: text.length }] }
}

/** Fills every place, or refuses and names the first value that is missing: a half-filled sentence never goes out. */
export const fill = (template: string, values: Values, language: Language = 'zh'): Filled | Refusal<'value-missing'> => {
  const figures: { figure: Figure; start: number; end: number }[] = []
  let text = ''
  let from = 0
  for (const match of template.matchAll(slot)) {
    const name = match[1] ?? ''
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) return refuse('value-missing', { name }, name)
    text += template.slice(from, match.index)
    const { text: words, figures: within } = placed(value, language)
    for (const { figure, start, end } of within) figures.push({ figure, start: text.length + start, end: text.length + end })
    text += words
    from = match.index + match[0].length
  }
  return { text: text + template.slice(from), figures }
}
