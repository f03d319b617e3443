import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { AttachmentInfo, FigureInText } from '@xinqiao/contract/conversations.ts'
import type { askRelease as askOperation, Release } from '@xinqiao/contract/gate.ts'
import type { InputOf } from '@xinqiao/contract/operation.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Finding } from '@xinqiao/core/compliance/finding.ts'
import { textShownTo } from '@xinqiao/core/compliance/mask.ts'
import { isReleasable } from '@xinqiao/core/conversations/gate.ts'
import type { Purpose } from '@xinqiao/core/conversations/message.ts'
import { type Sight, sightOf } from '@xinqiao/core/people/sight.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { type Customer, nameShown, readCustomers } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { tellDesk } from './change-conversation.ts'
import { findRelease, insertDecision, insertRequest, lockRelease, openReleases, type ReleaseRow, releasesOf } from './release-store.ts'
import { openSealed, sealBeside } from './seal-entry.ts'
import { judgeMessage, send, type Sent } from './send-message.ts'
import { type Conversation, findConversation, findEntries } from './store.ts'
import { messageOf } from './wanted-message.ts'
import { findingsShownTo, isoOf } from './wire.ts'

/**
 * A message that the gate blocked by rules whose row says “release”: its writer asks with a reason, a supervisor lets it out or
 * refuses with another one. Both are records; the message goes out once, as from its writer, with who released it and why.
 */

type Asked = {
  readonly text: string
  readonly purpose: Purpose
  readonly figures: readonly FigureInText[]
  readonly attachments: readonly AttachmentInfo[]
  readonly findings: readonly Finding[]
  readonly why: string
}
type Decided = { readonly reason: string }

const askedPlace = (messageId: string): string => `release request ${messageId}`
const decidedPlace = (messageId: string): string => `release decision ${messageId}`

const erased: Asked = { text: '［内容已依法删除］', purpose: 'service', figures: [], attachments: [], findings: [], why: '' }

const askedIn = async ({ keys, db }: Context, row: ReleaseRow): Promise<Asked> =>
  (await openSealed<Asked>(keys, db, askedPlace(row.message_id), row.sealed)) ?? erased

const decidedIn = async ({ keys, db }: Context, row: ReleaseRow): Promise<Release['decided']> => {
  const { decision, decided_by: staffId, decided_name: name, decided_at: at } = row
  if (decision === null || staffId === null || name === null || at === null) return undefined
  const { reason } = (await openSealed<Decided>(keys, db, decidedPlace(row.message_id), decision)) ?? { reason: '' }
  return { by: { staffId, name }, at: isoOf(at), reason }
}

const releaseOf = async (context: Context, row: ReleaseRow, customer: Customer | undefined, sight: Sight): Promise<Release> => {
  const { text, purpose, findings, why } = await askedIn(context, row)
  const decided = await decidedIn(context, row)
  return {
    id: row.message_id, conversationId: row.conversation_id, customer: { id: row.customer_id, name: customer ? nameShown(customer, sight) : '' },
    by: { staffId: row.staff_id, name: row.staff_name }, at: isoOf(row.asked_at), text: textShownTo(sight, text), purpose, why,
    findings: findingsShownTo(sight, findings), state: row.released === null ? 'open' : row.released ? 'released' : 'refused', ...(decided ? { decided } : {}),
  }
}

const shown = async (context: Context, caller: StaffCaller, rows: readonly ReleaseRow[]): Promise<Release[]> => {
  const customers = await readCustomers(context, context.db, rows.map((row) => row.customer_id))
  return await Promise.all(rows.map((row) => releaseOf(context, row, customers.get(row.customer_id), sightOf(caller.roles))))
}

const one = async (context: Context, caller: StaffCaller, messageId: string): Promise<Release> => {
  const row = await findRelease(context.db, messageId)
  const [release] = row ? await shown(context, caller, [row]) : []
  if (!release) throw new Error(`release ${messageId} is gone`)
  return release
}

/** How many blocked messages wait for a supervisor's word. */
export const countOpenReleases = async (reader: Reader): Promise<number> => (await openReleases(reader)).length

export const listOpenReleases = async (context: Context, caller: StaffCaller): Promise<Release[]> => shown(context, caller, await openReleases(context.db))

export const listReleasesOf = async (context: Context, caller: StaffCaller, conversationId: string): Promise<Release[] | undefined> =>
  (await findConversation(context.db, conversationId)) ? await shown(context, caller, await releasesOf(context.db, conversationId)) : undefined

const mayAsk = (conversation: Conversation | undefined, { staffId }: StaffCaller): Refusal<RefusalCode> | undefined => {
  if (!conversation) return refuse('not-found')
  if (conversation.head.state === 'closed') return refuse('conversation-closed')
  return conversation.head.agent?.staffId === staffId ? undefined : refuse('conversation-not-yours')
}

export const askForRelease = async (
  context: Context, caller: StaffCaller, { params: { conversationId }, body }: InputOf<typeof askOperation>,
): Promise<Release | Refusal<RefusalCode>> => {
  const { db, keys, clock, outbox } = context
  const before = await findRelease(db, body.id)
  if (before) return before.conversation_id === conversationId && before.staff_id === caller.staffId ? await one(context, caller, body.id) : refuse('message-id-reused')
  const conversation = await findConversation(db, conversationId)
  const refusal = mayAsk(conversation, caller)
  if (refusal || !conversation) return refusal ?? refuse('not-found')
  const message = await messageOf(context, caller, conversationId, { ...body, visibleTo: 'all' })
  if (isRefusal(message)) return message
  if (message.from === 'customer') throw new Error('a member of staff writes as himself')
  if ((await findEntries(db, [body.id])).has(body.id)) return refuse('message-id-reused')
  const result = await judgeMessage(context, message)
  if (isRefusal(result)) return result
  const { verdict, findings, ruleVersion } = result
  if (verdict !== 'block') return refuse('message-passes')
  if (!isReleasable(result)) return refuse('message-blocked', { why: findings.filter(({ release }) => !release).map(({ why }) => why).join(''), rules: findings.map(({ rule }) => rule).join('、') })
  const content: Asked = { text: body.text, purpose: body.purpose, figures: body.figures, attachments: message.attachments ?? [], findings, why: body.reason }
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    const sealed = await sealBeside(keys, tx, conversation.dataKeyId, askedPlace(body.id), content)
    const rules = findings.map(({ rule }) => rule)
    const { staffId, name: staffName } = caller
    if (!(await insertRequest(tx, { messageId: body.id, conversationId, staffId, staffName, at: new Date(now), ruleVersion, rules, sealed }))) return
    await outbox.emit(tx, { kind: 'conversations.release-asked', at: now, payload: { conversationId, messageId: body.id, staffId, rules, ruleVersion } })
  })
  await tellDesk(context, conversationId, 'release-asked', { staffId: caller.staffId, name: caller.name }, body.reason)
  return await one(context, caller, body.id)
}

export type DecisionAsked = { readonly messageId: string; readonly release: boolean; readonly reason: string }

/** As from its writer, under the id it was asked with; judged anew, for the facts may have changed. */
const sendReleased = async (context: Context, { staffId, name }: StaffCaller, row: ReleaseRow, reason: string): Promise<Sent | Refusal<RefusalCode>> => {
  const { text, purpose, figures, attachments, why } = await askedIn(context, row)
  return await send(context, {
    from: 'agent', agent: { staffId: row.staff_id, name: row.staff_name }, conversationId: row.conversation_id, id: row.message_id,
    text, purpose, figures, attachments, reason: why, release: { by: { staffId, name }, reason },
  })
}

export const decideOnRelease = async (
  context: Context, caller: StaffCaller, { messageId, release: released, reason }: DecisionAsked,
): Promise<{ readonly release: Release; readonly sent?: Sent } | Refusal<RefusalCode>> => {
  const { db, keys, clock, outbox } = context
  const decided = await db.transaction().execute(async (tx) => {
    await lockRelease(tx, messageId)
    const row = await findRelease(tx, messageId)
    const conversation = row && (await findConversation(tx, row.conversation_id))
    if (!row || !conversation) return refuse('not-found')
    if (row.staff_id === caller.staffId) return refuse('same-person')
    // Sent already: a release that broke off before it was written down.
    if (row.released !== null || (!released && (await findEntries(tx, [messageId])).has(messageId))) return refuse('version-conflict')
    const sent = released ? await sendReleased(context, caller, row, reason) : undefined
    if (isRefusal(sent)) return sent
    const now = clock.now()
    const content: Decided = { reason }
    const sealed = await sealBeside(keys, tx, conversation.dataKeyId, decidedPlace(messageId), content)
    const { staffId, name: staffName } = caller
    await insertDecision(tx, { messageId, released, staffId, staffName, at: new Date(now), sealed })
    const payload = { conversationId: row.conversation_id, messageId, staffId, askedBy: row.staff_id }
    await outbox.emit(tx, { kind: released ? 'conversations.message-released' : 'conversations.release-refused', at: now, payload })
    return { row, sent }
  })
  if (isRefusal(decided)) return decided as Refusal<RefusalCode>
  const { row, sent } = decided
  await tellDesk(context, row.conversation_id, released ? 'released' : 'release-refused', { staffId: caller.staffId, name: caller.name }, reason)
  return { release: await one(context, caller, messageId), ...(sent ? { sent } : {}) }
}
