import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { sealOf } from './customer-keys.ts'
import { endSessionsOf, forgetCustomerRow, forgetTraces } from './store.ts'

/**
 * Ends what a customer was found and let in by: the hashes of his numbers, the lender's number of him, his sessions and codes. Where
 * a law keeps his identity, the lender's number is kept sealed with it, for whoever must find him because of that law.
 */
export const forgetPerson = async (context: Context, tx: Tx, customerId: string, records: readonly string[], identityStays: boolean): Promise<void> => {
  const now = context.clock.now()
  for (const record of records) {
    const ref = await forgetCustomerRow(tx, record, new Date(now))
    const kept = identityStays && ref !== null ? await sealOf(context, tx, { customerId, dataClass: 'identity' }, ref, `ref ${record}`) : null
    await forgetTraces(tx, record, kept)
    await endSessionsOf(tx, record, now)
  }
}
