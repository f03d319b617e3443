import type { Reading, Span } from './message-rule.ts'
import { requiredLetters } from './required-letters.ts'

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

const made: Expression[] = []

const expression = (source: string, needs: readonly Expression[] = [], options: readonly Expression[] = []): Expression => {
  const composed = needs.length > 0 || options.some((option) => option.composed)
  const one: Expression = { id: made.length, pattern: new RegExp(source, 'gu'), needs, options, composed }
  made.push(one)
  return one
}

const group = ({ pattern }: Expression): string => `(?:${pattern.source})`

/** One concept in all its words; each argument holds alternatives parted by `|`, in the syntax of regular expressions. */
export const words = (...alternatives: readonly string[]): Expression => expression(alternatives.join('|'))

/** Several concepts where any will do. */
export const either = (...options: readonly Expression[]): Expression =>
  expression(options.map(({ pattern }) => pattern.source).join('|'), [], options)

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

/** Plain expressions by the characters and pairs of characters of which they need one; 1 at those that may be anywhere. */
export type Index = {
  /** What a character can begin: 1 where it is enough by itself, 2 where a pair begins with it, 3 both. */
  readonly begins: Uint8Array
  readonly byLetters: ReadonlyMap<number, readonly number[]>
  readonly anywhere: Uint8Array
  readonly unsearched: readonly undefined[]
}

const keyOf = (text: string, at: number): number => (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1)

const indexOf = (expressions: readonly Expression[]): Index => {
  const byLetters = new Map<number, number[]>()
  const anywhere = new Uint8Array(expressions.length)
  const begins = new Uint8Array(0x1_0000)
  for (const { id, pattern, needs, options } of expressions) {
    const letters = needs.length > 0 || options.length > 0 ? undefined : requiredLetters(pattern.source)
    if (letters === undefined) anywhere[id] = 1
    for (const one of letters ?? []) {
      const key = one.length === 1 ? one.charCodeAt(0) : keyOf(one, 0)
      begins[one.charCodeAt(0)] = (begins[one.charCodeAt(0)] ?? 0) | (one.length === 1 ? 1 : 2)
      const known = byLetters.get(key)
      if (known) known.push(id)
      else byLetters.set(key, [id])
    }
  }
  return { begins, byLetters, anywhere, unsearched: expressions.map(() => undefined) }
}

/** Where to look for every expression that was made, once all rules are there. */
export const indexOfExpressions = (): Index => indexOf(made)

/** What the search of one sentence begins with: by number, 1 where an expression may be in it (the others are not), and room for what is found. */
export const searchOf = ({ begins, byLetters, anywhere, unsearched }: Index, sentence: string): Pick<Reading, 'possible' | 'found'> => {
  const possible = anywhere.slice()
  const mark = (ids: readonly number[] | undefined): void => {
    if (ids) for (const id of ids) possible[id] = 1
  }
  let letter = sentence.charCodeAt(0)
  for (let at = 0; at < sentence.length; at += 1) {
    const next = sentence.charCodeAt(at + 1)
    const begun = begins[letter] ?? 0
    if (begun & 1) mark(byLetters.get(letter))
    if (begun & 2) mark(byLetters.get((letter << 16) | next))
    letter = next
  }
  return { possible, found: unsearched.slice() }
}

const noSpans: readonly Span[] = []

/** Whether the letters of all that it needs are there: much cheaper than to search any of it. */
export const mayBeIn = (reading: Reading, { id, needs, options }: Expression): boolean => {
  if (reading.possible[id] === 0) return false
  for (const need of needs) if (!mayBeIn(reading, need)) return false
  if (options.length === 0) return true
  for (const option of options) if (mayBeIn(reading, option)) return true
  return false
}

const search = (reading: Reading, sought: Expression): readonly Span[] => {
  if (!mayBeIn(reading, sought)) return noSpans
  const { pattern, needs, options } = sought
  if (options.length > 0) return options.flatMap((option) => placesOf(reading, option))
  for (const need of needs) if (placesOf(reading, need).length === 0) return noSpans
  pattern.lastIndex = 0
  const spans: Span[] = []
  for (let match = pattern.exec(reading.sentence); match; match = pattern.exec(reading.sentence)) {
    spans.push({ start: match.index, end: match.index + match[0].length })
    if (match[0] === '') pattern.lastIndex += 1
  }
  return spans
}

/** All places of an expression in the sentence; kept with the reading. */
export const placesOf = (reading: Reading, sought: Expression): readonly Span[] => {
  if (reading.possible[sought.id] === 0) return noSpans
  const known = reading.found[sought.id]
  if (known) return known
  const spans = search(reading, sought)
  reading.found[sought.id] = spans
  return spans
}

export const has = (reading: Reading, sought: Expression): boolean => placesOf(reading, sought).length > 0
