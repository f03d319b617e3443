import type { Author, ConversationState, Happening, Head, Visibility } from '@xinqiao/core/conversations/conversation.ts'
import type { Purpose } from '@xinqiao/core/conversations/message.ts'
import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { beginning, type Link } from '@xinqiao/core/record/link.ts'
import { type Selectable, sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { ConversationEntryTable, ConversationTable } from '../platform/tables.ts'
import type { Sealed } from './seal-entry.ts'

/** The rows of conversations and their entries. Private to the room. */

export type Conversation = {
  readonly id: string
  readonly customerId: string
  readonly dataKeyId: string
  readonly channel: Channel
  readonly openedAt: Instant
  readonly head: Head
  /** The number and the hash of the newest entry, from which the next one goes on in the record. */
  readonly lastLink: Link
}

export type Channel = 'web' | 'email' | 'wechat' | 'phone'

type ConversationRow = Selectable<ConversationTable>

const instantOf = (date: Date): Instant => instant(date.getTime())

export const conversationOf = (row: ConversationRow): Conversation => ({
  id: row.conversation_id,
  customerId: row.customer_id,
  dataKeyId: row.data_key_id,
  channel: row.channel as Channel,
  openedAt: instantOf(row.opened_at),
  lastLink: row.last_hash === null ? beginning : { seq: row.last_seq, hash: row.last_hash.toString('hex') },
  head: {
    state: row.state as ConversationState,
    lastSeq: row.last_seq,
    agent: row.agent_id === null || row.agent_name === null ? undefined : { staffId: row.agent_id, name: row.agent_name },
    waitingSince: row.waiting_since === null ? undefined : instantOf(row.waiting_since),
  },
})

export const findConversation = async (db: Reader, id: string): Promise<Conversation | undefined> => {
  const row = await db.selectFrom('conversation').selectAll().where('conversation_id', '=', id).executeTakeFirst()
  return row && conversationOf(row)
}

export const findOpenConversation = async (db: Reader, customerId: string): Promise<Conversation | undefined> => {
  const row = await db.selectFrom('conversation').selectAll().where('customer_id', '=', customerId).where('state', '<>', 'closed').executeTakeFirst()
  return row && conversationOf(row)
}

/** The last moment at which somebody said something in the talks of these records, by the key that seals them. That a talk was ended is no word. */
export const lastSaidByKey = async (reader: Reader, customerIds: readonly string[]): Promise<ReadonlyMap<string, Date>> => {
  const rows = await reader
    .selectFrom('conversation as c').innerJoin('conversation_entry as e', 'e.conversation_id', 'c.conversation_id')
    .select('c.data_key_id').select((eb) => eb.fn.max('e.at').as('last')).where('c.customer_id', 'in', [...customerIds]).where('e.kind', '=', 'message')
    .groupBy('c.data_key_id').execute()
  return new Map(rows.map(({ data_key_id: key, last }) => [key, last]))
}

const messagesOf = (reader: Reader, customerIds: readonly string[]) =>
  reader
    .selectFrom('conversation_entry as e').innerJoin('conversation as c', 'c.conversation_id', 'e.conversation_id').select('e.seq')
    .where('c.customer_id', 'in', [...customerIds]).limit(1)

/** Whether anything was said to these records in order to collect, or to sell. */
export const wasTold = async (reader: Reader, customerIds: readonly string[], purpose: 'collection' | 'marketing'): Promise<boolean> =>
  (await messagesOf(reader, customerIds).where('e.purpose', '=', purpose).executeTakeFirst()) !== undefined

export const hasCustomerMessage = async (reader: Reader, customerIds: readonly string[], since: Date): Promise<boolean> =>
  (await messagesOf(reader, customerIds).where('e.author_kind', '=', 'customer').where('e.kind', '=', 'message').where('e.at', '>', since).executeTakeFirst()) !== undefined

export const listConversationsOf = async (db: Reader, customerId: string, limit: number): Promise<readonly Conversation[]> => {
  const rows = await db.selectFrom('conversation').selectAll().where('customer_id', '=', customerId).orderBy('opened_at', 'desc').limit(limit).execute()
  return rows.map(conversationOf)
}

/**
 * Locks the named conversations and the open ones of the named customers. Always in the order of their ids, so that two
 * processes with overlapping batches wait for each other instead of for ever. `marksToo`: no mark is stored meanwhile either,
 * for the key that a mark refers to is locked as well; without it marks and messages do not wait for each other.
 */
export const lockConversations = async (tx: Tx, ids: readonly string[], customerIds: readonly string[], marksToo: boolean): Promise<readonly Conversation[]> => {
  const { rows } = await sql<ConversationRow>`
    select * from conversation
    where conversation_id = any(${ids}::uuid[]) or (customer_id = any(${customerIds}::uuid[]) and state <> 'closed')
    order by conversation_id ${marksToo ? sql`for update` : sql`for no key update`}`.execute(tx)
  return rows.map(conversationOf)
}

/** Inserts new conversations; those of customers who have got an open one meanwhile are left out of the result. */
export const insertConversations = async (tx: Tx, conversations: readonly Conversation[]): Promise<ReadonlySet<string>> => {
  const rows = await tx
    .insertInto('conversation')
    .values(
      conversations
        .toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1))
        .map(({ id, customerId, dataKeyId, channel, openedAt }) => ({
          conversation_id: id, customer_id: customerId, data_key_id: dataKeyId, channel, state: 'with-machine', last_seq: 0,
          opened_at: new Date(openedAt), last_at: new Date(openedAt),
        })),
    )
    .onConflict((conflict) => conflict.column('customer_id').where('state', '<>', 'closed').doNothing())
    .returning('conversation_id')
    .execute()
  return new Set(rows.map((row) => row.conversation_id))
}

/** An entry as it is written. */
export type NewEntry = {
  readonly conversationId: string
  readonly seq: number
  readonly id: string
  readonly at: Instant
  readonly author: Author
  readonly visibleTo: Visibility
  readonly sealed: Sealed | undefined
} & (
  | { readonly kind: 'message'; readonly purpose: Purpose; readonly gate: { readonly verdict: string; readonly ruleVersion: string } | undefined }
  | { readonly kind: 'happening'; readonly happening: Happening; readonly about: { readonly id: string; readonly seq: number } | undefined }
)

/** An entry with its place in the record's chain. */
export type LinkedEntry = NewEntry & { readonly hash: string }

export const staffOf = (author: Author): { readonly staffId: string | null; readonly name: string | null } =>
  author.kind === 'agent' ? author : { staffId: null, name: null }

/** The new heads and their entries, in one statement. The caller holds the locks. */
export const saveEntries = async (tx: Tx, conversations: readonly Conversation[], entries: readonly LinkedEntry[], now: Instant): Promise<void> => {
  // Of several entries of a conversation the last one's hash stands.
  const hashes = new Map(entries.map(({ conversationId, hash }) => [conversationId, hash]))
  const heads = conversations.map(({ id, head }) => ({ id, ...head }))
  const messages = entries.map((entry) => (entry.kind === 'message' ? entry : undefined))
  const abouts = entries.map((entry) => (entry.kind === 'happening' ? entry.about : undefined))
  const at = new Date(now)
  await sql`
    with head as (
      update conversation c
      set state = u.state, last_seq = u.last_seq, last_hash = decode(u.last_hash, 'hex'), agent_id = u.agent_id, agent_name = u.agent_name, waiting_since = u.waiting_since,
        last_at = ${at}, closed_at = case when u.state = 'closed' then coalesce(c.closed_at, ${at}) end
      from unnest(
        ${heads.map(({ id }) => id)}::uuid[], ${heads.map(({ state }) => state)}::text[], ${heads.map(({ lastSeq }) => lastSeq)}::integer[],
        ${heads.map(({ agent }) => agent?.staffId ?? null)}::uuid[], ${heads.map(({ agent }) => agent?.name ?? null)}::text[],
        ${heads.map(({ waitingSince }) => (waitingSince === undefined ? null : new Date(waitingSince).toISOString()))}::timestamptz[],
        ${heads.map(({ id }) => hashes.get(id))}::text[]
      ) as u (id, state, last_seq, agent_id, agent_name, waiting_since, last_hash)
      where c.conversation_id = u.id
    )
    insert into conversation_entry (
      conversation_id, seq, entry_id, kind, at, author_kind, staff_id, staff_name, happening, visible_to, purpose, sealed, gate_verdict, rule_version,
      about_id, about_seq, said_hash, hash
    )
    select * from unnest(
      ${entries.map(({ conversationId }) => conversationId)}::uuid[], ${entries.map(({ seq }) => seq)}::integer[],
      ${entries.map(({ id }) => id)}::uuid[], ${entries.map(({ kind }) => kind)}::text[],
      ${entries.map((entry) => new Date(entry.at).toISOString())}::timestamptz[],
      ${entries.map(({ author }) => author.kind)}::text[], ${entries.map(({ author }) => staffOf(author).staffId)}::uuid[],
      ${entries.map(({ author }) => staffOf(author).name)}::text[],
      ${entries.map((entry) => (entry.kind === 'happening' ? entry.happening : null))}::text[],
      ${entries.map(({ visibleTo }) => visibleTo)}::text[], ${messages.map((message) => message?.purpose ?? null)}::text[],
      ${entries.map(({ sealed }) => sealed?.bytes ?? null)}::bytea[], ${messages.map((message) => message?.gate?.verdict ?? null)}::text[],
      ${messages.map((message) => message?.gate?.ruleVersion ?? null)}::text[],
      ${abouts.map((about) => about?.id ?? null)}::uuid[], ${abouts.map((about) => about?.seq ?? null)}::integer[],
      ${entries.map(({ sealed }) => sealed?.saidHash ?? null)}::text[], ${entries.map(({ hash }) => Buffer.from(hash, 'hex'))}::bytea[]
    )`.execute(tx)
}

/** Puts a conversation into the record of the customer that its anonymous customer proved to be. */
export const moveConversation = async (tx: Tx, { id, customerId, dataKeyId }: Conversation): Promise<void> => {
  await tx.updateTable('conversation').set({ customer_id: customerId, data_key_id: dataKeyId }).where('conversation_id', '=', id).execute()
}

/** What was said before stays as it is sealed; only whose it is changes. */
export const moveClosedConversations = async (db: Reader, from: string, into: string): Promise<void> => {
  await db.updateTable('conversation').set({ customer_id: into }).where('customer_id', '=', from).where('state', '=', 'closed').execute()
}

export type StoredEntry = Selectable<ConversationEntryTable>

/** An entry with its retraction, without which none is read that somebody is to see. */
export type EntryRow = StoredEntry & {
  readonly retraction_id: string | null
  readonly retraction_seq: number | null
  readonly retracted_at: Date | null
  readonly retracted_by: string | null
  readonly retracted_by_name: string | null
}

export type KnownEntry = StoredEntry & { readonly customer_id: string }

const entriesOf = (db: Reader, conversationId: string) =>
  db
    .selectFrom('conversation_entry as e')
    .leftJoin('conversation_entry as r', 'r.about_id', 'e.entry_id')
    .selectAll('e')
    .select(['r.entry_id as retraction_id', 'r.seq as retraction_seq', 'r.at as retracted_at', 'r.staff_id as retracted_by', 'r.staff_name as retracted_by_name'])
    .where('e.conversation_id', '=', conversationId)

/** The entries that have these ids already, with whose conversation they are in. */
export const findEntries = async (db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, KnownEntry>> => {
  const rows = await db
    .selectFrom('conversation_entry')
    .innerJoin('conversation', 'conversation.conversation_id', 'conversation_entry.conversation_id')
    .selectAll('conversation_entry')
    .select('conversation.customer_id')
    .where('entry_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.entry_id, row]))
}

/** Entries after a number, oldest first. One statement sees them without a gap, for numbers are given and committed under a lock. */
export const readEntriesAfter = (db: Reader, conversationId: string, after: number, limit: number): Promise<EntryRow[]> =>
  entriesOf(db, conversationId).where('e.seq', '>', after).orderBy('e.seq').limit(limit).execute()

/** The last entries before a number, oldest first. */
export const readEntriesBefore = async (db: Reader, conversationId: string, before: number, limit: number): Promise<EntryRow[]> => {
  const rows = await entriesOf(db, conversationId).where('e.seq', '<', before).orderBy('e.seq', 'desc').limit(limit).execute()
  return rows.toReversed()
}

/** What is sealed in each entry of a conversation that holds something sealed. */
export const sealedEntries = async (db: Reader, conversationId: string): Promise<readonly { readonly seq: number; readonly entryId: string; readonly sealed: Buffer }[]> => {
  const rows = await db
    .selectFrom('conversation_entry').select(['seq', 'entry_id', 'sealed']).where('conversation_id', '=', conversationId).where('sealed', 'is not', null).execute()
  return rows.flatMap(({ seq, entry_id: entryId, sealed }) => (sealed === null ? [] : [{ seq, entryId, sealed }]))
}

export const readMessage = (db: Reader, conversationId: string, messageId: string): Promise<EntryRow | undefined> =>
  entriesOf(db, conversationId).where('e.entry_id', '=', messageId).where('e.kind', '=', 'message').executeTakeFirst()

/** Which of these messages were retracted. */
export const readRetracted = async (db: Reader, messageIds: readonly string[]): Promise<ReadonlySet<string | null>> => {
  const rows = await db.selectFrom('conversation_entry').select('about_id').where('about_id', '=', sql<string>`any(${messageIds}::uuid[])`).execute()
  return new Set(rows.map((row) => row.about_id))
}

export const readLastHandOver = (db: Reader, conversationId: string): Promise<StoredEntry | undefined> =>
  db
    .selectFrom('conversation_entry').selectAll().where('conversation_id', '=', conversationId).where('happening', 'in', ['handed-over', 'transferred'])
    .orderBy('seq', 'desc').limit(1).executeTakeFirst()

/** The newest numbers of many conversations, for those that follow them. */
export const readLastSeqs = async (db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.selectFrom('conversation').select(['conversation_id', 'last_seq']).where('conversation_id', '=', sql<string>`any(${ids}::uuid[])`).execute()
  return new Map(rows.map((row) => [row.conversation_id, row.last_seq]))
}
