import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import type { Grade } from '@xinqiao/core/routing/grade.ts'
import type { Need } from '@xinqiao/core/routing/need.ts'
import { type Selectable, sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'

/** Rows of who is on duty and of what conversations need. Private to the room. */

export type DutyRow = Selectable<Tables['duty']>
export type MatterRow = Selectable<Tables['routing_matter']>
export const dutyStates = ['ready', 'paused', 'away'] as const
export type DutyState = (typeof dutyStates)[number]

/** A moment as a column holds it; undefined where it holds none. */
export const moment = (column: Date | null): Instant | undefined => (column === null ? undefined : instant(column.getTime()))

const date = (moment: Instant | undefined): Date | null => (moment === undefined ? null : new Date(moment))

export const readDuties = (reader: Reader): Promise<readonly DutyRow[]> => reader.selectFrom('duty').selectAll().orderBy('staff_id').execute()

export type DutySaid = { readonly staffId: string; readonly state: DutyState; readonly pausedUntil: Instant | undefined; readonly now: Instant }

export const saveDutyState = async (tx: Tx, { staffId, state, pausedUntil, now }: DutySaid): Promise<void> => {
  const said = { state, paused_until: date(pausedUntil), seen_at: new Date(now) }
  await tx
    .insertInto('duty').values({ staff_id: staffId, ...said }).onConflict((conflict) => conflict.column('staff_id').doUpdateSet(said)).execute()
}

export type Ability = { readonly skills: readonly string[]; readonly capacity: number | undefined }

export const saveAbility = async (tx: Tx, staffId: string, { skills, capacity }: Ability, now: Instant): Promise<void> => {
  const able = { skills: [...skills], capacity: capacity ?? null }
  await tx
    .insertInto('duty').values({ staff_id: staffId, ...able, seen_at: new Date(now) })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(able)).execute()
}

/** A sign of life; whoever has no row yet is away until he says otherwise. */
export const noteSeen = async (reader: Reader, staffIds: readonly string[], now: Instant): Promise<void> => {
  if (staffIds.length === 0) return
  const rows = staffIds.map((staffId) => ({ staff_id: staffId, seen_at: new Date(now) }))
  await reader
    .insertInto('duty').values(rows).onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ seen_at: new Date(now) })).execute()
}

/** Those who should be there and gave no sign of life since then; each is named once, by whoever asks first. */
export const takeLost = async (tx: Tx, before: Instant): Promise<readonly string[]> => {
  const rows = await tx
    .updateTable('duty').set({ state: 'away', paused_until: null })
    .where('seen_at', '<', new Date(before)).where('state', '<>', 'away').returning('staff_id').execute()
  return rows.map(({ staff_id: staffId }) => staffId)
}

/** Of these, who gave no sign of life since then, though he once did. */
export const unseenOf = async (reader: Reader, staffIds: readonly string[], before: Instant): Promise<readonly string[]> => {
  if (staffIds.length === 0) return []
  const rows = await reader
    .selectFrom('duty').select('staff_id').where('staff_id', 'in', [...staffIds]).where('seen_at', '<', new Date(before)).execute()
  return rows.map(({ staff_id: staffId }) => staffId)
}

/** The newest of each. */
export const readMatters = async (reader: Reader, conversationIds: readonly string[]): Promise<ReadonlyMap<string, MatterRow>> => {
  if (conversationIds.length === 0) return new Map()
  const rows = await reader
    .selectFrom('routing_matter').selectAll().where('conversation_id', 'in', [...conversationIds])
    .distinctOn('conversation_id').orderBy('conversation_id').orderBy('since', 'desc').execute()
  return new Map(rows.map((row) => [row.conversation_id, row]))
}

export type WaitRow = Pick<MatterRow, 'conversation_id' | 'since' | 'begun_at' | 'ended_at'>

export const mattersBetween = (reader: Reader, from: Date, to: Date): Promise<readonly WaitRow[]> =>
  reader
    .selectFrom('routing_matter').select(['conversation_id', 'since', 'begun_at', 'ended_at'])
    .where('since', '>=', from).where('since', '<', to).orderBy('since').execute()

export type NewMatter = { readonly conversationId: string; readonly need: Need; readonly policyVersion: number; readonly since: Instant }

/** As it is reckoned now. Who has it, or had it, stays. */
export const saveMatter = async (reader: Reader, { conversationId, need, policyVersion, since }: NewMatter): Promise<void> => {
  const matter = {
    skills: [...need.skills], grade: need.grade, effort: need.effort, hard: need.hard, head_start: need.headStart, because: [...need.because],
    policy_version: policyVersion,
  }
  await reader
    .insertInto('routing_matter').values({ conversation_id: conversationId, since: new Date(since), ...matter })
    .onConflict((conflict) => conflict.columns(['conversation_id', 'since']).doUpdateSet(matter)).execute()
}

export const needOfRow = ({ skills, grade, effort, hard, head_start: headStart, because }: MatterRow): Need =>
  ({ skills, grade: grade as Grade, effort, hard, headStart, because })

/** From now on this person has it; when a person took it first, stands. An easier conversation than a hard one eases him. */
export const beginMatter = async (tx: Tx, { conversation_id: id, since, begun_at: begun, hard }: MatterRow, staffId: string, now: Instant): Promise<void> => {
  await tx
    .updateTable('routing_matter').set({ agent_id: staffId, begun_at: begun ?? new Date(now), ended_at: null })
    .where('conversation_id', '=', id).where('since', '=', since).execute()
  const given = hard ? { last_given_at: new Date(now) } : { last_given_at: new Date(now), hard_ended_at: null }
  await tx.updateTable('duty').set(given).where('staff_id', '=', staffId).execute()
}

export const endMatter = async (tx: Tx, { conversation_id: id, since, agent_id: staffId, hard }: MatterRow, now: Instant): Promise<void> => {
  await tx.updateTable('routing_matter').set({ ended_at: new Date(now) }).where('conversation_id', '=', id).where('since', '=', since).execute()
  if (hard && staffId !== null) await tx.updateTable('duty').set({ hard_ended_at: new Date(now) }).where('staff_id', '=', staffId).execute()
}

/** True for the first time only. */
export const noteCallBack = async (tx: Tx, conversationId: string, since: Instant, now: Instant): Promise<boolean> => {
  const noted = await tx
    .updateTable('routing_matter').set({ call_back_at: new Date(now) })
    .where('conversation_id', '=', conversationId).where('since', '=', new Date(since)).where('call_back_at', 'is', null)
    .returning('conversation_id').executeTakeFirst()
  return noted !== undefined
}

/** Who served these records last, since a day. */
export const lastServed = async (reader: Reader, conversationIds: readonly string[], since: Date): Promise<string | undefined> => {
  if (conversationIds.length === 0) return undefined
  const row = await reader
    .selectFrom('routing_matter').select('agent_id').where('conversation_id', 'in', [...conversationIds]).where('agent_id', 'is not', null)
    .where('begun_at', '>', since).orderBy('begun_at', 'desc').limit(1).executeTakeFirst()
  return row?.agent_id ?? undefined
}

export type MinutesTaken = { readonly count: number; readonly middle: number; readonly nineOfTen: number }

/** Minutes that a unit of effort took in the newest ended conversations: the middle one, and what nine of ten stayed below; of how many. */
export const minutesTaken = async (reader: Reader, most: number): Promise<MinutesTaken> => {
  const { rows } = await sql<{ count: number; middle: number | null; nine_of_ten: number | null }>`
    select count(*)::integer as count, percentile_cont(0.5) within group (order by minutes) as middle,
      percentile_cont(0.9) within group (order by minutes) as nine_of_ten
    from (
      select extract(epoch from ended_at - begun_at)::float8 / 60 / effort as minutes from routing_matter
      where ended_at is not null and begun_at is not null order by ended_at desc limit ${most}
    ) newest`.execute(reader)
  return { count: rows[0]?.count ?? 0, middle: rows[0]?.middle ?? 0, nineOfTen: rows[0]?.nine_of_ten ?? 0 }
}
