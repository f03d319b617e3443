import type { ConversationHead, Entry } from '@xinqiao/contract/conversations.ts'
import type { ClientFrame, ServerFrame } from '@xinqiao/contract/socket.ts'
import { type ClientFrameOut, type ClientInput, type ClientState, emptyClient, step } from '@xinqiao/core/conversations/client-state.ts'
import type { Connection } from './connection.ts'
import { emptyTalk, type Outgoing, type OutgoingMessage, receiveEntries, receiveMarks, type Talk, withoutSaid } from './talk-state.ts'

/**
 * The conversations a page follows and the messages it has not got through yet, on one connection: core's client state
 * with a memory. Unsent messages live in the page's storage, so that neither a reload nor a crash loses a word.
 */

export type OutboxStorage = { readonly load: () => string | undefined; readonly save: (text: string) => void }

export type Talks = {
  readonly talk: (conversationId: string) => Talk
  /** Of one conversation, or with undefined those that wait for a conversation to be opened. The same list while nothing changes. */
  readonly outgoing: (conversationId: string | undefined) => readonly Outgoing[]
  /** Opens a conversation and keeps it open until the returned function is called. */
  readonly follow: (conversationId: string) => () => void
  readonly send: (conversationId: string | undefined, message: OutgoingMessage, at: string) => void
  /** Sends a refused message once more. */
  readonly retry: (messageId: string) => void
  /** Takes a refused message back; its writer gets the text again. */
  readonly withdraw: (messageId: string) => Outgoing | undefined
  /** Read up to here; safe to say often. */
  readonly read: (conversationId: string, upTo: number) => void
  readonly typing: (conversationId: string, on: boolean) => void
  readonly onChange: (listener: () => void) => () => void
  /** A head as the server last told it on the socket; undefined where it told none. */
  readonly head: (conversationId: string) => ConversationHead | undefined
  /** The customer's open conversation as the server last told it. */
  readonly openConversation: () => string | undefined
  readonly close: () => void
}

const load = (storage: OutboxStorage): readonly Outgoing[] => {
  try {
    const held: unknown = JSON.parse(storage.load() ?? '[]')
    return Array.isArray(held) ? (held as Outgoing[]) : []
  } catch {
    return []
  }
}

/** Frames of core's client state are those of the contract but for `hello`, which the connection says itself. */
const asClientFrames = (frames: readonly ClientFrameOut<OutgoingMessage>[]): readonly ClientFrame[] =>
  frames.filter((frame) => frame.t !== 'hello')

/** Refusals that say nothing about the message: it is said again on the next connection, not given back to its writer. */
const passing: ReadonlySet<string> = new Set(['database-unavailable', 'too-many-requests', 'internal', 'session-expired', 'not-signed-in'])

type Input = ClientInput<Entry, OutgoingMessage>

// oxlint-disable-next-line max-lines-per-function -- one closure holds the state that all these small functions turn
export const makeTalks = (party: 'customer' | 'desk', connection: Connection, storage: OutboxStorage): Talks => {
  const talks = new Map<string, Talk>()
  const heads = new Map<string, ConversationHead>()
  const follows = new Map<string, number>()
  const readUpTo = new Map<string, number>()
  const changed = new Set<() => void>()
  const lists = new Map<string | undefined, readonly Outgoing[]>()
  let outbox = load(storage)
  let openConversation: string | undefined
  let client: ClientState<OutgoingMessage> = emptyClient(party, outbox.filter((held) => held.state === 'waiting'))

  const tell = (): void => { for (const listener of changed) listener() }
  const of = (conversationId: string): Talk => talks.get(conversationId) ?? emptyTalk
  const keep = (next: readonly Outgoing[]): void => {
    if (next === outbox) return
    outbox = next
    lists.clear()
    storage.save(JSON.stringify(outbox.filter((held) => held.state !== 'accepted')))
  }
  const settle = ({ id, conversationId, refused }: ReturnType<typeof run>['settled'][number]): void => {
    keep(outbox.map((held): Outgoing => {
      if (held.message.id !== id) return held
      const { message, at } = held
      return refused === undefined
        ? { message, at, conversationId: conversationId ?? held.conversationId, state: 'accepted' }
        : { message, at, conversationId: held.conversationId, state: 'refused', refusal: { code: refused.code, sentence: refused.message } }
    }))
  }
  function run(input: Input) {
    const next = step(client, input)
    client = next.state
    for (const frame of asClientFrames(next.frames)) connection.send(frame)
    return next
  }
  const take = (input: Input): void => {
    const { fresh, settled } = run(input)
    for (const { conversationId, entries } of fresh) {
      const talk = of(conversationId)
      talks.set(conversationId, { ...talk, entries: receiveEntries(talk.entries, entries, party) })
    }
    for (const one of settled) settle(one)
    for (const { conversationId } of settled) if (conversationId !== undefined) keep(withoutSaid(outbox, of(conversationId).entries))
    for (const { entries } of fresh) keep(withoutSaid(outbox, entries))
  }
  const show = (frame: ServerFrame): void => {
    if ('conversationId' in frame && frame.conversationId !== undefined) {
      const talk = of(frame.conversationId)
      const upTo = client.cursors.get(frame.conversationId) ?? talk.upTo
      const next = frame.t === 'entries' ? { ...talk, upTo, upToDate: talk.upToDate || frame.upToDate }
        : frame.t === 'marks' ? receiveMarks(talk, frame.marks)
          : frame.t === 'presence' ? { ...talk, customerOnline: frame.online }
            : frame.t === 'typing' ? { ...talk, typing: frame.on ? { party: frame.party, ...(frame.name === undefined ? {} : { name: frame.name }) } : undefined }
              : talk
      if (next !== talk) talks.set(frame.conversationId, next)
    }
    const head = frame.t === 'welcome' || frame.t === 'state' ? frame.conversation : undefined
    if (!head) return
    heads.set(head.id, head)
    if (head.state !== 'closed') openConversation = head.id
    else if (openConversation === head.id) openConversation = undefined
  }
  const endFrames = connection.onFrame((frame) => {
    if (frame.t === 'pong' || frame.t === 'lists' || frame.t === 'case') return
    if (frame.t === 'refused' && frame.id !== undefined && passing.has(frame.error.code)) {
      connection.renew()
      return
    }
    take({ on: 'frame', frame })
    show(frame)
    if (frame.t === 'welcome') for (const [conversationId, upTo] of readUpTo) connection.send({ t: 'mark', conversationId, kind: 'read', upTo })
    tell()
  })
  const endStates = connection.onState((state) => { if (state === 'waiting') take({ on: 'lost' }) })

  return {
    talk: of,
    head: (conversationId) => heads.get(conversationId),
    openConversation: () => openConversation,
    outgoing: (conversationId) => {
      const held = lists.get(conversationId) ?? outbox.filter((outgoing) => outgoing.conversationId === conversationId)
      lists.set(conversationId, held)
      return held
    },
    follow: (conversationId) => {
      const count = follows.get(conversationId) ?? 0
      follows.set(conversationId, count + 1)
      if (count === 0) take({ on: 'open', conversationId, after: of(conversationId).upTo })
      return () => {
        const left = (follows.get(conversationId) ?? 1) - 1
        follows.set(conversationId, left)
        if (left > 0) return
        follows.delete(conversationId)
        take({ on: 'leave', conversationId })
      }
    },
    send: (conversationId, message, at) => {
      if (outbox.some((held) => held.message.id === message.id)) return
      keep([...outbox, { message, at, conversationId, state: 'waiting' }])
      take({ on: 'send', message, conversationId })
      tell()
    },
    retry: (messageId) => {
      const held = outbox.find((outgoing) => outgoing.message.id === messageId && outgoing.state === 'refused')
      if (!held) return
      const { message, at, conversationId } = held
      keep(outbox.map((one) => (one === held ? { message, at, conversationId, state: 'waiting' } : one)))
      take({ on: 'send', message, conversationId })
      tell()
    },
    withdraw: (messageId) => {
      const held = outbox.find((outgoing) => outgoing.message.id === messageId && outgoing.state === 'refused')
      if (held) keep(outbox.filter((one) => one !== held))
      tell()
      return held
    },
    read: (conversationId, upTo) => {
      if (upTo < 1 || (readUpTo.get(conversationId) ?? 0) >= upTo) return
      readUpTo.set(conversationId, upTo)
      take({ on: 'read', conversationId, upTo })
    },
    typing: (conversationId, on) => { connection.send({ t: 'typing', conversationId, on }) },
    onChange: (listener) => {
      changed.add(listener)
      return () => { changed.delete(listener) }
    },
    close: () => {
      endFrames()
      endStates()
      connection.close()
    },
  }
}
