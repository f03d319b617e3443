import type { Characters } from './characters.ts'

/**
 * What the learner sees of a text: a list of feature keys, 32-bit hashes of n-grams, each with its family's weight.
 * Hashes instead of strings keep the model small and the look-up fast; with 10^5 features of 2^32 about one pair collides.
 *
 * Families: characters (1 to 4, with the text's ends), sounds (2 and 3 syllables, so that 货款 meets 贷款 where the ear
 * or the keyboard confused them), field words (concepts of `synonyms.txt`, alone, in pairs and with who stands before whom),
 * and, for languages with spaces, words (1 to 2) and the letters within them (2 to 5).
 */
export type FeatureFamily = 'characters' | 'sounds' | 'concepts' | 'words' | 'letters' | 'ending'

export type FeatureSettings = {
  /** A family not named is not used. The weight multiplies the values of its features. */
  readonly families: Readonly<Partial<Record<FeatureFamily, number>>>
  /** Longest character n-gram. */
  readonly longest: number
}

/** Field words: surface form to concept number; `longest` is the length of the longest form. */
export type Concepts = { readonly numbers: ReadonlyMap<string, number>; readonly longest: number }

export type FeatureList = { keys: Int32Array; families: Uint8Array; length: number }

export const familyOrder: readonly FeatureFamily[] = ['characters', 'sounds', 'concepts', 'words', 'letters', 'ending']

export const emptyFeatures = (): FeatureList => ({ keys: new Int32Array(4096), families: new Uint8Array(4096), length: 0 })

const push = (list: FeatureList, key: number, family: number): void => {
  if (list.length === list.keys.length) {
    const keys = new Int32Array(list.keys.length * 2)
    keys.set(list.keys)
    const families = new Uint8Array(keys.length)
    families.set(list.families)
    list.keys = keys
    list.families = families
  }
  list.keys[list.length] = key
  list.families[list.length] = family
  list.length++
}

/** One step of a multiplicative hash (the constant is Knuth's, 2^32 / golden ratio); seeds keep the families apart. */
const mix = (hash: number, unit: number): number => {
  const turned = Math.imul(hash ^ unit, 0x9e37_79b1)
  return turned ^ (turned >>> 15)
}

/** Where a text starts and ends, as units of their own. */
const edge = 1

const nGrams = (units: ArrayLike<number>, count: number, from: number, to: number, seed: number, family: number, list: FeatureList): void => {
  for (let at = 0; at < count; at++) {
    let hash = seed
    for (let length = 1; length <= to && at + length <= count; length++) {
      hash = mix(hash, units[at + length - 1] ?? 0)
      if (length >= from) push(list, hash, family)
    }
  }
}

const isWordUnit = (unit: number): boolean => (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a) || unit === 0x27 || (unit >= 0xc0 && unit < 0x2000)

const characterUnits = (text: string, buffer: Uint16Array): number => {
  let count = 0
  buffer[count++] = edge
  for (let at = 0; at < text.length && count < buffer.length - 1; at++) buffer[count++] = text.charCodeAt(at)
  buffer[count++] = edge
  return count
}

const soundUnits = (text: string, characters: Characters, buffer: Uint16Array): number => {
  let count = 0
  for (let at = 0; at < text.length && count < buffer.length; at++) {
    const sound = characters.sound[text.charCodeAt(at)] ?? 0
    if (sound !== 0) buffer[count++] = sound
  }
  return count
}

/** Longest match from the left; what is no field word is passed over. */
export const conceptsIn = (text: string, concepts: Concepts, buffer: Uint16Array): number => {
  let count = 0
  for (let at = 0; at < text.length && count < buffer.length;) {
    let length = Math.min(concepts.longest, text.length - at)
    let number: number | undefined
    for (; length > 0; length--) {
      number = concepts.numbers.get(text.slice(at, at + length))
      if (number !== undefined) break
    }
    if (number !== undefined && number > 0) buffer[count++] = number
    at += Math.max(1, length)
  }
  return count
}

const conceptFeatures = (buffer: Uint16Array, count: number, list: FeatureList): void => {
  nGrams(buffer, count, 1, 3, 0x51ed, 2, list)
  const reach = Math.min(count, 12)
  for (let first = 0; first < reach; first++) {
    for (let second = first + 2; second < reach; second++) push(list, mix(mix(0x2a7f, buffer[first] ?? 0), buffer[second] ?? 0), 2)
  }
}

const wordFeatures = (text: string, families: FeatureSettings['families'], list: FeatureList): void => {
  const words: number[] = []
  const letters: number[] = []
  for (let at = 0; at < text.length;) {
    if (!isWordUnit(text.charCodeAt(at))) {
      at++
      continue
    }
    let hash = 0x3c6e
    letters.length = 0
    letters.push(edge)
    while (at < text.length && isWordUnit(text.charCodeAt(at))) {
      const unit = text.charCodeAt(at++)
      hash = mix(hash, unit)
      letters.push(unit)
    }
    letters.push(edge)
    words.push(hash)
    if (families.letters !== undefined) nGrams(letters, letters.length, 2, 5, 0x7f4a, 4, list)
  }
  if (families.words !== undefined) nGrams([edge, ...words, edge], words.length + 2, 1, 3, 0x1b87, 3, list)
}

const units = new Uint16Array(2048)

/**
 * Fills `list` with the features of a plain text (simplified, lower case, facts masked). The question usually stands at
 * the end of a long story, so the characters of its last twelve units count once more as `ending`.
 */
export const readFeatures = (text: string, settings: FeatureSettings, characters: Characters, concepts: Concepts, list: FeatureList): void => {
  const { families, longest } = settings
  list.length = 0
  if (families.characters !== undefined) nGrams(units, characterUnits(text, units), 1, longest, 0x811c, 0, list)
  if (families.sounds !== undefined) nGrams(units, soundUnits(text, characters, units), 2, 3, 0x6b43, 1, list)
  if (families.concepts !== undefined) conceptFeatures(units, conceptsIn(text, concepts, units), list)
  if (families.words !== undefined || families.letters !== undefined) wordFeatures(text, families, list)
  if (families.ending !== undefined) nGrams(units, characterUnits(text.slice(-12), units), 2, 3, 0x4d2b, 5, list)
}

/** Reads `synonyms.txt`: a concept a line, `name: form form …`; a line with `#` in front is a remark. */
export const readConcepts = (text: string): Concepts => {
  const numbers = new Map<string, number>()
  let concept = 0
  for (const line of text.split('\n')) {
    const [name, forms] = line.split(':')
    if (name === undefined || forms === undefined || line.startsWith('#')) continue
    concept++
    for (const form of forms.trim().split(/\s+/)) if (!numbers.has(form)) numbers.set(form, concept)
  }
  return { numbers, longest: Math.max(1, ...[...numbers.keys()].map((form) => form.length)) }
}
