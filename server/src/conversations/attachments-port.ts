import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'

/**
 * Files go out with messages, but the room that keeps them (materials) stands above this one: it hands in here how a message
 * takes its attachments along.
 */
export type AttachmentsToSend = {
  readonly attachmentIds: readonly string[]
  readonly messageId: string
  readonly visibleTo: 'all' | 'staff'
} & (
  | { readonly by: 'customer'; readonly customerId: string }
  | { readonly by: 'staff'; readonly staffId: string; readonly conversationId: string }
)

/**
 * What the message shows of its attachments, in the order asked for; `not-found` where one is not the sender's to send. From then on
 * they are seen by who may see the message. Asking again for the same message changes nothing.
 */
export type TakeAttachments = (context: Context, wanted: AttachmentsToSend) => Promise<readonly AttachmentInfo[] | Refusal<'not-found'>>

const handedIn = new WeakMap<Context, TakeAttachments>()

export const handInAttachments = (context: Context, take: TakeAttachments): void => void handedIn.set(context, take)

export const takeAttachments: TakeAttachments = async (context, wanted) => {
  if (wanted.attachmentIds.length === 0) return []
  const take = handedIn.get(context)
  return take ? await take(context, wanted) : refuse('not-found')
}
