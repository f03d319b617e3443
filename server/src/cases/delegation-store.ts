import type { Delegation } from '@xinqiao/core/cases/approval/approval.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'
import { dayFrom } from './wire-values.ts'

/** Rows of delegations. */

export type DelegationRow = Selectable<Tables['approval_delegation']>

const delegationOf = ({ giver, delegate, from_day: from, until_day: until }: DelegationRow): Delegation => ({ giver, delegate, from: dayFrom(from), until: dayFrom(until) })

/** Those in force on a day. */
export const delegationsOn = async (reader: Reader, day: Day): Promise<readonly Delegation[]> => {
  const rows = await reader
    .selectFrom('approval_delegation').selectAll().where('ended_at', 'is', null).where('from_day', '<=', isoDay(day)).where('until_day', '>=', isoDay(day)).execute()
  return rows.map(delegationOf)
}

/** Those whose last day has not passed, the earliest first. */
export const delegationsFrom = (reader: Reader, day: Day): Promise<readonly DelegationRow[]> =>
  reader.selectFrom('approval_delegation').selectAll().where('until_day', '>=', isoDay(day)).orderBy('from_day').orderBy('given_at').execute()

export const findDelegation = (reader: Reader, id: string): Promise<DelegationRow | undefined> =>
  reader.selectFrom('approval_delegation').selectAll().where('delegation_id', '=', id).executeTakeFirst()

export const insertDelegation = async (tx: Tx, id: string, { giver, delegate, from, until }: Delegation, now: Instant): Promise<boolean> => {
  const made = await tx
    .insertInto('approval_delegation')
    .values({ delegation_id: id, giver, delegate, from_day: isoDay(from), until_day: isoDay(until), given_at: new Date(now), ended_at: null })
    .onConflict((conflict) => conflict.doNothing()).returning('delegation_id').executeTakeFirst()
  return made !== undefined
}

/** True for the first only. */
export const endDelegationOnce = async (tx: Tx, id: string, now: Instant): Promise<boolean> => {
  const ended = await tx
    .updateTable('approval_delegation').set({ ended_at: new Date(now) }).where('delegation_id', '=', id).where('ended_at', 'is', null)
    .returning('delegation_id').executeTakeFirst()
  return ended !== undefined
}
