/**
 * The table of characters: traditional to simplified, and the syllable of each, without tone. It reaches core as
 * data (`content/understanding/characters.json`), so that a lender may replace it and the browser need not carry it.
 */
export type CharacterTable = {
  /** Pairs, traditional then simplified, in one string. */
  readonly traditional: string
  /** Syllable to all characters read so. */
  readonly syllables: Readonly<Record<string, string>>
}

export type Characters = {
  /** UTF-16 unit to UTF-16 unit, so that offsets in the plain text are offsets in the text itself. */
  readonly plain: Uint16Array
  /** UTF-16 unit to a number of its syllable, 0 where it has none. Syllables that dialects confuse share a number. */
  readonly sound: Uint16Array
}

/** zh/z, ch/c, sh/s, n/l and a final g are heard alike in much of the country, and typed alike by its keyboards. */
export const blurSyllable = (syllable: string): string =>
  syllable.replace(/^([zcs])h/, '$1').replace(/^n(?=[^g])/, 'l').replace(/([aei]n)g$/, '$1')

const fullWidth = { from: 0xff01, to: 0xff5e, shift: 0xff01 - 0x21 }

export const readCharacters = (table: CharacterTable): Characters => {
  const plain = new Uint16Array(65_536)
  for (let code = 0; code < 65_536; code++) plain[code] = code
  for (let code = fullWidth.from; code <= fullWidth.to; code++) plain[code] = code - fullWidth.shift
  plain[0x3000] = 0x20
  for (let at = 0; at + 1 < table.traditional.length; at += 2) {
    plain[table.traditional.charCodeAt(at)] = table.traditional.charCodeAt(at + 1)
  }
  for (let code = 0; code < 65_536; code++) {
    const unit = plain[code] ?? 0
    if (unit >= 0x41 && unit <= 0x5a) plain[code] = unit + 0x20
  }
  const sound = new Uint16Array(65_536)
  const numbers = new Map<string, number>()
  for (const [syllable, characters] of Object.entries(table.syllables)) {
    const blurred = blurSyllable(syllable)
    const number = numbers.get(blurred) ?? numbers.size + 1
    numbers.set(blurred, number)
    for (let at = 0; at < characters.length; at++) sound[characters.charCodeAt(at)] = number
  }
  return { plain, sound }
}

/** Simplified, half-width, lower case; of the same length as the text, unit for unit. */
export const plainText = (text: string, characters: Characters): string => {
  let plain = ''
  for (let at = 0; at < text.length; at++) plain += String.fromCharCode(characters.plain[text.charCodeAt(at)] ?? 0)
  return plain
}
