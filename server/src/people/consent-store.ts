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
  readonly sessionId: string
}

export const insertConsent = async (tx: Tx, { customerId, purpose, given, textVersion, at, sessionId }: NewConsent): Promise<void> => {
  await tx
    .insertInto('consent_entry')
    .values({ customer_id: customerId, purpose, given, text_version: textVersion, at, session_id: sessionId, staff_id: null })
    .execute()
}
