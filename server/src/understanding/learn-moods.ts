import { readFileSync } from 'node:fs'
import { plainText } from '@xinqiao/core/understanding/characters.ts'
import type { Classifier } from '@xinqiao/core/understanding/classifier.ts'
import { crossValidate, type GroupedExample } from '@xinqiao/core/understanding/cross-validate.ts'
import { emptyFeatures, readFeatures } from '@xinqiao/core/understanding/features.ts'
import { copyFeatures, learnLinear, type LearnSettings } from '@xinqiao/core/understanding/learn-linear.ts'
import { type Mood, moods, moodText } from '@xinqiao/core/understanding/mood.ts'
import type { Reader } from '@xinqiao/core/understanding/read-text.ts'
import { respell } from '@xinqiao/core/understanding/spelling.ts'
import { type BodyText, withKin } from '@xinqiao/core/understanding/training-body.ts'
import { contentFolder } from './load-model.ts'
import { readVoices } from './read-voices.ts'

/** How moods are learned; part of what a model's hash is made of. */
export const moodSettings = {
  learn: {
    features: { families: { characters: 1, concepts: 0.6 }, longest: 3 },
    cost: 1, costOfOthers: 0.7, rounds: 12, seed: 20_260_903, leastTexts: 1,
    // By cross-validation over the even half, weighed to the shares of moods that the README beside all 640 questions states.
    nudges: { anxious: 0.5, angry: 0.2 },
  },
  weights: { template: 0.8, voice: 1, question: 3 },
  folds: 10,
} as const satisfies { readonly learn: LearnSettings; readonly weights: Readonly<Record<BodyText['kind'], number>>; readonly folds: number }

const linesOf = (path: string): string[] =>
  readFileSync(new URL(path, contentFolder), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))

/** Lines of `content/moods`, what the voices say, and the reviewed questions; a voice is left out whole when it is measured. */
const readMoods = (): BodyText[] => {
  const voices = readVoices()
  const names = [...new Set(voices.map(({ voice }) => voice))]
  const said = [
    ...moods.flatMap((mood) => linesOf(`moods/${mood}.txt`).map((text) => ({ text, label: mood, kind: 'template' as const, group: 0 }))),
    ...voices.map(({ text, mood, voice }) => ({ text, label: mood, kind: 'voice' as const, group: -1 - names.indexOf(voice) })),
    ...linesOf('utterances/reviewed.jsonl').map((line) => {
      const { text, mood } = JSON.parse(line) as { readonly text: string; readonly mood: Mood }
      return { text, label: mood, kind: 'question' as const, group: 0 }
    }),
  ]
  return withKin(said.map(({ text, label, kind, group }, at) => ({
    text, label, kind, group: kind === 'voice' ? group : at, weight: moodSettings.weights[kind], measured: kind !== 'template',
  })))
}

/** A text's mood, and the one that a model gave it which had learned from nothing near to it. */
export type HeldMood = { readonly kind: BodyText['kind']; readonly mood: Mood; readonly found: Mood }

const bestOf = (scores: Float64Array): Mood => moods[scores.reduce((best, score, at) => (score > (scores[best] ?? 0) ? at : best), 0)] ?? 'calm'

/** `intentOf` is what a text asks; of a measured text, what a model says that has not seen it, for so it will be when it is used. */
export const learnMoods = ({ characters, concepts, spellings }: Reader, intentOf: (text: string) => string): { readonly classifier: Classifier; readonly held: readonly HeldMood[] } => {
  const { learn, folds } = moodSettings
  const list = emptyFeatures()
  const texts = readMoods()
  const examples = texts.map(({ text, label, weight, group, measured }): GroupedExample => {
    readFeatures(moodText(respell(plainText(text, characters), spellings), intentOf(text)), learn.features, characters, concepts, list)
    return { features: copyFeatures(list), label: moods.indexOf(label as Mood), weight, group, measured }
  })
  const held = crossValidate(examples, moods, learn, folds).flatMap(({ at, scores }): HeldMood[] => {
    const [text, example] = [texts[at], examples[at]]
    return text && example ? [{ kind: text.kind, mood: moods[example.label] ?? 'calm', found: bestOf(scores) }] : []
  })
  return { classifier: learnLinear(examples, moods, learn), held }
}

/** The mean over the three moods of 2 hits / (found + expected). */
export const macroF1 = (held: readonly HeldMood[]): number => {
  const count = (test: (one: HeldMood) => boolean): number => held.filter(test).length
  const f1 = (mood: Mood): number => (2 * count((one) => one.mood === mood && one.found === mood)) / Math.max(1, count((one) => one.mood === mood) + count((one) => one.found === mood))
  return moods.reduce((sum, mood) => sum + f1(mood), 0) / moods.length
}
