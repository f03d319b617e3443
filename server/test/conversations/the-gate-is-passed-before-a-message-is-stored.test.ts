import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useGate } from '../../src/conversations/gate.ts'
import { send } from '../../src/conversations/send-message.ts'
import { reply, startConversation, take } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation

/** A gate of three words. */
const strict = (version: string, blocked: string): void =>
  useGate(context, async (_, { text }) => {
    const verdict = text.includes(blocked) ? 'block' : text.includes('尽快') ? 'warn' : 'pass'
    return { verdict, ruleVersion: version, findings: verdict === 'pass' ? [] : [{ rule: 'test.rule', start: 0, end: 2, quote: text.slice(0, 2), verdict, why: '不行。', basis: '机构规定', suggestion: '', release: false }] }
  })

const storedAs = (id: string): Promise<{ gate_verdict: string | null; rule_version: string | null } | undefined> =>
  context.db.selectFrom('conversation_entry').select(['gate_verdict', 'rule_version']).where('entry_id', '=', id).executeTakeFirst()

test('what the gate blocks is not stored; what it lets out is stored with what it said', async () => {
  strict('v1', '起诉')
  const customer = await enterAsCustomer(server)
  const agent = await createTestStaff(server, ['junior'])
  const id = await startConversation(server, customer, '你们要起诉我吗')
  const answers = { machine: randomUUID(), blocked: randomUUID(), warned: randomUUID(), passed: randomUUID(), note: randomUUID() }
  // For a machine a warning is a block, for it has no reasons.
  expect(await send(context, { from: 'machine', conversationId: id, id: answers.machine, text: '请尽快还款' })).toMatchObject({ refused: 'message-blocked', about: { rules: 'test.rule' } })
  await take(server, agent, id)
  expect((await reply(server, agent, id, { id: answers.blocked, text: '再不还就起诉' })).body).toMatchObject({ error: { code: 'message-blocked' } })
  expect((await reply(server, agent, id, { id: answers.warned, text: '请尽快还款' })).status).toBe(422)
  const reasoned = { id: answers.warned, text: '请尽快还款', reason: '客户主动问最晚时间' }
  expect((await reply(server, agent, id, reasoned)).status).toBe(200)
  const passed = await reply(server, agent, id, { id: answers.passed, text: '还款日是15号' })
  expect((await reply(server, agent, id, { id: answers.note, text: '客户担心被起诉', visibleTo: 'staff' })).status).toBe(200)
  expect([await storedAs(answers.machine), await storedAs(answers.blocked)]).toEqual([undefined, undefined])
  expect(await storedAs(answers.warned)).toEqual({ gate_verdict: 'warn', rule_version: 'v1' })
  expect(await storedAs(answers.passed)).toEqual({ gate_verdict: 'pass', rule_version: 'v1' })
  expect(await storedAs(answers.note)).toEqual({ gate_verdict: null, rule_version: null })
  // A rule that has become stricter since does not unsay what went out.
  strict('v2', '还款日')
  expect(await reply(server, agent, id, { id: answers.passed, text: '还款日是15号' })).toEqual(passed)
})
