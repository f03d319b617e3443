import { type Authorisation, type PersonRole, scopes } from '@xinqiao/core/people/authorisation.ts'
import { isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of authorities. */

export type AuthorisationRow = {
  readonly id: string
  readonly customerId: string
  readonly personId: string | null
  readonly authorisation: Authorisation
  readonly details: Buffer
  readonly recordedAt: Date
  readonly endedAt: Date | null
}

type Stored = {
  readonly authorisation_id: string
  readonly customer_id: string
  readonly person_id: string | null
  readonly role: string
  readonly scope: readonly string[]
  readonly loan_refs: readonly string[] | null
  readonly starts_on: string
  readonly ends_on: string | null
  readonly details: Buffer
  readonly recorded_at: Date
  readonly ended_at: Date | null
}

const columns = ['authorisation_id', 'customer_id', 'person_id', 'role', 'scope', 'loan_refs', 'starts_on', 'ends_on', 'details', 'recorded_at', 'ended_at'] as const

const rowOf = (row: Stored): AuthorisationRow => {
  const from = parseDay(row.starts_on)
  if (from === undefined) throw new Error(`authority ${row.authorisation_id} begins on no day`)
  return {
    id: row.authorisation_id, customerId: row.customer_id, personId: row.person_id, details: row.details, recordedAt: row.recorded_at, endedAt: row.ended_at,
    authorisation: {
      role: row.role as PersonRole, scope: scopes.filter((scope) => row.scope.includes(scope)), loanRefs: row.loan_refs ?? undefined, from,
      until: row.ends_on === null ? undefined : parseDay(row.ends_on), ended: row.ended_at !== null,
    },
  }
}

export const authorisationById = async (reader: Reader, id: string): Promise<AuthorisationRow | undefined> => {
  const row = await reader.selectFrom('authorisation').select(columns).where('authorisation_id', '=', id).executeTakeFirst()
  return row && rowOf(row)
}

/** Newest first. */
export const authorisationsOf = async (reader: Reader, whose: 'customer_id' | 'person_id', id: string): Promise<readonly AuthorisationRow[]> =>
  (await reader
    .selectFrom('authorisation').select(columns).where(whose, '=', id).orderBy('recorded_at', 'desc').orderBy('authorisation_id').limit(100).execute()).map(rowOf)

export type NewAuthorisation = Omit<AuthorisationRow, 'endedAt'> & { readonly recordedBy: string }

/** False where the id is taken. */
export const insertAuthorisation = async (tx: Tx, row: NewAuthorisation): Promise<boolean> => {
  const { role, scope, loanRefs, from, until } = row.authorisation
  const made = await tx
    .insertInto('authorisation')
    .values({
      authorisation_id: row.id, customer_id: row.customerId, person_id: row.personId, role, scope: [...scope], loan_refs: loanRefs === undefined ? null : [...loanRefs],
      starts_on: isoDay(from), ends_on: until === undefined ? null : isoDay(until), details: row.details,
      recorded_by: row.recordedBy, recorded_at: row.recordedAt, ended_at: null, ended_by: null,
    })
    .onConflict((conflict) => conflict.column('authorisation_id').doNothing())
    .returning('authorisation_id')
    .executeTakeFirst()
  return made !== undefined
}

/** True for the one who ended it. */
export const endAuthorisationOnce = async (tx: Tx, id: string, at: Date, staffId: string | null): Promise<boolean> => {
  const ended = await tx
    .updateTable('authorisation')
    .set({ ended_at: at, ended_by: staffId })
    .where('authorisation_id', '=', id)
    .where('ended_at', 'is', null)
    .returning('authorisation_id')
    .executeTakeFirst()
  return ended !== undefined
}

export const markThirdPerson = async (tx: Tx, customerId: string): Promise<void> => {
  await tx.updateTable('customer').set({ third_person: true }).where('customer_id', '=', customerId).execute()
}
