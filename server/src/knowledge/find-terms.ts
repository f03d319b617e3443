import { findTerms, type Term, termIndex, type TermIndex, type TermMatch } from '@xinqiao/core/knowledge/term.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { Reader } from '../platform/db.ts'
import { piecesInForce } from './pieces.ts'
import { searchTools } from './search-tools.ts'

/** Words with their places; the segmenter gives only the words, which together are the text. */
const placesOf = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  let start = 0
  return searchTools().segmenter.cut(text).map((word) => {
    const place = { start, end: start + word.length }
    start = place.end
    return place
  })
}

let last: { readonly terms: readonly Term[]; readonly index: TermIndex } | undefined

/** The index of the same pieces is the same: they are only made anew when a version comes into force. */
const indexOf = (terms: readonly Term[]): TermIndex => {
  const known = last && last.terms.length === terms.length && last.terms.every((term, place) => term === terms[place])
  last = last && known ? last : { terms, index: termIndex(terms) }
  return last.index
}

/** The terms in force that stand in a text, from left to right. */
export const termsIn = async (reader: Reader, text: string, day: Day): Promise<readonly TermMatch[]> => {
  const terms = await piecesInForce(reader, 'term', day)
  return terms.length === 0 ? [] : findTerms(indexOf(terms), text, placesOf)
}

export type TermTold = { readonly start: number; readonly end: number; readonly termId: string }

/** Words of the field in what the desk says, each where it first stands: a tap explains it. */
export const termsTold = async (reader: Reader, text: string, day: Day): Promise<TermTold[]> => {
  const told = new Set<string>()
  return (await termsIn(reader, text, day)).flatMap(({ term: { id: termId }, start, end }) => {
    if (told.has(termId)) return []
    told.add(termId)
    return [{ start, end, termId }]
  })
}
