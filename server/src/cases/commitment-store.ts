import type { CommitmentState } from '@xinqiao/core/cases/commitment.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'

/** Rows of commitments; their words stand in the messages. */

export type CommitmentRow = Selectable<Tables['commitment']>

export type NewCommitment = {
  readonly id: string; readonly customerId: string; readonly conversationId: string; readonly messageId: string
  readonly start: number; readonly end: number; readonly due: Instant; readonly owner: { readonly staffId: string; readonly name: string }; readonly at: Instant
}

/** True for the first only. */
export const insertCommitment = async (tx: Tx, { id, customerId, conversationId, messageId, start, end, due, owner, at }: NewCommitment): Promise<boolean> => {
  const inserted = await tx
    .insertInto('commitment')
    .values({
      commitment_id: id, customer_id: customerId, conversation_id: conversationId, message_id: messageId, starts: start, ends: end, due_at: new Date(due),
      staff_id: owner.staffId, staff_name: owner.name, made_at: new Date(at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('commitment_id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const findCommitment = (reader: Reader, id: string): Promise<CommitmentRow | undefined> =>
  reader.selectFrom('commitment').selectAll().where('commitment_id', '=', id).executeTakeFirst()

export const lockCommitment = (tx: Tx, id: string): Promise<CommitmentRow | undefined> =>
  tx.selectFrom('commitment').selectAll().where('commitment_id', '=', id).forUpdate().executeTakeFirst()

export type Settled = { readonly state: CommitmentState; readonly at: Instant; readonly by: string; readonly reason: Buffer | undefined }

export const settleRow = async (tx: Tx, id: string, { state, at, by, reason }: Settled): Promise<void> => {
  await tx.updateTable('commitment').set({ state, settled_at: new Date(at), settled_by: by, reason: reason ?? null }).where('commitment_id', '=', id).execute()
}

export type CommitmentStage = 'reminded' | 'late'

export const stageRow = async (tx: Tx, id: string, stage: CommitmentStage, at: Instant): Promise<void> => {
  await tx.updateTable('commitment').set(stage === 'late' ? { late_at: new Date(at) } : { reminded_at: new Date(at) }).where('commitment_id', '=', id).execute()
}

export const hasOpenCommitment = async (reader: Reader, customerIds: readonly string[]): Promise<boolean> =>
  (await reader.selectFrom('commitment').select('commitment_id').where('customer_id', 'in', [...customerIds]).where('state', '=', 'open').limit(1).executeTakeFirst()) !== undefined

export type Wanted = { readonly owner: string | undefined; readonly customers: readonly string[] | undefined; readonly limit: number }

/** Open ones, due first on top; for a customer also what came of the others, newest first after them. */
export const listRows = (reader: Reader, { owner, customers, limit }: Wanted): Promise<readonly CommitmentRow[]> => {
  let query = reader.selectFrom('commitment').selectAll()
  if (owner !== undefined) query = query.where('staff_id', '=', owner)
  query = customers === undefined ? query.where('state', '=', 'open') : query.where('customer_id', 'in', [...customers])
  return query.orderBy('settled_at', (order) => order.desc().nullsFirst()).orderBy('due_at').limit(limit).execute()
}

export const countRows = async (reader: Reader, owner: string | undefined, now: Instant, since: Instant) => {
  let query = reader.selectFrom('commitment')
  if (owner !== undefined) query = query.where('staff_id', '=', owner)
  const { open, overdue, kept, late, broken } = await query
    .where(({ or, eb }) => or([eb('state', '=', 'open'), eb('settled_at', '>=', new Date(since))]))
    .select(({ fn }) => [
      fn.countAll().filterWhere('state', '=', 'open').as('open'),
      fn.countAll().filterWhere('state', '=', 'open').filterWhere('due_at', '<', new Date(now)).as('overdue'),
      fn.countAll().filterWhere('state', '=', 'kept').as('kept'), fn.countAll().filterWhere('state', '=', 'late').as('late'), fn.countAll().filterWhere('state', '=', 'broken').as('broken'),
    ])
    .executeTakeFirstOrThrow()
  return { open: Number(open), overdue: Number(overdue), kept: Number(kept), late: Number(late), broken: Number(broken) }
}

export const countDuePromises = async (reader: Reader, moment: Date): Promise<number> => {
  const { count } = await reader
    .selectFrom('commitment').where('state', '=', 'open').where('due_at', '<', moment).select(({ fn }) => fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

/** Those that came to an end in a span of time, withdrawn ones aside. */
export const settledBetween = async (reader: Reader, from: Date, to: Date): Promise<readonly CommitmentRow[]> =>
  await reader
    .selectFrom('commitment').selectAll().where('settled_at', '>=', from).where('settled_at', '<', to).where('state', '<>', 'withdrawn').orderBy('settled_at').execute()
