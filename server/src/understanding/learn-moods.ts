import { readFileSync } from 'node:fs'
import { crossValidate, type GroupedExample, outcomesOf } from '@xinqiao/core/understanding/cross-validate.ts'
import { plainText } from '@xinqiao/core/understanding/characters.ts'
import type { Classifier } from '@xinqiao/core/understanding/classifier.ts'
import { emptyFeatures, readFeatures } from '@xinqiao/core/understanding/features.ts'
import { copyFeatures, learnLinear, type LearnSettings } from '@xinqiao/core/understanding/learn-linear.ts'
import type { Intent } from '@xinqiao/core/understanding/intent.ts'
import { type Mood, moods, moodText } from '@xinqiao/core/understanding/mood.ts'
import type { Reader } from '@xinqiao/core/understanding/read-text.ts'
import { contentFolder } from './load-model.ts'

const settings: LearnSettings = {
  features: { families: { characters: 1, concepts: 0.6 }, longest: 2 },
  cost: 3, costOfOthers: 2, rounds: 12, seed: 20_260_903, leastTexts: 1, // Of all 640 questions 22% are anxious and 12% angry, of the half that is learned from only 17% are anxious.
  nudges: { anxious: 0.2, angry: 0.1 },
}

const linesOf = (path: string): string[] =>
  readFileSync(new URL(path, contentFolder), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))

const ownWeight = 0.8
const reviewedWeight = 3

type Feeling = { readonly text: string; readonly mood: Mood; readonly weight: number }

/** Lines of `content/moods`, and the reviewed questions with their moods, which count more. */
const readMoods = (): Feeling[] => [
  ...moods.flatMap((mood) => linesOf(`moods/${mood}.txt`).map((text) => ({ text, mood, weight: ownWeight }))),
  ...linesOf('utterances/reviewed.jsonl').map((line) => {
    const { text, mood } = JSON.parse(line) as { readonly text: string; readonly mood: Mood }
    return { text, mood, weight: reviewedWeight }
  }),
]

/** `intentOf` is what a text asks; of a reviewed question, what a model says that has not seen it, for so it will be when it is used. */
export const learnMoods = ({ characters, concepts }: Reader, intentOf: (text: string) => Intent): { readonly classifier: Classifier; readonly report: string } => {
  const list = emptyFeatures()
  const examples = readMoods().map(({ text, mood, weight }, group): GroupedExample => {
    readFeatures(moodText(plainText(text, characters), intentOf(text)), settings.features, characters, concepts, list)
    return { features: copyFeatures(list), label: moods.indexOf(mood), weight, group, measured: weight === reviewedWeight }
  })
  const outcomes = outcomesOf(crossValidate(examples, moods, settings, 10), examples, 4, (at, label) => examples[at]?.label === label)
  const right = outcomes.filter((outcome) => outcome.right).length
  return { classifier: learnLinear(examples, moods, settings), report: `moods of ${outcomes.length} reviewed questions: ${(right / outcomes.length).toFixed(3)} right` }
}
