/**
 * What the examples of openapi.json tell: one story of the demo lender, on one day. 王小明 bought something for 3,000.00
 * in three instalments of 安心分期, was paid out on 2026-09-11, and has been overdue for 12 days on 2026-11-23. The machine
 * tells him what he owes and hands over when he asks for terms. A test reckons every amount again with the loan engine.
 */

const day = '2026-11-23'
const loanRef = 'AX2609000017'

const customerId = '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e'
const conversationId = '7a3d5c10-4b8e-4f6a-9c21-0e5d8b7f1a62'
const agent = { staffId: '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2', name: '林小雨' }

const product = { id: 'anxin-instalment-purchase', name: '安心分期' }

export const loanCardExample = {
  ref: loanRef, product, method: 'flat-fee', methodName: '等本等息', state: 'overdue', stateName: '逾期',
  principal: '3000.00', annualRate: '0.072', disbursedOn: '2026-09-11', instalmentCount: 3, instalmentsPaid: 1, remainingPrincipal: '2000.00',
  next: { due: '2026-12-11', amount: '1021.00', principal: '1000.00', interest: '18.00', fee: '3.00' },
  arrears: { amount: '1024.55', daysOverdue: 12, penalty: '3.55' },
  payoffToday: '2042.55', asOf: day,
}

const serviceFee = { name: '分期服务费', when: 'each', rateOfPrincipal: '0.001' }
const servicing = {
  graceDays: 3, late: { multiplier: '1.5', compound: false, dayCount: 'actual/365' },
  prepayment: { penalty: [{ paidAtLeast: 0, rateOfPrepaid: '0' }], interest: 'whole-instalment', leastPartial: '0.00' },
}
const termsOf = (principal: string, count: number, disbursedOn: string) => ({
  principal, annualRate: '0.072', method: 'flat-fee', count, every: { months: 1 }, disbursedOn, dayCount: 'month-rate', fees: [serviceFee], servicing,
})

const instalment = { principal: '1000.00', interest: '18.00', fee: '3.00', total: '1021.00' }

export const loanDetailExample = {
  ...loanCardExample,
  annualCost: { simplePercent: '12.56', effectivePercent: '13.3' },
  schedule: [
    { n: 1, due: '2026-10-11', ...instalment, balance: '2000.00', state: 'paid' },
    { n: 2, due: '2026-11-11', ...instalment, balance: '1000.00', state: 'overdue' },
    { n: 3, due: '2026-12-11', ...instalment, balance: '0.00', state: 'coming' },
  ],
  payments: [
    { on: '2026-11-11', kind: 'debit-failed', name: '扣款失败', amount: '1021.00' },
    { on: '2026-10-11', kind: 'repay', name: '还款', amount: '1021.00' },
    { on: '2026-09-11', kind: 'disburse', name: '放款', amount: '3000.00' },
  ],
  record: {
    terms: termsOf('3000.00', 3, '2026-09-11'),
    events: [{ on: '2026-10-11', kind: 'repay', amount: '1021.00' }, { on: '2026-11-11', kind: 'debit-failed', amount: '1021.00' }],
  },
}

export const payoffExample = {
  on: day, goodUntil: day, total: '2042.55',
  lines: [
    { name: '剩余本金', amount: '2000.00', explanation: '还没有还的全部本金。' },
    { name: '截至当日利息', amount: '36.00', explanation: '已到期未还的利息，加上本期从上一个还款日到还款当天的利息。' },
    { name: '费用', amount: '3.00', explanation: '已到期和因结清到期的费用。' },
    { name: '罚息', amount: '3.55', explanation: '逾期产生的罚息和复利；没有逾期就是零。' },
  ],
  interestSaved: '0.00',
}

export const quoteExample = {
  body: { productId: 'anxin-short', amount: '5000', count: 1, every: { months: 3 } },
  response: {
    product: { id: 'anxin-short', version: 1, name: '短期贷' },
    instalments: [{ n: 1, due: '2027-02-23', principal: '5000.00', interest: '120.99', fee: '0.00', total: '5120.99', balance: '0.00' }],
    totals: { principal: '5000.00', interest: '120.99', fee: '0.00', total: '5120.99' },
    annualCost: { simplePercent: '9.57', effectivePercent: '10.04' },
  },
}

export const productExample = {
  ...product, version: 1, summary: '在合作商户购物时分期付款，每期还的本金、利息和服务费都相同（等本等息）。', method: 'flat-fee', methodName: '等本等息',
  annualRate: '0.072', annualCostPercent: '15.16', amountMin: '600.00', amountMax: '20000.00', amountMultipleOf: '100.00',
  terms: [3, 6, 12, 24].map((count) => ({ count, every: { months: 1 } })),
  fees: [{
    name: '分期服务费', payee: '安心消费金融有限公司',
    description: '0.1%，每期按最初借款本金的 0.1% 收取，随每期还款一起收；提前结清的，未到期的服务费不再收取',
  }],
  plan: termsOf('600.00', 3, day),
  prepayment: {
    full: true, partial: false, effects: [], noticeDays: 0,
    note: '可以随时一次结清，不收违约金；当期的利息和服务费整期收取，未到期的利息和服务费不再收取。不支持提前还一部分。',
  },
}

const ofLoan = (field: string) => ({ from: 'loan', loanRef, field, asOf: day })

const answer = {
  text: '这笔贷款从2026年11月11日起逾期，到今天是 12 天，逾期应还 1,024.55 元，其中罚息 3.55 元。越早还清，罚息越少。',
  figures: [
    { start: 5, end: 16, kind: 'date', value: '2026-11-11', source: ofLoan('overdueSince'), explanation: '最早一期没有还清的到期日。' },
    { start: 25, end: 29, kind: 'term', value: '12', unit: 'day', source: ofLoan('daysOverdue'), explanation: '从最早一期没有还清的到期日算到当天。' },
    { start: 35, end: 45, kind: 'amount', value: '1024.55', unit: '元', source: ofLoan('overdueAmount') },
    { start: 51, end: 57, kind: 'amount', value: '3.55', unit: '元', source: ofLoan('overduePenalty') },
  ],
  terms: [{ start: 17, end: 19, termId: 'overdue' }, { start: 48, end: 50, termId: 'penalty-interest' }],
  articles: [], choices: [], attachments: [],
}

const question = '逾期了现在要还多少钱'
const wish = '现在还不上，可以协商吗'
const questionId = '0b9e4d27-81f3-4c5a-b6d0-3f72a95e1c48'

/** The second and third entry, after the one that says that the conversation was opened. */
export const entriesExample = [
  {
    kind: 'message', seq: 2, at: '2026-11-23T02:00:00.000Z', id: questionId, author: { kind: 'customer' }, purpose: 'service', visibleTo: 'all',
    body: { text: question, figures: [], terms: [], articles: [], choices: [], attachments: [] },
  },
  {
    kind: 'message', seq: 3, at: '2026-11-23T02:00:00.400Z', id: 'c41f7e90-2a6b-8d35-a07e-95b3d8f26014', author: { kind: 'machine' },
    purpose: 'service', visibleTo: 'all', body: answer,
  },
]

/** After the wish, the machine's word that a colleague must decide, and the hand-over itself. */
export const headExample = { id: conversationId, state: 'waiting', channel: 'web', openedAt: '2026-11-23T02:00:00.000Z', lastSeq: 6 }

export const marksExample = [{ party: 'customer', kind: 'read', upTo: 6 }, { party: 'desk', kind: 'delivered', upTo: 6 }]

const waitingSince = '2026-11-23T02:00:41.300Z'

const rowBase = {
  ...headExample, customer: { id: customerId, name: '王小明', level: 'verified' },
  lastText: '这件事需要同事核实后决定，我不能替他们答应您。已经把情况转过去了。', lastAt: waitingSince, lastAuthor: 'machine',
  unread: 2, intent: '困难协商', mood: 'anxious',
}

export const waitingRow = { ...rowBase, waitingSince }
export const takenRow = { ...rowBase, state: 'with-agent', lastSeq: 7, agent, unread: 0, lastAt: '2026-11-23T02:01:10.000Z' }

export const handOverExample = {
  reason: '需要人工核实或决定', intent: { id: 'hardship', name: '困难协商', confidence: 0.97 }, mood: 'anxious',
  facts: [], missing: [], asked: [wish], at: waitingSince,
}

export const customerMessageExample = {
  body: { id: questionId, text: question, attachments: [] },
  response: { conversationId, id: questionId, seq: 2, at: '2026-11-23T02:00:00.000Z' },
}

const replyId = 'e6a20d5f-93c8-4b17-8f4e-6d1b7c0a5293'
const reply = '王先生您好，我是客服林小雨。您这笔逾期应还 1,024.55 元，方便说说是什么原因吗？我们好帮您找合适的办法。'

/** The agent took the amount over from the machine's answer, and its source with it. */
export const agentMessageExample = {
  body: {
    id: replyId, text: reply, attachments: [], visibleTo: 'all', purpose: 'service',
    figures: [{ start: 22, end: 32, kind: 'amount', value: '1024.55', unit: '元', source: ofLoan('overdueAmount') }],
  },
  response: { conversationId, id: replyId, seq: 8, at: '2026-11-23T02:02:05.000Z' },
}

const afterReply = { ...rowBase, lastSeq: 9, unread: 0, lastText: reply, lastAuthor: 'agent' }

export const handedBackRow = { ...afterReply, lastAt: '2026-11-23T02:30:00.000Z', waitingSince: '2026-11-23T02:30:00.000Z' }
export const closedRow = { ...afterReply, state: 'closed', lastAt: '2026-11-23T02:30:00.000Z' }
