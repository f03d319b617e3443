import type { Reader, Tx } from '../platform/db.ts'

/** How satisfied customers said they were. Private to the room. */

export type SatisfactionRow = { readonly score: number; readonly sealed: Buffer | null }

export const findRating = (reader: Reader, conversationId: string): Promise<SatisfactionRow | undefined> =>
  reader.selectFrom('satisfaction').select(['score', 'sealed']).where('conversation_id', '=', conversationId).executeTakeFirst()

export type NewRating = {
  readonly conversationId: string; readonly customerId: string; readonly score: number; readonly sealed: Buffer | null
  readonly staffId: string | null; readonly at: Date
}

export const saveRating = async (tx: Tx, { conversationId, customerId, score, sealed, staffId, at }: NewRating): Promise<void> => {
  const said = { score, sealed, staff_id: staffId, at }
  await tx
    .insertInto('satisfaction').values({ conversation_id: conversationId, customer_id: customerId, ...said })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(said)).execute()
}

export const ratingsBetween = async (reader: Reader, from: Date, to: Date): Promise<readonly { readonly conversationId: string; readonly score: number }[]> => {
  const rows = await reader.selectFrom('satisfaction').select(['conversation_id', 'score']).where('at', '>=', from).where('at', '<', to).execute()
  return rows.map(({ conversation_id: conversationId, score }) => ({ conversationId, score }))
}
