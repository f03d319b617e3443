/**
 * The figures that an author states in a text: each with its words as they stand there, its kind and its value, so
 * that the gate can match them, and nothing numeric slips out unlisted.
 */
import type { FigureSource, FigureValue, Figure } from '../primitives/figure.ts'
import type { RatePeriod } from '../primitives/rate.ts'
import {
  close, has, note, open, type Problem, type Source, takeChoice, takeDay, takeNumber, takeRate, takeText, takeYuan,
} from '../primitives/reading.ts'

export type StatedFigure = {
  /** The words as they stand in the text: `15 个自然日`. */
  readonly text: string
  /** `reference`: digits that measure nothing, such as a telephone number or the number of an article of law. */
  readonly value: FigureValue | { readonly kind: 'reference'; readonly value: string }
  /** The rule of `content/regulation` that the figure rests on; never one that is only remembered. */
  readonly rule?: string
  /** The product whose catalogue entry holds the figure; it must change with it. */
  readonly product?: string
}

const timeForm = /^([01]\d|2[0-4]):[0-5]\d$/

const takeValue = (source: Source): StatedFigure['value'] => {
  const kind = takeChoice(source, 'kind', ['reference', 'amount', 'rate', 'date', 'term', 'time', 'count'])
  switch (kind) {
    case 'reference': return { kind, value: takeText(source, 'value', 60) }
    case 'amount': return { kind, value: takeYuan(source, 'value') }
    case 'rate': return { kind, value: takeRate(source, 'value', takeChoice<RatePeriod>(source, 'period', ['year', 'month', 'day'])) }
    case 'date': return { kind, value: takeDay(source, 'value') }
    case 'term':
      return { kind, value: takeNumber(source, 'value', 0, 100_000), unit: takeChoice(source, 'unit', ['instalment', 'month', 'day', 'working-day']) }
    case 'time': {
      const [hours = '0', minutes = '0'] = takeText(source, 'value', 5, timeForm).split(':')
      return { kind, value: Number(hours) * 60 + Number(minutes) }
    }
    case 'count': return { kind, value: takeNumber(source, 'value', 0, 1_000_000_000) }
  }
}

export const readStatedFigure = (value: unknown, at: string, problems: Problem[]): StatedFigure => {
  const source = open(value, at, problems)
  const figure: StatedFigure = {
    text: takeText(source, 'text', 40),
    value: takeValue(source),
    ...(has(source, 'rule') ? { rule: takeText(source, 'rule', 40) } : {}),
    ...(has(source, 'product') ? { product: takeText(source, 'product', 40) } : {}),
  }
  close(source)
  return figure
}

/** Digits, or Chinese numerals that count something; a bare 一 (一次还清) and an ordinal (第二天) are no figures and are passed over. */
const numeric = /[0-9０-９]+|(?<!第[一二三四五六七八九十百千]*)(?:[二两三四五六七八九]|[一二三四五六七八九]?[十百千万][零一二三四五六七八九十百千万]*)(?:个)?(?:工作日|自然日|日|天|月|年|期|次|倍|元|块|成|折|分钟|小时)/g

/** The number of a step at the head of a line is no figure. */
const withoutListNumbers = (text: string): string => text.replaceAll(/^\s*\d+[.、]\s/gm, '')

/** What looks like a figure in `text` and is not among the listed words. */
export const unlistedFigures = (text: string, listed: readonly string[]): readonly string[] => {
  let rest = withoutListNumbers(text)
  for (const words of [...listed].sort((left, right) => right.length - left.length)) rest = rest.replaceAll(words, '＿')
  return rest.match(numeric) ?? []
}

export type PlacedStatement = { readonly stated: StatedFigure; readonly start: number; readonly end: number }

/** Where the stated figures stand in a text, in order, none inside another: `6 期` is not found in `36 期`. */
export const placeFigures = (text: string, figures: readonly StatedFigure[]): readonly PlacedStatement[] => {
  const longestFirst = [...figures].sort((left, right) => right.text.length - left.text.length)
  const places: PlacedStatement[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    const amidNumber = /[0-9.,]/.test(text.charAt(start - 1)) && /[0-9]/.test(text.charAt(start))
    const stated = amidNumber ? undefined : longestFirst.find((figure) => text.startsWith(figure.text, start))
    if (stated) places.push({ stated, start, end: start + stated.text.length })
    at += stated ? stated.text.length : 1
  }
  return places
}

export const checkFigures = (source: Source, key: string, text: string, figures: readonly StatedFigure[]): void => {
  for (const words of unlistedFigures(text, figures.map((figure) => figure.text))) note(source, key, 'unlisted-figure', words)
  const placed = new Set(placeFigures(text, figures).map(({ stated }) => stated))
  for (const figure of figures) if (!placed.has(figure)) note(source, key, 'figure-not-in-text', figure.text)
}

/** The stated figures in the form that an answer carries. */
export const figuresFrom = (stated: readonly StatedFigure[], source: FigureSource): readonly Figure[] =>
  stated.flatMap(({ value }) => (value.kind === 'reference' ? [] : [{ ...value, source }]))
