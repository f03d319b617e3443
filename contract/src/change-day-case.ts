import { z } from 'zod'
import { yuan } from './loans.ts'

/** Change of the due day (更改还款日) on the wire. */

/** Of the month. */
const day = z.int().min(1).max(31)

export const changeDayAsk = z.object({ loanRef: z.string().max(40), day })

const nothing = z.object({})

/** What was seen by the customer when he said yes. */
const seen = z.object({ dueAfter: z.iso.date(), firstAfter: yuan, interestAfter: yuan, endAfter: z.iso.date() })

/** What each move takes; the keys are those of the procedure. */
export const changeDayInputs = {
  agree: seen,
  change: z.object({ day }),
  'quote-again': nothing,
  booked: nothing,
  'booking-failed': z.object({ reason: z.string().max(500) }),
  withdraw: nothing,
  lapse: nothing,
} as const

const plan = z.array(z.object({ due: z.iso.date(), total: yuan }))

export const changeDayData = z.object({
  ask: changeDayAsk,
  /** The instalment that moves, where it was and where it will be, for how many days it bears interest, and both plans for the picture. */
  quote: z.object({
    dueBefore: z.iso.date(), dueAfter: z.iso.date(), firstBefore: yuan, firstAfter: yuan, periodDays: z.int(), endBefore: z.iso.date(), endAfter: z.iso.date(),
    interestBefore: yuan, interestAfter: yuan, before: plan, after: plan, bookBy: z.iso.date(), quotedOn: z.iso.date(),
  }),
  agreedOn: z.iso.date().optional(), bookedOn: z.iso.date().optional(), failed: z.string().optional(),
})
export type ChangeDayOnWire = z.infer<typeof changeDayData>
