import { readChatAttachment, readDeskAttachment, uploadChatAttachment, uploadDeskAttachment } from '@xinqiao/contract/chat.ts'
import { beginMyUpload, beginUpload, listCustomerFiles, readMaterialPage, sendMyPiece, sendPiece } from '@xinqiao/contract/materials.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { FastifyReply } from 'fastify'
import { handInAttachments } from '../conversations/attachments-port.ts'
import { readConversation } from '../conversations/read-conversations.ts'
import { readCustomer } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { type Bytes, type Call, customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { type AttachmentFile, fileForCustomer, fileForStaff, saveAttachment, sendAttachments, sentByCustomer } from './attachments.ts'
import { pageOfMaterial } from './materials.ts'
import { receiveFile } from './receive-file.ts'
import { smallPicture } from './small-picture.ts'
import { begin, takePiece, type Uploader } from './uploads.ts'

/** What every browser shows by itself; anything else is saved, a PDF because it can hold programs and links. */
const shownInPlace = new Set(['image/jpeg', 'image/png', 'image/webp'])

const small = async (reply: FastifyReply, file: AttachmentFile): Promise<Bytes | Refusal<'no-small-picture'>> => {
  const bytes = await smallPicture(file)
  return bytes ? answer(reply, { ...file, bytes, type: 'image/jpeg' }) : refuse('no-small-picture')
}

const answer = (reply: FastifyReply, file: AttachmentFile): Bytes => {
  // Whatever the bytes turn out to be, they run nothing and load nothing.
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  reply.header('cross-origin-resource-policy', 'same-origin')
  return { bytes: file.bytes, type: file.type, ...(shownInPlace.has(file.type) ? {} : { saveAs: file.name }) }
}

const uploadRoutes: Routes<Context> = (api, context) => {
  const piece = async (call: Call<typeof sendMyPiece>, by: Uploader) => {
    const file = await receiveFile(call.request)
    return isRefusal(file) ? refuse('not-found') : await takePiece(context, { uploadId: call.params.uploadId, from: call.query.from, bytes: file.bytes }, by)
  }
  implement(api, beginMyUpload, (call) => begin(context, call.body, { customerId: customerOf(call).customerId }))
  implement(api, sendMyPiece, (call) => piece(call, { customerId: customerOf(call).customerId }))

  implement(api, beginUpload, async (call) => {
    const { customerId } = call.params
    return (await readCustomer(context, context.db, customerId)) ? await begin(context, call.body, { customerId, staffId: staffOf(call).staffId }) : refuse('not-found')
  })
  implement(api, sendPiece, (call) => piece(call, { customerId: '', staffId: staffOf(call).staffId }))

  implement(api, listCustomerFiles, async (call) => {
    const { customerId } = call.params
    if (!(await readCustomer(context, context.db, customerId))) return refuse('not-found')
    await recordView(context, { staffId: staffOf(call).staffId, customers: [customerId], what: 'attachment' })
    return { files: [...(await sentByCustomer(context, customerId))] }
  })

  implement(api, readMaterialPage, async (call) => {
    const file = await pageOfMaterial(context, call.params.materialId, call.params.place)
    if (isRefusal(file)) return file
    await recordView(context, { staffId: staffOf(call).staffId, customers: [file.customerId], what: 'attachment' })
    return call.query.small === 'yes' ? await small(call.reply, file) : answer(call.reply, file)
  })
}

export const routes: Routes<Context> = (api, context) => {
  handInAttachments(context, sendAttachments)

  implement(api, uploadChatAttachment, async (call) => {
    const file = await receiveFile(call.request)
    return isRefusal(file) ? file : await saveAttachment(context, { ...file, customerId: customerOf(call).customerId })
  })

  implement(api, readChatAttachment, async (call) => {
    const file = await fileForCustomer(context, customerOf(call).customerId, call.params.attachmentId)
    return file ? await (call.query.small === 'yes' ? small : answer)(call.reply, file) : refuse('not-found')
  })

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
    if (isRefusal(file)) return file
    await recordView(context, { staffId, customers: [file.customerId], what: 'attachment' })
    return answer(call.reply, file)
  })
  uploadRoutes(api, context)
}
