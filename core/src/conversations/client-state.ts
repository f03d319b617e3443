/**
 * The client's half of the promise of messages, as a pure state machine: what it must send again until it is answered,
 * how far it has received, what is new. The chat page, the desk, the tests and the bench all use this one.
 *
 * The owner keeps the connection and the timers. It hands every input to `step`, sends the frames that come back in
 * their order, shows what is `fresh`, and connects anew `retryDelay` after a loss. Frames are those of contract/socket.ts,
 * by their shape. A server that cannot store for the moment closes the connection: refusing one message while later ones
 * are on their way would change their order.
 */

export type ClientEntry = { readonly seq: number; readonly kind: 'message' | 'happening'; readonly id?: string; readonly author?: { readonly kind: string } }

export type Outgoing = { readonly id: string }

export type Pending<M extends Outgoing> = {
  /** Absent: the customer's open conversation, whichever it is when the message arrives. */
  readonly conversationId: string | undefined
  readonly message: M
}

export type ClientState<M extends Outgoing> = {
  readonly party: 'customer' | 'desk'
  /** Welcomed on the present connection. */
  readonly online: boolean
  /** Connections lost since the last success; for `retryDelay`. */
  readonly failures: number
  /** For each conversation that is followed: everything up to this seq has been received. */
  readonly cursors: ReadonlyMap<string, number>
  /** Not yet acknowledged, in the order they were written. */
  readonly pending: readonly Pending<M>[]
}

export type WireRefusal = { readonly code: string; readonly message: string }

/** The server's frames as far as they matter here; others pass through untouched. */
type Heard<E extends ClientEntry, R extends WireRefusal> =
  | { readonly t: 'welcome'; readonly conversation?: { readonly id: string } | undefined }
  | { readonly t: 'entries'; readonly conversationId: string; readonly after: number; readonly upTo: number; readonly entries: readonly E[] }
  | { readonly t: 'sent'; readonly conversationId: string; readonly id: string; readonly seq: number }
  | { readonly t: 'refused'; readonly id?: string | undefined; readonly error: R }
  | { readonly t: 'state'; readonly conversation: { readonly id: string; readonly state: string } }
  | { readonly t: 'marks' | 'typing' | 'lists' | 'case' | 'pong' | 'presence' }

export type ClientInput<E extends ClientEntry, M extends Outgoing, R extends WireRefusal = WireRefusal> =
  | { readonly on: 'connected'; readonly hello: { readonly t: 'hello' } }
  | { readonly on: 'lost' }
  | { readonly on: 'frame'; readonly frame: Heard<E, R> }
  | { readonly on: 'send'; readonly message: M; readonly conversationId?: string | undefined }
  | { readonly on: 'open'; readonly conversationId: string; readonly after?: number }
  | { readonly on: 'leave'; readonly conversationId: string }
  | { readonly on: 'read'; readonly conversationId: string; readonly upTo: number }

export type ClientFrameOut<M extends Outgoing> =
  | { readonly t: 'hello' }
  | { readonly t: 'open'; readonly conversationId: string; readonly after: number }
  | { readonly t: 'leave'; readonly conversationId: string }
  | { readonly t: 'send'; readonly conversationId?: string; readonly message: M }
  | { readonly t: 'mark'; readonly conversationId: string; readonly kind: 'delivered' | 'read'; readonly upTo: number }

export type ClientStep<E extends ClientEntry, M extends Outgoing, R extends WireRefusal = WireRefusal> = {
  readonly state: ClientState<M>
  readonly frames: readonly ClientFrameOut<M>[]
  /** Entries never handed out before, in order; append them to what is shown. */
  readonly fresh: readonly { readonly conversationId: string; readonly entries: readonly E[] }[]
  /** Messages that are answered for good: stored, or refused for a reason that stays. */
  readonly settled: readonly { readonly id: string; readonly conversationId?: string; readonly seq?: number; readonly refused?: R }[]
}

export const emptyClient = <M extends Outgoing>(party: 'customer' | 'desk', pending: readonly Pending<M>[] = []): ClientState<M> => ({
  party, online: false, failures: 0, cursors: new Map(), pending,
})

const firstDelay = 250
const longestDelay = 15_000

/** Milliseconds to wait before connecting anew: doubling, and spread so that not all come back at once. `random` is in [0, 1). */
export const retryDelay = (failures: number, random: number): number => {
  const most = Math.min(firstDelay * 2 ** Math.min(failures, 10), longestDelay)
  return Math.round(most / 2 + (most / 2) * random)
}

type Step<E extends ClientEntry, M extends Outgoing, R extends WireRefusal> = ClientStep<E, M, R>

const result = <E extends ClientEntry, M extends Outgoing, R extends WireRefusal>(
  state: ClientState<M>, more: Partial<Omit<Step<E, M, R>, 'state'>> = {},
): Step<E, M, R> => ({ state, frames: [], fresh: [], settled: [], ...more })

const sendFrame = <M extends Outgoing>({ conversationId, message }: Pending<M>): ClientFrameOut<M> =>
  conversationId === undefined ? { t: 'send', message } : { t: 'send', conversationId, message }

const withCursor = <M extends Outgoing>(state: ClientState<M>, conversationId: string, cursor: number): ClientState<M> => ({
  ...state, cursors: new Map(state.cursors).set(conversationId, cursor),
})

/** A customer follows the conversation that is his as soon as he hears of it; the desk opens what it looks at. */
const follow = <M extends Outgoing>(state: ClientState<M>, conversationId: string): { state: ClientState<M>; frames: ClientFrameOut<M>[] } =>
  state.party === 'desk' || state.cursors.has(conversationId)
    ? { state, frames: [] }
    : { state: withCursor(state, conversationId, 0), frames: [{ t: 'open', conversationId, after: 0 }] }

const welcomed = <E extends ClientEntry, M extends Outgoing, R extends WireRefusal>(before: ClientState<M>, conversation: string | undefined): Step<E, M, R> => {
  const resumed: ClientFrameOut<M>[] = [...before.cursors].map(([conversationId, after]) => ({ t: 'open', conversationId, after }))
  const { state, frames } = conversation === undefined ? { state: before, frames: [] } : follow(before, conversation)
  return result({ ...state, online: true }, { frames: [...resumed, ...frames, ...state.pending.map(sendFrame)] })
}

type EntriesFrame<E extends ClientEntry> = Heard<E, WireRefusal> & { readonly t: 'entries' }

const received = <E extends ClientEntry, M extends Outgoing, R extends WireRefusal>(state: ClientState<M>, frame: EntriesFrame<E>): Step<E, M, R> => {
  const { conversationId, after, upTo } = frame
  const cursor = state.cursors.get(conversationId)
  if (cursor === undefined || upTo <= cursor) return result(state)
  // Something between is missing; the server is asked for it rather than believed.
  if (after > cursor) return result(state, { frames: [{ t: 'open', conversationId, after: cursor }] })
  const entries = frame.entries.filter(({ seq }) => seq > cursor)
  const stored = new Map(entries.flatMap(({ id, seq }) => (id === undefined ? [] : [[id, seq]])))
  const settled = state.pending.flatMap(({ message: { id } }) => {
    const seq = stored.get(id)
    return seq === undefined ? [] : [{ id, conversationId, seq }]
  })
  const pending = settled.length === 0 ? state.pending : state.pending.filter(({ message }) => !stored.has(message.id))
  const fromOthers = entries.findLast(({ author }) => author !== undefined && (author.kind === 'customer') !== (state.party === 'customer'))
  return result({ ...withCursor(state, conversationId, upTo), failures: 0, pending }, {
    fresh: entries.length === 0 ? [] : [{ conversationId, entries }],
    settled,
    frames: fromOthers ? [{ t: 'mark', conversationId, kind: 'delivered', upTo: fromOthers.seq }] : [],
  })
}

const acknowledged = <E extends ClientEntry, M extends Outgoing, R extends WireRefusal>(
  before: ClientState<M>, { conversationId, id, seq }: Heard<E, R> & { readonly t: 'sent' },
): Step<E, M, R> => {
  const { state, frames } = follow(before, conversationId)
  if (!state.pending.some(({ message }) => message.id === id)) return result({ ...state, failures: 0 }, { frames })
  const pending = state.pending.filter(({ message }) => message.id !== id)
  return result({ ...state, failures: 0, pending }, { frames, settled: [{ id, conversationId, seq }] })
}

const refused = <E extends ClientEntry, M extends Outgoing, R extends WireRefusal>(
  state: ClientState<M>, { id, error }: Heard<E, R> & { readonly t: 'refused' },
): Step<E, M, R> => {
  if (id === undefined || !state.pending.some(({ message }) => message.id === id)) return result(state)
  return result({ ...state, pending: state.pending.filter(({ message }) => message.id !== id) }, { settled: [{ id, refused: error }] })
}

const heard = <E extends ClientEntry, M extends Outgoing, R extends WireRefusal>(state: ClientState<M>, frame: Heard<E, R>): Step<E, M, R> => {
  switch (frame.t) {
    case 'welcome':
      return welcomed(state, frame.conversation?.id)
    case 'entries':
      return received(state, frame)
    case 'sent':
      return acknowledged(state, frame)
    case 'refused':
      return refused(state, frame)
    case 'state': {
      if (frame.conversation.state === 'closed') return result(state)
      const next = follow(state, frame.conversation.id)
      return result(next.state, { frames: next.frames })
    }
    case 'pong':
      return result({ ...state, failures: 0 })
    default:
      return result(state)
  }
}

/** The one function of the client: from what is known and what comes in, to what is known next and what goes out. */
export const step = <E extends ClientEntry, M extends Outgoing, R extends WireRefusal = WireRefusal>(
  state: ClientState<M>, input: ClientInput<E, M, R>,
): ClientStep<E, M, R> => {
  switch (input.on) {
    case 'connected':
      return result({ ...state, online: false }, { frames: [input.hello] })
    case 'lost':
      return result({ ...state, online: false, failures: state.failures + 1 })
    case 'frame':
      return heard(state, input.frame)
    case 'send': {
      const item: Pending<M> = { conversationId: input.conversationId, message: input.message }
      if (state.pending.some(({ message }) => message.id === item.message.id)) return result(state)
      return result({ ...state, pending: [...state.pending, item] }, { frames: state.online ? [sendFrame(item)] : [] })
    }
    case 'open': {
      const after = state.cursors.get(input.conversationId) ?? input.after ?? 0
      const frames: ClientFrameOut<M>[] = state.online ? [{ t: 'open', conversationId: input.conversationId, after }] : []
      return result(withCursor(state, input.conversationId, after), { frames })
    }
    case 'leave': {
      const cursors = new Map(state.cursors)
      cursors.delete(input.conversationId)
      return result({ ...state, cursors }, { frames: state.online ? [{ t: 'leave', conversationId: input.conversationId }] : [] })
    }
    case 'read':
      return result(state, { frames: state.online ? [{ t: 'mark', conversationId: input.conversationId, kind: 'read', upTo: input.upTo }] : [] })
  }
}
