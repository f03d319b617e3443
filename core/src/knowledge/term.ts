/**
 * A word of the field with its plain meaning, how it is found in a message, and how it is told with the customer's
 * own loan.
 */
import type { Figure } from '../primitives/figure.ts'
import { isRefusal } from '../primitives/refusal.ts'
import {
  close, finish, has, idForm, note, noteDuplicates, open, type Problem, type Read, readText, type Source, takeBoolean, takeList, takeObject, takeText,
} from '../primitives/reading.ts'
import { fill, type Filled, placeholders } from '../primitives/filling.ts'
import { type Governance, takeGovernance } from '../compliance/governance.ts'
import { isLoanField, type LoanField } from './loan-fields.ts'
import { type ProductMethod, productMethods } from './product.ts'
import { unlistedFigures } from './stated-figure.ts'

/** A customer's loan as `withLoan` templates see it; made by `termLoan`. */
export type TermLoan = {
  readonly method: ProductMethod
  readonly overdue: boolean
  readonly values: Readonly<Partial<Record<LoanField, string | Figure>>>
}

export type Term = Governance & {
  readonly id: string
  readonly zh: string
  readonly aliases: readonly string[]
  readonly en: string
  /** At most 80 characters, without figures: what a figure means is said with the customer's own. */
  readonly plain: string
  readonly withLoan?: string
  /** The template is true only for these methods, or only when (not) overdue. */
  readonly withLoanWhen?: { readonly methods?: readonly ProductMethod[]; readonly overdue?: boolean }
  /** Other words that hold this one by accident: 本金 in 成本金额, 展期 in 发展期间. */
  readonly notInside: readonly string[]
}

const readMethod = (value: unknown, at: string, problems: Problem[]): ProductMethod => {
  const method = productMethods.find((each) => each === value)
  if (method === undefined) problems.push({ at, code: 'not-a-choice', about: String(value) })
  return method ?? 'bullet'
}

const readWhen = (source: Source): NonNullable<Term['withLoanWhen']> => ({
  ...(has(source, 'methods') ? { methods: takeList(source, 'methods', readMethod) } : {}),
  ...(has(source, 'overdue') ? { overdue: takeBoolean(source, 'overdue') } : {}),
})

const readTerm = (value: unknown, at: string, problems: Problem[]): Term => {
  const source = open(value, at, problems)
  const term: Term = {
    id: takeText(source, 'id', 60, idForm),
    zh: takeText(source, 'zh', 20),
    aliases: takeList(source, 'aliases', readText, 0),
    en: takeText(source, 'en', 80),
    plain: takeText(source, 'plain', 80),
    ...(has(source, 'withLoan') ? { withLoan: takeText(source, 'withLoan', 200) } : {}),
    ...(has(source, 'withLoanWhen') ? { withLoanWhen: takeObject(source, 'withLoanWhen', readWhen) } : {}),
    notInside: has(source, 'notInside') ? takeList(source, 'notInside', readText) : [],
    ...takeGovernance(source),
  }
  for (const words of unlistedFigures(`${term.plain}\n${term.withLoan ?? ''}`, [])) note(source, 'plain', 'unlisted-figure', words)
  for (const name of placeholders(term.withLoan ?? '')) {
    if (!isLoanField(name)) note(source, 'withLoan', 'unknown-placeholder', name)
  }
  if (placeholders(term.plain).length > 0) note(source, 'plain', 'unknown-placeholder')
  if (term.withLoan !== undefined && placeholders(term.withLoan).length === 0) note(source, 'withLoan', 'contradiction', 'names nothing of the loan')
  for (const word of term.notInside) {
    if (![term.zh, ...term.aliases].some((spelling) => word.includes(spelling) && word !== spelling)) note(source, 'notInside', 'contradiction', word)
  }
  close(source)
  return term
}

/** Reads a file of terms, a JSON list; no spelling may belong to two terms. */
export const parseTerms = (value: unknown): Read<readonly Term[]> => {
  const source = open({ terms: value }, '', [])
  const terms = takeList(source, 'terms', readTerm)
  noteDuplicates(source, 'terms', terms.map((term) => term.id))
  noteDuplicates(source, 'terms', terms.flatMap((term) => [term.zh, ...term.aliases].map((words) => words.toLowerCase())))
  return finish(source, terms)
}

/** Cuts a text into words; each as UTF-16 offsets. */
export type Segmenter = (text: string) => readonly { readonly start: number; readonly end: number }[]

type Spelling = { readonly term: Term; readonly words: string }

/** Spellings by their first character, longest first. */
export type TermIndex = ReadonlyMap<string, readonly Spelling[]>

export const termIndex = (terms: readonly Term[]): TermIndex => {
  const index = new Map<string, Spelling[]>()
  for (const term of terms) {
    for (const spelling of [term.zh, ...term.aliases]) {
      const words = spelling.toLowerCase()
      const first = words.charAt(0)
      index.set(first, [...(index.get(first) ?? []), { term, words }])
    }
  }
  for (const spellings of index.values()) spellings.sort((left, right) => right.words.length - left.words.length)
  return index
}

export type TermMatch = { readonly term: Term; readonly start: number; readonly end: number }

const latin = /[a-z]/
const cuts = (left: string, right: string): boolean => latin.test(left) && latin.test(right)

/** IRR is a word in "算IRR吗" and none in "first". */
const cutsLatinWord = (text: string, start: number, end: number): boolean => {
  return cuts(text.charAt(start - 1), text.charAt(start)) || cuts(text.charAt(end - 1), text.charAt(end))
}

const liesInside = (text: string, start: number, end: number, word: string): boolean => {
  for (let at = text.indexOf(word, Math.max(0, end - word.length)); at !== -1 && at <= start; at = text.indexOf(word, at + 1)) {
    if (at + word.length >= end) return true
  }
  return false
}

/**
 * The terms of a message from left to right, longest first, none overlapping. With a segmenter a match must begin and
 * end where words do; without one, the words that each term names as traps keep it out of them.
 */
export const findTerms = (index: TermIndex, message: string, segment?: Segmenter): readonly TermMatch[] => {
  const lowered = message.toLowerCase()
  // Some letters change length when lowered (İ); offsets must stay those of the message.
  const text = lowered.length === message.length ? lowered : message
  const words = segment?.(message)
  const edges = words && new Set(words.flatMap(({ start, end }) => [start, end]))
  const fits = ({ term, words: spelling }: Spelling, start: number): boolean => {
    const end = start + spelling.length
    if (!text.startsWith(spelling, start) || cutsLatinWord(text, start, end)) return false
    if (edges && !(edges.has(start) && edges.has(end))) return false
    return !term.notInside.some((word) => liesInside(text, start, end, word.toLowerCase()))
  }
  const matches: TermMatch[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    const found = index.get(text.charAt(start))?.find((spelling) => fits(spelling, start))
    if (found) matches.push({ term: found.term, start, end: start + found.words.length })
    at += found ? found.words.length : 1
  }
  return matches
}

export type Explanation = {
  readonly termId: string
  readonly termVersion: number
  readonly plain: string
  /** The same with the customer's own loan; absent where the template does not fit it or a value is not known. */
  readonly withLoan?: Filled
}

const fits = (term: Term, loan: TermLoan): boolean => {
  const { methods, overdue } = term.withLoanWhen ?? {}
  return (methods === undefined || methods.includes(loan.method)) && (overdue === undefined || overdue === loan.overdue)
}

export const explainTerm = (term: Term, loan?: TermLoan): Explanation => {
  const explanation = { termId: term.id, termVersion: term.version, plain: term.plain }
  if (loan === undefined || term.withLoan === undefined || !fits(term, loan)) return explanation
  const filled = fill(term.withLoan, loan.values)
  return isRefusal(filled) ? explanation : { ...explanation, withLoan: filled }
}
