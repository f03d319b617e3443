import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'

/** What the room routing may know: which talks wait for a person, and who has which. */

export type HeldTalk = {
  readonly id: string
  readonly customerId: string
  readonly held: { readonly waitingSince: Instant } | { readonly staffId: string; readonly name: string }
}

const columns = ['conversation_id', 'customer_id', 'agent_id', 'agent_name', 'waiting_since'] as const

type Row = { readonly conversation_id: string; readonly customer_id: string; readonly agent_id: string | null; readonly agent_name: string | null; readonly waiting_since: Date | null }

const heldOf = ({ agent_id: staffId, agent_name: name, waiting_since: since }: Row): HeldTalk['held'] => {
  if (since) return { waitingSince: instant(since.getTime()) }
  if (staffId === null || name === null) throw new Error('a talk that does not wait is with somebody')
  return { staffId, name }
}

export const heldTalks = async (reader: Reader): Promise<readonly HeldTalk[]> => {
  const rows = await reader.selectFrom('conversation').select(columns).where('state', 'in', ['waiting', 'with-agent']).execute()
  return rows.map((row) => ({ id: row.conversation_id, customerId: row.customer_id, held: heldOf(row) }))
}

/** One of them; undefined where neither a person has it nor awaits one. */
export const heldTalk = async (reader: Reader, id: string): Promise<HeldTalk | undefined> => {
  const row = await reader
    .selectFrom('conversation').select(columns).where('conversation_id', '=', id).where('state', 'in', ['waiting', 'with-agent']).executeTakeFirst()
  return row && { id, customerId: row.customer_id, held: heldOf(row) }
}

/** The talk in which one of these records waits for a person; each has one open talk at most. */
export const waitingTalk = async (reader: Reader, customerIds: readonly string[]): Promise<{ readonly id: string; readonly waitingSince: Instant } | undefined> => {
  const row = await reader
    .selectFrom('conversation').select(['conversation_id', 'waiting_since']).where('customer_id', 'in', [...customerIds]).where('state', '=', 'waiting').executeTakeFirst()
  return row?.waiting_since ? { id: row.conversation_id, waitingSince: instant(row.waiting_since.getTime()) } : undefined
}

export const talksOfCustomers = async (reader: Reader, customerIds: readonly string[]): Promise<readonly string[]> => {
  const rows = await reader.selectFrom('conversation').select('conversation_id').where('customer_id', 'in', [...customerIds]).execute()
  return rows.map(({ conversation_id: id }) => id)
}

export const customersOfTalks = async (reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await reader.selectFrom('conversation').select(['conversation_id', 'customer_id']).where('conversation_id', '=', sql<string>`any(${ids}::uuid[])`).execute()
  return new Map(rows.map(({ conversation_id: id, customer_id: customerId }) => [id, customerId]))
}
