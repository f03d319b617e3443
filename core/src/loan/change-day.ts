import { addMonths, type Day, daysBetween } from '../primitives/day.ts'
import type { Fen } from '../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'
import type { LifeLine, Refused } from './life.ts'
import { effectiveEvents } from './order.ts'
import { planChange } from './plan-change.ts'
import type { Terms } from './terms.ts'

/**
 * 更改还款日: may the due days of this loan move to another day of the month, and what does it change? No article of law fixes how
 * often or how late (民法典 543 asks for the consent of both sides, no more): the bounds are the lender's, of the product and of the policy.
 */
export type DayChangeRules = {
  readonly allowed: boolean
  /** Within twelve months. */
  readonly maxPerYear: number
  /** Days of the month that may be chosen, both included. */
  readonly firstDay: number
  readonly lastDay: number
  /** So many days before the next due day at the latest: the debit is on its way after that. The new due day is as far off at least. */
  readonly leastDaysBefore: number
}

export type DayChangeAsk = { readonly on: Day; readonly day: number }

export type DayChangeAnswer = {
  /** What is booked when it is agreed to. */
  readonly event: LoanEvent
  readonly before: readonly LifeLine[]
  readonly after: readonly LifeLine[]
  /** The instalment that moves, where it was and where it will be. */
  readonly dueBefore: Day
  readonly dueAfter: Day
  readonly firstBefore: Fen
  readonly firstAfter: Fen
  /** The days for which the instalment that moves bears interest. */
  readonly periodDays: number
  readonly endBefore: Day
  readonly endAfter: Day
  readonly interestBefore: Fen
  readonly interestAfter: Fen
  /** The last day on which it may be booked. */
  readonly bookBy: Day
}

export type DayChangeRefusal = Refusal<
  | 'change-day-not-in-product' | 'change-day-not-a-day' | 'change-day-overdue' | 'change-day-too-often' | 'change-day-too-late' | 'change-day-too-soon'
  | 'change-day-same' | 'nothing-to-extend'
>

/** How often it was changed in the twelve months up to a day; what was undone counts for nothing. */
const timesWithinYear = (events: readonly LoanEvent[], on: Day): number => {
  const effective = effectiveEvents(events, on)
  return isRefusal(effective) ? 0 : effective.filter(({ event }) => event.kind === 'change-day' && event.on > addMonths(on, -12)).length
}

const notAtAll = (events: readonly LoanEvent[], { on, day }: DayChangeAsk, rules: DayChangeRules): DayChangeRefusal | undefined => {
  const { allowed, maxPerYear, firstDay, lastDay } = rules
  if (!allowed) return refuse('change-day-not-in-product')
  if (!Number.isSafeInteger(day) || day < firstDay || day > lastDay) return refuse('change-day-not-a-day', { from: firstDay, to: lastDay }, 'day')
  return timesWithinYear(events, on) >= maxPerYear ? refuse('change-day-too-often', { most: maxPerYear }) : undefined
}

const nextPlanned = (lines: readonly LifeLine[]): LifeLine | undefined => lines.find(({ state }) => state === 'planned')

export const assessDayChange = (terms: Terms, events: readonly LoanEvent[], ask: DayChangeAsk, rules: DayChangeRules): DayChangeAnswer | DayChangeRefusal | Refused => {
  const { on, day } = ask
  const refused = 'months' in terms.every ? notAtAll(events, ask, rules) : refuse('change-day-not-in-product')
  if (refused) return refused
  const event: LoanEvent = { on, kind: 'change-day', day }
  const change = planChange(terms, events, event)
  if (isRefusal(change)) return change
  const { before, after, endBefore, endAfter, interestBefore, interestAfter } = change
  if (before.arrears.length > 0) return refuse('change-day-overdue')
  const [first, moved] = [nextPlanned(before.schedule), nextPlanned(after.schedule)]
  if (!first || !moved) return refuse('nothing-to-extend')
  if (first.due === moved.due) return refuse('change-day-same', {}, 'day')
  const { leastDaysBefore: least } = rules
  if (daysBetween(on, first.due) < least) return refuse('change-day-too-late', { least })
  if (daysBetween(on, moved.due) < least) return refuse('change-day-too-soon', { least }, 'day')
  const nearest = Math.min(first.due, moved.due) as Day
  return {
    event, before: before.schedule, after: after.schedule, dueBefore: first.due, dueAfter: moved.due, firstBefore: first.total, firstAfter: moved.total,
    periodDays: daysBetween(moved.from, moved.due), endBefore, endAfter, interestBefore, interestAfter, bookBy: (nearest - least) as Day,
  }
}
