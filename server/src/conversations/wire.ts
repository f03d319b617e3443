import type { ConversationHead, Entry, MessageBody, MessageEntry } from '@xinqiao/contract/conversations.ts'
import type { ModelUse } from '@xinqiao/contract/model-use.ts'
import type { Finding } from '@xinqiao/core/compliance/finding.ts'
import { textShownTo } from '@xinqiao/core/compliance/mask.ts'
import type { Author, Happening, Visibility } from '@xinqiao/core/conversations/conversation.ts'
import type { GateResult, Release } from '@xinqiao/core/conversations/gate.ts'
import type { Purpose } from '@xinqiao/core/conversations/message.ts'
import type { Sight } from '@xinqiao/core/people/sight.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Reader } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { openEntry, type SealedHappening, type SealedMessage } from './seal-entry.ts'
import type { Conversation, EntryRow, StoredEntry } from './store.ts'

/** Conversations and entries as they go over the wire, and what the customer's side sees of them. */

export type Side = 'customer' | 'desk'

/** An entry with all that is in it; `shownIn` makes of it what somebody sees. */
export type FullEntry = Entry & { readonly visibleTo: Visibility }

export const isoOf = (moment: Instant | Date): string => new Date(moment).toISOString()

export const headOf = ({ id, head, channel, openedAt }: Conversation): ConversationHead => ({
  id, state: head.state, channel, openedAt: isoOf(openedAt), lastSeq: head.lastSeq, ...(head.agent ? { agent: head.agent } : {}),
})

export const authorOf = (row: StoredEntry): Author =>
  row.author_kind === 'agent' ? { kind: row.author_kind, staffId: row.staff_id ?? '', name: row.staff_name ?? '' } : { kind: row.author_kind }

const emptyBody: MessageBody = { text: '', figures: [], terms: [], articles: [], choices: [], attachments: [] }

/** What is shown in place of a text whose key was destroyed. */
const erased: SealedMessage = { body: { ...emptyBody, text: '［内容已依法删除］' }, print: '' }

const sealedIn = async (keys: Keys, db: Reader, { conversation_id: conversationId, entry_id: entryId, sealed }: StoredEntry): Promise<SealedMessage> =>
  (sealed && (await openEntry<SealedMessage>(keys, db, { conversationId, entryId }, sealed))) ?? erased

/** What a message says, whether it stands or not. */
export const bodyOf = async (keys: Keys, db: Reader, row: StoredEntry): Promise<MessageBody> => (await sealedIn(keys, db, row)).body

/** The words of a message; undefined where the key to them was destroyed. */
export const wordsOf = async (keys: Keys, db: Reader, { conversation_id: conversationId, entry_id: entryId, sealed }: StoredEntry): Promise<string | undefined> =>
  (sealed && (await openEntry<SealedMessage>(keys, db, { conversationId, entryId }, sealed)))?.body.text

type GateWords = { readonly findings?: readonly Finding[] | undefined; readonly reason?: string | undefined; readonly release?: Release | undefined }

/** What the gate said of a message, for the desk; nothing to say of one that simply passed. */
export const gateSeen = (
  { verdict, ruleVersion }: { readonly verdict: GateResult['verdict']; readonly ruleVersion: string }, { findings = [], reason, release }: GateWords,
): MessageEntry['gate'] =>
  findings.length === 0 ? undefined : { verdict, ruleVersion, findings: [...findings], ...(reason === undefined ? {} : { reason }), ...(release ? { release } : {}) }

export const entryOf = async (keys: Keys, db: Reader, row: EntryRow): Promise<FullEntry> => {
  const base = { seq: row.seq, at: isoOf(row.at), visibleTo: row.visible_to as Visibility }
  if (row.kind === 'happening') {
    const place = { conversationId: row.conversation_id, entryId: row.entry_id }
    const { text, reason } = (row.sealed && (await openEntry<SealedHappening>(keys, db, place, row.sealed))) ?? {}
    return {
      ...base, kind: 'happening', happening: row.happening as Happening, by: authorOf(row),
      ...(row.about_id === null || row.about_seq === null ? {} : { about: { id: row.about_id, seq: row.about_seq } }),
      ...(text === undefined ? {} : { text }), ...(reason === undefined ? {} : { reason }),
    }
  }
  const { body, byModel, ...words } = await sealedIn(keys, db, row)
  const retracted = retractionOf(row)
  const gate = row.gate_verdict === null || row.rule_version === null ? undefined : gateSeen({ verdict: row.gate_verdict as GateResult['verdict'], ruleVersion: row.rule_version }, words)
  return {
    ...base, kind: 'message', id: row.entry_id, author: authorOf(row), purpose: row.purpose as Purpose, body, ...(retracted ? { retracted } : {}), ...(gate ? { gate } : {}),
    ...(byModel ? { byModel } : {}),
  }
}

const retractionOf = ({ retracted_at: at, retracted_by: staffId, retracted_by_name: name }: EntryRow): MessageEntry['retracted'] =>
  at === null ? undefined : { at: isoOf(at), by: { kind: 'agent', staffId: staffId ?? '', name: name ?? '' } }

/** The messages among these that a later one of them takes back, marked so: they may have been put together before that. */
export const withRetractions = (entries: readonly FullEntry[]): readonly FullEntry[] => {
  const retractions = new Map(entries.flatMap((entry) => (entry.kind === 'happening' && entry.about ? [[entry.about.id, { at: entry.at, by: entry.by }]] : [])))
  const marked = (entry: FullEntry): FullEntry => {
    if (entry.kind === 'happening') return entry
    const retracted = retractions.get(entry.id)
    return retracted ? { ...entry, retracted } : entry
  }
  return retractions.size === 0 ? entries : entries.map(marked)
}

const nameOnly = ({ kind, name }: { readonly kind: Author['kind']; readonly name?: string | undefined }) => (name === undefined ? { kind } : { kind, name })

/** What a customer may see of an entry; undefined where that is nothing. */
const forCustomer = (entry: FullEntry): FullEntry | undefined => {
  if (entry.visibleTo === 'staff') return undefined
  if (entry.kind === 'message') {
    const author = nameOnly(entry.author)
    // What the gate said is the desk's, and so is who worded it.
    const { gate: _, byModel: _byModel, ...shown } = entry
    return shown.retracted ? { ...shown, author, body: emptyBody, retracted: { at: shown.retracted.at, by: nameOnly(shown.retracted.by) } } : { ...shown, author }
  }
  const { reason: _, by, ...rest } = entry
  return { ...rest, by: nameOnly(by) }
}

/** Who looks: the customer himself, or somebody at the desk with what his roles let him see. */
export type View = { readonly side: 'customer' } | { readonly side: 'desk'; readonly sight: Sight }

/** Identity, phone and card numbers that somebody typed are covered for who has no right to see them whole. */
export const bodyShownTo = (sight: Sight, body: MessageBody): MessageBody => {
  const text = textShownTo(sight, body.text)
  return text === body.text ? body : { ...body, text }
}

const forDesk = (sight: Sight, entry: FullEntry): FullEntry => {
  if (entry.kind === 'happening' || sight.texts === 'full') return entry
  const body = bodyShownTo(sight, entry.body)
  const { gate, byModel } = entry
  if (body === entry.body && !byModel) return entry
  return {
    ...entry, body, ...(gate ? { gate: { ...gate, findings: findingsShownTo(sight, gate.findings) } } : {}),
    ...(byModel ? { byModel: modelUseShownTo(sight, byModel) } : {}),
  }
}

const modelUseShownTo = (sight: Sight, use: ModelUse): ModelUse => {
  if (!use.wording) return use
  const { plain, quote, ...wording } = use.wording
  const shown = (key: 'plain' | 'quote', text: string | undefined) => (text === undefined ? {} : { [key]: textShownTo(sight, text) })
  return { ...use, wording: { ...wording, ...shown('plain', plain), ...shown('quote', quote) } }
}

export const findingsShownTo = <One extends { readonly quote: string }>(sight: Sight, findings: readonly One[]): One[] =>
  findings.map((finding) => ({ ...finding, quote: textShownTo(sight, finding.quote) }))

/** What a viewer may see of entries, in their order. Everything that reaches a screen goes through here. */
export const shownIn = (view: View, entries: readonly FullEntry[]): readonly FullEntry[] =>
  entries.flatMap((entry) => (view.side === 'desk' ? forDesk(view.sight, entry) : (forCustomer(entry) ?? [])))

/** A customer is told the name of the person who has the conversation, not the number. */
export const headFor = (side: Side, head: ConversationHead): ConversationHead =>
  side === 'desk' || !head.agent ? head : { ...head, agent: { staffId: '', name: head.agent.name } }
