import type { Entry } from '@xinqiao/contract/conversations.ts'
import type { ClientFrame, ServerFrame } from '@xinqiao/contract/socket.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { connect, type Line, type LineEvents } from '../../src/api/connection.ts'
import { makeTalks } from '../../src/api/talks.ts'

/**
 * A page that writes over a network that loses, doubles and cuts, against a server that keeps its contract
 * (a repeated id changes nothing, entries come in order after the cursor). When the network heals, the page must
 * hold what the server holds, and the server everything that was written, each once and in the order of the first arrival.
 */

const conversationId = '00000000-0000-4000-8000-00000000c0de'
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

type Task = { readonly due: number; readonly run: () => void; gone: boolean }

/** A clock of its own: nothing here waits for real time. */
const makeClock = () => {
  let now = 0
  const tasks: Task[] = []
  return {
    after: (ms: number, run: () => void) => {
      const task: Task = { due: now + ms, run, gone: false }
      tasks.push(task)
      return (): void => { task.gone = true }
    },
    advance: (ms: number): void => {
      const end = now + ms
      for (;;) {
        const next = tasks.filter((task) => !task.gone && task.due <= end).sort((one, other) => one.due - other.due)[0]
        if (!next) break
        now = Math.max(now, next.due)
        next.gone = true
        next.run()
      }
      now = end
    },
  }
}

type Weather = { lose: number; double: number; cut: number }
type Wire = { readonly events: LineEvents; follows: boolean }

const makeWorld = (random: () => number) => {
  const clock = makeClock()
  const log: Entry[] = []
  const weather: Weather = { lose: 0, double: 0, cut: 0 }
  const live = new Set<Wire>()

  const entriesAfter = (after: number): ServerFrame =>
    ({ t: 'entries', conversationId, after, upTo: log.length, entries: log.slice(after), upToDate: true })
  const append = (id: string, text: string): void => {
    const body = { text, figures: [], terms: [], articles: [], choices: [], attachments: [] }
    log.push({
      kind: 'message', seq: log.length + 1, at: '2026-11-23T07:00:00Z', id, author: { kind: 'agent' }, purpose: 'service', visibleTo: 'all', body,
    })
    for (const wire of live) if (wire.follows) tell(wire, entriesAfter(log.length - 1))
  }
  /** A connection loses nothing in its middle: a lost frame means that the connection ends. */
  const deliver = (run: () => void, wire: Wire): void => {
    if (!live.has(wire)) return
    if (random() < weather.cut || random() < weather.lose) {
      cut(wire)
      return
    }
    const times = random() < weather.double ? 2 : 1
    for (let time = 0; time < times; time += 1) run()
  }
  const cut = (wire: Wire): void => {
    if (live.delete(wire)) clock.after(1, wire.events.closed)
  }
  const tell = (wire: Wire, frame: ServerFrame): void => {
    clock.after(1, () => { deliver(() => { wire.events.received(JSON.stringify(frame)) }, wire) })
  }
  const hear = (wire: Wire, frame: ClientFrame): void => {
    if (frame.t === 'hello') tell(wire, { t: 'welcome', now: '2026-11-23T07:00:00Z' })
    if (frame.t === 'ping') tell(wire, { t: 'pong' })
    if (frame.t === 'leave') wire.follows = false
    if (frame.t === 'open') {
      wire.follows = true
      tell(wire, entriesAfter(frame.after))
    }
    if (frame.t === 'send') {
      const find = () => log.find((entry) => entry.kind === 'message' && entry.id === frame.message.id)
      if (!find()) append(frame.message.id, frame.message.text)
      tell(wire, { t: 'sent', conversationId, id: frame.message.id, seq: find()?.seq ?? 0, at: '2026-11-23T07:00:00Z' })
    }
  }
  const open = (_address: string, events: LineEvents): Line => {
    const wire: Wire = { events, follows: false }
    live.add(wire)
    clock.after(1, () => { if (live.has(wire)) events.opened() })
    return {
      close: () => { live.delete(wire) },
      send: (text) => { clock.after(1, () => { deliver(() => { hear(wire, JSON.parse(text) as ClientFrame) }, wire) }) },
    }
  }
  return { clock, log, weather, open, append, cutAll: () => { for (const wire of live) cut(wire) } }
}

const message = (n: number) => ({
  id: idOf(n), text: `m${n}`, attachments: [], visibleTo: 'all' as const, purpose: 'service' as const, figures: [],
})

type Page = { readonly talks: ReturnType<typeof makeTalks>; readonly follow: () => void; readonly leave: () => void }

const openPage = (world: ReturnType<typeof makeWorld>, random: () => number, store: { text: string | undefined }): Page => {
  const connection = connect('ws://x', () => ({ t: 'hello', as: 'staff', protocol: 1 }), { open: world.open, after: world.clock.after, random })
  const talks = makeTalks('desk', connection, { load: () => store.text, save: (text) => { store.text = text } })
  let leave = talks.follow(conversationId)
  const page: Page = { talks, follow: () => { leave = talks.follow(conversationId) }, leave: () => { leave() } }
  return page
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant('send' as const) },
  { weight: 2, arbitrary: fc.constant('other' as const) },
  { weight: 2, arbitrary: fc.constant('cut' as const) },
  { weight: 1, arbitrary: fc.constant('reload' as const) },
  { weight: 1, arbitrary: fc.constant('look away' as const) },
  { weight: 5, arbitrary: fc.constant('wait' as const) },
)

it('keeps every message once and in order through lost, doubled and cut connections and reloads of the page', () => {
  fc.assert(fc.property(
    fc.array(step, { minLength: 1, maxLength: 60 }),
    fc.record({ lose: fc.double({ min: 0, max: 0.4, noNaN: true }), double: fc.double({ min: 0, max: 0.6, noNaN: true }), cut: fc.double({ min: 0, max: 0.3, noNaN: true }) }),
    fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
    (steps, weather, stream) => {
      const random = (): number => stream.next().value as number
      const world = makeWorld(random)
      Object.assign(world.weather, weather)
      const store: { text: string | undefined } = { text: undefined }
      let page = openPage(world, random, store)
      let written = 0
      for (const what of steps) {
        if (what === 'send') page.talks.send(conversationId, message((written += 1)), '2026-11-23T07:00:00Z')
        if (what === 'other') world.append(idOf(900_000 + world.log.length), 'theirs')
        if (what === 'cut') world.cutAll()
        if (what === 'wait') world.clock.advance(2_000)
        // To another conversation and back.
        if (what === 'look away') {
          page.leave()
          world.clock.advance(3)
          page.follow()
        }
        if (what === 'reload') {
          page.talks.close()
          page = openPage(world, random, store)
        }
      }
      Object.assign(world.weather, { lose: 0, double: 0, cut: 0 })
      world.clock.advance(120_000)
      const mine = world.log.flatMap((entry) => (entry.kind === 'message' && entry.body.text !== 'theirs' ? [entry.id] : []))
      expect(mine.sort()).toEqual(Array.from({ length: written }, (_, n) => idOf(n + 1)))
      expect(page.talks.talk(conversationId).entries).toEqual(world.log)
      expect(page.talks.outgoing(conversationId)).toEqual([])
      expect(page.talks.talk(conversationId).upToDate).toBe(true)
      page.talks.close()
    },
  ), { numRuns: 300 })
})

it('waits longer after each failed try, never more than fifteen seconds, and comes back by itself', () => {
  const world = makeWorld(() => 0.99)
  let opened = 0
  let healthy = false
  const connection = connect('ws://x', () => ({ t: 'hello', as: 'staff', protocol: 1 }), {
    open: (address, events) => {
      opened += 1
      if (!healthy) throw new Error('no network')
      return world.open(address, events)
    },
    after: world.clock.after, random: () => 0.99,
  })
  world.clock.advance(60_000)
  expect(connection.state()).toBe('waiting')
  expect(opened).toBeGreaterThan(5)
  expect(opened).toBeLessThan(15)
  healthy = true
  world.clock.advance(15_100)
  expect(connection.state()).toBe('online')
})

it('gives a refused message back to its writer, but sends again by itself what the server only could not keep for the moment', () => {
  const world = makeWorld(() => 0.5)
  const sent: ClientFrame[] = []
  let tell = (_frame: ServerFrame): void => undefined
  const connection = connect('ws://x', () => ({ t: 'hello', as: 'staff', protocol: 1 }), {
    open: (_address, events) => {
      tell = (frame) => { events.received(JSON.stringify(frame)) }
      return { close: () => undefined, send: (text) => { sent.push(JSON.parse(text) as ClientFrame) } }
    },
    after: world.clock.after, random: () => 0.5,
  })
  const sends = (): number => sent.filter((frame) => frame.t === 'send').length
  const talks = makeTalks('desk', connection, { load: () => undefined, save: () => undefined })
  tell({ t: 'welcome', now: '2026-11-23T07:00:00Z' })
  talks.send(conversationId, message(1), '2026-11-23T07:00:00Z')
  tell({ t: 'refused', id: idOf(1), error: { code: 'database-unavailable', message: '系统暂时不可用' } })
  expect(talks.outgoing(conversationId)[0]?.state).toBe('waiting')
  expect(connection.state()).toBe('waiting')
  world.clock.advance(3_000)
  tell({ t: 'welcome', now: '2026-11-23T07:00:05Z' })
  expect(sends()).toBe(2)
  tell({ t: 'refused', id: idOf(1), error: { code: 'message-blocked', message: '消息未通过合规检查' } })
  expect(talks.outgoing(conversationId)[0]?.state).toBe('refused')
  tell({ t: 'welcome', now: '2026-11-23T07:00:10Z' })
  expect(sends()).toBe(2)
  expect(talks.withdraw(idOf(1))?.message.text).toBe('m1')
  expect(talks.outgoing(conversationId)).toEqual([])
})
