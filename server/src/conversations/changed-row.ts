import type { Caller } from '@xinqiao/contract/access.ts'
import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { staffOf } from '../platform/http.ts'
import type { Changed } from './change.ts'
import { readConversationRow } from './read-conversations.ts'

type StaffCall = { readonly caller: Caller; readonly params: { readonly conversationId: string } }

/** A conversation as its row stands after somebody at the desk changed it. */
export const changedRow = async (
  context: Context, call: StaffCall, changing: Promise<Changed | Refusal<RefusalCode>>,
): Promise<{ conversation: ConversationRow } | Refusal<RefusalCode>> => {
  const changed = await changing
  if (isRefusal(changed)) return changed
  const conversation = await readConversationRow(context, staffOf(call), call.params.conversationId)
  return conversation ? { conversation } : refuse('not-found')
}
