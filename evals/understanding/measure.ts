/** The parts of the run: cross-validation, the odd half, the ablation, own cases, speed. Each returns plain figures. */
import { readFileSync } from 'node:fs'
import { calibrationError } from '../../core/src/understanding/calibration.ts'
import { confidencesOf, crossValidate, outcomesOf } from '../../core/src/understanding/cross-validate.ts'
import type { FeatureFamily } from '../../core/src/understanding/features.ts'
import { generator } from '../../core/src/understanding/generator.ts'
import { type Intent, intents } from '../../core/src/understanding/intent.ts'
import type { LearnSettings } from '../../core/src/understanding/learn-linear.ts'
import type { BodyText } from '../../core/src/understanding/training-body.ts'
import { parseDay } from '../../core/src/primitives/day.ts'
import { type Model, understand } from '../../core/src/understanding/understand.ts'
import { folds, learnSettings, leastMass, loadReader, makeExamples, sharpness, weighOutcomes } from '../../server/src/understanding/learn-intents.ts'
import { type HeldMood, learnMoods, macroF1 } from '../../server/src/understanding/learn-moods.ts'
import { loadModel } from '../../server/src/understanding/load-model.ts'
import { readUtterances } from '../../server/src/understanding/read-utterances.ts'
import { binsOf, type Bin, type Stated } from './pictures.ts'
import { type Answered, bootstrap, type Interval, isRight, type Question, scoreEntities, scoreIntents, scoreMoods, shareOf } from './score.ts'

const linesOf = (name: string): string[] => readFileSync(new URL(name, import.meta.url), 'utf8').split('\n').filter((line) => line !== '')

const round = (value: number): number => Math.round(value * 1e4) / 1e4

export const readQuestions = (parity: 0 | 1): Question[] =>
  linesOf('questions.jsonl').map((line) => JSON.parse(line) as Question).filter(({ id }) => Number(id.slice(1)) % 2 === parity)

export const answer = (questions: readonly Question[], model: Model): Answered[] =>
  questions.map((question) => ({ question, answer: understand(question.text, model) }))

export const measureOddHalf = (model: Model): { readonly figures: object; readonly bins: readonly Bin[] } => {
  const answered = answer(readQuestions(1), model)
  const stated = answered.map((one): Stated => ({ confidence: one.answer.confidence, right: isRight(one) }))
  const moods = scoreMoods(answered)
  return {
    figures: {
      intents: scoreIntents(answered, model.answerThreshold),
      rightInterval95: bootstrap(answered.map(isRight), shareOf, generator(11)),
      calibrationError: round(calibrationError(stated, 10)),
      entities: scoreEntities(answered),
      moods,
    },
    bins: binsOf(stated),
  }
}

type Kinds = { readonly questions: number; readonly right: number; readonly amongThree: number }

export type CrossValidated = {
  readonly texts: number
  readonly right: number
  readonly reviewed: Kinds
  /** Each voice by models that learned from the others. */
  readonly voices: Kinds
  readonly calibrationError: number
}

export const crossValidated = (settings: LearnSettings): CrossValidated & { readonly stated: readonly Stated[]; readonly unseen: ReadonlyMap<string, Intent> } => {
  const { texts, examples, isQuestion, accepts } = makeExamples(readUtterances(), loadReader(), settings)
  const held = crossValidate(examples, intents, settings, folds)
  const outcomes = weighOutcomes(outcomesOf(held, examples, sharpness, accepts), isQuestion)
  const stated = confidencesOf(outcomes, leastMass)
  const kindOf = (kind: BodyText['kind']): Kinds => {
    const its = outcomes.filter(({ at }) => texts[at]?.kind === kind)
    return { questions: its.length, right: round(shareOf(its.map(({ right }) => right))), amongThree: round(shareOf(its.map(({ place }) => place >= 0 && place < 3))) }
  }
  const unseen = held.flatMap(({ at, scores }): [string, Intent][] => {
    const { text = '', kind } = texts[at] ?? {}
    return kind === 'template' ? [] : [[text, intents[scores.indexOf(Math.max(...scores))] ?? 'out-of-scope']]
  })
  return {
    texts: outcomes.length, right: round(shareOf(outcomes.map(({ right }) => right))), reviewed: kindOf('question'), voices: kindOf('voice'),
    calibrationError: round(calibrationError(stated, 10)), stated, unseen: new Map(unseen),
  }
}

export type MoodFigures = { readonly questions: number; readonly macroF1: number; readonly interval95: Interval }

/** Moods by cross-validation: of the even half, and of each voice by models that learned from the others. */
export const crossValidatedMoods = (unseen: ReadonlyMap<string, Intent>): { readonly reviewed: MoodFigures; readonly voices: MoodFigures } => {
  const model = loadModel()
  const { held } = learnMoods(loadReader(), (text) => unseen.get(text) ?? understand(text, model).intent)
  const figures = (kind: HeldMood['kind']): MoodFigures => {
    const its = held.filter((one) => one.kind === kind)
    return { questions: its.length, macroF1: round(macroF1(its)), interval95: bootstrap(its, macroF1, generator(12)) }
  }
  return { reviewed: figures('question'), voices: figures('voice') }
}

const without = (family: FeatureFamily): LearnSettings => {
  const families = Object.fromEntries(Object.entries(learnSettings.features.families).filter(([name]) => name !== family))
  return { ...learnSettings, features: { ...learnSettings.features, families } }
}

/** By cross-validation, never on the odd half: what each group of features is worth. */
export const ablation = (): Record<string, CrossValidated> => {
  const one = (settings: LearnSettings): CrossValidated => {
    const { texts, right, reviewed, voices, calibrationError: error } = crossValidated(settings)
    return { texts, right, reviewed, voices, calibrationError: error }
  }
  const families = Object.keys(learnSettings.features.families) as FeatureFamily[]
  return {
    ...Object.fromEntries(families.map((family) => [`without ${family}`, one(without(family))])),
    'characters alone': one({ ...learnSettings, features: { ...learnSettings.features, families: { characters: 1 } } }),
  }
}

type DateCase = { readonly text: string; readonly asOf: string; readonly type: string; readonly said: string; readonly resolved?: string; readonly value?: string }

/** Own cases: days resolved against the day of the question, and numbers of cards. */
export const measureResolved = (model: Model): { readonly cases: number; readonly right: number; readonly missed: readonly string[] } => {
  const cases = linesOf('resolved.jsonl').map((line) => JSON.parse(line) as DateCase)
  const missed = cases.filter(({ text, asOf, type, said, resolved, value }) => {
    const day = parseDay(asOf)
    const found = understand(text, model, day === undefined ? {} : { asOf: day }).entities.find((entity) => entity.type === type && entity.text === said)
    if (said === '') return understand(text, model).entities.some((entity) => entity.type === type)
    return found === undefined || (resolved !== undefined && found.resolved !== resolved) || (value !== undefined && String(found.value) !== value)
  })
  return { cases: cases.length, right: cases.length - missed.length, missed: missed.map(({ text }) => text) }
}

type RequestCase = { readonly text: string; readonly intents: readonly string[] }

export type RequestFigures = { readonly texts: number; readonly ofSeveral: number; readonly numberRight: number; readonly allRight: number }

/** Own cases: one request or several in one text. Right = the same intents. */
export const measureRequests = (model: Model): RequestFigures => {
  const cases = linesOf('requests.jsonl').map((line) => JSON.parse(line) as RequestCase)
  const results = cases.map((one) => ({ one, got: understand(one.text, model).requests.map(({ intent }) => intent as string) }))
  const counted = results.filter(({ one, got }) => got.length === one.intents.length).length
  const right = results.filter(({ one, got }) => got.length === one.intents.length && [...got].sort().join() === [...one.intents].sort().join()).length
  return { texts: cases.length, ofSeveral: cases.filter((one) => one.intents.length > 1).length, numberRight: round(counted / cases.length), allRight: round(right / cases.length) }
}

type CrisisCase = { readonly text: string; readonly crises: readonly string[] }

/** Own cases: threats of self-harm, violence and legal action, and words that only sound like one. Right = what is there is found, and nothing where nothing is. */
export const measureCrises = (model: Model): { readonly cases: number; readonly right: number } => {
  const cases = linesOf('crises.jsonl').map((line) => JSON.parse(line) as CrisisCase)
  const right = cases.filter(({ text, crises }) => {
    const found: readonly string[] = understand(text, model).crises
    return crises.length === 0 ? found.length === 0 : crises.every((crisis) => found.includes(crisis))
  })
  return { cases: cases.length, right: right.length }
}

/** Questions a second on one core, facts and mood included: the odd half again and again for two seconds. */
export const measureSpeed = (model: Model): number => {
  const texts = readQuestions(1).map(({ text }) => text)
  for (const text of texts) understand(text, model)
  const start = process.cpuUsage()
  let count = 0
  let spent = 0
  while (spent < 2_000_000) {
    for (const text of texts) understand(text, model)
    count += texts.length
    const { user, system } = process.cpuUsage(start)
    spent = user + system
  }
  return Math.round(count / (spent / 1e6))
}
