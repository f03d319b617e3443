import { freshTalk, type Talk } from '@xinqiao/core/answering/situation.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

/** What the machine remembers of a conversation. Private to the room. */

export type Remembered = { readonly answeredSeq: number; readonly talk: Talk }

const bound = (conversationId: string): string => `talk of ${conversationId}`

/** Holds the conversation's talk until the transaction ends, so that one message is answered by one process. */
export const lockTalk = async ({ keys, db }: Context, tx: Tx, conversationId: string, now: Instant): Promise<Remembered> => {
  await tx
    .insertInto('talk')
    .values({ conversation_id: conversationId, answered_seq: 0, changed_at: new Date(now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx.selectFrom('talk').selectAll().where('conversation_id', '=', conversationId).forUpdate().executeTakeFirstOrThrow()
  // Where the customer's key is destroyed, what he said is forgotten, and so is what the talk was about.
  const plain = row.sealed && (await keys.open(db, row.sealed, bound(conversationId)))
  return { answeredSeq: row.answered_seq, talk: plain ? (JSON.parse(plain.toString()) as Talk) : freshTalk }
}

export type Progress = { readonly conversationId: string; readonly dataKeyId: string; readonly answeredSeq: number; readonly talk: Talk }

export const saveTalk = async ({ keys, db }: Context, tx: Tx, { conversationId, dataKeyId, answeredSeq, talk }: Progress, now: Instant): Promise<void> => {
  const sealed = await keys.encrypt(db, dataKeyId, Buffer.from(JSON.stringify(talk)), bound(conversationId))
  await tx
    .updateTable('talk')
    .set({ answered_seq: answeredSeq, sealed, changed_at: new Date(now) })
    .where('conversation_id', '=', conversationId)
    .execute()
}
