import type { Link } from '@xinqiao/core/record/link.ts'
import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'

/** The SQL of the chain of events; nobody else's. */

type HeadRow = { readonly stream: string; readonly seq: number; readonly hash: Buffer }

const lockKnown = async (tx: Tx, streams: readonly string[]): Promise<ReadonlyMap<string, Link>> => {
  const { rows } = await sql<HeadRow>`select stream, seq, hash from record_head where stream = any(${streams}::text[]) order by stream for update`.execute(tx)
  return new Map(rows.map(({ stream, seq, hash }) => [stream, { seq, hash: hash.toString('hex') }]))
}

/** Locks the heads of streams, always in the order of their names; a new stream's head is made first. */
export const lockHeads = async (tx: Tx, streams: readonly string[], now: Date): Promise<ReadonlyMap<string, Link>> => {
  const known = await lockKnown(tx, streams)
  const missing = streams.filter((stream) => !known.has(stream)).toSorted()
  if (missing.length === 0) return known
  await sql`
    insert into record_head (stream, seq, hash, changed_at) select stream, 0, decode(repeat('00', 32), 'hex'), ${now}
    from unnest(${missing}::text[]) as u (stream) on conflict do nothing`.execute(tx)
  return new Map([...known, ...(await lockKnown(tx, missing))])
}

export type LinkedEvent = {
  readonly stream: string
  readonly seq: number
  readonly kind: string
  readonly at: Date
  readonly payload: string
  readonly actor: string | null
  readonly origin: string | null
  readonly hash: string
}

/** The events with the heads they lead to, in one statement. The caller holds the locks of the heads. */
export const insertEvents = async (tx: Tx, events: readonly LinkedEvent[], heads: ReadonlyMap<string, Link>, now: Date): Promise<void> => {
  const newest = [...heads]
  await sql`
    with head as (
      update record_head h set seq = u.seq, hash = decode(u.hash, 'hex'), changed_at = ${now}
      from unnest(${newest.map(([stream]) => stream)}::text[], ${newest.map(([, { seq }]) => seq)}::integer[], ${newest.map(([, { hash }]) => hash)}::text[]) as u (stream, seq, hash)
      where h.stream = u.stream
    )
    insert into event (stream, seq, kind, happened_at, payload, actor, origin, hash)
    select stream, seq, kind, happened_at, payload::jsonb, actor, origin, decode(hash, 'hex') from unnest(
      ${events.map(({ stream }) => stream)}::text[], ${events.map(({ seq }) => seq)}::integer[], ${events.map(({ kind }) => kind)}::text[],
      ${events.map(({ at }) => at.toISOString())}::timestamptz[], ${events.map(({ payload }) => payload)}::text[],
      ${events.map(({ actor }) => actor)}::text[], ${events.map(({ origin }) => origin)}::text[], ${events.map(({ hash }) => hash)}::text[]
    ) with ordinality as u (stream, seq, kind, happened_at, payload, actor, origin, hash, place) order by place`.execute(tx)
}
