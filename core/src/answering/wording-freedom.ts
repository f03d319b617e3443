import { finish, note, noteDuplicates, open, type Problem, type Read, readText, takeList, takeObject, takeText } from '../primitives/reading.ts'
import { bindingSign, numeralsIn } from './wording-template.ts'

/**
 * What a language model may do to an approved answer: approved words, and nothing else. A list of what is allowed can be read by two
 * people and holds for every reply there is; a list of what is forbidden never ends.
 */
export type WordingFreedom = {
  /** Changes whenever the instructions or the lists do; kept with each answer. */
  readonly version: string
  readonly instructions: { readonly word: string; readonly choose: string }
  /** Words that join a label to its value, and mean nothing but that the one is the other. */
  readonly links: readonly string[]
  /** Groups of words of which any may stand for any other. */
  readonly same: readonly (readonly string[])[]
  /** Whole clauses of courtesy, for the beginning and the end. */
  readonly phrases: readonly string[]
}

const ideographs = /^\p{Script=Han}+$/u
/** A single character stands in too many words to be exchanged. */
const wholeWord = /^\p{Script=Han}{2,}$/u
const clause = /^\p{Script=Han}+(?:，\p{Script=Han}+)*$/u

const checkWord = (source: Parameters<typeof note>[0], key: string, word: string, form: RegExp): void => {
  if (!form.test(word)) note(source, key, 'wrong-form', word)
  if (numeralsIn(word) !== '') note(source, key, 'unlisted-figure', word)
}

const readGroup = (value: unknown, at: string, problems: Problem[]): readonly string[] => {
  if (Array.isArray(value) && value.length > 1) return value.map((word: unknown, place) => readText(word, `${at}[${place}]`, problems))
  problems.push({ at, code: 'not-a-list' })
  return []
}

/** Reads `content/desk/model-wording.json`. No word of it may hold a figure; only whole clauses may hold what binds. */
export const parseFreedom = (value: unknown): Read<WordingFreedom> => {
  const source = open(value, '', [])
  const freedom: WordingFreedom = {
    version: takeText(source, 'version', 40),
    instructions: takeObject(source, 'instructions', (inner) => ({ word: takeText(inner, 'word', 1200), choose: takeText(inner, 'choose', 1200) })),
    links: takeList(source, 'links', readText),
    same: takeList(source, 'same', readGroup),
    phrases: takeList(source, 'phrases', readText),
  }
  const { links, same, phrases } = freedom
  for (const [key, words, form] of [['links', links, ideographs], ['same', same.flat(), wholeWord]] as const) {
    for (const word of words) {
      checkWord(source, key, word, form)
      if (bindingSign.test(word)) note(source, key, 'contradiction', word)
    }
  }
  for (const phrase of phrases) checkWord(source, 'phrases', phrase, clause)
  noteDuplicates(source, 'links', [...links, ...same.flat(), ...phrases])
  return finish(source, freedom)
}
