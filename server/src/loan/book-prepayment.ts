import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import { payoff } from '@xinqiao/core/loan/life.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { Fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { createLedger } from './ledger.ts'
import { appendEvents, hasSourceRef } from './store.ts'

export type PrepaymentToBook = {
  /** Of the instruction; booking it again changes nothing. */
  readonly id: string
  readonly loanRef: string
  readonly on: Day
  readonly amount: Fen
  readonly full: boolean
  readonly effect: 'term' | 'instalment'
}

/** Books an early repayment in the built-in ledger, if on its day the books ask for exactly this amount; else nothing is booked. */
export const bookPrepayment = ({ db, clock }: Context, { id, loanRef, on, amount, full, effect }: PrepaymentToBook): Promise<'booked' | Refusal> =>
  db.transaction().execute(async (tx) => {
    // The lock under which events are appended: between the quote and the booking nobody writes to this loan.
    await sql`select pg_advisory_xact_lock(hashtextextended(${loanRef}, 0))`.execute(tx)
    if (await hasSourceRef(tx, loanRef, id)) return 'booked'
    const record = (await createLedger(tx).loan(loanRef, on))?.record
    if (!record) return refuse('not-found')
    const quote = payoff(record.terms, record.events, on, full ? {} : { amount, effect })
    if (isRefusal(quote)) return quote
    if (quote.total !== amount || quote.full !== full) return refuse('prepayment-figure-changed')
    const event: LoanEvent = { on, kind: 'prepay', ...(full ? {} : { amount, effect }) }
    await appendEvents(tx, [{ loanRef, event, sourceRef: id }], clock.now())
    return 'booked'
  })
