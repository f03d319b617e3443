import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answer } from '../../src/answering/answer.ts'
import { saysYes } from '../../src/answering/case-offer.ts'
import { unsourcedFigures } from '../../src/answering/compose.ts'
import type { Asked, Reply, Situation } from '../../src/answering/situation.ts'
import { freshTalk } from '../../src/answering/situation.ts'
import { addDays } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { type CharacterTable, readCharacters } from '../../src/understanding/characters.ts'
import { findEntities } from '../../src/understanding/find-entities.ts'
import { resolveDates } from '../../src/understanding/resolve-date.ts'
import { articles, asked, loan, notices, situation, today } from './example.ts'

const characters = readCharacters(JSON.parse(readFileSync(new URL('../../../content/understanding/characters.json', import.meta.url), 'utf8')) as CharacterTable)

const sentence = (id: string): string => notices.get(id)?.text.zh ?? `no notice ${id}`

/** What the customer writes, one message after the other, with what the model made of each: sure of an intent, or of none. */
const talk = (messages: readonly (readonly [text: string, intent?: string, change?: Partial<Asked>])[], change: Partial<Situation> = {}): readonly Reply[] => {
  const replies: Reply[] = []
  for (const [text, intent, more] of messages) {
    const entities = resolveDates(findEntities(text, characters), { asOf: today })
    const question = asked(text, intent ?? 'out-of-scope', { entities, sure: intent !== undefined, ...(intent === undefined ? { confidence: 0.3 } : {}), ...more })
    replies.push(answer(situation(question, { ...change, talk: replies.at(-1)?.talk ?? freshTalk })))
  }
  return replies
}

const last = (replies: readonly Reply[]): Reply => replies.at(-1) ?? expect.unreachable()

test('early repayment: one question at a time, a correction in the middle, and the quote for the day meant', () => {
  const replies = talk([['我想提前还款', 'prepayment'], ['先还一部分'], ['5000'], ['不对，是全部还清'], ['明天'], ['不对 后天']])
  expect(replies.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'ask', 'ask', 'answer', 'answer'])
  expect(replies[0]?.body.text).toBe(sentence('ask-prepay-scope'))
  expect(replies[0]?.choices.map(({ text }) => text)).toEqual(['全部还清', '先还一部分'])
  expect(replies[1]?.body.text).toBe(sentence('ask-prepay-amount'))
  expect(replies[2]?.body.text).toBe(sentence('ask-prepay-date'))
  expect(replies[3]?.body.text).toBe(`${sentence('fact-corrected')}\n${sentence('ask-prepay-date')}`)
  expect(replies[4]?.body.text).toContain('如果在2026年11月24日一次还清')
  expect(last(replies).body.text).toContain('如果在2026年11月25日一次还清')
  expect(last(replies).body.figures.every(({ figure }) => figure.source.from === 'loan')).toBe(true)
  expect(unsourcedFigures(last(replies).body)).toEqual([])
})

test('early repayment in part is quoted for that sum and day, with what either effect saves', () => {
  const source = { from: 'loan', loanRef: 'AX2026000001', field: 'test', asOf: today } as const
  const sum = (value: bigint) => ({ kind: 'amount', value: fen(value), source }) as const
  const asks: unknown[] = []
  const ours = loan('AX2026000001', {
    payoff: (on, choice) => {
      asks.push([on, choice])
      const day = { kind: 'date', value: on, source } as const
      return {
        on: day, goodUntil: day, total: sum(choice?.amount ?? 1n), principal: sum(495_134n), interest: sum(4866n), fee: sum(0n), penalty: sum(0n),
        prepaymentCharge: sum(0n), interestSaved: sum(choice?.effect === 'term' ? 30_000n : 20_000n),
      }
    },
  })
  const reply = last(talk([['先还5000，明天还', 'prepayment']], { loans: [ours] }))
  expect(reply.kind).toBe('answer')
  expect(asks).toEqual([[addDays(today, 1), { amount: 500_000n, effect: 'instalment' }], [addDays(today, 1), { amount: 500_000n, effect: 'term' }]])
  expect(reply.body.text).toContain('当天要付 5,000.00 元')
  expect(reply.body.text).toMatch(/少付利息 200\.00 元.*少付利息 300\.00 元/u)
  expect(unsourcedFigures(reply.body)).toEqual([])
})

test('who asks how much it takes is told at once, and may name another day after that', () => {
  const replies = talk([['提前还清要多少', 'prepayment'], ['那下周一还呢']])
  expect(replies.map(({ kind }) => kind)).toEqual(['answer', 'answer'])
  expect(replies[0]?.body.text).toContain('2026年11月23日')
  expect(replies[1]?.body.text).toContain('2026年11月30日')
})

test('an extension: the record gives the due day, the rest is asked for, then a person has it all', () => {
  const longest = { kind: 'term', value: 3, unit: 'month', source: { from: 'loan', loanRef: 'AX2026000001', field: 'x', asOf: today } } as const
  const applyBefore = { kind: 'date', value: addDays(today, 9), source: longest.source } as const
  const loans = [loan('AX2026000001', { extension: { longest, applyBefore, needsGuarantorConsent: false } })]
  const replies = talk([['这期想展期', 'extension'], ['延一个月'], ['展期收手续费吗', 'fee'], ['我妈住院了']], { loans })
  expect(replies.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'ask', 'hand-over'])
  expect(replies[0]?.body.text).toContain(sentence('ask-new-date'))
  expect(replies[0]?.body.text).toContain('最长 3 个月')
  expect(replies[1]?.body.text).toBe(sentence('ask-reason'))
  expect(replies[2]?.body.text).toBe(`${articles.fee.answer}\n回到刚才您问的extension。\n${sentence('ask-reason')}`)
  expect(last(replies).body.text).toContain(sentence('facts-complete'))
  expect(last(replies).handOver?.facts).toEqual([
    { name: '原还款日', value: '2026-12-05' }, { name: '期限（月）', value: '1' }, { name: '原因', value: '生病或家人生病' },
  ])
  expect(last(replies).handOver?.missing).toEqual([])
  expect(last(replies).talk.dialogue).toBeUndefined()
})

test('what is declined is not asked for again, and the person is told what is missing', () => {
  const replies = talk([['还了款没入账', 'payment-not-booked'], ['多少记不清了'], ['昨天还的'], ['不想说']])
  expect(replies.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'ask', 'hand-over'])
  expect(replies.filter(({ body }) => body.text.includes(sentence('ask-paid-amount')))).toHaveLength(1)
  expect(last(replies).handOver?.missing).toEqual(['金额（元）', '付款渠道'])
  expect(last(replies).handOver?.facts).toEqual([{ name: '日期', value: '昨天' }])
  expect(last(replies).body.text).toContain(sentence('facts-incomplete'))
})

test('who complains has a person at once, with the facts said so far and one question beside it', () => {
  const reply = last(talk([['我要投诉催收，昨天骂人', 'complaint']]))
  expect(reply.kind).toBe('hand-over')
  expect(reply.handOver?.facts).toEqual([{ name: '投诉事由', value: '催收' }, { name: '日期', value: '昨天' }, { name: '联系电话', value: '登记的手机号' }].sort((a, b) => ['联系电话'].indexOf(b.name) - ['联系电话'].indexOf(a.name)))
  const bare = last(talk([['我要投诉', 'complaint']], { level: 'anonymous' }))
  expect(bare.body.text).toContain(sentence('ask-complaint-topic'))
  expect(bare.handOver?.missing).toEqual(['投诉事由', '日期', '联系电话'])
})

test('a request is dropped when the customer says so, and a person is given when he asks for one in the middle', () => {
  expect(last(talk([['我想提前还款', 'prepayment'], ['算了不用了']])).body.text).toBe(sentence('request-dropped'))
  const handed = last(talk([['我想提前还款', 'prepayment'], ['转人工', 'human-agent']]))
  expect([handed.kind, handed.handOver?.reason]).toEqual(['hand-over', 'customer-asked'])
})

test('an unanswered question is asked once more, then the machine goes on without it', () => {
  const replies = talk([['我想提前还款', 'prepayment'], ['嗯'], ['哦'], ['啊']])
  expect(replies.filter(({ body }) => body.text.includes(sentence('ask-prepay-scope')))).toHaveLength(2)
  expect(last(replies).kind).not.toBe('hand-over')
})

test('a change of day: what the record holds is not asked, a correction counts, a person has it all', () => {
  const replies = talk([['我想改还款日', 'change-repayment-date'], ['改到20号 不对 改到22号']])
  expect(replies.map(({ kind }) => kind)).toEqual(['ask', 'hand-over'])
  expect(replies[0]?.body.text).toBe(sentence('ask-new-day'))
  expect(last(replies).handOver?.facts).toEqual([{ name: '现在的还款日（号）', value: '5' }, { name: '希望的还款日（号）', value: '22' }])
  expect(last(replies).handOver?.missing).toEqual([])
})

test('a change of card: the number at the new bank is asked though the record holds one, and refusing it is respected', () => {
  const replies = talk([['帮我换张还款卡', 'change-bank-card'], ['从中信换成浦发'], ['收手续费吗', 'fee'], ['号码不想给']])
  expect(replies.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'ask', 'hand-over'])
  expect(replies[1]?.body.text).toBe(sentence('ask-bank-phone'))
  expect(replies[2]?.body.text).toBe(`${articles.fee.answer}\n回到刚才您问的change-bank-card。\n${sentence('ask-bank-phone')}`)
  expect(last(replies).handOver?.facts).toEqual([{ name: '原卡银行', value: '中信银行' }, { name: '新卡银行', value: '浦发银行' }])
  expect(last(replies).handOver?.missing).toEqual(['联系电话'])
})

test('an application: facts in any order, the phone that the record holds is not asked', () => {
  const replies = talk([['我要申请借款 装修用', 'how-to-apply'], ['5万'], ['分两年']])
  expect(replies.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'hand-over'])
  expect(replies.map(({ body }) => body.text).slice(0, 2)).toEqual([sentence('ask-amount'), sentence('ask-term')])
  expect(last(replies).handOver?.facts).toEqual(expect.arrayContaining([{ name: '借款用途', value: '装修' }, { name: '金额（元）', value: '50000' }, { name: '期限（月）', value: '24' }]))
  const stranger = talk([['我要申请借款 装修用', 'how-to-apply'], ['5万'], ['分两年']], { level: 'anonymous', loans: [] })
  expect(last(stranger).body.text).toBe(sentence('ask-contact-phone'))
})

test('who only asks how it goes is told, not asked', () => {
  for (const [text, intent] of [['怎么申请贷款', 'how-to-apply'], ['还款日能改吗', 'change-repayment-date'], ['换卡要什么手续', 'change-bank-card']] as const) {
    expect(last(talk([[text, intent]], { articlesFor: () => [articles.fee] })).kind).toBe('answer')
  }
})

const openable = new Set(['prepayment', 'extension', 'change-day', 'repayment-problem', 'application', 'complaint', 'hardship', 'credit-dispute', 'certificate', 'approval'])

const offerOf = (messages: Parameters<typeof talk>[0], change: Partial<Situation> = {}) => {
  const reply = last(talk(messages, { openable, ...change }))
  return reply.offer && [reply.kind, reply.offer.kind, reply.offer.ask]
}

test('a talk that has what its case needs offers the case, with what was said in its form', () => {
  const extension = { longest: { kind: 'term', value: 3, unit: 'month', source: { from: 'loan', loanRef: 'AX2026000001', field: 'x', asOf: today } }, needsGuarantorConsent: false } as const
  const loanRef = 'AX2026000001'
  const applyBefore = { kind: 'date', value: addDays(today, 9), source: extension.longest.source } as const
  expect(offerOf([['我想提前还款', 'prepayment'], ['全部还清'], ['明天'], ['不对 后天']])).toEqual(['answer', 'prepayment', { loanRef, on: '2026-11-25' }])
  expect(offerOf([['这期想展期', 'extension'], ['延一个月'], ['我妈住院了']], { loans: [loan(loanRef, { extension: { ...extension, applyBefore } })] })).toEqual(['answer', 'extension', { loanRef, days: 31 }])
  expect(offerOf([['还了款没入账', 'payment-not-booked'], ['1733.6，昨天还的'], ['支付宝']])).toEqual(['answer', 'repayment-problem', {
    loanRef, problem: 'paid-not-booked', on: '2026-11-22', amount: '1733.60', text: '还了款没入账\n1733.6，昨天还的\n支付宝',
  }])
  expect(offerOf([['我要申请借款 装修用', 'how-to-apply'], ['5万'], ['分两年']])).toEqual(['answer', 'application', { amount: '50000.00', count: 24, purpose: '装修' }])
  expect(offerOf([['我想改还款日', 'change-repayment-date'], ['改到22号']])).toEqual(['answer', 'change-day', { loanRef, day: 22 }])
  expect(offerOf([['开个结清证明', 'settlement-certificate']], { loans: [loan(loanRef, { state: 'settled' })], articlesFor: () => [articles.fee] })).toEqual(['answer', 'certificate', { loanRef }])
})

test('who has a person at once may register it beside that', () => {
  const loanRef = 'AX2026000001'
  expect(offerOf([['我要投诉催收骂人', 'complaint']])).toEqual(['hand-over', 'complaint', { nature: 'complaint', text: '我要投诉催收骂人' }])
  expect(offerOf([['失业了想协商分期', 'hardship']])).toEqual(['hand-over', 'hardship', { loanRef, cause: '失业了想协商分期' }])
  expect(offerOf([['征信上这笔逾期不是我的', 'credit-dispute']])).toEqual(['hand-over', 'credit-dispute', { loanRef, text: '征信上这笔逾期不是我的' }])
  expect(offerOf([['能不能申请减免罚息', 'hardship']])).toEqual(['hand-over', 'approval', { loanRef, matter: 'fee-waiver', reason: '能不能申请减免罚息' }])
})

test('who wants it done now is asked no more, and a case that is open already is shown instead', () => {
  expect(offerOf([['我想提前还款', 'prepayment'], ['直接帮我办吧']])?.[1]).toBe('prepayment')
  const since = { kind: 'date', value: today, source: { from: 'record', what: 'case', ref: 'c' } } as const
  const cases = [{ id: 'c-1', kind: 'prepayment', kindName: '提前还款', stateName: '已预约', loanRef: 'AX2026000001', since, acts: { by: 'other', due: since, provisional: false } }] as const
  const reply = last(talk([['我想提前还款', 'prepayment']], { openable, cases }))
  expect([reply.shows, reply.offer]).toEqual(['c-1', undefined])
  expect(reply.body.text).toBe('您已经有一件提前还款在办（2026年11月23日 起），不用再登记一次。点下面的卡片可以看进度，也可以在里面修改或取消。')
})

test('a plain yes counts for the message right before it alone, and what became a case is talked of no more', () => {
  const offered = last(talk([['我想提前还款', 'prepayment'], ['全部还清'], ['明天']], { openable })).talk
  for (const text of ['好', '是的', '好的，帮我登记', '确认']) expect(saysYes(offered, text)).toBe(true)
  for (const text of ['不好', '好像不对', '后天还', '好贵', '谢谢', '好的，先不办']) expect(saysYes(offered, text)).toBe(false)
  expect(saysYes(freshTalk, '好')).toBe(false)
  const opened = answer(situation(asked('好', 'small-talk'), { openable, talk: offered, offer: { state: 'opened', intent: 'prepayment', kind: 'prepayment', caseId: 'c-1', byWord: true } }))
  expect([opened.shows, opened.talk.dialogue, opened.talk.offered]).toEqual(['c-1', undefined, undefined])
})
