import { createHash } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import { learnIntents } from '../understanding/learn-intents.ts'
import { evaluateLabels, type LabelReport } from '../understanding/learn-labels.ts'
import { readModelFile } from '../understanding/load-model.ts'
import type { ModelFile } from '../understanding/model-file.ts'
import type { Labelled } from '../understanding/read-labelled.ts'
import { reviewedQuestions } from './intent-corrections.ts'

/** A model from the content and the accepted corrections, measured before and after on those it was not given to learn from. */

export type LearnedReviewed = {
  readonly file: ModelFile
  readonly report: string
  readonly learned: number
  readonly heldBack: number
  /** The model in use and the new one, on the corrections held back; absent where there were too few to hold any back. */
  readonly before?: LabelReport
  readonly after?: LabelReport
}

/** One in five, always the same ones: a correction that measured once never teaches later. */
const isHeldBack = ({ id }: { readonly id: string }): boolean => (createHash('sha256').update(id).digest()[0] ?? 0) % 5 === 0

type Learn = (own: readonly Labelled[]) => Pick<LearnedReviewed, 'file' | 'report'>

/** `used`: the file of the model in use, the shipped one without it. Undefined where nothing was accepted yet. */
export const learnReviewed = async (context: Context, used: string | undefined, learn: Learn = learnIntents): Promise<LearnedReviewed | undefined> => {
  const questions = await reviewedQuestions(context)
  if (questions.length === 0) return undefined
  const held = questions.filter(isHeldBack)
  const taught = questions.filter((question) => !isHeldBack(question)).map(({ text, label }) => ({ text, label }))
  const { file, report } = learn(taught)
  const counted = { file, report, learned: taught.length, heldBack: held.length }
  return held.length === 0 ? counted : { ...counted, before: evaluateLabels(held, readModelFile(used)), after: evaluateLabels(held, file) }
}
