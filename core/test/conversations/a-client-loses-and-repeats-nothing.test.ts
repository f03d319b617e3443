import { type ClientEntry, type ClientState, type ClientStep, emptyClient, retryDelay, step } from '@xinqiao/core/conversations/client-state.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

type Message = { readonly id: string }
type Entry = ClientEntry & { readonly id: string }
type Frame = Extract<Parameters<typeof step<Entry, Message>>[1], { on: 'frame' }>['frame']

const conversationId = 'c-1'

/** A server in a few lines: stores each id once, in order; every third number is hidden from the customer. */
const createServer = () => {
  const stored: Entry[] = []
  let lastSeq = 0
  const visibleAfter = (after: number): Frame => ({
    t: 'entries', conversationId, after, upTo: Math.max(after, lastSeq), entries: stored.filter(({ seq }) => seq > after),
  })
  const store = (id: string): Frame => {
    const known = stored.find((entry) => entry.id === id)
    if (known) return { t: 'sent', conversationId, id, seq: known.seq }
    lastSeq += lastSeq % 3 === 2 ? 2 : 1
    stored.push({ seq: lastSeq, kind: 'message', id, author: { kind: 'customer' } })
    return { t: 'sent', conversationId, id, seq: lastSeq }
  }
  return { stored, visibleAfter, store }
}

type Move =
  | { readonly do: 'write' | 'deliver-up' | 'deliver-down' | 'drop' | 'connect' | 'repeat-down' }
  | { readonly do: 'skip-down'; readonly count: number }

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Move>({ do: 'write' }) },
    { weight: 6, arbitrary: fc.constantFrom<Move>({ do: 'deliver-up' }, { do: 'deliver-down' }) },
    { weight: 1, arbitrary: fc.constantFrom<Move>({ do: 'drop' }, { do: 'repeat-down' }) },
    { weight: 2, arbitrary: fc.constant<Move>({ do: 'connect' }) },
    { weight: 1, arbitrary: fc.nat({ max: 3 }).map((count): Move => ({ do: 'skip-down', count })) },
  ),
  { maxLength: 120, size: 'max' },
)

/** One client over a line that fails; `up` and `down` are what is on its way. */
const createWorld = () => {
  const server = createServer()
  let state: ClientState<Message> = emptyClient('customer')
  let up: ClientStep<Entry, Message>['frames'][number][] = []
  let down: Frame[] = []
  let connected = false
  const shown: Entry[] = []
  const written: string[] = []
  const settled: string[] = []
  const apply = (input: Parameters<typeof step<Entry, Message>>[1]): void => {
    const next = step<Entry, Message>(state, input)
    state = next.state
    if (connected) up.push(...next.frames)
    for (const { entries } of next.fresh) shown.push(...entries)
    settled.push(...next.settled.map(({ id }) => id))
  }
  const reply = (frame: (typeof up)[number]): Frame[] => {
    if (frame.t === 'hello') return [{ t: 'welcome', conversation: { id: conversationId } }]
    if (frame.t === 'open') return [server.visibleAfter(frame.after)]
    if (frame.t !== 'send') return []
    const before = server.stored.at(-1)?.seq ?? 0
    const sent = server.store(frame.message.id)
    return server.stored.at(-1)?.seq === before ? [sent] : [server.visibleAfter(before), sent]
  }
  const lose = (): void => {
    connected = false
    up = []
    down = []
    apply({ on: 'lost' })
  }
  const run = (move: Move): void => {
    const next = up[0]
    if (move.do === 'write') {
      written.push(`m-${written.length}`)
      apply({ on: 'send', message: { id: `m-${written.length - 1}` } })
    } else if (move.do === 'deliver-up' && next) {
      up.shift()
      down.push(...reply(next))
    } else if (move.do === 'deliver-down' && down[0]) {
      apply({ on: 'frame', frame: down.shift() as Frame })
    } else if (move.do === 'repeat-down' && down[0]) {
      apply({ on: 'frame', frame: down[0] })
    } else if (move.do === 'skip-down') {
      // A frame that is pushed twice or late, or lost before a later one: the cursor must notice.
      down.splice(0, move.count, ...down.slice(0, move.count).filter(({ t }) => t !== 'entries'))
    } else if (move.do === 'drop' && connected) {
      lose()
    } else if (move.do === 'connect' && !connected) {
      connected = true
      apply({ on: 'connected', hello: { t: 'hello' } })
    }
  }
  /** In the end the line holds and everything is delivered. */
  const settle = (): void => {
    if (connected) lose()
    run({ do: 'connect' })
    for (let turn = 0; turn < 2000 && (up.length > 0 || down.length > 0); turn++) {
      run({ do: 'deliver-up' })
      run({ do: 'deliver-down' })
    }
  }
  return { run, settle, shown, written, settled, server, pending: () => state.pending }
}

describe('a client', () => {
  test('over any failing line sends each message once, in order, and shows each entry once, in order', () => {
    fc.assert(fc.property(moves, (list) => {
      const world = createWorld()
      for (const move of list) world.run(move)
      world.settle()
      expect(world.server.stored.map(({ id }) => id)).toEqual(world.written)
      expect(world.shown).toEqual(world.server.stored)
      expect(world.settled).toEqual(world.written)
      expect(world.pending()).toEqual([])
    }), { numRuns: 500 })
  })

  test('drops a message that is refused for good and says so', () => {
    const sent = step<Entry, Message>({ ...emptyClient<Message>('desk'), online: true }, { on: 'send', conversationId, message: { id: 'm' } })
    const refused = step<Entry, Message>(sent.state, { on: 'frame', frame: { t: 'refused', id: 'm', error: { code: 'conversation-closed', message: '会话已结束' } } })
    expect(refused.state.pending).toEqual([])
    expect(refused.settled).toEqual([{ id: 'm', refused: { code: 'conversation-closed', message: '会话已结束' } }])
  })

  test('waits longer after each failure, never longer than a quarter of a minute, never all at once', () => {
    expect([0, 1, 2, 3].map((failures) => retryDelay(failures, 1))).toEqual([250, 500, 1000, 2000])
    expect(retryDelay(60, 0.999)).toBeLessThanOrEqual(15_000)
    expect(retryDelay(3, 0)).toBe(1000)
  })
})
