import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { readConversation } from '../conversations/read-conversations.ts'
import { recordsOf } from '../people/customers.ts'
import { sealOf } from '../people/customer-keys.ts'
import type { Context } from '../platform/context.ts'
import { whoServed } from '../routing/waits.ts'
import { findRating, saveRating } from './store.ts'

/** A customer says how satisfied he was with a conversation that a person had. */

export type Rating = { readonly score: number; readonly words: string }

const boundOf = (conversationId: string): string => `satisfaction ${conversationId}`

const own = async (context: Context, customerId: string, conversationId: string) => {
  const conversation = await readConversation(context, conversationId)
  return conversation && (await recordsOf(context.db, customerId)).includes(conversation.customerId) ? conversation : undefined
}

export const myRating = async (context: Context, customerId: string, conversationId: string) => {
  const conversation = await own(context, customerId, conversationId)
  if (!conversation) return refuse('not-found')
  const row = await findRating(context.db, conversationId)
  const asked = conversation.head.state === 'closed' && (await whoServed(context.db, conversationId)) !== undefined
  if (!row) return { asked }
  const words = row.sealed === null ? '' : ((await context.keys.open(context.db, row.sealed, boundOf(conversationId)))?.toString() ?? '')
  return { asked, rating: { score: row.score, words } }
}

export const rate = async (context: Context, customerId: string, conversationId: string, { score, words }: Rating): Promise<{ rating: Rating } | Refusal<RefusalCode>> => {
  const { db, clock, outbox } = context
  const conversation = await own(context, customerId, conversationId)
  if (!conversation) return refuse('not-found')
  const staffId = await whoServed(db, conversationId)
  if (conversation.head.state !== 'closed' || staffId === undefined) return refuse('conversation-not-ended')
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    const of = { customerId: conversation.customerId, dataClass: 'talk' } as const
    const sealed = words === '' ? null : await sealOf(context, tx, of, words, boundOf(conversationId))
    await saveRating(tx, { conversationId, customerId: conversation.customerId, score, sealed, staffId, at: new Date(now) })
    await outbox.emit(tx, { kind: 'insight.conversation-rated', at: now, payload: { conversationId, score } })
  })
  return { rating: { score, words } }
}
