import type { SightField } from '@xinqiao/core/people/sight.ts'
import { sightFields } from '@xinqiao/core/people/sight.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of grants to see whole numbers. */

export type GrantRow = {
  readonly grant_id: string
  readonly customer_id: string
  readonly staff_id: string
  readonly fields: readonly SightField[]
  readonly ends_at: Date
}

const grantOf = (row: Omit<GrantRow, 'fields'> & { readonly fields: readonly string[] }): GrantRow => ({ ...row, fields: sightFields.filter((field) => row.fields.includes(field)) })

/** False where the id is taken. */
export const insertGrant = async (tx: Tx, row: GrantRow & { readonly reason: Buffer; readonly granted_at: Date }): Promise<boolean> => {
  const made = await tx
    .insertInto('unmask_grant')
    .values({ ...row, fields: [...row.fields] })
    .onConflict((conflict) => conflict.column('grant_id').doNothing())
    .returning('grant_id')
    .executeTakeFirst()
  return made !== undefined
}

const columns = ['grant_id', 'customer_id', 'staff_id', 'fields', 'ends_at'] as const

export const grantById = async (reader: Reader, grantId: string): Promise<GrantRow | undefined> => {
  const row = await reader.selectFrom('unmask_grant').select(columns).where('grant_id', '=', grantId).executeTakeFirst()
  return row && grantOf(row)
}

export const liveGrants = async (reader: Reader, staffId: string, customerId: string, now: Instant): Promise<readonly GrantRow[]> =>
  (await reader
    .selectFrom('unmask_grant')
    .select(columns)
    .where('staff_id', '=', staffId)
    .where('customer_id', '=', customerId)
    .where('ends_at', '>', new Date(now))
    .orderBy('ends_at')
    .execute()).map(grantOf)
