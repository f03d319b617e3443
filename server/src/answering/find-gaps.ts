import type { Gap } from '@xinqiao/contract/knowledge-gaps.ts'
import { withoutPerson } from '@xinqiao/core/answering/generalise.ts'
import { groupFor, joined, likenessOf } from '@xinqiao/core/understanding/likeness.ts'
import { saidAloud, talkOf } from '../conversations/read-talk.ts'
import { writtenFor } from '../knowledge/pieces.ts'
import { readCustomer } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { beginArticle } from './begin-article.ts'
import { type GapReason, type GapRow, growGap, insertGapQuestion, isGrouped, lockGaps, openGap, readGaps, type Unanswered } from './gap-store.ts'
import { theModel } from './understand-message.ts'

/**
 * Which knowledge is missing: questions that no approved words answered, put into groups of one matter as they come. Only where each was
 * asked is kept; what was asked is read there, through the customer's key.
 */

/** The event of a question that was not answered; the job puts it into its group. */
export const tellUnanswered = async ({ outbox, clock }: Context, tx: Tx, question: { readonly conversationId: string; readonly seq: number; readonly reason: GapReason }): Promise<void> =>
  outbox.emit(tx, { kind: 'answering.question-unanswered', at: clock.now(), payload: question })

const questionAt = async (context: Context, conversationId: string, seq: number): Promise<{ readonly text: string; readonly at: Date } | undefined> => {
  const [said] = await saidAloud(context, conversationId, seq + 1, 1)
  return said?.seq === seq && said.by === 'customer' ? { text: said.body.text, at: said.at } : undefined
}

/** Safe to repeat: a question is in one group, once. */
export const groupQuestion = async (context: Context, conversationId: string, seq: number, reason: GapReason): Promise<void> => {
  const asked = await questionAt(context, conversationId, seq)
  if (!asked || asked.text.trim() === '') return
  const likeness = likenessOf(asked.text, theModel())
  await context.db.transaction().execute(async (tx) => {
    const groups = await lockGaps(tx)
    if (await isGrouped(tx, conversationId, seq)) return
    const group = groupFor(likeness, groups)
    if (group) await growGap(tx, joined(group, likeness), asked.at)
    await insertGapQuestion(tx, group?.id ?? (await openGap(tx, likeness, asked.at)), { conversationId, seq, reason, at: asked.at })
  })
}

const mostExamples = 6

const exampleOf = async (context: Context, { conversationId, seq }: Unanswered): Promise<string | undefined> => {
  const [asked, talk] = await Promise.all([questionAt(context, conversationId, seq), talkOf(context.db, conversationId)])
  const customer = talk && (await readCustomer(context, context.db, talk.customerId))
  return asked && withoutPerson(asked.text, customer?.details.name === undefined ? [] : [customer.details.name])
}

const reasonsOf = (questions: readonly Unanswered[]): Gap['reasons'] =>
  [...Map.groupBy(questions, ({ reason }) => reason)].map(([reason, all]) => ({ reason, count: all.length }))

const gapOf = async (context: Context, { gapId, openedAt, lastAt, questions }: GapRow, covered: { readonly pieceId: string; readonly since: string } | undefined): Promise<Gap> => {
  const examples = (await Promise.all(questions.slice(0, mostExamples).map((question) => exampleOf(context, question)))).filter((text) => text !== undefined)
  const after = covered ? questions.filter(({ at }) => at.toISOString().slice(0, 10) > covered.since).length : 0
  return {
    id: gapId, questions: questions.length, sinceCovered: after, firstAt: openedAt.toISOString(), lastAt: lastAt.toISOString(), reasons: reasonsOf(questions),
    examples: [...new Set(examples)], ...(covered ? { covered: { kind: 'article' as const, id: covered.pieceId, since: covered.since } } : {}), start: beginArticle(context, gapId, examples),
  }
}

/** A group is covered from the day on which an article that was written for it was approved. */
export const listMissing = async (context: Context, show: 'open' | 'covered' | 'all'): Promise<Gap[]> => {
  const rows = await readGaps(context.db)
  const written = await writtenFor(context.db, rows.map(({ gapId }) => `gap:${gapId}`))
  const coveredBy = ({ gapId }: GapRow): { readonly pieceId: string; readonly since: string } | undefined => {
    const outcome = written.get(`gap:${gapId}`)
    return outcome?.approvedOn ? { pieceId: outcome.pieceId, since: outcome.approvedOn } : undefined
  }
  const shown = rows.filter((row) => show === 'all' || (coveredBy(row) !== undefined) === (show === 'covered'))
  return await Promise.all(shown.map((row) => gapOf(context, row, coveredBy(row))))
}
