import type { ChangeKind, ChangeState } from '@xinqiao/core/people/detail-change.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of changes that wait. */

export type ChangeRow = {
  readonly change_id: string
  readonly customer_id: string
  readonly kind: ChangeKind
  readonly state: ChangeState
  readonly new_value: Buffer
  readonly old_value: Buffer | null
  readonly session_id: string
  readonly requested_at: Date
  readonly applies_at: Date
  readonly ended_at: Date | null
  readonly ended_by: 'time' | 'customer' | 'link' | 'staff' | null
  readonly staff_id: string | null
}

/** Who asks for a change of this customer's, or ends one, goes one after the other. */
export const lockChanges = async (tx: Tx, customerId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`changes ${customerId}`}, 0))`.execute(tx)
}

export const insertChange = async (tx: Tx, row: Omit<ChangeRow, 'ended_at' | 'ended_by' | 'staff_id'>): Promise<void> => {
  await tx.insertInto('detail_change').values({ ...row, ended_at: null, ended_by: null, staff_id: null }).execute()
}

export const changeById = async (reader: Reader, changeId: string): Promise<ChangeRow | undefined> =>
  (await reader.selectFrom('detail_change').selectAll().where('change_id', '=', changeId).executeTakeFirst()) as ChangeRow | undefined

/** Newest first. */
export const changesOf = async (reader: Reader, customerId: string): Promise<readonly ChangeRow[]> =>
  (await reader.selectFrom('detail_change').selectAll().where('customer_id', '=', customerId).orderBy('requested_at', 'desc').limit(20).execute()) as readonly ChangeRow[]

export const dueChanges = async (reader: Reader, now: Instant): Promise<readonly { readonly change_id: string; readonly customer_id: string }[]> =>
  await reader.selectFrom('detail_change').select(['change_id', 'customer_id']).where('state', '=', 'cooling').where('applies_at', '<=', new Date(now)).orderBy('applies_at').limit(500).execute()

export type Ending = { readonly state: 'applied' | 'cancelled'; readonly ended_at: Date; readonly ended_by: NonNullable<ChangeRow['ended_by']>; readonly staff_id: string | null }

export const endChange = async (tx: Tx, changeId: string, ending: Ending): Promise<void> => {
  await tx.updateTable('detail_change').set(ending).where('change_id', '=', changeId).where('state', '=', 'cooling').execute()
}
