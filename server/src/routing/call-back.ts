import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { waitingTalk } from '../conversations/desk-load.ts'
import { send } from '../conversations/send-message.ts'
import { noticesInForce } from '../knowledge/notices.ts'
import { readCustomer, recordsOf } from '../people/customers.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { derivedId } from '../platform/derived-id.ts'
import { myWait, type Wait } from './my-wait.ts'
import { noteCallBack } from './store.ts'

/** Whoever waits may ask to be called instead: his place is kept, he and whoever takes him are told. Asking again changes nothing. */

const notices = [['call-back-noted', 'all'], ['call-back-wanted', 'staff']] as const

/** Told again by whoever asks again: what was sent is there once. */
const tell = async (context: Context, conversationId: string, waitingSince: Instant): Promise<void> => {
  const inForce = await noticesInForce(context.db, today(context.clock))
  for (const [notice, visibleTo] of notices) {
    const text = inForce.get(notice)?.text.zh
    if (text === undefined) throw new Error(`there is no approved notice "${notice}"`)
    const id = derivedId(`${notice} ${conversationId} ${waitingSince}`)
    const sent = await send(context, { from: 'system', purpose: visibleTo === 'all' ? 'notice' : 'service', visibleTo, conversationId, id, text })
    if (isRefusal(sent)) context.log.warn({ conversation: conversationId, code: sent.refused }, 'a call-back was noted and could not be told')
  }
}

export const askCallBack = async (context: Context, customerId: string): Promise<Wait | Refusal<RefusalCode>> => {
  const { db, clock, outbox } = context
  const records = await recordsOf(db, customerId)
  const talk = await waitingTalk(db, records)
  if (!talk) return refuse('not-waiting')
  if ((await readCustomer(context, db, customerId))?.details.phone === undefined) return refuse('phone-unknown')
  const { id: conversationId, waitingSince } = talk
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    if (await noteCallBack(tx, conversationId, waitingSince, now)) await outbox.emit(tx, { kind: 'routing.call-back-asked', at: now, payload: { conversationId } })
  })
  await tell(context, conversationId, waitingSince)
  return await myWait(context, records)
}
