import type { Group, Likeness } from '@xinqiao/core/understanding/likeness.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The room's own SQL for questions that nobody could answer. */

export type GapReason = 'not-understood' | 'no-approved-answer' | 'not-helpful'
export type Unanswered = { readonly conversationId: string; readonly seq: number; readonly reason: GapReason; readonly at: Date }

/** Whoever puts a question into a group waits for whoever does so: groups are made one after the other. */
export const lockGaps = async (tx: Tx): Promise<readonly Group[]> => {
  await sql`select pg_advisory_xact_lock(hashtext('answering.gaps'))`.execute(tx)
  const found = await sql<{ gap_id: string; middle: number[]; questions: number }>`select gap_id, middle, questions from knowledge_gap order by opened_at, gap_id`.execute(tx)
  return found.rows.map(({ gap_id: id, middle: sum, questions: count }) => ({ id, sum, count }))
}

export const isGrouped = async (tx: Tx, conversationId: string, seq: number): Promise<boolean> =>
  (await sql`select from knowledge_gap_question where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx)).rows.length > 0

export const openGap = async (tx: Tx, middle: Likeness, at: Date): Promise<string> => {
  const made = await sql<{ gap_id: string }>`
    insert into knowledge_gap (middle, questions, opened_at, last_at) values (${[...middle]}::real[], 1, ${at}, ${at}) returning gap_id`.execute(tx)
  return made.rows[0]?.gap_id ?? ''
}

export const growGap = async (tx: Tx, { id, sum, count }: Group, at: Date): Promise<void> => {
  await sql`update knowledge_gap set middle = ${[...sum]}::real[], questions = ${count}, last_at = ${at} where gap_id = ${id}`.execute(tx)
}

export const insertGapQuestion = async (tx: Tx, gapId: string, { conversationId, seq, reason, at }: Unanswered): Promise<void> => {
  await sql`
    insert into knowledge_gap_question (conversation_id, seq, gap_id, reason, asked_at) values (${conversationId}, ${seq}, ${gapId}, ${reason}, ${at})`.execute(tx)
}

export type GapRow = { readonly gapId: string; readonly openedAt: Date; readonly lastAt: Date; readonly questions: readonly Unanswered[] }

const mostGaps = 200

/** The most asked first, each with all its questions, the newest first. */
export const readGaps = async (reader: Reader): Promise<readonly GapRow[]> => {
  const found = await sql<{ gap_id: string; opened_at: Date; last_at: Date; conversation_id: string; seq: number; reason: GapReason; asked_at: Date }>`
    select g.gap_id, g.opened_at, g.last_at, q.conversation_id, q.seq, q.reason, q.asked_at
    from (select * from knowledge_gap order by questions desc, last_at desc limit ${mostGaps}) g join knowledge_gap_question q using (gap_id)
    order by g.questions desc, g.last_at desc, g.gap_id, q.asked_at desc, q.conversation_id, q.seq`.execute(reader)
  return [...Map.groupBy(found.rows, (row) => row.gap_id)].flatMap(([gapId, rows]) => {
    const [first] = rows
    return first ? [{ gapId, openedAt: first.opened_at, lastAt: first.last_at, questions: rows.map((row) => ({ conversationId: row.conversation_id, seq: row.seq, reason: row.reason, at: row.asked_at })) }] : []
  })
}
