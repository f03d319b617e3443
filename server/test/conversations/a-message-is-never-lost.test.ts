import type { Entry } from '@xinqiao/contract/conversations.ts'
import type { ServerFrame } from '@xinqiao/contract/socket.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTestStaff, enterAsCustomer, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { createTalkClient, type TalkClient, until } from '../support/talk-client.ts'

/**
 * Many clients over lines that drop, duplicate, delay and reorder, each of which cuts its connection when it likes and sends
 * again what was not acknowledged, against the real server. What was acknowledged is there, once, in order; nobody sees
 * an entry twice, out of order, or not at all.
 */
const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const staff: TestStaff = await createTestStaff(server, ['senior'], '李客服')

/** What a line does to the next frame that comes from the server; cuts are ordered by the plan of the client. */
type Fault = 'pass' | 'drop' | 'twice' | 'late' | 'swap'
type Plan = { readonly messages: readonly number[]; readonly faults: readonly Fault[]; readonly cuts: readonly number[] }

const plan: fc.Arbitrary<Plan> = fc.record({
  messages: fc.array(fc.nat({ max: 25 }), { minLength: 3, maxLength: 12, size: 'max' }),
  faults: fc.array(fc.constantFrom<Fault>('pass', 'pass', 'pass', 'pass', 'drop', 'twice', 'late', 'swap'), { minLength: 8, maxLength: 40, size: 'max' }),
  cuts: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 6, size: 'max' }),
})

/** Frames that only the order of welcome and refusal depends on are left alone: losing them is losing the connection, which cuts do. */
const maySuffer = ({ t }: ServerFrame): boolean => t === 'entries' || t === 'sent' || t === 'state' || t === 'marks'

const faultyLine = (faults: readonly Fault[]) => {
  let index = 0
  let held: ServerFrame | undefined
  return (frame: ServerFrame, hand: (frame: ServerFrame) => void): void => {
    const fault = maySuffer(frame) ? (faults[index++ % faults.length] ?? 'pass') : 'pass'
    if (fault === 'drop') return
    if (fault === 'late') return void setTimeout(() => hand(frame), 15)
    if (fault === 'swap' && !held) {
      held = frame
      return
    }
    hand(frame)
    if (fault === 'twice') hand(frame)
    if (held) hand(held)
    held = undefined
  }
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Writes its messages and cuts its line at its moments. */
const live = async (client: TalkClient, { messages, cuts }: Plan, say: (client: TalkClient, number: number) => string): Promise<readonly string[]> => {
  const ids: string[] = []
  const cutting = cuts.reduce(async (before, wait) => {
    await before
    await sleep(wait)
    client.cut()
  }, Promise.resolve())
  for (const [index, wait] of messages.entries()) {
    ids.push(say(client, index))
    await sleep(wait)
  }
  await cutting
  return ids
}

const messageIds = (entries: readonly Entry[], author: 'customer' | 'agent'): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'message' && entry.author.kind === author ? [entry.id] : []))

type Talk = { readonly visitor: TalkClient; readonly onlooker: TalkClient; readonly desk: TalkClient; readonly conversationId: string }

const startTalk = async (visitorPlan: Plan, deskPlan: Plan): Promise<Talk> => {
  const { session } = await enterAsCustomer(server)
  const customer = { url: () => server.url, party: 'customer' as const, session }
  const visitor = createTalkClient({ ...customer, onFrame: faultyLine(visitorPlan.faults) })
  // The same customer on another device, whose line is as bad.
  const onlooker = createTalkClient({ ...customer, onFrame: faultyLine(deskPlan.faults.toReversed()) })
  const desk = createTalkClient({ url: () => server.url, party: 'desk', cookie: staff.cookie, onFrame: faultyLine(deskPlan.faults) })
  for (const client of [visitor, onlooker, desk]) client.connect()
  const first = visitor.send('开始')
  await until('the first message is stored', async () => {
    if (!visitor.settled.has(first)) visitor.cut()
    await sleep(100)
    return visitor.settled.has(first)
  })
  const conversationId = visitor.settled.get(first)?.conversationId ?? ''
  const taken = await fetch(`${server.url}/v1/desk/conversations/${conversationId}/take`, { method: 'POST', headers: { cookie: staff.cookie, origin: server.url } })
  expect(taken.status).toBe(200)
  desk.open(conversationId)
  return { visitor, onlooker, desk, conversationId }
}

const stored = async (conversationId: string): Promise<readonly Entry[]> => {
  const response = await fetch(`${server.url}/v1/desk/conversations/${conversationId}/entries?after=0&limit=500`, { headers: { cookie: staff.cookie } })
  return ((await response.json()) as { entries: Entry[] }).entries
}

const runTalk = async (visitorPlan: Plan, deskPlan: Plan): Promise<void> => {
  const { visitor, onlooker, desk, conversationId } = await startTalk(visitorPlan, deskPlan)
  const clients = [visitor, onlooker, desk]
  try {
    const [fromVisitor, fromDesk] = await Promise.all([
      live(visitor, visitorPlan, (client, number) => client.send(`客户${number}`)),
      live(desk, deskPlan, (client, number) => client.send(`客服${number}`, { conversationId, visibleTo: number % 3 === 2 ? 'staff' : 'all' })),
      live(onlooker, { ...deskPlan, messages: [] }, () => ''),
    ])
    // A line that swallowed the last frame has nothing behind it to notice by: one more connection, as a page makes on waking.
    let expected: readonly Entry[] = []
    await until('everything is stored and shown', async () => {
      expected = await stored(conversationId)
      const last = expected.at(-1)?.seq ?? 0
      const isDone = clients.every((client) => client.state().pending.length === 0 && client.state().cursors.get(conversationId) === last)
      if (!isDone) for (const client of clients) client.cut()
      await sleep(isDone ? 0 : 150)
      return isDone && expected.length === last
    })
    expect(expected.map(({ seq }) => seq)).toEqual(expected.map((_, index) => index + 1))
    expect(messageIds(expected, 'customer').slice(1)).toEqual(fromVisitor)
    expect(messageIds(expected, 'agent')).toEqual(fromDesk)
    const visible = expected.filter((entry) => entry.kind === 'happening' || entry.visibleTo === 'all').map(({ seq }) => seq)
    expect(desk.shown(conversationId).map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq))
    expect(visitor.shown(conversationId).map(({ seq }) => seq)).toEqual(visible)
    expect(onlooker.shown(conversationId).map(({ seq }) => seq)).toEqual(visible)
    for (const client of clients) {
      for (const { id, seq, refused } of client.settled.values()) {
        expect(refused).toBeUndefined()
        expect(expected.find((entry) => entry.seq === seq)).toMatchObject({ id })
      }
    }
  } finally {
    for (const client of clients) client.close()
  }
}

describe('a message', () => {
  test('is never lost, doubled or out of order, whatever the lines do', async () => {
    const seed = Number(process.env['MESSAGES_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
    process.stderr.write(`a message is never lost: seed ${seed} (MESSAGES_SEED repeats it)\n`)
    // Six talks at a time on the one server, so that batches hold messages of several.
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(plan, plan), { minLength: 6, maxLength: 6 }), async (talks) => {
      const results = await Promise.allSettled(talks.map(([visitor, desk]) => runTalk(visitor, desk)))
      expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
    }), { seed, numRuns: Number(process.env['MESSAGES_RUNS'] ?? 3), endOnFailure: true })
  })
})
