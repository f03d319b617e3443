/**
 * The port to the system that keeps the lender's loans. The built-in ledger stores agreements and dated events and lets
 * core fold them; an adapter to another system (such as Apache Fineract) answers the same questions from its own books.
 * The catalogue of products is not part of it: it is approved knowledge, and stands a room above.
 */
import type { Day } from '../primitives/day.ts'
import type { Fen } from '../primitives/money.ts'
import type { Refusal } from '../primitives/refusal.ts'
import type { ApplicationEvent } from './application.ts'
import type { AnnualCost } from './cost.ts'
import type { LoanEvent } from './events.ts'
import type { LoanFacts, PayoffFacts } from './facts.ts'
import type { LifeLine } from './life.ts'
import type { Schedule } from './schedule.ts'
import type { Every, Method, Terms } from './terms.ts'

/** What the contract says about moving due days further out. */
export type ExtensionAgreement = {
  readonly allowed: boolean
  readonly mostTimes: number
  readonly mostMonths: number
  readonly leastInstalmentsPaid: number
  readonly fee: Fen
  readonly guarantorConsent: boolean
}

/** What was signed, or is asked for. It never changes: what happens to the loan are its events. */
export type Agreement = {
  readonly productName: string
  /** `disbursedOn` is the day of application until the loan is paid out; `termsInForce` says from when they count. */
  readonly terms: Terms
  readonly extension: ExtensionAgreement
}

/** A loan as the built-in ledger keeps it. Events of one day are in the order in which they were entered. */
export type LoanRecord = {
  readonly loanRef: string
  readonly customerId: string
  readonly productId: string
  readonly productVersion: number
  readonly agreement: Agreement
  readonly application: readonly ApplicationEvent[]
  readonly events: readonly LoanEvent[]
}

/** A line of the loan as it stands, without what only the engine's own books know. */
export type AccountLine = Omit<LifeLine, 'from' | 'paid' | 'earning' | 'state'> & { readonly state: 'paid' | 'due' | 'overdue' | 'coming' }

/** Money that moved, a debit that failed, or a change of the contract. */
export type Movement = {
  readonly on: Day
  readonly kind: LoanEvent['kind']
  /** Zero where no money moved. */
  readonly amount: Fen
}

/** All that the desk and the customer may see of one loan on a day. */
export type LoanAccount = {
  readonly customerId: string
  readonly method: Method
  readonly facts: LoanFacts
  readonly schedule: readonly AccountLine[]
  /** Newest first. */
  readonly movements: readonly Movement[]
  /** The plan that was signed, whatever happened since; for an application the one asked for. */
  readonly plan: () => Schedule | undefined
  /** What the loan costs a year by the plan that was signed, all fees counted; asked for only where it is shown. */
  readonly annualCost: () => AnnualCost | undefined
  /** What the engine folds, for what-if questions; absent before the payout, and where another system keeps the books. */
  readonly record?: { readonly terms: Terms; readonly events: readonly LoanEvent[] }
}

export type LoanPort = {
  /** The customer's loans and applications as of a day, the newest first. */
  readonly loansOf: (customerId: string, day: Day) => Promise<readonly LoanAccount[]>
  readonly loan: (loanRef: string, day: Day) => Promise<LoanAccount | undefined>
  /** What settles the loan on `on`, asked on `day`. */
  readonly payoff: (loanRef: string, day: Day, on: Day) => Promise<PayoffFacts | Refusal | undefined>
}

/** A length on offer: 12 instalments, one each month. */
export type OfferedTerm = { readonly count: number; readonly every: Every }

/** What a product of the catalogue offers, as far as the loan room must know it to make a loan of it. */
export type LoanOffer = {
  readonly productId: string
  readonly productVersion: number
  readonly amount: { readonly min: Fen; readonly max: Fen; readonly multipleOf: Fen }
  readonly lengths: readonly OfferedTerm[]
  readonly agreement: (principal: Fen, length: OfferedTerm, on: Day) => Agreement
}
