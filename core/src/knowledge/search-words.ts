/**
 * What a text is found by: its words without those that say nothing, each word of a group of like meaning under one
 * name, and grams of two and three characters for typing that no dictionary knows. Questions and articles go through
 * the same function, so that they meet.
 */
import { close, open, type Problem, type Read, readText, takeList } from '../primitives/reading.ts'

export type SearchLexicon = {
  readonly stopWords: ReadonlySet<string>
  /** Word to the first word of its group. */
  readonly synonyms: ReadonlyMap<string, string>
}

const readGroup = (value: unknown, at: string, problems: Problem[]): readonly string[] => {
  if (!Array.isArray(value) || value.length < 2) {
    problems.push({ at, code: 'not-a-list' })
    return []
  }
  return value.map((word: unknown, place) => readText(word, `${at}[${place}]`, problems))
}

/** Reads `content/search/lexicon.json`; a word in two groups is an error, for it would belong to whichever came last. */
export const parseLexicon = (value: unknown): Read<SearchLexicon> => {
  const problems: Problem[] = []
  const source = open(value, '', problems)
  const stopWords = new Set(takeList(source, 'stopWords', readText))
  const synonyms = new Map<string, string>()
  for (const group of takeList(source, 'synonyms', readGroup)) {
    for (const word of group) {
      if (synonyms.has(word) || stopWords.has(word)) problems.push({ at: 'synonyms', code: 'duplicate', about: word })
      synonyms.set(word, group[0] ?? word)
    }
  }
  close(source)
  return problems.length === 0 ? { ok: true, value: { stopWords, synonyms } } : { ok: false, problems }
}

/** How customers ask for an article, beside the words that stand in it: article id to phrases. */
export type Phrasings = ReadonlyMap<string, readonly string[]>

/** Reads `content/search/phrasings.json`. */
export const parsePhrasings = (value: unknown): Read<Phrasings> => {
  const problems: Problem[] = []
  const source = open(value, '', problems)
  const phrasings = new Map(Object.keys(source.fields).map((id) => [id, takeList(source, id, readText)]))
  return problems.length === 0 ? { ok: true, value: phrasings } : { ok: false, problems }
}

/** Words the segmenter must keep whole. */
export const lexiconWords = (lexicon: SearchLexicon): readonly string[] => [...lexicon.synonyms.keys()]

/** Full width and half width, capital and small letters are the same to a reader. */
export const normalised = (text: string): string => text.normalize('NFKC').toLowerCase()

const saysSomething = /[\p{L}\p{N}]/u

type Cut = (text: string) => readonly string[]

const tellingWords = (text: string, cut: Cut, { stopWords }: SearchLexicon): readonly string[] =>
  cut(normalised(text)).map((word) => word.trim()).filter((word) => saysSomething.test(word) && !stopWords.has(word))

/** Before the name of a group, or of a word that is in none: no word of a text begins so. */
export const conceptMark = '≈'

const conceptOf = (word: string, { synonyms }: SearchLexicon): string => conceptMark + (synonyms.get(word) ?? word)

/** A word of a text and what it stands for: all words of like meaning stand for the same. */
export type SearchWord = { readonly word: string; readonly concept: string }

/** The words of `text` in order, with repeats. `cut` is the segmenter's cut for search. */
export const searchWords = (text: string, cut: Cut, lexicon: SearchLexicon): readonly SearchWord[] =>
  tellingWords(text, cut, lexicon).map((word) => ({ word, concept: conceptOf(word, lexicon) }))

/** What must all be there for a text to be wholly met, each once. `cut` is the plain cut. */
export const requiredConcepts = (text: string, cut: Cut, lexicon: SearchLexicon): readonly string[] => [
  ...new Set(tellingWords(text, cut, lexicon).map((word) => conceptOf(word, lexicon))),
]

const runs = /[\p{L}\p{N}]+/gu

/** All runs of two and of three characters, each once. */
export const grams = (text: string): readonly string[] => {
  const found = new Set<string>()
  for (const [run] of normalised(text).matchAll(runs)) {
    const characters = [...run]
    for (let at = 0; at < characters.length - 1; at += 1) {
      found.add(characters.slice(at, at + 2).join(''))
      if (at < characters.length - 2) found.add(characters.slice(at, at + 3).join(''))
    }
  }
  return [...found]
}
