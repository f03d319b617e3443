import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of one-time codes. */

export type CodeRow = {
  readonly session_id: string
  readonly customer_id: string | null
  readonly reaches: 'verified' | 'strongly-verified'
  readonly code_hash: Buffer
  readonly ends_at: Date
  /** Whom wrong codes count for. */
  readonly counted: string
  /** Before this try. */
  readonly triesBefore: number
}

export const putCode = async (tx: Reader, row: Omit<CodeRow, 'triesBefore'>): Promise<void> => {
  const { session_id, ...code } = row
  await tx
    .insertInto('verification_code')
    .values({ session_id, ...code, tries: 0 })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet({ ...code, tries: 0 }))
    .execute()
}

/** Counts a try and returns the code as it was before: of many tries at once each gets a number of its own. */
export const countTry = async (reader: Reader, sessionId: string): Promise<CodeRow | undefined> => {
  const row = await reader
    .updateTable('verification_code')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('session_id', '=', sessionId)
    .returning(['session_id', 'customer_id', 'reaches', 'code_hash', 'ends_at', 'counted', 'tries'])
    .executeTakeFirst()
  return row && { ...row, triesBefore: row.tries - 1 }
}

/** True for the one caller who takes it away: a code opens once. */
export const takeCode = async (tx: Tx, sessionId: string, codeHash: Buffer): Promise<boolean> => {
  const taken = await tx
    .deleteFrom('verification_code')
    .where('session_id', '=', sessionId)
    .where('code_hash', '=', codeHash)
    .returning('session_id')
    .executeTakeFirst()
  return taken !== undefined
}

export const raiseSession = async (tx: Reader, sessionId: string, until: Instant): Promise<void> => {
  await tx.updateTable('customer_session').set({ raised_until: new Date(until) }).where('session_id', '=', sessionId).execute()
}

export const insertPhoneMessage = async (
  tx: Reader, row: { readonly message_id: string; readonly customer_id: string; readonly sent_at: Date; readonly sealed: Buffer },
): Promise<void> => {
  await tx.insertInto('demo_phone_message').values(row).execute()
}

export const phoneMessages = (reader: Reader, customerId: string) =>
  reader
    .selectFrom('demo_phone_message')
    .select(['message_id', 'sent_at', 'sealed'])
    .where('customer_id', '=', customerId)
    .orderBy('sent_at', 'desc')
    .limit(20)
    .execute()

export const pruneCodes = async (reader: Reader, now: Instant): Promise<void> => {
  await reader.deleteFrom('verification_code').where('ends_at', '<', new Date(now)).execute()
  await reader.deleteFrom('demo_phone_message').where('sent_at', '<', new Date(now - 86_400_000)).execute()
}
