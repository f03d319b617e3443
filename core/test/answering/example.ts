import { readFileSync } from 'node:fs'
import { freshTalk, type Asked, type Situation } from '../../src/answering/situation.ts'
import { type Article, parseArticle } from '../../src/knowledge/article.ts'
import { type Notice, parseNotices } from '../../src/knowledge/notice.ts'
import type { LoanFacts } from '../../src/loan/facts.ts'
import { addDays, type Day, parseDay } from '../../src/primitives/day.ts'
import type { Figure, FigureOf } from '../../src/primitives/figure.ts'
import { fen } from '../../src/primitives/money.ts'
import { refuse } from '../../src/primitives/refusal.ts'

/** A borrower's place in a talk, built by hand: the numbers are invented, only their way into the text is tested. */

const noticesOf = (file: string): readonly Notice[] => {
  const read = parseNotices(JSON.parse(readFileSync(new URL(`../../../content/desk/${file}`, import.meta.url), 'utf8')))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value.notices
}

export const notices: ReadonlyMap<string, Notice> = new Map([...noticesOf('notices.json'), ...noticesOf('answers.json')].map((notice) => [notice.id, notice]))

export const today: Day = parseDay('2026-11-23') ?? (0 as Day)

export const loan = (loanRef: string, change: Partial<LoanFacts> = {}): LoanFacts => {
  const source: Figure['source'] = { from: 'loan', loanRef, field: 'test', asOf: today }
  const amount = (value: bigint): FigureOf<'amount'> => ({ kind: 'amount', value: fen(value), source })
  const date = (value: Day): FigureOf<'date'> => ({ kind: 'date', value, source })
  return {
    loanRef, product: { id: 'steady', version: 1, name: '安心稳贷' }, methodName: '等额本息', state: 'current', asOf: today,
    principal: amount(2_000_000n), annualRate: { kind: 'rate', value: { num: 72n, den: 1000n, period: 'year' }, source },
    instalmentCount: { kind: 'term', value: 12, unit: 'instalment', source }, instalmentsPaid: { kind: 'count', value: 3, source },
    remainingPrincipal: amount(1_520_311n),
    next: { due: date(addDays(today, 12)), amount: amount(173_360n), principal: amount(164_238n), interest: amount(9122n), fee: amount(0n) },
    payoff: (on) => on < today ? refuse('quote-not-possible') : {
      on: date(on), goodUntil: date(on), total: amount(1_525_177n), principal: amount(1_520_311n), interest: amount(4866n), fee: amount(0n),
      penalty: amount(0n), prepaymentCharge: amount(0n), interestSaved: amount(36_544n),
    },
    extension: { whyNot: 'product-allows-none', needsGuarantorConsent: false },
    ...change,
  }
}

const articleFile = (id: string, intents: readonly string[], answer: string, figures: readonly unknown[] = []): Article => {
  const front = {
    id, title: '测试文章', intents, audience: 'customer', figures, version: 3, owner: '甲', source: '借款合同', approvedBy: '乙',
    approvedOn: '2026-03-01', validFrom: '2026-03-02', reviewBy: '2027-03-01',
  }
  const read = parseArticle(`---\n${JSON.stringify(front)}\n---\n${answer}\n`)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

export const articles = {
  fee: articleFile('fee', ['fee'], '除合同写明的费用外，不收其他费用，咨询可拨打95000。', [{ text: '95000', kind: 'reference', value: '95000' }]),
  complaint: articleFile('complaint', ['complaint'], '投诉自收到之日起15个自然日内答复。', [{ text: '15个自然日', kind: 'term', value: 15, unit: 'day' }]),
}

export const asked = (text: string, intent: string, change: Partial<Asked> = {}): Asked => ({
  text, plain: text, intent, confidence: 0.95, sure: true, alternatives: [{ intent: 'rate', confidence: 0.02 }, { intent: 'fee', confidence: 0.01 }],
  entities: [], mood: 'calm', crises: [], requests: [{ intent, text }], ...change,
})

export const situation = (question: Asked, change: Partial<Situation> = {}): Situation => ({
  today, language: 'zh', lender: { name: '安心消费金融', assistant: '小信' }, level: 'verified', asked: question, loans: [loan('AX2026000001')],
  articlesFor: (intent) => Object.values(articles).filter(({ intents }) => intents.includes(intent)),
  quote: () => refuse('quote-not-possible'),
  desk: { open: true, waiting: { kind: 'count', value: 0, source: { from: 'record', what: 'waiting', ref: 'desk' } } }, notices, intentName: (intent) => intent, talk: freshTalk, ...change,
})
