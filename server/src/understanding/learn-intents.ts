import { readFileSync } from 'node:fs'
import { calibrationError, fitCalibration } from '@xinqiao/core/understanding/calibration.ts'
import type { CharacterTable } from '@xinqiao/core/understanding/characters.ts'
import { confidencesOf, crossValidate, type FoldOutcome, type GroupedExample, outcomesOf, thresholdFor } from '@xinqiao/core/understanding/cross-validate.ts'
import { type Classifier, indexKeys, scoresOf, vectorOf } from '@xinqiao/core/understanding/classifier.ts'
import { intents, isIntent } from '@xinqiao/core/understanding/intent.ts'
import { learnLinear, type LearnSettings } from '@xinqiao/core/understanding/learn-linear.ts'
import { namePattern } from '@xinqiao/core/understanding/mask.ts'
import { featuresOf, type Reader } from '@xinqiao/core/understanding/read-text.ts'
import { type BodySettings, type BodyText, makeBody, type Seed } from '@xinqiao/core/understanding/training-body.ts'
import { contentFolder, loadCharacters, loadConcepts, loadSpellings } from './load-model.ts'
import { encodeClassifier, type ModelFile } from './model-file.ts'
import { type HeldMood, learnMoods, macroF1, moodSettings } from './learn-moods.ts'
import type { Labelled } from './read-labelled.ts'
import { hashInputs, readUtterances } from './read-utterances.ts'

export const learnSettings: LearnSettings = {
  features: { families: { characters: 1, sounds: 0.6, concepts: 0.8 }, longest: 3 },
  cost: 4, costOfOthers: 2, rounds: 6, seed: 20_260_901, leastTexts: 2, nudges: { 'out-of-scope': 0.2 },
}

export const bodySettings: BodySettings = { seed: 20_260_902, least: 3, most: 14, noise: 50, questionWeight: 2 }

/** Names under which borrowers know the lender's product; beside our own the one that the intents' definitions name. */
export const ownNames = ['安心贷', '安芯贷', '微粒贷']

export const folds = 10
export const sharpness = 8
export const leastMass = 120
/** What the desk promises when it answers without a person. */
export const goal = 0.97

/** Of all that confidence is fitted to, how much the reviewed questions weigh together: they are few, but nearer to life than the body. */
const questionShare = 0.35

/** Every measured text counts the same for confidence, whatever it weighs in learning, but for the reviewed questions. */
export const weighOutcomes = (outcomes: readonly FoldOutcome[], isQuestion: (at: number) => boolean): FoldOutcome[] => {
  const questions = outcomes.filter(({ at }) => isQuestion(at)).length
  const each = ((outcomes.length - questions) / Math.max(1, questions)) * (questionShare / (1 - questionShare))
  return outcomes.map((outcome) => ({ ...outcome, weight: isQuestion(outcome.at) ? each : 1 }))
}

type Body = { readonly texts: readonly BodyText[]; readonly examples: readonly GroupedExample[]; readonly isQuestion: (at: number) => boolean; readonly accepts: (at: number, label: number) => boolean }

/** The desk's own intents, in their order, and behind them the labels that a lender teaches beside them. */
const labelsOf = (seeds: readonly Seed[]): readonly string[] => [...intents, ...[...new Set(seeds.map(({ label }) => label))].filter((label) => !isIntent(label)).sort()]

export const makeExamples = (seeds: readonly Seed[], reader: Reader, { features }: LearnSettings, names: readonly string[] = intents): Body => {
  const table = JSON.parse(readFileSync(new URL('understanding/characters.json', contentFolder), 'utf8')) as CharacterTable
  const texts = makeBody(seeds, table, bodySettings)
  const labels = new Map<string, number>(names.map((name, at) => [name, at]))
  const examples = texts.map(({ text, label, weight, group, measured }): GroupedExample => {
    const number = labels.get(label)
    if (number === undefined) throw new Error(`content/utterances names an intent that does not exist: ${label}`)
    return { features: featuresOf(text, reader, features), label: number, weight, group, measured }
  })
  return {
    texts, examples,
    isQuestion: (at) => texts[at]?.kind === 'question',
    accepts: (at, label) => examples[at]?.label === label || (texts[at]?.also?.includes(names[label] ?? '') ?? false),
  }
}

export const loadReader = (): Reader => ({ characters: loadCharacters(), concepts: loadConcepts(), ownNames: namePattern(ownNames), spellings: loadSpellings() })

const bestOf = (scores: Float64Array): number => scores.reduce((best, score, at) => (score > (scores[best] ?? 0) ? at : best), 0)

/** What a text asks: as it was read by a model that had not seen it, where there is such a reading. */
const intentReader = (reader: Reader, classifier: Classifier, unseen: ReadonlyMap<string, string>): ((text: string) => string) => {
  const index = indexKeys(classifier.keys)
  const scores = new Float64Array(classifier.labels.length)
  return (text) => {
    const known = unseen.get(text)
    if (known !== undefined) return known
    scoresOf(vectorOf(featuresOf(text, reader, classifier.settings), classifier.settings, classifier.keys, index, classifier.idf), classifier, scores)
    return classifier.labels[bestOf(scores)] ?? 'out-of-scope'
  }
}

/**
 * Learns the intents from `content/`, and from a lender's own questions where there are some: the model, and how it did on
 * texts it had not seen.
 */
export const learnIntents = (own: readonly Labelled[] = []): { readonly file: ModelFile; readonly report: string; readonly moods: readonly HeldMood[] } => {
  const reader = loadReader()
  const seeds = [...readUtterances(), ...own.map((question): Seed => ({ ...question, kind: 'question' }))]
  const labels = labelsOf(seeds)
  const { texts, examples, isQuestion, accepts } = makeExamples(seeds, reader, learnSettings, labels)
  const held = crossValidate(examples, labels, learnSettings, folds)
  const outcomes = weighOutcomes(outcomesOf(held, examples, sharpness, accepts), isQuestion)
  const confidences = confidencesOf(outcomes, leastMass)
  const answerThreshold = thresholdFor(confidences, goal)
  const classifier = learnLinear(examples, labels, learnSettings)
  const unseen = new Map(held.flatMap(({ at, scores }) => (texts[at]?.kind !== 'template' ? [[texts[at]?.text ?? '', labels[bestOf(scores)] ?? 'out-of-scope'] as const] : [])))
  const learnedMoods = learnMoods(reader, intentReader(reader, classifier, unseen))
  const file: ModelFile = {
    format: 1, inputs: hashInputs({ learnSettings, bodySettings, moodSettings, ownNames, own }), ...encodeClassifier(classifier),
    sharpness, calibration: fitCalibration(outcomes, leastMass), answerThreshold, ownNames,
    moods: encodeClassifier(learnedMoods.classifier),
  }
  const questions = outcomes.filter(({ at }) => isQuestion(at))
  const sure = confidences.filter(({ confidence }) => confidence >= answerThreshold)
  const share = (part: number, whole: number): string => (part / Math.max(1, whole)).toFixed(3)
  const report = [
    `${examples.length} texts; by ${folds}-fold cross-validation:`,
    `right ${share(outcomes.filter(({ right }) => right).length, outcomes.length)}, on ${questions.length} reviewed questions `
      + `${share(questions.filter(({ right }) => right).length, questions.length)}; calibration error ${calibrationError(confidences, 10).toFixed(4)} over ${confidences.length};`,
    `answers alone from ${answerThreshold.toFixed(3)}: ${share(sure.length, confidences.length)} of all, ${share(sure.filter(({ right }) => right).length, sure.length)} right`,
    `moods, macro-F1: ${macroF1(learnedMoods.held.filter(({ kind }) => kind === 'question')).toFixed(3)} on reviewed questions, ${macroF1(learnedMoods.held.filter(({ kind }) => kind === 'voice')).toFixed(3)} on voices left out whole`,
  ].join('\n')
  return { file, report, moods: learnedMoods.held }
}
