import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { chatGet, deskGet, reply, rowsIn, startConversation, take, write } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer, postEntrance, testSiteToken } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { createTalkClient, type TalkClient, until } from '../support/talk-client.ts'

const server = await startTestServer()
const clients: TalkClient[] = []
afterAll(() => clients.forEach((client) => client.close()))

const connected = (settings: Partial<Parameters<typeof createTalkClient>[0]> & { readonly party: 'customer' | 'desk' }): TalkClient => {
  const client = createTalkClient({ url: () => server.url, ...settings })
  clients.push(client)
  client.connect()
  return client
}

const refusals = (client: TalkClient): readonly string[] => client.frames.flatMap((frame) => (frame.t === 'refused' ? [frame.error.code] : []))

describe('a conversation', () => {
  test('is there for its customer and the desk, and for no other customer', async () => {
    const [mine, other] = [await enterAsCustomer(server), await enterAsCustomer(server)]
    const id = await startConversation(server, mine, '我的秘密')
    expect((await chatGet(server, other, `/conversations/${id}/entries`)).body).toMatchObject({ error: { code: 'not-found' } })
    expect((await chatGet(server, other, '')).body).not.toHaveProperty('conversation')
    const stranger = connected({ party: 'customer', session: other.session })
    await until('the stranger is welcome', () => stranger.state().online)
    stranger.open(id)
    stranger.raw({ t: 'mark', conversationId: id, kind: 'read', upTo: 1 })
    stranger.raw({ t: 'typing', conversationId: id, on: true })
    await until('the stranger is refused', () => refusals(stranger).includes('not-found'))
    await startConversation(server, mine, '还有一句')
    expect(JSON.stringify(stranger.frames)).not.toContain('秘密')
    expect(stranger.shown(id)).toEqual([])
    const nobody = await fetch(`${server.url}/v1/chat/conversations/${id}/entries`)
    expect(nobody.status).toBe(401)
  })

  test('is for those at the desk who have the right, each to his own', async () => {
    const customer = await enterAsCustomer(server)
    const id = await startConversation(server, customer)
    const [owner, colleague, librarian, quality] = await Promise.all([
      createTestStaff(server, ['junior'], '孙客服'), createTestStaff(server, ['junior'], '周客服'), createTestStaff(server, ['knowledge-manager']), createTestStaff(server, ['quality']),
    ])
    expect((await deskGet(server, librarian, `/${id}`)).status).toBe(403)
    expect((await deskGet(server, quality, `/${id}`)).status).toBe(200)
    expect((await take(server, quality, id)).status).toBe(403)
    expect((await take(server, owner, id)).status).toBe(200)
    expect((await reply(server, colleague, id, { text: '我来' })).body).toMatchObject({ error: { code: 'conversation-not-yours' } })
    expect((await reply(server, colleague, id, { text: '提醒：这位客户有投诉', visibleTo: 'staff' })).status).toBe(200)
    const watcher = connected({ party: 'desk', cookie: quality.cookie })
    await until('the watcher is welcome', () => watcher.state().online)
    watcher.raw({ t: 'send', conversationId: id, message: { id: randomUUID(), text: '旁听' } })
    await until('the watcher is refused', () => refusals(watcher).includes('not-allowed'))
    const outsider = connected({ party: 'desk', cookie: librarian.cookie })
    outsider.open(id)
    await until('the outsider is refused', () => refusals(outsider).includes('not-allowed'))
    expect(outsider.shown(id)).toEqual([])
  })

  test('refuses an id that is another message’s, and answers a repeated one with its first result, even when all has changed since', async () => {
    const customer = await enterAsCustomer(server)
    const agent = await createTestStaff(server, ['junior'])
    const message = randomUUID()
    const sent = await write(server, customer, '第一次', message)
    const { conversationId: id } = sent.body as { conversationId: string }
    expect(await write(server, customer, '第一次', message)).toEqual(sent)
    expect((await write(server, customer, '别的', message)).body).toMatchObject({ error: { code: 'message-id-reused' } })
    expect((await write(server, await enterAsCustomer(server), '第一次', message)).body).toMatchObject({ error: { code: 'message-id-reused' } })
    await take(server, agent, id)
    const answer = randomUUID()
    const said = await reply(server, agent, id, { id: answer, text: '好的' })
    expect((await reply(server, agent, id, { id: message, text: '第一次' })).body).toMatchObject({ error: { code: 'message-id-reused' } })
    const closed = await fetch(`${server.url}/v1/desk/conversations/${id}/close`, { method: 'POST', headers: { cookie: agent.cookie, origin: server.url } })
    expect(closed.status).toBe(200)
    expect(await reply(server, agent, id, { id: answer, text: '好的' })).toEqual(said)
    expect((await reply(server, agent, id, { text: '再说一句' })).body).toMatchObject({ error: { code: 'conversation-closed' } })
    expect(await write(server, customer, '第一次', message)).toEqual(sent)
    const next = await write(server, customer, '新的问题')
    expect((next.body as { conversationId: string }).conversationId).not.toBe(id)
  })

  test('shows numbers of persons whole to whom they belong, and covered to whom has no right to see them', async () => {
    const customer = await enterAsCustomer(server)
    const [junior, senior] = [await createTestStaff(server, ['junior']), await createTestStaff(server, ['senior'])]
    const id = await startConversation(server, customer, '在吗')
    await take(server, junior, id)
    await write(server, customer, '我的手机号是13812345678')
    const shown = async (staff: typeof junior): Promise<string> => JSON.stringify((await deskGet(server, staff, `/${id}/entries?after=0`)).body)
    expect(await shown(junior)).toContain('138****5678')
    expect(await shown(junior)).not.toContain('13812345678')
    // Whoever has the right must still say why (server/test/people/whole-numbers-need-a-grant.test.ts).
    expect(await shown(senior)).not.toContain('13812345678')
    expect(JSON.stringify((await chatGet(server, customer, `/conversations/${id}/entries`)).body)).toContain('13812345678')
    expect((await rowsIn(server, junior, 'mine')).find((row) => row.id === id)?.lastText).toBe('我的手机号是138****5678')
    const desk = connected({ party: 'desk', cookie: junior.cookie })
    desk.open(id)
    await until('the desk shows it', () => JSON.stringify(desk.shown(id)).includes('138****5678'))
    expect(JSON.stringify(desk.frames)).not.toContain('13812345678')
  })

  test('lies in the database without a word of it readable', async () => {
    const customer = await enterAsCustomer(server)
    const agent = await createTestStaff(server, ['junior'])
    const said = ['鹦鹉螺号潜艇的贷款', '珊瑚礁内部备注', '海葵答复']
    const id = await startConversation(server, customer, said[0])
    await take(server, agent, id)
    await reply(server, agent, id, { text: said[1] ?? '', visibleTo: 'staff' })
    await reply(server, agent, id, { text: said[2] ?? '' })
    const client = new pg.Client({ connectionString: server.database.ownerUrl })
    await client.connect()
    try {
      const { rows: tables } = await client.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`)
      expect(tables.length).toBeGreaterThan(10)
      for (const { name } of tables) {
        const { rows } = await client.query<{ line: string }>(`select row(t.*)::text as line from ${name} t`)
        const all = rows.map(({ line }) => line).join('\n')
        for (const text of said) {
          for (const form of [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').slice(0, -4)]) expect(all.includes(form), `${form} in ${name}`).toBe(false)
        }
      }
    } finally {
      await client.end()
    }
  })

  test('of an anonymous visitor goes on when he has proven who he is', async () => {
    const visitor = await enterAsCustomer(server)
    const id = await startConversation(server, visitor, '我先随便问问')
    const token = await testSiteToken(server.installation.context, { sub: `ref-${randomUUID()}` })
    const entered = (await (await postEntrance(server, { siteToken: token, join: visitor.session })).json()) as typeof visitor
    await until('the talk is his', async () => JSON.stringify((await chatGet(server, entered, '')).body).includes(id))
    const page = connected({ party: 'customer', session: entered.session })
    const sent = page.send('接着问我自己的贷款')
    await until('it is stored', () => page.settled.has(sent))
    expect(page.settled.get(sent)?.conversationId).toBe(id)
    // What the machine says in between is another test's.
    const own = (): readonly string[] => page.shown(id).flatMap((entry) => {
      if (entry.kind === 'happening') return entry.happening === 'handed-over' ? [] : [entry.happening]
      return entry.author.kind === 'customer' ? [entry.body.text] : []
    })
    await until('all is shown', () => own().length === 4)
    expect(own()).toEqual(['opened', '我先随便问问', 'joined', '接着问我自己的贷款'])
    expect((await chatGet(server, visitor, '')).status).toBe(401)
  })
})
