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
/** 1 at what ends a clause. */
const ends = new Uint8Array(0x1_0000)
for (const mark of '，,。！？!?；;：:') ends[mark.charCodeAt(0)] = 1

/** The most characters between two concepts that are read together. */
const reach = 6

const denial = names.indexOf('negation')
/** The most characters between a denial and what it denies: 不会给您, 没法把. */
const denialReach = 3

/** What a character can begin: 1 a word of its own, 2 a longer one, 3 both. A glance here saves most lookups. */
const beginning = (): Uint8Array => {
  const begins = new Uint8Array(0x1_0000)
  for (const key of vocabulary.keys()) {
    const [first, longer] = key > 0xffff || key < 0 ? [key >>> 16, 2] : [key, 1]
    begins[first] = (begins[first] ?? 0) | longer
  }
  return begins
}
const begins = beginning()

/** The concepts named, in the order of their words: each with where its word begins and ends. */
type Named = { readonly concepts: number[]; readonly starts: number[]; readonly ends: number[] }

const namedIn = (text: string): Named => {
  const named: Named = { concepts: [], starts: [], ends: [] }
  let deniedTo = -1
  let deniedNext = -1
  const put = (words: readonly Word[] | undefined, start: number): void => {
    if (!words) return
    for (const { word, concepts: meant } of words) {
      if (word.length > 2 && !text.startsWith(word, start)) continue
      for (const concept of meant) {
        const isDenied = concept !== denial && start <= deniedTo
        named.concepts.push(isDenied ? concept + names.length : concept)
        named.starts.push(start)
        named.ends.push(start + word.length)
        if (concept === denial) deniedNext = Math.max(deniedNext, start + word.length + denialReach)
      }
    }
  }
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at)
    if (ends[letter] === 1) { deniedTo = -1; deniedNext = -1 }
    deniedTo = deniedNext
    const begun = begins[letter] ?? 0
    if (begun & 1) put(vocabulary.get(letter), at)
    if (begun & 2) put(vocabulary.get(pairKey(text, at)), at)
  }
  return named
}

const meaningsIn = (text: string): ReadonlySet<number> => {
  const meanings = new Set<number>()
  const { concepts: said, starts, ends: until } = namedIn(text)
  for (let one = 0; one < said.length; one += 1) {
    const [first, end] = [said[one] ?? 0, until[one] ?? 0]
    meanings.add(meaningOf(first))
    for (let other = one + 1; other < said.length; other += 1) {
      const start = starts[other] ?? 0
      if (start > end + reach) break
      if (start >= end && said[other] !== first) meanings.add(meaningOf(first, said[other]))
    }
  }
  return meanings
}

/** Of a text as prepared. */
export const signsOf = (plain: string): Signs => {
  const text = readable(plain)
  const grams = new Set<number>()
  let letter = text.charCodeAt(0)
  for (let at = 0; at < text.length; at += 1) {
    grams.add(letter << 16)
    const next = text.charCodeAt(at + 1)
    if (at + 1 < text.length) grams.add((letter << 16) | next)
    letter = next
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
