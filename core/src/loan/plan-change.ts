import type { Day } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'
import { life, type LifeLine, type LifeState, type Refused } from './life.ts'
import type { Terms } from './terms.ts'

/** A plan as it stands on a day, and as an event of that day would leave it: what is shown before anybody agrees to the event. */
export type PlanChange = {
  readonly before: LifeState
  readonly after: LifeState
  readonly endBefore: Day
  readonly endAfter: Day
  /** All interest of the plan without the event and with it. */
  readonly interestBefore: Fen
  readonly interestAfter: Fen
}

const interestOf = (lines: readonly LifeLine[]): Fen => fen(lines.reduce((sum, { interest }) => sum + interest, 0n))

/** The event is the one that is booked when it is agreed to; what is refused here is refused at booking too. */
export const planChange = (terms: Terms, events: readonly LoanEvent[], event: LoanEvent): PlanChange | Refused => {
  const { on } = event
  const [before, after] = [life(terms, events, on), life(terms, [...events, event], on)]
  if (isRefusal(before)) return before
  if (isRefusal(after)) return after
  return {
    before, after, endBefore: before.schedule.at(-1)?.due ?? on, endAfter: after.schedule.at(-1)?.due ?? on,
    interestBefore: interestOf(before.schedule), interestAfter: interestOf(after.schedule),
  }
}
