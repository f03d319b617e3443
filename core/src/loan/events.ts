import type { Day } from '../primitives/day.ts'
import type { Fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import type { AmountKind } from './terms.ts'

/**
 * What can happen to a loan, each with the day on which it counts (`on`) and, where it was entered later, the day of
 * booking. A life is the terms and a list of these; events of one day count in the order of the list.
 */
export type LoanEvent = Dated & Happening

type Dated = { readonly on: Day; readonly bookedOn?: Day; readonly id?: string }

export type Happening =
  /** Money paid out. Without any such event the loan is paid out as its terms say; `amount` left out: all of it. */
  | { readonly kind: 'disburse'; readonly amount?: Fen }
  /** A payment towards what is due, in the contract's order. What is over waits for the next due day. */
  | { readonly kind: 'repay'; readonly amount: Fen }
  /** Early repayment: in full without `amount`. `term` keeps the instalment, `instalment` (default) keeps the term. */
  | { readonly kind: 'prepay'; readonly amount?: Fen; readonly effect?: 'term' | 'instalment' }
  | { readonly kind: 'debit-failed'; readonly amount?: Fen }
  /**
   * 展期: what is not yet due moves by `days`, or by whole `periods` of the plan (延期: so many instalments are put off, each later one with
   * them, on the days of the plan), or is spread over `count` more instalments; `rate` from then on.
   */
  | { readonly kind: 'extend'; readonly days?: number; readonly periods?: number; readonly count?: number; readonly rate?: Rate; readonly fee?: Fen }
  /** 延期 (hardship): what is owed, overdue too, is planned anew, the first due day `days` later. No penalty until then. */
  | { readonly kind: 'defer'; readonly days: number }
  /** A new due day of the month (`day`), or all due days moved by `days`. */
  | { readonly kind: 'change-day'; readonly day?: number; readonly days?: number }
  | { readonly kind: 'change-rate'; readonly rate: Rate; readonly effect?: 'term' | 'instalment' }
  /** The lender gives up part of what is due: of one kind, or penalty, compound interest, fees, interest in this order. */
  | { readonly kind: 'waive'; readonly amount: Fen; readonly of?: AmountKind }
  /** The claim leaves the books (not the debt): all balances become zero; later payments are recoveries. */
  | { readonly kind: 'write-off' }
  /** Undoes the event with this `id`, or at this place of the list (from 0), as if it had never been. */
  | { readonly kind: 'reverse'; readonly reverses: number | string }
  /** A charge that falls due with the next instalment. */
  | { readonly kind: 'fee'; readonly amount: Fen }

export type EventKind = Happening['kind']

export const eventKinds: readonly EventKind[] = [
  'disburse', 'repay', 'prepay', 'debit-failed', 'extend', 'defer', 'change-day', 'change-rate', 'waive', 'write-off', 'reverse', 'fee',
]

export type LifeRefusal =
  | 'amount-not-positive'
  | 'event-before-disbursement'
  | 'nothing-to-extend'
  | 'extension-after-due'
  | 'extension-empty'
  | 'extension-too-often'
  | 'extension-too-early'
  | 'extension-too-long'
  | 'deferral-too-often'
  | 'deferral-too-long'
  | 'days-out-of-range'
  | 'day-out-of-range'
  | 'event-rate-out-of-range'
  | 'prepayment-too-small'
  | 'nothing-to-prepay'
  | 'waiver-exceeds-owed'
  | 'reversal-unknown'
  | 'loan-written-off'
  | 'disbursements-exceed-principal'
