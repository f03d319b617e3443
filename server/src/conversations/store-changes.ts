import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { type Author, type Command, decide, type Decided, type EntryMade, type Head, open } from '@xinqiao/core/conversations/conversation.ts'
import { mayStopOffers, stopsOffers } from '@xinqiao/core/people/opt-out.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { beginning } from '@xinqiao/core/record/link.ts'
import { randomUUID } from 'node:crypto'
import { keyOfCustomer } from '../people/customer-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { DomainEvent } from '../platform/outbox.ts'
import type { Stored } from './batch-queue.ts'
import type { Change, ChangeOutcome, Changed, NewMessage, RetractionAsked } from './change.ts'
import type { EntryToIndex } from './index-entries.ts'
import { linkEntries } from './link-entries.ts'
import { readDelivered } from './marks.ts'
import { openEntry, sealEntry, type SealedHappening, type SealedMessage } from './seal-entry.ts'
import { type Conversation, findEntries, insertConversations, type KnownEntry, lockConversations, moveConversation, type NewEntry, readMessage, saveEntries } from './store.ts'
import { authorOf, type FullEntry, gateSeen, isoOf } from './wire.ts'

/** What a stored batch has added to a conversation; told to those who follow it. */
export type Addition = { readonly conversation: Conversation; readonly entries: readonly FullEntry[]; readonly toIndex: readonly EntryToIndex[]; readonly headChanged: boolean }

export type StoredBatch = { readonly stored: readonly Stored<ChangeOutcome>[]; readonly additions: readonly Addition[] }

/** An entry that has been decided and not yet written, with what is to be sealed in it. */
type Draft = { readonly made: EntryMade; readonly id: string; readonly change: Change | undefined }

/** A conversation while a batch works on it. */
type Work = { readonly before: Conversation; head: Head; customerId: string; dataKeyId: string; readonly drafts: Draft[]; readonly events: DomainEvent[] }

const workOn = (conversation: Conversation): Work => ({
  before: conversation, head: conversation.head, customerId: conversation.customerId, dataKeyId: conversation.dataKeyId, drafts: [], events: [],
})

type CustomerChange = Change & { readonly target: Extract<Change['target'], { readonly customerId: string }> }

const isCustomers = (change: Change): change is CustomerChange => 'customerId' in change.target

const idsOf = (changes: readonly Change[]): readonly string[] => [...new Set(changes.flatMap(({ target }) => ('conversationId' in target ? [target.conversationId] : [])))]

const customersOf = (changes: readonly Change[]): readonly string[] => [...new Set(changes.flatMap(({ target }) => ('customerId' in target ? [target.customerId] : [])))]

/** Whoever has the conversation, who stops offers is heard at once. */
const offersRefused = ({ before, customerId }: Work, { message }: Change, { id, made }: Draft, now: Instant): DomainEvent => ({
  kind: 'conversations.offers-refused', at: now,
  payload: { conversationId: before.id, customerId, seq: made.seq, messageId: id, byLetter: !stopsOffers(message?.body.text ?? '', false) },
})

/** Takes a decision into the work on a conversation; the answer says which entry was made. */
const take = (work: Work, decided: Decided, change: Change | undefined, now: Instant): { readonly id: string; readonly seq: number } | undefined => {
  work.head = decided.next
  for (const made of decided.entries) {
    work.drafts.push({ made, id: (made.kind === 'message' ? change?.message?.id : undefined) ?? randomUUID(), change })
  }
  for (const { event, seq } of decided.events) {
    const messageId = event === 'customer-message-received' ? { messageId: change?.message?.id ?? '' } : {}
    const payload = { conversationId: work.before.id, customerId: work.customerId, seq, ...messageId }
    work.events.push({ kind: `conversations.${event}`, at: now, payload })
  }
  const draft = decided.entries.length === 0 ? undefined : work.drafts.at(-1)
  if (draft && change?.command.do === 'receive' && mayStopOffers(change.message?.body.text ?? '')) work.events.push(offersRefused(work, change, draft, now))
  return draft && { id: draft.id, seq: draft.made.seq }
}

/** Whether a repeated message is the one that was stored: of the same author, in the same place, with the same content. */
const isSame = async (context: Context, tx: Tx, change: Change, message: NewMessage, known: KnownEntry): Promise<boolean> => {
  const author = change.command.do === 'say' ? change.command.author : undefined
  const place = isCustomers(change) ? known.customer_id === change.target.customerId : 'conversationId' in change.target && known.conversation_id === change.target.conversationId
  const staffId = author?.kind === 'agent' ? author.staffId : null
  if (!place || known.author_kind !== (author?.kind ?? 'customer') || known.staff_id !== staffId || known.sealed === null) return false
  // A job that answers again may word it anew; what it said the first time stands.
  if (author?.kind === 'machine' || author?.kind === 'system') return true
  const content = await openEntry<SealedMessage>(context.keys, tx, { conversationId: known.conversation_id, entryId: known.entry_id }, known.sealed)
  return content?.print === message.print
}

const repeated = async (context: Context, tx: Tx, change: Change, message: NewMessage, known: KnownEntry, conversation: Conversation | undefined): Promise<ChangeOutcome> => {
  if (!(await isSame(context, tx, change, message, known))) return refuse('message-id-reused')
  const entry = { id: message.id, seq: known.seq, at: isoOf(known.at) }
  return { conversationId: known.conversation_id, conversation, entry }
}

type Attempt = {
  readonly context: Context
  readonly tx: Tx
  readonly now: Instant
  readonly works: Map<string, Work>
  /** The open conversation of each customer, as far as it is known. */
  readonly open: Map<string, Work>
  readonly known: ReadonlyMap<string, KnownEntry>
}

const startAttempt = async (context: Context, tx: Tx, changes: readonly Change[], careful: boolean): Promise<Attempt> => {
  const locked = await lockConversations(tx, idsOf(changes), customersOf(changes), changes.some(({ command }) => command.do === 'retract'))
  const ids = changes.flatMap(({ message }) => (message ? [message.id] : []))
  // Hardly any id comes twice. The first attempt leaves it to the unique index to notice; the second one looks first.
  const known = careful && ids.length > 0 ? await findEntries(tx, ids) : new Map<string, KnownEntry>()
  const works = new Map(locked.map((conversation) => [conversation.id, workOn(conversation)]))
  const openWorks = new Map([...works.values()].filter(({ head }) => head.state !== 'closed').map((work) => [work.customerId, work]))
  return { context, tx, now: context.clock.now(), works, open: openWorks, known }
}

/** Opens conversations for the customers who write and have none. Whoever gets one elsewhere at this moment is not among them. */
const openMissing = async ({ context, tx, now, works, open: openWorks, known }: Attempt, changes: readonly Change[]): Promise<void> => {
  const wanted = new Map<string, CustomerChange['target']['channel']>()
  for (const change of changes) {
    if (!isCustomers(change) || openWorks.has(change.target.customerId) || known.has(change.message?.id ?? '') || wanted.has(change.target.customerId)) continue
    wanted.set(change.target.customerId, change.target.channel)
  }
  if (wanted.size === 0) return
  const missing = new Map<string, Conversation>()
  // In one order everywhere: keys are made here, and two batches that wait for each other's would wait for ever.
  for (const [customerId, channel] of [...wanted].sort()) {
    const head: Head = { state: 'with-machine', lastSeq: 0, agent: undefined, waitingSince: undefined }
    const dataKeyId = await keyOfCustomer(context, tx, customerId, 'talk')
    missing.set(customerId, { id: randomUUID(), customerId, dataKeyId, channel, openedAt: now, head, lastLink: beginning })
  }
  const inserted = await insertConversations(tx, [...missing.values()])
  for (const conversation of missing.values()) {
    if (!inserted.has(conversation.id)) continue
    const work = workOn(conversation)
    take(work, open(), undefined, now)
    works.set(conversation.id, work)
    openWorks.set(conversation.customerId, work)
  }
}

/** What may not be said any more may have been said before: a repeated message has its first result, whatever came after. */
const refusedUnlessStored = async ({ context, tx, works }: Attempt, change: Change, refusal: Refusal<RefusalCode>): Promise<ChangeOutcome> => {
  const { message } = change
  const known = message && (await findEntries(tx, [message.id])).get(message.id)
  return message && known ? await repeated(context, tx, change, message, known, works.get(known.conversation_id)?.before) : refusal
}

/** A retraction as it can be decided, with its entry where it was made before; undefined where there is no such message. */
const retractionOf = async (
  tx: Tx, conversationId: string, { messageId, by, overrides }: RetractionAsked,
): Promise<{ readonly command: Command; readonly before: Changed['entry'] } | undefined> => {
  const row = await readMessage(tx, conversationId, messageId)
  if (!row) return undefined
  const { seq, retraction_id: id, retraction_seq: retractionSeq, retracted_at: at } = row
  const before = id === null || retractionSeq === null || at === null ? undefined : { id, seq: retractionSeq, at: isoOf(at) }
  const deliveredUpTo = await readDelivered(tx, conversationId)
  return { command: { do: 'retract', by, overrides, message: { id: messageId, seq, author: authorOf(row), visibleTo: row.visible_to, retracted: before !== undefined, deliveredUpTo } }, before }
}

const applyRetraction = async ({ tx, now, works }: Attempt, change: Change, asked: RetractionAsked, made: Set<string>): Promise<Stored<ChangeOutcome>> => {
  const work = works.get('conversationId' in change.target ? change.target.conversationId : '')
  // Sent or taken back by an earlier change of this batch, which is not written yet.
  if (made.has(asked.messageId)) return 'later'
  const retraction = work && (await retractionOf(tx, work.before.id, asked))
  const decided = retraction ? decide(work.head, retraction.command, now) : refuse('not-found')
  if (!work || isRefusal(decided)) return { outcome: isRefusal(decided) ? decided : refuse('not-found') }
  const taken = take(work, decided, change, now)
  made.add(asked.messageId)
  const entry = taken ? { ...taken, at: isoOf(now) } : retraction?.before
  return { outcome: { conversationId: work.before.id, conversation: conversationAfter(work), ...(entry ? { entry } : {}) } satisfies Changed }
}

const applyChange = async (attempt: Attempt, change: Change, made: Set<string>): Promise<Stored<ChangeOutcome>> => {
  const { context, tx, now, works, open: openWorks, known } = attempt
  const { message, command } = change
  if (command.do === 'retract') return await applyRetraction(attempt, change, command, made)
  if (message) {
    const before = known.get(message.id)
    if (before) return { outcome: await repeated(context, tx, change, message, before, works.get(before.conversation_id)?.before) }
    // The same id twice in one batch: the second one is answered by what the first has become.
    if (made.has(message.id)) return 'later'
  }
  const work = isCustomers(change) ? openWorks.get(change.target.customerId) : works.get('conversationId' in change.target ? change.target.conversationId : '')
  if (!work) return isCustomers(change) ? 'later' : { outcome: await refusedUnlessStored(attempt, change, refuse('not-found')) }
  // Closed by an earlier change of this batch: the next batch opens a new one.
  if (isCustomers(change) && work.head.state === 'closed') return 'later'
  const decided = decide(work.head, command, now)
  if (isRefusal(decided)) return { outcome: await refusedUnlessStored(attempt, change, decided) }
  if (change.joins) Object.assign(work, change.joins)
  const entry = take(work, decided, change, now)
  if (message) made.add(message.id)
  return { outcome: { conversationId: work.before.id, conversation: conversationAfter(work), ...(entry ? { entry: { ...entry, at: isoOf(now) } } : {}) } satisfies Changed }
}

const conversationAfter = ({ before, head, customerId, dataKeyId }: Work): Conversation => ({ ...before, head, customerId, dataKeyId })

const contentOf = ({ made, change }: Draft): SealedMessage | SealedHappening | undefined => {
  if (made.kind === 'happening') return change?.happening
  if (!change?.message) throw new Error('a message entry without a message')
  const { body, print, gate, reason, release, byModel } = change.message
  return {
    body, print, ...(gate && gate.findings.length > 0 ? { findings: gate.findings } : {}), ...(reason === undefined ? {} : { reason }), ...(release ? { release } : {}),
    ...(byModel ? { byModel } : {}),
  }
}

const entryToStore = async ({ context, tx, now }: Attempt, work: Work, draft: Draft): Promise<NewEntry> => {
  const { made, id, change } = draft
  const conversationId = work.before.id
  const content = contentOf(draft)
  const sealed = content && (await sealEntry(context.keys, tx, work.dataKeyId, { conversationId, entryId: id }, content))
  const base = { conversationId, seq: made.seq, id, at: now, sealed }
  if (made.kind === 'happening') return { ...base, kind: 'happening', author: made.by, visibleTo: made.visibleTo, happening: made.happening, about: made.about }
  const gate = change?.message?.gate
  if (!gate && made.author.kind !== 'customer' && made.visibleTo === 'all') throw new Error('a message that leaves has not passed the gate')
  return { ...base, kind: 'message', author: made.author, visibleTo: made.visibleTo, purpose: change?.message?.purpose ?? 'service', gate }
}

const entryToIndex = ({ before }: Work, draft: Draft, now: Instant): readonly EntryToIndex[] => {
  const { made } = draft
  const content = contentOf(draft)
  const author = made.kind === 'message' ? made.author : made.by
  return content ? [{ conversationId: before.id, seq: made.seq, at: now, staffId: author.kind === 'agent' ? author.staffId : null, content }] : []
}

const wireAuthor = (author: Author) => (author.kind === 'agent' ? { kind: author.kind, staffId: author.staffId, name: author.name } : { kind: author.kind })

const entryForWire = ({ made, id, change }: Draft, now: Instant): FullEntry => {
  const base = { seq: made.seq, at: isoOf(now) }
  if (made.kind === 'message') {
    if (!change?.message) throw new Error('a message entry without a message')
    const { body, purpose, gate, reason, release, byModel } = change.message
    const judged = gate && gateSeen({ verdict: gate.verdict, ruleVersion: gate.ruleVersion }, { findings: gate.findings, reason, release })
    return {
      ...base, kind: 'message', id, author: wireAuthor(made.author), purpose, visibleTo: made.visibleTo, body,
      ...(judged ? { gate: judged } : {}), ...(byModel ? { byModel } : {}),
    }
  }
  const { text, reason } = change?.happening ?? {}
  return {
    ...base, kind: 'happening', happening: made.happening, by: wireAuthor(made.by), visibleTo: made.visibleTo,
    ...(made.about ? { about: made.about } : {}), ...(text === undefined ? {} : { text }), ...(reason === undefined ? {} : { reason }),
  }
}

/** Whether those who look at it must hear of it: its state, who has it, whose it is. */
const isOtherHead = ({ head, before, customerId }: Work): boolean =>
  head.state !== before.head.state || head.agent?.staffId !== before.head.agent?.staffId || before.head.lastSeq === 0 || customerId !== before.customerId

const save = async (attempt: Attempt): Promise<readonly Addition[]> => {
  const { context, tx, now, works } = attempt
  const changed = [...works.values()].filter(({ drafts }) => drafts.length > 0)
  if (changed.length === 0) return []
  const entries = await Promise.all(changed.flatMap((work) => work.drafts.map((draft) => entryToStore(attempt, work, draft))))
  const after = changed.map(conversationAfter)
  await saveEntries(tx, after, linkEntries(after, entries), now)
  for (const work of changed) {
    if (work.customerId !== work.before.customerId) await moveConversation(tx, conversationAfter(work))
  }
  await context.outbox.emitAll(tx, changed.flatMap(({ events }) => events))
  return changed.map((work) => ({
    conversation: conversationAfter(work),
    entries: work.drafts.map((draft) => entryForWire(draft, now)),
    toIndex: work.drafts.flatMap((draft) => entryToIndex(work, draft, now)),
    headChanged: isOtherHead(work),
  }))
}

/**
 * Stores a batch of changes in one transaction: locks the conversations they concern, lets core decide each in turn, writes all
 * entries and heads in one statement and what others must hear of beside them. Nothing is answered before the commit.
 */
export const storeChanges = (context: Context, changes: readonly Change[], careful: boolean): Promise<StoredBatch> =>
  context.db.transaction().execute(async (tx) => {
    const attempt = await startAttempt(context, tx, changes, careful)
    await openMissing(attempt, changes)
    const made = new Set<string>()
    const stored: Stored<ChangeOutcome>[] = []
    for (const change of changes) stored.push(await applyChange(attempt, change, made))
    return { stored, additions: await save(attempt) }
  })
