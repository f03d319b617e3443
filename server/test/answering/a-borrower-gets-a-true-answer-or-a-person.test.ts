import type { Entry, MessageEntry } from '@xinqiao/contract/conversations.ts'
import type { LoanCard } from '@xinqiao/contract/loans.ts'
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { rooms } from '../../src/main.ts'
import { seedDemo } from '../../src/demo.ts'
import { createTestStaff, customerHeaders, enterAsCustomer, postEntrance, type TestSession } from '../support/people.ts'
import { reply, take } from '../support/desk.ts'
import { startTestServer } from '../support/server.ts'
import { until } from '../support/talk-client.ts'

/** The demo lender, asked over the real API; the machine answers by its job as it does for a borrower. */

const server = await startTestServer({ environment: { XINQIAO_DEMO: '1' } })
const { context } = server.installation

type Demo = { readonly customers: readonly { readonly ref: string; readonly situation: string; readonly siteToken: string }[] }

beforeAll(async () => {
  const address = { ownerUrl: server.database.ownerUrl, appUrl: server.database.appUrl, embedded: undefined }
  await seedDemo(context, address, rooms, () => undefined)
})

const json = async <Body>(path: string, session: TestSession, body?: unknown): Promise<Body> => {
  const headers = { ...customerHeaders(session), 'content-type': 'application/json' }
  const response = await fetch(`${server.url}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) })
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as Body
}

const enter = async (situation: RegExp): Promise<TestSession> => {
  const demo = await import('../../src/people/demo-entrances.ts')
  const { customers } = (await demo.demoEntrances(context)) as Demo
  const found = customers.find((customer) => situation.test(customer.situation))
  if (!found) throw new Error(`no demo customer is in the situation ${String(situation)}: ${customers.map((one) => one.situation).join(' | ')}`)
  return (await (await postEntrance(server, { siteToken: found.siteToken })).json()) as TestSession
}

type Talk = { readonly replies: readonly MessageEntry[]; readonly conversationId: string; readonly happenings: readonly string[] }

/** Sends a text and waits for the machine's answer to it. */
const ask = async (session: TestSession, text: string): Promise<Talk> => {
  const { conversationId, seq } = await json<{ conversationId: string; seq: number }>('/v1/chat/messages', session, { id: randomUUID(), text, attachments: [] })
  let entries: readonly Entry[] = []
  await until(`“${text}” is answered`, async () => {
    ;({ entries } = await json<{ entries: Entry[] }>(`/v1/chat/conversations/${conversationId}/entries?after=${seq}`, session))
    return entries.some((entry) => entry.kind === 'message' && entry.author.kind === 'machine')
  })
  return {
    conversationId,
    replies: entries.filter((entry) => entry.kind === 'message'),
    happenings: entries.flatMap((entry) => (entry.kind === 'happening' ? [entry.happening] : [])),
  }
}

const textOf = ({ replies }: Talk): string => replies.map(({ body }) => body.text).join('\n')

/** What the desk sees of a talk, once it is with a person. */
const handedOver = async ({ conversationId }: Talk): Promise<unknown> => {
  const staff = await createTestStaff(server, ['senior'])
  let seen: { handOver?: unknown } = {}
  await until('the talk is handed over', async () => {
    seen = (await (await fetch(`${server.url}/v1/desk/conversations/${conversationId}`, { headers: { cookie: staff.cookie } })).json()) as typeof seen
    return seen.handOver !== undefined
  })
  return seen
}

const thousands = (yuan: string): string => yuan.replace(/\B(?=(?:\d{3})+\.)/g, ',')

/** Every run of digits in the machine's text lies in a figure, in a reference such as a loan's number, or in the words of an article. */
const unvouched = ({ body }: MessageEntry, loans: readonly LoanCard[]): readonly string[] =>
  [...body.text.matchAll(/\d[\d,.]*/g)]
    .filter(({ index, 0: digits }) => !body.figures.some(({ start, end }) => start <= index && index + digits.length <= end))
    .map(([digits]) => digits)
    .filter((digits) => !loans.some(({ ref }) => ref.includes(digits)))

describe('a borrower with one loan', () => {
  test('is told what he owes from his own loan, each figure with its source', async () => {
    const session = await enter(/^[^；]+ 正常还款$/)
    const { loans } = await json<{ loans: LoanCard[] }>('/v1/chat/loans', session)
    const [loan] = loans
    const talk = await ask(session, '我的还款日是几号')
    const [reply] = talk.replies
    expect(textOf(talk)).toContain(thousands(loan?.next?.amount ?? 'none'))
    expect(textOf(talk)).toContain(loan?.ref ?? 'none')
    expect(reply?.body.figures.length).toBeGreaterThan(2)
    expect(reply && unvouched(reply, loans)).toEqual([])
    for (const figure of reply?.body.figures ?? []) expect(figure.source).toMatchObject({ from: 'loan', loanRef: loan?.ref })
    const words = (reply?.body.terms ?? []).map(({ start, end }) => reply?.body.text.slice(start, end))
    expect(words).toContain('本金')
    expect(new Set(words).size).toBe(words.length)
  })

  test('is quoted the payoff of today that the loan system reckons', async () => {
    const session = await enter(/^[^；]+ 正常还款$/)
    const { loans } = await json<{ loans: LoanCard[] }>('/v1/chat/loans', session)
    expect(textOf(await ask(session, '提前还清要多少钱'))).toContain(thousands(loans[0]?.payoffToday ?? 'none'))
  })
})

test('an early repayment in part is quoted past the gate, and a payment not booked is offered as a case with its facts', async () => {
  const session = await enter(/^[^；]+ 正常还款$/)
  const { loans } = await json<{ loans: LoanCard[] }>('/v1/chat/loans', session)
  const quoted = await ask(session, '我想提前还款，先还6000，明天还')
  expect(textOf(quoted)).toContain('6,000.00 元')
  expect(quoted.happenings).toEqual([])
  for (const reply of quoted.replies) expect(unvouched(reply, loans)).toEqual([])
  expect(textOf(await ask(session, '我还了款没入账'))).toContain('您付了多少钱')
  expect(textOf(await ask(session, '1733.6，昨天还的'))).toContain('从哪里付的')
  const offered = (await ask(session, '支付宝')).replies.at(-1)?.body.caseOffer
  expect(offered).toMatchObject({ kind: 'repayment-problem', ask: { problem: 'paid-not-booked', amount: '1733.60', text: '我还了款没入账\n1733.6，昨天还的\n支付宝' } })
})

test('an early repayment that was talked through becomes one case, by word and by tap alike, and is shown instead of opened again', async () => {
  const session = await enter(/^[^；]+ 正常还款$/)
  const { loans } = await json<{ loans: LoanCard[] }>('/v1/chat/loans', session)
  await ask(session, '我想提前还款')
  await ask(session, '全部还清')
  const [offer] = (await ask(session, '明天')).replies
  expect(offer?.body.caseOffer).toMatchObject({ kind: 'prepayment', ask: { loanRef: loans[0]?.ref } })
  const { conversationId } = await ask(session, '好的')
  let opened: MessageEntry | undefined
  await until('the case is said to be registered', async () => {
    const { entries } = await json<{ entries: Entry[] }>(`/v1/chat/conversations/${conversationId}/entries`, session)
    opened = entries.flatMap((entry) => (entry.kind === 'message' && entry.body.text.includes('已经登记') ? [entry] : []))[0]
    return opened !== undefined
  })
  const tapped = await json<{ case: { id: string; data: object } }>('/v1/chat/cases', session, { key: offer?.id, ...offer?.body.caseOffer })
  expect(tapped.case).toMatchObject({ id: opened?.body.caseId, data: { ask: offer?.body.caseOffer?.ask } })
  expect(await json(`/v1/chat/case-keys/${String(offer?.id)}`, session)).toEqual({ caseId: tapped.case.id })
  const again = await ask(session, '我想提前还款')
  expect(textOf(again)).toContain('您已经有一件提前还款在办')
  expect(again.replies.at(-1)?.body.caseId).toBe(tapped.case.id)
  expect((await json<{ cases: unknown[] }>('/v1/chat/cases', session)).cases).toHaveLength(1)
})

test('a word of self-harm reaches a person at once, with the hotline', async () => {
  const session = await enterAsCustomer(server)
  const talk = await ask(session, '天天催，我真的不想活了')
  expect(textOf(talk)).toContain('12356')
  expect(await handedOver(talk)).toMatchObject({ handOver: { reason: expect.stringContaining('危急') as string } })
})

test('with several loans he is asked which, and the tapped choice is answered', async () => {
  const session = await enter(/正常还款；.*正常还款/)
  const first = await ask(session, '提前还清要多少钱')
  const choices = first.replies.flatMap(({ body }) => body.choices)
  expect(choices.length).toBeGreaterThan(1)
  const chosen = choices.at(-1)
  const second = await ask(session, chosen?.text ?? '')
  expect(textOf(second)).toContain(chosen?.value ?? 'none')
  expect(textOf(second)).toContain('一次还清')
})

test('an anonymous visitor is told nothing of any account', async () => {
  const session = await enterAsCustomer(server)
  const talk = await ask(session, '提前还清要多少钱')
  expect(talk.replies.flatMap(({ body }) => body.figures).filter(({ source }) => source.from === 'loan')).toEqual([])
  expect(textOf(talk)).toContain('核实')
})

test('a person is always to be had, with a summary, and then the machine is silent', async () => {
  const session = await enter(/^[^；]+ 逾期 \d+ 天$/)
  const talk = await ask(session, '转人工')
  const staff = await createTestStaff(server, ['senior'])
  await until('the conversation waits', async () => {
    const { conversation } = await json<{ conversation: { state: string } }>(`/v1/chat/conversations/${talk.conversationId}/entries`, session)
    return conversation.state === 'waiting'
  })
  const seen = await fetch(`${server.url}/v1/desk/conversations/${talk.conversationId}`, { headers: { cookie: staff.cookie } })
  expect(await seen.json()).toMatchObject({ conversation: { state: 'waiting' }, handOver: { reason: '客户要求转人工', asked: ['转人工'] } })
  await json('/v1/chat/messages', session, { id: randomUUID(), text: '我这期要还多少', attachments: [] })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const { entries } = await json<{ entries: Entry[] }>(`/v1/chat/conversations/${talk.conversationId}/entries`, session)
  expect(entries.filter((entry) => entry.kind === 'message' && entry.author.kind === 'machine')).toHaveLength(talk.replies.length)
})

test('several messages at once are answered together, once', async () => {
  const session = await enter(/^[^；]+ 协商还款中$/)
  const sent = await Promise.all(['你好', '我想问一下', '提前还清要多少钱'].map((text) =>
    json<{ conversationId: string }>('/v1/chat/messages', session, { id: randomUUID(), text, attachments: [] })))
  const path = `/v1/chat/conversations/${sent[0]?.conversationId}/entries`
  let entries: readonly Entry[] = []
  await until('the payoff is told', async () => {
    ;({ entries } = await json<{ entries: Entry[] }>(path, session))
    return entries.some((entry) => entry.kind === 'message' && entry.author.kind === 'machine' && entry.body.text.includes('一次还清'))
  })
  expect(entries.filter((entry) => entry.kind === 'message' && entry.body.text.includes('一次还清') && entry.author.kind === 'machine')).toHaveLength(1)
})

test('words of the field are found in what an agent says too, the longest first, and a tap explains them with the borrower’s own loan', async () => {
  const session = await enter(/^[^；]+ 正常还款$/)
  // He is with a person by now, so that the machine is silent.
  const { conversationId } = await json<{ conversationId: string }>('/v1/chat/messages', session, { id: randomUUID(), text: '转人工', attachments: [] })
  const staff = await createTestStaff(server, ['senior'])
  await take(server, staff, conversationId)
  const sent = await reply(server, staff, conversationId, { text: '剩余本金在首页能看到。' })
  expect([sent.status, sent.body]).toEqual([200, sent.body])
  const { entries } = await json<{ entries: Entry[] }>(`/v1/chat/conversations/${conversationId}/entries`, session)
  const told = entries.findLast((entry): entry is MessageEntry => entry.kind === 'message' && entry.author.kind === 'agent')
  expect(told?.body.terms.map(({ start, end }) => told.body.text.slice(start, end))).toEqual(['剩余本金'])
  const termId = told?.body.terms[0]?.termId ?? expect.unreachable('no term was found')
  const explained = await json<{ plain: string; withLoan?: string }>(`/v1/chat/terms/${termId}`, session)
  expect(explained.withLoan).toMatch(/您这笔借款到今天剩余本金 .*\d\.\d\d/u)
})

describe('a request that a person decides is talked through first, one question at a time', () => {
  const talks: readonly (readonly [name: string, messages: readonly string[], facts: readonly (readonly [string, string])[], missing: readonly string[]])[] = [
    ['a change of day, with a question in between and a correction', ['我想改一下还款日', '现在5号', '改了收手续费吗', '改到20号 不对 22号'], [['现在的还款日（号）', '5'], ['希望的还款日（号）', '22']], []],
    ['a change of card, with a refusal', ['我要换一张还款卡', '换成招行的', '手机号不想给'], [['新卡银行', '招商银行']], ['联系电话']],
    ['an application', ['我想申请贷款', '5万', '分24期', '装修用', '13912345678'], [['金额（元）', '50000'], ['期限（月）', '24'], ['借款用途', '装修'], ['联系电话', '139****5678']], []],
    ['a complaint, with a person at once', ['我要投诉催收，昨天骂人'], [['投诉事由', '催收'], ['日期', '昨天']], ['联系电话']],
  ]

  test.each(talks)('%s', async (_, messages, facts, missing) => {
    const session = await enterAsCustomer(server)
    const said: string[] = []
    let talk: Talk | undefined
    for (const message of messages) {
      talk = await ask(session, message)
      said.push(textOf(talk))
    }
    const { handOver } = (await handedOver(talk ?? expect.unreachable('nothing was said'))) as { handOver: { facts: { name: string; value: string }[]; missing: string[] } }
    for (const [name, value] of facts) expect([said, handOver.facts]).toEqual([said, expect.arrayContaining([expect.objectContaining({ name, value })])])
    expect(handOver.missing).toEqual(missing)
    // Each message but the last is followed by one question.
    for (const text of said.slice(0, -1)) expect([text, (text.match(/？/gu) ?? []).length]).toEqual([text, 1])
  })
})
