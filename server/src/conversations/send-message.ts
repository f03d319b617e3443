import type { AttachmentInfo, FigureInText, MessageBody } from '@xinqiao/contract/conversations.ts'
import type { ModelUse } from '@xinqiao/contract/model-use.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { dunning } from '@xinqiao/core/compliance/message-rules/dunning.ts'
import type { Agent, Author, Visibility } from '@xinqiao/core/conversations/conversation.ts'
import { isDisclosure } from '@xinqiao/core/conversations/judge-outgoing.ts'
import { type GateResult, type Release, whyStays } from '@xinqiao/core/conversations/gate.ts'
import { checkText, type Purpose } from '@xinqiao/core/conversations/message.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import type { Change, ChangeOutcome, NewMessage } from './change.ts'
import { checkContact } from '../compliance/contact-limits.ts'
import { termsTold } from '../knowledge/find-terms.ts'
import { today } from '../platform/clock.ts'
import { checkOutgoing } from './gate.ts'
import { liveOf } from './live.ts'
import { printOf } from './seal-entry.ts'
import { findConversation, findEntries } from './store.ts'

/**
 * The ONE way a message comes into a conversation, whoever says it: the customer, an agent, the machine, the desk itself.
 * Whatever goes out passes the gate here, before it is stored; what the gate said is stored with it.
 */

type Content = {
  /** Made by the sender; sending it again changes nothing. The machine derives it from what it answers. */
  readonly id: string
  readonly text: string
  readonly attachments?: readonly AttachmentInfo[]
  readonly purpose?: Purpose
}

export type CustomerMessage = Content & { readonly from: 'customer'; readonly customerId: string; readonly channel?: 'web' | 'email' | 'wechat' }

export type DeskMessage = Content & {
  readonly conversationId: string
  readonly visibleTo?: Visibility
  readonly figures?: readonly FigureInText[]
} & (
    | { readonly from: 'agent'; readonly agent: Agent; readonly reason?: string | undefined; readonly release?: Release }
    /** `system`: a notice of what became of a case, sent even while a person has the conversation. */
    | ({ readonly from: 'machine' | 'system'; readonly byModel?: ModelUse | undefined }
      & Partial<Pick<MessageBody, 'terms' | 'articles' | 'choices' | 'caseId' | 'caseOffer'>>)
  )

export type MessageToSend = CustomerMessage | DeskMessage

export type Sent = { readonly conversationId: string; readonly id: string; readonly seq: number; readonly at: string }

const bodyOf = (message: MessageToSend): MessageBody => ({
  text: message.text,
  figures: 'figures' in message && message.figures ? [...message.figures] : [],
  terms: 'terms' in message && message.terms ? message.terms : [],
  articles: 'articles' in message && message.articles ? message.articles : [],
  choices: 'choices' in message && message.choices ? message.choices : [],
  attachments: [...(message.attachments ?? [])],
  ...('caseId' in message && message.caseId !== undefined ? { caseId: message.caseId } : {}),
  ...('caseOffer' in message && message.caseOffer ? { caseOffer: message.caseOffer } : {}),
})

const printOfMessage = (message: MessageToSend): string => {
  const { text, figures, attachments } = bodyOf(message)
  const visibility = message.from === 'customer' ? 'all' : (message.visibleTo ?? 'all')
  return printOf([text, figures, attachments.map(({ id }) => id), message.purpose ?? 'service', visibility])
}

/** A figure must stand where it says, or what is opened is not what was read. */
const hasFiguresInside = ({ text, figures }: MessageBody): boolean => figures.every(({ start, end }) => start < end && end <= text.length)

const wrongWith = ({ text }: MessageToSend, body: MessageBody): Refusal<RefusalCode> | undefined =>
  checkText(text, body.attachments.length) ?? (hasFiguresInside(body) ? undefined : refuse('invalid-request', {}, 'figures'))

const authorOf = (message: DeskMessage): Exclude<Author, { readonly kind: 'customer' }> =>
  message.from === 'agent' ? { kind: 'agent', ...message.agent } : { kind: message.from }

const choicesOf = (message: DeskMessage): string => ('choices' in message ? (message.choices ?? []) : []).map(({ label }) => `\n${label}`).join('')

/** The figures that a machine carries have come with their source; a person's are looked up behind the gate. */
const carriedBy = ({ from, text, figures = [] }: DeskMessage): readonly { readonly kind: string; readonly value: string }[] =>
  from === 'agent' ? [] : figures.map(({ kind, start, end }) => ({ kind, value: text.slice(start, end) }))

const gateOn = (context: Context, message: DeskMessage): Promise<GateResult> => {
  const { text, from: speaker, purpose = 'service', conversationId } = message
  const said = `${text}${choicesOf(message)}`
  return checkOutgoing(context, {
    text: said, speaker, purpose, conversationId, carried: carriedBy(message), ...(message.from === 'agent' ? { agentName: message.agent.name } : {}),
  })
}

/** A notice of the desk is given what must be told beside it; whoever writes himself is shown it before he sends. */
const withTold = async (context: Context, message: DeskMessage): Promise<DeskMessage> => {
  if (message.from !== 'system') return message
  const { findings } = await gateOn(context, message)
  const told = findings.filter(({ rule }) => isDisclosure(rule)).map(({ suggestion }) => suggestion)
  return told.length === 0 ? message : { ...message, text: [message.text, ...told].join('\n') }
}

/** What the gate says of a message that is not sent yet. */
export const judgeMessage = async (context: Context, message: DeskMessage): Promise<GateResult | Refusal<RefusalCode>> =>
  wrongWith(message, bodyOf(message)) ?? (await gateOn(context, message))

const passGate = async (context: Context, message: DeskMessage): Promise<GateResult | Refusal<RefusalCode>> => {
  const result = await gateOn(context, message)
  const speaker = message.from
  const { reason, release } = message.from === 'agent' ? message : {}
  const refusal = whyStays(speaker, result, { reason, release })
  // A message that went out once has gone out, even where the rules have become stricter since.
  return !refusal || (await findEntries(context.db, [message.id])).has(message.id) ? result : refusal
}

/** Whether the customer may be contacted for this at this moment; the words themselves are the gate's. */
const checkLimits = async (context: Context, message: DeskMessage, purpose: Purpose = 'service'): Promise<Refusal<RefusalCode> | undefined> => {
  const { conversationId } = message
  if (purpose === 'service' || purpose === 'notice') return undefined
  const conversation = await findConversation(context.db, conversationId)
  if (!conversation) return refuse('not-found')
  const loanRefs = (message.figures ?? []).flatMap(({ source }) => (source.from === 'loan' ? [source.loanRef] : []))
  const refused = await checkContact(context, conversation.customerId, { purpose, loanRefs })
  return refused && !(await findEntries(context.db, [message.id])).has(message.id) ? refused : undefined
}

/** What is kept with a message beside its words: a person's reason and release, or what a model had to do with a machine's. */
const saidOf = (message: DeskMessage): Pick<NewMessage, 'reason' | 'release' | 'byModel'> => {
  if (message.from === 'agent') return { reason: message.reason, release: message.release }
  return { reason: undefined, release: undefined, ...(message.byModel ? { byModel: message.byModel } : {}) }
}

/** Past the limits of contact and past the gate. Dunning is held to the limits of collection, whatever it is called and whatever the reason. */
const leave = async (context: Context, message: DeskMessage): Promise<GateResult | Refusal<RefusalCode>> => {
  const passed = (await checkLimits(context, message, message.purpose)) ?? (await passGate(context, message))
  if (isRefusal(passed) || !passed.findings.some(({ rule }) => rule === dunning.id)) return passed
  return (await checkLimits(context, message, 'collection')) ?? passed
}

/** A person's words hold words of the field as a machine's do; a machine says its own, and a note explains nothing to a customer. */
const withTerms = async ({ db, clock }: Context, message: MessageToSend, body: MessageBody): Promise<MessageBody> =>
  message.from !== 'agent' || message.visibleTo === 'staff' ? body : { ...body, terms: await termsTold(db, body.text, today(clock)) }

/** Checks a message and makes of it the change that the writer stores. */
export const prepareMessage = async (context: Context, wanted: MessageToSend): Promise<Change | Refusal<RefusalCode>> => {
  const message = wanted.from === 'customer' ? wanted : await withTold(context, wanted)
  const body = await withTerms(context, message, bodyOf(message))
  const wrong = wrongWith(message, body)
  if (wrong) return wrong
  const base = { id: message.id, purpose: message.purpose ?? 'service', body, print: printOfMessage(message) } as const
  if (message.from === 'customer') {
    const target = { customerId: message.customerId, channel: message.channel ?? 'web' } as const
    return { target, command: { do: 'receive' }, message: { ...base, gate: undefined, reason: undefined, release: undefined } }
  }
  const visibleTo = message.visibleTo ?? 'all'
  const gate = visibleTo === 'staff' ? undefined : await leave(context, message)
  if (isRefusal(gate)) return gate
  return {
    target: { conversationId: message.conversationId },
    command: { do: 'say', author: authorOf(message), visibleTo },
    message: { ...base, gate, ...saidOf(message) },
  }
}

export const sentOf = (outcome: ChangeOutcome): Sent | Refusal<RefusalCode> => {
  if (isRefusal(outcome)) return outcome
  if (!outcome.entry) throw new Error('a message that was stored has an entry')
  return { conversationId: outcome.conversationId, ...outcome.entry }
}

/** Sends a message; resolves when it is stored for good. Repeating it with the same id gives the first result. */
export const send = async (context: Context, message: MessageToSend): Promise<Sent | Refusal<RefusalCode>> => {
  const change = await prepareMessage(context, message)
  return isRefusal(change) ? change : sentOf(await liveOf(context).submit(change))
}
