/**
 * Which letters a pattern cannot do without: of a regular expression as message-pattern.ts writes them, a few characters or pairs of
 * characters one of which is in every text that it matches. So most patterns are known to be absent before they are searched.
 */

/** Characters and pairs, one of which is always there; undefined where none can be told. */
type Letters = readonly string[] | undefined

/** Everything that a part of a pattern matches, where that is a short list. */
type Words = readonly string[] | undefined

type Part = { readonly letters: Letters; readonly words: Words; /** Looks around and takes nothing. */ readonly looks?: true }

const common = '您你我他不的了是有没就在会能要可这那给到说一上个们'

/** How often they will be met, roughly. */
const costOf = (letters: readonly string[]): number =>
  letters.reduce((sum, one) => sum + (one.length > 1 ? 1 : common.includes(one) ? 30 : 8), 0)

const cheaper = (one: Letters, other: Letters): Letters =>
  one === undefined ? other : other === undefined || costOf(one) <= costOf(other) ? one : other

/** Characters that mean something else than themselves. */
const special = '.^$|?*+()[]{}'
const most = 60

type Cursor = { readonly source: string; at: number }

const charactersOf = (body: string): Words => {
  if (body.startsWith('^') || body.includes('\\')) return undefined
  const range = (_: string, from: string, to: string): string =>
    Array.from({ length: Math.min(most + 1, to.charCodeAt(0) - from.charCodeAt(0) + 1) }, (__, step) =>
      String.fromCharCode(from.charCodeAt(0) + step)).join('')
  const characters = [...body.replaceAll(/(.)-(.)/gu, range)]
  return characters.length > most ? undefined : characters
}

const lettersIn = (words: Words): Letters => words?.every((word) => word !== '') ? [...new Set(words.map((word) => word.slice(0, 2)))] : undefined

const readPart = (cursor: Cursor): Part => {
  const { source } = cursor
  const character = source.charAt(cursor.at)
  if (character === '(') {
    const looks = /^\(\?<?[=!]/u.test(source.slice(cursor.at, cursor.at + 4))
    cursor.at += looks ? (source.charAt(cursor.at + 2) === '<' ? 4 : 3) : source.startsWith('(?:', cursor.at) ? 3 : 1
    const inside = readAlternatives(cursor)
    cursor.at += 1
    return looks ? { letters: undefined, words: undefined, looks: true } : inside
  }
  if (character === '[') {
    const end = source.indexOf(']', cursor.at + 1)
    const words = charactersOf(source.slice(cursor.at + 1, end))
    cursor.at = end + 1
    return { letters: lettersIn(words), words }
  }
  cursor.at += character === '\\' ? 2 : 1
  const words = character === '\\' || special.includes(character) ? undefined : [character]
  return { letters: lettersIn(words), words }
}

/** Whether what stands before may be absent, and whether it is there once at most. */
const readCount = (cursor: Cursor): { readonly maybe: boolean; readonly once: boolean } => {
  const count = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/u.exec(cursor.source.slice(cursor.at, cursor.at + 10))?.[0] ?? ''
  cursor.at += count.length
  return { maybe: /^(?:[?*]|\{0)/u.test(count), once: count === '' || count.startsWith('?') }
}

const joined = (ones: readonly string[], others: readonly string[]): Words =>
  ones.length * others.length > most ? undefined : ones.flatMap((one) => others.map((other) => one + other))

const lastOf = (words: readonly string[]): readonly string[] => [...new Set(words.map((word) => word.slice(-1)))]

/** What comes before a place in a sequence: all of it where that is a short list, and the characters it may end with. */
type Before = { readonly words: Words; readonly ends: Words }

const after = ({ words, ends }: Before, part: Words, maybe: boolean, once: boolean): Before => {
  if (part === undefined || part.includes('')) return { words: undefined, ends: undefined }
  const lasts = maybe ? ends && lastOf([...ends, ...part]) : lastOf(part)
  return { words: once && words ? joined(words, maybe ? ['', ...part] : part) : undefined, ends: lasts }
}

const readSequence = (cursor: Cursor): Part => {
  let letters: Letters
  let before: Before = { words: [''], ends: undefined }
  while (cursor.at < cursor.source.length && !'|)'.includes(cursor.source.charAt(cursor.at))) {
    const part = readPart(cursor)
    const { maybe, once } = readCount(cursor)
    if (part.looks === true) continue
    if (!maybe) {
      letters = cheaper(letters, part.letters)
      const firsts = part.words?.every((word) => word !== '') ? [...new Set(part.words.map((word) => word.charAt(0)))] : undefined
      if (before.ends && firsts) letters = cheaper(letters, joined(before.ends, firsts))
    }
    before = after(before, part.words, maybe, once)
  }
  return { letters: cheaper(letters, lettersIn(before.words)), words: before.words }
}

const readAlternatives = (cursor: Cursor): Part => {
  const all = [readSequence(cursor)]
  while (cursor.source.charAt(cursor.at) === '|') {
    cursor.at += 1
    all.push(readSequence(cursor))
  }
  const words = all.every((part) => part.words) ? all.flatMap((part) => part.words ?? []) : undefined
  return {
    letters: all.every(({ letters }) => letters) ? [...new Set(all.flatMap(({ letters }) => letters ?? []))] : undefined,
    words: words && words.length <= most ? words : undefined,
  }
}

export const requiredLetters = (source: string): Letters => readAlternatives({ source, at: 0 }).letters
