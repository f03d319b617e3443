import { identityLevels } from '@xinqiao/core/people/identity.ts'
import { z } from 'zod'
import { attachmentInfo, conversationHead, entry, largestSeq, mark, sendMessageBody, sentMessage } from './conversations.ts'
import { customerMessageExample, entriesExample, headExample, marksExample } from './examples.ts'
import { defineOperation } from './operation.ts'

/** The customer's side: entering, talking, sending files. Customers sign requests with `Authorization: Bearer SESSION`. */

const room = 'chat'

export const customerSelf = z.object({
  id: z.uuid(),
  level: z.enum(identityLevels),
  /** As a customer may be addressed: 王先生; absent while anonymous. */
  name: z.string().optional(),
})

export const chatSession = z.object({
  /** The bearer token; kept by the page, since cookies of an embedded page may be blocked. */
  session: z.string(),
  expiresAt: z.iso.datetime(),
  customer: customerSelf,
})

export const sampleSession = {
  session: 'q0Yy2m3oQn1v8mJm3b9sV7dZk4s1tXw6uRfEaPcLhGg', expiresAt: '2026-11-23T14:00:00.000Z',
  customer: { id: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', level: 'verified', name: '王先生' },
}

export const enterChat = defineOperation({
  id: 'enterChat', method: 'POST', path: '/v1/chat/sessions', room,
  summary: 'Enter the chat with the signed token of the lender’s site, or anonymously; with a token of level verified, an unverified session given along joins the customer’s record',
  access: { for: 'public' },
  body: z.object({
    /** `payload.signature`, both base64url; payload is JSON `{ "sub": customerRef, "exp": seconds, "jti": once, "level": "verified" }`, signed with HMAC-SHA256. */
    siteToken: z.string().max(2000).optional(),
    /** The anonymous session whose talk shall join the customer's record. */
    join: z.string().max(200).optional(),
  }),
  response: chatSession,
  refusals: ['site-token-invalid', 'site-token-used'],
  example: { body: { siteToken: 'eyJzdWIiOiJBMDAwMTcifQ.c2lnbmF0dXJl' }, response: sampleSession },
})

export const getChat = defineOperation({
  id: 'getChat', method: 'GET', path: '/v1/chat', room,
  summary: 'Who I am, my open conversation, and what is said when the desk is closed',
  access: { for: 'customer', level: 'anonymous' },
  response: z.object({
    customer: customerSelf,
    conversation: conversationHead.optional(),
    /** Earlier conversations, newest first. */
    earlier: z.array(conversationHead),
    desk: z.object({ open: z.boolean(), sentence: z.string() }),
    greeting: z.string(),
    /** Things often asked by someone in this customer's place, to tap. */
    suggestions: z.array(z.object({ label: z.string(), text: z.string() })),
    lender: z.object({ name: z.string(), hotline: z.string() }),
  }),
  refusals: [],
  example: {
    response: {
      customer: sampleSession.customer, conversation: headExample, earlier: [], desk: { open: true, sentence: '' },
      greeting: '您好，我是安心消费金融的智能助手小信，是机器，不是真人。您可以直接问利率、还款、提前还款、展期、审批进度；需要人工随时说“转人工”。',
      suggestions: [{ label: '现在要还多少', text: '逾期了现在要还多少钱' }, { label: '还款有困难', text: '现在还不上，可以协商吗' }],
      lender: { name: '安心消费金融', hotline: '400-000-0101' },
    },
  },
})

export const listChatEntries = defineOperation({
  id: 'listChatEntries', method: 'GET', path: '/v1/chat/conversations/{conversationId}/entries', room,
  summary: 'Entries of one of my conversations after a sequence number, with the marks',
  access: { for: 'customer', level: 'anonymous' },
  params: z.object({ conversationId: z.uuid() }),
  query: z.object({ after: z.coerce.number().int().min(0).max(largestSeq).default(0), limit: z.coerce.number().int().min(1).max(500).default(200) }),
  /** The entries are all that I may see of (after, upTo]. */
  response: z.object({ conversation: conversationHead, upTo: z.int().min(0), entries: z.array(entry), marks: z.array(mark) }),
  refusals: ['not-found'],
  example: { response: { conversation: headExample, upTo: 3, entries: entriesExample, marks: marksExample } },
})

export const sendCustomerMessage = defineOperation({
  id: 'sendCustomerMessage', method: 'POST', path: '/v1/chat/messages', room,
  summary: 'Send a message into my open conversation, or open one; repeating the same id changes nothing',
  access: { for: 'customer', level: 'anonymous' },
  body: sendMessageBody.pick({ id: true, text: true, attachments: true }),
  response: sentMessage,
  refusals: ['message-empty', 'message-too-long', 'message-id-reused', 'not-found'],
  example: customerMessageExample,
})

export const uploadChatAttachment = defineOperation({
  id: 'uploadChatAttachment', method: 'POST', path: '/v1/chat/attachments', room,
  summary: 'Upload one picture or PDF (multipart field `file`); the type is taken from the content',
  access: { for: 'customer', level: 'anonymous' },
  upload: true, response: attachmentInfo,
  refusals: ['attachment-type-refused', 'attachment-too-large'],
  example: { response: { id: '5b6f0a1c-2d3e-4f50-8a9b-0c1d2e3f4a5b', name: '收入证明.pdf', type: 'application/pdf', size: 48213 } },
})

export const readChatAttachment = defineOperation({
  id: 'readChatAttachment', method: 'GET', path: '/v1/chat/attachments/{attachmentId}', room,
  summary: 'The bytes of a file of one of my conversations or materials, or its small picture',
  access: { for: 'customer', level: 'anonymous' },
  params: z.object({ attachmentId: z.uuid() }), query: z.object({ small: z.enum(['yes', 'no']).default('no') }),
  refusals: ['not-found', 'no-small-picture'],
})

export const uploadDeskAttachment = defineOperation({
  id: 'uploadDeskAttachment', method: 'POST', path: '/v1/desk/conversations/{conversationId}/attachments', room: 'conversations',
  summary: 'Upload one picture or PDF to send to the customer (multipart field `file`)',
  access: { for: 'staff', right: 'conversation.reply' },
  params: z.object({ conversationId: z.uuid() }),
  upload: true, response: attachmentInfo,
  refusals: ['not-found', 'attachment-type-refused', 'attachment-too-large'],
  example: { response: { id: '5b6f0a1c-2d3e-4f50-8a9b-0c1d2e3f4a5b', name: '结清证明.pdf', type: 'application/pdf', size: 48213 } },
})

export const readDeskAttachment = defineOperation({
  id: 'readDeskAttachment', method: 'GET', path: '/v1/desk/attachments/{attachmentId}', room: 'conversations',
  summary: 'The bytes of a file of a conversation',
  access: { for: 'staff', right: 'conversation.read' },
  params: z.object({ attachmentId: z.uuid() }),
  refusals: ['not-found', 'file-not-scanned', 'file-infected'],
})
