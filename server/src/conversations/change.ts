import type { HandOver, MessageBody } from '@xinqiao/contract/conversations.ts'
import type { ModelUse } from '@xinqiao/contract/model-use.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Agent, Command } from '@xinqiao/core/conversations/conversation.ts'
import type { GateResult, Release } from '@xinqiao/core/conversations/gate.ts'
import type { Purpose } from '@xinqiao/core/conversations/message.ts'
import type { Refusal } from '@xinqiao/core/primitives/refusal.ts'
import type { PassedSentence } from './gate.ts'
import type { Channel, Conversation } from './store.ts'

/** A change that waits for the writer: which conversation, what command, and what to write with the entry it makes. */
export type Change = {
  readonly target:
    | { readonly conversationId: string }
    /** The customer's open conversation, or a new one. */
    | { readonly customerId: string; readonly channel: Channel }
  readonly command: Exclude<Command, { readonly do: 'retract' }> | RetractionAsked
  readonly message?: NewMessage
  readonly happening?: { readonly text?: PassedSentence; readonly reason?: string; readonly handOver?: HandOver }
  /** Moves the conversation into another customer's record; with the command `join`. */
  readonly joins?: { readonly customerId: string; readonly dataKeyId: string }
}

/** The message is looked up once the conversation is locked: how far it was delivered is decided there. */
export type RetractionAsked = { readonly do: 'retract'; readonly by: Agent; readonly overrides: boolean; readonly messageId: string }

export type NewMessage = {
  readonly id: string
  readonly purpose: Purpose
  readonly body: MessageBody
  readonly print: string
  /** Absent of what a customer wrote and of notes; nothing else is stored without it. */
  readonly gate: GateResult | undefined
  readonly reason: string | undefined
  readonly release: Release | undefined
  readonly byModel?: ModelUse
}

/** What became of a change. */
export type Changed = {
  readonly conversationId: string
  /** As it is after the change; absent where a repeated message is in a conversation that was not looked at again. */
  readonly conversation: Conversation | undefined
  /** The entry it made, or made the first time; absent where it changed nothing. */
  readonly entry?: { readonly id: string; readonly seq: number; readonly at: string }
}

export type ChangeOutcome = Changed | Refusal<RefusalCode>
