import type { Context } from '../platform/context.ts'
import { findEntries } from './store.ts'
import { bodyOf, isoOf } from './wire.ts'

export type SentMessage = { readonly at: string; readonly conversationId: string; readonly text: string }

/** The messages among these ids that were stored, with what they say; for rooms that made the ids themselves. */
export const sentMessages = async ({ keys, db }: Context, ids: readonly string[]): Promise<ReadonlyMap<string, SentMessage>> => {
  const found = await findEntries(db, ids)
  return new Map(await Promise.all([...found].map(async ([id, row]): Promise<[string, SentMessage]> =>
    [id, { at: isoOf(row.at), conversationId: row.conversation_id, text: (await bodyOf(keys, db, row)).text }])))
}
