import type { ConversationHead, Entry } from '@xinqiao/contract/conversations.ts'
import { recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import { readShown } from './read-conversations.ts'
import { listConversationsOf } from './store.ts'
import { headFor, headOf } from './wire.ts'

/** Every talk of a customer as he may see it, a part at a time: a long history is never in memory as a whole. */

const mostTalks = 10_000
const atOnce = 200

export async function* talksOf(context: Context, customerId: string): AsyncGenerator<{ readonly conversation: ConversationHead } | { readonly entry: Entry }> {
  for (const record of await recordsOf(context.db, customerId)) {
    for (const conversation of await listConversationsOf(context.db, record, mostTalks)) {
      yield { conversation: headFor('customer', headOf(conversation)) }
      let after = 0
      while (after < conversation.head.lastSeq) {
        const { entries, upTo } = await readShown(context, conversation.id, { after, limit: atOnce }, { side: 'customer' })
        for (const entry of entries) yield { entry }
        if (upTo <= after) break
        after = upTo
      }
    }
  }
}
