import { z } from 'zod'

/** Change of the card that instalments are debited from (更换还款卡) on the wire. No answer holds a whole number. */

/** As the customer enters it; he alone does. */
const cardNamed = z.object({ bank: z.string().max(40), cardNumber: z.string().max(30), holder: z.string().max(60) })

export const changeCardAsk = z.object({ loanRef: z.string().max(40), card: cardNamed.optional() })

const nothing = z.object({})

/** The card and the words of the mandate, as the customer saw them. */
const seen = z.object({ card: z.string().max(30), mandate: z.string().max(1200) })

/** What each move takes; the keys are those of the procedure. */
export const changeCardInputs = {
  'name-card': cardNamed,
  authorise: seen,
  'no-answer-yet': nothing,
  /** The number of the bank's answer. */
  verified: z.object({ reference: z.string().max(60) }),
  'not-verified': z.object({ cause: z.string().max(40) }),
  booked: nothing,
  'booking-failed': z.object({ reason: z.string().max(500) }),
  'try-again': nothing,
  withdraw: nothing,
  lapse: nothing,
} as const

export const changeCardData = z.object({
  loanRef: z.string(),
  /** What can be shown of the card that is debited now, and of the new one. */
  oldCard: z.string().optional(),
  card: z.object({ bank: z.string(), masked: z.string() }).optional(),
  mandate: z.string().optional(),
  authorisedOn: z.iso.date().optional(),
  /** The number of the bank's answer, or by what else the card was checked. */
  verifiedBy: z.string().optional(),
  /** The first day of the new card; a debit that is on its way still comes from the old one. */
  from: z.iso.date().optional(), debitOnWay: z.iso.date().optional(), switchedOn: z.iso.date().optional(),
  failed: z.string().optional(),
})
export type ChangeCardOnWire = z.infer<typeof changeCardData>
