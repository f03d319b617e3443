import type { RegulationRule } from '../../compliance/regulation.ts'
import type { LoanEvent } from '../../loan/events.ts'
import { payoff } from '../../loan/life.ts'
import type { PrepaymentQuote } from '../../loan/payoff.ts'
import type { Terms } from '../../loan/terms.ts'
import type { Day } from '../../primitives/day.ts'
import type { Figure } from '../../primitives/figure.ts'
import type { Fen } from '../../primitives/money.ts'
import { type Read, takeNumber } from '../../primitives/reading.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Case } from '../case.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { World } from '../procedure.ts'

/** 提前还款: in full or in part, on a day agreed upon. The quote and the booking come from one function of the loan engine. */

export type PrepaymentState =
  | 'quoted' | 'agreed' | 'debiting' | 'debit-failed' | 'certificate-due' | 'done' | 'cancelled' | 'lapsed'

/** What the customer wants. Without `amount` all of it. */
export type PrepaymentAsk = { readonly loanRef: string; readonly on: Day; readonly amount?: Fen; readonly effect?: 'term' | 'instalment' }

/** A quote as the customer agreed to it; what is debited is exactly this. */
export type Quoted = Pick<PrepaymentQuote, 'full' | 'effect' | 'interest' | 'fee' | 'principal' | 'charge' | 'total' | 'interestSaved'> & { readonly quotedOn: Day }

export type PrepaymentData = {
  readonly ask: PrepaymentAsk
  readonly quote: Quoted
  /** How often the debit was tried: each try is an instruction of its own, and none follows one that was booked. */
  readonly tries: number
  readonly failed?: string
  readonly bookedOn?: Day
  /** Of the settlement certificate. */
  readonly number?: string
}

export type PrepaymentCase = Case<PrepaymentState, PrepaymentData>

export type PrepaymentRules = { readonly mostDaysAhead: number }

/** The loan as its books stand; undefined where the customer has no such loan. */
export type LoanInWorld = { readonly loanRef: string; readonly terms: Terms; readonly events: readonly LoanEvent[] }

export type PrepaymentWorld = World & { readonly policy: CasePolicy<PrepaymentRules>; readonly loanOf: (loanRef: string) => LoanInWorld | undefined }

/** Reads `content/cases/prepayment.json`. */
export const parsePrepaymentPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<PrepaymentRules>> =>
  parseCasePolicy(value, rules, (source) => ({ mostDaysAhead: takeNumber(source, 'mostDaysAhead', 0, 366) }))

/** What of the engine's refusals a customer can do something about; with any other, this loan cannot be repaid early at present. */
const telling: ReadonlySet<string> = new Set(['prepayment-too-small', 'nothing-to-prepay', 'loan-written-off', 'amount-not-positive'])

/** What the books say today that the wish would take. */
export const quoteFor = ({ terms, events }: LoanInWorld, { on, amount, effect }: PrepaymentAsk, quotedOn: Day): Quoted | Refusal => {
  const quote = payoff(terms, events, on, { ...(amount === undefined ? {} : { amount }), ...(effect === undefined ? {} : { effect }) })
  if (isRefusal(quote)) return telling.has(quote.refused) ? quote : refuse('quote-not-possible')
  const { full, effect: chosen, interest, fee, principal, charge, total, interestSaved } = quote
  return { full, effect: chosen, interest, fee, principal, charge, total, interestSaved, quotedOn }
}

/** Whether a customer who agreed to one quote would pay the other without a surprise. */
export const isSameQuote = (a: Quoted, b: Quoted): boolean =>
  a.full === b.full && a.effect === b.effect && a.total === b.total && a.principal === b.principal && a.charge === b.charge && a.interestSaved === b.interestSaved

/** The figures of the notices, each with its source. */
export const figuresOf = ({ ask, quote }: PrepaymentData): Readonly<Record<string, Figure>> => {
  const source = (field: string): Figure['source'] => ({ from: 'loan', loanRef: ask.loanRef, field, asOf: quote.quotedOn })
  return {
    total: { kind: 'amount', value: quote.total, source: source('payoff-total') },
    principal: { kind: 'amount', value: quote.principal, source: source('payoff-principal') },
    charge: { kind: 'amount', value: quote.charge, source: source('prepayment-charge') },
    saved: { kind: 'amount', value: quote.interestSaved, source: source('interest-saved') },
    on: { kind: 'date', value: ask.on, source: source('payoff-on') },
  }
}
