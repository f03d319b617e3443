import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import { life } from '@xinqiao/core/loan/life.ts'
import { effectiveEvents } from '@xinqiao/core/loan/order.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { type Fen, fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { bookOnce, type ToBook } from './book-once.ts'

export type CorrectionToBook = ToBook & { readonly action: 'book-payment' | 'reverse' | 'refund'; readonly paidOn: Day; readonly amount: Fen }

type Books = { readonly terms: Terms; readonly events: readonly LoanEvent[] }
type Asked = Pick<CorrectionToBook, 'on' | 'action' | 'paidOn' | 'amount'>

const impossible = refuse('correction-not-possible')

/** The newest payment that has not been undone and fits, with its place in the books. */
const findPayment = (events: readonly LoanEvent[], today: Day, fits: (payment: { readonly on: Day; readonly amount: Fen }) => boolean) => {
  const effective = effectiveEvents(events, today)
  if (isRefusal(effective)) return undefined
  return effective.toReversed().flatMap(({ event, index }) => (event.kind === 'repay' && fits(event) ? [{ event, index }] : []))[0]
}

/** Money that nothing was due for is given back: its payment is undone and booked anew without it. */
const refund = ({ terms, events }: Books, { on, amount }: Asked): readonly LoanEvent[] | Refusal => {
  const state = life(terms, events, on)
  const payment = findPayment(events, on, (one) => one.amount >= amount)
  if (isRefusal(state) || state.credit < amount || !payment) return impossible
  const undone: LoanEvent = { on, bookedOn: on, kind: 'reverse', reverses: payment.index }
  const rest = fen(payment.event.amount - amount)
  return rest === 0n ? [undone] : [undone, { on: payment.event.on, bookedOn: on, kind: 'repay', amount: rest }]
}

const eventsFor = (books: Books, asked: Asked): readonly LoanEvent[] | Refusal => {
  const { on, action, paidOn, amount } = asked
  if (action === 'refund') return refund(books, asked)
  if (action === 'book-payment') return [{ on: paidOn, bookedOn: on, kind: 'repay', amount }]
  const payment = findPayment(books.events, on, (one) => one.on === paidOn && one.amount === amount)
  return payment ? [{ on, bookedOn: on, kind: 'reverse', reverses: payment.index }] : impossible
}

/** Corrects the books of a loan: nothing that was booked is touched, what undoes it is booked beside. */
export const bookCorrection = (context: Context, { action, paidOn, amount, ...toBook }: CorrectionToBook): Promise<'booked' | Refusal> =>
  bookOnce(context, toBook, (books) => {
    const events = eventsFor(books, { on: toBook.on, action, paidOn, amount })
    if (isRefusal(events)) return events
    const after = life(books.terms, [...books.events, ...events], toBook.on)
    return isRefusal(after) ? impossible : events
  })
