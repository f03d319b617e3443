import { isAsked, isCondemned, isDisowned, isQuoted, isReported, isSupposed, isWarning } from './message-context.ts'
import type { MessageRule, Reading, Span } from './message-rule.ts'
import { gramCount, type LearnedRule, readable } from './grams.ts'
import { learnedWeights } from './learned-weights.ts'

/**
 * The second reader of the gate: beside the concepts that the rules name, characters and pairs of characters weighed by a linear
 * machine that learned from the texts of evals/compliance (evals/compliance/learn.ts writes learned-weights.ts). It catches what
 * is said in words nobody listed; what frees a rule's words (denial by us, report, warning) frees these too.
 */

/** A character, or two: the second is 0 where it stands alone. */
const keyOf = (text: string, at: number, pair: boolean): number => (text.charCodeAt(at) << 16) | (pair ? text.charCodeAt(at + 1) : 0)

const places = 2 ** 16
const placeOf = (key: number): number => Math.imul(key, 0x9e37_79b1) >>> 16

/** An open table of grams (0: free), each with where its weights begin; label and weight lie side by side. */
type Table = { readonly keys: Int32Array; readonly from: Int32Array; readonly labels: Uint8Array; readonly weights: Float32Array }

const find = (keys: Int32Array, key: number): number => {
  let place = placeOf(key)
  while (keys[place] !== 0 && keys[place] !== key) place = (place + 1) % places
  return place
}

const tableOf = (rules: readonly LearnedRule[]): Table => {
  const byGram = new Map<number, { readonly label: number; readonly weight: number }[]>()
  const put = (key: number, label: number, weight: number): void => {
    const known = byGram.get(key) ?? []
    known.push({ label, weight: weight / 1000 })
    byGram.set(key, known)
  }
  for (const [label, { grams }] of rules.entries()) {
    for (const [weight, single, pairs] of grams) {
      for (let at = 0; at < single.length; at += 1) put(keyOf(single, at, false), label, weight)
      for (let at = 0; at < pairs.length; at += 2) put(keyOf(pairs, at, true), label, weight)
    }
  }
  const all = [...byGram.values()].flat()
  const made = { keys: new Int32Array(places), from: new Int32Array(places * 2), labels: Uint8Array.from(all, ({ label }) => label), weights: Float32Array.from(all, ({ weight }) => weight) }
  let from = 0
  for (const [key, weighed] of byGram) {
    const place = find(made.keys, key)
    made.keys[place] = key
    made.from[place * 2] = from
    from += weighed.length
    made.from[place * 2 + 1] = from
  }
  return made
}

const table = tableOf(learnedWeights)

/** The scores of all rules for one piece of text; above 0 the machine takes it for a breach. */
const scoresOf = (text: string): Float64Array => {
  const scores = new Float64Array(learnedWeights.length)
  const met = new Set<number>()
  for (let at = 0; at < text.length; at += 1) {
    for (let pair = at + 1 < text.length ? 1 : 0; pair >= 0; pair -= 1) {
      const place = find(table.keys, keyOf(text, at, pair === 1))
      const to = table.from[place * 2 + 1] ?? 0
      if (to === 0 || met.has(place)) continue
      met.add(place)
      for (let entry = table.from[place * 2] ?? 0; entry < to; entry += 1) {
        const label = table.labels[entry] ?? 0
        scores[label] = (scores[label] ?? 0) + (table.weights[entry] ?? 0)
      }
    }
  }
  const length = Math.sqrt(gramCount(text))
  for (let label = 0; label < scores.length; label += 1) scores[label] = (scores[label] ?? 0) / length + (learnedWeights[label]?.bias ?? 0)
  return scores
}

const weightIn = (label: number, text: string): number => {
  let sum = 0
  for (let at = 0; at < text.length; at += 1) {
    for (const pair of [false, true]) {
      const place = find(table.keys, keyOf(text, at, pair))
      for (let entry = table.from[place * 2] ?? 0; entry < (table.from[place * 2 + 1] ?? 0); entry += 1) {
        if (table.labels[entry] === label) sum += table.weights[entry] ?? 0
      }
    }
  }
  return sum
}

type Clause = Span & { readonly weight: number }

/** The clause that says it most. */
const heaviestClause = (label: number, sentence: string): Clause => {
  const clauses = [...sentence.matchAll(/[^，,；;：:。！？!?\n]+/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length, weight: weightIn(label, match[0]) }))
  return clauses.reduce((best, clause) => clause.weight > best.weight ? clause : best, clauses[0] ?? { start: 0, end: sentence.length, weight: 0 })
}

const isFreed = (reading: Reading, span: Span): boolean =>
  isWarning(reading) || isSupposed(reading) || isAsked(reading) || isCondemned(reading, span) || isReported(reading, { start: span.end, end: span.end }) || isDisowned(reading, { start: span.end, end: span.end }) ||
  isQuoted(reading.sentence, span)

/** A label or a title of fewer characters says too little. */
const shortest = 9

export type LearnedFinding = Span & { readonly rule: string; readonly reading: number }

/** Findings of the rules that may be learned, by sentence. A short text is read as one, a long one by pairs of sentences. */
export const learnedFindings = (readings: readonly Reading[], rules: readonly MessageRule[]): readonly LearnedFinding[] => {
  const windows = readings.length <= 2 ? [readings.map((_, place) => place)] : readings.slice(1).map((_, place) => [place, place + 1])
  const found = new Map<string, LearnedFinding>()
  for (const window of windows) {
    const text = readable(window.map((place) => readings[place]?.sentence ?? '').join(''))
    if (text.length < shortest + 2) continue
    const scores = scoresOf(text)
    for (let label = 0; label < scores.length; label += 1) {
      if ((scores[label] ?? 0) < 0) continue
      const fits = rules.find(({ id }) => id === learnedWeights[label]?.rule)
      const clauses = window.map((place) => ({ place, clause: heaviestClause(label, readings[place]?.sentence ?? '') }))
      const [heaviest] = clauses.toSorted((one, other) => other.clause.weight - one.clause.weight)
      const reading = heaviest && readings[heaviest.place]
      if (!reading || fits?.learned?.(reading) !== true || isFreed(reading, heaviest.clause)) continue
      found.set(`${fits.id} ${heaviest.place}`, { rule: fits.id, reading: heaviest.place, start: heaviest.clause.start, end: heaviest.clause.end })
    }
  }
  return [...found.values()]
}
