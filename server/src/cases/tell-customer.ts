import type { CaseEvent, Due } from '@xinqiao/core/cases/case.ts'
import type { Figure } from '@xinqiao/core/primitives/figure.ts'
import { fill, type Language } from '@xinqiao/core/primitives/filling.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { createHash } from 'node:crypto'
import { figuresInText } from '@xinqiao/contract/figures-in-text.ts'
import { reachCustomer } from '../conversations/change-conversation.ts'
import { send } from '../conversations/send-message.ts'
import { noticesInForce } from '../knowledge/notices.ts'
import { sealOf } from '../people/customer-keys.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { textOf, valueOf } from './case-json.ts'
import type { AnyCase } from './kind.ts'
import { findCase, insertNotice, type NoticeKey, readNotice } from './store.ts'

/**
 * Each change of a case tells the customer in plain words what happened, the next step and its day (duty D4). What is to be
 * told is kept in the transaction of the change and said by a job, through the one `send` and its gate, once.
 */

const language: Language = 'zh'

type Told = { readonly notice: string; readonly values: Readonly<Record<string, string | Figure>> }

const bound = ({ caseId, version, place }: NoticeKey): string => `notice ${caseId} ${version} ${place}`

const dueFigure = ({ day, limit }: Due): Figure => ({ kind: 'date', value: day, source: { from: 'calendar', what: limit } })

export const keepNotices = async (context: Context, tx: Tx, { id: caseId, customerId, due }: AnyCase, version: number, events: readonly CaseEvent[]): Promise<void> => {
  for (const [place, event] of events.entries()) {
    if (event.event !== 'tell' || event.whom !== 'customer') continue
    const key = { caseId, version, place }
    const told: Told = { notice: event.notice, values: { ...event.words, ...event.figures, ...(due ? { dueOn: dueFigure(due) } : {}) } }
    await insertNotice(tx, key, await sealOf(context, tx, { customerId, dataClass: 'case' }, textOf(told), bound(key)))
    // One after the other: what was agreed is not told after what came of it.
    await context.outbox.addJob(tx, 'cases.tell', key, { queue: `case ${caseId}` })
  }
}

/** The message's id follows from what it tells, so that a job that runs twice says it once. */
const messageId = (key: NoticeKey): string => {
  const hash = createHash('sha256').update(bound(key)).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

const unseal = async ({ db, keys }: Context, key: NoticeKey): Promise<Told | undefined> => {
  const sealed = await readNotice(db, key)
  const plain = sealed && (await keys.open(db, sealed, bound(key)))
  return plain && (valueOf(plain.toString()) as Told)
}

export const tellCustomer = async (context: Context, key: NoticeKey): Promise<void> => {
  const row = await findCase(context.db, key.caseId)
  const told = row && (await unseal(context, key))
  if (!row || !told) return
  const notice = (await noticesInForce(context.db, today(context.clock))).get(told.notice)
  if (!notice) throw new Error(`there is no approved notice "${told.notice}"`)
  const filled = fill(notice.text[language], told.values, language)
  if (isRefusal(filled)) throw new Error(`the notice "${told.notice}" lacks the value "${String(filled.about['name'] ?? '')}"`)
  const conversationId = await reachCustomer(context, row.customer_id)
  const sent = await send(context, {
    from: 'system', purpose: 'notice', conversationId, id: messageId(key), text: filled.text, figures: figuresInText(filled, language),
  })
  // Words that somebody put into a reason did not pass the gate: a person must tell the customer in his own words.
  if (isRefusal(sent)) {
    await context.db.transaction().execute((tx) =>
      context.outbox.emit(tx, { kind: 'cases.notice-stopped', at: context.clock.now(), payload: { ...key, code: sent.refused } }))
  }
}
