import { z } from 'zod'
import { yuan } from './loans.ts'

/** Complaints and suggestions (投诉与建议) on the wire. */

const text = z.string().max(4000)
const refund = z.object({ loanRef: z.string().max(40), amount: yuan })
const reply = z.object({
  facts: text, conclusion: z.enum(['upheld', 'partly-upheld', 'not-upheld']), text, rootCause: z.string().max(60), remedy: text, refund: refund.optional(),
})

const suggestionAnswer = z.object({ outcome: z.enum(['adopted', 'partly-adopted', 'not-adopted']), text })

const complaintData = z.object({
  nature: z.enum(['complaint', 'suggestion']), text, category: z.string().optional(), extended: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  extensionReason: text.optional(), asked: text.optional(), reply: reply.optional(), refundPaid: z.string().optional(), reviewReason: text.optional(),
  answered: suggestionAnswer.optional(),
})

const nothing = z.object({})
const reason = z.object({ reason: text })

/** By what the payment can be found. */
const refundMade = z.object({ reference: z.string().max(60) })

/** What each move of a complaint takes; the keys are those of the procedure. */
export const complaintInputs = {
  acknowledge: z.object({ category: z.string().max(60), accused: z.array(z.uuid()).max(20).default([]) }),
  'not-accept': reason,
  'ask-customer': z.object({ asked: text }),
  supply: z.object({ text }),
  'go-on-without': nothing,
  'ask-extension': reason,
  'grant-extension': nothing,
  'refuse-extension': reason,
  'draft-reply': reply,
  'approve-reply': nothing,
  'return-reply': reason,
  'accept-reply': nothing,
  'ask-review': reason,
  'decide-review': reply,
  'refund-made': refundMade,
  'make-good': refundMade,
  'answer-suggestion': suggestionAnswer,
  'take-as-complaint': nothing,
  lapse: nothing,
  withdraw: nothing,
} as const

export const complaintAsk = z.object({
  nature: z.enum(['complaint', 'suggestion']).default('complaint'),
  text,
  /** Staff whom it is about; whoever makes it himself names none. */
  accused: z.array(z.uuid()).max(20).default([]),
})

/** What of it the customer himself sees. */
export const myComplaint = complaintData.pick({ nature: true, text: true, asked: true, reply: true, answered: true })
