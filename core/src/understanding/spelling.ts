/**
 * How a dialect or a hurried thumb writes a word, and the word the learner reads instead (`content/understanding/spellings.txt`):
 * 啷个还, 咋还, 点样还 and 怎么还 then are one text. Only for the learner: what is shown and where facts stand stays as typed.
 */
export type Spellings = { readonly words: ReadonlyMap<string, string>; readonly longest: number }

/** Reads `standard: form form …` a line; `#` in front is a remark. The first line that names a form has it. */
export const readSpellings = (text: string): Spellings => {
  const words = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [standard, forms] = line.split(':')
    if (standard === undefined || forms === undefined || line.startsWith('#')) continue
    for (const form of forms.trim().split(/\s+/)) if (!words.has(form)) words.set(form, standard.trim())
  }
  return { words, longest: Math.max(1, ...[...words.keys()].map((form) => form.length)) }
}

const isLatin = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a

/** Letters are a word only where no other letter touches them: `hk` in `hkd` is none. */
const standsAlone = (text: string, start: number, end: number): boolean =>
  (!isLatin(text.charCodeAt(start)) || !isLatin(text.charCodeAt(start - 1))) && (!isLatin(text.charCodeAt(end - 1)) || !isLatin(text.charCodeAt(end)))

/** A plain text with the standard words; longest match from the left. */
export const respell = (text: string, { words, longest }: Spellings): string => {
  let spelled = ''
  for (let at = 0; at < text.length;) {
    let length = Math.min(longest, text.length - at)
    let word: string | undefined
    for (; length > 0; length--) {
      word = words.get(text.slice(at, at + length))
      if (word !== undefined && standsAlone(text, at, at + length)) break
      word = undefined
    }
    spelled += word ?? text.charAt(at)
    at += Math.max(1, length)
  }
  return spelled
}
