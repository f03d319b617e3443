import type { Entry } from '@xinqiao/contract/conversations.ts'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createFeeds, type EntriesFrame } from '../../src/conversations/feeds.ts'
import type { FullEntry } from '../../src/conversations/wire.ts'
import { createLog } from '../../src/platform/log.ts'
import { type Answer, chatGet, deskGet, deskPost, reply, rowsIn, startConversation, take } from '../support/desk.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { createTalkClient, type TalkClient, until } from '../support/talk-client.ts'

const quiet = { XINQIAO_JOB_CONCURRENCY: '0' }
const server = await startTestServer({ environment: quiet })
const other = await startTestServer({ environment: quiet, database: server.database, dataFolder: server.dataFolder })
const { context } = server.installation
const wang = await createTestStaff(server, ['junior'], '王客服')
const clients: TalkClient[] = []
afterAll(() => clients.forEach((client) => client.close()))

const connected = (settings: Parameters<typeof createTalkClient>[0]): TalkClient => {
  const client = createTalkClient(settings)
  clients.push(client)
  client.connect()
  return client
}

const secret = '您的账号尾号是 8841'
type Said = { readonly customer: TestSession; readonly conversationId: string; readonly messageId: string; readonly seq: number }

/** A customer who has gone, and what was said to him meanwhile. */
const sayToAbsent = async (): Promise<Said> => {
  const customer = await enterAsCustomer(server)
  const conversationId = await startConversation(server, customer, '你好')
  await take(server, wang, conversationId)
  const messageId = randomUUID()
  const { body } = await reply(server, wang, conversationId, { id: messageId, text: secret })
  return { customer, conversationId, messageId, seq: (body as { seq: number }).seq }
}

const retract = ({ conversationId, messageId }: Said, by: TestStaff = wang, at = server): Promise<Answer> => deskPost(at, by, `/${conversationId}/messages/${messageId}/retract`)

const entriesAtDesk = async ({ conversationId }: Said): Promise<readonly Entry[]> =>
  ((await deskGet(server, wang, `/${conversationId}/entries?after=0`)).body as { entries: Entry[] }).entries

test('a message taken back never reaches the customer; the desk still sees it, with who and when', async () => {
  const said = await sayToAbsent()
  const done = await retract(said)
  expect(done).toMatchObject({ status: 200, body: { messageId: said.messageId, seq: said.seq + 1 } })
  const entries = await entriesAtDesk(said)
  expect(entries.at(-2)).toMatchObject({ seq: said.seq, body: { text: secret }, retracted: { by: { name: '王客服' } } })
  expect(entries.at(-1)).toMatchObject({ happening: 'retracted', about: { id: said.messageId, seq: said.seq }, by: { name: '王客服' } })
  expect((await rowsIn(server, wang, 'mine')).find(({ id }) => id === said.conversationId)?.lastText).toBe('你好')

  const page = connected({ url: () => server.url, party: 'customer', session: said.customer.session })
  await until('the page has all', () => page.shown(said.conversationId).at(-1)?.seq === said.seq + 1)
  const read = await chatGet(server, said.customer, `/conversations/${said.conversationId}/entries`)
  for (const shown of [page.frames, read.body]) expect(JSON.stringify(shown)).not.toContain('8841')
  expect(page.shown(said.conversationId).at(-2)).toMatchObject({ id: said.messageId, body: { text: '' }, retracted: { by: { name: '王客服' } } })
  // Received as taken back: asked again it has the first answer.
  await until('its delivery is marked', async () => JSON.stringify((await deskGet(server, wang, `/${said.conversationId}`)).body).includes(`"delivered","upTo":${said.seq}`))
  expect(await retract(said)).toEqual(done)
  expect(await entriesAtDesk(said)).toHaveLength(entries.length)
})

test('its file goes with it', async () => {
  const said = await sayToAbsent()
  const form = new FormData()
  form.append('file', new Blob([Buffer.from('%PDF-1.7 the statement')]), '对账单.pdf')
  const desk = `${server.url}/v1/desk/conversations/${said.conversationId}/attachments`
  const { id } = (await (await fetch(desk, { method: 'POST', headers: { cookie: wang.cookie, origin: server.url }, body: form })).json()) as { id: string }
  const messageId = randomUUID()
  await deskPost(server, wang, `/${said.conversationId}/messages`, { id: messageId, text: '', attachments: [id] })
  const statusFor = async (path: string, headers: Record<string, string>): Promise<number> => (await fetch(`${server.url}${path}`, { headers })).status
  expect(await statusFor(`/v1/chat/attachments/${id}`, customerHeaders(said.customer))).toBe(200)
  expect((await retract({ ...said, messageId })).status).toBe(200)
  expect(await statusFor(`/v1/chat/attachments/${id}`, customerHeaders(said.customer))).toBe(404)
  expect(await statusFor(`/v1/desk/attachments/${id}`, { cookie: wang.cookie })).toBe(200)
})

test('many who take the same message back at once make one entry, and hear of the same', async () => {
  const said = await sayToAbsent()
  const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => retract(said, wang, index % 2 === 0 ? server : other)))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect((await entriesAtDesk(said)).filter((entry) => entry.kind === 'happening' && entry.happening === 'retracted')).toHaveLength(1)
})

test('only its author may, or who may take over; and nobody what is not there', async () => {
  const said = await sayToAbsent()
  expect(await retract(said, await createTestStaff(server, ['senior']))).toMatchObject({ status: 403, body: { error: { code: 'not-allowed' } } })
  expect(await retract({ ...said, messageId: randomUUID() })).toMatchObject({ status: 404 })
  expect(await retract({ ...said, conversationId: (await sayToAbsent()).conversationId })).toMatchObject({ status: 404 })
  expect(await retract(said, await createTestStaff(server, ['supervisor'], '赵主管'))).toMatchObject({ status: 200 })
  expect((await entriesAtDesk(said)).at(-1)).toMatchObject({ by: { name: '赵主管' } })
})

test('a mark that is being stored is waited for, and then wins', async () => {
  const said = await sayToAbsent()
  let answer: Promise<Answer> | undefined
  await context.db.transaction().execute(async (tx) => {
    await tx.insertInto('conversation_mark').values({ conversation_id: said.conversationId, party: 'customer', kind: 'delivered', up_to: said.seq, at: new Date() }).execute()
    answer = retract(said)
    await until('the retraction waits', async () => {
      const { rows } = await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%for update%'`.execute(context.db)
      return rows.length > 0
    })
  })
  expect(await answer).toMatchObject({ status: 409, body: { error: { code: 'message-already-delivered' } } })
  expect((await entriesAtDesk(said)).at(-1)).toMatchObject({ seq: said.seq, body: { text: secret } })
})

test('of a delivery and a retraction at the same moment exactly one wins, and both sides end alike', async () => {
  const rounds = await Promise.all(Array.from({ length: 12 }, async (_, round) => {
    const said = await sayToAbsent()
    const page = connected({ url: () => other.url, party: 'customer', session: said.customer.session })
    // From beside the delivery to just after the message has come.
    if (round % 3 > 0) await until('something has come', () => page.frames.length >= round % 3)
    const { status } = await retract(said)
    const desk = await entriesAtDesk(said)
    await until('the page has all', () => page.shown(said.conversationId).at(-1)?.seq === desk.at(-1)?.seq)
    const told = [desk, page.shown(said.conversationId)].map((entries) => entries.some((entry) => entry.kind === 'happening' && entry.about?.id === said.messageId))
    expect([status, ...told]).toEqual(status === 200 ? [200, true, true] : [409, false, false])
    return status
  }))
  expect(rounds).toHaveLength(12)
})

test('who lags behind is not handed the body of what was taken back meanwhile', async () => {
  let answerRead: (entries: readonly FullEntry[]) => void = () => undefined
  let letGo: () => void = () => undefined
  let waits = 0
  const frames: EntriesFrame[] = []
  const feeds = createFeeds({ log: createLog('error'), read: () => new Promise((resolve) => { answerRead = resolve }) })
  const roomy = (): Promise<void> => (++waits === 1 ? Promise.resolve() : new Promise((resolve) => { letGo = resolve }))
  feeds.follow('c', 0, { view: { side: 'customer' }, send: (frame) => frames.push(frame), roomy })
  await until('history is read', () => waits === 1)
  const by = { kind: 'agent', name: '王客服' } as const
  const at = '2026-11-23T02:00:00.000Z'
  const body = { text: secret, figures: [], terms: [], articles: [], choices: [], attachments: [] }
  const id = randomUUID()
  feeds.committed('c', [{ kind: 'message', seq: 1, at, id, author: by, purpose: 'service', visibleTo: 'all', body }])
  await new Promise((resolve) => setImmediate(resolve))
  answerRead([])
  await until('the line is full', () => waits === 2)
  feeds.committed('c', [{ kind: 'happening', seq: 2, at, happening: 'retracted', by, about: { id, seq: 1 }, visibleTo: 'all' }])
  letGo()
  await until('all is handed', () => frames.at(-1)?.upTo === 2)
  expect(JSON.stringify(frames)).not.toContain('8841')
})
