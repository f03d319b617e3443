import type { Entry, HandOver } from '@xinqiao/contract/conversations.ts'
import type { LoanCard } from '@xinqiao/contract/loans.ts'
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { outgoingGate } from '../../src/answering/gate.ts'
import { useGate } from '../../src/conversations/gate.ts'
import { demoEntrances } from '../../src/people/demo-entrances.ts'
import { deskGet, reply, take, write } from '../support/desk.ts'
import { createTestStaff, customerHeaders, postEntrance, type TestSession, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { until } from '../support/talk-client.ts'

const server = await startTestServer({ demo: true })
const { context } = server.installation

let agent: TestStaff
beforeAll(async () => { agent = await createTestStaff(server, ['senior'], '林晓') })

type Demo = { readonly customers: readonly { readonly situation: string; readonly siteToken: string }[] }

const customersOf = async (): Promise<Demo['customers']> => ((await demoEntrances(context)) as Demo).customers
const enter = async (siteToken: string): Promise<TestSession> => (await (await postEntrance(server, { siteToken })).json()) as TestSession

const enterAs = async (situation: RegExp): Promise<TestSession> => {
  const found = (await customersOf()).find((one) => situation.test(one.situation)) ?? expect.unreachable(`no customer is ${situation.source}`)
  return await enter(found.siteToken)
}

const entriesOf = async (conversationId: string): Promise<readonly Entry[]> => ((await deskGet(server, agent, `/${conversationId}/entries?limit=500`)).body as { entries: Entry[] }).entries

/** Writes and waits for the machine's answer, or for the hand-over. */
const ask = async (session: TestSession, text: string): Promise<{ readonly conversationId: string; readonly after: readonly Entry[] }> => {
  const { conversationId, seq } = (await write(server, session, text)).body as { conversationId: string; seq: number }
  let after: readonly Entry[] = []
  await until(`“${text}” is answered`, async () => {
    after = (await entriesOf(conversationId)).filter((entry) => entry.seq > seq)
    return after.some((entry) => (entry.kind === 'message' ? entry.author.kind === 'machine' : entry.happening === 'handed-over'))
  })
  return { conversationId, after }
}

const loansOf = async (session: TestSession): Promise<readonly LoanCard[]> =>
  ((await (await fetch(`${server.url}/v1/chat/loans`, { headers: customerHeaders(session) })).json()) as { loans: LoanCard[] }).loans

test('an agent tells what the loan holds, is asked why where it does not, and the reason is kept', async () => {
  const session = await enterAs(/^[^；]+ 正常还款$/)
  const [loan] = await loansOf(session)
  const next = loan?.next ?? expect.unreachable('nothing is due')
  const { conversationId } = await ask(session, '我要找人工')
  await take(server, agent, conversationId)
  expect((await reply(server, agent, conversationId, { text: `您这期应还 ${next.amount} 元，还款日是 ${next.due}。` })).status).toBe(200)
  const wrong = { id: randomUUID(), text: '您这期应还 98,765.43 元。' }
  expect((await reply(server, agent, conversationId, wrong)).body).toMatchObject({ error: { code: 'message-needs-reason', field: 'reason' } })
  expect((await reply(server, agent, conversationId, { ...wrong, reason: '客户要的合计，两笔加起来' })).status).toBe(200)
  const kept = (await entriesOf(conversationId)).find((entry) => entry.kind === 'message' && entry.id === wrong.id)
  expect(kept).toMatchObject({ gate: { verdict: 'warn', reason: '客户要的合计，两笔加起来', findings: [{ rule: 'FIGURE-UNSOURCED', quote: '98,765.43 元', basis: '机构规定' }] } })
  // Said by the customer, it may be said back.
  await write(server, session, '我想先还 4,321 元')
  expect((await reply(server, agent, conversationId, { text: '好的，4,321 元，我记下了。' })).status).toBe(200)
  // What settles the loan on a day follows from the loan, whoever reckoned it.
  const quote = await fetch(`${server.url}/v1/chat/loans/${loan?.ref}/payoff?on=2026-12-01`, { headers: customerHeaders(session) })
  const { total } = (await quote.json()) as { total: string }
  expect((await reply(server, agent, conversationId, { text: `2026年12月1日一次还清共需 ${total} 元，当天有效。` })).status).toBe(200)
})

const questions = ['我这期要还多少', '提前还清要多少钱', '年利率是多少', '我逾期了怎么办', '能展期吗', '借一万分12期每期多少', '我的申请到哪一步了', '有什么费用', '为什么扣款失败', '罚息怎么算']

test('none of the machine’s own answers to the demo’s borrowers is stopped', async () => {
  const situations = new Map((await customersOf()).map((one) => [one.situation.replace(/^[^ ]+ /u, ''), one.siteToken]))
  const stopped: string[] = []
  for (const [situation, siteToken] of [...situations].slice(0, 14)) {
    const session = await enter(siteToken)
    for (const question of questions.slice(0, 7)) {
      const { conversationId, after } = await ask(session, question)
      const handed = after.some((entry) => entry.kind === 'happening' && entry.happening === 'handed-over')
      const handOver = handed ? ((await deskGet(server, agent, `/${conversationId}`)).body as { handOver?: HandOver }).handOver : undefined
      if (handOver?.facts.some(({ name }) => name === '合规检查')) stopped.push(`${situation} / ${question}: ${JSON.stringify(handOver.facts)} ${handOver.draft?.text ?? ''}`)
      if (handed) await take(server, agent, conversationId)
      if (handed) await fetch(`${server.url}/v1/desk/conversations/${conversationId}/close`, { method: 'POST', headers: { cookie: agent.cookie, origin: server.url } })
    }
  }
  expect(stopped).toEqual([])
}, 170_000)

test('the machine tells what being late costs and who charges it, beside the arrears', async () => {
  const session = await enterAs(/逾期/)
  const { after } = await ask(session, '我这期要还多少')
  const said = after.flatMap((entry) => (entry.kind === 'message' && entry.author.kind === 'machine' ? [entry.body] : []))
  const text = said.map((body) => body.text).join('\n')
  expect(text).toMatch(/其中罚息到今天为 [\d,.]+ 元，由.+按借款合同计收/)
  const [body] = said
  expect(body?.figures.filter(({ start, end }) => end > start && body.text.slice(0, start).endsWith('罚息到今天为 '))).toHaveLength(1)
})

test('what the machine may not say goes to a person, with what was found and the words it had', async () => {
  const taken = (await customersOf()).find(({ situation }) => /^[^；]+ 正常还款$/.test(situation))?.situation
  const other = (await customersOf()).find(({ situation }) => /正常还款/.test(situation) && situation !== taken) ?? expect.unreachable('only one borrower repays')
  const session = await enter(other.siteToken)
  useGate(context, async (within, message) => {
    const { findings, ...passed } = await outgoingGate(within, message)
    const stops = message.speaker === 'machine'
    return stops
      ? { ...passed, verdict: 'block', findings: [{ rule: 'MSG-TEST', start: 0, end: 2, quote: message.text.slice(0, 2), verdict: 'block', why: '试一试。', basis: '机构规定', suggestion: '', release: true }] }
      : { ...passed, findings }
  })
  const { conversationId, after } = await ask(session, '我这期要还多少')
  useGate(context, outgoingGate)
  expect(after.some((entry) => entry.kind === 'message')).toBe(false)
  const { handOver } = (await deskGet(server, agent, `/${conversationId}`)).body as { handOver?: HandOver }
  expect(handOver?.reason).toContain('没有通过合规检查')
  expect(handOver?.facts).toContainEqual({ name: '合规检查', value: expect.stringContaining('试一试。') as unknown, source: '机构规定' })
  expect(handOver?.draft?.figures.length).toBeGreaterThan(0)
})
