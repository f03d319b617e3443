import { readChatAttachment, readDeskAttachment, uploadChatAttachment, uploadDeskAttachment } from '@xinqiao/contract/chat.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { FastifyReply } from 'fastify'
import { handInAttachments } from '../conversations/attachments-port.ts'
import { readConversation } from '../conversations/read-conversations.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { type Bytes, customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { type AttachmentFile, fileForCustomer, fileForStaff, saveAttachment, sendAttachments } from './attachments.ts'
import { receiveFile } from './receive-file.ts'

/** What every browser shows by itself; anything else is saved, a PDF because it can hold programs and links. */
const shownInPlace = new Set(['image/jpeg', 'image/png', 'image/webp'])

const answer = (reply: FastifyReply, file: AttachmentFile | undefined): Bytes | Refusal<'not-found'> => {
  if (!file) return refuse('not-found')
  // Whatever the bytes turn out to be, they run nothing and load nothing.
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  reply.header('cross-origin-resource-policy', 'same-origin')
  return { bytes: file.bytes, type: file.type, ...(shownInPlace.has(file.type) ? {} : { saveAs: file.name }) }
}

export const routes: Routes<Context> = (api, context) => {
  handInAttachments(context, sendAttachments)

  implement(api, uploadChatAttachment, async (call) => {
    const file = await receiveFile(call.request)
    return isRefusal(file) ? file : await saveAttachment(context, { ...file, customerId: customerOf(call).customerId })
  })

  implement(api, readChatAttachment, async (call) =>
    answer(call.reply, await fileForCustomer(context, customerOf(call).customerId, call.params.attachmentId)))

  implement(api, uploadDeskAttachment, async (call) => {
    const { conversationId } = call.params
    const conversation = await readConversation(context, conversationId)
    if (!conversation) return refuse('not-found')
    const file = await receiveFile(call.request)
    if (isRefusal(file)) return file
    return await saveAttachment(context, { ...file, customerId: conversation.customerId, desk: { staffId: staffOf(call).staffId, conversationId } })
  })

  implement(api, readDeskAttachment, async (call) => {
    const { staffId } = staffOf(call)
    const file = await fileForStaff(context, staffId, call.params.attachmentId)
    if (file) await recordView(context, { staffId, customers: [file.customerId], what: 'attachment' })
    return answer(call.reply, file)
  })
}
