import type { Day } from '../primitives/day.ts'
import { daysBetween } from '../primitives/day.ts'
import { addFen, type Fen, fen } from '../primitives/money.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'
import { life, type LifeLine, type LifeState, payoff, type Refused } from './life.ts'
import type { PrepaymentChoice, PrepaymentQuote } from './payoff.ts'
import type { Terms } from './terms.ts'

/**
 * A loan looked at from today towards a later day: what falls due until then is taken as paid on its day, as the plan has
 * it. The answer about early repayment, the desk's quote and the calculator all ask here, so that they cannot differ.
 */

export type ToPay = { readonly line: LifeLine; readonly principal: Fen; readonly interest: Fen; readonly fee: Fen }

/** What of the coming lines is still to be paid, once money that waits has been used for them in the usual order. */
export const stillToPay = (state: LifeState): readonly ToPay[] => {
  let credit: bigint = state.credit
  const rest = (owed: bigint): Fen => {
    const used = owed < credit ? owed : credit
    credit -= used
    return fen(owed - used)
  }
  return state.schedule
    .filter((line) => line.state === 'due' || line.state === 'planned')
    .map((line) => {
      const left = (kind: 'principal' | 'interest' | 'fee'): Fen => rest(line[kind] - line.paid[kind])
      const [fee, interest, principal] = [left('fee'), left('interest'), left('principal')]
      return { line, principal, interest, fee }
    })
    .filter(({ principal, interest, fee }) => principal + interest + fee > 0n)
}

/** A payoff is quoted at most so many days ahead. */
export const furthestAhead = 366

/** What is known today, and every instalment that falls due before `on` paid on its day. */
export const eventsUntil = (events: readonly LoanEvent[], state: LifeState, on: Day): readonly LoanEvent[] => [
  ...events.filter((event) => event.on <= state.asOf),
  ...stillToPay(state)
    .filter(({ line }) => line.due < on)
    .map(({ line, principal, interest, fee }): LoanEvent => ({ kind: 'repay', on: line.due, amount: addFen(principal, interest, fee) })),
]

export type AheadRefused = Refused | Refusal<'day-out-of-range'>

/** Early repayment on a day from `asOf` on, in full or in part: the one quote behind the answer, the desk and the calculator. */
export const payoffAhead = (
  terms: Terms, events: readonly LoanEvent[], state: LifeState, on: Day, choice: PrepaymentChoice = {}, furthest: number = furthestAhead,
): PrepaymentQuote | AheadRefused =>
  on < state.asOf || daysBetween(state.asOf, on) > furthest
    ? refuse('day-out-of-range', { most: furthest }, 'on')
    : payoff(terms, eventsUntil(events, state, on), on, choice)

/** The loan on `on`, everything until then paid as planned. */
export const lifeUntil = (terms: Terms, events: readonly LoanEvent[], state: LifeState, on: Day): LifeState | Refused =>
  life(terms, eventsUntil(events, state, on), on)

/** The loan on `on` after that repayment. */
export const lifeAfterPrepayment = (
  terms: Terms, events: readonly LoanEvent[], state: LifeState, on: Day, choice: PrepaymentChoice = {},
): LifeState | Refused => {
  const prepaid: LoanEvent = { kind: 'prepay', on, ...choice }
  return life(terms, [...eventsUntil(events, state, on), prepaid], on)
}
