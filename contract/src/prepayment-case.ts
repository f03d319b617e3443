import { z } from 'zod'
import { yuan } from './loans.ts'

/** Early repayment (提前还款) on the wire. */

const effect = z.enum(['term', 'instalment'])

const wish = z.object({
  on: z.iso.date(),
  /** What is to be paid; without it the whole loan. */
  amount: yuan.optional(),
  /** Of a part: a shorter term, or lower instalments. */
  effect: effect.optional(),
})

export const prepaymentAsk = wish.extend({ loanRef: z.string().max(40) })

const nothing = z.object({})

/** What each move takes; the keys are those of the procedure. */
export const prepaymentInputs = {
  /** The total that the customer saw and agrees to. */
  agree: z.object({ total: yuan }),
  change: wish,
  'quote-again': nothing,
  debit: nothing,
  booked: nothing,
  'debit-failed': z.object({ reason: z.string().max(200) }),
  'try-again': nothing,
  'certificate-made': z.object({ number: z.string().max(40).optional() }),
  cancel: nothing,
  lapse: nothing,
} as const

export const prepaymentData = z.object({
  ask: prepaymentAsk,
  quote: z.object({
    full: z.boolean(), effect, interest: yuan, fee: yuan, principal: yuan, charge: yuan, total: yuan, interestSaved: yuan, quotedOn: z.iso.date(),
  }),
  tries: z.int().min(0),
  failed: z.string().optional(),
  bookedOn: z.iso.date().optional(),
  /** Of the settlement certificate. */
  number: z.string().optional(),
})
export type PrepaymentOnWire = z.infer<typeof prepaymentData>
