import type { Reading, Span } from './message-rule.ts'

/**
 * What the message rules are made of: lists of words that stand for one concept, and concepts said near each other. A rule
 * is read as “who does what to what, how surely”, not as a phrase. Whether a concept is in a sentence is asked once and kept, and what is
 * made of concepts is only searched where all of them are there: no hand-written sign tells a rule when to look.
 */
export type Expression = {
  /** Its number: where its places are kept. */
  readonly id: number
  /** With the flags `gu`. */
  readonly pattern: RegExp
  /** Concepts that must all be in the sentence before the pattern can be; those of a composed expression, none of a plain list of words. */
  readonly needs: readonly Expression[]
  /** Made of several concepts with a gap between. */
  readonly composed: boolean
  /** Where any of these will do: each is searched by itself. */
  readonly options: readonly Expression[]
}

let made = 0

const expression = (source: string, needs: readonly Expression[] = [], options: readonly Expression[] = []): Expression =>
  ({ id: made++, pattern: new RegExp(source, 'gu'), needs, options, composed: needs.length > 0 || options.some(({ composed }) => composed) })

const group = ({ pattern }: Expression): string => `(?:${pattern.source})`

/** One concept in all its words; each argument holds alternatives parted by `|`, in the syntax of regular expressions. */
export const words = (...alternatives: readonly string[]): Expression => expression(alternatives.join('|'))

/** Several concepts where any will do. */
export const either = (...options: readonly Expression[]): Expression => expression(options.map(({ pattern }) => pattern.source).join('|'), [], options)

const inOrder = (gap: string, parts: readonly (Expression | number)[]): Expression => {
  const source = parts.map((part) => typeof part === 'number' ? `${gap}{0,${part}}?` : group(part)).join('')
  return expression(source, parts.filter((part): part is Expression => typeof part !== 'number'))
}

/** In this order within one clause; a number between two is the most characters that may stand there. */
export const near = (...parts: readonly (Expression | number)[]): Expression => inOrder('[^，,：:。！？!?;；\\n]', parts)

/** In this order within one sentence, over its commas. */
export const far = (...parts: readonly (Expression | number)[]): Expression => inOrder('[^。！？!?\\n]', parts)

/** Within one clause in either order. */
export const beside = (one: Expression, gap: number, other: Expression): Expression => either(near(one, gap, other), near(other, gap, one))

/** Within one sentence in either order. */
export const along = (one: Expression, gap: number, other: Expression): Expression => either(far(one, gap, other), far(other, gap, one))

const noSpans: readonly Span[] = []

const search = (reading: Reading, { pattern, needs, options }: Expression): readonly Span[] => {
  if (options.length > 0) return options.flatMap((option) => placesOf(reading, option))
  for (const need of needs) if (placesOf(reading, need).length === 0) return noSpans
  // Most patterns are not there at all, and to search is much cheaper than to match all.
  if (reading.sentence.search(pattern) < 0) return noSpans
  return [...reading.sentence.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}

/** All places of an expression in the sentence; kept with the reading. */
export const placesOf = (reading: Reading, sought: Expression): readonly Span[] => {
  const known = reading.found[sought.id]
  if (known) return known
  const spans = search(reading, sought)
  reading.found[sought.id] = spans
  return spans
}

export const has = (reading: Reading, sought: Expression): boolean => placesOf(reading, sought).length > 0
