import type { Wall } from '@xinqiao/contract/insight.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { expect, test } from 'vitest'
import { closeConversation, handOver, reachCustomer } from '../../src/conversations/change-conversation.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { take, write } from '../support/desk.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'
import { until } from '../support/talk-client.ts'

const clock = clockAt(testMoment)
const server = await startTestServer({ clock })
const { context } = server.installation
const minute = 60_000

const put = async (customer: TestSession, id: string, body: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${server.url}/v1/chat/conversations/${id}/rating`, {
    method: 'PUT', headers: { ...customerHeaders(customer), 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const asked = async (): Promise<{ id: string; customer: TestSession }> => {
  const customer = await enterAsCustomer(server)
  const id = await reachCustomer(context, customer.customer.id)
  const handed = await handOver(context, {
    conversationId: id, by: 'customer', text: '已为您转接人工客服', handOver: { reason: '客户要求人工', facts: [], missing: [], asked: [], at: '2026-11-23T02:00:00.000Z' },
  })
  expect(isRefusal(handed)).toBe(false)
  expect((await write(server, customer, '在吗')).status).toBe(200)
  return { id, customer }
}

const matter = (id: string) => context.db.selectFrom('routing_matter').selectAll().where('conversation_id', '=', id).executeTakeFirst()

test('the wall counts who was helped, who left, how long it took and how it was liked, and names the conversations behind it', async () => {
  const agent = await createTestStaff(server, ['junior'], '小一')
  const supervisor = await createTestStaff(server, ['supervisor'], '主管')
  const look = async <Body>(path = ''): Promise<Body> => await (await fetch(`${server.url}/v1/desk/wall${path}`, { headers: { cookie: supervisor.cookie } })).json() as Body
  const [helped, left, waiting] = [await asked(), await asked(), await asked()]
  await until('all are weighed', async () => (await Promise.all([helped, left, waiting].map(({ id }) => matter(id)))).every(Boolean))
  clock.advance(4 * minute)
  expect((await put(helped.customer, helped.id, { score: 5 })).status).toBe(409)
  expect((await take(server, agent, helped.id)).status).toBe(200)
  await until('it is begun', async () => (await matter(helped.id))?.begun_at != null)
  clock.advance(10 * minute)
  for (const { id } of [helped, left]) expect(isRefusal(await closeConversation(context, id, 'system'))).toBe(false)
  await until('both are over', async () => (await Promise.all([helped, left].map(({ id }) => matter(id)))).every((row) => row?.ended_at != null))

  expect(await put(helped.customer, helped.id, { score: 3 })).toMatchObject({ status: 200 })
  expect(await put(helped.customer, helped.id, { score: 4, words: '再快点就好了' })).toMatchObject({ status: 200, body: { rating: { score: 4, words: '再快点就好了' } } })
  expect((await put(left.customer, left.id, { score: 1 })).status).toBe(409)
  expect((await put(left.customer, helped.id, { score: 1 })).status).toBe(404)
  const { sealed } = await context.db.selectFrom('satisfaction').select('sealed').executeTakeFirstOrThrow()
  expect(sealed?.includes('再快点')).toBe(false)

  const { now, today, before } = await look<Wall>()
  expect(now).toMatchObject({ waiting: 1, longestMinutes: 14, blocked: 0, hard: 0, deadlines: { cases: 0, promises: 0 } })
  expect(Object.fromEntries(today.figures.map(({ id, value, of }) => [id, [value, of]]))).toEqual({
    answered: ['0.50', 2], 'first-response': ['4.00', 1], handling: ['10.00', 1], 'solved-at-first': ['1.00', 1], satisfaction: ['4.00', 1], 'on-time': [undefined, 0],
  })
  expect([today.day, before.day]).toEqual(['2026-11-23', '2026-11-16'])
  expect(before.figures.every(({ of }) => of === 0)).toBe(true)
  expect(await look(`/answered?day=${today.day}`)).toMatchObject({ counted: [{ conversationId: left.id, value: '0.00' }, { conversationId: helped.id, value: '1.00' }] })
})
