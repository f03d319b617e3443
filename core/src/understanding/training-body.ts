import type { CharacterTable } from './characters.ts'
import { type Draw, generator } from './generator.ts'
import { makeNoise, readNoise } from './typing-noise.ts'
import { expand, parseTemplate, sizeOf } from './utterance-template.ts'

/**
 * One line of the body: a template of `content/utterances` with its intent, a reviewed question as typed, or what one of the
 * voices of `content/voices` says.
 */
export type Seed = {
  readonly text: string
  readonly label: string
  readonly kind: 'template' | 'question' | 'voice'
  /** Other labels that a fair reader could give to a question or to what a voice says. */
  readonly also?: readonly string[]
  /** Who says it. */
  readonly voice?: string
}

/** A text to learn from. Texts of one seed, or of one voice, share a `group`: cross-validation never splits them between learning and measuring. */
export type BodyText = Seed & { readonly group: number; readonly weight: number; readonly measured: boolean }

export type BodySettings = {
  readonly seed: number
  /** Texts taken from a template: `least`, and more by the square root of what it holds, up to `most`. */
  readonly least: number
  readonly most: number
  /** Of 100 texts, how many are followed by a noisy twin. */
  readonly noise: number
  /** How much a reviewed question, or what a voice says, counts beside a template's text. */
  readonly questionWeight: number
}

const charactersOf = (seeds: readonly Seed[]): Set<string> => {
  const counts = new Map<string, number>()
  for (const { text } of seeds) for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count >= 2).map(([character]) => character))
}

const pairsOf = (text: string): ReadonlySet<string> => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)))

/** From which share of common pairs of characters on a text is kin to a question. */
const kinship = 0.35

/**
 * Part of the body is written after the reviewed questions. What is kin to one of them joins its group and is not measured, so
 * that in cross-validation no question is answered by a text that was modelled on it.
 */
export const withKin = (body: readonly BodyText[]): BodyText[] => {
  const questions = body.filter(({ kind, measured }) => kind === 'question' && measured).map(({ text, group }) => ({ group, pairs: pairsOf(text) }))
  const holding = new Map<string, number[]>()
  for (const [at, { pairs }] of questions.entries()) for (const pair of pairs) holding.set(pair, [...(holding.get(pair) ?? []), at])
  return body.map((text) => {
    if (text.kind === 'question' && text.measured) return text
    const pairs = pairsOf(text.text)
    const common = new Map<number, number>()
    for (const pair of pairs) for (const at of holding.get(pair) ?? []) common.set(at, (common.get(at) ?? 0) + 1)
    const [kin] = [...common].filter(([at, count]) => count / (pairs.size + (questions[at]?.pairs.size ?? 0) - count) >= kinship).sort(([, one], [, other]) => other - one)
    const group = kin && questions[kin[0]]?.group
    return group === undefined ? text : { ...text, group, measured: false }
  })
}

/** A list of bare alternatives (the greetings) is a list of seeds, not one. */
const wholeLists = 400

const textsOf = ({ text, kind }: Seed, { least, most }: BodySettings, draw: Draw): string[] => {
  if (kind !== 'template') return [text]
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
  const add = (text: BodyText): void => {
    const key = `${text.label} ${text.text}`
    if (seen.has(key)) return
    seen.add(key)
    body.push(text)
  }
  const voices = [...new Set(seeds.flatMap(({ voice = [] }) => voice))]
  for (const [number, seed] of seeds.entries()) {
    const weight = seed.kind === 'template' ? 1 : settings.questionWeight
    const alone = seed.kind === 'template' && (number % 3 !== 0 || parseTemplate(seed.text).length === 1)
    for (const [place, text] of textsOf(seed, settings, draw).entries()) {
      const group = seed.voice === undefined ? number * 1000 + (alone ? place : 0) : -1 - voices.indexOf(seed.voice)
      add({ ...seed, text, group, weight, measured: true })
      if (draw(100) < settings.noise) add({ ...seed, text: makeNoise(text, noise, draw), group, weight: weight / 2, measured: false })
    }
  }
  return withKin(body)
}
