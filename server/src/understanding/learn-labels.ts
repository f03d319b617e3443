import { createHash } from 'node:crypto'
import { calibrationError, fitCalibration } from '@xinqiao/core/understanding/calibration.ts'
import { indexKeys, scoresOf, vectorOf } from '@xinqiao/core/understanding/classifier.ts'
import { confidencesOf, crossValidate, type GroupedExample, outcomesOf, thresholdFor } from '@xinqiao/core/understanding/cross-validate.ts'
import { learnLinear, type LearnSettings } from '@xinqiao/core/understanding/learn-linear.ts'
import { featuresOf, type Reader } from '@xinqiao/core/understanding/read-text.ts'
import { goal, learnSettings, loadReader, ownNames, sharpness } from './learn-intents.ts'
import { decodeClassifier, encodeClassifier, type ModelFile } from './model-file.ts'
import type { Labelled } from './read-labelled.ts'

/** For languages whose words stand apart: words and the letters in them. */
const spacedSettings: LearnSettings = {
  features: { families: { words: 1, letters: 0.55 }, longest: 1 },
  cost: 1.5, costOfOthers: 1, rounds: 8, seed: 20_260_904, leastTexts: 2,
}

const smallest = { texts: 2, labels: 2 }

const isChinese = (questions: readonly Labelled[]): boolean => questions.filter(({ text }) => /\p{Script=Han}/u.test(text)).length * 2 > questions.length

export type LearnedLabels = { readonly file: ModelFile; readonly calibrationError: number }

/**
 * A model of a lender's own labels from labelled questions, in Chinese or in a language with spaces; calibrated by
 * cross-validation over the questions themselves. The desk answers alone only from the confidence that held there.
 */
export const learnLabels = (questions: readonly Labelled[], folds = 3): LearnedLabels => {
  const labels = [...new Set(questions.map(({ label }) => label))].sort()
  if (labels.length < smallest.labels || questions.length < labels.length * smallest.texts) {
    throw new Error(`to learn, at least ${smallest.labels} labels with ${smallest.texts} questions each are needed; there are ${labels.length} with ${questions.length} in all`)
  }
  const settings = isChinese(questions) ? { ...learnSettings, leastTexts: 1 } : spacedSettings
  const reader = loadReader()
  const examples = questions.map(({ text, label }, group): GroupedExample => ({
    features: featuresOf(text, reader, settings.features), label: labels.indexOf(label), weight: 1, group, measured: true,
  }))
  const outcomes = outcomesOf(crossValidate(examples, labels, settings, folds), examples, sharpness, (at, label) => examples[at]?.label === label)
  const leastMass = Math.max(10, Math.min(120, outcomes.length / 20))
  const confidences = confidencesOf(outcomes, leastMass)
  const inputs = createHash('sha256').update(JSON.stringify([settings, questions])).digest('hex')
  const file: ModelFile = {
    format: 1, inputs, ...encodeClassifier(learnLinear(examples, labels, settings)), sharpness,
    calibration: fitCalibration(outcomes, leastMass), answerThreshold: thresholdFor(confidences, goal), ownNames,
  }
  return { file, calibrationError: calibrationError(confidences, 10) }
}

export type LabelReport = {
  readonly questions: number
  readonly accuracy: number
  readonly macroF1: number
  /** The pairs most often confused: what it was, what it was taken for, how often. */
  readonly confusions: readonly { readonly label: string; readonly taken: string; readonly times: number }[]
}

const firstLabel = (file: ModelFile, reader: Reader): ((text: string) => string) => {
  const classifier = decodeClassifier(file)
  const index = indexKeys(classifier.keys)
  const scores = new Float64Array(classifier.labels.length)
  return (question) => {
    scoresOf(vectorOf(featuresOf(question, reader, classifier.settings), classifier.settings, classifier.keys, index, classifier.idf), classifier, scores)
    return classifier.labels[scores.reduce((best, score, at) => (score > (scores[best] ?? 0) ? at : best), 0)] ?? ''
  }
}

export const evaluateLabels = (questions: readonly Labelled[], file: ModelFile): LabelReport => {
  const read = firstLabel(file, loadReader())
  const confused = new Map<string, { label: string; taken: string; times: number }>()
  const counts = new Map<string, { hits: number; found: number; expected: number }>()
  const of = (label: string): { hits: number; found: number; expected: number } => {
    const count = counts.get(label) ?? { hits: 0, found: 0, expected: 0 }
    counts.set(label, count)
    return count
  }
  let right = 0
  for (const { text, label } of questions) {
    const taken = read(text)
    of(label).expected++
    of(taken).found++
    if (taken === label) {
      right++
      of(label).hits++
      continue
    }
    const pair = confused.get(`${label} ${taken}`) ?? { label, taken, times: 0 }
    pair.times++
    confused.set(`${label} ${taken}`, pair)
  }
  const f1s = [...counts.values()].filter(({ expected }) => expected > 0).map(({ hits, found, expected }) => (2 * hits) / (found + expected))
  return {
    questions: questions.length, accuracy: right / questions.length, macroF1: f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length,
    confusions: [...confused.values()].sort((a, b) => b.times - a.times),
  }
}
