import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Reader } from '../platform/db.ts'
import type { ConversationTable } from '../platform/tables.ts'
import { type Conversation, conversationOf, type StoredEntry } from './store.ts'

/** What the desk's lists read. Private to the room. */

export type View = 'waiting' | 'mine' | 'machine' | 'closed' | 'all'

/** A place in a list: the moment it is ordered by, and the id among equals. */
export type Place = { readonly at: Instant; readonly id: string }

export type ListRow = {
  readonly conversation: Conversation
  readonly last: StoredEntry | undefined
  /** The last hand-over, where the conversation was ever handed to a person. */
  readonly handOver: StoredEntry | undefined
  readonly lastAt: Instant
  readonly unread: number
  readonly place: Place
}

type Order = { readonly where: RawBuilder<boolean>; readonly by: RawBuilder<Date>; readonly ascending: boolean }

/** Each view is ordered by a moment that has an index, or is of few rows. Who waits longest stands first; otherwise the newest. */
const orders = (view: View, staffId: string): Order => {
  switch (view) {
    case 'waiting':
      return { where: sql`c.state = 'waiting'`, by: sql`c.waiting_since`, ascending: true }
    case 'mine':
      return { where: sql`c.state = 'with-agent' and c.agent_id = ${staffId}::uuid`, by: sql`c.last_at`, ascending: false }
    case 'machine':
      return { where: sql`c.state = 'with-machine'`, by: sql`c.opened_at`, ascending: false }
    case 'closed':
      return { where: sql`c.state = 'closed'`, by: sql`c.closed_at`, ascending: false }
    case 'all':
      return { where: sql`true`, by: sql`c.opened_at`, ascending: false }
  }
}

const after = ({ by, ascending }: Order, place: Place | undefined): RawBuilder<boolean> => {
  if (!place) return sql`true`
  const at = new Date(place.at)
  return ascending ? sql`(${by}, c.conversation_id) > (${at}, ${place.id}::uuid)` : sql`(${by}, c.conversation_id) < (${at}, ${place.id}::uuid)`
}

type Row = Selectable<ConversationTable> & { readonly place_at: Date; readonly unread: number; readonly last: null | { readonly seq: number } }

/** The newest entry of each conversation that is of this sort. */
const newestOf = async (db: Reader, ids: readonly string[], sort: RawBuilder<boolean>): Promise<ReadonlyMap<string, StoredEntry>> => {
  const { rows } = await sql<StoredEntry>`
    select e.* from unnest(${ids}::uuid[]) as c (id)
    cross join lateral (select * from conversation_entry m where conversation_id = c.id and ${sort} order by seq desc limit 1) e`.execute(db)
  return new Map(rows.map((row) => [row.conversation_id, row]))
}

/** Rows of a list with their last message that the desk may show, their last hand-over, and what the desk has not read. */
const complete = async (db: Reader, rows: readonly Row[]): Promise<readonly ListRow[]> => {
  const ids = rows.map((row) => row.conversation_id)
  // A conversation that a person never saw has no hand-over to look for.
  const seen = rows.filter((row) => row.state !== 'with-machine').map((row) => row.conversation_id)
  const [lasts, handOvers] = await Promise.all([newestOf(db, ids, standingMessage), newestOf(db, seen, sql`happening in ('handed-over', 'transferred')`)])
  return rows.map((row) => ({
    conversation: conversationOf(row), last: lasts.get(row.conversation_id), handOver: handOvers.get(row.conversation_id), lastAt: instant(row.last_at.getTime()), unread: row.unread,
    place: { at: instant(row.place_at.getTime()), id: row.conversation_id },
  }))
}

/** What was taken back is no longer the last that was said. */
const standingMessage = sql<boolean>`kind = 'message' and not exists (select from conversation_entry r where r.about_id = m.entry_id)`

const unreadOf = sql<number>`(
  select count(*)::integer from conversation_entry e
  where e.conversation_id = c.conversation_id and e.author_kind = 'customer' and e.kind = 'message' and e.seq > coalesce((
    select max(m.up_to) from conversation_mark m where m.conversation_id = c.conversation_id and m.party = 'desk' and m.kind = 'read'
  ), 0)
)`

export const readList = async (db: Reader, view: View, staffId: string, limit: number, place: Place | undefined): Promise<readonly ListRow[]> => {
  const order = orders(view, staffId)
  const direction = order.ascending ? sql`asc` : sql`desc`
  const { rows } = await sql<Row>`
    select c.*, ${order.by} as place_at, ${unreadOf} as unread from conversation c
    where ${order.where} and ${after(order, place)}
    order by ${order.by} ${direction}, c.conversation_id ${direction} limit ${limit}`.execute(db)
  return await complete(db, rows)
}

export const readListRow = async (db: Reader, id: string): Promise<ListRow | undefined> => {
  const { rows } = await sql<Row>`select c.*, c.opened_at as place_at, ${unreadOf} as unread from conversation c where conversation_id = ${id}::uuid`.execute(db)
  return (await complete(db, rows))[0]
}

/** A customer's conversations on every channel, newest first. */
export const readListOfCustomer = async (db: Reader, customerId: string, limit: number): Promise<readonly ListRow[]> => {
  const { rows } = await sql<Row>`
    select c.*, c.opened_at as place_at, ${unreadOf} as unread from conversation c
    where c.customer_id = ${customerId}::uuid order by c.opened_at desc, c.conversation_id desc limit ${limit}`.execute(db)
  return await complete(db, rows)
}

export const countLists = async (db: Reader, staffId: string): Promise<{ readonly waiting: number; readonly mine: number }> => {
  const { rows } = await sql<{ waiting: number; mine: number }>`
    select (select count(*)::integer from conversation where state = 'waiting') as waiting,
      (select count(*)::integer from conversation where state = 'with-agent' and agent_id = ${staffId}::uuid) as mine`.execute(db)
  return rows[0] ?? { waiting: 0, mine: 0 }
}
