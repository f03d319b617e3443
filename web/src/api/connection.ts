import { type ClientFrame, type ServerFrame, socketPath } from '@xinqiao/contract/socket.ts'

/**
 * The socket kept alive: connects, says hello, beats, and after a loss connects again with growing, jittered waits.
 * It promises nothing about a frame that was given to a dying socket: whoever must not lose anything sends it again
 * after `welcome` (see talks.ts).
 */

export type ConnectionState =
  /** Not tried yet, or the first try runs. */
  | 'connecting'
  | 'online'
  /** Lost; tries again by itself. */
  | 'waiting'
  /** The server said that this session may not connect; only a new sign-in helps. */
  | 'refused'
  | 'closed'

export type SocketLike = {
  send: (text: string) => void
  close: () => void
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code?: number }) => void) | null
  onerror: (() => void) | null
}

/** What the connection needs of its surroundings; tests hand in their own. */
export type Surroundings = {
  readonly open: (address: string) => SocketLike
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
  readonly close: () => void
}

const firstWait = 400
const longestWait = 15_000
const beatEvery = 20_000
const beatAnswerWithin = 8_000
const welcomeWithin = 10_000
/** Close codes of the socket that a retry cannot cure: 4401 not signed in, 4403 not allowed. */
const finalCodes: readonly number[] = [4401, 4403]

/** Full jitter: between nothing and the doubled wait, so that a thousand pages do not come back in one instant. */
export const waitBefore = (attempt: number, random: () => number): number =>
  Math.round(Math.min(longestWait, firstWait * 2 ** Math.min(attempt, 10)) * (0.3 + 0.7 * random()))

const listeners = <Value>() => {
  const all = new Set<(value: Value) => void>()
  return {
    tell: (value: Value): void => { for (const listener of [...all]) listener(value) },
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

export const socketAddress = (page: Pick<Location, 'protocol' | 'host'>): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${socketPath}`

// One closure holds one state machine; its handlers make no sense apart from each other.
export const connect = (address: string, hello: () => ClientFrame, around: Surroundings): Connection => {
  const frames = listeners<ServerFrame>()
  const states = listeners<ConnectionState>()
  let state: ConnectionState = 'connecting'
  let socket: SocketLike | undefined
  let attempt = 0
  const timers = new Map<'retry' | 'beat' | 'answer', () => void>()

  const stop = (...names: readonly ('retry' | 'beat' | 'answer')[]): void => {
    for (const name of names) {
      timers.get(name)?.()
      timers.delete(name)
    }
  }
  const later = (name: 'retry' | 'beat' | 'answer', ms: number, task: () => void): void => {
    stop(name)
    timers.set(name, around.after(ms, () => {
      timers.delete(name)
      task()
    }))
  }
  const become = (next: ConnectionState): void => {
    if (state === next) return
    state = next
    states.tell(next)
  }
  const drop = (): void => {
    const dying = socket
    socket = undefined
    stop('beat', 'answer')
    if (!dying) return
    dying.onopen = dying.onmessage = dying.onclose = dying.onerror = null
    dying.close()
  }
  const lost = (code?: number): void => {
    drop()
    if (state === 'closed') return
    if (code !== undefined && finalCodes.includes(code)) {
      become('refused')
      return
    }
    become('waiting')
    later('retry', waitBefore(attempt, around.random), start)
    attempt += 1
  }
  const give = (frame: ClientFrame): boolean => {
    if (!socket) return false
    try {
      socket.send(JSON.stringify(frame))
      return true
    } catch {
      return false
    }
  }
  const beat = (): void => {
    later('beat', beatEvery, () => {
      give({ t: 'ping' })
      later('answer', beatAnswerWithin, () => { lost() })
    })
  }
  const received = (data: unknown): void => {
    stop('answer')
    beat()
    const frame = frameOf(data)
    if (!frame) return
    if (frame.t === 'welcome') {
      attempt = 0
      become('online')
    }
    if (frame.t === 'refused' && state !== 'online' && (frame.error.code === 'not-signed-in' || frame.error.code === 'session-expired')) {
      lost(4401)
    }
    frames.tell(frame)
  }
  function start(): void {
    drop()
    stop('retry')
    let mine: SocketLike
    try {
      mine = around.open(address)
    } catch {
      lost()
      return
    }
    socket = mine
    later('answer', welcomeWithin, () => { lost() })
    mine.onopen = () => { give(hello()) }
    mine.onmessage = (event) => { if (socket === mine) received(event.data) }
    mine.onclose = (event) => { if (socket === mine) lost(event.code) }
    mine.onerror = () => { if (socket === mine) lost() }
  }
  const retry = (): void => {
    if (state === 'closed' || state === 'online') return
    attempt = 0
    become('connecting')
    start()
  }
  const endNetwork = around.onNetwork?.(retry)
  start()
  return {
    state: () => state,
    send: (frame) => state === 'online' && give(frame),
    onFrame: frames.add,
    onState: states.add,
    retry,
    close: () => {
      state = 'closed'
      endNetwork?.()
      stop('retry')
      drop()
    },
  }
}

/** The surroundings of a browser page. */
export const pageSurroundings: Surroundings = {
  open: (address) => new WebSocket(address) as unknown as SocketLike,
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
