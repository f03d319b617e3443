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

const pairsOf = (text: string): ReadonlySet<string> => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)))

/** From which share of common pairs of characters on a text is kin to a question. */
const kinship = 0.35

/**
 * Part of the body is written after the reviewed questions. What is kin to one of them joins its group, so that in
 * cross-validation no question is answered by a text that was modelled on it.
 */
const withKin = (body: readonly BodyText[], isQuestion: (text: BodyText) => boolean): BodyText[] => {
  const questions = body.filter(isQuestion).map((question) => ({ group: question.group, label: question.label, pairs: pairsOf(question.text) }))
  const holding = new Map<string, number[]>()
  for (const [at, { pairs }] of questions.entries()) for (const pair of pairs) holding.set(pair, [...(holding.get(pair) ?? []), at])
  return body.map((text) => {
    if (isQuestion(text)) return text
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
  const questionGroups = new Set(seeds.flatMap(({ kind }, number) => (kind === 'question' ? [number * 1000] : [])))
  return withKin(body, ({ group, measured }) => measured && questionGroups.has(group))
}
