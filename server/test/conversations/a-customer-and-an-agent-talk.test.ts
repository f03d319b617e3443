import { afterAll, describe, expect, test } from 'vitest'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { createTalkClient, type TalkClient, until } from '../support/talk-client.ts'

// No jobs: the machine's answers are another room's, and would stand between what is counted here.
const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const clients: TalkClient[] = []
afterAll(() => clients.forEach((client) => client.close()))

const follow = (client: TalkClient): TalkClient => {
  clients.push(client)
  client.connect()
  return client
}

const customerClient = (session: string): TalkClient => follow(createTalkClient({ url: () => server.url, party: 'customer', session }))
const deskClient = (cookie: string): TalkClient => follow(createTalkClient({ url: () => server.url, party: 'desk', cookie }))

const post = async (path: string, cookie: string, body: unknown = {}): Promise<{ readonly status: number; readonly body: unknown }> => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { cookie, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

const texts = (client: TalkClient, conversationId: string): readonly string[] =>
  client.shown(conversationId).flatMap((entry) => (entry.kind === 'message' ? [entry.body.text] : [`(${entry.happening})`]))

describe('a customer and an agent', () => {
  test('talk with each other, and a private note stays at the desk', async () => {
    const customer = await enterAsCustomer(server)
    const staff = await createTestStaff(server, ['junior'], '王客服')
    const page = customerClient(customer.session)
    const first = page.send('你好，我想问一下利率')
    await until('the first message is stored', () => page.settled.has(first))
    const { conversationId = '' } = page.settled.get(first) ?? {}
    const desk = deskClient(staff.cookie)
    desk.open(conversationId)
    const taken = await post(`/v1/desk/conversations/${conversationId}/take`, staff.cookie)
    expect(taken).toMatchObject({ status: 200, body: { conversation: { state: 'with-agent', agent: { name: '王客服' }, unread: 1, lastText: '你好，我想问一下利率' } } })
    desk.send('您好，利率写在合同里', { conversationId })
    desk.send('这位客户上周来过', { conversationId, visibleTo: 'staff' })
    desk.send('还有什么可以帮您？', { conversationId })
    await until('all is shown on both sides', () => texts(desk, conversationId).length === 6 && texts(page, conversationId).length === 5)
    expect(texts(desk, conversationId)).toEqual(['(opened)', '你好，我想问一下利率', '(taken)', '您好，利率写在合同里', '这位客户上周来过', '还有什么可以帮您？'])
    expect(texts(page, conversationId)).toEqual(['(opened)', '你好，我想问一下利率', '(taken)', '您好，利率写在合同里', '还有什么可以帮您？'])
    page.read(conversationId, 6)
    await until('the desk sees it read', () => desk.frames.some((frame) => frame.t === 'marks' && frame.marks.some(({ party, kind, upTo }) => party === 'customer' && kind === 'read' && upTo === 6)))
    const read = await fetch(`${server.url}/v1/chat/conversations/${conversationId}/entries`, { headers: customerHeaders(customer) })
    expect(await read.text()).not.toContain('上周来过')
    expect(JSON.stringify(page.frames)).not.toContain('上周来过')
  })
})
