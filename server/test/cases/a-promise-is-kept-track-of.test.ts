import type { listCommitments, listMyCommitments, makeCommitment } from '@xinqiao/contract/commitments.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { passStage } from '../../src/cases/commitments.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { reply, startConversation, take } from '../support/desk.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestStaff } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

/** An agent promises a call at three tomorrow; what becomes of it is told to him, to the customer and to the desk. */

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
await initKnowledge(context)
const agent = await createTestStaff(server, ['junior'])
const colleague = await createTestStaff(server, ['senior'])
const supervisor = await createTestStaff(server, ['supervisor'])
const customer = await enterAsCustomer(server, 'C-promised')
const conversationId = await startConversation(server, customer, '钱扣了两次')
await take(server, agent, conversationId)

type Made = Partial<ResponseOf<typeof makeCommitment>> & { readonly error?: { readonly code: string } }

const post = async ({ cookie }: TestStaff, path: string, body: unknown): Promise<Made> => {
  const headers = { cookie, origin: server.url, 'content-type': 'application/json' }
  return (await (await fetch(`${server.url}/v1/desk${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Made
}
const listed = async ({ cookie }: TestStaff, query = ''): Promise<ResponseOf<typeof listCommitments>> =>
  (await (await fetch(`${server.url}/v1/desk/commitments${query}`, { headers: { cookie } })).json()) as ResponseOf<typeof listCommitments>
const mine = async (): Promise<ResponseOf<typeof listMyCommitments>['commitments']> =>
  ((await (await fetch(`${server.url}/v1/chat/commitments`, { headers: customerHeaders(await enterAsCustomer(server, 'C-promised')) })).json()) as ResponseOf<typeof listMyCommitments>).commitments

const promise = async (text: string, start = 0): Promise<Made> => {
  const id = randomUUID()
  const sent = await reply(server, agent, conversationId, { id, text })
  if (sent.status !== 200) throw new Error(JSON.stringify(sent.body))
  return post(agent, `/conversations/${conversationId}/commitments`, { messageId: id, start })
}

const events = (kind: string) => context.db.selectFrom('event').select('payload').where('kind', '=', kind).execute()

test('what the message promises is due when the desk’s calendar says, is made once, and shown to both sides', async () => {
  const { commitment } = await promise('明天下午三点前给您回电。')
  expect(commitment).toMatchObject({ quote: '明天下午三点前给您回电', due: '2026-11-24T07:00:00.000Z', state: 'open', owner: { staffId: agent.id } })
  const again = await post(agent, `/conversations/${conversationId}/commitments`, { messageId: commitment?.messageId, start: 0 })
  expect(again.commitment).toEqual(commitment)
  expect((await listed(agent)).rows).toEqual([commitment])
  expect(await mine()).toMatchObject([{ quote: '明天下午三点前给您回电', state: 'open' }])
  expect(await events('cases.commitment-made')).toHaveLength(1)
})

test('words that promise nothing, a message that is not his, or none, are refused', async () => {
  expect((await promise('您的还款日是每月的同一天。')).error?.code).toBe('commitment-not-in-text')
  const [row] = (await listed(agent)).rows
  const asked = { messageId: row?.messageId, start: 0 }
  expect((await post(colleague, `/conversations/${conversationId}/commitments`, asked)).error?.code).toBe('commitment-not-yours')
  expect((await post(agent, `/conversations/${randomUUID()}/commitments`, asked)).error?.code).toBe('not-found')
  expect((await post(agent, `/conversations/${conversationId}/commitments`, { messageId: randomUUID(), start: 0 })).error?.code).toBe('not-found')
})

test('it reminds once before it is due and is late once after, not while its time has not come', async () => {
  const [row] = (await listed(agent)).rows
  const id = row?.id ?? ''
  await passStage(context, id, 'reminded')
  expect(await events('cases.commitment-stage')).toEqual([])
  clock.set(instant(Date.parse('2026-11-24T05:00:00Z')))
  await passStage(context, id, 'reminded')
  await passStage(context, id, 'reminded')
  await passStage(context, id, 'late')
  clock.set(instant(Date.parse('2026-11-24T07:00:00Z')))
  await passStage(context, id, 'late')
  await passStage(context, id, 'late')
  expect((await events('cases.commitment-stage')).map(({ payload }) => (payload as { stage: string }).stage)).toEqual(['reminded', 'late'])
})

test('kept after its time is late; broken and withdrawn need a reason; only its owner or a supervisor says so; what was said stands', async () => {
  const [row] = (await listed(agent)).rows
  const path = `/commitments/${row?.id ?? ''}/settle`
  clock.set(instant(Date.parse('2026-11-24T07:30:00Z')))
  expect((await post(colleague, path, { outcome: 'kept' })).error?.code).toBe('commitment-not-yours')
  expect((await post(agent, path, { outcome: 'broken' })).error?.code).toBe('commitment-needs-reason')
  expect((await post(agent, path, { outcome: 'kept' })).commitment?.state).toBe('late')
  expect((await post(agent, path, { outcome: 'kept' })).commitment?.state).toBe('late')
  expect((await post(agent, path, { outcome: 'withdrawn', reason: '客户改约' })).error?.code).toBe('commitment-settled')
  const second = await promise('我今天下班前给您答复。')
  const broken = await post(supervisor, `/commitments/${second.commitment?.id ?? ''}/settle`, { outcome: 'broken', reason: '同事病假，无人接手' })
  expect(broken.commitment).toMatchObject({ state: 'broken', reason: '同事病假，无人接手' })
  expect((await listed(supervisor, '?view=all')).counts).toEqual({ open: 0, overdue: 0, kept: 0, late: 1, broken: 1 })
  expect((await mine()).map(({ state }) => state).sort()).toEqual(['broken', 'late'])
})
