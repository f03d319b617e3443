import { life } from '@xinqiao/core/loan/life.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { Fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { bookOnce, type ToBook } from './book-once.ts'

export type DeferralToBook = ToBook & { readonly days: number; readonly firstDue: Day; readonly firstInstalment: Fen }

/** Books a hardship plan, if by the books of today its first instalment is the one that was agreed to; else nothing is booked. */
export const bookDeferral = (context: Context, { days, firstDue, firstInstalment, ...toBook }: DeferralToBook): Promise<'booked' | Refusal> =>
  bookOnce(context, toBook, ({ terms, events }) => {
    const event: LoanEvent = { on: toBook.on, kind: 'defer', days }
    const after = life(terms, [...events, event], toBook.on)
    if (isRefusal(after)) return after
    const first = after.schedule.find(({ due, state }) => due > toBook.on && state !== 'paid')
    return first?.due === firstDue && first.total === firstInstalment ? event : refuse('offer-changed')
  })
