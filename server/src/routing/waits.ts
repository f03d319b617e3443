import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { customersOfTalks } from '../conversations/desk-load.ts'
import type { Reader } from '../platform/db.ts'
import { mattersBetween, moment, readMatters, type WaitRow } from './store.ts'

/** What the room insight counts: each time that a customer waited for a person. */

export type Wait = { readonly conversationId: string; readonly customerId: string; readonly since: Instant; readonly begun?: Instant; readonly ended?: Instant }

const waitOf = ({ conversation_id: conversationId, since, begun_at: begunAt, ended_at: endedAt }: WaitRow, customerId: string): Wait => {
  const [begun, ended] = [moment(begunAt), moment(endedAt)]
  return { conversationId, customerId, since: instant(since.getTime()), ...(begun === undefined ? {} : { begun }), ...(ended === undefined ? {} : { ended }) }
}

export const waitsBetween = async (reader: Reader, from: Instant, to: Instant): Promise<readonly Wait[]> => {
  const rows = await mattersBetween(reader, new Date(from), new Date(to))
  const customers = await customersOfTalks(reader, rows.map(({ conversation_id: id }) => id))
  return rows.map((row) => waitOf(row, customers.get(row.conversation_id) ?? ''))
}

/** Who had a conversation last; undefined where no person ever had it. */
export const whoServed = async (reader: Reader, conversationId: string): Promise<string | undefined> =>
  (await readMatters(reader, [conversationId])).get(conversationId)?.agent_id ?? undefined
