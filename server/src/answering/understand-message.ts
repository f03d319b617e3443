import type { Asked } from '@xinqiao/core/answering/situation.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { type Model, understand } from '@xinqiao/core/understanding/understand.ts'
import { loadModel } from '../understanding/load-model.ts'

let model: Model | undefined

/** Loaded at the first question and kept: every answer of this process uses one model. */
const theModel = (): Model => (model ??= loadModel())

/** What a customer's words ask, sure or not. `chosen` is what a tapped choice stands for. */
export const askedIn = (text: string, asOf: Day, chosen: string | undefined): Asked => {
  const understood = understand(text, theModel(), { asOf })
  return {
    ...understood,
    text,
    sure: understood.confidence >= theModel().answerThreshold,
    ...(chosen === undefined ? {} : { chosen }),
  }
}
