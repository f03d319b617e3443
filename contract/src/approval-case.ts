import { risks } from '@xinqiao/core/cases/approval/approval.ts'
import { z } from 'zod'
import { yuan } from './loans.ts'

/** Special approval (特殊审批) on the wire. */

const materials = z.array(z.string().max(40)).max(20)
const text = z.string().max(1000)
const nothing = z.object({})

export const approvalAsk = z.object({ matter: z.string().max(40), loanRef: z.string().max(40), amount: yuan, reason: text })

/** What each move takes; the keys are those of the procedure. */
export const approvalInputs = {
  supply: nothing,
  submit: z.object({ risk: z.enum(risks), recommendation: text }),
  'return': z.object({ reason: text, needed: materials }),
  approve: nothing,
  'approve-second': nothing,
  refuse: z.object({ reason: text }),
  withdraw: nothing,
  lapse: nothing,
} as const

/** One yes, and for whom it was given where its giver stood in for somebody away. */
const assent = z.object({ by: z.string(), standingInFor: z.string().optional() })

export const approvalData = z.object({
  ask: approvalAsk,
  /** By `usual` half of the past cases were decided, by `late` nine of ten; absent where the history is too short. */
  expected: z.object({ usual: z.iso.date(), late: z.iso.date(), provisional: z.boolean(), cases: z.int() }).optional(),
  risk: z.enum(risks).optional(), recommendation: text.optional(), first: assent.optional(), last: assent.optional(), refusedBecause: text.optional(),
})

/** The customer sees what he asked for and when to expect an answer; how it is weighed is the lender's. */
export const myApproval = approvalData.pick({ ask: true, expected: true, refusedBecause: true })
export type ApprovalOnWire = z.infer<typeof approvalData>
