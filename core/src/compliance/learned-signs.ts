import { createRecent, type Recent } from '../primitives/recent.ts'
import { isAsked, isCondemned, isDisowned, isQuoted, isReported, isSupposed, isWarning } from './message-context.ts'
import { doubtful, type MessageRule, type Placed, type Reading, type Span } from './message-rule.ts'
import { sentencesOf } from './prepare-text.ts'
import { type LearnedRule, meaningCount, type Signs, signsOf, weightOf } from './signs.ts'

/**
 * The second reader of the gate: beside what the rules name, signs.ts takes a text as characters and concepts, weighed for each rule by a
 * linear machine that learned from the texts of evals/compliance (evals/compliance/learn.ts writes learned-weights.ts). One more machine
 * tells for all rules alike whether words do what they speak of, or deny, quote, ask and warn. It catches what is said in words nobody
 * listed, and doubts what the rules' own words found where all the rest speaks against it.
 */

const places = 2 ** 15
const placeOf = (key: number): number => Math.imul(key, 0x9e37_79b1) >>> 17
/** What a place holds: a gram (0: free), where its weights begin and where they end. Side by side, so that one look at memory finds all. */
const inPlace = 4

/** An open table of grams; label and weight lie side by side too. */
type Table = { readonly grams: Int32Array; readonly labels: Uint8Array; readonly weights: Float32Array; readonly meanings: Float32Array }

/** Where a gram lies in the table, or would lie. */
const find = (grams: Int32Array, key: number): number => {
  let at = placeOf(key) * inPlace
  while (grams[at] !== 0 && grams[at] !== key) at = (at + inPlace) % grams.length
  return at
}

const gramsOf = (rules: readonly LearnedRule[]): ReadonlyMap<number, readonly { readonly label: number; readonly weight: number }[]> => {
  const byGram = new Map<number, { readonly label: number; readonly weight: number }[]>()
  const put = (key: number, label: number, weight: number): void => {
    const known = byGram.get(key) ?? []
    known.push({ label, weight: weight / 1000 })
    byGram.set(key, known)
  }
  for (const [label, { grams }] of rules.entries()) {
    for (const [weight, single, pairs] of grams) {
      for (let at = 0; at < single.length; at += 1) put(single.charCodeAt(at) << 16, label, weight)
      for (let at = 0; at < pairs.length; at += 2) put((pairs.charCodeAt(at) << 16) | pairs.charCodeAt(at + 1), label, weight)
    }
  }
  return byGram
}

const tableOf = (rules: readonly LearnedRule[]): Table => {
  const byGram = gramsOf(rules)
  const all = [...byGram.values()].flat()
  const [labels, weights] = [Uint8Array.from(all, ({ label }) => label), Float32Array.from(all, ({ weight }) => weight)]
  const meanings = new Float32Array(meaningCount * rules.length)
  for (const [label, rule] of rules.entries()) {
    for (const [weight, ids] of rule.meanings) for (const id of ids) meanings[id * rules.length + label] = weight / 1000
  }
  const made: Table = { grams: new Int32Array(places * inPlace), labels, weights, meanings }
  if (byGram.size > places * 0.75) throw new Error(`${byGram.size} grams are too many for a table of ${places} places`)
  let from = 0
  for (const [key, weighed] of byGram) {
    const at = find(made.grams, key)
    made.grams.set([key, from, from + weighed.length], at)
    from += weighed.length
  }
  return made
}

/** What was learned, made ready to be looked up, and what was read last. Whoever judges makes it once and hands it in: core keeps nothing. */
export type SecondReader = {
  readonly learned: readonly LearnedRule[]
  readonly table: Table
  readonly labelOf: ReadonlyMap<string, number>
  readonly breach: number
  /** A text is read once, though it comes again with every keystroke after it. */
  readonly readBefore: Recent<Scores>
}

/** `kept`: how many pieces of text are remembered. */
export const secondReader = (learned: readonly LearnedRule[], kept: number): SecondReader => {
  const labelOf = new Map(learned.map(({ rule }, label) => [rule, label]))
  return { learned, table: tableOf(learned), labelOf, breach: labelOf.get('breach') ?? -1, readBefore: createRecent(kept) }
}

const scoresOf = ({ table, learned }: SecondReader, signs: Signs): Float64Array => {
  const count = learned.length
  const scores = new Float64Array(count)
  const { grams, labels, weights } = table
  for (const gram of signs.grams) {
    const at = find(grams, gram)
    const to = grams[at + 2] ?? 0
    for (let entry = grams[at + 1] ?? 0; entry < to; entry += 1) {
      const label = labels[entry] ?? 0
      scores[label] = (scores[label] ?? 0) + (weights[entry] ?? 0)
    }
  }
  for (const meaning of signs.meanings) {
    const from = meaning * count
    for (let label = 0; label < count; label += 1) scores[label] = (scores[label] ?? 0) + (table.meanings[from + label] ?? 0)
  }
  const weight = weightOf(signs)
  for (let label = 0; label < count; label += 1) scores[label] = (scores[label] ?? 0) * weight + (learned[label]?.bias ?? 0)
  return scores
}

/** How much that a text breaks any rule at all says for each. */
const breachCounts = 1
/** How much it says for a rule that its own words were found. */
export const wordsCount = 0.8

/** The scores of one piece of text by label, and how surely it breaks any rule: together above 0 the machine takes it for a breach. */
type Scores = { readonly own: Float64Array; readonly any: number }

const readScores = (reader: SecondReader, text: string): Scores => reader.readBefore(text, () => {
  const own = scoresOf(reader, signsOf(text))
  return { own, any: (own[reader.breach] ?? 0) * breachCounts }
})

const clauseOf = /[^，,；;：:。！？!?\n]+[，,；;：:。！？!?\n]*/gu

const clausesOf = (text: string): readonly Span[] =>
  [...text.matchAll(clauseOf)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))

/** The clause that says it most. */
const heaviestClause = (reader: SecondReader, label: number, text: string): Span => {
  const weighed = clausesOf(text).map((clause) => ({ clause, weight: scoresOf(reader, signsOf(text.slice(clause.start, clause.end)))[label] ?? 0 }))
  const [heaviest] = weighed.toSorted((one, other) => other.weight - one.weight)
  return heaviest?.clause ?? { start: 0, end: text.length }
}

const isFreed = (reading: Reading, span: Span): boolean => {
  const after = { start: span.end, end: span.end }
  return isWarning(reading) || isSupposed(reading) || isAsked(reading) || isCondemned(reading, span) || isReported(reading, after) ||
    isDisowned(reading, after) || isQuoted(reading.sentence, span)
}

/** A label or a title of fewer characters says too little. */
const shortest = 9
/** As much as was mostly read at once when it was learned. */
const longest = 50

/** Some clauses, read together. */
export type Window = Scores & Span

/** The clauses of a piece of text, as many together as go into a window, beginning with each. */
const clauseWindows = (text: string): readonly Span[] => {
  const clauses = clausesOf(text)
  const spans: Span[] = []
  for (const [at, { start, end: first }] of clauses.entries()) {
    let end = first
    for (let next = at + 1; next < clauses.length && (clauses[next]?.end ?? 0) - start <= longest; next += 1) end = clauses[next]?.end ?? end
    // What the window before holds as well says nothing new.
    if ((spans.at(-1)?.end ?? 0) < end) spans.push({ start, end })
  }
  return spans
}

/**
 * A short text is read as one, a long one sentence by sentence: a breach among ordinary sentences stays one. A long sentence
 * is read by its clauses.
 */
export const spansRead = (whole: string): readonly Span[] => {
  const pieces = whole.length <= longest ? [{ start: 0, text: whole }] : sentencesOf(whole)
  return pieces.flatMap(({ start: from, text }) => {
    const spans = text.length <= longest ? [{ start: 0, end: text.length }] : clauseWindows(text)
    return spans.flatMap(({ start, end }) => text.slice(start, end).trim().length < shortest ? [] : [{ start: from + start, end: from + end }])
  })
}

export const windowsOf = (reader: SecondReader, whole: string): readonly Window[] =>
  spansRead(whole).map(({ start, end }) => {
    const { own, any } = readScores(reader, whole.slice(start, end))
    return { start, end, own, any }
  })

const overlap = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end

/** How surely a place breaks a rule, by the best of its windows; nothing is known of rules that are not learned, nor of too short a text. */
export const scoreAt = (reader: SecondReader, windows: readonly Window[], rule: string, place: Span): number | undefined => {
  const label = reader.labelOf.get(rule)
  const scores = label === undefined ? [] : windows.flatMap((window) => overlap(window, place) ? (window.own[label] ?? 0) + window.any : [])
  return scores.length === 0 ? undefined : Math.max(...scores)
}

/** A rule that is surer than this by itself stands beside another that is surer still. */
const sureAlone = 0.1

/** Which rules a window breaks: the likeliest, and any that is likely by itself. `byWords`: whether a rule's own words are in it. */
const rulesBroken = (
  { learned, breach }: SecondReader, { own, any }: Window, byWords: (rule: string) => boolean,
): readonly { readonly label: number; readonly score: number }[] => {
  const scores = learned.map(({ rule }, label) => label === breach ? -Infinity : (own[label] ?? 0) + any + (byWords(rule) ? wordsCount : 0))
  const best = Math.max(...scores)
  return scores.flatMap((score, label) =>
    score >= 0 && (score === best || (own[label] ?? 0) >= sureAlone) ? [{ label, score: (own[label] ?? 0) + any }] : [])
}

/** Findings of the rules that may be learned, by rule, at their places in the whole text. `standing`: those of the rules' own words. */
export const learnedFindings = (
  reader: SecondReader, whole: string, placed: readonly Placed[], windows: readonly Window[], rules: readonly MessageRule[],
  standing: ReadonlyMap<string, readonly Span[]>,
): ReadonlyMap<string, readonly Span[]> => {
  const found = new Map<string, readonly Span[]>()
  const byWords = (window: Window) => (rule: string): boolean => standing.get(rule)?.some((span) => overlap(span, window)) === true
  for (const window of windows) {
    for (const { label, score } of rulesBroken(reader, window, byWords(window))) {
      const named = reader.learned[label]?.rule
      const rule = rules.find(({ id }) => id === named)
      const clause = heaviestClause(reader, label, whole.slice(window.start, window.end))
      const place = { start: window.start + clause.start, end: window.start + clause.end }
      const sentence = placed.findLast(({ start }) => start <= place.start)
      if (!rule?.learned || !sentence) continue
      const within = { start: place.start - sentence.start, end: place.end - sentence.start }
      if (score < rule.learned(sentence.reading) + (isFreed(sentence.reading, within) ? doubtful : 0)) continue
      found.set(rule.id, [...found.get(rule.id) ?? [], place])
    }
  }
  return found
}
