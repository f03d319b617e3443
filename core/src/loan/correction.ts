import { type Day, dayOf } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'
import { life, type LifeState, type Refused } from './life.ts'
import type { AmountKind, Terms } from './terms.ts'

/**
 * What a reversal or a late booking changes in the books. Nothing already posted is touched: the loan is replayed with
 * and without the event as of the day it was booked, and the difference is the entry to post on that day.
 */
export type Difference = Readonly<Record<AmountKind, Fen>> & {
  readonly bookedOn: Day
  /** The place of the reversing or backdated event in the list. */
  readonly index: number
  readonly credit: Fen
}

const bookingDay = (event: LoanEvent): Day => event.bookedOn ?? event.on

/** Far beyond every loan: an event that has not become known yet never comes. */
const never = dayOf(9999, 12, 31)
const hidden = (event: LoanEvent): LoanEvent =>
  event.kind === 'reverse' ? { on: never, kind: 'debit-failed' } : { ...event, on: never }

const difference = (before: LifeState, after: LifeState, bookedOn: Day, index: number): Difference => {
  const of = (kind: AmountKind): Fen => fen(after.balances[kind] - before.balances[kind])
  return {
    bookedOn, index, fee: of('fee'), penalty: of('penalty'), compound: of('compound'), interest: of('interest'), principal: of('principal'),
    credit: fen(after.credit - before.credit),
  }
}

type Late = { readonly index: number; readonly booked: Day }

/** The reversals, and the events booked after the day on which they count, in the order of booking. */
export const lateBookings = (events: readonly LoanEvent[], asOf: Day): readonly Late[] =>
  events
    .map((event, index) => ({ event, index, booked: bookingDay(event) }))
    .filter(({ event, booked }) => booked <= asOf && (event.kind === 'reverse' || booked > event.on))
    .sort((a, b) => a.booked - b.booked || a.index - b.index)

/** One difference for each late booking. Each replays the loan twice. */
export const differences = (terms: Terms, events: readonly LoanEvent[], asOf: Day): readonly Difference[] | Refused => {
  const result: Difference[] = []
  for (const { index, booked } of lateBookings(events, asOf)) {
    // Unknown events are replaced, not removed, so that the places which reversals name stay the same.
    const knownBefore = (other: LoanEvent, place: number): boolean => bookingDay(other) < booked || (bookingDay(other) === booked && place < index)
    const before = life(terms, events.map((event, place) => (knownBefore(event, place) ? event : hidden(event))), booked)
    const after = life(terms, events.map((event, place) => (knownBefore(event, place) || place === index ? event : hidden(event))), booked)
    if (isRefusal(before)) return before
    if (isRefusal(after)) return after
    result.push(difference(before, after, booked, index))
  }
  return result
}
