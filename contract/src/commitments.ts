import { commitmentOutcomes, commitmentStates } from '@xinqiao/core/cases/commitment.ts'
import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Commitments (时间承诺): what the desk told a customer it would do, and by when. */

const room = 'cases'

const shown = {
  id: z.uuid(),
  messageId: z.uuid(),
  /** The words of the message. */
  quote: z.string(),
  due: z.iso.datetime(),
  state: z.enum(commitmentStates),
  settledAt: z.iso.datetime().optional(),
}

export const commitment = z.object({
  ...shown,
  customerId: z.uuid(),
  conversationId: z.uuid(),
  owner: z.object({ staffId: z.uuid(), name: z.string() }),
  madeAt: z.iso.datetime(),
  reason: z.string().optional(),
})

const myCommitment = z.object(shown)

const sample = {
  id: '5a1d9e3c-7b20-8f4e-a6c1-2e8d0b9f4a73', messageId: '0c6e2b7a-91d4-4f38-8a25-7d1f3b60c9e8', quote: '明天下午三点前给您回电', due: '2026-11-24T07:00:00.000Z', state: 'open',
}
const deskSample = {
  ...sample, customerId: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', conversationId: 'b7a1c0de-2f34-4a56-9b78-0c1d2e3f4a5b',
  owner: { staffId: '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2', name: '小雨' }, madeAt: '2026-11-23T02:00:00.000Z',
}

export const makeCommitment = defineOperation({
  id: 'makeCommitment', method: 'POST', path: '/v1/desk/conversations/{conversationId}/commitments', room,
  summary: 'Take what a sent message promises as a commitment, with its writer as owner and the moment that the desk’s calendar gives; again is once',
  access: { for: 'staff', right: 'conversation.reply' },
  params: z.object({ conversationId: z.uuid() }),
  body: z.object({ messageId: z.uuid(), start: z.int().min(0) }),
  response: z.object({ commitment }),
  refusals: ['not-found', 'commitment-not-in-text', 'commitment-not-yours'],
  example: { body: { messageId: sample.messageId, start: 0 }, response: { commitment: deskSample } },
})

export const listCommitments = defineOperation({
  id: 'listCommitments', method: 'GET', path: '/v1/desk/commitments', room,
  summary: 'Commitments, the one that is due first on top: one’s own, all open ones, or those to one customer; and what came of those of the last 30 days',
  access: { for: 'staff', right: 'case.read' },
  query: z.object({ view: z.enum(['mine', 'all']).default('mine'), customerId: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ rows: z.array(commitment), counts: z.object({ open: z.int(), overdue: z.int(), kept: z.int(), late: z.int(), broken: z.int() }) }),
  refusals: [],
  example: { response: { rows: [deskSample], counts: { open: 1, overdue: 0, kept: 12, late: 1, broken: 0 } } },
})

export const settleCommitment = defineOperation({
  id: 'settleCommitment', method: 'POST', path: '/v1/desk/commitments/{commitmentId}/settle', room,
  summary: 'Say what came of a commitment: kept, broken, or withdrawn with the customer; the last two with a reason',
  access: { for: 'staff', right: 'case.work' },
  params: z.object({ commitmentId: z.uuid() }),
  body: z.object({ outcome: z.enum(commitmentOutcomes), reason: z.string().trim().max(500).default('') }),
  response: z.object({ commitment }),
  refusals: ['not-found', 'commitment-not-yours', 'commitment-settled', 'commitment-needs-reason'],
  example: { body: { outcome: 'kept' }, response: { commitment: { ...deskSample, state: 'kept', settledAt: '2026-11-24T06:40:00.000Z' } } },
})

export const listMyCommitments = defineOperation({
  id: 'listMyCommitments', method: 'GET', path: '/v1/chat/commitments', room,
  summary: 'What the desk has promised the caller and when it is due',
  access: { for: 'customer', level: 'anonymous' },
  response: z.object({ commitments: z.array(myCommitment) }),
  refusals: [],
  example: { response: { commitments: [sample] } },
})
