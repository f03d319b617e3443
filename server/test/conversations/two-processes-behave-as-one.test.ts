import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { chatGet, deskGet, startConversation, take, write } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { createTalkClient, type TalkClient, until } from '../support/talk-client.ts'

/** Two servers on one database that know of each other only by it. That one of them may be killed is tested beside this. */
const quiet = { XINQIAO_JOB_CONCURRENCY: '0' }
const first = await startTestServer({ environment: quiet })
const second = await startTestServer({ environment: quiet, database: first.database, dataFolder: first.dataFolder })
const clients: TalkClient[] = []
afterAll(() => clients.forEach((client) => client.close()))

const connected = (settings: Parameters<typeof createTalkClient>[0]): TalkClient => {
  const client = createTalkClient(settings)
  clients.push(client)
  client.connect()
  return client
}

const texts = (client: TalkClient, id: string): readonly string[] => client.shown(id).flatMap((entry) => (entry.kind === 'message' ? [entry.body.text] : []))

describe('two processes', () => {
  test('carry messages, marks, typing, presence and states between their clients', async () => {
    const customer = await enterAsCustomer(first)
    const staff = await createTestStaff(second, ['junior'], '赵客服')
    const page = connected({ url: () => first.url, party: 'customer', session: customer.session })
    const id = await startConversation(first, customer, '在吗')
    const desk = connected({ url: () => second.url, party: 'desk', cookie: staff.cookie })
    desk.open(id)
    expect((await take(second, staff, id)).status).toBe(200)
    await until('the customer hears who has it', () => page.frames.some((frame) => frame.t === 'state' && frame.conversation.agent?.name === '赵客服'))
    desk.send('在的', { conversationId: id })
    page.send('想问还款日')
    await until('both sides show all', () => texts(page, id).length === 3 && texts(desk, id).length === 3)
    expect(texts(page, id)).toEqual(texts(desk, id))
    page.raw({ t: 'typing', conversationId: id, on: true })
    page.read(id, 5)
    await until('the desk sees the customer type', () => desk.frames.some((frame) => frame.t === 'typing' && frame.party === 'customer' && frame.on))
    await until('the desk sees it read', () => desk.frames.some((frame) => frame.t === 'marks' && frame.marks.some(({ party, kind, upTo }) => party === 'customer' && kind === 'read' && upTo === 5)))
    await until('the desk sees the customer here', () => desk.frames.some((frame) => frame.t === 'presence' && frame.online))
    page.close()
    await until('the desk sees the customer gone', () => desk.frames.some((frame) => frame.t === 'presence' && !frame.online))
    const wrongTyping = page.frames.filter((frame) => frame.t === 'typing' && frame.party === 'customer')
    expect(wrongTyping).toEqual([])
  })

  test('give a conversation to exactly one of those who take it at the same moment', async () => {
    const agents = await Promise.all(Array.from({ length: 6 }, (_, index) => createTestStaff(first, ['junior'], `客服${index}`)))
    for (let round = 0; round < 4; round++) {
      const id = await startConversation(first, await enterAsCustomer(first))
      const answers = await Promise.all(agents.map((agent, index) => take(index % 2 === 0 ? first : second, agent, id)))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409])
      const winner = answers.findIndex(({ status }) => status === 200)
      for (const { status, body } of answers) if (status === 409) expect(body).toMatchObject({ error: { code: 'conversation-taken', about: { name: `客服${winner}` } } })
      const { body } = await deskGet(first, agents[0] ?? { cookie: '' }, `/${id}/entries?after=0`)
      expect((body as { entries: { happening?: string }[] }).entries.filter(({ happening }) => happening === 'taken')).toHaveLength(1)
    }
  })

  test('store a message once that comes to both at the same moment, and open one conversation for it', async () => {
    for (let round = 0; round < 6; round++) {
      const customer = await enterAsCustomer(first)
      const id = randomUUID()
      const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => write(index % 2 === 0 ? first : second, customer, '同一条', id)))
      expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
      expect(answers[0]).toMatchObject({ status: 200, body: { id, seq: 2 } })
      expect((await chatGet(second, customer, '')).body).toMatchObject({ conversation: { lastSeq: 2 }, earlier: [] })
    }
  })

  test('keep numbers without a gap when many write into many conversations through both', async () => {
    const customers = await Promise.all(Array.from({ length: 8 }, () => enterAsCustomer(first)))
    const reader = await createTestStaff(first, ['junior'])
    const ids = await Promise.all(customers.map((customer) => startConversation(first, customer)))
    const writes = customers.flatMap((customer) => Array.from({ length: 20 }, (_, index) => write(index % 2 === 0 ? first : second, customer, `第${index}句`)))
    expect(new Set((await Promise.all(writes)).map(({ status }) => status))).toEqual(new Set([200]))
    for (const id of ids) {
      const { entries } = (await deskGet(first, reader, `/${id}/entries?after=0`)).body as { entries: { seq: number }[] }
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1))
    }
  })
})
