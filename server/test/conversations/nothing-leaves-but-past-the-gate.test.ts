import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { textGate } from '../../src/compliance/text-gate.ts'
import { handOver } from '../../src/conversations/change-conversation.ts'
import { greet } from '../../src/conversations/greet.ts'
import { send } from '../../src/conversations/send-message.ts'
import { textSenderOf } from '../../src/people/text-message.ts'
import { chatGet, reply, startConversation, take } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { createTalkClient, until } from '../support/talk-client.ts'

/**
 * Every way in which words of the desk reach a customer, tried with words that no rule lets pass; and what shows that there is no other way.
 *
 * | way | where it is stopped |
 * |---|---|
 * | an agent's message, by request and by socket (saved replies and drafts are sent so too) | `send`, refused |
 * | an agent's message under release | `askForRelease`, `decideOnRelease`, which send as above |
 * | the machine's answer, its choices, a notice of the desk | `send`, refused |
 * | the sentence beside a happening (hand-over) | `sentencePast`: left out, the happening stands |
 * | the greeting and the opening hours on the page | `greet`: left out |
 * | a text message to a phone (codes, notices to phones) | `textSenderOf`: not sent, logged |
 * | articles, terms and products that a customer opens himself | approved before by two people; `our-own-words-pass-the-gate.test.ts` |
 * | refusals and words of the screen | catalogues, not written at run time |
 *
 * Private notes never leave. Email, WeChat and letters have no sender yet: one must come in by `send` or be added here.
 */

const flagged = '保证百分百通过，把钱转到我个人微信收款码就行。'

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
const customer = await enterAsCustomer(server)
const agent = await createTestStaff(server, ['junior'])
const conversationId = await startConversation(server, customer)

const heard = async (): Promise<string> => JSON.stringify((await chatGet(server, customer, `/conversations/${conversationId}/entries`)).body)

test('the machine says neither flagged words nor offers them as a choice', async () => {
  const machine = { from: 'machine' as const, conversationId }
  expect(await send(context, { ...machine, id: randomUUID(), text: flagged })).toMatchObject({ refused: 'message-blocked' })
  expect(await send(context, { ...machine, id: randomUUID(), text: '您想问哪一个？', choices: [{ label: flagged, text: '好' }] })).toMatchObject({ refused: 'message-blocked' })
  expect(await heard()).not.toContain('收款码')
})

test('nor does a notice of the desk', async () => {
  expect(await send(context, { from: 'system', conversationId, id: randomUUID(), text: flagged, purpose: 'notice' })).toMatchObject({ refused: 'message-blocked' })
})

test('a hand-over happens without a sentence that is stopped', async () => {
  const handed = await handOver(context, { conversationId, by: 'machine', text: flagged, handOver: { reason: '测试', facts: [], missing: [], asked: [], at: '2026-11-23T02:00:00.000Z' } })
  expect(handed).toMatchObject({ conversation: { head: { state: 'waiting' } } })
  expect(await heard()).not.toContain('收款码')
  expect(await heard()).toContain('handed-over')
})

test('an agent does not, by request or by socket', async () => {
  await take(server, agent, conversationId)
  expect((await reply(server, agent, conversationId, { text: flagged, reason: '客户要求' })).body).toMatchObject({ error: { code: 'message-blocked' } })
  const desk = createTalkClient({ url: () => server.url, party: 'desk', cookie: agent.cookie })
  desk.connect()
  desk.open(conversationId)
  const id = desk.send(flagged, { conversationId })
  await until('the socket has answered', () => desk.frames.some((frame) => frame.t === 'refused' && frame.id === id && frame.error.code === 'message-blocked'))
  desk.close()
  expect(await heard()).not.toContain('收款码')
})

test('a private note is no message', async () => {
  expect((await reply(server, agent, conversationId, { text: flagged, visibleTo: 'staff' })).status).toBe(200)
  expect(await heard()).not.toContain('收款码')
})

test('the page greets without what is stopped', () => {
  const notice = (id: string) => ({ id, when: '', fields: [], text: { zh: flagged, en: flagged }, allowed: [] })
  const notices = new Map(['greeting', 'greeting-out-of-hours', 'desk-closed'].map((id) => [id, notice(id)]))
  expect(greet({ now: context.clock.now(), notices, lender: { name: '', assistant: '' }, language: 'zh' })).toMatchObject({ greeting: '', desk: { sentence: '' } })
})

test('no text message takes them to a phone', async () => {
  const sender = await textSenderOf({ ...context, config: { ...context.config, textMessageUrl: 'http://127.0.0.1:9/' } })
  await expect(sender?.(context, { customerId: customer.customer.id, phone: '13800001234', text: flagged, figures: [] })).rejects.toThrow('a text message was stopped by')
  expect(textGate({ text: '【信桥】验证码 482913，10 分钟内有效。我们的员工不会向您索要验证码，请勿告诉任何人。', figures: ['482913'] })).toEqual([])
})

test('the database takes no message of the desk that was not judged', async () => {
  const insert = context.db.insertInto('conversation_entry').values({
    conversation_id: conversationId, seq: 1000, entry_id: randomUUID(), kind: 'message', at: new Date(), author_kind: 'machine', visible_to: 'all', purpose: 'service', hash: Buffer.alloc(32),
  }).execute()
  await expect(insert).rejects.toThrow('said_past_the_gate')
})

const sources = new URL('../../src/', import.meta.url)
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && name !== 'platform/tables.ts')
const holding = (sign: RegExp): readonly string[] => files.filter((name) => sign.test(readFileSync(new URL(name, sources), 'utf8'))).toSorted()

test('there is no other way out: what writes to customers stands in few files, and each of them is tried above', () => {
  // Entries of conversations are written in one place, for changes that only these hand in.
  expect(holding(/into conversation_entry|insertInto\('conversation_entry'\)/)).toEqual(['conversations/store.ts'])
  expect(holding(/\.submit\(/)).toEqual(['conversations/change-conversation.ts', 'conversations/send-message.ts', 'conversations/socket.ts'])
  // A sentence beside a happening is made only where the gate was asked.
  expect(holding(/as PassedSentence/)).toEqual(['conversations/gate.ts'])
  expect(holding(/insertPhoneMessage\(/)).toEqual(['people/text-message.ts'])
  // Nothing else speaks to the world outside but the anchors, which hold hashes, and the port to a language model, which speaks to no
  // customer (what it may hear: a-model-that-lies-reaches-no-customer.test.ts): the other users of the
  // network look whether a port is free, read an address, or hand files to the lender's virus scanner.
  expect(holding(/\bfetch\(|nodemailer|undici/)).toEqual(['people/text-message.ts', 'platform/llm.ts', 'record/anchor-place.ts'])
  expect(holding(/import \{.*\} from 'node:(?:https?|net|tls|dgram)'/)).toEqual(['cli/serve.ts', 'config.ts', 'platform/postgres.ts', 'platform/virus-scanner.ts'])
})
