import { corrections, repaymentProblems } from '@xinqiao/core/cases/repayment-problem/repayment-problem.ts'
import { z } from 'zod'
import { yuan } from './loans.ts'

/** Repayment problems (还款问题) on the wire. */

const text = z.string().max(1000)
const nothing = z.object({})
const reason = z.object({ reason: z.string().max(500) })

/** `on` and `amount`: when and how much the customer says that it was. */
export const repaymentProblemAsk = z.object({
  loanRef: z.string().max(40), problem: z.enum(repaymentProblems), on: z.iso.date().optional(), amount: yuan.optional(), text,
})

const correction = z.object({ action: z.enum(corrections), on: z.iso.date(), amount: yuan })
const answer = z.object({ finding: z.enum(['confirmed', 'not-confirmed']), text, correction: correction.optional() })

/** What each move takes; the keys are those of the procedure. */
export const repaymentProblemInputs = {
  'check-again': nothing,
  'ask-customer': z.object({ asked: text }),
  supply: z.object({ text }),
  answer,
  'approve-correction': nothing,
  'return-correction': reason,
  booked: nothing,
  'booking-failed': reason,
  accept: nothing,
  'not-solved': z.object({ text }),
  withdraw: nothing,
  lapse: nothing,
  close: nothing,
} as const

export const repaymentProblemData = z.object({
  ask: repaymentProblemAsk,
  /** What the books said when they were last looked at; without day and amount they hold nothing of it. */
  checks: z.array(z.object({ check: z.string(), name: z.string(), found: z.boolean(), on: z.iso.date().optional(), amount: yuan.optional() })),
  /** What would mend it, going by the books. */
  suggested: correction.optional(),
  asked: text.optional(), supplied: z.array(text), answer: answer.optional(), correctedOn: z.iso.date().optional(), failed: z.string().optional(),
})
export type RepaymentProblemOnWire = z.infer<typeof repaymentProblemData>

export const myRepaymentProblem = repaymentProblemData.pick({ ask: true, checks: true, asked: true, supplied: true, answer: true, correctedOn: true })
