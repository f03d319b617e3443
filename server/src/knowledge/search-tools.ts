import { createHash } from 'node:crypto'
import { grams, lexiconWords, type Phrasings, searchWords, type SearchLexicon, type SearchWord } from '@xinqiao/core/knowledge/search-words.ts'
import type { Article } from '@xinqiao/core/knowledge/article.ts'
import { createSegmenter, type Segmenter } from '../platform/segment.ts'
import { contentLexicon, contentPhrasings, contentTermWords } from './content-pieces.ts'

/** What cuts articles and questions into the words they are found by: one dictionary for all processes of a release. */
export type SearchTools = {
  readonly segmenter: Segmenter
  readonly lexicon: SearchLexicon
  readonly phrasings: Phrasings
  readonly dictionary: string
}

/** Changes whenever words are cut or weighed otherwise than before, so that what is stored is cut again. */
const cuttingVersion = 2

let tools: SearchTools | undefined

export const searchTools = (): SearchTools => {
  if (tools) return tools
  const lexicon = contentLexicon()
  const phrasings = contentPhrasings()
  const segmenter = createSegmenter([...contentTermWords(), ...lexiconWords(lexicon)])
  const weighed = JSON.stringify([cuttingVersion, segmenter.dictionary, [...lexicon.stopWords], [...lexicon.synonyms], [...phrasings]])
  tools = { segmenter, lexicon, phrasings, dictionary: createHash('sha256').update(weighed).digest('hex').slice(0, 16) }
  return tools
}

export const wordsOf = (text: string, { segmenter, lexicon }: SearchTools = searchTools()): readonly SearchWord[] =>
  searchWords(text, segmenter.cutForSearch, lexicon)

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Positions in a tsvector end here; what stands later is found all the same. */
const lastPosition = 16_383

type Field = { readonly text: string; readonly weight: 'A' | 'B' | 'C' | 'D' }

/** The value of a tsvector, made here because to_tsvector cuts Chinese by the locale of the database. */
const vectorOf = (fields: readonly Field[], cut: (text: string) => readonly string[]): string => {
  const places = new Map<string, string[]>()
  let position = 0
  for (const { text, weight } of fields) {
    for (const word of cut(text)) {
      position = Math.min(position + 1, lastPosition)
      const known = places.get(word)
      if (known === undefined) places.set(word, [`${position}${weight}`])
      else if (known.length < 100) known.push(`${position}${weight}`)
    }
  }
  return [...places].map(([word, at]) => `${quoted(word)}:${at.join(',')}`).join(' ')
}

/** How an article is found: by its title before the ways it is asked for, its answer before its body. */
export const articleVectors = (article: Article): { readonly words: string; readonly grams: string } => {
  const { phrasings } = searchTools()
  const fields: readonly Field[] = [
    { text: article.title, weight: 'A' },
    { text: [...(phrasings.get(article.id) ?? []), ...article.phrasings].join('\n'), weight: 'B' },
    { text: article.answer, weight: 'C' },
    { text: article.body, weight: 'D' },
  ]
  return { words: vectorOf(fields, (text) => wordsOf(text).flatMap(({ word, concept }) => [word, concept])), grams: vectorOf(fields, grams) }
}

/** The value of a tsquery that asks for all of the words, or for any. */
export const queryOf = (words: readonly string[], operator: '&' | '|'): string => words.map(quoted).join(` ${operator} `)
