import type { CallResult, PermitState } from '@xinqiao/core/compliance/dial-permit.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of calls and their permits. */

export type PermitRow = {
  readonly permit_id: string
  readonly customer_id: string
  readonly day: string
  readonly place: number | null
  readonly purpose: 'service' | 'notice' | 'collection' | 'marketing'
  readonly party: 'debtor' | 'guarantor'
  readonly loan_ref: string | null
  readonly state: PermitState
  readonly staff_id: string
  readonly reserved_at: Date
  readonly ends_at: Date
  readonly reported_at: Date | null
  readonly result: CallResult | null
  readonly note: Buffer | null
}

const columns = [
  'permit_id', 'customer_id', 'day', 'place', 'purpose', 'party', 'loan_ref', 'state', 'staff_id', 'reserved_at', 'ends_at', 'reported_at', 'result', 'note',
] as const

/** Whoever counts a debtor's calls, or adds one, holds this until his transaction ends: in any process, one after the other. */
export const lockContacts = async (tx: Tx, customerId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`contacts ${customerId}`}, 0))`.execute(tx)
}

/** Reservations that nobody used in time give their places back. */
export const lapse = async (tx: Tx, customerId: string, now: Instant): Promise<void> => {
  await tx
    .updateTable('dial_permit')
    .set({ state: 'lapsed', place: null })
    .where('customer_id', '=', customerId)
    .where('state', '=', 'reserved')
    .where('ends_at', '<=', new Date(now))
    .execute()
}

/** The places of the debtor's day that are taken at this moment. */
export const placesTaken = async (reader: Reader, customerId: string, day: string, now: Instant): Promise<readonly number[]> => {
  const rows = await reader
    .selectFrom('dial_permit')
    .select('place')
    .where('customer_id', '=', customerId)
    .where('day', '=', day)
    .where('place', 'is not', null)
    .where((eb) => eb.or([eb('state', '=', 'connected'), eb('ends_at', '>', new Date(now))]))
    .execute()
  return rows.flatMap(({ place }) => (place === null ? [] : [place]))
}

export const permitById = async (reader: Reader, permitId: string): Promise<PermitRow | undefined> =>
  (await reader.selectFrom('dial_permit').select(columns).where('permit_id', '=', permitId).executeTakeFirst()) as PermitRow | undefined

export const insertPermit = async (tx: Tx, row: Omit<PermitRow, 'reported_at' | 'result' | 'note'>): Promise<void> => {
  await tx.insertInto('dial_permit').values({ ...row, reported_at: null, result: null, note: null }).execute()
}

export type ReportRow = { readonly state: PermitState; readonly place: number | null; readonly reported_at: Date; readonly result: CallResult; readonly note: Buffer | null }

export const saveReport = async (tx: Tx, permitId: string, row: ReportRow): Promise<void> => {
  await tx.updateTable('dial_permit').set(row).where('permit_id', '=', permitId).execute()
}

export type CallRow = PermitRow & { readonly staff_name: string }

/** The last calls of a customer, newest first, with who made them. */
export const callsOf = async (reader: Reader, customerId: string, limit: number): Promise<readonly CallRow[]> =>
  (await reader
    .selectFrom('dial_permit')
    .innerJoin('staff', 'staff.id', 'dial_permit.staff_id')
    .select(columns)
    .select('staff.name as staff_name')
    .where('customer_id', '=', customerId)
    .orderBy('reserved_at', 'desc')
    .limit(limit)
    .execute()) as readonly CallRow[]

/** Whether any of these was called to collect. */
export const wasDialledToCollect = async (reader: Reader, customerIds: readonly string[]): Promise<boolean> => {
  const found = await reader
    .selectFrom('dial_permit').select('permit_id').where('customer_id', 'in', [...customerIds]).where('purpose', '=', 'collection').where('state', 'in', ['connected', 'not-connected', 'over-limit'])
    .limit(1).executeTakeFirst()
  return found !== undefined
}
