import { unlistedFigures } from '../knowledge/stated-figure.ts'
import type { Figure } from '../primitives/figure.ts'
import { figureText, type Language } from '../primitives/filling.ts'

/**
 * Sentences from templates and named values. A value is a Figure, which stays attached to its place in the text; a
 * Name: words that are no figure though they may hold digits, such as a loan's reference; or a text composed before.
 */

export type Name = { readonly name: string }

export type Values = Readonly<Record<string, Figure | Name | Composed>>

/** A figure at [start, end) of the text, UTF-16 offsets. */
export type PlacedFigure = { readonly start: number; readonly end: number; readonly figure: Figure }

export type Composed = {
  readonly text: string
  readonly figures: readonly PlacedFigure[]
  /** Where names stand: digits there are no figures. */
  readonly names: readonly { readonly start: number; readonly end: number }[]
}

const placeholder = /\{(\w+)\}/g

const inlined = (value: Figure | Name | Composed, language: Language): Composed => {
  if ('text' in value) return value
  const text = 'name' in value ? value.name : figureText(value, language)
  const span = { start: 0, end: text.length }
  return 'name' in value ? { text, figures: [], names: [span] } : { text, figures: [{ ...span, figure: value }], names: [] }
}

const words = (text: string): Composed => ({ text, figures: [], names: [] })

/** Fills a template. A placeholder without a value is a bug in the template or its caller, so it throws. */
export const compose = (template: string, values: Values, language: Language, allowed: readonly string[] = []): Composed => {
  const parts: Composed[] = []
  let from = 0
  for (const match of template.matchAll(placeholder)) {
    const [whole, key = ''] = match
    const value = values[key]
    if (value === undefined) throw new Error(`the sentence lacks a value for {${key}}: ${template}`)
    parts.push(words(template.slice(from, match.index)), inlined(value, language))
    from = match.index + whole.length
  }
  return named(join([...parts, words(template.slice(from))], ''), allowed)
}

/** Digits of the template itself that measure nothing, such as a telephone number. */
const named = (composed: Composed, allowed: readonly string[]): Composed => ({
  ...composed,
  names: [
    ...composed.names,
    ...allowed.flatMap((text) => {
      const start = composed.text.indexOf(text)
      return start < 0 ? [] : [{ start, end: start + text.length }]
    }),
  ],
})

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
