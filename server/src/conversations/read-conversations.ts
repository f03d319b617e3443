import type { Entry, HandOver, Mark } from '@xinqiao/contract/conversations.ts'
import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import { textShownTo } from '@xinqiao/core/compliance/mask.ts'
import type { Author } from '@xinqiao/core/conversations/conversation.ts'
import { type Sight, sightOf } from '@xinqiao/core/people/sight.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { type Customer, nameShown, readCustomers } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import { countLists, type ListRow, type Place, readList, readListOfCustomer, readListRow, type View as ListView } from './list-store.ts'
import { readMarks } from './marks.ts'
import { openEntry, type SealedHappening } from './seal-entry.ts'
import { type Conversation, findConversation, readEntriesAfter, readEntriesBefore, readLastHandOver, readRetracted, type StoredEntry } from './store.ts'
import { bodyOf, bodyShownTo, entryOf, type FullEntry, headOf, isoOf, shownIn, type View } from './wire.ts'

/** What the desk and other rooms read of conversations. */

const lastTextOf = async ({ keys, db }: Context, { last }: ListRow, sight: Sight): Promise<string> => {
  if (!last) return ''
  const { text, attachments } = await bodyOf(keys, db, last)
  return text === '' ? attachments.map(({ name }) => name).join('、') : textShownTo(sight, text).slice(0, 200)
}

/** A guess below this stands in the hand-over with its doubt, not on a list as if it were known. */
const sureEnough = 0.5

/** What the machine gathered when it handed over, as it is sealed in that entry. */
const handOverIn = async ({ keys, db }: Context, row: StoredEntry): Promise<HandOver | undefined> => {
  const { conversation_id: conversationId, entry_id: entryId, sealed } = row
  const content = sealed ? await openEntry<SealedHappening>(keys, db, { conversationId, entryId }, sealed) : undefined
  return content?.handOver
}

const rowOf = async (context: Context, row: ListRow, customer: Customer | undefined, sight: Sight): Promise<ConversationRow> => {
  const { conversation, last, handOver, lastAt, unread } = row
  const { waitingSince } = conversation.head
  const { intent, mood } = (handOver && (await handOverIn(context, handOver))) ?? {}
  if (!customer) throw new Error(`conversation ${conversation.id} has no customer`)
  return {
    ...headOf(conversation),
    customer: { id: customer.customerId, name: nameShown(customer, sight), level: customer.level },
    lastText: await lastTextOf(context, row, sight),
    lastAt: isoOf(lastAt),
    lastAuthor: (last?.author_kind ?? 'customer') as Author['kind'],
    unread,
    ...(waitingSince === undefined ? {} : { waitingSince: isoOf(waitingSince) }),
    ...(intent !== undefined && intent.confidence >= sureEnough ? { intent: intent.name } : {}),
    ...(mood === undefined ? {} : { mood }),
  }
}

const rowsOf = async (context: Context, rows: readonly ListRow[], caller: StaffCaller): Promise<ConversationRow[]> => {
  const sight = sightOf(caller.roles)
  const customers = await readCustomers(context, context.db, rows.map(({ conversation }) => conversation.customerId))
  return await Promise.all(rows.map((row) => rowOf(context, row, customers.get(row.conversation.customerId), sight)))
}

const cursorOf = ({ at, id }: Place): string => `${at}.${id}`

const placeOf = (cursor: string | undefined): Place | undefined => {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor ?? '')
  return match?.[1] !== undefined && match[2] !== undefined ? { at: instant(Number(match[1])), id: match[2] } : undefined
}

export type ListAsked = { readonly view: ListView; readonly limit: number; readonly cursor?: string | undefined }

export const listConversations = async (context: Context, caller: StaffCaller, { view, limit, cursor }: ListAsked) => {
  const found = await readList(context.db, view, caller.staffId, limit + 1, placeOf(cursor))
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const [rows, counts] = await Promise.all([rowsOf(context, shown, caller), countLists(context.db, caller.staffId)])
  return { rows, counts, ...(last ? { nextCursor: cursorOf(last.place) } : {}) }
}

/** The last conversations of a customer; undefined where there is no such customer. */
export const listOfCustomer = async (context: Context, caller: StaffCaller, customerId: string, limit: number): Promise<ConversationRow[] | undefined> => {
  const known = await readCustomers(context, context.db, [customerId])
  return known.has(customerId) ? await rowsOf(context, await readListOfCustomer(context.db, customerId, limit), caller) : undefined
}

export const readConversationRow = async (context: Context, caller: StaffCaller, id: string): Promise<ConversationRow | undefined> => {
  const row = await readListRow(context.db, id)
  return row && (await rowsOf(context, [row], caller))[0]
}

/** What was handed to the desk the last time, whole: for the desk's own reckoning. */
export const lastHandOver = async (context: Context, conversationId: string): Promise<HandOver | undefined> => {
  const row = await readLastHandOver(context.db, conversationId)
  return row && (await handOverIn(context, row))
}

/** What was handed to the desk the last time, as somebody may see it. */
export const readHandOver = async (context: Context, conversationId: string, sight: Sight): Promise<HandOver | undefined> => {
  const given = await lastHandOver(context, conversationId)
  if (!given) return undefined
  return {
    ...given,
    asked: given.asked.map((text) => textShownTo(sight, text)),
    facts: given.facts.map((fact) => ({ ...fact, value: textShownTo(sight, fact.value) })),
    ...(given.draft ? { draft: bodyShownTo(sight, given.draft) } : {}),
  }
}

export type EntriesAsked = { readonly after?: number | undefined; readonly before?: number | undefined; readonly limit: number }

/** Entries after a number, or the last ones before one; without either the last ones. */
const readFull = async ({ keys, db }: Context, id: string, { after, before, limit }: EntriesAsked): Promise<readonly FullEntry[]> => {
  const rows = after === undefined ? await readEntriesBefore(db, id, before ?? 2_147_483_647, limit) : await readEntriesAfter(db, id, after, limit)
  return await Promise.all(rows.map((row) => entryOf(keys, db, row)))
}

export const readShown = async (context: Context, id: string, asked: EntriesAsked, view: View): Promise<{ readonly entries: Entry[]; readonly upTo: number }> => {
  const full = await readFull(context, id, asked)
  return { entries: [...shownIn(view, full)], upTo: full.at(-1)?.seq ?? asked.after ?? 0 }
}

export const readConversation = ({ db }: Context, conversationId: string): Promise<Conversation | undefined> => findConversation(db, conversationId)

export const marksOf = async ({ db }: Context, conversationId: string): Promise<Mark[]> => [...(await readMarks(db, conversationId))]

/** Whether each of these messages was taken back before it was delivered; so it is of none. */
export const areRetracted = async ({ db }: Context, messageIds: readonly string[]): Promise<boolean> => {
  const retracted = await readRetracted(db, messageIds)
  return messageIds.every((id) => retracted.has(id))
}
