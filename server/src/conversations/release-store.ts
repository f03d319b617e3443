import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The rows of releases: what was asked, and what was decided. Private to the room. */

export type ReleaseRow = {
  readonly message_id: string
  readonly conversation_id: string
  readonly customer_id: string
  readonly staff_id: string
  readonly staff_name: string
  readonly asked_at: Date
  readonly sealed: Buffer
  readonly released: boolean | null
  readonly decided_by: string | null
  readonly decided_name: string | null
  readonly decided_at: Date | null
  readonly decision: Buffer | null
}

const rows = sql`
  select r.message_id, r.conversation_id, c.customer_id, r.staff_id, r.staff_name, r.asked_at, r.sealed,
    d.released, d.staff_id as decided_by, d.staff_name as decided_name, d.decided_at, d.sealed as decision
  from release_request r join conversation c using (conversation_id) left join release_decision d using (message_id)`

export const findRelease = async (reader: Reader, messageId: string): Promise<ReleaseRow | undefined> =>
  (await sql<ReleaseRow>`${rows} where r.message_id = ${messageId}`.execute(reader)).rows[0]

const mostListed = 100

/** A conversation that has ended takes no message any more. */
export const openReleases = async (reader: Reader): Promise<readonly ReleaseRow[]> =>
  (await sql<ReleaseRow>`${rows} where d.message_id is null and c.state <> 'closed' order by r.asked_at limit ${mostListed}`.execute(reader)).rows

export const releasesOf = async (reader: Reader, conversationId: string): Promise<readonly ReleaseRow[]> =>
  (await sql<ReleaseRow>`${rows} where r.conversation_id = ${conversationId} order by r.asked_at desc limit ${mostListed}`.execute(reader)).rows

export type NewRequest = {
  readonly messageId: string; readonly conversationId: string; readonly staffId: string; readonly staffName: string
  readonly at: Date; readonly ruleVersion: string; readonly rules: readonly string[]; readonly sealed: Buffer
}

/** False where the id was asked for before. */
export const insertRequest = async (tx: Tx, { messageId, conversationId, staffId, staffName, at, ruleVersion, rules, sealed }: NewRequest): Promise<boolean> => {
  const inserted = await sql`
    insert into release_request (message_id, conversation_id, staff_id, staff_name, asked_at, rule_version, rules, sealed)
    values (${messageId}, ${conversationId}, ${staffId}, ${staffName}, ${at}, ${ruleVersion}, ${rules}::text[], ${sealed})
    on conflict (message_id) do nothing returning message_id`.execute(tx)
  return inserted.rows.length > 0
}

/** Whoever decides on this message next waits until this transaction has ended. */
export const lockRelease = async (tx: Tx, messageId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`release ${messageId}`}, 0))`.execute(tx)
}

export type NewDecision = { readonly messageId: string; readonly released: boolean; readonly staffId: string; readonly staffName: string; readonly at: Date; readonly sealed: Buffer }

export const insertDecision = async (tx: Tx, { messageId, released, staffId, staffName, at, sealed }: NewDecision): Promise<void> => {
  await sql`
    insert into release_decision (message_id, released, staff_id, staff_name, decided_at, sealed)
    values (${messageId}, ${released}, ${staffId}, ${staffName}, ${at}, ${sealed})`.execute(tx)
}
