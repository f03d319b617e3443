import { type ApplicationEvent, applicationEventKinds } from '@xinqiao/core/loan/application.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { Agreement, LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import { fromStored, toStored } from './stored.ts'

/** The loan room's own SQL: agreements and events, only ever inserted. */

export type AnyLoanEvent = ApplicationEvent | LoanEvent

/** An event of one loan that is to be written behind those already there. */
export type NewEvent = { readonly loanRef: string; readonly event: AnyLoanEvent; readonly sourceRef?: string }

type LoanRow = {
  readonly loan_ref: string
  readonly customer_id: string
  readonly product_id: string
  readonly product_version: number
  readonly agreement: unknown
  /** In the order in which they were entered. */
  readonly events: readonly unknown[] | null
}

const isApplicationEvent = (event: AnyLoanEvent): event is ApplicationEvent => applicationEventKinds.some((kind) => kind === event.kind)

const recordOf = (row: LoanRow): LoanRecord => {
  const events = (row.events ?? []).map((event) => fromStored<AnyLoanEvent>(event))
  return {
    loanRef: row.loan_ref,
    customerId: row.customer_id,
    productId: row.product_id,
    productVersion: row.product_version,
    agreement: fromStored<Agreement>(row.agreement),
    application: events.filter(isApplicationEvent),
    events: events.filter((event): event is LoanEvent => !isApplicationEvent(event)),
  }
}

const columns = sql`
  l.loan_ref, l.customer_id, l.product_id, l.product_version, l.agreement,
  (select jsonb_agg(e.body order by e.seq) from loan_event e where e.loan_ref = l.loan_ref) as events`

export const loansOfCustomer = async (reader: Reader, customerId: string): Promise<readonly LoanRecord[]> => {
  const found = await sql<LoanRow>`select ${columns} from loan l where l.customer_id = ${customerId} order by l.recorded_at desc, l.loan_ref`.execute(reader)
  return found.rows.map(recordOf)
}

export const loanByRef = async (reader: Reader, loanRef: string): Promise<LoanRecord | undefined> => {
  const found = await sql<LoanRow>`select ${columns} from loan l where l.loan_ref = ${loanRef}`.execute(reader)
  return found.rows[0] && recordOf(found.rows[0])
}

/** How many loans the customer has, and how many events on them. */
export const countOfCustomer = async (reader: Reader, customerId: string): Promise<string> => {
  const found = await sql<{ version: string }>`
    select count(*) || '.' || coalesce(sum((select count(*) from loan_event e where e.loan_ref = l.loan_ref)), 0) as version
    from loan l where l.customer_id = ${customerId}`.execute(reader)
  return found.rows[0]?.version ?? ''
}

/** All loans, in parts so that a large book does not have to fit into memory at once. */
export const allLoans = async function* (reader: Reader, atOnce: number = 500): AsyncGenerator<LoanRecord> {
  let after = ''
  for (;;) {
    const found = await sql<LoanRow>`select ${columns} from loan l where l.loan_ref > ${after} order by l.loan_ref limit ${atOnce}`.execute(reader)
    for (const row of found.rows) yield recordOf(row)
    const last = found.rows.at(-1)
    if (!last || found.rows.length < atOnce) return
    after = last.loan_ref
  }
}

export type NewLoan = Omit<LoanRecord, 'application' | 'events'>

/** Inserts loans that are not there yet; returns the references of those that were inserted. */
export const insertLoans = async (tx: Tx, loans: readonly NewLoan[], at: Instant): Promise<ReadonlySet<string>> => {
  if (loans.length === 0) return new Set()
  const rows = loans.map(({ loanRef, customerId, productId, productVersion, agreement }) => ({
    loan_ref: loanRef, customer_id: customerId, product_id: productId, product_version: productVersion, agreement: toStored(agreement),
  }))
  const inserted = await sql<{ loan_ref: string }>`
    insert into loan (loan_ref, customer_id, product_id, product_version, agreement, recorded_at)
    select loan_ref, customer_id, product_id, product_version, agreement, ${new Date(at)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (loan_ref text, customer_id uuid, product_id text, product_version integer, agreement jsonb)
    on conflict (loan_ref) do nothing returning loan_ref`.execute(tx)
  return new Set(inserted.rows.map((row) => row.loan_ref))
}

/**
 * Writes events behind those already there, each loan's in the order given, and returns how many were new: one whose
 * source number the loan has already, or that came twice, is passed over. The loans are locked first, so that two writers never take the
 * same place.
 */
export const appendEvents = async (tx: Tx, events: readonly NewEvent[], at: Instant): Promise<number> => {
  if (events.length === 0) return 0
  const refs = [...new Set(events.map(({ loanRef }) => loanRef))]
  await sql`select pg_advisory_xact_lock(hashtextextended(ref, 0)) from (select unnest(${refs}::text[]) as ref order by 1) locked`.execute(tx)
  const rows = events.map(({ loanRef, event, sourceRef }, place) => ({
    place, loan_ref: loanRef, kind: event.kind, on_day: isoDay(event.on), body: toStored(event), source_ref: sourceRef ?? null,
  }))
  const inserted = await sql<{ seq: number }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (place integer, loan_ref text, kind text, on_day date, body jsonb, source_ref text)
    ), fresh as (
      select * from given g where g.source_ref is null or not (
        exists (select from loan_event e where e.loan_ref = g.loan_ref and e.source_ref = g.source_ref)
        or exists (select from given h where h.loan_ref = g.loan_ref and h.source_ref = g.source_ref and h.place < g.place))
    )
    insert into loan_event (loan_ref, seq, kind, on_day, body, source_ref, recorded_at)
    select loan_ref, coalesce((select max(e.seq) from loan_event e where e.loan_ref = f.loan_ref), 0) + row_number() over (partition by loan_ref order by place),
      kind, on_day, body, source_ref, ${new Date(at)}::timestamptz
    from fresh f returning seq`.execute(tx)
  return inserted.rows.length
}

/** Whether the loan's books hold an event of that source number. */
export const hasSourceRef = async (reader: Reader, loanRef: string, sourceRef: string): Promise<boolean> => {
  const found = await sql`select from loan_event where loan_ref = ${loanRef} and source_ref = ${sourceRef}`.execute(reader)
  return found.rows.length > 0
}

/** The last day that has been closed; undefined in a lender whose first day is still running. */
export const lastClosedDay = async (reader: Reader): Promise<string | undefined> => {
  const found = await sql<{ day: string | null }>`select max(day) as day from loan_day_end`.execute(reader)
  return found.rows[0]?.day ?? undefined
}

/** Takes the day for this transaction; false where another process has closed it. */
export const takeDay = async (tx: Tx, day: Day): Promise<boolean> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('loan.day-end', 0))`.execute(tx)
  const found = await sql`select from loan_day_end where day = ${isoDay(day)}`.execute(tx)
  return found.rows.length === 0
}

export const insertDayEnd = async (tx: Tx, day: Day, counts: { readonly loans: number; readonly events: number }, at: Instant): Promise<void> => {
  await sql`insert into loan_day_end (day, loans, events, finished_at)
    values (${isoDay(day)}, ${counts.loans}, ${counts.events}, ${new Date(at)})`.execute(tx)
}
