import { rights, roles, rolesWith } from '../people/rights.ts'
import type { Instant } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'

/**
 * A conversation as a state machine: who has it, and what may happen next. Decisions are pure; whoever calls holds the
 * conversation's lock, appends the entries in the order given, and saves the new head with them in one transaction.
 */

export const conversationStates = ['with-machine', 'waiting', 'with-agent', 'closed'] as const
export type ConversationState = (typeof conversationStates)[number]

/** What every entry of a conversation is numbered by: 1, 2, 3 … without a gap, messages and happenings alike. */
export type Head = {
  readonly state: ConversationState
  readonly lastSeq: number
  /** Set just while the state is with-agent. */
  readonly agent: Agent | undefined
  /** Since when the customer waits for a person; set just while the state is waiting. */
  readonly waitingSince: Instant | undefined
}

export type Agent = { readonly staffId: string; readonly name: string }

export type Author =
  | { readonly kind: 'customer' }
  | { readonly kind: 'agent'; readonly staffId: string; readonly name: string }
  | { readonly kind: 'machine' }
  /** The desk itself: notices of what became of a case, time-outs. */
  | { readonly kind: 'system' }

export type Visibility = 'all' | 'staff'

/** What became of a message that the gate blocked: the desk reads it, the customer never. */
export type DeskHappening = 'release-asked' | 'released' | 'release-refused'

export type Happening = 'opened' | 'handed-over' | 'taken' | 'handed-back' | 'transferred' | 'returned' | 'closed' | 'joined' | 'retracted' | DeskHappening

/** A message that is asked to be taken back, as it stands while the conversation's lock is held. */
export type Standing = {
  readonly id: string
  readonly seq: number
  readonly author: Author
  readonly visibleTo: Visibility
  readonly retracted: boolean
  /** Everything up to this seq has been received at the customer's side. */
  readonly deliveredUpTo: number
}

export type Command =
  /** The customer writes; always possible while the conversation is open, whoever has it. */
  | { readonly do: 'receive' }
  /** The desk has something to tell: the customer's open conversation is wanted, or a new one. */
  | { readonly do: 'reach' }
  | { readonly do: 'say'; readonly author: Exclude<Author, { readonly kind: 'customer' }>; readonly visibleTo: Visibility }
  /** The machine, the customer or the desk asks for a person. */
  | { readonly do: 'hand-over'; readonly by: Author }
  | { readonly do: 'take'; readonly agent: Agent }
  | { readonly do: 'hand-back'; readonly agent: Agent; readonly to: 'machine' | 'queue' }
  /** To a colleague, or back among those who wait with the place he had: for whoever has the skill or grade that is needed. */
  | { readonly do: 'transfer'; readonly by: Agent; readonly to: Agent | { readonly waitingSince: Instant } }
  /** A supervisor has it from now on, whoever had it. */
  | { readonly do: 'take-over'; readonly by: Agent }
  /** Whoever had it is gone; the customer waits again, with the place he had. */
  | { readonly do: 'return'; readonly from: Agent; readonly waitingSince: Instant }
  | { readonly do: 'close'; readonly by: Exclude<Author, { readonly kind: 'customer' | 'machine' }> }
  /** The talk of an anonymous customer becomes part of the record of the customer he proved to be. */
  | { readonly do: 'join' }
  | { readonly do: 'tell-desk'; readonly happening: DeskHappening; readonly by: Agent }
  /** `overrides`: he may take back what others said as well. */
  | { readonly do: 'retract'; readonly by: Agent; readonly overrides: boolean; readonly message: Standing }

export type EntryMade =
  | { readonly kind: 'message'; readonly seq: number; readonly author: Author; readonly visibleTo: Visibility }
  | {
    readonly kind: 'happening'; readonly seq: number; readonly happening: Happening; readonly by: Author; readonly visibleTo: Visibility
    /** The message that was retracted; its entry stays. */
    readonly about?: { readonly id: string; readonly seq: number }
  }

/** What other rooms may want to know. */
export type ConversationEvent =
  /** A message that the machine is to answer; while a person has the conversation or is awaited, none is made. */
  | { readonly event: 'customer-message-received'; readonly seq: number }
  | { readonly event: (typeof events)[number]; readonly seq: number }

export type Decided = {
  readonly next: Head
  /** Empty where the command changes nothing, such as taking what one has. */
  readonly entries: readonly EntryMade[]
  readonly events: readonly ConversationEvent[]
}

export type ConversationRefusal = Refusal<
  'conversation-closed' | 'conversation-taken' | 'conversation-not-yours' | 'machine-is-silent' | 'message-already-delivered' | 'not-allowed' | 'not-found'
>

const events = ['opened', 'handed-over', 'taken', 'handed-back', 'transferred', 'returned', 'closed'] as const

const unchanged = (head: Head): Decided => ({ next: head, entries: [], events: [] })

const customer: Author = { kind: 'customer' }

/** A new conversation, with its first entry. Every conversation starts with the machine, which hands over when asked. */
export const open = (by: Author = customer): Decided => ({
  next: { state: 'with-machine', lastSeq: 1, agent: undefined, waitingSince: undefined },
  entries: [{ kind: 'happening', seq: 1, happening: 'opened', by, visibleTo: 'all' }],
  events: [{ event: 'opened', seq: 1 }],
})

const message = (head: Head, author: Author, visibleTo: Visibility): Decided => {
  const seq = head.lastSeq + 1
  const answerable = author.kind === 'customer' && head.state === 'with-machine'
  return {
    next: { ...head, lastSeq: seq },
    entries: [{ kind: 'message', seq, author, visibleTo }],
    events: answerable ? [{ event: 'customer-message-received', seq }] : [],
  }
}

const isEvent = (happening: Happening): happening is (typeof events)[number] => events.some((event) => event === happening)

type Move = {
  readonly to: ConversationState; readonly happening: Happening; readonly by: Author; readonly agent?: Agent; readonly now: Instant; readonly waitingSince?: Instant
}

const move = (head: Head, { to, happening, by, agent, now, waitingSince = now }: Move): Decided => {
  const seq = head.lastSeq + 1
  const event = isEvent(happening) ? [{ event: happening, seq }] : []
  return {
    next: { state: to, lastSeq: seq, agent: to === 'with-agent' ? agent : undefined, waitingSince: to === 'waiting' ? waitingSince : undefined },
    entries: [{ kind: 'happening', seq, happening, by, visibleTo: 'all' }],
    events: event,
  }
}

const asAuthor = ({ staffId, name }: Agent): Author => ({ kind: 'agent', staffId, name })

const isWith = (head: Head, staffId: string): boolean => head.state === 'with-agent' && head.agent?.staffId === staffId

const say = (head: Head, { author, visibleTo }: Command & { do: 'say' }): Decided | ConversationRefusal => {
  if (visibleTo === 'staff' || author.kind === 'system') return message(head, author, visibleTo)
  if (author.kind === 'machine') return head.state === 'with-machine' ? message(head, author, visibleTo) : refuse('machine-is-silent')
  return isWith(head, author.staffId) ? message(head, author, visibleTo) : refuse('conversation-not-yours')
}

const take = (head: Head, { agent }: Command & { do: 'take' }, now: Instant): Decided | ConversationRefusal => {
  if (isWith(head, agent.staffId)) return unchanged(head)
  if (head.agent) return refuse('conversation-taken', { name: head.agent.name })
  return move(head, { to: 'with-agent', happening: 'taken', by: asAuthor(agent), agent, now })
}

const transfer = (head: Head, { by, to }: Command & { do: 'transfer' }, now: Instant): Decided | ConversationRefusal => {
  if (!isWith(head, by.staffId)) return refuse('conversation-not-yours')
  const happened = { happening: 'transferred', by: asAuthor(by), now } as const
  if ('waitingSince' in to) return move(head, { to: 'waiting', ...happened, waitingSince: to.waitingSince })
  return to.staffId === by.staffId ? unchanged(head) : move(head, { to: 'with-agent', ...happened, agent: to })
}

/** Only what goes to the customer can be kept from him: his own words and the desk's notes are no messages that could be taken back. */
const retract = (head: Head, { by, overrides, message: { id, seq: at, author, visibleTo, deliveredUpTo, retracted } }: Command & { do: 'retract' }): Decided | ConversationRefusal => {
  if (author.kind === 'customer' || visibleTo === 'staff') return refuse('not-found')
  if (!overrides && !(author.kind === 'agent' && author.staffId === by.staffId)) {
    return refuse('not-allowed', { right: rights['conversation.take-over'], ask: rolesWith('conversation.take-over').map((role) => roles[role]).join('、') })
  }
  if (retracted) return unchanged(head)
  if (head.state === 'closed') return refuse('conversation-closed')
  if (deliveredUpTo >= at) return refuse('message-already-delivered')
  const seq = head.lastSeq + 1
  return { next: { ...head, lastSeq: seq }, entries: [{ kind: 'happening', seq, happening: 'retracted', by: asAuthor(by), visibleTo: 'all', about: { id, seq: at } }], events: [] }
}

/** What becomes of a conversation by a command; a refusal where it may not be. A closed conversation stays closed. */
export const decide = (head: Head, command: Command, now: Instant): Decided | ConversationRefusal => {
  if (command.do === 'retract') return retract(head, command)
  if (head.state === 'closed') return command.do === 'close' ? unchanged(head) : refuse('conversation-closed')
  switch (command.do) {
    case 'receive':
      return message(head, customer, 'all')
    case 'reach':
      return unchanged(head)
    case 'say':
      return say(head, command)
    case 'hand-over':
      // A request for a person is always honoured; where one has it or is awaited already, it is.
      return head.state === 'with-machine' ? move(head, { to: 'waiting', happening: 'handed-over', by: command.by, now }) : unchanged(head)
    case 'take':
      return take(head, command, now)
    case 'hand-back':
      if (!isWith(head, command.agent.staffId)) return refuse('conversation-not-yours')
      return move(head, { to: command.to === 'machine' ? 'with-machine' : 'waiting', happening: 'handed-back', by: asAuthor(command.agent), now })
    case 'transfer':
      return transfer(head, command, now)
    case 'take-over':
      return isWith(head, command.by.staffId) ? unchanged(head) : move(head, { to: 'with-agent', happening: 'taken', by: asAuthor(command.by), agent: command.by, now })
    case 'return':
      if (!isWith(head, command.from.staffId)) return unchanged(head)
      return move(head, { to: 'waiting', happening: 'returned', by: { kind: 'system' }, now, waitingSince: command.waitingSince })
    case 'close':
      if (command.by.kind === 'agent' && !isWith(head, command.by.staffId)) return refuse('conversation-not-yours')
      return move(head, { to: 'closed', happening: 'closed', by: command.by, now })
    case 'join': {
      const seq = head.lastSeq + 1
      return { next: { ...head, lastSeq: seq }, entries: [{ kind: 'happening', seq, happening: 'joined', by: customer, visibleTo: 'all' }], events: [] }
    }
    case 'tell-desk': {
      const seq = head.lastSeq + 1
      const { happening, by } = command
      return { next: { ...head, lastSeq: seq }, entries: [{ kind: 'happening', seq, happening, by: asAuthor(by), visibleTo: 'staff' }], events: [] }
    }
  }
}
