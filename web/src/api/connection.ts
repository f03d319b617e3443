import type { ClientFrame, ServerFrame } from '@xinqiao/contract/socket.ts'
import { retryDelay } from '@xinqiao/core/conversations/client-state.ts'

/**
 * The socket kept alive: connects, says hello, beats, and after a loss connects again with growing, jittered waits.
 * It promises nothing about a frame that was given to a dying socket: what must not be lost is said again by talks.ts.
 */

export type ConnectionState =
  /** Not tried yet, or the first try runs. */
  | 'connecting'
  | 'online'
  /** Lost; tries again by itself. */
  | 'waiting'
  /** The server said that this session may not connect; only signing in again helps. */
  | 'refused'
  | 'closed'

/** One socket; after `close` it calls nothing any more. */
export type Line = { readonly send: (text: string) => void; readonly close: () => void }
export type LineEvents = { readonly opened: () => void; readonly received: (data: unknown) => void; readonly closed: (code?: number) => void }

/** What the connection needs of its surroundings; tests hand in their own. */
export type Surroundings = {
  readonly open: (address: string, events: LineEvents) => Line
  /** Runs `task` after `ms`; the returned function takes it back. */
  readonly after: (ms: number, task: () => void) => () => void
  /** In [0, 1). */
  readonly random: () => number
  /** Calls when the machine believes that it has a network again; the returned function ends that. */
  readonly onNetwork?: (back: () => void) => () => void
}

export type Connection = {
  readonly state: () => ConnectionState
  /** Hands a frame to the socket; false where there is none to hand it to. */
  readonly send: (frame: ClientFrame) => boolean
  readonly onFrame: (listener: (frame: ServerFrame) => void) => () => void
  readonly onState: (listener: (state: ConnectionState) => void) => () => void
  /** Tries at once instead of waiting. */
  readonly retry: () => void
  /** Ends this socket and takes a new one after a wait: all that is unanswered is then said again, in its order. */
  readonly renew: () => void
  readonly close: () => void
}

const beatEvery = 20_000
const beatAnswerWithin = 8_000
const welcomeWithin = 10_000
/** Refusals of the hello that a retry cannot cure. */
const final: ReadonlySet<string> = new Set(['not-signed-in', 'session-expired'])

const makeListeners = <Value>() => {
  const all = new Set<(value: Value) => void>()
  return {
    tell: (value: Value): void => { for (const listener of all) listener(value) },
    add: (listener: (value: Value) => void) => {
      all.add(listener)
      return (): void => { all.delete(listener) }
    },
  }
}

const frameOf = (data: unknown): ServerFrame | undefined => {
  if (typeof data !== 'string') return undefined
  try {
    return JSON.parse(data) as ServerFrame
  } catch {
    return undefined
  }
}

/** `/v1/socket` as an absolute address beside the page's own. */
export const socketAddress = (page: Pick<Location, 'protocol' | 'host'>, path: string): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${path}`

type TimerName = 'retry' | 'beat' | 'answer'

const makeTimers = (after: Surroundings['after']) => {
  const running = new Map<TimerName, () => void>()
  const stop = (...names: readonly TimerName[]): void => {
    for (const name of names) {
      running.get(name)?.()
      running.delete(name)
    }
  }
  return {
    stop,
    start: (name: TimerName, ms: number, task: () => void): void => {
      stop(name)
      running.set(name, after(ms, () => {
        running.delete(name)
        task()
      }))
    },
  }
}

// oxlint-disable-next-line max-lines-per-function -- one closure holds one state machine, whose handlers make no sense apart from each other
export const connect = (address: string, hello: () => ClientFrame, around: Surroundings): Connection => {
  const frames = makeListeners<ServerFrame>()
  const states = makeListeners<ConnectionState>()
  const timers = makeTimers(around.after)
  let state: ConnectionState = 'connecting'
  let line: Line | undefined
  let failures = 0

  const become = (next: ConnectionState): void => {
    if (state === next) return
    state = next
    states.tell(next)
  }
  const drop = (): void => {
    const dying = line
    line = undefined
    timers.stop('beat', 'answer')
    dying?.close()
  }
  const lost = (): void => {
    drop()
    if (state === 'closed' || state === 'refused') return
    failures += 1
    timers.start('retry', retryDelay(failures, around.random()), start)
    become('waiting')
  }
  const give = (frame: ClientFrame): boolean => {
    if (!line) return false
    try {
      line.send(JSON.stringify(frame))
      return true
    } catch {
      return false
    }
  }
  const beat = (): void => {
    timers.start('beat', beatEvery, () => {
      give({ t: 'ping' })
      timers.start('answer', beatAnswerWithin, lost)
    })
  }
  const received = (data: unknown): void => {
    timers.stop('answer')
    beat()
    const frame = frameOf(data)
    if (!frame) return
    if (frame.t === 'sent') failures = 0
    if (frame.t === 'welcome') {
      failures = Math.min(failures, 3)
      become('online')
    }
    if (frame.t === 'refused' && state !== 'online' && final.has(frame.error.code)) {
      drop()
      become('refused')
    }
    frames.tell(frame)
  }
  function start(): void {
    drop()
    timers.stop('retry')
    let mine: Line | undefined
    // A line may report its end before `open` has returned it; only the present one is heard.
    const current = (): boolean => mine === undefined || line === mine
    try {
      mine = around.open(address, {
        opened: () => { if (current()) give(hello()) },
        received: (data) => { if (current()) received(data) },
        closed: () => { if (current()) lost() },
      })
      line = mine
    } catch {
      lost()
      return
    }
    timers.start('answer', welcomeWithin, lost)
  }
  const retry = (): void => {
    if (state === 'closed' || state === 'online') return
    failures = 0
    become('connecting')
    start()
  }
  const endNetwork = around.onNetwork?.(() => { if (state === 'waiting') retry() })
  start()
  return {
    state: () => state,
    send: (frame) => state === 'online' && give(frame),
    onFrame: frames.add,
    onState: states.add,
    retry,
    renew: lost,
    close: () => {
      become('closed')
      endNetwork?.()
      timers.stop('retry')
      drop()
    },
  }
}

const openWebSocket = (address: string, events: LineEvents): Line => {
  const socket = new WebSocket(address)
  const ending = new AbortController()
  const heard = { signal: ending.signal }
  socket.addEventListener('open', events.opened, heard)
  socket.addEventListener('message', (event) => { events.received(event.data) }, heard)
  socket.addEventListener('close', (event) => { events.closed(event.code) }, heard)
  socket.addEventListener('error', () => { events.closed() }, heard)
  return {
    send: (text) => { socket.send(text) },
    close: () => {
      ending.abort()
      socket.close()
    },
  }
}

/** The surroundings of a browser page. */
export const pageSurroundings: Surroundings = {
  open: openWebSocket,
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => { clearTimeout(timer) }
  },
  random: Math.random,
  onNetwork: (back) => {
    const shown = (): void => { if (document.visibilityState === 'visible') back() }
    globalThis.addEventListener('online', back)
    document.addEventListener('visibilitychange', shown)
    return () => {
      globalThis.removeEventListener('online', back)
      document.removeEventListener('visibilitychange', shown)
    }
  },
}
