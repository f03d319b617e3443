import { findings } from '@xinqiao/core/cases/credit-dispute/credit-dispute.ts'
import { z } from 'zod'

/** Credit-record disputes (征信异议) on the wire. */

const text = z.string().max(1000)
const nothing = z.object({})
const reference = z.object({ reference: z.string().max(60) })
const reply = z.object({ finding: z.enum(findings), facts: text, text })

/** What stands in the report, and what it should be. */
export const creditDisputeAsk = z.object({ loanRef: z.string().max(40), text })

/** What each move takes; the keys are those of the procedure. */
export const creditDisputeInputs = {
  annotate: reference,
  'ask-customer': z.object({ asked: text }),
  supply: z.object({ text }),
  'draft-reply': reply,
  'approve-reply': nothing,
  'return-reply': z.object({ reason: text }),
  corrected: reference,
  accept: nothing,
  'not-agreed': z.object({ text }),
  withdraw: nothing,
  close: nothing,
} as const

const creditDisputeData = z.object({
  ask: creditDisputeAsk,
  /** The register's numbers of the annotation and of the correction. */
  annotation: z.string().optional(), correction: z.string().optional(),
  asked: text.optional(), supplied: z.array(text), reply: reply.optional(),
})
export type CreditDisputeOnWire = z.infer<typeof creditDisputeData>

/** The reply is the customer's once it was given: before that it is told to nobody. */
export const myCreditDispute = creditDisputeData.omit({ reply: true })
