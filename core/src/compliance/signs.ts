import { concepts } from './concepts.ts'

/**
 * How the second reader of the gate and its teacher (evals/compliance/learn.ts) take a text: its characters and pairs of characters,
 * the concepts named in it, and which concept is named shortly before which. Each counts once.
 */
export type Signs = {
  /** A character, or two: the second is 0 where it stands alone. */
  readonly grams: ReadonlySet<number>
  /** A concept alone, or one before another: `meaningOf` numbers them. */
  readonly meanings: ReadonlySet<number>
}

/** All digits are one; the ends of a text are signs of their own. */
export const readable = (plain: string): string => `^${plain.trim().replaceAll(/[0-9]/gu, '0')}$`

const names = Object.keys(concepts)
/** Each concept as said, and as denied. */
export const conceptCount = names.length * 2

export const meaningCount = conceptCount * (conceptCount + 1)

/** The number of a concept that stands alone, or before another. */
const meaningOf = (concept: number, next?: number): number => concept * (conceptCount + 1) + (next === undefined ? 0 : next + 1)

type Word = { readonly word: string; readonly concepts: readonly number[] }

const pairKey = (text: string, at: number): number => (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1)

/** Words of one character by it, longer ones by their first two. */
const wordsByStart = (): ReadonlyMap<number, readonly Word[]> => {
  const byWord = new Map<string, number[]>()
  for (const [concept, name] of names.entries()) {
    for (const word of new Set((concepts[name] ?? '').split(' '))) byWord.set(word, [...byWord.get(word) ?? [], concept])
  }
  const byStart = new Map<number, Word[]>()
  for (const [word, meant] of byWord) {
    const key = word.length === 1 ? word.charCodeAt(0) : pairKey(word, 0)
    byStart.set(key, [...byStart.get(key) ?? [], { word, concepts: meant }])
  }
  return byStart
}

const vocabulary = wordsByStart()
const clauseEnd = '，,。！？!?；;：:'

/** The most characters between two concepts that are read together. */
const reach = 6

const denial = names.indexOf('negation')
/** The most characters between a denial and what it denies: 不会给您, 没法把. */
const denialReach = 3

type Named = { readonly concept: number; readonly start: number; readonly end: number }

const namedIn = (text: string): readonly Named[] => {
  const named: Named[] = []
  let deniedTo = -1
  let deniedNext = -1
  const put = (words: readonly Word[] | undefined, start: number): void => {
    if (!words) return
    for (const { word, concepts: meant } of words) {
      if (word.length > 2 && !text.startsWith(word, start)) continue
      for (const concept of meant) {
        const isDenied = concept !== denial && start <= deniedTo
        named.push({ concept: isDenied ? concept + names.length : concept, start, end: start + word.length })
        if (concept === denial) deniedNext = Math.max(deniedNext, start + word.length + denialReach)
      }
    }
  }
  for (let at = 0; at < text.length; at += 1) {
    if (clauseEnd.includes(text.charAt(at))) { deniedTo = -1; deniedNext = -1 }
    deniedTo = deniedNext
    put(vocabulary.get(text.charCodeAt(at)), at)
    put(vocabulary.get(pairKey(text, at)), at)
  }
  return named
}

const meaningsIn = (text: string): ReadonlySet<number> => {
  const meanings = new Set<number>()
  const named = namedIn(text)
  for (let one = 0; one < named.length; one += 1) {
    const first = named[one]
    if (!first) continue
    meanings.add(meaningOf(first.concept))
    for (let other = one + 1; other < named.length; other += 1) {
      const second = named[other]
      if (!second || second.start > first.end + reach) break
      if (second.start >= first.end && second.concept !== first.concept) meanings.add(meaningOf(first.concept, second.concept))
    }
  }
  return meanings
}

/** Of a text as prepared. */
export const signsOf = (plain: string): Signs => {
  const text = readable(plain)
  const grams = new Set<number>()
  for (let at = 0; at < text.length; at += 1) {
    grams.add(text.charCodeAt(at) << 16)
    if (at + 1 < text.length) grams.add(pairKey(text, at))
  }
  return { grams, meanings: meaningsIn(text) }
}

/** Longer texts say more by sheer length: each sign of a text weighs this much. */
export const weightOf = ({ grams, meanings }: Signs): number => 1 / Math.sqrt(grams.size + meanings.size)

/** What the teacher found for one rule, or, under the rule `breach`, for all of them: whether a text breaks any at all. */
export type LearnedRule = {
  readonly rule: string
  readonly bias: number
  /** A weight in thousandths, the single characters that have it, and the pairs, each joined. */
  readonly grams: readonly (readonly [weight: number, single: string, pairs: string])[]
  /** A weight in thousandths and the meanings that have it. */
  readonly meanings: readonly (readonly [weight: number, meanings: readonly number[]])[]
}
