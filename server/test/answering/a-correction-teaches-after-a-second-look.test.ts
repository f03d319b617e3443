import type { IntentCorrection } from '@xinqiao/contract/intent-corrections.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reviewedQuestions } from '../../src/answering/intent-corrections.ts'
import { learnReviewed } from '../../src/answering/learn-reviewed.ts'
import { followModel, modelInUse } from '../../src/answering/understand-message.ts'
import { learnLabels } from '../../src/understanding/learn-labels.ts'
import { type Answer, deskGet, deskPost, startConversation } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
const folder = mkdtempSync(join(tmpdir(), 'xinqiao-reviewed-'))
afterAll(() => rmSync(folder, { recursive: true }))

let agent: TestStaff
let supervisor: TestStaff
beforeAll(async () => {
  agent = await createTestStaff(server, ['senior'], '赵平')
  supervisor = await createTestStaff(server, ['supervisor'], '刘静')
})

const place = async (conversationId: string): Promise<string> => {
  const { entries } = (await deskGet(server, agent, `/${conversationId}/entries`)).body as { entries: { seq: number; author?: { kind: string } }[] }
  return `/${conversationId}/entries/${entries.find(({ author }) => author?.kind === 'customer')?.seq ?? 0}/intent`
}
const correct = async (conversationId: string, intent: string, by: TestStaff = agent): Promise<Answer> => deskPost(server, by, await place(conversationId), { intent })

const decide = async (id: string, body: unknown, by: TestStaff = supervisor): Promise<Answer> => {
  const response = await fetch(`${server.url}/v1/desk/intent-corrections/${id}/decision`, {
    method: 'POST', headers: { cookie: by.cookie, origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const waiting = async (): Promise<readonly IntentCorrection[]> =>
  ((await (await fetch(`${server.url}/v1/desk/intent-corrections`, { headers: { cookie: supervisor.cookie } })).json()) as { corrections: IntentCorrection[] }).corrections

const corrected = async (text: string, intent: string): Promise<{ readonly conversationId: string; readonly id: string; readonly customerId: string }> => {
  const customer = await enterAsCustomer(server)
  const conversationId = await startConversation(server, customer, text)
  const { correction } = (await correct(conversationId, intent)).body as { correction: IntentCorrection }
  return { conversationId, id: correction.id, customerId: customer.customer.id }
}

test('what the machine read is shown, said otherwise, and waits with who said so and when', async () => {
  const conversationId = await startConversation(server, await enterAsCustomer(server), '钱能不能缓几日再给 电话13912345678')
  expect((await deskGet(server, agent, await place(conversationId))).body).toMatchObject({ read: { id: expect.any(String), confidence: expect.any(Number) }, alternatives: expect.any(Array) })
  expect((await correct(conversationId, 'hardship')).status).toBe(200)
  const again = await correct(conversationId, 'extension')
  expect(again.body).toMatchObject({ correction: { intent: { id: 'extension', name: '展期延期' }, state: 'open', by: { name: '赵平' }, at: expect.stringMatching(/^2026-11-23T/) } })
  const mine = (await waiting()).filter((one) => one.conversationId === conversationId)
  expect(mine).toHaveLength(1)
  expect(mine[0]?.text).toContain('缓几日')
  const rows = await context.db.selectFrom('intent_correction').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain('缓几日')
})

test('an intent that nobody knows, and a message that no customer wrote, cannot be corrected', async () => {
  const conversationId = await startConversation(server, await enterAsCustomer(server), '你好')
  expect((await correct(conversationId, 'weather')).body).toMatchObject({ error: { code: 'intent-unknown' } })
  expect((await deskPost(server, agent, `/${conversationId}/entries/99/intent`, { intent: 'rate' })).status).toBe(404)
})

test('a second person accepts it, with another intent too, or rejects it; nobody decides on his own', async () => {
  const { conversationId } = await corrected('那个利息是怎么个算法', 'rate')
  const own = ((await correct(conversationId, 'rate', supervisor)).body as { correction: IntentCorrection }).correction
  expect((await decide(own.id, { decision: 'accept' })).body).toMatchObject({ error: { code: 'same-person' } })
  const first = await corrected('卡换了咋整', 'change-bank-card')
  expect((await decide(first.id, { decision: 'accept', intent: 'auto-debit' })).body).toMatchObject({ correction: { state: 'accepted', decided: { by: { name: '刘静' }, intent: { id: 'auto-debit' } } } })
  expect((await decide(first.id, { decision: 'accept', intent: 'auto-debit' })).status).toBe(200)
  expect((await decide(first.id, { decision: 'reject' })).body).toMatchObject({ error: { code: 'correction-decided' } })
  const second = await corrected('随便问问', 'complaint')
  expect((await decide(second.id, { decision: 'reject' })).body).toMatchObject({ correction: { state: 'rejected' } })
  const texts = (await reviewedQuestions(context)).map(({ text, label }) => [text, label])
  expect(texts).toContainEqual(['卡换了咋整', 'auto-debit'])
  expect(texts.flat()).not.toContain('随便问问')
  const kinds = (await context.db.selectFrom('event').select('kind').where('kind', 'like', 'answering.intent%').execute()).map(({ kind }) => kind)
  expect(new Set(kinds)).toEqual(new Set(['answering.intent-corrected', 'answering.intent-correction-decided']))
})

test('who was erased drops out of learning', async () => {
  const { id, customerId } = await corrected('这句话以后要被删除', 'limit')
  await decide(id, { decision: 'accept' })
  expect((await reviewedQuestions(context)).map(({ text }) => text)).toContain('这句话以后要被删除')
  const rows = await context.db.selectFrom('conversation').select('data_key_id').where('customer_id', '=', customerId).execute()
  await context.db.transaction().execute(async (tx) => {
    for (const { data_key_id: key } of rows) await context.keys.destroy(tx, key)
  })
  expect((await reviewedQuestions(context)).map(({ text }) => text)).not.toContain('这句话以后要被删除')
})

/** Learning all of the content takes a minute; what is proven here is what is handed to it. */
const learnFew: Parameters<typeof learnReviewed>[2] = (own) => ({
  file: learnLabels([...own, ...['利率多少', '年化几个点', '怎么收利息'].map((text) => ({ text, label: 'rate' })), ...['转人工', '叫个真人来', '人工客服'].map((text) => ({ text, label: 'human-agent' }))], 2).file,
  report: '',
})

test('it learns the accepted, measures those held back before and after, and a running server takes the new model up', async () => {
  for (let count = 0; count < 12; count += 1) await decide((await corrected(`月利率是几个点呀${'呀'.repeat(count)}`, 'rate')).id, { decision: 'accept' })
  const learned = await learnReviewed(context, undefined, learnFew)
  const all = await reviewedQuestions(context)
  expect(learned?.learned).toBe(all.length - (learned?.heldBack ?? 0))
  // Which are held back follows from their ids, which are made anew in every run.
  expect([learned?.before?.questions ?? 0, learned?.after?.questions ?? 0]).toEqual([learned?.heldBack, learned?.heldBack])
  const path = join(folder, 'model.json')
  writeFileSync(path, JSON.stringify(learned?.file))
  const leave = followModel(path, context.log)
  expect(modelInUse().version).toBe(learned?.file.inputs)
  expect(modelInUse().labels).toEqual(expect.arrayContaining(['human-agent', 'rate']))
  leave()
  expect(modelInUse().labels).toHaveLength(52)
})
