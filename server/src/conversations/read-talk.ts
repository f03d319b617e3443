import type { MessageEntry } from '@xinqiao/contract/conversations.ts'
import type { ConversationState } from '@xinqiao/core/conversations/conversation.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { countLists } from './list-store.ts'
import { openEntry, type SealedMessage } from './seal-entry.ts'
import { findConversation, hasCustomerMessage, readEntriesAfter, readEntriesBefore, wasTold } from './store.ts'
import { bodyOf, entryOf, wordsOf } from './wire.ts'

/** What the room answering may know of a conversation: its state, and what the customer has said since an entry. */

export type TalkHead = {
  readonly customerId: string
  readonly dataKeyId: string
  readonly channel: string
  readonly state: ConversationState
  readonly lastSeq: number
}

export const talkOf = async (db: Reader, conversationId: string): Promise<TalkHead | undefined> => {
  const found = await findConversation(db, conversationId)
  return found && { customerId: found.customerId, dataKeyId: found.dataKeyId, channel: found.channel, state: found.head.state, lastSeq: found.head.lastSeq }
}

export type Said = { readonly id: string; readonly seq: number; readonly text: string; readonly attachments: number }

/** The customer's messages after an entry, oldest first, and the choices that the machine's last message before them offered. */
export type SaidSince = { readonly said: readonly Said[]; readonly offered: MessageEntry['body']['choices']; readonly caseOffered: CaseOffered | undefined }

/** By the machine's last message, whose id is the key to open it with. */
export type CaseOffered = NonNullable<MessageEntry['body']['caseOffer']> & { readonly key: string }

/** More than anybody writes before the machine answers; the rest is answered by the next run. */
const mostAtOnce = 50
const lookedBack = 20

/** The id of no member of staff. */
const nobody = '00000000-0000-0000-0000-000000000000'

export const customerSaid = async ({ keys, db }: Context, conversationId: string, after: number): Promise<SaidSince> => {
  const rows = (await readEntriesAfter(db, conversationId, after, mostAtOnce)).filter((row) => row.author_kind === 'customer' && row.kind === 'message')
  const entries = await Promise.all(rows.map((row) => entryOf(keys, db, row)))
  const said = entries.flatMap((entry) => (entry.kind === 'message' ? [{ id: entry.id, seq: entry.seq, text: entry.body.text, attachments: entry.body.attachments.length }] : []))
  const before = (await readEntriesBefore(db, conversationId, said[0]?.seq ?? after + 1, lookedBack)).findLast((row) => row.author_kind === 'machine' && row.kind === 'message' && row.retracted_at === null)
  const last = before && (await entryOf(keys, db, before))
  const body = last?.kind === 'message' ? last.body : undefined
  return { said, offered: body?.choices ?? [], caseOffered: last?.kind === 'message' && last.body.caseOffer ? { ...last.body.caseOffer, key: last.id } : undefined }
}

/** One message of a customer's, its words only while the key to them stands; undefined where there is no such message. */
export const customerMessage = async ({ keys, db }: Context, conversationId: string, seq: number): Promise<{ readonly words: string | undefined } | undefined> => {
  const [row] = await readEntriesAfter(db, conversationId, seq - 1, 1)
  if (row?.seq !== seq || row.author_kind !== 'customer' || row.kind !== 'message') return undefined
  return { words: await wordsOf(keys, db, row) }
}

export type SaidAloud = { readonly seq: number; readonly by: MessageEntry['author']['kind']; readonly at: Date; readonly body: MessageEntry['body'] }

/**
 * What both sides could read of the last entries before a number and nobody took back, oldest first. What was erased is not there, and
 * neither is what machines and people wrote to themselves.
 */
export const saidAloud = async ({ keys, db }: Context, conversationId: string, before: number = 2_147_483_647, limit: number = mostSince): Promise<readonly SaidAloud[]> => {
  const rows = (await readEntriesBefore(db, conversationId, before, limit)).filter((row) => row.kind === 'message' && row.visible_to === 'all' && row.retracted_at === null)
  const read = await Promise.all(rows.map(async (row) => {
    const place = { conversationId, entryId: row.entry_id }
    const opened = row.sealed && (await openEntry<SealedMessage>(keys, db, place, row.sealed))
    return opened ? [{ seq: row.seq, by: row.author_kind as SaidAloud['by'], at: row.at, body: opened.body }] : []
  }))
  return read.flat()
}

/** How many customers wait for a person at this moment. */
export const countWaiting = async (db: Reader): Promise<number> => (await countLists(db, nobody)).waiting

/** So many entries are read at most: what a customer said before that is no part of the present talk. */
const mostSince = 200

/** What the customer has written after an entry, of the last entries, and how far was read. */
export const customerSince = async ({ keys, db }: Context, conversationId: string, after: number): Promise<{ readonly texts: readonly string[]; readonly upTo: number }> => {
  const rows = after === 0 ? await readEntriesBefore(db, conversationId, 2_147_483_647, mostSince) : await readEntriesAfter(db, conversationId, after, mostSince)
  const said = rows.filter((row) => row.author_kind === 'customer' && row.kind === 'message')
  const bodies = await Promise.all(said.map((row) => bodyOf(keys, db, row)))
  return { texts: bodies.map(({ text }) => text), upTo: rows.at(-1)?.seq ?? after }
}

/** Whether the desk has ever sent him an offer. */
export const wasOfferedTo = (db: Reader, customerId: string): Promise<boolean> => wasTold(db, [customerId], 'marketing')

/** Whether he has written within so many milliseconds: what is said then answers him. */
export const hasWrittenSince = (db: Reader, customerId: string, since: Date): Promise<boolean> => hasCustomerMessage(db, [customerId], since)
