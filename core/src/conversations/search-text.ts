/**
 * What a text is found by. A search finds what stands in a text, character for character: capitals, full width and the commas of amounts
 * aside. The index holds runs of two characters (three of letters and digits), never the text; identity, phone and card
 * numbers are taken out of it first and stand in the index as themselves and by their last four, so that they are found whole or by
 * those four and by nothing between. Whoever stores the tokens hashes them under a key.
 */
import { findPersonalNumbers, type PersonalNumber } from '../compliance/mask.ts'

/** A text as it is compared, and where each of its characters stands in the text itself. */
type Plain = { readonly text: string; readonly origins: readonly number[] }

/** Stands where a personal number was; no query can hold it, and no run goes across it. */
const takenOut = '\uffff'

const isDigit = (character: string | undefined): boolean => character !== undefined && /[0-9０-９]/.test(character)

const plainOf = (text: string, numbers: readonly PersonalNumber[]): Plain => {
  let plain = ''
  const origins: number[] = []
  const starts = new Map(numbers.map(({ start, end }) => [start, end]))
  for (let at = 0; at < text.length;) {
    const end = starts.get(at)
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const next = end ?? at + character.length
    // 1,024.55 is found by 1024, and 1024 finds it.
    const isComma = (character === ',' || character === '，') && isDigit(text[at - 1]) && isDigit(text[next])
    const written = end !== undefined ? takenOut : isComma ? '' : character.normalize('NFKC').toLowerCase()
    for (let place = 0; place < written.length; place += 1) origins.push(at)
    plain += written
    at = next
  }
  return { text: plain, origins }
}

const run = /(?:[\p{L}\p{N}]|(?<=\p{N})\.(?=\p{N}))+/gu
const asciiRun = /[a-z0-9.]{3,}/g

/** Runs of two characters, and of letters and digits runs of three: two digits stand in every other message. */
const addGrams = (plain: string, add: (gram: string, inLonger: boolean) => void): void => {
  for (const [word] of plain.matchAll(run)) {
    const characters = [...word]
    const covered = new Set<number>()
    for (const match of word.matchAll(asciiRun)) {
      const from = Array.from(word.slice(0, match.index)).length
      for (let at = from; at < from + match[0].length - 1; at += 1) covered.add(at)
      for (let at = from; at < from + match[0].length - 2; at += 1) add(characters.slice(at, at + 3).join(''), false)
    }
    for (let at = 0; at < characters.length - 1; at += 1) add(characters.slice(at, at + 2).join(''), covered.has(at))
  }
}

const numberToken = ({ kind, value }: Pick<PersonalNumber, 'kind' | 'value'>): string => `number ${kind} ${value}`
const tailToken = (kind: PersonalNumber['kind'], tail: string): string => `tail ${kind} ${tail}`
const gramToken = (gram: string): string => `gram ${gram}`

/** The rule of the gate that a message touched. */
export const ruleToken = (rule: string): string => `rule ${rule}`

const numberKinds: readonly PersonalNumber['kind'][] = ['id-number', 'phone', 'card']

/** Everything that a text is found by, each once. */
export const tokensOfText = (text: string): readonly string[] => {
  const numbers = findPersonalNumbers(text)
  const tokens = new Set<string>()
  addGrams(plainOf(text, numbers).text, (gram) => tokens.add(gramToken(gram)))
  for (const number of numbers) tokens.add(numberToken(number)).add(tailToken(number.kind, number.value.slice(-4)))
  return [...tokens]
}

/** What must be there: these words, or a number of a person, or either where four digits may be a part or an end. */
type Wanted = { readonly word?: string; readonly number?: Pick<PersonalNumber, 'kind' | 'value'>; readonly tail?: string }

export type SearchQuery = { readonly wanted: readonly Wanted[] }

/** A text fits where all of `all` or any of `any` is in it. */
export type Clause = { readonly all: readonly string[]; readonly any: readonly string[] }

const mostWords = 12

const tailForm = /^[0-9]{3}[0-9x]$/

/** Words are what stands between blanks; all of them must be there. A personal number may be written in groups. */
export const readQuery = (asked: string): SearchQuery => {
  const numbers = findPersonalNumbers(asked)
  const words = plainOf(asked, numbers).text.split(/[\s\uffff]+/).filter((word) => word !== '').slice(0, mostWords)
  return {
    wanted: [
      ...numbers.map(({ kind, value }): Wanted => ({ number: { kind, value } })),
      ...words.map((word): Wanted => (tailForm.test(word) ? { word, tail: word.toUpperCase() } : { word })),
    ],
  }
}

/** Of a part of a word that lies inside a run of three, the run of three says more. */
const gramsOf = (word: string): readonly string[] => {
  const grams = new Set<string>()
  addGrams(word, (gram, inLonger) => { if (!inLonger) grams.add(gramToken(gram)) })
  return [...grams]
}

/** What the index is asked. A word of one character has no run: it is looked for in what the others found. */
export const clausesOf = ({ wanted }: SearchQuery): readonly Clause[] =>
  wanted.flatMap(({ word, number, tail }): readonly Clause[] => {
    if (number) return [{ all: [numberToken(number)], any: [] }]
    const all = gramsOf(word ?? '')
    if (tail !== undefined) return [{ all, any: numberKinds.map((kind) => tailToken(kind, tail)) }]
    return all.length === 0 ? [] : [{ all, any: [] }]
  })

export type Mark = { readonly start: number; readonly end: number }

const placesOf = ({ text, origins }: Plain, word: string, whole: string): readonly Mark[] => {
  const places: Mark[] = []
  for (let at = text.indexOf(word); at >= 0 && places.length < 50; at = text.indexOf(word, at + word.length)) {
    const last = origins[at + word.length - 1] ?? 0
    places.push({ start: origins[at] ?? 0, end: last + String.fromCodePoint(whole.codePointAt(last) ?? 0).length })
  }
  return places
}

/** Where the text meets the query, in order; undefined where it does not meet all of it. Decides: what the index found is only likely. */
export const marksIn = (text: string, { wanted }: SearchQuery): readonly Mark[] | undefined => {
  const numbers = findPersonalNumbers(text)
  const plain = plainOf(text, numbers)
  const marks: Mark[] = []
  for (const { word, number, tail } of wanted) {
    const found: readonly Mark[] = [
      ...(word === undefined ? [] : placesOf(plain, word, text)),
      ...numbers.filter(({ kind, value }) => (number ? kind === number.kind && value === number.value : tail !== undefined && value.endsWith(tail)))
        .map(({ start, end }) => ({ start, end })),
    ]
    if (found.length === 0) return undefined
    marks.push(...found)
  }
  return marks.toSorted((one, other) => one.start - other.start || one.end - other.end)
}

export type Snippet = { readonly text: string; readonly marks: readonly Mark[] }

const before = 24
const length = 120

/** The part of a text around its first mark, with the marks in it that do not overlap. */
export const snippetOf = (text: string, marks: readonly Mark[]): Snippet => {
  const first = marks[0]?.start ?? 0
  const from = text.length <= length ? 0 : Math.max(0, Math.min(first - before, text.length - length))
  const to = Math.min(text.length, from + length)
  const [head, tail] = [from > 0 ? '…' : '', to < text.length ? '…' : '']
  const within: Mark[] = []
  for (const { start, end } of marks) {
    if (start < from || end > to || start < (within.at(-1)?.end ?? 0) + from - head.length) continue
    within.push({ start: start - from + head.length, end: end - from + head.length })
  }
  return { text: `${head}${text.slice(from, to)}${tail}`, marks: within }
}
