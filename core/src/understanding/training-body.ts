import type { CharacterTable } from './characters.ts'
import { type Draw, generator } from './generator.ts'
import { makeNoise, readNoise } from './typing-noise.ts'
import { expand, parseTemplate, sizeOf } from './utterance-template.ts'

/** One line of the body as it stands in `content/utterances`: a template with its intent, or a reviewed question as typed. */
export type Seed = {
  readonly text: string
  readonly label: string
  readonly kind: 'template' | 'question'
  /** Other labels that a fair reader could give to a reviewed question. */
  readonly also?: readonly string[]
}

/** A text to learn from. Texts of one seed share its `group`: cross-validation never splits them between learning and measuring. */
export type BodyText = { readonly text: string; readonly label: string; readonly group: number; readonly weight: number; readonly measured: boolean }

export type BodySettings = {
  readonly seed: number
  /** Texts taken from a template: `least`, and more by the square root of what it holds, up to `most`. */
  readonly least: number
  readonly most: number
  /** Of 100 texts, how many are followed by a noisy twin. */
  readonly noise: number
  /** How much a reviewed question counts beside a written one. */
  readonly questionWeight: number
}

const charactersOf = (seeds: readonly Seed[]): Set<string> => {
  const counts = new Map<string, number>()
  for (const { text } of seeds) for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count >= 2).map(([character]) => character))
}

/** A list of bare alternatives (the greetings) is a list of seeds, not one. */
const wholeLists = 400

const textsOf = ({ text, kind }: Seed, { least, most }: BodySettings, draw: Draw): string[] => {
  if (kind === 'question') return [text]
  const pieces = parseTemplate(text)
  const size = sizeOf(pieces)
  return expand(text, pieces.length === 1 ? wholeLists : Math.min(most, Math.round(least + Math.sqrt(size))), draw)
}

/**
 * Of real questions many are near to something written here and many are not: on the reviewed questions a model is right
 * about as often as on a body of which every third template is left out whole and the texts of the others one by one.
 * So that is how cross-validation leaves them out; with whole templates only, confidence would be far too low.
 *
 * The written body, spread out and made noisy, the same for the same seed.
 */
export const makeBody = (seeds: readonly Seed[], table: CharacterTable, settings: BodySettings): BodyText[] => {
  const draw = generator(settings.seed)
  const noise = readNoise(table, charactersOf(seeds))
  const body: BodyText[] = []
  const seen = new Set<string>()
  const add = (text: string, label: string, group: number, weight: number, measured: boolean): void => {
    const key = `${label} ${text}`
    if (seen.has(key)) return
    seen.add(key)
    body.push({ text, label, group, weight, measured })
  }
  for (const [number, seed] of seeds.entries()) {
    const weight = seed.kind === 'question' ? settings.questionWeight : 1
    const alone = seed.kind === 'template' && (number % 3 !== 0 || parseTemplate(seed.text).length === 1)
    for (const [place, text] of textsOf(seed, settings, draw).entries()) {
      const group = alone ? number * 1000 + place : number * 1000
      add(text, seed.label, group, weight, true)
      if (draw(100) < settings.noise) add(makeNoise(text, noise, draw), seed.label, group, weight / 2, false)
    }
  }
  return body
}
