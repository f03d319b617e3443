import type { Release } from '@xinqiao/contract/gate.ts'
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { type Answer, chatGet, deskGet, deskPost, reply, startConversation, take } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer, type TestSession, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
const promise = '您放心，肯定能批下来。'

let writer: TestStaff
let supervisor: TestStaff
let colleague: TestStaff
beforeAll(async () => {
  writer = await createTestStaff(server, ['junior'], '林小雨')
  supervisor = await createTestStaff(server, ['supervisor'], '刘静')
  colleague = await createTestStaff(server, ['senior'], '赵平')
})

type Talk = { readonly customer: TestSession; readonly id: string }

const talk = async (staff: TestStaff = writer): Promise<Talk> => {
  const customer = await enterAsCustomer(server)
  const id = await startConversation(server, customer, '我的申请过了没有')
  await take(server, staff, id)
  return { customer, id }
}

const ask = (conversationId: string, message: { readonly id?: string; readonly text?: string }, staff: TestStaff = writer): Promise<Answer> =>
  deskPost(server, staff, `/${conversationId}/releases`, { id: randomUUID(), text: promise, reason: '审批系统里已通过', ...message })

const decide = async (staff: TestStaff, id: string, body: { readonly release: boolean; readonly reason: string }): Promise<Answer> => {
  const response = await fetch(`${server.url}/v1/desk/releases/${id}/decision`, {
    method: 'POST', headers: { cookie: staff.cookie, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const heard = async ({ customer, id }: Talk): Promise<string> => JSON.stringify((await chatGet(server, customer, `/conversations/${id}/entries`)).body)
const seen = async ({ id }: Talk): Promise<string> => JSON.stringify((await deskGet(server, writer, `/${id}/entries`)).body)

const events = async (messageId: string): Promise<readonly string[]> => {
  const rows = await context.db.selectFrom('event').select(['kind', 'payload']).orderBy('event_id').execute()
  return rows.filter(({ payload }) => JSON.stringify(payload).includes(messageId)).map(({ kind }) => kind)
}

test('released, it goes out once, as from its writer, with who released it and why; the customer reads nothing of that', async () => {
  const here = await talk()
  const id = randomUUID()
  expect((await reply(server, writer, here.id, { id, text: promise })).body).toMatchObject({ error: { code: 'message-needs-release' } })
  expect((await ask(here.id, { id })).body).toMatchObject({ id, state: 'open', by: { name: '林小雨' }, why: '审批系统里已通过', findings: [{ rule: 'MSG-PROMISE' }] })
  expect((await ask(here.id, { id })).body).toMatchObject({ id, state: 'open' })
  expect(await heard(here)).not.toContain(promise)
  const waiting = await fetch(`${server.url}/v1/desk/releases`, { headers: { cookie: supervisor.cookie } })
  expect(((await waiting.json()) as { releases: Release[] }).releases.map((one) => one.id)).toContain(id)
  expect((await decide(supervisor, id, { release: true, reason: '已在审批系统核实' })).body).toMatchObject({ release: { state: 'released', decided: { by: { name: '刘静' } } }, sent: { id } })
  expect(await heard(here)).toContain(promise)
  expect(await heard(here)).not.toMatch(/MSG-PROMISE|核实|审批系统/)
  const entries = await seen(here)
  for (const words of ['"name":"林小雨"', '"verdict":"block"', '已在审批系统核实', '审批系统里已通过', 'release-asked', 'released']) expect(entries).toContain(words)
  expect(await decide(supervisor, id, { release: true, reason: '再来一次' })).toMatchObject({ status: 409 })
  expect((await heard(here)).split(promise)).toHaveLength(2)
  expect(await events(id)).toEqual(['conversations.release-asked', 'conversations.message-released'])
})

test('nobody else releases it: not its writer, no colleague, nobody who asked himself', async () => {
  const here = await talk()
  const id = ((await ask(here.id, {})).body as Release).id
  for (const staff of [writer, colleague]) expect((await decide(staff, id, { release: true, reason: '可以' })).body).toMatchObject({ error: { code: 'not-allowed' } })
  const own = await talk(supervisor)
  const hers = ((await ask(own.id, {}, supervisor)).body as Release).id
  expect((await decide(supervisor, hers, { release: true, reason: '可以' })).body).toMatchObject({ error: { code: 'same-person' } })
  expect((await decide(supervisor, id, { release: true, reason: ' ' })).status).toBe(400)
  expect(await heard(here)).not.toContain(promise)
})

test('refused, it stays, and its writer reads why', async () => {
  const here = await talk()
  const id = ((await ask(here.id, {})).body as Release).id
  expect((await decide(supervisor, id, { release: false, reason: '没有审批记录' })).body).toMatchObject({ release: { state: 'refused' } })
  expect((await decide(supervisor, id, { release: true, reason: '改主意了' })).body).toMatchObject({ error: { code: 'version-conflict' } })
  expect(await heard(here)).not.toContain(promise)
  expect((await deskGet(server, writer, `/${here.id}/releases`)).body).toMatchObject({ releases: [{ id, state: 'refused', decided: { reason: '没有审批记录' } }] })
})

test('two who decide at once make one decision', async () => {
  const here = await talk()
  const other = await createTestStaff(server, ['compliance'], '何规')
  const id = ((await ask(here.id, {})).body as Release).id
  const answers = await Promise.all([decide(supervisor, id, { release: true, reason: '可以' }), decide(other, id, { release: false, reason: '不行' })])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const [released] = answers
  expect((await heard(here)).includes(promise)).toBe(released?.status === 200)
})

test('what no row lets release is not even asked for, nor what needs no release', async () => {
  const here = await talk()
  expect((await ask(here.id, { text: '把钱转到我个人微信收款码就行。' })).body).toMatchObject({ error: { code: 'message-blocked' } })
  expect((await ask(here.id, { text: '您好，我马上为您查。' })).body).toMatchObject({ error: { code: 'message-passes' } })
  expect((await ask(here.id, {}, colleague)).body).toMatchObject({ error: { code: 'conversation-not-yours' } })
})
