import type { Asked } from '@xinqiao/core/answering/situation.ts'
import { wayOf } from '@xinqiao/core/answering/ways.ts'
import { unwatchFile, watchFile } from 'node:fs'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { plainText } from '@xinqiao/core/understanding/characters.ts'
import { type Model, understand } from '@xinqiao/core/understanding/understand.ts'
import type { GuessIntents } from '../knowledge/likely-intents.ts'
import type { Log } from '../platform/log.ts'
import { loadModel } from '../understanding/load-model.ts'

let model: Model | undefined

const lookedAfter = 5000

/**
 * Takes a lender's own model from now on, and whatever stands in its file later: `xinqiao learn` puts a new one in its place. A file that
 * is no model stops the start; one that comes later and is none is left, and the model before it goes on. Returns how to stop following.
 */
export const followModel = (file: string, log: Log): (() => void) => {
  model = loadModel(file)
  const look = (): void => {
    try {
      model = loadModel(file)
      log.info({ file, version: model.version }, 'a new model of intents is in use')
    } catch (error) {
      log.error({ file, error }, 'the new model of intents cannot be read; the one before it goes on')
    }
  }
  watchFile(file, { interval: lookedAfter, persistent: false }, look)
  return () => {
    unwatchFile(file, look)
    model = undefined
  }
}

/** Loaded at the first question and kept: every answer of this process uses one model. */
export const theModel = (): Model => (model ??= loadModel())

/** The version of the model in use, and everything it may take a message for. */
export const modelInUse = (): { readonly version: string; readonly labels: readonly string[] } => {
  const { version, classifier } = theModel()
  return { version, labels: classifier.labels }
}

const chatter: ReadonlySet<string> = new Set(['small-talk', 'out-of-scope'])

const readOne = (text: string, asOf: Day): Asked => {
  const understood = understand(text, theModel(), { asOf })
  return { ...understood, text, plain: plainText(text, theModel().characters), sure: understood.confidence >= theModel().answerThreshold }
}

/** A message that asks for a person asks for it whatever was written before or after it: read together with others it would drown. */
const withPersonAsked = (asked: Asked, pieces: readonly Asked[]): Asked => {
  const forPerson = pieces.filter(({ sure, intent }) => sure && wayOf(intent) === 'ask-person').map(({ intent, text }) => ({ intent, text }))
  return forPerson.length === 0 || asked.requests.some(({ intent }) => wayOf(intent) === 'ask-person') ? asked : { ...asked, requests: [...asked.requests, ...forPerson] }
}

/**
 * What a customer's words ask, sure or not; `chosen` is what a tapped choice stands for. People write in pieces, so the
 * messages that came together are read as one; where that makes nothing clear, the surest piece that asks something counts.
 */
export const askedIn = (texts: readonly string[], asOf: Day, chosen: string | undefined): Asked => {
  const whole = readOne(texts.join('\n'), asOf)
  const isClear = ({ sure, intent }: Asked): boolean => sure && !chatter.has(intent)
  const pieces = texts.length > 1 ? texts.map((text) => readOne(text, asOf)) : []
  const [clearest] = isClear(whole) ? [] : pieces.filter(isClear).sort((left, right) => right.confidence - left.confidence)
  const asked = clearest ? { ...clearest, text: whole.text, plain: whole.plain, entities: whole.entities, mood: whole.mood, crises: whole.crises } : whole
  return { ...withPersonAsked(asked, pieces), ...(chosen === undefined ? {} : { chosen }) }
}

/** What a question may ask, the likeliest first; for whoever looks something up by it. */
export const guessIntents: GuessIntents = (text) => {
  const { intent, confidence, alternatives } = understand(text, theModel(), {})
  return [{ intent, confidence }, ...alternatives]
}
