import type { ConversationHead } from '@xinqiao/contract/conversations.ts'
import type { ClientFrame, ServerFrame } from '@xinqiao/contract/socket.ts'
import type { Connection, Surroundings } from './connection.ts'
import {
  accepted, again, emptyTalk, enqueue, type Outbox, type Outgoing, type OutgoingMessage, receiveEntries, receiveMarks, refused, settle, type Talk,
  unsent, withdraw,
} from './talk-state.ts'

/**
 * The conversations a page follows and the messages it has not got through yet, on one connection. After every welcome
 * it opens what it follows from the cursor and says again, with the same ids, whatever is not known to be kept.
 * Unsent messages live in the page's storage, so that neither a reload nor a crash loses a word.
 */

export type OutboxStorage = { readonly load: () => string | undefined; readonly save: (text: string) => void }

export type Talks = {
  readonly talk: (conversationId: string) => Talk
  /** Of one conversation, or with undefined those that wait for a conversation to be opened. */
  readonly outgoing: (conversationId: string | undefined) => readonly Outgoing[]
  readonly follow: (conversationId: string) => () => void
  readonly send: (conversationId: string | undefined, message: OutgoingMessage, at: string) => void
  readonly retry: (messageId: string) => void
  /** Takes back a refused message; the writer gets its text again. */
  readonly withdraw: (messageId: string) => Outgoing | undefined
  readonly mark: (conversationId: string, kind: 'delivered' | 'read', upTo: number) => void
  readonly typing: (conversationId: string, on: boolean) => void
  readonly onChange: (listener: () => void) => () => void
  /** A head as the server last told it; undefined where it told none. */
  readonly head: (conversationId: string) => ConversationHead | undefined
  readonly close: () => void
}

const read = (storage: OutboxStorage): Outbox => {
  try {
    const held: unknown = JSON.parse(storage.load() ?? '[]')
    return Array.isArray(held) ? (held as Outbox) : []
  } catch {
    return []
  }
}

/** Refusals that say nothing about the message: it is sent again by itself, not given back to its writer. */
const passing: ReadonlySet<string> = new Set(['too-many-requests', 'database-unavailable', 'internal', 'not-signed-in', 'session-expired'])
const retryAfter = 3_000

type MarkFrame = Extract<ClientFrame, { readonly t: 'mark' }>

// One closure holds the state that all these small functions turn.
export const makeTalks = (connection: Connection, storage: OutboxStorage, after: Surroundings['after']): Talks => {
  const talks = new Map<string, Talk>()
  const heads = new Map<string, ConversationHead>()
  const followed = new Map<string, number>()
  /** The highest mark said, by conversation and kind: said again after a welcome. */
  const said = new Map<string, MarkFrame>()
  const changed = new Set<() => void>()
  let outbox = read(storage)
  // A snapshot must stay the same object while nothing changes, or React would render for ever.
  const lists = new Map<string | undefined, readonly Outgoing[]>()

  const tell = (): void => { for (const listener of [...changed]) listener() }
  const keep = (next: Outbox): void => {
    if (next === outbox) return
    outbox = next
    lists.clear()
    storage.save(JSON.stringify(outbox))
  }
  const update = (conversationId: string, next: Talk): void => { talks.set(conversationId, next) }
  const of = (conversationId: string): Talk => talks.get(conversationId) ?? emptyTalk
  const open = (conversationId: string): void => {
    connection.send({ t: 'open', conversationId, after: of(conversationId).cursor })
  }
  const resume = (): void => {
    for (const conversationId of followed.keys()) open(conversationId)
    for (const frame of unsent(outbox)) connection.send(frame)
    for (const frame of said.values()) connection.send(frame)
  }
  const entries = (frame: Extract<ServerFrame, { readonly t: 'entries' }>): void => {
    const { talk, gap } = receiveEntries(of(frame.conversationId), frame.entries, frame.upToDate)
    update(frame.conversationId, talk)
    keep(settle(outbox, frame.entries))
    if (gap) open(frame.conversationId)
  }
  const typing = (frame: Extract<ServerFrame, { readonly t: 'typing' }>): void => {
    const { typing: _, ...talk } = of(frame.conversationId)
    update(frame.conversationId, frame.on
      ? { ...talk, typing: { party: frame.party, ...(frame.name === undefined ? {} : { name: frame.name }) } }
      : talk)
  }
  const say = (messageId: string): void => {
    for (const frame of unsent(outbox)) if (frame.t === 'send' && frame.message.id === messageId) connection.send(frame)
  }
  const refuse = (frame: Extract<ServerFrame, { readonly t: 'refused' }>): void => {
    const { id, error } = frame
    if (id === undefined) return
    if (passing.has(error.code)) after(retryAfter, () => { say(id) })
    else keep(refused(outbox, id, { code: error.code, sentence: error.message }))
  }
  const receive = (frame: ServerFrame): void => {
    switch (frame.t) {
      case 'welcome':
        if (frame.conversation) heads.set(frame.conversation.id, frame.conversation)
        resume()
        break
      case 'entries': entries(frame); break
      case 'sent': {
        keep(accepted(outbox, frame.id, frame.conversationId))
        // Its entry may already be here.
        keep(settle(outbox, of(frame.conversationId).entries))
        break
      }
      case 'refused': refuse(frame); break
      case 'marks': update(frame.conversationId, receiveMarks(of(frame.conversationId), frame.marks)); break
      case 'typing': typing(frame); break
      case 'state': heads.set(frame.conversation.id, frame.conversation); break
      default: return
    }
    tell()
  }
  const endFrames = connection.onFrame(receive)

  return {
    talk: of,
    head: (conversationId) => heads.get(conversationId),
    outgoing: (conversationId) => {
      const held = lists.get(conversationId) ?? outbox.filter((outgoing) => outgoing.conversationId === conversationId)
      lists.set(conversationId, held)
      return held
    },
    follow: (conversationId) => {
      const count = followed.get(conversationId) ?? 0
      followed.set(conversationId, count + 1)
      if (count === 0) open(conversationId)
      return () => {
        const left = (followed.get(conversationId) ?? 1) - 1
        if (left > 0) {
          followed.set(conversationId, left)
          return
        }
        followed.delete(conversationId)
        connection.send({ t: 'leave', conversationId })
      }
    },
    send: (conversationId, message, at) => {
      keep(enqueue(outbox, { message, at, state: 'waiting', ...(conversationId === undefined ? {} : { conversationId }) }))
      connection.send({ t: 'send', message, ...(conversationId === undefined ? {} : { conversationId }) })
      tell()
    },
    retry: (messageId) => {
      keep(again(outbox, messageId))
      say(messageId)
      tell()
    },
    withdraw: (messageId) => {
      const held = outbox.find((outgoing) => outgoing.message.id === messageId)
      keep(withdraw(outbox, messageId))
      tell()
      return held
    },
    mark: (conversationId, kind, upTo) => {
      const key = `${conversationId} ${kind}`
      if (upTo < 1 || (said.get(key)?.upTo ?? 0) >= upTo) return
      const frame: MarkFrame = { t: 'mark', conversationId, kind, upTo }
      said.set(key, frame)
      connection.send(frame)
    },
    typing: (conversationId, on) => { connection.send({ t: 'typing', conversationId, on }) },
    onChange: (listener) => {
      changed.add(listener)
      return () => { changed.delete(listener) }
    },
    close: () => {
      endFrames()
      connection.close()
    },
  }
}
