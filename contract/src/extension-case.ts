import { z } from 'zod'
import { yuan } from './loans.ts'

/** Extension (展期) on the wire. */

const days = z.int().min(1).max(3660)

/** By how many days the next due day moves, or how many instalments are put off with all that follow (延期); or how many are added. */
export const extensionAsk = z.object({ loanRef: z.string().max(40), days: days.optional(), periods: z.int().min(1).max(24).optional(), count: days.optional() })

const nothing = z.object({})
const reason = z.object({ reason: z.string().max(500) })

/** What was seen by whoever says yes: the customer, and each guarantor. */
const seen = z.object({ extraInterest: yuan, fee: yuan, endAfter: z.iso.date() })

/** What each move takes; the keys are those of the procedure. */
export const extensionInputs = {
  consent: seen,
  'decline-consent': nothing,
  approve: nothing,
  refuse: reason,
  'ask-special-approval': reason,
  'special-approval-granted': nothing,
  'special-approval-refused': reason,
  agree: seen,
  'quote-again': nothing,
  booked: nothing,
  'booking-failed': reason,
  withdraw: nothing,
  lapse: nothing,
  'too-late': nothing,
} as const

const plan = z.array(z.object({ due: z.iso.date(), total: yuan }))

const compared = z.object({
  before: plan, after: plan, endBefore: z.iso.date(), endAfter: z.iso.date(), interestBefore: yuan, interestAfter: yuan, extraInterest: yuan, fee: yuan,
  principal: yuan, bookBy: z.iso.date(), comparedOn: z.iso.date(),
})

export const extensionData = z.object({
  ask: extensionAsk,
  /** Both plans, for the picture; all say yes to these. */
  compared,
  /** How many guarantors agreed so far, and how many must. */
  consents: z.int(),
  agreedOn: z.iso.date().optional(), bookedOn: z.iso.date().optional(), refusedBecause: z.string().optional(),
})
export type ExtensionOnWire = z.infer<typeof extensionData>
