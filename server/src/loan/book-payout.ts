import type { Agreement } from '@xinqiao/core/loan/loan-system.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { appendEvents, insertLoans, loanByRef } from './store.ts'

export type PayoutToBook = {
  readonly loanRef: string; readonly customerId: string; readonly productId: string; readonly productVersion: number
  readonly agreement: Agreement; readonly appliedOn: Day; readonly on: Day
}

/** Makes a loan of the built-in ledger and pays it out: the loan's number follows from its application, so that twice is once. */
export const bookPayout = ({ db, clock }: Context, { loanRef, customerId, productId, productVersion, agreement, appliedOn, on }: PayoutToBook): Promise<'booked' | Refusal> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${loanRef}, 0))`.execute(tx)
    const known = await loanByRef(tx, loanRef)
    if (known) return known.customerId === customerId ? 'booked' : refuse('loan-number-taken')
    await insertLoans(tx, [{ loanRef, customerId, productId, productVersion, agreement }], clock.now())
    const { firstDueOn } = agreement.terms
    const paidOut = { on, kind: 'paid-out', ...(firstDueOn === undefined ? {} : { firstDueOn }) } as const
    await appendEvents(tx, [{ on: appliedOn, kind: 'applied' } as const, { on, kind: 'approved' } as const, paidOut].map((event) => ({ loanRef, event })), clock.now())
    return 'booked'
  })
