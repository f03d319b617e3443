/** The words of loans in both languages: what states, methods and movements are called, and where an application stands. */
import type { Bilingual } from '../primitives/reading.ts'
import type { ApplicationStage } from './application.ts'
import type { EventKind } from './events.ts'
import type { LoanState } from './facts.ts'
import type { Method } from './terms.ts'

export const methodNames: Readonly<Record<Method, Bilingual>> = {
  'equal-instalment': { zh: '等额本息', en: 'equal instalments' },
  'equal-principal': { zh: '等额本金', en: 'equal principal' },
  'interest-only': { zh: '先息后本', en: 'interest first, principal last' },
  bullet: { zh: '到期一次还本付息', en: 'all at the end' },
  'flat-fee': { zh: '等本等息', en: 'equal principal and flat interest' },
  revolving: { zh: '循环额度，随借随还', en: 'revolving credit' },
}

export const stateNames: Readonly<Record<LoanState, Bilingual>> = {
  applied: { zh: '已提交申请', en: 'applied' },
  'in-review': { zh: '审核中', en: 'in review' },
  refused: { zh: '未通过', en: 'refused' },
  approved: { zh: '已通过，待放款', en: 'approved, not paid out yet' },
  current: { zh: '正常还款', en: 'repaying on schedule' },
  'due-today': { zh: '今日应还', en: 'due today' },
  'debit-failed': { zh: '扣款未成功', en: 'debit failed' },
  overdue: { zh: '逾期', en: 'overdue' },
  extended: { zh: '已展期', en: 'extended' },
  'hardship-plan': { zh: '协商还款中', en: 'on a hardship plan' },
  settled: { zh: '已结清', en: 'settled' },
}

export const movementNames: Readonly<Record<EventKind, Bilingual>> = {
  disburse: { zh: '放款', en: 'paid out' },
  repay: { zh: '还款', en: 'repayment' },
  prepay: { zh: '提前还款', en: 'early repayment' },
  'debit-failed': { zh: '扣款失败', en: 'debit failed' },
  extend: { zh: '展期', en: 'extension' },
  defer: { zh: '协商延期还款', en: 'hardship deferral' },
  'change-day': { zh: '变更还款日', en: 'due day changed' },
  'change-rate': { zh: '利率调整', en: 'rate changed' },
  waive: { zh: '减免', en: 'waiver' },
  'write-off': { zh: '核销', en: 'written off' },
  reverse: { zh: '冲正', en: 'reversal' },
  fee: { zh: '费用', en: 'charge' },
}

/** The lines of what settles a loan. */
export const payoffLineNames = {
  principal: { zh: '剩余本金', en: 'principal' },
  interest: { zh: '截至当日利息', en: 'interest to the day' },
  fee: { zh: '费用', en: 'fees' },
  penalty: { zh: '罚息', en: 'penalty interest' },
  prepaymentCharge: { zh: '提前还款违约金', en: 'charge for early repayment' },
  received: { zh: '减：已收未用款项', en: 'less: money already received' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** Where an application stands and what comes next. A result is never promised: it is the lender's to decide. */
export const progressSentences: Readonly<Record<ApplicationStage, Bilingual>> = {
  applied: {
    zh: '申请已收到，正在排队等待审核，结果会用站内消息通知您。',
    en: 'The application has been received and waits for review; you will be told the result by message.',
  },
  'in-review': {
    zh: '审核人员正在审核您的资料，期间请留意资料补充和核实来电。',
    en: 'Your documents are being reviewed. We may ask for more or call to verify.',
  },
  'more-needed': {
    zh: '审核中发现资料不全，需要您补充：{needed}。补齐后继续审核。',
    en: 'Something is missing: {needed}. The review goes on once it is there.',
  },
  refused: {
    zh: '本次申请综合评估未通过，没有放款，也没有产生任何费用。需要了解原因或申请复核，可以联系人工客服。',
    en: 'This application was not approved; nothing was paid out and nothing is charged. A person can tell you more or review it.',
  },
  approved: {
    zh: '申请已通过审批，正在放款到您绑定的银行卡。',
    en: 'The application is approved and is being paid out to your card.',
  },
  'paid-out': { zh: '贷款已放款。', en: 'The loan has been paid out.' },
}
