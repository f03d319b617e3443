import { z } from 'zod'
import { defineOperation } from './operation.ts'

/**
 * What the machine took a customer's message for, put right at the desk and looked over by a second person: accepted corrections are
 * what `xinqiao learn --reviewed` learns from. No text is kept here; it is read where it stands, with the customer's key.
 */

const room = 'answering'

/** One of the desk's intents, or a label of the model that a lender taught. */
const intent = z.string().trim().min(1).max(80)

/** `name`: what the desk calls it; a label that nobody has named is called by its id. */
const named = z.object({ id: intent, name: z.string() })
const reading = named.extend({ confidence: z.number() })
const person = z.object({ staffId: z.uuid(), name: z.string() })

export const correctionStates = ['open', 'accepted', 'rejected'] as const

export const intentCorrection = z.object({
  id: z.uuid(), conversationId: z.uuid(), seq: z.int(),
  /** Masked; absent where the customer's data was erased: then nothing can be learned from it. */
  text: z.string().exactOptional(),
  /** What the machine took it for when it was corrected. */
  read: reading,
  intent: named,
  state: z.enum(correctionStates),
  by: person, at: z.iso.datetime(),
  /** What the second person settled on; the same as `intent` or another. */
  decided: z.object({ by: person, at: z.iso.datetime(), intent: named }).exactOptional(),
})
export type IntentCorrection = z.infer<typeof intentCorrection>

const example: IntentCorrection = {
  id: '0198f1c0-5a00-7000-8000-00000000c001', conversationId: '0198f1c0-5a00-7000-8000-000000000001', seq: 3, text: '钱能不能晚几天再给',
  read: { id: 'overdue', name: '逾期', confidence: 0.52 }, intent: { id: 'extension', name: '展期延期' }, state: 'open',
  by: { staffId: '0198f1c0-5a00-7000-8000-00000000a001', name: '林小雨' }, at: '2026-11-23T02:10:00.000Z',
}
const decidedExample: IntentCorrection = {
  ...example, state: 'accepted',
  decided: { by: { staffId: '0198f1c0-5a00-7000-8000-00000000a002', name: '刘静' }, at: '2026-11-23T03:00:00.000Z', intent: { id: 'extension', name: '展期延期' } },
}

export const listIntents = defineOperation({
  id: 'listIntents', method: 'GET', path: '/v1/desk/intents', room,
  summary: 'What a message may be taken for, each with its name and the syllables by which it is found',
  access: { for: 'staff', right: 'understanding.correct' },
  response: z.object({ intents: z.array(named.extend({ syllables: z.string() })) }),
  refusals: [],
  example: { response: { intents: [{ id: 'extension', name: '展期延期', syllables: 'zhan qi yan qi' }] } },
})

const entryParams = z.object({ conversationId: z.uuid(), seq: z.coerce.number().int().positive() })

export const readIntent = defineOperation({
  id: 'readIntent', method: 'GET', path: '/v1/desk/conversations/{conversationId}/entries/{seq}/intent', room,
  summary: 'What the machine takes a customer’s message for, the next likeliest, and its correction where there is one',
  access: { for: 'staff', right: 'understanding.correct' },
  params: entryParams,
  response: z.object({ read: reading, alternatives: z.array(reading), correction: intentCorrection.exactOptional() }),
  refusals: ['not-found'],
  example: { response: { read: example.read, alternatives: [{ id: 'extension', name: '展期延期', confidence: 0.31 }], correction: example } },
})

export const correctIntent = defineOperation({
  id: 'correctIntent', method: 'POST', path: '/v1/desk/conversations/{conversationId}/entries/{seq}/intent', room,
  summary: 'Say what a customer’s message asks; until it is decided, saying it again replaces it',
  access: { for: 'staff', right: 'understanding.correct' },
  params: entryParams, body: z.object({ intent }),
  response: z.object({ correction: intentCorrection }),
  refusals: ['not-found', 'intent-unknown'],
  example: { body: { intent: 'extension' }, response: { correction: example } },
})

export const listIntentCorrections = defineOperation({
  id: 'listIntentCorrections', method: 'GET', path: '/v1/desk/intent-corrections', room,
  summary: 'Corrections that wait for a second person, oldest first, or those decided, newest first',
  access: { for: 'staff', right: 'understanding.review' },
  query: z.object({ show: z.enum(['open', 'decided']).default('open') }),
  response: z.object({ corrections: z.array(intentCorrection), intents: z.array(named), open: z.int() }),
  refusals: [],
  example: { response: { corrections: [example], intents: [{ id: 'extension', name: '展期延期' }], open: 1 } },
})

export const decideIntentCorrection = defineOperation({
  id: 'decideIntentCorrection', method: 'POST', path: '/v1/desk/intent-corrections/{correctionId}/decision', room,
  summary: 'Accept somebody else’s correction, as it is or with another intent, or reject it',
  access: { for: 'staff', right: 'understanding.review' },
  params: z.object({ correctionId: z.uuid() }),
  body: z.discriminatedUnion('decision', [z.object({ decision: z.literal('accept'), intent: intent.exactOptional() }), z.object({ decision: z.literal('reject') })]),
  response: z.object({ correction: intentCorrection }),
  refusals: ['not-found', 'same-person', 'correction-decided', 'intent-unknown'],
  example: { body: { decision: 'accept' }, response: { correction: decidedExample } },
})
