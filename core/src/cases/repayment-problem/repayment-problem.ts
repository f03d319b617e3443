import type { RegulationRule } from '../../compliance/regulation.ts'
import type { Day } from '../../primitives/day.ts'
import type { Fen } from '../../primitives/money.ts'
import { type Read, takeNumber } from '../../primitives/reading.ts'
import type { Case } from '../case.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { LoanInWorld } from '../prepayment/prepayment.ts'
import type { World } from '../procedure.ts'

/** 还款问题: a debit that failed, money that was paid and not booked, taken twice, too much, or of the wrong amount. */

export const repaymentProblems = ['debit-failed', 'paid-not-booked', 'debited-twice', 'overpaid', 'wrong-amount'] as const
export type ProblemKind = (typeof repaymentProblems)[number]

export type RepaymentProblemState =
  | 'checking' | 'awaiting-proof' | 'correction-in-review' | 'correcting' | 'correction-failed' | 'answered' | 'closed' | 'withdrawn' | 'lapsed'

/** `on` and `amount`: when and how much the customer says that it was. */
export type RepaymentProblemAsk = { readonly loanRef: string; readonly problem: ProblemKind; readonly text: string; readonly on?: Day; readonly amount?: Fen }

export type CheckName = 'failed-debit' | 'payment-found' | 'same-payment-again' | 'paid-too-much' | 'instalment-of-plan' | 'overdue-now'

/** What the books say of one thing; not `found`: they hold nothing of it. */
export type Check = { readonly check: CheckName; readonly found: boolean; readonly on?: Day; readonly amount?: Fen }

export const corrections = ['book-payment', 'reverse', 'refund'] as const

/**
 * What is asked of the loan system: a payment booked on the day on which it was made, a payment of that day and amount taken out and
 * given back, or what was paid too much given back.
 */
export type Correction = { readonly action: (typeof corrections)[number]; readonly on: Day; readonly amount: Fen }

/** What the desk found: the customer reads `text`. */
export type Answer = { readonly finding: 'confirmed' | 'not-confirmed'; readonly text: string; readonly correction?: Correction }

export type RepaymentProblemData = {
  readonly ask: RepaymentProblemAsk
  /** What the books said when they were last looked at. */
  readonly checks: readonly Check[]
  /** What would mend it, going by the books. */
  readonly suggested?: Correction
  readonly asked?: string
  /** What the customer said or sent beside. */
  readonly supplied: readonly string[]
  readonly answer?: Answer
  readonly tries: number
  readonly correctedOn?: Day
  readonly failed?: string
}

export type RepaymentProblemCase = Case<RepaymentProblemState, RepaymentProblemData>

/** Payments within so many days of the day that the customer names are looked at as the one he means. */
export type RepaymentProblemRules = { readonly daysAround: number }

export type RepaymentProblemWorld = World & {
  readonly policy: CasePolicy<RepaymentProblemRules>
  readonly loanOf: (loanRef: string) => LoanInWorld | undefined
}

/** Reads `content/cases/repayment-problem.json`. */
export const parseRepaymentProblemPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<RepaymentProblemRules>> =>
  parseCasePolicy(value, rules, (source) => ({ daysAround: takeNumber(source, 'daysAround', 1, 60) }))
