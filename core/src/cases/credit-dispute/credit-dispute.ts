import type { RegulationRule } from '../../compliance/regulation.ts'
import type { Read } from '../../primitives/reading.ts'
import type { Case } from '../case.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { World } from '../procedure.ts'

/** 征信异议: what the lender reported to the credit register is wrong, as the customer says (征信业管理条例第二十五条). */

export type CreditDisputeState =
  | 'registered' | 'checking' | 'awaiting-customer' | 'reply-in-review' | 'correcting' | 'replied' | 'closed' | 'withdrawn'

export type CreditDisputeAsk = {
  readonly loanRef: string
  /** What stands in the report, and what the customer says that it should be. */
  readonly text: string
}

export const findings = ['wrong', 'right', 'not-clear'] as const

/** The written answer, which says what was looked at; what cannot be cleared up is said to be so. */
export type DisputeReply = { readonly finding: (typeof findings)[number]; readonly facts: string; readonly text: string }

export type CreditDisputeData = {
  readonly ask: CreditDisputeAsk
  /** Under which number the register was told to annotate the record, and then to correct it. */
  readonly annotation?: string
  readonly correction?: string
  readonly asked?: string
  readonly supplied: readonly string[]
  readonly reply?: DisputeReply
}

export type CreditDisputeCase = Case<CreditDisputeState, CreditDisputeData>

export type CreditDisputeWorld = World & { readonly policy: CasePolicy<Record<never, never>>; readonly hasLoan: (loanRef: string) => boolean }

/** Reads `content/cases/credit-dispute.json`. */
export const parseCreditDisputePolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<Record<never, never>>> => parseCasePolicy(value, rules, () => ({}))
