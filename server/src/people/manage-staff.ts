import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listStaff, saveStaff } from '@xinqiao/contract/people.ts'
import type { Role } from '@xinqiao/core/people/rights.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { emailOf, givePassword, saveStaff as save } from './staff.ts'
import { listStaff as list, removeSecondFactor, staffByEmail, staffById, type StaffRow } from './store.ts'

/**
 * Administrators and accounts. Nobody changes his own: so there is always one administrator left, and nobody gives himself a role
 * without another who knows of it.
 */

type Member = ResponseOf<typeof listStaff>['staff'][number]

const memberOf = ({ id, name, email, roles, twoFactor, passwordChangeDue, left }: StaffRow): Member =>
  ({ id, name, email, roles: [...roles], twoFactor, passwordChangeDue, left })

export const readStaff = async ({ db }: Context): Promise<ResponseOf<typeof listStaff>> => ({ staff: (await list(db)).map(memberOf) })

export type WantedAccount = { readonly email: string; readonly name: string; readonly roles: readonly Role[]; readonly left: boolean }

type Changed = ResponseOf<typeof saveStaff> | Refusal<'own-account'>

export const changeAccount = (context: Context, by: StaffCaller, wanted: WantedAccount): Promise<Changed> =>
  context.db.transaction().execute(async (tx) => {
    const known = await staffByEmail(tx, emailOf(wanted.email))
    if (known?.id === by.staffId) return refuse('own-account')
    await save(context, tx, wanted)
    const member = await staffByEmail(tx, emailOf(wanted.email))
    if (!member) throw new Error('an account was neither made nor found')
    const payload = { by: by.staffId, staff: member.id, roles: member.roles, left: member.left }
    await context.outbox.emit(tx, { kind: 'people.staff-changed', at: context.clock.now(), payload })
    if (known) return { member: memberOf(member) }
    return { member: { ...memberOf(member), passwordChangeDue: true }, oneTimePassword: await givePassword(context, tx, member.id) }
  })

export const resetAccount = (
  context: Context, by: StaffCaller, staffId: string, secondFactor: boolean,
): Promise<{ oneTimePassword: string } | Refusal<'own-account' | 'not-found'>> =>
  context.db.transaction().execute(async (tx) => {
    if (staffId === by.staffId) return refuse('own-account')
    if (!(await staffById(tx, staffId))) return refuse('not-found')
    const oneTimePassword = await givePassword(context, tx, staffId)
    if (secondFactor) await removeSecondFactor(tx, staffId)
    const payload = { by: by.staffId, staff: staffId, secondFactor }
    await context.outbox.emit(tx, { kind: 'people.staff-password-reset', at: context.clock.now(), payload })
    return { oneTimePassword }
  })
