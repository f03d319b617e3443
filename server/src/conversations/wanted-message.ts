import type { CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import type { sendMessageBody } from '@xinqiao/contract/conversations.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { mayDo, type Right, rights, roles, rolesWith } from '@xinqiao/core/people/rights.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { takeAttachments } from './attachments-port.ts'
import type { MessageToSend } from './send-message.ts'

type Wanted = z.output<typeof sendMessageBody>

const rightFor = ({ visibleTo, purpose }: Wanted): Right => {
  if (visibleTo === 'staff') return 'conversation.note'
  return purpose === 'collection' ? 'collection.contact' : 'conversation.reply'
}

export const needRight = (caller: StaffCaller, right: Right): Refusal<RefusalCode> | undefined =>
  mayDo(caller.roles, right) ? undefined : refuse('not-allowed', { right: rights[right], ask: rolesWith(right).map((role) => roles[role]).join('、') })

const fromCustomer = async (context: Context, { customerId }: CustomerCaller, { id, text, attachments: attachmentIds }: Wanted): Promise<MessageToSend | Refusal<RefusalCode>> => {
  const attachments = await takeAttachments(context, { attachmentIds, messageId: id, visibleTo: 'all', by: 'customer', customerId })
  return isRefusal(attachments) ? attachments : { from: 'customer', customerId, id, text, attachments }
}

const fromAgent = async (context: Context, caller: StaffCaller, conversationId: string, wanted: Wanted): Promise<MessageToSend | Refusal<RefusalCode>> => {
  const refusal = needRight(caller, rightFor(wanted))
  if (refusal) return refusal
  const { id, text, visibleTo, purpose, figures, reason, attachments: attachmentIds } = wanted
  const { staffId, name } = caller
  const attachments = await takeAttachments(context, { attachmentIds, messageId: id, visibleTo, by: 'staff', staffId, conversationId })
  if (isRefusal(attachments)) return attachments
  return { from: 'agent', agent: { staffId, name }, conversationId, id, text, visibleTo, purpose, figures, reason, attachments }
}

/** What a caller wants to send, by socket or by request, as the one `send` takes it; or why he may not. */
export const messageOf = async (
  context: Context, caller: CustomerCaller | StaffCaller, conversationId: string | undefined, wanted: Wanted,
): Promise<MessageToSend | Refusal<RefusalCode>> => {
  if (caller.kind === 'customer') return await fromCustomer(context, caller, wanted)
  return conversationId === undefined ? refuse('invalid-request', {}, 'conversationId') : await fromAgent(context, caller, conversationId, wanted)
}
