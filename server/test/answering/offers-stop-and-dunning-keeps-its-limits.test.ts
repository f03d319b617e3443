import type { Entry } from '@xinqiao/contract/conversations.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { mayUseData } from '../../src/people/consents.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { chatGet, deskPost, startConversation, take, write } from '../support/desk.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** What is sold and what is dunned for keep their limits whatever they are called; TD ends offers at once. */

// 14:00 in Shanghai.
const noon = instant(Date.parse('2026-11-23T06:00:00Z'))
const clock = clockAt(noon)
const server = await startTestServer({ clock })
const { context } = server.installation
await initKnowledge(context)
const agent = await createTestStaff(server, ['senior'], '林晓')

type Refused = { readonly error?: { readonly code: string; readonly message: string } }

const say = async (conversationId: string, text: string, more: object = {}): Promise<string> => {
  const { status, body } = await deskPost(server, agent, `/${conversationId}/messages`, { id: randomUUID(), text, ...more })
  return status === 200 ? 'sent' : ((body as Refused).error?.code ?? 'failed')
}

const talkWith = async (ref: string): Promise<{ readonly who: TestSession; readonly id: string }> => {
  const who = await enterAsCustomer(server, ref)
  const id = await startConversation(server, who, '我要找人工')
  await vi.waitFor(async () => expect((await take(server, agent, id)).status).toBe(200), 10_000)
  return { who, id }
}

const consent = (who: TestSession, given: boolean): Promise<Response> =>
  fetch(`${server.url}/v1/chat/consents`, { method: 'POST', headers: { ...customerHeaders(who), 'content-type': 'application/json' }, body: JSON.stringify({ purpose: 'marketing', given, textVersion: 1 }) })

const told = async (who: TestSession, id: string): Promise<readonly string[]> =>
  ((await chatGet(server, who, `/conversations/${id}/entries`)).body as { entries: Entry[] }).entries.flatMap((entry) => (entry.kind === 'message' && entry.author.kind === 'system' ? [entry.body.text] : []))

const withdrawals = async (customerId: string): Promise<number> => {
  const rows = await context.db.selectFrom('event').select('payload').where('kind', '=', 'people.consent-withdrawn').execute()
  return rows.filter(({ payload }) => (payload as { customer?: string }).customer === customerId).length
}

const offer = '【安心消费金融】会员日活动，详情请看官方 App。不想再收请回复“退订”。'

test('TD answers an offer: the consent ends, it is recorded once, he is told, and no further offer goes out', async () => {
  const { who, id } = await talkWith('C-offers')
  const customerId = who.customer.id
  expect(await say(id, offer, { purpose: 'marketing', reason: '活动' })).toBe('contact-no-consent')
  await consent(who, true)
  await vi.waitFor(async () => expect(await say(id, offer, { purpose: 'marketing', reason: '活动' })).toBe('sent'), 10_000)
  await write(server, who, ' td。')
  await vi.waitFor(async () => expect(await told(who, id)).toContainEqual(expect.stringContaining('停止发送营销信息')), 15_000)
  expect(await mayUseData(context, customerId, 'marketing')).toBe(false)
  expect(await say(id, offer, { purpose: 'marketing', reason: '活动' })).toBe('contact-no-consent')
  await write(server, who, '退订')
  await vi.waitFor(async () => expect((await told(who, id)).filter((text) => text.includes('停止发送营销信息'))).toHaveLength(2), 15_000)
  expect(await withdrawals(customerId)).toBe(1)
})

test('a letter means nothing where nothing was offered', async () => {
  const { who, id } = await talkWith('C-letter')
  await consent(who, true)
  await write(server, who, 'T')
  await write(server, who, '退订')
  await vi.waitFor(async () => expect(await told(who, id)).toContainEqual(expect.stringContaining('停止发送营销信息')), 15_000)
  expect((await told(who, id)).filter((text) => text.includes('停止发送营销信息'))).toHaveLength(1)
})

const demand = '您的借款已经逾期，请尽快还款。'

test('a demand that nobody asked for is held to the limits of collection, whatever it is called and whatever reason is given', async () => {
  const { id } = await talkWith('C-owes')
  expect(await say(id, demand)).toBe('sent')
  clock.advance(25 * 3_600_000)
  expect(await say(id, demand)).toBe('message-needs-reason')
  expect(await say(id, demand, { reason: '例行提醒' })).toBe('sent')
  clock.advance(8 * 3_600_000)
  expect(await say(id, demand, { reason: '例行提醒' })).toBe('contact-quiet-hours')
  expect(await say(id, demand, { purpose: 'collection', reason: '例行提醒' })).toBe('not-allowed')
  // He asks in the night: he is answered.
  expect((await write(server, await enterAsCustomer(server, 'C-owes'), '我逾期了吗')).status).toBe(200)
  expect(await say(id, demand)).toBe('sent')
})
