import type { CaseEvent, Due } from '@xinqiao/core/cases/case.ts'
import type { Figure } from '@xinqiao/core/primitives/figure.ts'
import { fill, type Language } from '@xinqiao/core/primitives/filling.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { figuresInText } from '@xinqiao/contract/figures-in-text.ts'
import { reachCustomer } from '../conversations/change-conversation.ts'
import { send } from '../conversations/send-message.ts'
import { sentMessages } from '../conversations/sent-messages.ts'
import { noticesInForce } from '../knowledge/notices.ts'
import { sealOf } from '../people/customer-keys.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { derivedId } from '../platform/derived-id.ts'
import { textOf, valueOf } from './case-json.ts'
import type { AnyCase } from './kind.ts'
import { findCase, insertNotice, type NoticeKey, noticesOf, readNotice } from './store.ts'

/**
 * Each change of a case tells the customer in plain words what happened, the next step and its day (duty D4). What is to be
 * told is kept in the transaction of the change and said by a job, through the one `send` and its gate, once.
 */

const language: Language = 'zh'

/** `to`: somebody else than the customer of the case. */
type Told = { readonly notice: string; readonly to?: string; readonly values: Readonly<Record<string, string | Figure>> }

const bound = ({ caseId, version, place }: NoticeKey): string => `notice ${caseId} ${version} ${place}`

const dueFigure = ({ day, limit }: Due): Figure => ({ kind: 'date', value: day, source: { from: 'calendar', what: limit } })

type ToTell = { readonly theCase: AnyCase; readonly version: number; readonly events: readonly CaseEvent[]; readonly guarantors: readonly string[] }

export const keepNotices = async (context: Context, tx: Tx, { theCase, version, events, guarantors }: ToTell): Promise<void> => {
  const { id: caseId, customerId, due } = theCase
  const toTell = events.flatMap((event): Told[] => {
    if (event.event !== 'tell') return []
    const told: Told = { notice: event.notice, values: { ...event.words, ...event.figures, ...(due ? { dueOn: dueFigure(due) } : {}) } }
    return event.whom === 'customer' ? [told] : guarantors.map((to) => ({ ...told, to }))
  })
  for (const [place, told] of toTell.entries()) {
    const key = { caseId, version, place }
    await insertNotice(tx, key, await sealOf(context, tx, { customerId, dataClass: 'case' }, textOf(told), bound(key)))
    // One after the other: what was agreed is not told after what came of it.
    await context.outbox.addJob(tx, 'cases.tell', key, { queue: `case ${caseId}` })
  }
}

/** The message's id follows from what it tells, so that a job that runs twice says it once. */
const messageId = (key: NoticeKey): string => derivedId(bound(key))

const unseal = async ({ db, keys }: Context, key: NoticeKey): Promise<Told | undefined> => {
  const sealed = await readNotice(db, key)
  const plain = sealed && (await keys.open(db, sealed, bound(key)))
  return plain && (valueOf(plain.toString()) as Told)
}

/** The words of what is to be told, from the approved notices of today; undefined where that notice is not in force. */
const wordsOf = async (context: Context, { notice: id, values }: Told) => {
  const notice = (await noticesInForce(context.db, today(context.clock))).get(id)
  if (!notice) return undefined
  const filled = fill(notice.text[language], values, language)
  if (isRefusal(filled)) throw new Error(`the notice "${id}" lacks the value "${String(filled.about['name'] ?? '')}"`)
  return filled
}

export type ToldNotice = { readonly version: number; readonly text: string; readonly sent?: { readonly at: string; readonly conversationId: string } }

/** What was told of a case's changes, oldest first: as it was sent, or as it waits to be. `whom`: a guarantor, or the customer alone; without it to all. */
export const toldOf = async (context: Context, caseId: string, whom?: 'customer' | { readonly guarantor: string }): Promise<ToldNotice[]> => {
  const keys = (await noticesOf(context.db, caseId)).map(({ version, place }): NoticeKey => ({ caseId, version, place }))
  const sent = await sentMessages(context, keys.map(messageId))
  const told = await Promise.all(keys.map(async (key): Promise<ToldNotice[]> => {
    const told = await unseal(context, key)
    if (!told || (whom !== undefined && told.to !== (whom === 'customer' ? undefined : whom.guarantor))) return []
    const message = sent.get(messageId(key))
    if (message) return [{ version: key.version, text: message.text, sent: { at: message.at, conversationId: message.conversationId } }]
    const words = await wordsOf(context, told)
    return words ? [{ version: key.version, text: words.text }] : []
  }))
  return told.flat()
}

export const tellCustomer = async (context: Context, key: NoticeKey): Promise<void> => {
  const row = await findCase(context.db, key.caseId)
  const told = row && (await unseal(context, key))
  if (!row || !told) return
  const filled = await wordsOf(context, told)
  if (!filled) throw new Error(`there is no approved notice "${told.notice}"`)
  const conversationId = await reachCustomer(context, told.to ?? row.customer_id)
  const sent = await send(context, {
    from: 'system', purpose: 'notice', conversationId, id: messageId(key), text: filled.text, figures: figuresInText(filled, language), caseId: key.caseId,
  })
  // Words that somebody put into a reason did not pass the gate: a person must tell the customer in his own words.
  if (isRefusal(sent)) {
    await context.db.transaction().execute((tx) =>
      context.outbox.emit(tx, { kind: 'cases.notice-stopped', at: context.clock.now(), payload: { ...key, code: sent.refused } }))
  }
}
