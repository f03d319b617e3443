import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { EntryRow } from './store.ts'

/** The rows that entries are found by. Private to the room. */

export type IndexRow = {
  readonly conversationId: string
  readonly seq: number
  readonly at: Instant | Date
  readonly staffId: string | null
  readonly tokens: readonly number[]
}

const arrayText = (numbers: readonly number[]): string => `{${numbers.join(',')}}`

/**
 * Rows that are there already stay: the same entry has the same tokens. None is written for a customer whose key is destroyed, or is being
 * destroyed at this moment: the key is held until the rows are there, so that an erasure finds them, or are not wanted any more.
 */
export const insertIndexRows = async (tx: Reader, rows: readonly IndexRow[]): Promise<number> => {
  if (rows.length === 0) return 0
  const inserted = await sql`
    with alive as (
      select c.conversation_id from conversation c join data_key k on k.data_key_id = c.data_key_id
      where c.conversation_id = any(${[...new Set(rows.map(({ conversationId }) => conversationId))]}::uuid[]) and k.wrapped is not null
      order by k.data_key_id for share of k
    )
    insert into search_entry (conversation_id, seq, at, staff_id, tokens)
    select conversation_id, seq, at, staff_id, tokens::integer[] from unnest(
      ${rows.map(({ conversationId }) => conversationId)}::uuid[], ${rows.map(({ seq }) => seq)}::integer[],
      ${rows.map(({ at }) => new Date(at).toISOString())}::timestamptz[], ${rows.map(({ staffId }) => staffId)}::uuid[],
      ${rows.map(({ tokens }) => arrayText(tokens))}::text[]
    ) as row (conversation_id, seq, at, staff_id, tokens) join alive using (conversation_id)
    on conflict do nothing`.execute(tx)
  return Number(inserted.numAffectedRows ?? 0n)
}

/** Takes away what these records are found by, as far as these keys sealed it; returns how many rows that were. */
export const deleteIndexRows = async (tx: Tx, customerIds: readonly string[], dataKeyIds: readonly string[]): Promise<number> => {
  const deleted = await sql`
    delete from search_entry s using conversation c, conversation_entry e
    where c.conversation_id = s.conversation_id and c.customer_id = any(${customerIds}::uuid[]) and e.conversation_id = s.conversation_id and e.seq = s.seq
      and encode(substring(e.sealed from 2 for 16), 'hex')::uuid = any(${dataKeyIds}::uuid[])`.execute(tx)
  return Number(deleted.numAffectedRows ?? 0n)
}

export const emptyIndex = async (tx: Reader): Promise<void> => {
  await sql`delete from search_entry`.execute(tx)
}

/** A place between entries: everything later is behind it. */
export type SearchPlace = { readonly at: Date; readonly conversationId: string; readonly seq: number }

export type IndexClause = { readonly all: readonly number[]; readonly any: readonly number[] }

export type IndexQuery = {
  readonly clauses: readonly IndexClause[]
  /** Only of these records. */
  readonly customerIds: readonly string[] | undefined
  readonly staffId: string | undefined
  /** From this moment on, and before that one. */
  readonly from: Date | undefined
  readonly before: Date | undefined
  readonly after: SearchPlace | undefined
}

const and = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => (parts.length === 0 ? sql`true` : sql.join(parts, sql` and `))

const tokensMeet = ({ clauses }: IndexQuery): RawBuilder<unknown> =>
  and(clauses.map(({ all, any }) => {
    const parts = [
      ...(all.length === 0 ? [] : [sql`s.tokens @> ${arrayText(all)}::integer[]`]),
      ...(any.length === 0 ? [] : [sql`s.tokens && ${arrayText(any)}::integer[]`]),
    ]
    return sql`(${sql.join(parts, sql` or `)})`
  }))

/** Newest first; entries of one moment in the order of their places. */
const inTime = ({ from, before, after, staffId }: IndexQuery): readonly RawBuilder<unknown>[] => [
  ...(from ? [sql`s.at >= ${from}`] : []),
  ...(before ? [sql`s.at < ${before}`] : []),
  ...(after ? [sql`s.at <= ${after.at} and (s.at < ${after.at} or (s.conversation_id, s.seq) > (${after.conversationId}::uuid, ${after.seq}))`] : []),
  ...(staffId === undefined ? [] : [sql`s.staff_id = ${staffId}::uuid`]),
]

export type Candidate = { readonly conversation_id: string; readonly seq: number; readonly at: Date }

const order = sql`order by s.at desc, s.conversation_id, s.seq`

/** How many of the newest entries are looked through one by one before the index of tokens is asked. */
export const newestLookedThrough = 4000

/**
 * The next candidates, newest first. A word that stands in every other message is met at once among the newest entries, where asking the
 * index would fetch every other message; a word that is rare among the newest is rare enough for the index, unless it was said much
 * more often long ago. A customer's own entries are few and are looked through.
 */
export const findCandidates = async (db: Reader, query: IndexQuery, limit: number): Promise<readonly Candidate[]> => {
  const columns = sql`s.conversation_id, s.seq, s.at`
  if (query.customerIds) {
    const { rows } = await sql<Candidate>`
      select ${columns} from search_entry s join conversation c using (conversation_id)
      where c.customer_id = any(${query.customerIds}::uuid[]) and ${and([...inTime(query), tokensMeet(query)])} ${order} limit ${limit}`.execute(db)
    return rows
  }
  const newest = await sql<Candidate>`
    select ${columns} from (select * from search_entry s where ${and(inTime(query))} ${order} limit ${newestLookedThrough}) s
    where ${tokensMeet(query)} ${order} limit ${limit}`.execute(db)
  if (newest.rows.length >= limit || query.clauses.length === 0) return newest.rows
  const found = await sql<Candidate>`
    with found as materialized (select ${columns}, s.staff_id from search_entry s where ${tokensMeet(query)})
    select ${columns} from found s where ${and(inTime(query))} ${order} limit ${limit}`.execute(db)
  return found.rows
}

export type FoundRow = EntryRow & { readonly customer_id: string }

/** The entries of candidates, in any order. */
export const readFound = async (db: Reader, places: readonly Candidate[]): Promise<readonly FoundRow[]> => {
  const { rows } = await sql<FoundRow>`
    select e.*, c.customer_id, r.entry_id as retraction_id, r.seq as retraction_seq, r.at as retracted_at, r.staff_id as retracted_by, r.staff_name as retracted_by_name
    from unnest(${places.map((place) => place.conversation_id)}::uuid[], ${places.map((place) => place.seq)}::integer[]) as p (conversation_id, seq)
    join conversation_entry e using (conversation_id, seq) join conversation c using (conversation_id)
    left join conversation_entry r on r.about_id = e.entry_id`.execute(db)
  return rows
}

export type UnindexedAsked = { readonly limit: number; readonly since: Date | undefined; readonly after: { readonly conversationId: string; readonly seq: number } | undefined }

const firstConversation = '00000000-0000-0000-0000-000000000000'

/**
 * The next entries behind a place that have no row, of customers whose key is still there; `since`: only of conversations in which something was
 * said since.
 */
export const readUnindexed = async (db: Reader, { limit, since, after }: UnindexedAsked): Promise<readonly FoundRow[]> => {
  const { rows } = await sql<FoundRow>`
    select e.*, c.customer_id, null::uuid as retraction_id, null::integer as retraction_seq, null::timestamptz as retracted_at, null::uuid as retracted_by, null::text as retracted_by_name
    from conversation_entry e join conversation c using (conversation_id)
    join data_key k on k.data_key_id = encode(substring(e.sealed from 2 for 16), 'hex')::uuid and k.wrapped is not null
    where (e.conversation_id, e.seq) > (${after?.conversationId ?? firstConversation}::uuid, ${after?.seq ?? 0}) and e.sealed is not null and c.last_at >= ${since ?? new Date(0)}
      and not exists (select from search_entry s where s.conversation_id = e.conversation_id and s.seq = e.seq)
    order by e.conversation_id, e.seq limit ${limit}`.execute(db)
  return rows
}

export const readIndexRows = async (db: Reader): Promise<readonly { readonly conversation_id: string; readonly seq: number; readonly at: Date; readonly staff_id: string | null; readonly tokens: readonly number[] }[]> => {
  const { rows } = await sql<{ conversation_id: string; seq: number; at: Date; staff_id: string | null; tokens: readonly number[] }>`
    select conversation_id, seq, at, staff_id, tokens from search_entry order by conversation_id, seq`.execute(db)
  return rows
}

const indexedUntil = 'conversations.indexed-until'

/** Everything that was said before this moment is in the index; undefined before the first look. */
export const readIndexedUntil = async (db: Reader): Promise<Date | undefined> => {
  const row = await db.selectFrom('installation').select('value').where('name', '=', indexedUntil).executeTakeFirst()
  return typeof row?.value === 'string' ? new Date(row.value) : undefined
}

export const saveIndexedUntil = async (db: Reader, moment: Date): Promise<void> => {
  const value = JSON.stringify(moment.toISOString())
  await db.insertInto('installation').values({ name: indexedUntil, value }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute()
}
