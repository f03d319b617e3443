import { z } from 'zod'
import { yuan } from './loans.ts'

/** Loan applications (贷款申请) on the wire. */

const materials = z.array(z.string().max(40)).max(40)
const text = z.string().max(1000)
const nothing = z.object({})
const reason = z.object({ reason: z.string().max(500) })

/** `count`: instalments. Income and debts a month, as the customer says. */
export const applicationAsk = z.object({
  productId: z.string().max(60), amount: yuan, count: z.int().min(1).max(360), purpose: z.string().max(60), monthlyIncome: yuan, otherMonthlyDebt: yuan.default('0.00'),
})

/** What was seen by the customer when he said yes. */
const seen = z.object({ total: yuan, firstInstalment: yuan })

/** What each move takes; the keys are those of the procedure. */
export const applicationInputs = {
  supply: nothing,
  submit: nothing,
  'pass-on': z.object({ recommendation: text }),
  'ask-material': z.object({ reason: text, needed: materials }),
  approve: nothing,
  refuse: reason,
  'read-costs': seen,
  sign: seen,
  booked: z.object({ loanRef: z.string().max(40) }),
  'booking-failed': reason,
  'try-again': nothing,
  withdraw: nothing,
  cancel: nothing,
  lapse: nothing,
} as const

/** 综合融资成本: the whole table is `getCostTable` for the same product, amount and count. */
const offer = z.object({
  amount: yuan, count: z.int(), firstInstalment: yuan, interest: yuan, fees: yuan, total: yuan,
  /** Per cent a year, simple. */
  annualCostPercent: z.string(),
  quotedOn: z.iso.date(), productVersion: z.int(),
})

export const applicationData = z.object({
  ask: applicationAsk, offer,
  /** The heaviest instalment and other debts as a share of the income. */
  burden: z.object({ heaviest: yuan, sharePercent: z.string(), withinLimit: z.boolean() }).optional(),
  submittedOn: z.iso.date().optional(), recommendation: text.optional(), costsReadOn: z.iso.date().optional(), signedOn: z.iso.date().optional(), paidOutAs: z.string().optional(),
  failed: z.string().optional(), refusedBecause: z.string().optional(),
})
export type ApplicationOnWire = z.infer<typeof applicationData>

/** How it is weighed is the lender's, but its reason for a refusal is told. */
export const myApplication = applicationData.omit({ recommendation: true })
