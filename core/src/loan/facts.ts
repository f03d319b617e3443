import type { Day } from '../primitives/day.ts'
import type { FigureOf } from '../primitives/figure.ts'
import type { Refusal } from '../primitives/refusal.ts'
import type { PrepaymentChoice } from './payoff.ts'

/**
 * What may be told to a customer about one of his loans on a day: the seam between the loan system and the answers.
 * Every value that can stand in a sentence is a Figure and so carries where it comes from.
 */

export type LoanState =
  | 'applied' | 'in-review' | 'refused' | 'approved' | 'current' | 'due-today' | 'debit-failed' | 'overdue' | 'extended' | 'hardship-plan' | 'settled'

export type PayoffFacts = {
  readonly on: FigureOf<'date'>
  /** The last day on which this total still holds. */
  readonly goodUntil: FigureOf<'date'>
  readonly total: FigureOf<'amount'>
  readonly principal: FigureOf<'amount'>
  readonly interest: FigureOf<'amount'>
  readonly fee: FigureOf<'amount'>
  /** Penalty interest on arrears and compound interest, where the contract states them. */
  readonly penalty: FigureOf<'amount'>
  /** The charge for repaying early, zero where the contract has none. */
  readonly prepaymentCharge: FigureOf<'amount'>
  /** Interest that no longer falls due because of repaying on this day. */
  readonly interestSaved: FigureOf<'amount'>
}

/** Why a loan cannot be extended; for each there is a notice `extension-…` that tells it. */
export const extensionHindrances = [
  'product-allows-none', 'already-overdue', 'already-extended', 'too-few-paid', 'not-yet-paid-out', 'settled',
] as const
export type ExtensionHindrance = (typeof extensionHindrances)[number]

export type ExtensionFacts = {
  /** Absent where the product allows none; then `whyNot` says it. */
  readonly longest?: FigureOf<'term'>
  readonly applyBefore?: FigureOf<'date'>
  readonly fee?: FigureOf<'amount'>
  readonly whyNot?: ExtensionHindrance
  readonly needsGuarantorConsent: boolean
}

export type LoanFacts = {
  readonly loanRef: string
  readonly product: { readonly id: string; readonly version: number; readonly name: string }
  readonly methodName: string
  readonly state: LoanState
  readonly asOf: Day
  readonly principal: FigureOf<'amount'>
  readonly annualRate: FigureOf<'rate'>
  readonly instalmentCount: FigureOf<'term'>
  readonly instalmentsPaid: FigureOf<'count'>
  readonly disbursedOn?: FigureOf<'date'>
  readonly remainingPrincipal: FigureOf<'amount'>
  /** The next instalment that is due today or later and not yet paid. */
  readonly next?: {
    readonly due: FigureOf<'date'>
    readonly amount: FigureOf<'amount'>
    readonly principal: FigureOf<'amount'>
    readonly interest: FigureOf<'amount'>
    readonly fee: FigureOf<'amount'>
  }
  readonly arrears?: {
    readonly amount: FigureOf<'amount'>
    readonly penalty: FigureOf<'amount'>
    readonly daysOverdue: FigureOf<'term'>
    readonly since: FigureOf<'date'>
  }
  readonly failedDebit?: { readonly on: FigureOf<'date'>; readonly amount: FigureOf<'amount'> }
  readonly lastPayment?: { readonly on: FigureOf<'date'>; readonly amount: FigureOf<'amount'> }
  /** Of an application that is not paid out yet. */
  readonly application?: {
    readonly submittedOn: FigureOf<'date'>
    /** Where it stands and what comes next, in plain words. */
    readonly progress: string
    readonly expectedBy?: FigureOf<'date'>
  }
  /** From the same function as the booking; in full without an amount. A refusal where that cannot be done on that day. */
  readonly payoff: (on: Day, choice?: PrepaymentChoice) => PayoffFacts | Refusal
  readonly extension: ExtensionFacts
}
