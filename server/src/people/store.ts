import type { SessionLevel } from '@xinqiao/core/people/entry.ts'
import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { isRole, type Role } from '@xinqiao/core/people/rights.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of the room; nobody else's. */

export type CustomerRow = {
  readonly customer_id: string
  readonly ref: string | null
  readonly details: Buffer | null
  readonly joined_into: string | null
  readonly claims: string | null
  readonly third_person: boolean
  readonly erased_at: Date | null
}

const customerColumns = ['customer_id', 'ref', 'details', 'joined_into', 'claims', 'third_person', 'erased_at'] as const

export type NewCustomer = {
  readonly id: string
  readonly ref: string | null
  readonly claims?: string | undefined
  readonly now: Instant
}

/** False where the ref is taken. */
export const insertCustomer = async (tx: Reader, row: NewCustomer): Promise<boolean> => {
  const inserted = await tx
    .insertInto('customer')
    .values({ customer_id: row.id, ref: row.ref, claims: row.claims ?? null, made_at: new Date(row.now) })
    .onConflict((conflict) => conflict.column('ref').doNothing())
    .returning('customer_id')
    .executeTakeFirst()
  return inserted !== undefined
}

const searchColumns = ['name_hash', 'phone_hash', 'phone_tail_hash', 'id_number_hash', 'id_number_tail_hash', 'card_hash', 'card_tail_hash'] as const

export type SearchColumn = (typeof searchColumns)[number]

/** `hashed_under`: the secret that made them; null where there is nothing to be found by. */
export type SearchHashes = Readonly<Record<SearchColumn, Buffer | null>> & { readonly hashed_under: string | null }

export const updateDetails = async (tx: Reader, id: string, details: Buffer, hashes: SearchHashes): Promise<void> => {
  await tx.updateTable('customer').set({ details, ...hashes }).where('customer_id', '=', id).execute()
}

export const customersByIds = (reader: Reader, ids: readonly string[]): Promise<readonly CustomerRow[]> =>
  reader.selectFrom('customer').select(customerColumns).where('customer_id', 'in', ids).execute()

/** How many customers are found by hashes of another secret than this. */
export const countHashedOtherwise = async (reader: Reader, current: string): Promise<number> =>
  Number((await reader.selectFrom('customer').select(({ fn }) => fn.countAll().as('count')).where('hashed_under', '<>', current).executeTakeFirstOrThrow()).count)

/** Some of those, held until the transaction ends; who is being changed at this moment is passed over. */
export const lockHashedOtherwise = (tx: Tx, current: string, limit: number): Promise<readonly CustomerRow[]> =>
  tx.selectFrom('customer').select(customerColumns).where('hashed_under', '<>', current).limit(limit).forUpdate().skipLocked().execute()

export const updateHashes = async (tx: Tx, id: string, hashes: SearchHashes): Promise<void> => {
  await tx.updateTable('customer').set(hashes).where('customer_id', '=', id).execute()
}

/** Held until the transaction ends. */
export const lockCustomer = (tx: Tx, id: string): Promise<CustomerRow | undefined> =>
  tx.selectFrom('customer').select(customerColumns).where('customer_id', '=', id).forUpdate().executeTakeFirst()

export const customersByRefs = (reader: Reader, refs: readonly string[]): Promise<readonly CustomerRow[]> =>
  reader.selectFrom('customer').select(customerColumns).where('ref', 'in', refs).execute()

export const customersByHashes = (
  reader: Reader, hashes: Partial<Readonly<Record<SearchColumn, readonly Buffer[]>>>, ref: string | undefined, limit: number,
): Promise<readonly CustomerRow[]> =>
  reader
    .selectFrom('customer')
    .select(customerColumns)
    .where(({ eb, or }) =>
      or([
        ...(ref === undefined ? [] : [eb('ref', '=', ref)]),
        ...Object.entries(hashes).map(([column, wanted]) => eb(column as SearchColumn, 'in', wanted)),
      ]),
    )
    .where('erased_at', 'is', null)
    .orderBy('ref')
    .limit(limit)
    .execute()

export const recordIdsOf = async (reader: Reader, customerId: string): Promise<readonly string[]> =>
  (await reader
    .selectFrom('customer')
    .select('customer_id')
    .where(({ eb, or }) => or([eb('customer_id', '=', customerId), eb('joined_into', '=', customerId)]))
    .execute()).map((row) => row.customer_id)

/** True for the one caller whose update found the record unjoined. */
export const joinOnce = async (tx: Tx, from: string, into: string, now: Instant): Promise<boolean> => {
  const joined = await tx
    .updateTable('customer')
    .set({ joined_into: into, joined_at: new Date(now) })
    .where('customer_id', '=', from)
    .where('ref', 'is', null)
    .where('joined_into', 'is', null)
    .where((eb) => eb.or([eb('claims', 'is', null), eb('claims', '=', into)]))
    .where('customer_id', '<>', into)
    .returning('customer_id')
    .executeTakeFirst()
  return joined !== undefined
}

export type SessionRow = {
  readonly session_id: string
  readonly customer_id: string
  readonly level: SessionLevel
  readonly opened_at: Date
  readonly last_used_at: Date
  readonly ends_at: Date
  /** Until then the session counts as strongly verified. */
  readonly raised_until: Date | null
}

export const insertSession = async (tx: Reader, row: SessionRow & { readonly token_hash: Buffer }): Promise<void> => {
  await tx.insertInto('customer_session').values(row).execute()
}

export const sessionByHash = async (reader: Reader, tokenHash: Buffer): Promise<SessionRow | undefined> =>
  (await reader
    .selectFrom('customer_session')
    .select(['session_id', 'customer_id', 'level', 'opened_at', 'last_used_at', 'ends_at', 'raised_until'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()) as SessionRow | undefined

export const renewSession = async (reader: Reader, sessionId: string, now: Instant, ends: Instant): Promise<void> => {
  // Never later than it was ended meanwhile by somebody else.
  await reader
    .updateTable('customer_session')
    .set({ last_used_at: new Date(now), ends_at: new Date(ends) })
    .where('session_id', '=', sessionId)
    .where('ends_at', '>', new Date(now))
    .execute()
}

export const endSessionsOf = async (tx: Reader, customerId: string, now: Instant): Promise<void> => {
  await tx
    .updateTable('customer_session')
    .set({ ends_at: new Date(now) })
    .where('customer_id', '=', customerId)
    .where('ends_at', '>', new Date(now))
    .execute()
}

const foundByNothing = Object.fromEntries([...searchColumns, 'hashed_under'].map((column) => [column, null])) as Readonly<Record<keyof SearchHashes, null>>

/** Takes away what the customer is found by; returns the lender's number that stood there. */
export const forgetCustomerRow = async (tx: Tx, customerId: string, at: Date): Promise<string | null> => {
  const before = await tx.selectFrom('customer').select('ref').where('customer_id', '=', customerId).forUpdate().executeTakeFirst()
  await tx
    .updateTable('customer')
    .set((eb) => ({ ...foundByNothing, ref: null, erased_at: eb.fn.coalesce('erased_at', eb.val(at)) }))
    .where('customer_id', '=', customerId)
    .execute()
  return before?.ref ?? null
}

/** What else in this room leads to him. */
export const forgetTraces = async (tx: Tx, customerId: string, keptRef: Buffer | null): Promise<void> => {
  await tx.updateTable('customer').set({ kept_ref: keptRef }).where('customer_id', '=', customerId).execute()
  await tx.deleteFrom('verification_code').where('customer_id', '=', customerId).execute()
  await tx.deleteFrom('verification_code').where('session_id', 'in', (eb) => eb.selectFrom('customer_session').select('session_id').where('customer_id', '=', customerId)).execute()
  await tx.deleteFrom('demo_customer').where('customer_id', '=', customerId).execute()
}

export type LiveLevel = { readonly customer_id: string; readonly level: IdentityLevel }

/** The levels that live sessions of these customers hold. */
export const liveLevels = async (reader: Reader, ids: readonly string[], now: Instant): Promise<readonly LiveLevel[]> =>
  await reader
    .selectFrom('customer_session')
    .select('customer_id')
    .select(sql<IdentityLevel>`case when raised_until > ${new Date(now)} then 'strongly-verified' else level end`.as('level'))
    .distinct()
    .where('customer_id', 'in', ids)
    .where('ends_at', '>', new Date(now))
    .execute()

/** True for the first to use it. */
export const useJti = async (tx: Tx, jti: string, forgetAt: Instant): Promise<boolean> => {
  const used = await tx
    .insertInto('site_token_use')
    .values({ jti, forget_at: new Date(forgetAt) })
    .onConflict((conflict) => conflict.column('jti').doNothing())
    .returning('jti')
    .executeTakeFirst()
  return used !== undefined
}

/** What nobody can use any more. Sessions stay a month, so that what somebody did can be traced to his session. */
export const prunePeople = async (reader: Reader, now: Instant): Promise<void> => {
  const moment = new Date(now)
  const monthAgo = new Date(now - 30 * 86_400_000)
  await reader.deleteFrom('site_token_use').where('forget_at', '<', moment).execute()
  await reader.deleteFrom('rate_use').where('window_end', '<', moment).execute()
  await reader.deleteFrom('customer_session').where('ends_at', '<', monthAgo).execute()
  await reader.deleteFrom('staff_session').where('expires_at', '<', monthAgo).execute()
  await reader.deleteFrom('staff_verification').where('expires_at', '<', moment).execute()
}

export type StaffRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly twoFactor: boolean
  readonly passwordChangeDue: boolean
  readonly demo: boolean
  readonly left: boolean
}

const staffQuery = (reader: Reader) =>
  reader
    .selectFrom('staff')
    .select(['id', 'name', 'email', 'two_factor_enabled', 'password_change_due', 'demo', 'left_at'])
    .select(sql<string[]>`array(select role from staff_role where staff_id = staff.id order by role)`.as('roles'))

type StaffResult = Awaited<ReturnType<ReturnType<typeof staffQuery>['executeTakeFirstOrThrow']>>

const staffRow = (row: StaffResult): StaffRow => ({
  id: row.id, name: row.name, email: row.email, roles: row.roles.filter(isRole), twoFactor: row.two_factor_enabled,
  passwordChangeDue: row.password_change_due, demo: row.demo, left: row.left_at !== null,
})

export const staffById = async (reader: Reader, id: string): Promise<StaffRow | undefined> => {
  const row = await staffQuery(reader).where('id', '=', id).executeTakeFirst()
  return row && staffRow(row)
}

/** Compared as texts: what names no member of staff is asked for as well. */
export const staffNamed = async (reader: Reader, ids: readonly string[]): Promise<readonly { readonly id: string; readonly name: string }[]> =>
  ids.length === 0 ? [] : (await sql<{ id: string; name: string }>`select id, name from staff where id::text = any(${ids})`.execute(reader)).rows

export const listStaff = async (reader: Reader): Promise<readonly StaffRow[]> =>
  (await staffQuery(reader).orderBy('created_at').orderBy('email').execute()).map(staffRow)

/** The password of the demo's accounts; undefined where this is not the demo. */
export const demoPassword = async (reader: Reader): Promise<string | undefined> => {
  const row = await reader.selectFrom('installation').select('value').where('name', '=', 'demo').executeTakeFirst()
  return row && String((row.value as { readonly password?: unknown }).password ?? '')
}

export const isDemoLender = async (reader: Reader): Promise<boolean> => (await demoPassword(reader)) !== undefined

/** Has not left, and is no demo account on a server that is not the demo. */
export const mayEnter = async (reader: Reader, staffId: string): Promise<boolean> => {
  const row = await staffById(reader, staffId)
  return row !== undefined && !row.left && (!row.demo || (await isDemoLender(reader)))
}

export const clearPasswordChange = async (reader: Reader, staffId: string): Promise<void> => {
  await reader.updateTable('staff').set({ password_change_due: false }).where('id', '=', staffId).execute()
}

export const staffByEmail = async (reader: Reader, email: string): Promise<StaffRow | undefined> => {
  const row = await staffQuery(reader).where('email', '=', email).executeTakeFirst()
  return row && staffRow(row)
}

export const insertStaff = async (tx: Reader, staff: Pick<StaffRow, 'id' | 'name' | 'email' | 'demo'>, now: Instant): Promise<void> => {
  const moment = new Date(now)
  await tx.insertInto('staff').values({ ...staff, created_at: moment, updated_at: moment }).execute()
}

export const updateStaff = async (tx: Reader, id: string, { name, left }: Pick<StaffRow, 'name' | 'left'>, now: Instant): Promise<void> => {
  const moment = new Date(now)
  await tx
    .updateTable('staff')
    .set((eb) => ({ name, updated_at: moment, left_at: left ? eb.fn.coalesce('left_at', eb.val(moment)) : null }))
    .where('id', '=', id)
    .execute()
}

export const setRoles = async (tx: Reader, staffId: string, roles: readonly Role[], now: Instant): Promise<void> => {
  const removed = tx.deleteFrom('staff_role').where('staff_id', '=', staffId)
  await (roles.length === 0 ? removed : removed.where('role', 'not in', roles)).execute()
  if (roles.length === 0) return
  await tx
    .insertInto('staff_role')
    .values([...new Set(roles)].map((role) => ({ staff_id: staffId, role, granted_at: new Date(now) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** better-auth keeps a password in the account of the provider `credential`, under the id of the person. */
export const setPassword = async (tx: Reader, staffId: string, passwordHash: string, changeDue: boolean, now: Instant): Promise<void> => {
  const moment = new Date(now)
  await tx
    .insertInto('staff_credential')
    .values({ user_id: staffId, account_id: staffId, provider_id: 'credential', password: passwordHash, created_at: moment, updated_at: moment })
    .onConflict((conflict) => conflict.columns(['provider_id', 'account_id']).doUpdateSet({ password: passwordHash, updated_at: moment }))
    .execute()
  await tx.updateTable('staff').set({ password_change_due: changeDue }).where('id', '=', staffId).execute()
}

export const endStaffSessions = async (tx: Reader, staffId: string): Promise<void> => {
  await tx.deleteFrom('staff_session').where('user_id', '=', staffId).execute()
}

export const removeSecondFactor = async (tx: Reader, staffId: string): Promise<void> => {
  await tx.deleteFrom('staff_two_factor').where('user_id', '=', staffId).execute()
  await tx.updateTable('staff').set({ two_factor_enabled: false }).where('id', '=', staffId).execute()
}

export type DemoCustomerRow = { readonly customer_id: string; readonly situation: string }

export const demoCustomers = (reader: Reader): Promise<readonly DemoCustomerRow[]> =>
  reader.selectFrom('demo_customer').select(['customer_id', 'situation']).orderBy('place').execute()

export const replaceDemoCustomers = async (tx: Reader, rows: readonly DemoCustomerRow[]): Promise<void> => {
  await tx.deleteFrom('demo_customer').execute()
  if (rows.length > 0) await tx.insertInto('demo_customer').values(rows.map((row, place) => ({ ...row, place }))).execute()
}
