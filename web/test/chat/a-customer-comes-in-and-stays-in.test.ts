import { beforeEach, expect, it } from 'vitest'
import type { CallRefusal } from '../../src/api/call.ts'
import { draftPlace, type Entering, makeEntrance, outboxPlace, type Session } from '../../src/chat/entrance.ts'
import { type Host, type Told, tokenInAddress } from '../../src/chat/host.ts'
import { type Keep, makeKeep } from '../../src/chat/keep.ts'

const now = Date.UTC(2026, 10, 23, 2)
const place = 'xinqiao.chat.session'
type Level = Session['customer']['level']

const session = (name: string, level: Level = 'verified'): Session =>
  ({ session: `session-${name}`, expiresAt: new Date(now + 86_400_000).toISOString(), customer: { id: name, level } })
const refusal = (refused: CallRefusal['refused']): CallRefusal => ({ refused, sentence: `because ${refused}`, about: {} })

type Body = Parameters<Parameters<typeof makeEntrance>[0]['enter']>[0]

let asked: Body[]
let answers: (Session | CallRefusal)[]
let tasks: { readonly ms: number; readonly task: () => void }[]
let keep: Keep
beforeEach(() => {
  asked = []
  answers = []
  tasks = []
  keep = makeKeep([])
})

const begin = (host?: Host): Entering => makeEntrance({
  enter: async (body) => {
    asked.push(body)
    return answers.shift() ?? session('nobody', 'anonymous')
  },
  who: async (held) => ({ id: held, level: 'verified' as const }),
  keep, host, after: (ms, task) => { tasks.push({ ms, task }) }, now: () => now,
})
const rest = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0) })

const playedHost = () => {
  const told: Told[] = []
  let listener: Parameters<Host['onEnter']>[0] = () => undefined
  const host: Host = { tell: (one) => { told.push(one) }, onEnter: (given) => { listener = given } }
  return { host, told, enter: (entered: Parameters<typeof listener>[0]) => { listener(entered) } }
}

it('exchanges the token of the site once, and a reload finds the session', async () => {
  answers = [session('wang')]
  const first = begin()
  first.start('token')
  await rest()
  expect(first.state()).toEqual({ at: 'in', session: session('wang') })
  const again = begin()
  again.start(undefined)
  expect(again.state()).toEqual({ at: 'in', session: session('wang') })
  expect(asked).toEqual([{ siteToken: 'token' }])
})

it('enters anonymously where there is neither token nor session, or the session is over', async () => {
  keep.write(place, JSON.stringify({ ...session('wang'), expiresAt: new Date(now - 1).toISOString() }))
  const entering = begin()
  entering.start(undefined)
  await rest()
  expect(entering.state()).toMatchObject({ at: 'in', session: { customer: { level: 'anonymous' } } })
  expect(asked).toEqual([{}])
})

it('takes along what was said and written before the customer was known', async () => {
  const entering = begin()
  entering.start(undefined)
  await rest()
  keep.write(outboxPlace('nobody'), '["unsent"]')
  keep.write(draftPlace('nobody'), '{"text":"half a"}')
  answers = [session('wang')]
  entering.takeToken('late')
  await rest()
  expect(asked[1]).toEqual({ siteToken: 'late', join: 'session-nobody' })
  expect(entering.state()).toMatchObject({ session: { session: 'session-wang' } })
  expect([keep.read(outboxPlace('wang')), keep.read(draftPlace('wang'))]).toEqual(['["unsent"]', '{"text":"half a"}'])
  expect(keep.read(outboxPlace('nobody'))).toBeUndefined()
})

it('never lets one customer’s unsent words go out as another’s', async () => {
  keep.write(place, JSON.stringify(session('wang')))
  keep.write(outboxPlace('wang'), '["mine"]')
  answers = [session('zhao')]
  const entering = begin()
  entering.start('token of zhao')
  await rest()
  expect(asked).toEqual([{ siteToken: 'token of zhao' }])
  expect([keep.read(outboxPlace('zhao')), keep.read(outboxPlace('wang'))]).toEqual([undefined, undefined])
})

it('tries again by itself while the server cannot be reached, and says so', async () => {
  answers = [refusal('offline'), refusal('database-unavailable'), session('wang')]
  const entering = begin()
  entering.start('token')
  await rest()
  expect(entering.state()).toEqual({ at: 'entering', trouble: 'because offline' })
  for (let round = 0; round < 2; round += 1) {
    tasks.shift()?.task()
    await rest()
  }
  expect(entering.state()).toMatchObject({ at: 'in' })
  expect(asked).toEqual([{ siteToken: 'token' }, { siteToken: 'token' }, { siteToken: 'token' }])
})

it('says that a token is no longer good, and lets the customer ask anonymously', async () => {
  answers = [refusal('site-token-used')]
  const entering = begin()
  entering.start('old')
  await rest()
  expect(entering.state()).toEqual({ at: 'outside', sentence: 'because site-token-used' })
  entering.enterAnonymously()
  await rest()
  expect(entering.state()).toMatchObject({ at: 'in', session: { customer: { level: 'anonymous' } } })
})

it('sends a verified customer whose session ended back to the site, and lets an anonymous one in anew', async () => {
  answers = [session('wang')]
  const verified = begin()
  verified.start('token')
  await rest()
  verified.ended('over')
  expect(verified.state()).toEqual({ at: 'outside', sentence: 'over' })
  expect(keep.read(place)).toBeUndefined()
  const anonymous = begin()
  anonymous.start(undefined)
  await rest()
  anonymous.ended('over')
  await rest()
  expect(anonymous.state()).toMatchObject({ at: 'in' })
})

it('is told by the embedding page who is there, and gives it the session to keep', async () => {
  const { host, told, enter } = playedHost()
  answers = [session('wang')]
  const entering = begin(host)
  entering.start(undefined)
  expect(told).toEqual([{ xinqiao: 'ready' }])
  enter({ siteToken: 'fresh' })
  await rest()
  expect(told.at(-1)).toEqual({ xinqiao: 'session', session: 'session-wang' })
  keep.forget('xinqiao.')
  const reloaded = begin(host)
  reloaded.start(undefined)
  enter({ session: 'session-wang' })
  await rest()
  expect(reloaded.state()).toMatchObject({ at: 'in', session: { session: 'session-wang' } })
})

it('asks the embedding page for another token once where one was used up by an answer that got lost', async () => {
  const { host, told, enter } = playedHost()
  answers = [refusal('site-token-used'), session('wang')]
  const entering = begin(host)
  entering.start(undefined)
  enter({ siteToken: 'used' })
  await rest()
  expect(told.filter(({ xinqiao }) => xinqiao === 'ready')).toHaveLength(2)
  enter({ siteToken: 'fresh' })
  await rest()
  expect(entering.state()).toMatchObject({ at: 'in', session: { session: 'session-wang' } })
})

it('does not wait for an embedding page that says nothing', async () => {
  const { host } = playedHost()
  const entering = begin(host)
  entering.start(undefined)
  for (const { task } of tasks.splice(0)) task()
  await rest()
  expect(entering.state()).toMatchObject({ at: 'in' })
})

it('forgets everything of a customer who leaves', async () => {
  answers = [session('wang')]
  const entering = begin()
  entering.start('token')
  await rest()
  keep.write(draftPlace('wang'), 'something')
  entering.leave()
  await rest()
  expect(keep.read(draftPlace('wang'))).toBeUndefined()
  expect(entering.state()).toMatchObject({ session: { customer: { level: 'anonymous' } } })
})

it.each([
  ['https://d.example/chat?token=a.b', 'a.b', 'https://d.example/chat'],
  ['https://d.example/chat?embedded=1&token=a.b', 'a.b', 'https://d.example/chat?embedded=1'],
  ['https://d.example/chat#token=a.b', 'a.b', 'https://d.example/chat'],
  ['https://d.example/chat?x=1', undefined, 'https://d.example/chat?x=1'],
])('takes the token out of the address %s', (address, token, clean) => {
  expect(tokenInAddress(address)).toEqual({ token, clean })
})

const working = () => {
  const held = new Map<string, string>()
  return {
    getItem: (at: string) => held.get(at) ?? null,
    setItem: (at: string, text: string) => { held.set(at, text) },
    removeItem: (at: string) => { held.delete(at) },
    key: (at: number) => [...held.keys()][at] ?? null,
    get length() { return held.size },
  }
}

it('uses the first storage that is not blocked, and remembers in memory what none of them takes', () => {
  const blocked = (): never => { throw new DOMException('blocked', 'SecurityError') }
  const store = working()
  const second = makeKeep([blocked, () => store])
  second.write('xinqiao.a', '1')
  expect([store.getItem('xinqiao.a'), second.read('xinqiao.a')]).toEqual(['1', '1'])
  const full = { ...working(), setItem: (at: string) => { if (at !== 'xinqiao.probe') throw new DOMException('full', 'QuotaExceededError') } }
  for (const kept of [makeKeep([blocked]), makeKeep([() => full])]) {
    kept.write('xinqiao.b', '2')
    expect(kept.read('xinqiao.b')).toBe('2')
    kept.forget('xinqiao.')
    expect(kept.read('xinqiao.b')).toBeUndefined()
  }
})
