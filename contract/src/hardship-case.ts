import { z } from 'zod'
import { yuan } from './loans.ts'

/** Hardship plans (困难帮扶) on the wire. */

const text = z.string().max(1000)
const nothing = z.object({})
const reason = z.object({ reason: z.string().max(500) })

/** Means: what comes in and goes out in a month, and what he can pay of it. */
export const hardshipAsk = z.object({ loanRef: z.string().max(40), cause: text, income: yuan, expenses: yuan, canPay: yuan })

/** What was seen by the customer when he said yes. */
const seen = z.object({ firstDue: z.iso.date(), firstInstalment: yuan, end: z.iso.date() })

/** What each move takes; the keys are those of the procedure. */
export const hardshipInputs = {
  supply: nothing,
  submit: nothing,
  /** Which of the options, by its days. */
  propose: z.object({ days: z.string().max(4), recommendation: text }),
  approve: nothing,
  refuse: reason,
  agree: seen,
  decline: z.object({ text }),
  booked: nothing,
  'booking-failed': reason,
  'plan-anew': nothing,
  look: nothing,
  close: reason,
  withdraw: nothing,
  lapse: nothing,
} as const

/** What is owed is put off by so many days and planned anew. */
const plan = z.object({ days: z.int(), firstDue: z.iso.date(), firstInstalment: yuan, end: z.iso.date(), extraInterest: yuan, reckonedOn: z.iso.date() })

export const hardshipData = z.object({
  ask: hardshipAsk,
  /** What the books allow, the shortest first. */
  options: z.array(plan),
  proposed: plan.optional(), recommendation: text.optional(), agreedOn: z.iso.date().optional(), bookedOn: z.iso.date().optional(), failed: z.string().optional(),
  refusedBecause: text.optional(),
})
export type HardshipOnWire = z.infer<typeof hardshipData>

/** Until a plan is decided upon the customer is shown none: nobody is promised what may be refused. */
export const myHardship = hardshipData.omit({ options: true, recommendation: true })
