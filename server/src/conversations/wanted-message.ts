import type { CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import type { sendMessageBody } from '@xinqiao/contract/conversations.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { mayDo, type Right, rights, roles, rolesWith } from '@xinqiao/core/people/rights.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { z } from 'zod'
import type { Context } from '../platform/context.ts'
import type { MessageToSend } from './send-message.ts'

type Wanted = z.output<typeof sendMessageBody>

const rightFor = ({ visibleTo, purpose }: Wanted): Right => {
  if (visibleTo === 'staff') return 'conversation.note'
  return purpose === 'collection' ? 'collection.contact' : 'conversation.reply'
}

/** What a caller wants to send, by socket or by request, as the one `send` takes it; or why he may not. */
export const messageOf = async (
  _context: Context, caller: CustomerCaller | StaffCaller, conversationId: string | undefined, wanted: Wanted,
): Promise<MessageToSend | Refusal<RefusalCode>> => {
  const { id, text } = wanted
  if (caller.kind === 'customer') return { from: 'customer', customerId: caller.customerId, id, text }
  if (conversationId === undefined) return refuse('invalid-request', {}, 'conversationId')
  const right = rightFor(wanted)
  if (!mayDo(caller.roles, right)) return refuse('not-allowed', { right: rights[right], ask: rolesWith(right).map((role) => roles[role]).join('、') })
  const { visibleTo, purpose, figures, reason } = wanted
  return { from: 'agent', agent: { staffId: caller.staffId, name: caller.name }, conversationId, id, text, visibleTo, purpose, figures, reason }
}
