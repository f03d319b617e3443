import type { ConversationRow, Entry, HandOver, Mark, MessageBody } from '@xinqiao/contract/conversations.ts'
import type { LoanCard } from '@xinqiao/contract/loans.ts'

/** Made-up conversations for building the desk without a server. Never shipped: nothing in src imports this. */

export const idOf = (kind: number, n: number): string => `00000000-0000-4000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`

export const body = (text: string, more: Partial<MessageBody> = {}): MessageBody => ({ text, figures: [], terms: [], articles: [], choices: [], attachments: [], ...more })

export type Held = { row: ConversationRow; entries: Entry[]; marks: Mark[]; handOver?: HandOver }

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const figure = (text: string, shown: string, kind: 'amount' | 'date' | 'rate' | 'term', value: string, field: string, explanation: string) => {
  const start = text.indexOf(shown)
  return { start, end: start + shown.length, kind, value, source: { from: 'loan' as const, loanRef: 'L-2024-00317', field, asOf: dayFromNow(0) }, explanation }
}

const payoffText = '王先生，您这笔安心贷截至今日的提前结清金额为 38,612.47 元，其中剩余本金 38,250.00 元、当期应计利息 362.47 元，不收违约金。该金额 3 日内有效。等额本息方式提前结清可少付后续利息。'
const payoffBody = body(payoffText, {
  figures: [
    figure(payoffText, '38,612.47', 'amount', '38612.47', 'payoff.total', '剩余本金 38,250.00 + 应计利息 362.47；按实际天数计息，四舍五入到分'),
    figure(payoffText, '38,250.00', 'amount', '38250.00', 'balance.principal', '贷款 L-2024-00317 的剩余本金'),
    figure(payoffText, '362.47', 'amount', '362.47', 'payoff.interest', '38,250.00 × 7.2% ÷ 360 × 47 天'),
  ],
  terms: [{ start: payoffText.indexOf('等额本息'), end: payoffText.indexOf('等额本息') + 4, termId: 'equal-instalment' }],
  articles: [{ articleId: 'prepayment', version: 3, title: '如何提前还款' }],
})

type Seed = {
  name: string; level: ConversationRow['customer']['level']; state: ConversationRow['state']; intent?: string; mood?: ConversationRow['mood']
  waited?: number; mine?: boolean; unread?: number; lines: readonly (readonly ['c' | 'm' | 'a' | 'n', string])[]
}

const seeds: readonly Seed[] = [
  {
    name: '王建国', level: 'verified', state: 'waiting', intent: '提前还款', mood: 'anxious', waited: 7, unread: 2,
    lines: [
      ['c', '你好，我想问下我那个安心贷如果现在一次性还清要多少钱'],
      ['m', '您好，王先生。您名下有两笔贷款，请问您问的是哪一笔？'],
      ['c', '就是去年那个四万多的'],
      ['c', '另外我看合同写有违约金，能不能免掉？我下周三要卖房急着结清'],
    ],
  },
  {
    name: '李秀英', level: 'verified', state: 'waiting', intent: '逾期还款困难', mood: 'angry', waited: 23, unread: 3,
    lines: [
      ['c', '你们天天打电话烦不烦'], ['m', '非常抱歉给您带来困扰。我可以帮您查看还款情况，或为您转接人工客服。'],
      ['c', '我已经说了工资还没发'], ['c', '再打我就去投诉你们'], ['c', '转人工！'],
    ],
  },
  { name: '访客 3F2A', level: 'anonymous', state: 'waiting', intent: '产品咨询', mood: 'calm', waited: 2, unread: 1, lines: [['c', '请问你们个体户能贷吗，要什么材料'], ['m', '可以的，个体工商户可申请经营贷。'], ['c', '我想找个人问问额度']] },
  {
    name: '陈思远', level: 'strongly-verified', state: 'with-agent', intent: '展期申请', mood: 'calm', mine: true, unread: 1,
    lines: [['c', '我想申请展期三个月'], ['a', '陈先生您好，我先看一下您的贷款情况，请稍等。'], ['n', '客户去年 8 月已展期一次，注意产品规则最多两次。'], ['c', '好的，谢谢']],
  },
  { name: '刘敏', level: 'verified', state: 'with-agent', intent: '还款日变更', mood: 'calm', mine: true, lines: [['c', '还款日能改到每月 15 号吗'], ['a', '可以的，我来帮您登记，变更后下一期起生效。'], ['c', '行']] },
  { name: '赵磊', level: 'identified', state: 'with-machine', intent: '审批进度', mood: 'calm', lines: [['c', '我的贷款批了没'], ['m', '为保护您的信息，请先完成身份核实，我再为您查询进度。']] },
  { name: '孙丽华', level: 'verified', state: 'with-machine', intent: '还款日', mood: 'calm', lines: [['c', '我这个月几号还款'], ['m', '孙女士，您的还款日是每月 26 日，本期应还 1,862.35 元。']] },
  { name: '周杰', level: 'verified', state: 'closed', intent: '结清证明', mood: 'calm', lines: [['c', '结清证明怎么开'], ['a', '已为您开具，请在 APP“我的-证明”中下载。'], ['c', '收到，谢谢！']] },
]

const author = { c: 'customer', m: 'machine', a: 'agent', n: 'agent' } as const

const make = (seed: Seed, n: number): Held => {
  const id = idOf(1, n)
  const start = (seed.waited ?? 3) + seed.lines.length * 2 + n * 11
  const entries: Entry[] = [{ kind: 'happening', seq: 1, at: minutesAgo(start), happening: 'opened', by: { kind: 'system' } }]
  for (const [index, [who, text]] of seed.lines.entries()) {
    entries.push({
      kind: 'message', seq: entries.length + 1, at: minutesAgo(start - index * 2), id: idOf(2, n * 1000 + index), purpose: 'service',
      author: { kind: author[who], ...(who === 'a' || who === 'n' ? { name: '林晓' } : {}) }, visibleTo: who === 'n' ? 'staff' : 'all', body: body(text),
    })
  }
  if (seed.state === 'waiting') {
    entries.push({ kind: 'happening', seq: entries.length + 1, at: minutesAgo(seed.waited ?? 1), happening: 'handed-over', by: { kind: 'machine' }, text: '已为您转接人工客服，当前排队约 5 分钟。', reason: '客户要求减免违约金，智能助手无权决定' })
  }
  const last = seed.lines.at(-1)
  return {
    row: {
      id, state: seed.state, channel: 'web', openedAt: minutesAgo(start), lastSeq: entries.length,
      ...(seed.state === 'with-agent' ? { agent: { staffId: seed.mine === true ? 'me' : 'other', name: '林晓' } } : {}),
      customer: { id: idOf(3, n), name: seed.name, level: seed.level },
      lastText: last?.[1] ?? '', lastAt: entries.at(-1)?.at ?? minutesAgo(start), lastAuthor: author[last?.[0] ?? 'c'],
      ...(seed.waited === undefined ? {} : { waitingSince: minutesAgo(seed.waited) }),
      unread: seed.unread ?? 0, ...(seed.intent === undefined ? {} : { intent: seed.intent }), ...(seed.mood === undefined ? {} : { mood: seed.mood }),
    },
    entries, marks: [{ party: 'customer', kind: 'delivered', upTo: entries.length }, { party: 'customer', kind: 'read', upTo: Math.max(1, entries.length - 1) }],
    ...(seed.state === 'waiting' ? { handOver: handOverOf(seed) } : {}),
  }
}

const handOverOf = (seed: Seed): HandOver => ({
  reason: seed.mood === 'angry' ? '客户情绪激动并要求人工' : '客户要求减免违约金，超出智能助手权限',
  intent: { id: 'prepay', name: seed.intent ?? '其他', confidence: 0.93 }, mood: seed.mood,
  facts: [
    { name: '贷款', value: 'L-2024-00317 安心贷', source: '客户指认' }, { name: '剩余本金', value: '38,250.00 元', source: '贷款 L-2024-00317' },
    { name: '希望结清日', value: '下周三', source: '客户所说' },
  ],
  missing: ['还款账户余额是否足够'], asked: seed.lines.filter(([who]) => who === 'c').map(([, text]) => text), draft: payoffBody, at: minutesAgo(seed.waited ?? 1),
})

export const makeConversations = (more: number): Held[] => {
  const held = seeds.map(make)
  const answered = held[4]
  if (answered) {
    answered.row.lastSeq += 1
    answered.entries.push({
      kind: 'message', seq: answered.row.lastSeq, at: minutesAgo(1), id: idOf(2, 4_999), author: { kind: 'machine' }, purpose: 'service', visibleTo: 'all', body: payoffBody,
    })
  }
  for (let n = held.length; n < more; n += 1) {
    const seed = seeds[n % seeds.length]
    if (seed) held.push(make({ ...seed, name: `${seed.name}${n}`, waited: seed.waited === undefined ? undefined : seed.waited + n } as Seed, n))
  }
  return held
}

const loan = (ref: string, name: string, more: Partial<LoanCard>): LoanCard => ({
  ref, product: { id: 'anxin', name }, method: 'equal-instalment', methodName: '等额本息', state: 'current', stateName: '正常还款', principal: '45000.00',
  annualRate: '0.072', disbursedOn: '2025-10-26', instalmentCount: 24, instalmentsPaid: 9, remainingPrincipal: '38250.00',
  next: { due: dayFromNow(3), amount: '2018.64', principal: '1789.14', interest: '229.50', fee: '0.00' }, payoffToday: '38612.47', asOf: dayFromNow(0), ...more,
})

export const loansOf = (n: number): LoanCard[] => n % 8 === 2 ? [] : [
  ...(n % 8 === 1 ? [loan('L-2025-00981', '随心贷', { state: 'overdue', stateName: '逾期', arrears: { amount: '1862.35', daysOverdue: 12, penalty: '8.04' }, next: { due: dayFromNow(-12), amount: '1862.35', principal: '1600.00', interest: '262.35', fee: '0.00' } })] : []),
  loan('L-2024-00317', '安心贷', {}),
  loan('L-2023-01120', '装修贷', { state: 'settled', stateName: '已结清', principal: '30000.00', remainingPrincipal: '0.00', instalmentCount: 12, instalmentsPaid: 12, next: undefined, payoffToday: undefined } as Partial<LoanCard>),
]

export const scheduleRows = Array.from({ length: 24 }, (_, index) => {
  const interest = (270 - index * 11).toFixed(2)
  const principal = (1748 + index * 11).toFixed(2)
  return {
    n: index + 1, due: new Date(Date.UTC(2025, 10 + index, 26)).toISOString().slice(0, 10), principal, interest, fee: '0.00', total: '2018.64',
    balance: (45_000 - (index + 1) * 1875).toFixed(2), state: (index < 9 ? 'paid' : index === 9 ? 'due' : 'coming') as 'paid' | 'due' | 'coming',
  }
})
