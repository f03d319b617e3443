import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answer } from '../../src/answering/answer.ts'
import { compose, unsourcedFigures } from '../../src/answering/compose.ts'
import { ownLoanIntents } from '../../src/answering/own-loan.ts'
import { addDays } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { freshTalk } from '../../src/answering/situation.ts'
import { intents } from '../../src/understanding/intent.ts'
import { extensionHindrances } from '../../src/loan/facts.ts'
import { articles, asked, loan, notices, situation, today } from './example.ts'

const words = (reply: ReturnType<typeof answer>): string[] => reply.body.figures.map(({ start, end }) => reply.body.text.slice(start, end))

test('the due day and amount come from the loan, each figure at its place with its source', () => {
  const reply = answer(situation(asked('我几号还款', 'repayment-date')))
  expect(reply.kind).toBe('answer')
  expect(reply.body.text).toContain('2026年12月5日，应还 1,733.60 元')
  expect(words(reply)).toEqual(['2026年12月5日', '1,733.60 元', '1,642.38 元', '91.22 元'])
  expect(reply.body.figures.every(({ figure }) => figure.source.from === 'loan')).toBe(true)
  expect(unsourcedFigures(reply.body)).toEqual([])
})

test('with two loans it asks which, and the tapped choice is answered', () => {
  const loans = [loan('AX2026000001'), loan('AX2026000002', { principal: { ...loan('x').principal, value: fen(5_000_000n) } })]
  const first = answer(situation(asked('提前还清要多少', 'prepayment'), { loans }))
  expect(first.kind).toBe('ask')
  expect(first.choices.map(({ value }) => value)).toEqual(['AX2026000001', 'AX2026000002'])
  const second = answer(situation(asked('AX2026000002 这笔', 'out-of-scope', { sure: false, chosen: 'AX2026000002' }), { loans, talk: first.talk }))
  expect(second.kind).toBe('answer')
  expect(second.body.text).toContain('AX2026000002')
  expect(second.body.text).toContain('15,251.77 元')
  expect(second.talk.loanRef).toBe('AX2026000002')
  const third = answer(situation(asked('几号扣款', 'repayment-date'), { loans, talk: second.talk }))
  expect(third.body.text).toContain('AX2026000002')
})

test('a loan named by its size or number needs no question', () => {
  const loans = [loan('AX2026000001'), loan('AX2026000002', { principal: { ...loan('x').principal, value: fen(5_000_000n) } })]
  const entities = [{ type: 'amount', text: '5万', value: 50_000, unit: '元', start: 0, end: 2 }] as const
  expect(answer(situation(asked('5万那笔几号还', 'repayment-date', { entities: [...entities] }), { loans })).body.text).toContain('AX2026000002')
})

test('who asks for a person among other things gets one, and what can be answered beside it is answered', () => {
  const requests = [{ intent: 'repayment-date', text: '几号还' }, { intent: 'human-agent', text: '转人工' }]
  const reply = answer(situation(asked('几号还\n转人工', 'repayment-date', { requests })))
  expect([reply.kind, reply.handOver?.reason]).toEqual(['hand-over', 'customer-asked'])
  expect(reply.body.text).toContain('2026年12月5日')
  const unsure = answer(situation(asked('几号还，转人工', 'repayment-date', { requests, sure: false, confidence: 0.5 })))
  expect([unsure.kind, unsure.handOver?.reason]).toEqual(['hand-over', 'customer-asked'])
  expect(unsure.body.figures.filter(({ figure }) => figure.source.from === 'loan')).toEqual([])
  const declining = [{ intent: 'repayment-date', text: '几号还' }, { intent: 'human-agent', text: '不用转人工了' }]
  expect(answer(situation(asked('不用转人工了，几号还', 'repayment-date', { requests: declining, sure: false }))).kind).not.toBe('hand-over')
  for (const text of ['不用转人工了', '先不转人工', '别给我转客服了', '不要人工']) {
    expect(answer(situation(asked(text, 'human-agent', { requests: [{ intent: 'human-agent', text }] }))).kind).not.toBe('hand-over')
  }
  for (const text of ['不要人工智能，转人工', '不要机器人', '转人工']) {
    expect(answer(situation(asked(text, 'human-agent', { requests: [{ intent: 'human-agent', text }] }))).kind).toBe('hand-over')
  }
  // Not even an open question of ours stands between him and a person.
  const waiting = { ...freshTalk, waitingFor: { intent: 'prepayment', missing: 'loan' as const } }
  expect(answer(situation(asked('AX2026000001\n转人工', 'repayment-date', { requests, sure: false }), { talk: waiting })).kind).toBe('hand-over')
})

test('an anonymous customer is told nothing of any account', () => {
  for (const intent of Object.keys(ownLoanIntents)) {
    const reply = answer(situation(asked('我的贷款', intent), { level: 'anonymous' }))
    expect(reply.body.figures.filter(({ figure }) => figure.source.from === 'loan')).toEqual([])
    expect(reply.body.text).not.toContain('AX2026000001')
    expect(reply.body.text).toContain('核实身份')
  }
})

test('a request for a person is honoured however unsure the words were understood', () => {
  const reply = answer(situation(asked('转人工', 'human-agent', { sure: false, confidence: 0.3 })))
  expect(reply.kind).toBe('hand-over')
  expect(reply.handOver?.reason).toBe('customer-asked')
  expect(reply.body.text).toContain('转给人工')
})

test('a closed desk is said with the day and time it opens, sourced from the calendar', () => {
  const source = { from: 'calendar', what: 'desk' } as const
  const opens = { day: { kind: 'date', value: addDays(today, 1), source }, time: { kind: 'time', value: 510, source } } as const
  const desk = { open: false, opens, waiting: { kind: 'count', value: 3, source } } as const
  const reply = answer(situation(asked('我要投诉', 'complaint'), { desk }))
  expect(reply.kind).toBe('hand-over')
  expect(reply.body.text).toContain('2026年11月24日 08:30')
  expect(reply.handOver?.draft?.text).toContain('15个自然日')
})

test('what is not understood is offered as choices once, then goes to a person', () => {
  const first = answer(situation(asked('那个那个', 'fee', { sure: false, confidence: 0.2 })))
  expect(first.kind).toBe('ask')
  expect(first.choices.length).toBeGreaterThan(1)
  const second = answer(situation(asked('就是那个啊', 'fee', { sure: false, confidence: 0.2 }), { talk: first.talk }))
  expect(second.kind).toBe('hand-over')
  expect(second.handOver?.reason).toBe('not-understood')
})

test('two requests in one text are both answered', () => {
  const reply = answer(situation(asked('几号还 收不收手续费', 'repayment-date', {
    requests: [{ intent: 'repayment-date', text: '几号还' }, { intent: 'fee', text: '收不收手续费' }],
  })))
  expect(reply.body.text).toContain('2026年12月5日')
  expect(reply.body.text).toContain('95000')
  expect(reply.articles).toEqual([{ articleId: 'fee', version: 3, title: '测试文章' }])
})

test('two requests with one answer get it once', () => {
  const requests = [{ intent: 'fee', text: '收不收费' }, { intent: 'contract', text: '合同里写了没' }]
  const both = { ...articles.fee, intents: ['fee', 'contract'] }
  const reply = answer(situation(asked('收不收费 合同里写了没', 'fee', { requests }), { articlesFor: () => [both] }))
  expect(reply.body.text).toBe(both.answer)
  expect(reply.articles).toHaveLength(1)
})

test('the meaning of a word is told in approved words and with the own loan', () => {
  const withLoan = { text: '您每月还 1,733.60 元', figures: [{ start: 5, end: 15, figure: loan('AX2026000001').next?.amount ?? expect.unreachable() }] }
  const term = { termId: 'equal-instalment', termVersion: 2, plain: '每个月还的钱一样多。', withLoan }
  const reply = answer(situation(asked('什么是等额本息', 'repayment-method', { sure: false, confidence: 0.3 }), { term }))
  expect([reply.kind, reply.intent]).toEqual(['answer', 'explain-term'])
  expect(reply.body.text).toBe('每个月还的钱一样多。\n您每月还 1,733.60 元')
  expect(words(reply)).toEqual(['1,733.60 元'])
  expect(answer(situation(asked('等额本息能改吗', 'repayment-method', { sure: false, confidence: 0.3 }), { term })).kind).toBe('ask')
})

test('who probably complains gets a person although that is not sure', () => {
  const reply = answer(situation(asked('有人老打电话', 'collection-contact', { sure: false, confidence: 0.6 })))
  expect([reply.kind, reply.handOver?.reason]).toEqual(['hand-over', 'must-be-decided'])
  const torn = asked('我要投诉，有人一直打电话', 'complaint', { sure: false, confidence: 0.38, alternatives: [{ intent: 'collection-contact', confidence: 0.37 }] })
  expect(answer(situation(torn)).kind).toBe('hand-over')
  expect(answer(situation({ ...torn, alternatives: [{ intent: 'fee', confidence: 0.37 }] })).kind).toBe('ask')
})

test('a figure that nothing vouches for stops the machine', () => {
  const planted = { ...articles.fee, answer: '手续费是30元。', figures: [] }
  const reply = answer(situation(asked('手续费多少', 'fee'), { articlesFor: () => [planted] }))
  expect(reply.kind).toBe('hand-over')
  expect(reply.handOver?.reason).toBe('unsourced-figure')
  expect(reply.body.text).not.toContain('30')
})

test('an angry or anxious customer is acknowledged first; a sign of self-harm reaches a person at once with the hotline', () => {
  expect(answer(situation(asked('急死了几号还', 'repayment-date', { mood: 'anxious' }))).body.text.startsWith(notices.get('feel-anxious')?.text.zh ?? '-')).toBe(true)
  const reply = answer(situation(asked('不想活了', 'hardship', { crises: ['self-harm'], mood: 'anxious' })))
  expect(reply.kind).toBe('hand-over')
  expect(reply.handOver?.reason).toBe('crisis')
  expect(reply.body.text).toContain('12356')
  expect(reply.body.text.startsWith(notices.get('crisis')?.text.zh ?? '-')).toBe(true)
  const violent = answer(situation(asked('我带刀去你们公司', 'complaint', { crises: ['violence'], mood: 'angry' }), { talk: { ...freshTalk, misunderstood: 1 } }))
  expect([violent.kind, violent.handOver?.reason]).toEqual(['hand-over', 'crisis'])
  expect(violent.body.text).toContain('110')
  expect(answer(situation(asked('我要起诉你们', 'complaint', { crises: ['legal-threat'], sure: false }))).handOver?.reason).toBe('crisis')
  expect(answer(situation(asked('到底什么时候放款', 'disbursement', { mood: 'angry' }))).body.text).toContain(notices.get('feel-angry-waiting')?.text.zh ?? '-')
})

test('a trial calculation asks for amount, then for the number of instalments, one at a time', () => {
  const source = { from: 'quote', productId: 'steady', productVersion: 1, field: 'test' } as const
  const money = (value: bigint) => ({ kind: 'amount', value: fen(value), source }) as const
  const quote = (amount: bigint, count: number | undefined) => ({
    productName: '安心稳贷', methodName: '等额本息', amount: money(amount), count: { kind: 'term', value: count ?? 0, unit: 'instalment', source } as const,
    firstInstalment: money(88_900n), interest: money(66_800n), fee: money(0n), total: money(1_066_800n),
    annualCost: { kind: 'rate', value: { num: 144n, den: 1000n, period: 'year' }, source } as const,
    countsOffered: [6, 12].map((value) => ({ kind: 'term', value, unit: 'instalment', source }) as const),
  })
  const first = answer(situation(asked('借钱利息多少', 'quote'), { quote }))
  expect([first.kind, first.talk.waitingFor?.missing]).toEqual(['ask', 'amount'])
  const amount = { type: 'amount', text: '1万', value: 10_000, unit: '元', start: 0, end: 2 } as const
  const second = answer(situation(asked('1万', 'limit', { sure: false, entities: [amount] }), { quote, talk: first.talk }))
  expect([second.kind, second.talk.waitingFor?.missing, second.talk.said.amount]).toEqual(['ask', 'count', '10000'])
  const third = answer(situation(asked('12期', 'out-of-scope', { sure: false, chosen: 'count:12' }), { quote, talk: second.talk }))
  expect(third.kind).toBe('answer')
  expect(third.body.text).toContain('借 10,000.00 元、分 12 期')
  expect(third.talk.waitingFor).toBeUndefined()
})

test('a waiting list is told as it is', () => {
  const waiting = { kind: 'count', value: 4, source: { from: 'record', what: 'waiting', ref: 'desk' } } as const
  const reply = answer(situation(asked('转人工', 'human-agent'), { desk: { open: true, waiting } }))
  expect(reply.body.text).toContain('前面还有 4 位')
  expect(words(reply)).toEqual(['4'])
})

test('a template without its value is loud', () => {
  expect(() => compose('还{amount}元', {}, 'zh')).toThrow('{amount}')
})

test('every way names an intent that exists', () => {
  const source = readFileSync(new URL('../../src/answering/ways.ts', import.meta.url), 'utf8')
  const named = [...source.matchAll(/^ {2}'?([a-z-]+)'?: '/gm)].map(([, intent]) => intent)
  expect(named.length).toBeGreaterThan(15)
  for (const intent of named) expect(intents).toContain(intent)
})

test('there are words for every reason why a loan cannot be extended', () => {
  for (const whyNot of extensionHindrances) {
    const hindered = loan('AX2606000001', { extension: { whyNot, needsGuarantorConsent: false } })
    expect(answer(situation(asked('我要展期', 'extension'), { loans: [hindered] })).body.text).toContain(hindered.loanRef)
  }
})
