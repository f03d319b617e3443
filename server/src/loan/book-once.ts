import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { createLedger } from './ledger.ts'
import { appendEvents, hasSourceRef } from './store.ts'

export type ToBook = {
  /** Of the instruction; booking it again changes nothing. */
  readonly id: string
  readonly loanRef: string
  readonly on: Day
}

type Books = { readonly terms: Terms; readonly events: readonly LoanEvent[] }

/** Books events in the built-in ledger, together, decided on the books as they stand at this moment; a refusal books nothing. */
export const bookOnce = ({ db, clock }: Context, { id, loanRef, on }: ToBook, decide: (books: Books) => LoanEvent | readonly LoanEvent[] | Refusal): Promise<'booked' | Refusal> =>
  db.transaction().execute(async (tx) => {
    // The lock under which events are appended: between the decision and the booking nobody writes to this loan.
    await sql`select pg_advisory_xact_lock(hashtextextended(${loanRef}, 0))`.execute(tx)
    if (await hasSourceRef(tx, loanRef, id)) return 'booked'
    const record = (await createLedger(tx).loan(loanRef, on))?.record
    if (!record) return refuse('not-found')
    const decided = decide(record)
    if (isRefusal(decided)) return decided
    const [event, ...more] = Array.isArray(decided) ? (decided as readonly LoanEvent[]) : [decided as LoanEvent]
    if (!event) throw new Error(`the instruction ${id} books nothing`)
    await appendEvents(tx, [{ loanRef, event, sourceRef: id }, ...more.map((next, place) => ({ loanRef, event: next, sourceRef: `${id}:${place + 2}` }))], clock.now())
    return 'booked'
  })
