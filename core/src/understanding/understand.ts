import type { Calibration } from './calibration.ts'
import { calibrated } from './calibration.ts'
import { type Characters, plainText } from './characters.ts'
import { type Classifier, type KeyIndex, scoresOf, sharesOf, vectorOf } from './classifier.ts'
import { crisesIn } from './crisis.ts'
import { type Concepts, emptyFeatures, readFeatures } from './features.ts'
import { findEntities } from './find-entities.ts'
import { maskText } from './mask.ts'
import { type Mood, moods, moodText } from './mood.ts'
import { splitRequests } from './requests.ts'
import { respell, type Spellings } from './spelling.ts'
import { resolveDates, type TimeContext } from './resolve-date.ts'
import type { Guess, Understanding } from './understanding.ts'

/** Everything learned or given as data. The server reads it from `content/` (`server/src/understanding/load-model.ts`). */
export type Model = {
  readonly version: string
  readonly characters: Characters
  readonly concepts: Concepts
  readonly spellings: Spellings
  readonly classifier: Classifier
  readonly index: KeyIndex
  readonly sharpness: number
  readonly calibration: Calibration
  /** From this confidence on the desk answers without a person. */
  readonly answerThreshold: number
  /** Names of the lender's own product, so that they are not taken for another lender's. */
  readonly ownNames: RegExp | undefined
  readonly moods: { readonly classifier: Classifier; readonly index: KeyIndex }
}

/** Longer texts are read at both ends only: the greeting and the question stand there. */
const longestText = 1200

const bounded = (text: string): string => (text.length <= longestText ? text : `${text.slice(0, longestText / 2)} ${text.slice(-longestText / 2)}`)

export type Understand = (text: string, model: Model, context?: TimeContext) => Understanding

const features = emptyFeatures()

/** All guesses for a masked text, best first. */
export const guess = (masked: string, model: Model, count: number): Guess[] => {
  readFeatures(respell(masked, model.spellings), model.classifier.settings, model.characters, model.concepts, features)
  const vector = vectorOf(features, model.classifier.settings, model.classifier.keys, model.index, model.classifier.idf)
  const scores = new Float64Array(model.classifier.labels.length)
  scoresOf(vector, model.classifier, scores)
  const shares = sharesOf(scores, model.sharpness)
  const order = [...shares.keys()].sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0)).slice(0, count)
  const top = shares[order[0] ?? 0] ?? 0
  const confidence = vector.rows.length === 0 ? 0 : calibrated(model.calibration, top)
  const guesses: Guess[] = []
  for (const [place, label] of order.entries()) {
    const intent = model.classifier.labels[label]
    const share = place === 0 ? confidence : ((1 - confidence) * (shares[label] ?? 0)) / Math.max(1e-9, 1 - top)
    if (intent !== undefined) guesses.push({ intent, confidence: round(Math.min(share, place === 0 ? 1 : confidence)) })
  }
  return guesses
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4

const readMood = (plain: string, intent: string, { moods: { classifier, index }, characters, concepts, spellings }: Model): Mood => {
  readFeatures(moodText(respell(plain, spellings), intent), classifier.settings, characters, concepts, features)
  const scores = new Float64Array(classifier.labels.length)
  scoresOf(vectorOf(features, classifier.settings, classifier.keys, index, classifier.idf), classifier, scores)
  const best = scores.reduce((found, score, at) => (score > (scores[found] ?? 0) ? at : found), 0)
  return moods[best] ?? 'calm'
}

export const understand: Understand = (text, model, context = {}) => {
  const plain = plainText(bounded(text), model.characters)
  const found = findEntities(bounded(text), model.characters, plain)
  const entities = resolveDates(found, context)
  const guesses = guess(maskText(plain, found, model.ownNames), model, 5)
  const [first = { intent: 'out-of-scope', confidence: 0 } as const, ...alternatives] = guesses
  return {
    ...first,
    alternatives,
    entities,
    mood: readMood(plain, first.intent, model),
    crises: crisesIn(plain),
    requests: splitRequests(bounded(text), plain, first, (part, partPlain) =>
      guess(maskText(partPlain, findEntities(part, model.characters, partPlain), model.ownNames), model, 1)[0] ?? first),
  }
}
