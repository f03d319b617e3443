import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import { planChange } from '@xinqiao/core/loan/plan-change.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { Fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { bookOnce, type ToBook } from './book-once.ts'

export type DayChangeToBook = ToBook & { readonly day: number; readonly instead: Day; readonly firstDue: Day; readonly firstInstalment: Fen }

/**
 * Books another day of the month, if the instalment that moves still stands where the customer saw it and becomes what he agreed to; else
 * nothing is booked. That it still stands there keeps two changes that were agreed to side by side from both being booked.
 */
export const bookDayChange = (context: Context, { day, instead, firstDue, firstInstalment, ...toBook }: DayChangeToBook): Promise<'booked' | Refusal> =>
  bookOnce(context, toBook, ({ terms, events }) => {
    const event: LoanEvent = { on: toBook.on, kind: 'change-day', day }
    const change = planChange(terms, events, event)
    if (isRefusal(change)) return change
    const { before, after } = change
    const [first, moved] = [before, after].map(({ schedule }) => schedule.find(({ state }) => state === 'planned'))
    return first?.due === instead && moved?.due === firstDue && moved.total === firstInstalment ? event : refuse('change-day-figure-changed')
  })
