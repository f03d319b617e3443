import { listConversations, listCustomerConversations } from '@xinqiao/contract/conversations.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { closeConversation, handOver } from '../../src/conversations/change-conversation.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { startTestServer, testMoment } from '../support/server.ts'

// No jobs: the machine's answers are another room's, and would stand between what is looked at here.
const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation

const say = async (customer: TestSession, text: string): Promise<string> => {
  const response = await fetch(`${server.url}/v1/chat/messages`, {
    method: 'POST', headers: { ...customerHeaders(customer), 'content-type': 'application/json' }, body: JSON.stringify({ id: crypto.randomUUID(), text, attachments: [] }),
  })
  return (await response.json() as { conversationId: string }).conversationId
}

const read = async <Answer>(path: string, cookie: string): Promise<{ readonly status: number; readonly body: Answer }> => {
  const response = await fetch(`${server.url}${path}`, { headers: { cookie } })
  return { status: response.status, body: await response.json() as Answer }
}

type List = z.output<NonNullable<typeof listConversations.response>>
type Earlier = z.output<NonNullable<typeof listCustomerConversations.response>>

test('a row of the list says what is asked and in what mood, and a customer’s earlier talks stand newest first', async () => {
  const staff = await createTestStaff(server, ['junior'])
  const customer = await enterAsCustomer(server)
  const first = await say(customer, '利率多少')
  const closed = await closeConversation(context, first, 'system')
  expect(isRefusal(closed)).toBe(false)
  clock.advance(60_000)
  const second = await say(customer, '我要提前还款，转人工')
  await handOver(context, {
    conversationId: second, by: 'machine', text: '已为您转接人工',
    handOver: {
      reason: '客户要求人工', intent: { id: 'prepay-early', name: '提前还款', confidence: 0.9 }, mood: 'anxious', facts: [], missing: [], asked: ['我要提前还款'], at: '2026-11-23T02:00:00.000Z',
    },
  })
  const { body: waiting } = await read<List>('/v1/desk/conversations?view=waiting', staff.cookie)
  expect(waiting.rows).toMatchObject([{ id: second, intent: '提前还款', mood: 'anxious', state: 'waiting' }])
  const { status, body } = await read<Earlier>(`/v1/desk/customers/${customer.customer.id}/conversations`, staff.cookie)
  expect(status).toBe(200)
  expect(body.rows.map((row) => [row.id, row.state])).toEqual([[second, 'waiting'], [first, 'closed']])
  expect((await read(`/v1/desk/customers/${crypto.randomUUID()}/conversations`, staff.cookie)).status).toBe(404)
})
