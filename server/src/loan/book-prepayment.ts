import { payoff } from '@xinqiao/core/loan/life.ts'
import type { Fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { bookOnce, type ToBook } from './book-once.ts'

export type PrepaymentToBook = ToBook & { readonly amount: Fen; readonly full: boolean; readonly effect: 'term' | 'instalment' }

/** Books an early repayment, if on its day the books ask for exactly this amount; else nothing is booked. */
export const bookPrepayment = (context: Context, { amount, full, effect, ...toBook }: PrepaymentToBook): Promise<'booked' | Refusal> =>
  bookOnce(context, toBook, ({ terms, events }) => {
    const quote = payoff(terms, events, toBook.on, full ? {} : { amount, effect })
    if (isRefusal(quote)) return quote
    if (quote.total !== amount || quote.full !== full) return refuse('prepayment-figure-changed')
    return { on: toBook.on, kind: 'prepay', ...(full ? {} : { amount, effect }) }
  })
