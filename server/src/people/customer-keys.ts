import { civil } from '@xinqiao/core/primitives/day.ts'
import type { DataClass } from '@xinqiao/core/record/retention.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { customersWithKeys, destroyedKeysOf, findKey, insertKey, type LiveKey, liveKeysOf, markDisposed } from './customer-key-store.ts'

export type { LiveKey }

type Sealing = Pick<Context, 'keys' | 'clock'>

/** The data key that seals what of this class is written of a customer this year; made at the first asking. Throws where there is no such customer. */
export const keyOfCustomer = async ({ keys, clock }: Sealing, reader: Reader, customerId: string, dataClass: DataClass): Promise<string> => {
  const wanted = { customerId, dataClass, year: civil(today(clock)).year }
  const known = await findKey(reader, wanted)
  if (known !== undefined) return known
  const made = await keys.create(reader)
  if (await insertKey(reader, made, wanted)) return made
  // Somebody else made it while this waited; the key made in vain seals nothing.
  const others = await findKey(reader, wanted)
  if (others === undefined) throw new Error(`there is no customer ${customerId}`)
  return others
}

/** Seals a text of a customer under the key of its class. `bound` is what it belongs to, as in `Keys.encrypt`. */
export const sealOf = async (
  context: Sealing, reader: Reader, of: { readonly customerId: string; readonly dataClass: DataClass }, text: string | Uint8Array, bound: string,
): Promise<Buffer> =>
  await context.keys.encrypt(reader, await keyOfCustomer(context, reader, of.customerId, of.dataClass), typeof text === 'string' ? Buffer.from(text) : text, bound)

/** Every key of these records that still opens something. */
export const keysOfRecords = (reader: Reader, records: readonly string[]): Promise<readonly LiveKey[]> => liveKeysOf(reader, records)

/** Every key of these records that was destroyed, whatever the occasion. */
export const destroyedOf = (reader: Reader, records: readonly string[]): Promise<readonly LiveKey[]> => destroyedKeysOf(reader, records)

/** Customers who have a key of that year or an older one, in the order of their ids, behind `after`. */
export const nextWithKeys: (reader: Reader, asked: { readonly year: number; readonly after: string | undefined; readonly limit: number }) => Promise<readonly string[]> = customersWithKeys

/** Destroys these keys, once each; returns those that this call destroyed. */
export const destroyKeys = async ({ keys, clock }: Sealing, tx: Tx, doomed: readonly LiveKey[]): Promise<readonly LiveKey[]> => {
  const destroyed: LiveKey[] = []
  for (const key of doomed) {
    if (!(await markDisposed(tx, key.dataKeyId, new Date(clock.now())))) continue
    await keys.destroy(tx, key.dataKeyId)
    destroyed.push(key)
  }
  return destroyed
}
