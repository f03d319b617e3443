import { instant } from '@xinqiao/core/primitives/instant.ts'
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { mayUseData } from '../../src/people/consents.ts'
import { openCustomerSession } from '../../src/people/customer-session.ts'
import { customerIdOfRef, readCustomer } from '../../src/people/customers.ts'
import { raiseSession } from '../../src/people/verification-store.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { startConversation, take, write } from '../support/desk.ts'
import { createTestCustomer, createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
const senior = await createTestStaff(server, ['senior'])
const agent = await createTestStaff(server, ['junior', 'collector'])

const phone = '13800001234'
const idNumber = '11010519491231002X'
let count = 0
let customerId = ''
let ref = ''
beforeEach(async () => {
  count += 1
  ref = `R${count}`
  await createTestCustomer(context, ref, { name: '王小明', phone, idNumber, city: '上海' })
  customerId = (await customerIdOfRef(context.db, ref)) ?? ''
})

const bearer = async (strong = false): Promise<Record<string, string>> => {
  const { token, sessionId } = await openCustomerSession(context, context.db, customerId, 'verified')
  if (strong) await raiseSession(context.db, sessionId, instant(clock.now() + 60_000))
  return { authorization: `Bearer ${token}` }
}

type Answer = { readonly status: number; readonly json: Record<string, unknown> & { readonly error?: { readonly code: string } } }

const ask = async (path: string, headers: Record<string, string>, body?: unknown): Promise<Answer> => {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${server.url}${path}`, { ...sent, headers: { ...headers, origin: server.url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } })
  return { status: response.status, json: (await response.json()) as Answer['json'] }
}

type Consent = { readonly purpose: string; readonly given: boolean; readonly since?: string }
const consents = (answer: Answer): readonly Consent[] => answer.json['consents'] as Consent[]

test('silence is no; what is agreed to holds from then on and ends when it is withdrawn, and every use asks it', async () => {
  const headers = await bearer()
  expect(consents(await ask('/v1/chat/consents', headers)).filter(({ given }) => given)).toEqual([])
  expect(await mayUseData(context, customerId, 'marketing')).toBe(false)
  const visit = await enterAsCustomer(server, ref)
  const conversationId = await startConversation(server, visit)
  await take(server, agent, conversationId)
  const advertise = async (): Promise<number> => (await ask(`/v1/desk/conversations/${conversationId}/messages`, { cookie: agent.cookie }, { id: randomUUID(), text: '【安心消费金融】本月有优惠活动，详情请看官方页面，回复TD退订。', purpose: 'marketing', reason: '活动通知' })).status
  expect(await advertise()).toBe(409)
  expect(consents(await ask('/v1/chat/consents', headers, { purpose: 'marketing', given: true, textVersion: 1 }))).toContainEqual(expect.objectContaining({ purpose: 'marketing', given: true, since: new Date(clock.now()).toISOString() }))
  expect(await mayUseData(context, customerId, 'marketing')).toBe(true)
  expect(await mayUseData(context, customerId, 'profile')).toBe(false)
  expect(await advertise()).toBe(200)
  await ask('/v1/chat/consents', headers, { purpose: 'marketing', given: false, textVersion: 1 })
  expect(await mayUseData(context, customerId, 'marketing')).toBe(false)
  expect(await advertise()).toBe(409)
  const kinds = (await context.db.selectFrom('event').select(['kind', 'payload']).execute()).filter(({ payload }) => (payload as { customer?: string }).customer === customerId).map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind.startsWith('people.consent'))).toEqual(['people.consent-given', 'people.consent-withdrawn'])
})

test('to a text that is not in force nobody agrees', async () => {
  expect((await ask('/v1/chat/consents', await bearer(), { purpose: 'profile', given: true, textVersion: 2 })).json.error?.code).toBe('version-conflict')
  expect(await mayUseData(context, customerId, 'profile')).toBe(false)
})

test('the copy holds what is his, whole, and nothing of the desk’s own; it needs the strongest proof and is recorded', async () => {
  const visit = await enterAsCustomer(server, ref)
  const conversationId = await startConversation(server, visit, `我的手机号是 ${phone}`)
  await Promise.all(Array.from({ length: 250 }, (_, n) => write(server, visit, `第 ${n} 句`)))
  await take(server, agent, conversationId)
  await ask(`/v1/desk/conversations/${conversationId}/messages`, { cookie: agent.cookie }, { id: randomUUID(), text: '内部备注，不给客户看', visibleTo: 'staff' })
  await ask('/v1/chat/consents', await bearer(), { purpose: 'profile', given: true, textVersion: 1 })
  expect((await ask('/v1/chat/my-data', await bearer())).json.error?.code).toBe('identity-level-too-low')
  const response = await fetch(`${server.url}/v1/chat/my-data`, { headers: await bearer(true) })
  expect(response.headers.get('content-disposition')).toContain('my-data.json')
  const text = await response.text()
  const copy = JSON.parse(text) as { person: object; consents: Consent[]; conversations: { entry?: { kind: string; body?: { text: string } } }[] }
  expect(copy.person).toMatchObject({ name: '王小明', phone, idNumber, city: '上海' })
  expect(copy.consents.find(({ purpose }) => purpose === 'profile')?.given).toBe(true)
  const said = copy.conversations.flatMap(({ entry }) => (entry?.kind === 'message' ? [entry.body?.text] : []))
  expect(said).toHaveLength(251)
  expect(said[0]).toBe(`我的手机号是 ${phone}`)
  expect(text).not.toContain('内部备注')
  const events = await context.db.selectFrom('event').select('payload').where('kind', '=', 'people.data-copied').execute()
  expect(events.filter(({ payload }) => (payload as { customer: string }).customer === customerId)).toHaveLength(1)
})

test('a correction is asked for once, decided once by who may, answered, and a name or town put right', async () => {
  const headers = await bearer()
  const id = randomUUID()
  const body = { id, field: 'city', wrong: '城市写成了上海', right: '苏州' }
  await Promise.all([ask('/v1/chat/corrections', headers, body), ask('/v1/chat/corrections', headers, body)])
  const listed = async (): Promise<readonly { id: string; state: string; answer?: string }[]> => (await ask('/v1/chat/corrections', headers)).json['corrections'] as { id: string; state: string; answer?: string }[]
  expect(await listed()).toEqual([expect.objectContaining({ id, state: 'open' })])
  const path = `/v1/desk/customers/${customerId}/corrections/${id}/decide`
  expect((await ask(path, { cookie: agent.cookie }, { decision: 'corrected', answer: '已更正' })).json.error?.code).toBe('not-allowed')
  const waiting = (await ask('/v1/desk/corrections', { cookie: senior.cookie })).json['corrections'] as { id: string }[]
  expect(waiting.map((one) => one.id)).toContain(id)
  expect((await ask(path, { cookie: senior.cookie }, { decision: 'corrected', answer: '已按您提供的证明更正。' })).json).toMatchObject({ correction: { state: 'corrected' } })
  expect((await readCustomer(context, context.db, customerId))?.details).toMatchObject({ city: '苏州', phone, idNumber })
  expect(await listed()).toEqual([expect.objectContaining({ state: 'corrected', answer: '已按您提供的证明更正。' })])
  expect((await ask(path, { cookie: senior.cookie }, { decision: 'refused', answer: '不改了' })).json.error?.code).toBe('correction-decided')
  expect((await ask(path, { cookie: senior.cookie }, { decision: 'corrected', answer: '再改一次' })).json).toMatchObject({ correction: { answer: '已按您提供的证明更正。' } })
  const rows = JSON.stringify(await context.db.selectFrom('event').select('payload').where('kind', 'like', 'people.correction%').execute())
  expect(rows).not.toContain('苏州')
})

test('numbers in a correction are covered for the desk', async () => {
  await ask('/v1/chat/corrections', await bearer(), { id: randomUUID(), field: 'idNumber', wrong: `证件号应为 ${idNumber}`, right: idNumber })
  const text = JSON.stringify((await ask(`/v1/desk/customers/${customerId}/corrections`, { cookie: senior.cookie })).json)
  expect(text).not.toContain(idNumber)
  expect(text).toContain('1101**********002X')
})
