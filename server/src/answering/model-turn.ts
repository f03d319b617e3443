import type { ModelUse } from '@xinqiao/contract/model-use.ts'
import { choiceAsked, intentIn, intentsInDoubt, mayBeChosen, withChoice, wordsToSend } from '@xinqiao/core/answering/choose-intent.ts'
import type { Composed } from '@xinqiao/core/answering/compose.ts'
import { judgeWording } from '@xinqiao/core/answering/judge-wording.ts'
import type { Asked, Reply, Situation, Talk } from '@xinqiao/core/answering/situation.ts'
import { wordingAsked } from '@xinqiao/core/answering/word-answer.ts'
import { parseFreedom, type WordingFreedom } from '@xinqiao/core/answering/wording-freedom.ts'
import { hasFreeWords, templateOf } from '@xinqiao/core/answering/wording-template.ts'
import { nameWhole, readCustomer } from '../people/customers.ts'
import { contentOnce } from '../platform/content.ts'
import type { Context } from '../platform/context.ts'
import type { Llm } from '../platform/llm.ts'
import { personNamesIn } from '../platform/segment.ts'
import { intentNames } from '../understanding/intent-names.ts'

/** What a language model may do in one answer: all its questions share one budget of time, and without it nothing is lacking. */

type Turn = { readonly llm: Llm; readonly until: AbortSignal }

/** Undefined where the lender has no model. The customer's wait for it begins here. */
export const modelTurn = ({ llm }: Context): Turn | undefined => llm && { llm, until: AbortSignal.timeout(llm.settings.budget) }

/** Read once; a file that cannot be used stops the start of a server with a model, not a conversation. */
export const theFreedom: () => WordingFreedom = contentOnce('desk/model-wording.json', parseFreedom)

type Choice = NonNullable<ModelUse['choice']>
type Question = { readonly customerId: string; readonly talk: Talk; readonly asked: Asked }

const namesToHide = async (context: Context, customerId: string, text: string): Promise<readonly string[]> => {
  const customer = await readCustomer(context, context.db, customerId)
  return [...(customer ? [nameWhole(customer)] : []), ...personNamesIn(text)]
}

type Chosen = { readonly asked: Asked; readonly choice?: Choice }

/** What is asked, with a model's choice where there is a doubt, it may see the words, and it names one of the intents in doubt. */
export const askedWithModel = async (context: Context, turn: Turn | undefined, { customerId, talk, asked }: Question): Promise<Chosen> => {
  if (!turn?.llm.settings.customerWords || !mayBeChosen(asked, talk)) return { asked }
  const among = [...intentsInDoubt(asked)]
  const names = intentNames()
  const words = wordsToSend(asked.text, await namesToHide(context, customerId, asked.text))
  const reply = await turn.llm.ask(choiceAsked(words, among.map((id) => ({ id, name: names.get(id) ?? id })), theFreedom()), turn.until)
  if ('failed' in reply) return { asked, choice: { among, outcome: 'failed', reason: reply.failed } }
  const intent = intentIn(reply.said, among)
  if (intent === undefined) return { asked, choice: { among, outcome: 'ignored' } }
  const after = withChoice(asked, intent)
  return { asked: after, choice: { among, outcome: after.sure ? 'used' : 'offered', intent } }
}

export type Wording = {
  /** What goes out in place of the plain words; without it they do. */
  readonly accepted?: Composed
  readonly use: ModelUse
}

/** Worded is what informs or asks; who is handed over, or in a crisis, reads what two people have approved for that moment. */
const mayBeWorded = ({ asked, language }: Situation, { kind }: Reply): boolean =>
  kind !== 'hand-over' && asked.crises.length === 0 && language === 'zh'

type Tried = Pick<Wording, 'accepted'> & { readonly wording: NonNullable<ModelUse['wording']> }

const tryWording = async ({ llm, until }: Turn, { asked }: Situation, { body }: Reply): Promise<Tried | undefined> => {
  const template = templateOf(body)
  if (!hasFreeWords(template)) return undefined
  const reply = await llm.ask(wordingAsked(template, theFreedom(), asked.mood), until)
  if ('failed' in reply) return { wording: { outcome: 'failed', reason: reply.failed } }
  const judged = judgeWording(template, reply.said, theFreedom())
  if ('fault' in judged) return { wording: { outcome: 'discarded', reason: judged.fault, quote: judged.quote } }
  if (judged.accepted.text === body.text) return { wording: { outcome: 'unchanged' } }
  return { accepted: judged.accepted, wording: { outcome: 'used', plain: body.text } }
}

/** The answer in a model's words where these say what the plain ones do, and what it did either way; undefined where it had nothing to do. */
export const wordWithModel = async (
  turn: Turn | undefined, situation: Situation, reply: Reply, choice: Choice | undefined,
): Promise<Wording | undefined> => {
  if (!turn) return undefined
  const { accepted, wording } = (mayBeWorded(situation, reply) ? await tryWording(turn, situation, reply) : undefined) ?? {}
  if (!wording && !choice) return undefined
  const use = { model: turn.llm.settings.model, promptVersion: theFreedom().version, ...(choice ? { choice } : {}), ...(wording ? { wording } : {}) }
  return { use, ...(accepted ? { accepted } : {}) }
}

/** The same without the words that the gate let not pass. */
export const stoppedByGate = ({ use }: Wording, rules: string): Wording => ({
  use: { ...use, wording: { outcome: 'discarded', reason: 'gate', quote: rules } },
})
