import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Json } from './outbox.ts'
import type { Log } from './log.ts'

/**
 * Tells every server process on this database that something happened, by LISTEN/NOTIFY. A hint, not a record: what counts
 * is in the tables, and whoever hears of a gap reads them from its cursor.
 */
export type Fanout = {
  /** Small payloads only: ids and counters. Reaches subscribers in this process at once, in other processes after a moment. */
  readonly publish: (channel: string, payload: Json) => void
  /** Hears one channel until the returned function is called. */
  readonly subscribe: (channel: string, handler: (payload: Json) => void) => () => void
  /** Called after the listening connection was lost and came back: anything may have been missed. */
  readonly onGap: (handler: () => void) => () => void
  readonly stop: () => Promise<void>
}

export type FanoutSettings = {
  /** Opens the connection that listens; called again, ever more slowly, whenever it is lost. */
  readonly connect: () => Promise<pg.Client>
  readonly pool: pg.Pool
  readonly log: Log
}

const postgresChannel = 'xinqiao'
/** NOTIFY takes less than 8000 bytes. */
const largestNotice = 7500
const longestWait = 5000
const heartbeat = 15_000
/** Notices are only hints: while the database is away at most so many wait for it. */
const mostWaiting = 10_000

type Notice = readonly [channel: string, payload: Json]
type Listeners = Map<string, Set<(payload: Json) => void>>

/** Packs notices into as few payloads as fit. */
export const packed = (origin: string, notices: readonly Notice[]): readonly string[] => {
  const payloads: string[] = []
  let part: string[] = []
  let size = 0
  const close = (): void => {
    if (part.length > 0) payloads.push(`${origin}[${part.join(',')}]`)
    part = []
    size = 0
  }
  for (const notice of notices) {
    const text = JSON.stringify(notice)
    const bytes = Buffer.byteLength(text) + 1
    if (size + bytes > largestNotice - 64) close()
    part.push(text)
    size += bytes
  }
  close()
  return payloads
}

/** Sends what has gathered, one batch after the other: NOTIFY takes a lock of the whole database at its commit. */
const createSender = ({ pool, log }: FanoutSettings, origin: string): ((notice: Notice) => void) => {
  let waiting: Notice[] = []
  let sending = false
  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await pool.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [postgresChannel, packed(origin, batch)])
      } catch (error) {
        log.warn({ error, count: batch.length }, 'notices to other processes were not sent; they read from their cursors')
      }
    }
    sending = false
  }
  return (notice) => {
    if (waiting.length < mostWaiting) waiting.push(notice)
    if (sending) return
    sending = true
    // What is published in the same turn of the event loop travels together.
    setImmediate(() => void send())
  }
}

const deliver = (listeners: Listeners, log: Log, [channel, payload]: Notice): void => {
  for (const handler of listeners.get(channel) ?? []) {
    try {
      handler(payload)
    } catch (error) {
      log.error({ error, channel }, 'a subscriber failed')
    }
  }
}

export const startFanout = async (settings: FanoutSettings): Promise<Fanout> => {
  const { connect, log } = settings
  const origin = randomUUID()
  const listeners: Listeners = new Map()
  const gapHandlers = new Set<() => void>()
  const send = createSender(settings, origin)
  let stopped = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined

  const listen = async (): Promise<void> => {
    const next = await connect()
    next.on('notification', ({ payload = '' }) => {
      if (payload.startsWith(origin)) return
      for (const notice of JSON.parse(payload.slice(origin.length)) as Notice[]) deliver(listeners, log, notice)
    })
    await next.query(`listen ${postgresChannel}`)
    client = next
    const lost = (): void => {
      clearInterval(pulse)
      if (client !== next) return
      client = undefined
      next.removeAllListeners('notification')
      next.end().catch(() => undefined)
      if (!stopped) again(100)
    }
    // A connection whose other end is gone without a word looks alive for hours; one that does not answer is given up.
    const pulse = setInterval(() => void next.query({ text: 'select 1', query_timeout: 5000 } as pg.QueryConfig).catch(lost), heartbeat).unref()
    next.once('end', lost)
  }
  const again = (wait: number): void => {
    retry = setTimeout(() => void relisten(wait), wait)
  }
  const relisten = async (wait: number): Promise<void> => {
    try {
      await listen()
    } catch {
      if (!stopped) again(Math.min(wait * 2, longestWait))
      return
    }
    log.info({}, 'listening to the other processes again')
    for (const handler of gapHandlers) handler()
  }
  await listen()
  return {
    publish: (channel, payload) => {
      const bytes = Buffer.byteLength(JSON.stringify([channel, payload]))
      if (bytes > largestNotice - 100) throw new RangeError(`a notice of ${bytes} bytes on ${channel}: publish ids, not content`)
      deliver(listeners, log, [channel, payload])
      send([channel, payload])
    },
    subscribe: (channel, handler) => {
      const handlers = listeners.get(channel) ?? new Set()
      listeners.set(channel, handlers.add(handler))
      return () => {
        handlers.delete(handler)
        if (handlers.size === 0 && listeners.get(channel) === handlers) listeners.delete(channel)
      }
    },
    onGap: (handler) => {
      gapHandlers.add(handler)
      return () => gapHandlers.delete(handler)
    },
    stop: async () => {
      stopped = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
