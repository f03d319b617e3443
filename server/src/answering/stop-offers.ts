import { mayStopOffers, stopsOffers } from '@xinqiao/core/people/opt-out.ts'
import { type Said, wasOfferedTo } from '../conversations/read-talk.ts'
import { send } from '../conversations/send-message.ts'
import { noticesInForce } from '../knowledge/notices.ts'
import { stopOffers } from '../people/consents.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { derivedId } from '../platform/derived-id.ts'

/** What is left to answer of what a customer said: who says TD to an offer asks nothing. */
export const withoutOptOuts = async ({ db }: Context, customerId: string, said: readonly Said[]): Promise<readonly Said[]> => {
  if (!said.some(({ text }) => mayStopOffers(text))) return said
  const offered = await wasOfferedTo(db, customerId)
  return said.filter(({ text }) => !stopsOffers(text, offered))
}

export type OptOut = { readonly conversationId: string; readonly customerId: string; readonly messageId: string; readonly byLetter: boolean }

/** Takes 退订 and TD at their word, whoever has the conversation: the consent ends at once, it is written down, and he is told. */
export const takeOptOut = async (context: Context, { conversationId, customerId, messageId, byLetter }: OptOut): Promise<void> => {
  if (byLetter && !(await wasOfferedTo(context.db, customerId))) return
  await stopOffers(context, customerId, messageId)
  const text = (await noticesInForce(context.db, today(context.clock))).get('offers-stopped')?.text.zh
  if (text === undefined) throw new Error('there is no approved notice "offers-stopped"')
  await send(context, { from: 'system', purpose: 'notice', conversationId, id: derivedId(`offers stopped ${messageId}`), text })
}
