import type { DataClass } from '@xinqiao/core/record/retention.ts'
import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'

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
