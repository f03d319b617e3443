import type { GateResult, OutgoingMessage } from '@xinqiao/core/conversations/gate.ts'
import type { Context } from '../platform/context.ts'

/** What stands behind the port of the gate. It may read what it needs to know of the customer before it judges. */
export type Gate = (context: Context, message: OutgoingMessage) => Promise<GateResult>

const gates = new WeakMap<Context, Gate>()

export const useGate = (context: Context, gate: Gate): void => void gates.set(context, gate)

/** Without a gate nothing leaves. */
export const checkOutgoing: Gate = async (context, message) => {
  const gate = gates.get(context)
  if (!gate) throw new Error('no gate stands before outgoing messages')
  return await gate(context, message)
}

declare const pastGate: unique symbol
/** A sentence that a customer reads beside what happened to his conversation; only `sentencePast` makes one. */
export type PassedSentence = string & { readonly [pastGate]: true }

/**
 * The sentence where the gate lets it out. What happens must not hang on a sentence: a stopped one is left out, and the log says so.
 */
export const sentencePast = async (context: Context, conversationId: string, text: string, carried: OutgoingMessage['carried'] = []): Promise<PassedSentence | undefined> => {
  if (text === '') return undefined
  const { verdict, findings } = await checkOutgoing(context, { text, speaker: 'system', purpose: 'notice', conversationId, carried })
  if (verdict === 'pass') return text as PassedSentence
  context.log.error({ conversation: conversationId, code: findings.map(({ rule }) => rule).join(' ') }, 'a sentence of the desk was stopped by the gate')
  return undefined
}
