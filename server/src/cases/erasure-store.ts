import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'

/** The SQL of erasures, legal holds and runs of the retention job. Private to the room. */

export type ErasureRow = Selectable<Tables['erasure_request']>
export type HoldRow = Selectable<Tables['legal_hold']>
export type RunRow = Selectable<Tables['retention_run']>

/** Erasure, holds and disposal of one customer go one after the other. */
export const lockData = async (tx: Tx, customerId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`data of ${customerId}`}, 0))`.execute(tx)
}

export const insertErasure = async (tx: Tx, row: Pick<ErasureRow, 'erasure_id' | 'customer_id' | 'session_id' | 'asked_by' | 'requested_at'>): Promise<void> => {
  await tx.insertInto('erasure_request').values({ ...row, state: 'open' }).execute()
}

export const erasureById = (reader: Reader, id: string): Promise<ErasureRow | undefined> =>
  reader.selectFrom('erasure_request').selectAll().where('erasure_id', '=', id).executeTakeFirst()

export const erasuresOf = (reader: Reader, customerId: string): Promise<readonly ErasureRow[]> =>
  reader.selectFrom('erasure_request').selectAll().where('customer_id', '=', customerId).orderBy('requested_at', 'desc').limit(20).execute()

/** Those that wait, the oldest first; then those that were decided, the newest first. */
export const listErasureRows = (reader: Reader, limit: number): Promise<readonly ErasureRow[]> =>
  reader.selectFrom('erasure_request').selectAll().orderBy('decided_at', (order) => order.desc().nullsFirst()).orderBy('requested_at').limit(limit).execute()

export const doneErasures = (reader: Reader): Promise<readonly ErasureRow[]> =>
  reader.selectFrom('erasure_request').selectAll().where('state', '=', 'done').orderBy('decided_at').execute()

/** Puts back what became of a request after the backup. False where its people are not in the backup: then it is known by the event alone. */
export const putBackErasure = async (tx: Tx, row: Omit<ErasureRow, 'report' | 'answer'> & { readonly report: string }): Promise<boolean> => {
  const wanted = [row.asked_by, row.agreed_by, row.decided_by].filter((id) => id !== null)
  const people = await tx.selectFrom('staff').select('id').where('id', 'in', wanted).execute()
  if (people.length < wanted.length) return false
  const { erasure_id: id, customer_id: customerId, session_id: session, asked_by: askedBy, requested_at: requestedAt, ...outcome } = row
  await tx.insertInto('erasure_request').values({ erasure_id: id, customer_id: customerId, session_id: session, asked_by: askedBy, requested_at: requestedAt, ...outcome })
    .onConflict((conflict) => conflict.column('erasure_id').doUpdateSet({ ...outcome, answer: null })).execute()
  return true
}

export const saveErasure = async (tx: Tx, id: string, row: Partial<Omit<ErasureRow, 'report'>> & { readonly report?: string }): Promise<void> => {
  await tx.updateTable('erasure_request').set(row).where('erasure_id', '=', id).execute()
}

export const insertHold = async (tx: Tx, row: Pick<HoldRow, 'hold_id' | 'customer_id' | 'reason' | 'set_by' | 'set_at'>): Promise<boolean> =>
  (await tx.insertInto('legal_hold').values(row).onConflict((conflict) => conflict.column('hold_id').doNothing()).returning('hold_id').executeTakeFirst()) !== undefined

export const lockHold = (tx: Tx, id: string): Promise<HoldRow | undefined> =>
  tx.selectFrom('legal_hold').selectAll().where('hold_id', '=', id).forUpdate().executeTakeFirst()

export const saveHold = async (tx: Tx, id: string, row: Partial<HoldRow>): Promise<void> => {
  await tx.updateTable('legal_hold').set(row).where('hold_id', '=', id).execute()
}

export const isHeld = async (reader: Reader, customerIds: readonly string[]): Promise<boolean> =>
  (await reader.selectFrom('legal_hold').select('hold_id').where('customer_id', 'in', [...customerIds]).where('lifted_at', 'is', null).limit(1).executeTakeFirst()) !== undefined

/** Those that stand first, each the newest first. */
export const listHoldRows = (reader: Reader, limit: number): Promise<readonly HoldRow[]> =>
  reader.selectFrom('legal_hold').selectAll().orderBy('lifted_at', (order) => order.desc().nullsFirst()).orderBy('set_at', 'desc').limit(limit).execute()

/** The run of a day, made where it is missing; locked, so that two processes do not run it at once. */
export const lockRun = async (tx: Tx, day: string, now: Date): Promise<RunRow> => {
  await tx.insertInto('retention_run').values({ day, started_at: now }).onConflict((conflict) => conflict.doNothing()).execute()
  return await tx.selectFrom('retention_run').selectAll().where('day', '=', day).forUpdate().executeTakeFirstOrThrow()
}

export const saveRun = async (tx: Tx, day: string, row: Partial<Omit<RunRow, 'disposed'>> & { readonly disposed?: string }): Promise<void> => {
  await tx.updateTable('retention_run').set(row).where('day', '=', day).execute()
}

export const listRunRows = (reader: Reader, limit: number): Promise<readonly RunRow[]> =>
  reader.selectFrom('retention_run').selectAll().orderBy('day', 'desc').limit(limit).execute()
