import type { DataClass, KeyClass } from '@xinqiao/core/record/retention.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** Which data key seals what of whom. Private to the room. */

export type KeyWanted = { readonly customerId: string; readonly dataClass: DataClass; readonly year: number }

export const findKey = async (reader: Reader, { customerId, dataClass, year }: KeyWanted): Promise<string | undefined> =>
  (await reader
    .selectFrom('customer_key')
    .select('data_key_id')
    .where('customer_id', '=', customerId)
    .where('class', '=', dataClass)
    .where('year', '=', year)
    .where('disposed_at', 'is', null)
    .executeTakeFirst())?.data_key_id

/** False where there is one already, or no such customer. */
export const insertKey = async (reader: Reader, dataKeyId: string, { customerId, dataClass, year }: KeyWanted): Promise<boolean> => {
  const inserted = await sql`
    insert into customer_key (data_key_id, customer_id, class, year)
    select ${dataKeyId}::uuid, customer_id, ${dataClass}, ${year}::integer from customer where customer_id = ${customerId}
    on conflict do nothing`.execute(reader)
  return (inserted.numAffectedRows ?? 0n) > 0n
}

export type LiveKey = { readonly dataKeyId: string; readonly customerId: string; readonly keyClass: KeyClass; readonly year: number }

const keysOf = async (reader: Reader, records: readonly string[], disposed: 'is' | 'is not'): Promise<readonly LiveKey[]> =>
  (await reader
    .selectFrom('customer_key')
    .select(['data_key_id as dataKeyId', 'customer_id as customerId', 'class as keyClass', 'year'])
    .where('customer_id', 'in', [...records])
    .where('disposed_at', disposed, null)
    .orderBy('class')
    .orderBy('year')
    .execute()) as readonly LiveKey[]

/** Every key of these records that has not been destroyed. */
export const liveKeysOf = (reader: Reader, records: readonly string[]): Promise<readonly LiveKey[]> => keysOf(reader, records, 'is')

export const destroyedKeysOf = (reader: Reader, records: readonly string[]): Promise<readonly LiveKey[]> => keysOf(reader, records, 'is not')

/** False where somebody else disposed of it meanwhile. */
export const markDisposed = async (tx: Tx, dataKeyId: string, at: Date): Promise<boolean> => {
  const marked = await tx
    .updateTable('customer_key').set({ disposed_at: at }).where('data_key_id', '=', dataKeyId).where('disposed_at', 'is', null).returning('data_key_id').executeTakeFirst()
  return marked !== undefined
}

/** The customers behind `after`, in the order of their ids, who have a key of that year or an older one; each with the records joined into him. */
export const customersWithKeys = async (reader: Reader, { year, after, limit }: { readonly year: number; readonly after: string | undefined; readonly limit: number }): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select distinct coalesce(c.joined_into, c.customer_id) as id from customer_key k join customer c using (customer_id)
    where k.disposed_at is null and k.year <= ${year}::integer and (${after ?? null}::uuid is null or coalesce(c.joined_into, c.customer_id) > ${after ?? null}::uuid)
    order by 1 limit ${limit}`.execute(reader)
  return rows.map(({ id }) => id)
}
