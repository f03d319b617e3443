import type { Context } from '../platform/context.ts'
import { findEntries } from './store.ts'
import { bodyOf, isoOf } from './wire.ts'

export type SentMessage = {
  readonly at: string; readonly conversationId: string; readonly customerId: string; readonly text: string
  /** Who wrote it, where a person did. */
  readonly staffId: string | undefined
  readonly toCustomer: boolean
}

/** The messages among these ids that were stored, with what they say; for rooms that made the ids themselves. */
export const sentMessages = async ({ keys, db }: Context, ids: readonly string[]): Promise<ReadonlyMap<string, SentMessage>> => {
  const found = await findEntries(db, ids)
  return new Map(await Promise.all([...found].map(async ([id, row]): Promise<[string, SentMessage]> =>
    [id, {
      at: isoOf(row.at), conversationId: row.conversation_id, customerId: row.customer_id, text: (await bodyOf(keys, db, row)).text, staffId: row.staff_id ?? undefined,
      toCustomer: row.visible_to === 'all' && row.author_kind !== 'customer',
    }])))
}
