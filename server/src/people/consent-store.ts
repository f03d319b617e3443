import { type ConsentEntry, type ConsentPurpose, consentPurposes } from '@xinqiao/core/people/consent.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of consents. */

export const consentEntries = async (reader: Reader, customerIds: readonly string[]): Promise<readonly ConsentEntry[]> => {
  const rows = await reader
    .selectFrom('consent_entry')
    .select(['purpose', 'given', 'text_version', 'at'])
    .where('customer_id', 'in', customerIds)
    .orderBy('entry_id')
    .execute()
  return rows.flatMap(({ purpose, given, text_version: textVersion, at }) => {
    const known = consentPurposes.find((one) => one === purpose)
    return known ? [{ purpose: known, given, textVersion, at: instant(at.getTime()) }] : []
  })
}

export type NewConsent = {
  readonly customerId: string
  readonly purpose: ConsentPurpose
  readonly given: boolean
  readonly textVersion: number
  readonly at: Date
  /** How he said so. */
  readonly by: { readonly sessionId: string } | { readonly messageId: string }
}

export const insertConsent = async (tx: Tx, { customerId, purpose, given, textVersion, at, by }: NewConsent): Promise<void> => {
  await tx
    .insertInto('consent_entry')
    .values({
      customer_id: customerId, purpose, given, text_version: textVersion, at, staff_id: null,
      session_id: 'sessionId' in by ? by.sessionId : null, message_id: 'messageId' in by ? by.messageId : null,
    })
    .execute()
}
