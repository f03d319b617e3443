import { identityLevels } from '@xinqiao/core/people/identity.ts'
import { z } from 'zod'
import {
  agentMessageExample, closedRow, entriesExample, handedBackRow, handOverExample, marksExample, takenRow, waitingRow,
} from './examples.ts'
import { gateSeen } from './finding.ts'
import { modelUse } from './model-use.ts'
import { defineOperation } from './operation.ts'

/**
 * Conversations on the wire: what both sides see of a talk, and the operations of the desk on it.
 * A conversation is a gapless sequence of entries (`seq` from 1). Delivered and read marks are kept beside it.
 */

export const conversationStates = ['with-machine', 'waiting', 'with-agent', 'closed'] as const
export const purposes = ['service', 'notice', 'collection', 'marketing'] as const
export const authorKinds = ['customer', 'agent', 'machine', 'system'] as const
export const channels = ['web', 'email', 'wechat', 'phone'] as const

export const maximumTextLength = 4000

export const figureSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('loan'), loanRef: z.string(), field: z.string(), asOf: z.iso.date(), formula: z.string().optional() }),
  z.object({ from: z.literal('quote'), productId: z.string(), productVersion: z.int(), field: z.string(), formula: z.string().optional() }),
  z.object({ from: z.literal('product'), productId: z.string(), productVersion: z.int(), field: z.string() }),
  z.object({ from: z.literal('article'), articleId: z.string(), articleVersion: z.int() }),
  z.object({ from: z.literal('term'), termId: z.string(), termVersion: z.int() }),
  z.object({ from: z.literal('record'), what: z.string(), ref: z.string() }),
  z.object({ from: z.literal('calendar'), what: z.string() }),
  z.object({ from: z.literal('customer'), what: z.string() }),
])

/** A figure that stands in the text at [start, end) (UTF-16 offsets), with where it comes from. */
export const figureInText = z.object({
  start: z.int().min(0),
  end: z.int().min(1),
  kind: z.enum(['amount', 'rate', 'date', 'term', 'time', 'count']),
  /** amount: yuan as a decimal string; rate: percent of the period in `unit`; date: ISO day; others: whole number as text. */
  value: z.string(),
  unit: z.string().optional(),
  source: figureSource,
  /** What a customer reads on opening the figure: where from, formula, inputs, rounding. */
  explanation: z.string().optional(),
})
export type FigureInText = z.infer<typeof figureInText>

export const attachmentInfo = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.string(),
  size: z.int(),
})
export type AttachmentInfo = z.infer<typeof attachmentInfo>

/** A choice offered by the machine: tapping it sends `text` as the customer's message with `value` attached. */
export const choice = z.object({ label: z.string(), text: z.string(), value: z.string().optional() })

export const messageBody = z.object({
  text: z.string(),
  figures: z.array(figureInText).default([]),
  /** Financial terms recognised in the text; tapped for a plain explanation. */
  terms: z.array(z.object({ start: z.int(), end: z.int(), termId: z.string() })).default([]),
  /** The articles an answer rests on. */
  articles: z.array(z.object({ articleId: z.string(), version: z.int(), title: z.string() })).default([]),
  choices: z.array(choice).default([]),
  attachments: z.array(attachmentInfo).default([]),
  /** The case that the message tells of. */
  caseId: z.uuid().exactOptional(),
  /** A case that may be opened by a tap, under the message's id as its key; `ask` holds what the talk has said of its form. */
  caseOffer: z.object({ kind: z.string(), ask: z.record(z.string(), z.union([z.string(), z.number()])) }).exactOptional(),
})
export type MessageBody = z.infer<typeof messageBody>

export const author = z.object({ kind: z.enum(authorKinds), name: z.string().optional(), staffId: z.string().optional() })

export const messageEntry = z.object({
  kind: z.literal('message'),
  seq: z.int().min(1),
  at: z.iso.datetime(),
  /** Made by the client that sent it; the same id is the same message for ever. */
  id: z.uuid(),
  author,
  purpose: z.enum(purposes),
  /** `staff`: a private note, never sent to the customer's side. */
  visibleTo: z.enum(['all', 'staff']),
  /** Empty at the customer's side where the message was retracted. */
  body: messageBody,
  /** Who took it back before it was delivered, and when. */
  retracted: z.object({ at: z.iso.datetime(), by: author }).optional(),
  /** At the desk only. */
  gate: gateSeen.exactOptional(),
  /** At the desk only: what a language model had to do with it. */
  byModel: modelUse.exactOptional(),
})

export const happenings = ['opened', 'handed-over', 'taken', 'handed-back', 'transferred', 'returned', 'closed', 'joined', 'retracted', 'release-asked', 'released', 'release-refused'] as const

/** Something that happened to the conversation, in its sequence like a message. */
export const happeningEntry = z.object({
  kind: z.literal('happening'),
  seq: z.int().min(1),
  at: z.iso.datetime(),
  happening: z.enum(happenings),
  by: author,
  /** Of `retracted`: the message that is to be shown without its body from now on. */
  about: z.object({ id: z.uuid(), seq: z.int().min(1) }).optional(),
  /** The sentence the customer may read about it, where there is one. */
  text: z.string().optional(),
  /** Why, for the desk only. */
  reason: z.string().optional(),
})

export const entry = z.discriminatedUnion('kind', [messageEntry, happeningEntry])
export type Entry = z.infer<typeof entry>
export type MessageEntry = z.infer<typeof messageEntry>

/** How far each side has received and read; cumulative. */
export const mark = z.object({ party: z.enum(['customer', 'desk']), kind: z.enum(['delivered', 'read']), upTo: z.int().min(0) })
export type Mark = z.infer<typeof mark>

export const conversationHead = z.object({
  id: z.uuid(),
  state: z.enum(conversationStates),
  channel: z.enum(channels),
  openedAt: z.iso.datetime(),
  lastSeq: z.int().min(0),
  /** The person who has it, while the state is with-agent. */
  agent: z.object({ staffId: z.string(), name: z.string() }).optional(),
})
export type ConversationHead = z.infer<typeof conversationHead>

export const mood = z.enum(['calm', 'anxious', 'angry'])

/** A row of the desk's list. */
export const conversationRow = conversationHead.extend({
  customer: z.object({ id: z.uuid(), name: z.string(), level: z.enum(identityLevels) }),
  lastText: z.string(),
  lastAt: z.iso.datetime(),
  lastAuthor: z.enum(authorKinds),
  /** Since when the customer waits for a person; absent when nobody waits. */
  waitingSince: z.iso.datetime().optional(),
  /** Messages of the customer that the desk has not read. */
  unread: z.int().min(0),
  intent: z.string().optional(),
  mood: mood.optional(),
})
export type ConversationRow = z.infer<typeof conversationRow>

/** What the machine hands to the person: what is asked, what is known, why it did not answer, and a draft to start from. */
export const handOver = z.object({
  reason: z.string(),
  intent: z.object({ id: z.string(), name: z.string(), confidence: z.number() }).optional(),
  mood: mood.optional(),
  facts: z.array(z.object({ name: z.string(), value: z.string(), source: z.string() })),
  missing: z.array(z.string()),
  /** What the customer asked, in his own words, newest last. */
  asked: z.array(z.string()),
  draft: messageBody.optional(),
  /** What stands open for the customer, a line each: his cases as they are, what was promised, and what is due next. */
  done: z.array(z.string()).optional(),
  promised: z.array(z.string()).optional(),
  next: z.array(z.string()).optional(),
  at: z.iso.datetime(),
})
export type HandOver = z.infer<typeof handOver>

/** The largest number an entry can have; a cursor beyond it is a mistake. */
export const largestSeq = 2_147_483_647

const conversationParams = z.object({ conversationId: z.uuid() })
const room = 'conversations'

export const listConversations = defineOperation({
  id: 'listConversations', method: 'GET', path: '/v1/desk/conversations', room,
  summary: 'Conversations at the desk: those that wait for a person, one’s own, those with the machine, or all',
  access: { for: 'staff', right: 'conversation.list' },
  query: z.object({
    view: z.enum(['waiting', 'mine', 'machine', 'closed', 'all']).default('waiting'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().optional(),
  }),
  response: z.object({ rows: z.array(conversationRow), nextCursor: z.string().optional(), counts: z.object({ waiting: z.int(), mine: z.int() }) }),
  refusals: [],
  example: { response: { rows: [waitingRow], counts: { waiting: 1, mine: 0 } } },
})

export const listCustomerConversations = defineOperation({
  id: 'listCustomerConversations', method: 'GET', path: '/v1/desk/customers/{customerId}/conversations', room,
  summary: 'The last conversations of a customer on every channel, newest first',
  access: { for: 'staff', right: 'conversation.read' },
  params: z.object({ customerId: z.uuid() }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
  response: z.object({ rows: z.array(conversationRow) }),
  refusals: ['not-found'],
  example: { response: { rows: [waitingRow] } },
})

export const getConversation = defineOperation({
  id: 'getConversation', method: 'GET', path: '/v1/desk/conversations/{conversationId}', room,
  summary: 'One conversation: its head, customer, hand-over and marks',
  access: { for: 'staff', right: 'conversation.read' },
  params: conversationParams,
  response: z.object({ conversation: conversationRow, handOver: handOver.optional(), marks: z.array(mark) }),
  refusals: ['not-found'],
  example: { response: { conversation: waitingRow, handOver: handOverExample, marks: marksExample } },
})

export const listEntries = defineOperation({
  id: 'listEntries', method: 'GET', path: '/v1/desk/conversations/{conversationId}/entries', room,
  summary: 'Entries of a conversation after a sequence number, oldest first; or the last ones before it',
  access: { for: 'staff', right: 'conversation.read' },
  params: conversationParams,
  query: z.object({
    after: z.coerce.number().int().min(0).max(largestSeq).optional(),
    before: z.coerce.number().int().min(1).max(largestSeq).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.object({ entries: z.array(entry) }),
  refusals: ['not-found'],
  example: { response: { entries: entriesExample } },
})

export const sendMessageBody = z.object({
  id: z.uuid(),
  text: z.string(),
  attachments: z.array(z.uuid()).max(10).default([]),
  visibleTo: z.enum(['all', 'staff']).default('all'),
  purpose: z.enum(purposes).default('service'),
  /** Figures the agent took over from a draft or a card, so that their sources stay with them. */
  figures: z.array(figureInText).default([]),
  /** Why the agent sends it although the check warned. */
  reason: z.string().max(500).optional(),
})
export const sentMessage = z.object({ conversationId: z.uuid(), id: z.uuid(), seq: z.int(), at: z.iso.datetime() })

export const sendAgentMessage = defineOperation({
  id: 'sendAgentMessage', method: 'POST', path: '/v1/desk/conversations/{conversationId}/messages', room,
  summary: 'Send a message to the customer or write a private note; repeating the same id changes nothing',
  access: { for: 'staff', right: 'conversation.reply' },
  params: conversationParams, body: sendMessageBody, response: sentMessage,
  refusals: ['not-found', 'conversation-closed', 'conversation-not-yours', 'message-empty', 'message-too-long', 'message-id-reused', 'message-blocked',
    'message-needs-reason', 'message-needs-release', 'contact-quiet-hours', 'contact-third-person', 'contact-plan-kept', 'contact-no-consent'],
  example: agentMessageExample,
})

export const retractMessage = defineOperation({
  id: 'retractMessage', method: 'POST', path: '/v1/desk/conversations/{conversationId}/messages/{messageId}/retract', room,
  summary: 'Take back one’s message while it is not delivered to the customer; repeating it changes nothing',
  access: { for: 'staff', right: 'message.retract' },
  params: z.object({ conversationId: z.uuid(), messageId: z.uuid() }),
  /** `seq` and `at`: of the entry `retracted`. */
  response: z.object({ conversationId: z.uuid(), messageId: z.uuid(), seq: z.int().min(1), at: z.iso.datetime() }),
  refusals: ['not-found', 'conversation-closed', 'message-already-delivered'],
  example: {
    response: {
      conversationId: '0f8a3a52-6a0f-4b7e-9a3e-0a6f6f2f7c11', messageId: '5b6f0a1c-2d3e-4f50-8a9b-0c1d2e3f4a5b', seq: 7, at: '2026-11-23T02:15:00.000Z',
    },
  },
})

export const takeConversation = defineOperation({
  id: 'takeConversation', method: 'POST', path: '/v1/desk/conversations/{conversationId}/take', room,
  summary: 'Take a conversation; exactly one person gets it, taking one’s own again changes nothing',
  access: { for: 'staff', right: 'conversation.take' },
  params: conversationParams, response: z.object({ conversation: conversationRow }),
  refusals: ['not-found', 'conversation-closed', 'conversation-taken'],
  example: { response: { conversation: takenRow } },
})

export const handBackConversation = defineOperation({
  id: 'handBackConversation', method: 'POST', path: '/v1/desk/conversations/{conversationId}/hand-back', room,
  summary: 'Give one’s conversation back to the machine, or to the waiting list',
  access: { for: 'staff', right: 'conversation.hand-back' },
  params: conversationParams, body: z.object({ to: z.enum(['machine', 'queue']) }), response: z.object({ conversation: conversationRow }),
  refusals: ['not-found', 'conversation-closed', 'conversation-not-yours'],
  example: { body: { to: 'queue' }, response: { conversation: handedBackRow } },
})

export const closeConversation = defineOperation({
  id: 'closeConversation', method: 'POST', path: '/v1/desk/conversations/{conversationId}/close', room,
  summary: 'Close one’s conversation; closing a closed one changes nothing',
  access: { for: 'staff', right: 'conversation.close' },
  params: conversationParams, response: z.object({ conversation: conversationRow }),
  refusals: ['not-found', 'conversation-not-yours'],
  example: { response: { conversation: closedRow } },
})
