import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The room's own SQL for answers that should become articles. */

export type Suggested = {
  readonly id: string
  readonly conversationId: string
  readonly questionSeqs: readonly number[]
  readonly answerSeq: number
  readonly by: string
  readonly byName: string
  readonly at: Date
}

/** The id that the answer is suggested under: this one, or that of who was first. */
export const insertSuggestion = async (tx: Tx, { id, conversationId, questionSeqs, answerSeq, by }: Omit<Suggested, 'byName' | 'at'>, at: Instant): Promise<{ readonly id: string; readonly isNew: boolean }> => {
  const inserted = await sql`
    insert into article_suggestion (suggestion_id, conversation_id, question_seqs, answer_seq, suggested_by, suggested_at)
    values (${id}, ${conversationId}, ${[...questionSeqs]}, ${answerSeq}, ${by}, ${new Date(at)}) on conflict do nothing returning 1`.execute(tx)
  if (inserted.rows.length > 0) return { id, isNew: true }
  const known = await sql<{ suggestion_id: string }>`
    select suggestion_id from article_suggestion where conversation_id = ${conversationId} and answer_seq = ${answerSeq}`.execute(tx)
  return { id: known.rows[0]?.suggestion_id ?? id, isNew: false }
}

/** What nobody has left, the oldest first; whether an article was written for it the knowledge knows. */
export const standingSuggestions = async (reader: Reader): Promise<readonly Suggested[]> => {
  const found = await sql<{ suggestion_id: string; conversation_id: string; question_seqs: number[]; answer_seq: number; suggested_by: string; name: string; suggested_at: Date }>`
    select s.*, staff.name from article_suggestion s join staff on staff.id = s.suggested_by
    where not exists (select from article_suggestion_dismissal d where d.suggestion_id = s.suggestion_id)
    order by suggested_at, suggestion_id limit 500`.execute(reader)
  return found.rows.map((row) => ({
    id: row.suggestion_id, conversationId: row.conversation_id, questionSeqs: row.question_seqs, answerSeq: row.answer_seq, by: row.suggested_by, byName: row.name, at: row.suggested_at,
  }))
}

/** False where somebody left it before. */
export const insertDismissal = async (tx: Tx, id: string, by: string, reason: string, at: Instant): Promise<boolean> => {
  const inserted = await sql`
    insert into article_suggestion_dismissal (suggestion_id, dismissed_by, reason, dismissed_at) values (${id}, ${by}, ${reason}, ${new Date(at)})
    on conflict do nothing returning 1`.execute(tx)
  return inserted.rows.length > 0
}
