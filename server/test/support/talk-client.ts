import type { Entry } from '@xinqiao/contract/conversations.ts'
import { type ClientFrame, type ServerFrame, serverFrame, socketPath } from '@xinqiao/contract/socket.ts'
import { type ClientInput, type ClientState, emptyClient, retryDelay, step, type WireRefusal } from '@xinqiao/core/conversations/client-state.ts'
import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'

/** A page without a screen: the real socket, the client's state machine of core, and what it would show. */

export type WireMessage = { readonly id: string; readonly text: string } & Partial<Extract<ClientFrame, { t: 'send' }>['message']>

export type TalkClientSettings = {
  /** Where to connect; asked at each connection, so that a test may move a client from one process to another. */
  readonly url: () => string
  readonly party: 'customer' | 'desk'
  readonly session?: string
  readonly cookie?: string
  /** Connects again by itself after a loss. */
  readonly stubborn?: boolean
  /** Between 0 and 1: spreads the waiting before a new connection. */
  readonly random?: () => number
  /** What the line does to a frame from the server before the client sees it; the default hands it on. */
  readonly onFrame?: (frame: ServerFrame, hand: (frame: ServerFrame) => void) => void
  /** Frames are not checked against the contract, and marks are sent together now and then: for the bench, which shares the machine. */
  readonly trusting?: boolean
  readonly onFresh?: (conversationId: string, entries: readonly Entry[]) => void
  readonly onSettled?: (settled: Settled) => void
}

export type Settled = { readonly id: string; readonly conversationId?: string; readonly seq?: number; readonly refused?: WireRefusal }

export type TalkClient = {
  readonly connect: () => void
  /** Cuts the line without a farewell, as a network does. */
  readonly cut: () => void
  readonly send: (text: string, more?: Partial<WireMessage> & { readonly conversationId?: string }) => string
  /** Sends a frame past the state machine. */
  readonly raw: (frame: unknown) => void
  readonly open: (conversationId: string, after?: number) => void
  readonly read: (conversationId: string, upTo: number) => void
  readonly shown: (conversationId: string) => readonly Entry[]
  readonly conversations: () => readonly string[]
  readonly settled: ReadonlyMap<string, Settled>
  /** Every frame that came, for tests that look at them. */
  readonly frames: readonly ServerFrame[]
  readonly state: () => ClientState<WireMessage>
  readonly close: () => void
}

export const until = async (what: string, holds: () => boolean | Promise<boolean>, within = 60_000): Promise<void> => {
  const end = performance.now() + within
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

type Step = ReturnType<typeof step<Entry, WireMessage>>

export const createTalkClient = (settings: TalkClientSettings): TalkClient => {
  const { party, stubborn = true, random = Math.random } = settings
  let state = emptyClient<WireMessage>(party)
  let socket: WebSocket | undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined
  const shown = new Map<string, Entry[]>()
  const settled = new Map<string, Settled>()
  const frames: ServerFrame[] = []

  const put = (frame: unknown): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }
  const marks = new Map<string, unknown>()
  let flushing: NodeJS.Timeout | undefined
  /** Marks are cumulative: of those of a moment the last one says all. */
  const gather = (frame: { readonly conversationId: string; readonly kind: string }): void => {
    marks.set(`${frame.conversationId} ${frame.kind}`, frame)
    flushing ??= setTimeout(() => {
      flushing = undefined
      for (const mark of marks.values()) put(mark)
      marks.clear()
    }, 50)
  }
  const apply = (input: ClientInput<Entry, WireMessage>): Step => {
    const next = step<Entry, WireMessage>(state, input)
    state = next.state
    for (const frame of next.frames) {
      if (frame.t === 'mark' && settings.trusting) gather(frame)
      else put(frame)
    }
    for (const { conversationId, entries } of next.fresh) {
      const list = shown.get(conversationId) ?? []
      list.push(...entries)
      shown.set(conversationId, list)
      settings.onFresh?.(conversationId, entries)
    }
    for (const one of next.settled) {
      settled.set(one.id, one)
      settings.onSettled?.(one)
    }
    return next
  }
  const hand = (frame: ServerFrame): void => void apply({ on: 'frame', frame })
  const connect = (): void => {
    clearTimeout(retry)
    if (closed) return
    const line = new WebSocket(`${settings.url().replace(/^http/, 'ws')}${socketPath}`, settings.cookie === undefined ? {} : { headers: { cookie: settings.cookie } })
    socket = line
    line.on('open', () => {
      if (socket !== line) return line.terminate()
      const hello: Extract<ClientFrame, { t: 'hello' }> = { t: 'hello', protocol: 1, as: party === 'customer' ? 'customer' : 'staff', ...(settings.session === undefined ? {} : { session: settings.session }) }
      apply({ on: 'connected', hello })
    })
    line.on('message', (data) => {
      if (socket !== line) return
      const given: unknown = JSON.parse(String(data))
      const frame = settings.trusting ? (given as ServerFrame) : serverFrame.parse(given)
      if (!settings.trusting) frames.push(frame)
      if (settings.onFrame) settings.onFrame(frame, (given) => (socket === line ? hand(given) : undefined))
      else hand(frame)
    })
    line.on('error', () => undefined)
    line.on('close', () => {
      if (socket !== line) return
      socket = undefined
      apply({ on: 'lost' })
      if (stubborn && !closed) retry = setTimeout(connect, retryDelay(state.failures, random()) / 4)
    })
  }
  return {
    connect,
    cut: () => socket?.terminate(),
    send: (text, { conversationId, ...more } = {}) => {
      const message = { id: randomUUID(), text, ...more }
      apply({ on: 'send', message, conversationId })
      return message.id
    },
    raw: put,
    open: (conversationId, after) => void apply({ on: 'open', conversationId, ...(after === undefined ? {} : { after }) }),
    read: (conversationId, upTo) => void apply({ on: 'read', conversationId, upTo }),
    shown: (conversationId) => shown.get(conversationId) ?? [],
    conversations: () => [...shown.keys()],
    settled, frames,
    state: () => state,
    close: () => {
      closed = true
      clearTimeout(retry)
      socket?.terminate()
    },
  }
}
