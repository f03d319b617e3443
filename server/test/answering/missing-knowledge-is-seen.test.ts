import type { Gap, Suggestion } from '@xinqiao/contract/knowledge-gaps.ts'
import { likenessOf } from '@xinqiao/core/understanding/likeness.ts'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { groupQuestion } from '../../src/answering/find-gaps.ts'
import { theModel } from '../../src/answering/understand-message.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { saveCustomer } from '../../src/people/customers.ts'
import { fillKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { deskPost, reply, startConversation, take, write } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
await fillKnowledge(context)
await context.db.transaction().execute((tx) => saveCustomer(context, tx, 'C1', { name: '王小明', phone: '13800001234' }))
const agent = await createTestStaff(server, ['junior'], '小林')
const writer = await createTestStaff(server, ['knowledge-manager'], '林小雨')
const second = await createTestStaff(server, ['compliance'], '陈合规')

const desk = async (staff: { readonly cookie: string }, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${server.url}/v1/desk/${path}`, { method, headers: { cookie: staff.cookie, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return (await response.json()) as Record<string, unknown> & { readonly error?: { readonly code: string } }
}
const gaps = async (show = 'open') => (await desk(writer, 'GET', `knowledge-gaps?show=${show}`))['gaps'] as readonly Gap[]

/** A customer of his own for each question, asked in a conversation of its own. */
const asked = async (text: string, reason: 'not-understood' | 'no-approved-answer' | 'not-helpful' = 'no-approved-answer') => {
  const conversationId = await startConversation(server, await enterAsCustomer(server), text)
  const { rows } = await sql<{ seq: number }>`select seq from conversation_entry where conversation_id = ${conversationId} and author_kind = 'customer' and kind = 'message'`.execute(context.db)
  const seq = rows[0]?.seq ?? 0
  await groupQuestion(context, conversationId, seq, reason)
  return { conversationId, seq, reason }
}

test('questions of one matter are one group, others are apart, and a question counts once', async () => {
  const first = await asked('数字人民币能还款吗，我手机 13900005678')
  await asked('可以用数字人民币还吗', 'not-understood')
  await asked('公积金可以提额度吗')
  await groupQuestion(context, first.conversationId, first.seq, first.reason)
  const [most, other] = await gaps()
  expect(most).toMatchObject({ questions: 2, sinceCovered: 0 })
  // Asked in the same moment of the test's clock, they come in any order.
  expect(most?.examples.toSorted()).toEqual(['可以用数字人民币还吗', '数字人民币能还款吗，我手机 某号码'])
  expect(most?.reasons.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([{ reason: 'no-approved-answer', count: 1 }, { reason: 'not-understood', count: 1 }])
  expect(other).toMatchObject({ questions: 1, examples: ['公积金可以提额度吗'] })
})

test('no word of a customer stands in the groups, and what is erased is not shown', async () => {
  const { rows } = await sql`select g::text || q::text as stored from knowledge_gap g join knowledge_gap_question q using (gap_id)`.execute(context.db)
  expect(JSON.stringify(rows)).not.toMatch(/[\u4e00-\u9fff]/)
  const group = (await gaps()).find(({ examples }) => examples.includes('公积金可以提额度吗'))
  const { rows: keys } = await sql<{ data_key_id: string }>`
    select data_key_id from conversation join knowledge_gap_question using (conversation_id) where gap_id = ${group?.id}`.execute(context.db)
  for (const { data_key_id: key } of keys) await context.keys.destroy(context.db, key)
  expect((await gaps()).find(({ id }) => id === group?.id)).toMatchObject({ questions: 1, examples: [] })
})

test('an article begun from a group covers it once it is approved, and what is asked later is counted', async () => {
  const gap = (await gaps())[0]
  expect(gap?.start).toMatchObject({ phrasings: gap?.examples, audience: 'customer' })
  const body = { ...gap?.start, title: '能用数字人民币还款吗', answer: '现在不支持数字人民币还款，请用绑定的本人银行卡。', owner: '产品部', source: '产品说明' }
  const made = await desk(writer, 'POST', 'knowledge/article', { body, reason: '客户常问', cameFrom: `gap:${gap?.id}` })
  expect(made).toMatchObject({ version: 1 })
  expect((await gaps()).map(({ id }) => id)).toContain(gap?.id)
  await desk(second, 'POST', `knowledge/article/${String(made['id'])}/versions/1/decision`, { decision: 'approve' })
  expect((await gaps()).map(({ id }) => id)).not.toContain(gap?.id)
  clock.set(instant(testMoment + 2 * 86_400_000))
  await asked('还款支持数字人民币不')
  expect((await gaps('covered'))[0]).toMatchObject({ id: gap?.id, questions: 3, sinceCovered: 1, covered: { id: made['id'], since: '2026-11-23' } })
})

test('what the machine cannot answer, and what it answered to no help, becomes an event with its place and no words', async () => {
  const { answerConversation } = await import('../../src/answering/answer-message.ts')
  const customer = await enterAsCustomer(server)
  const conversationId = await startConversation(server, customer, '怎么还款')
  await answerConversation(context, conversationId)
  await write(server, customer, '答非所问，没用')
  await answerConversation(context, conversationId)
  const { rows } = await sql<{ payload: unknown }>`select payload from event where kind = 'answering.question-unanswered' order by event_id`.execute(context.db)
  expect(rows.map(({ payload }) => payload)).toContainEqual({ conversationId, seq: 2, reason: 'not-helpful' })
})

test('a solved conversation is suggested in one click, and comes back as an article without the person', async () => {
  const customer = await enterAsCustomer(server, 'C1')
  const conversationId = await startConversation(server, customer, '我是王小明，电话 13800001234，装修尾款能不能再借一笔')
  expect(await deskPost(server, agent, `/${conversationId}/article-suggestions`, { id: randomUUID() })).toMatchObject({ status: 409 })
  await take(server, agent, conversationId)
  expect(await reply(server, agent, conversationId, { text: '王先生您好，装修贷还没结清的，可以再申请一次，批不批以审批结果为准。' })).toMatchObject({ status: 200 })
  const id = randomUUID()
  expect(await deskPost(server, agent, `/${conversationId}/article-suggestions`, { id })).toMatchObject({ status: 200, body: { id } })
  expect(await deskPost(server, agent, `/${conversationId}/article-suggestions`, { id: randomUUID() })).toMatchObject({ body: { id } })
  const [suggestion] = (await desk(writer, 'GET', 'article-suggestions'))['suggestions'] as readonly Suggestion[]
  expect(suggestion).toMatchObject({ id, by: { name: '小林' }, question: '我是您，电话 某号码，装修尾款能不能再借一笔' })
  expect(JSON.stringify(suggestion)).not.toMatch(/王小明|王先生|13800001234/)
  expect(suggestion?.start).toMatchObject({ answer: '您您好，装修贷还没结清的，可以再申请一次，批不批以审批结果为准。', figures: [] })
  expect(await desk(agent, 'GET', 'article-suggestions')).toMatchObject({ error: { code: 'not-allowed' } })
  expect(await desk(writer, 'POST', `article-suggestions/${id}/dismissal`, { reason: '已有文章' })).toEqual({ id })
  expect((await desk(writer, 'GET', 'article-suggestions'))['suggestions']).toEqual([])
})

test('alike is what is asked alike, whatever the figures', () => {
  const near = (left: string, right: string) => likenessOf(left, theModel()).reduce((sum, value, at) => sum + value * (likenessOf(right, theModel())[at] ?? 0), 0)
  expect(near('借3000能分几期', '借5000能分几期')).toBeGreaterThan(0.9)
  expect(near('借3000能分几期', '我要投诉你们客服')).toBeLessThan(0.2)
})
