import type { HandOver } from '@xinqiao/contract/conversations.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Agent, DeskHappening } from '@xinqiao/core/conversations/conversation.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import { keyOfCustomer } from '../people/customer-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import type { Changed } from './change.ts'
import { sentencePast } from './gate.ts'
import { liveOf } from './live.ts'
import { findOpenConversation, lastSaidByKey, moveClosedConversations, wasTold } from './store.ts'

/** What may be done with a conversation beside speaking in it. Each may be repeated and then changes nothing. */

type Outcome = Promise<Changed | Refusal<RefusalCode>>

export type HandOverSettings = {
  readonly conversationId: string
  readonly by: 'machine' | 'customer'
  /** What the customer reads: what happens next, and when. */
  readonly text: string
  readonly handOver: HandOver
}

/** Gives a conversation to the desk. A request for a person is always honoured; where one is awaited already nothing changes. */
export const handOver = async (context: Context, { conversationId, by, text, handOver: content }: HandOverSettings): Outcome => {
  const said = await sentencePast(context, conversationId, text)
  return await liveOf(context).submit({
    target: { conversationId }, command: { do: 'hand-over', by: { kind: by } },
    happening: { ...(said === undefined ? {} : { text: said }), reason: content.reason, handOver: content },
  })
}

/** Exactly one of those who take a conversation at the same moment gets it. */
export const takeConversation = (context: Context, conversationId: string, agent: Agent): Outcome =>
  liveOf(context).submit({ target: { conversationId }, command: { do: 'take', agent } })

/** Says to the desk alone what became of a blocked message, in its place in the conversation. */
export const tellDesk = (context: Context, conversationId: string, happening: DeskHappening, by: Agent, reason: string): Outcome =>
  liveOf(context).submit({ target: { conversationId }, command: { do: 'tell-desk', happening, by }, happening: { reason } })

export const handBack = (context: Context, conversationId: string, agent: Agent, to: 'machine' | 'queue'): Outcome =>
  liveOf(context).submit({ target: { conversationId }, command: { do: 'hand-back', agent, to } })

/** To a colleague, or back to those who wait with the place he had; the summary goes along. */
export const transferTalk = (
  context: Context, conversationId: string, by: Agent, to: Agent | { readonly waitingSince: Instant }, handOver: HandOver,
): Outcome =>
  liveOf(context).submit({ target: { conversationId }, command: { do: 'transfer', by, to }, happening: { reason: handOver.reason, handOver } })

export const takeOver = (context: Context, conversationId: string, by: Agent): Outcome =>
  liveOf(context).submit({ target: { conversationId }, command: { do: 'take-over', by } })

/** Whoever had it is gone. */
export const returnToQueue = (context: Context, conversationId: string, from: Agent, waitingSince: Instant): Outcome =>
  liveOf(context).submit({ target: { conversationId }, command: { do: 'return', from, waitingSince } })

export const closeConversation = (context: Context, conversationId: string, by: Agent | 'system'): Outcome =>
  liveOf(context).submit({ target: { conversationId }, command: { do: 'close', by: by === 'system' ? { kind: 'system' } : { kind: 'agent', ...by } } })

/** Takes a message back, unless the customer's side has told that it is there. Marks that this process has heard of count. */
export const retractMessage = async (context: Context, conversationId: string, messageId: string, by: Agent, overrides: boolean): Outcome => {
  const { marks, submit } = liveOf(context)
  await marks.flush()
  return await submit({ target: { conversationId }, command: { do: 'retract', by, overrides, messageId } })
}

/**
 * The open talk of an anonymous customer becomes the open talk of the customer he proved to be. He has one open talk only: where
 * he had another one, the one that a person has or is awaited in stays.
 */
export const joinConversations = async (context: Context, from: string, into: string): Promise<void> => {
  const anonymous = await findOpenConversation(context.db, from)
  if (!anonymous) return moveClosedConversations(context.db, from, into)
  const own = await findOpenConversation(context.db, into)
  if (own) {
    const ended = own.head.state === 'with-machine' ? own : anonymous
    const closed = await closeConversation(context, ended.id, 'system')
    if (isRefusal(closed)) throw new Error(`a conversation could not be closed: ${closed.refused}`)
  }
  await moveClosedConversations(context.db, from, into)
  const joins = { customerId: into, dataKeyId: await keyOfCustomer(context, context.db, into, 'talk') }
  const joined = await liveOf(context).submit({ target: { conversationId: anonymous.id }, command: { do: 'join' }, joins })
  if (isRefusal(joined) && joined.refused !== 'conversation-closed') throw new Error(`a conversation could not join: ${joined.refused}`)
}

/** Nothing more can be said in a talk whose key goes: it ends, and what he says next begins another. */
export const closeTalksOf = async (context: Context, customerIds: readonly string[]): Promise<void> => {
  for (const customerId of customerIds) {
    const open = await findOpenConversation(context.db, customerId)
    const closed = open && (await closeConversation(context, open.id, 'system'))
    if (closed && isRefusal(closed) && closed.refused !== 'conversation-closed') throw new Error(`a conversation could not be closed: ${closed.refused}`)
  }
}

/** What the time for which a talk is kept depends on. */
export const talkFacts = async (reader: Reader, customerIds: readonly string[]): Promise<{ readonly collected: boolean; readonly lastSaid: ReadonlyMap<string, Date> }> =>
  ({ collected: await wasTold(reader, customerIds, 'collection'), lastSaid: await lastSaidByKey(reader, customerIds) })

/** The conversation in which the desk can tell a customer something by itself: his open one, or a new one. */
export const reachCustomer = async (context: Context, customerId: string): Promise<string> => {
  const reached = await liveOf(context).submit({ target: { customerId, channel: 'web' }, command: { do: 'reach' } })
  if (isRefusal(reached)) throw new Error(`a customer could not be reached: ${reached.refused}`)
  return reached.conversationId
}
