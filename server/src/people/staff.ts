import type { Role } from '@xinqiao/core/people/rights.ts'
import { hashPassword } from 'better-auth/crypto'
import { randomInt, randomUUID } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { endStaffSessions, insertStaff, listStaff, setPassword, setRoles, type StaffRow, staffByEmail, staffNamed, updateStaff } from './store.ts'

/** Making and changing accounts of staff; signing in is better-auth's. */


export type NewStaff = {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Hashed by `hashPassword`; without one nobody can sign in as this person yet. */
  readonly passwordHash?: string
  /** The password is to be changed at the first sign-in. */
  readonly oneTime?: boolean
  readonly demo?: boolean
}

export const emailOf = (text: string): string => text.trim().toLowerCase()

export const createStaff = async ({ clock }: Pick<Context, 'clock'>, tx: Reader, staff: NewStaff): Promise<string> => {
  const id = randomUUID()
  const now = clock.now()
  await insertStaff(tx, { id, name: staff.name, email: emailOf(staff.email), demo: staff.demo ?? false }, now)
  await setRoles(tx, id, staff.roles, now)
  if (staff.passwordHash !== undefined) await setPassword(tx, id, staff.passwordHash, staff.oneTime ?? false, now)
  return id
}

/** Letters and digits that cannot be taken for one another when they are read out. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of four: 79 bits. */
export const makeOneTimePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => readable.charAt(randomInt(readable.length))).join('')).join('-')

/** Gives somebody a password that must be changed at the first sign-in, and ends his sessions. */
export const givePassword = async ({ clock }: Pick<Context, 'clock'>, tx: Tx, staffId: string): Promise<string> => {
  const password = makeOneTimePassword()
  await setPassword(tx, staffId, await hashPassword(password), true, clock.now())
  await endStaffSessions(tx, staffId)
  return password
}

/** The same by address, for `xinqiao staff-password`; undefined where nobody has it. */
export const givePasswordTo = async (context: Pick<Context, 'clock'>, tx: Tx, email: string): Promise<string | undefined> => {
  const staff = await staffByEmail(tx, emailOf(email))
  return staff && (await givePassword(context, tx, staff.id))
}

/** The names of those who are staff, by id; a text that is nobody's id has none. */
export const namesOfStaff = async (reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map((await staffNamed(reader, [...new Set(ids)])).map(({ id, name }) => [id, name]))

/** The roles of everybody who has not left, by id. */
export const rolesOfStaff = async (reader: Reader): Promise<ReadonlyMap<string, { readonly name: string; readonly roles: readonly Role[] }>> =>
  new Map((await listStaff(reader)).flatMap(({ id, name, roles, left }) => (left ? [] : [[id, { name, roles }]])))

const same = (staff: StaffRow, name: string, roles: readonly Role[], left: boolean): boolean =>
  staff.name === name && staff.left === left && [...staff.roles].sort().join() === [...new Set(roles)].sort().join()

export type StaffChange = Pick<NewStaff, 'email' | 'name' | 'roles'> & { readonly left: boolean; readonly oneTimePassword?: string | undefined }

/** Brings one account to what a file says; who has left is signed out at once. The password of an account that has one stays. */
export const saveStaff = async ({ clock }: Pick<Context, 'clock'>, tx: Tx, change: StaffChange): Promise<'added' | 'changed' | 'same'> => {
  const { name, roles, left, oneTimePassword } = change
  const now = clock.now()
  const known = await staffByEmail(tx, emailOf(change.email))
  if (known && same(known, name, roles, left)) return 'same'
  const id = known?.id ?? (await createStaff({ clock }, tx, { email: change.email, name, roles }))
  await updateStaff(tx, id, { name, left }, now)
  await setRoles(tx, id, roles, now)
  if (left) await endStaffSessions(tx, id)
  if (!known && oneTimePassword !== undefined) await setPassword(tx, id, await hashPassword(oneTimePassword), true, now)
  return known ? 'changed' : 'added'
}
