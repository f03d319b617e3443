import { createHash } from 'node:crypto'
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'

/** Cuts Chinese text into words. Deterministic: the same dictionary and text give the same words in every process. */
export type Segmenter = {
  /** The words in order; where a long word holds shorter ones, those come before it (等额, 本息, 等额本息). */
  readonly cutForSearch: (text: string) => readonly string[]
  /** The words in order, each character in exactly one. */
  readonly cut: (text: string) => readonly string[]
  /** Names the dictionary: what was cut by another one must be cut again before it can be compared. */
  readonly dictionary: string
}

/** Above the frequency of every word of the general dictionary that could overlap with one of the field's own. */
const ownFrequency = 200_000

/** A segmenter that knows the words of the field beside the general dictionary. Takes about 0.1 s. */
export const createSegmenter = (ownWords: readonly string[]): Segmenter => {
  const words = [...new Set(ownWords)].filter((word) => word.length > 1 && !/\s/.test(word)).sort()
  const own = words.map((word) => `${word} ${ownFrequency} n\n`).join('')
  const jieba = Jieba.withDict(dict)
  if (own !== '') jieba.loadDict(Buffer.from(own))
  return {
    // Without the hidden Markov model: it invents words that depend on their neighbours, and then a question misses its article.
    cutForSearch: (text) => jieba.cutForSearch(text, false),
    cut: (text) => jieba.cut(text, false),
    dictionary: createHash('sha256').update('jieba-2.0.2\n').update(own).digest('hex').slice(0, 16),
  }
}

let tagger: Jieba | undefined

/** The words that the dictionary, and its reading of unknown words, take for names of persons. Errs on the side of too many. */
export const personNamesIn = (text: string): readonly string[] => {
  tagger ??= Jieba.withDict(dict)
  return tagger.tag(text, true).flatMap(({ tag, word }) => (tag.startsWith('nr') ? [word] : []))
}
