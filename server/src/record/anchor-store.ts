import type { StreamHead } from '@xinqiao/core/record/anchor.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of anchors; nobody else's. */

export type AnchorRow = { readonly day: string; readonly takenAt: Date; readonly streams: number; readonly hash: string; readonly root: string; readonly place: string }

export const listAnchors = async (reader: Reader): Promise<readonly AnchorRow[]> => {
  const rows = await reader.selectFrom('record_anchor').selectAll().orderBy('day').execute()
  return rows.map(({ day, taken_at: takenAt, streams, hash, root, place }) => ({ day, takenAt, streams, hash, root, place }))
}

export const lastAnchor = async (reader: Reader): Promise<AnchorRow | undefined> => {
  const row = await reader.selectFrom('record_anchor').selectAll().orderBy('day', 'desc').limit(1).executeTakeFirst()
  if (!row) return undefined
  const { taken_at: takenAt, ...rest } = row
  return { ...rest, takenAt }
}

/** The heads of streams that no anchor holds as they are now, in the order of their names. */
export const grownHeads = async (tx: Tx): Promise<readonly StreamHead[]> => {
  const { rows } = await sql<{ stream: string; seq: number; hash: string }>`
    with head as (
      select 'entries/' || conversation_id::text collate "C" as stream, last_seq as seq, last_hash as hash from conversation where last_seq > 0
      union all select stream, seq, hash from record_head where seq > 0
    )
    select h.stream, h.seq, encode(h.hash, 'hex') as hash from head h left join anchored_head a on a.stream = h.stream
    where a.seq is distinct from h.seq order by h.stream collate "C"`.execute(tx)
  return rows
}

export const insertAnchor = async (tx: Tx, { day, takenAt, streams, hash, root, place }: AnchorRow, heads: readonly StreamHead[]): Promise<void> => {
  await tx.insertInto('record_anchor').values({ day, taken_at: takenAt, streams, hash, root, place }).execute()
  await sql`
    insert into anchored_head (stream, seq, day) select stream, seq, ${day}::date
    from unnest(${heads.map(({ stream }) => stream)}::text[], ${heads.map(({ seq }) => seq)}::integer[]) as u (stream, seq)
    on conflict (stream) do update set seq = excluded.seq, day = excluded.day`.execute(tx)
}

/** Which anchor holds a stream, and up to where. */
export const anchoredHead = (reader: Reader, stream: string): Promise<{ readonly seq: number; readonly day: string } | undefined> =>
  reader.selectFrom('anchored_head').select(['seq', 'day']).where('stream', '=', stream).executeTakeFirst()
