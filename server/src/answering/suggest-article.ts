import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { dismissSuggestion, Suggestion, suggestArticle } from '@xinqiao/contract/knowledge-gaps.ts'
import type { InputOf } from '@xinqiao/contract/operation.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { draftOf, withoutPerson } from '@xinqiao/core/answering/generalise.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { type SaidAloud, saidAloud, talkOf } from '../conversations/read-talk.ts'
import { writtenFor } from '../knowledge/pieces.ts'
import { readCustomer } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import { beginArticle } from './begin-article.ts'
import { insertDismissal, insertSuggestion, standingSuggestions, type Suggested } from './suggestion-store.ts'

/** An answer of a person becomes an article in one click: what was asked and said is generalised by code, then written by who may write. */

/** The customer's messages just before an answer: what it answers. */
const askedBefore = (said: readonly SaidAloud[], answerSeq: number): readonly SaidAloud[] => {
  const before = said.filter(({ seq }) => seq < answerSeq)
  const last = before.findLastIndex(({ by }) => by === 'customer')
  const first = before.findLastIndex(({ by }, at) => at < last && by !== 'customer')
  return last < 0 ? [] : before.slice(first + 1, last + 1)
}

export const suggest = async (
  context: Context, { staffId }: StaffCaller, { params: { conversationId }, body: { id } }: InputOf<typeof suggestArticle>,
): Promise<{ readonly id: string } | Refusal<RefusalCode>> => {
  const { db, clock, outbox } = context
  if (!(await talkOf(db, conversationId))) return refuse('not-found')
  const said = await saidAloud(context, conversationId)
  const answer = said.findLast(({ by }) => by === 'agent')
  const asked = answer ? askedBefore(said, answer.seq) : []
  if (!answer || asked.length === 0) return refuse('nothing-to-suggest')
  return await db.transaction().execute(async (tx) => {
    const at = clock.now()
    const stored = await insertSuggestion(tx, { id, conversationId, questionSeqs: asked.map(({ seq }) => seq), answerSeq: answer.seq, by: staffId }, at)
    if (stored.isNew) await outbox.emit(tx, { kind: 'answering.article-suggested', at, payload: { suggestionId: id, conversationId, answerSeq: answer.seq, by: staffId } })
    return { id: stored.id }
  })
}

const namesIn = async (context: Context, conversationId: string): Promise<readonly string[]> => {
  const talk = await talkOf(context.db, conversationId)
  const customer = talk && (await readCustomer(context, context.db, talk.customerId))
  return customer?.details.name === undefined ? [] : [customer.details.name]
}

/** What was said, generalised; undefined where it was erased. */
const suggestionOf = async (context: Context, { id, conversationId, questionSeqs, answerSeq, by, byName, at }: Suggested): Promise<Suggestion | undefined> => {
  const said = await saidAloud(context, conversationId, answerSeq + 1)
  const answer = said.find(({ seq }) => seq === answerSeq)
  const questions = said.filter(({ seq }) => questionSeqs.includes(seq))
  if (!answer || questions.length === 0) return undefined
  const names = await namesIn(context, conversationId)
  const question = questions.map(({ body }) => withoutPerson(body.text, names)).join(' ')
  const draft = draftOf(answer.body, names)
  return {
    id, at: at.toISOString(), by: { staffId: by, name: byName }, question, answer: [draft.withLoan, draft.answer, draft.body].filter((part) => part !== undefined && part !== '').join('\n'),
    start: beginArticle(context, id, [question], draft),
  }
}

export const listOpenSuggestions = async (context: Context): Promise<Suggestion[]> => {
  const standing = await standingSuggestions(context.db)
  const done = await writtenFor(context.db, standing.map(({ id }) => `suggestion:${id}`))
  const open = standing.filter(({ id }) => !done.has(`suggestion:${id}`))
  return (await Promise.all(open.map((suggested) => suggestionOf(context, suggested)))).filter((suggestion) => suggestion !== undefined)
}

export const dismiss = async (
  { db, clock, outbox }: Context, { staffId }: StaffCaller, { params: { suggestionId }, body: { reason } }: InputOf<typeof dismissSuggestion>,
): Promise<{ readonly id: string } | Refusal<RefusalCode>> =>
  await db.transaction().execute(async (tx) => {
    const known = (await standingSuggestions(tx)).some(({ id }) => id === suggestionId)
    if (!known) return refuse('not-found')
    const at = clock.now()
    if (!(await insertDismissal(tx, suggestionId, staffId, reason, at))) return refuse('knowledge-decided')
    await outbox.emit(tx, { kind: 'answering.suggestion-dismissed', at, payload: { suggestionId, by: staffId } })
    return { id: suggestionId }
  })
