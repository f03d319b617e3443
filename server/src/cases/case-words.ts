import type { Language } from '@xinqiao/core/primitives/filling.ts'
import type { Bilingual } from '@xinqiao/core/primitives/reading.ts'

/** The words of cases: fields, times and choices of all kinds, both languages side by side. A test asks for every one that a kind uses. */

const fields: Readonly<Record<string, Bilingual>> = {
  accused: { zh: '投诉对象', en: 'About whom' },
  amount: { zh: '金额', en: 'Amount' },
  ask: { zh: '申请', en: 'Asked for' },
  asked: { zh: '请客户补充', en: 'Asked of the customer' },
  bookedOn: { zh: '入账日', en: 'Booked on' },
  category: { zh: '类别', en: 'Category' },
  charge: { zh: '违约金', en: 'Charge' },
  conclusion: { zh: '结论', en: 'Conclusion' },
  effect: { zh: '部分还款后', en: 'After a part is repaid' },
  extended: { zh: '延期次数', en: 'Extensions' },
  extensionReason: { zh: '延期原因', en: 'Why extended' },
  facts: { zh: '查明的事实', en: 'Facts found' },
  failed: { zh: '未成功原因', en: 'Why it failed' },
  fee: { zh: '费用', en: 'Fees' },
  full: { zh: '全部结清', en: 'In full' },
  interest: { zh: '利息', en: 'Interest' },
  interestSaved: { zh: '少付利息', en: 'Interest saved' },
  loanRef: { zh: '借据', en: 'Loan' },
  nature: { zh: '性质', en: 'Nature' },
  on: { zh: '日期', en: 'Day' },
  principal: { zh: '本金', en: 'Principal' },
  quote: { zh: '报价', en: 'Quote' },
  quotedOn: { zh: '报价日', en: 'Quoted on' },
  reason: { zh: '原因', en: 'Reason' },
  refund: { zh: '退款', en: 'Refund' },
  remedy: { zh: '处理措施', en: 'Remedy' },
  reply: { zh: '答复', en: 'Reply' },
  reviewReason: { zh: '复核原因', en: 'Why reviewed' },
  rootCause: { zh: '根本原因', en: 'Root cause' },
  text: { zh: '内容', en: 'Text' },
  total: { zh: '合计', en: 'Total' },
  tries: { zh: '提交次数', en: 'Times sent' },
}

const limits: Readonly<Record<string, Bilingual>> = {
  acknowledge: { zh: '受理', en: 'Accept' },
  appointment: { zh: '预约日', en: 'Appointment' },
  'approve-reply': { zh: '审核答复', en: 'Approve the reply' },
  'ask-review': { zh: '申请核查', en: 'Ask for a review' },
  book: { zh: '入账', en: 'Book' },
  certificate: { zh: '出具证明', en: 'Make the certificate' },
  confirm: { zh: '客户确认', en: 'Customer confirms' },
  decide: { zh: '作出决定', en: 'Decide' },
  'decide-extended': { zh: '作出决定（延期一次）', en: 'Decide (extended)' },
  'decide-extended-again': { zh: '作出决定（延期两次）', en: 'Decide (extended twice)' },
  'decide-extension': { zh: '审批延期', en: 'Decide on the extension' },
  'decide-review': { zh: '核查决定', en: 'Decide the review' },
  'pay-again': { zh: '再次扣款', en: 'Try the debit again' },
  supply: { zh: '补充材料', en: 'Supply' },
}

const choices: Readonly<Record<string, Bilingual>> = {
  complaint: { zh: '投诉', en: 'Complaint' },
  instalment: { zh: '期限不变，月供减少', en: 'Same term, lower instalments' },
  'not-upheld': { zh: '不成立', en: 'Not upheld' },
  'partly-upheld': { zh: '部分成立', en: 'Partly upheld' },
  suggestion: { zh: '建议', en: 'Suggestion' },
  term: { zh: '月供不变，期限缩短', en: 'Same instalment, shorter term' },
  upheld: { zh: '成立', en: 'Upheld' },
  no: { zh: '否', en: 'No' },
  yes: { zh: '是', en: 'Yes' },
}

const wordsOf = (table: Readonly<Record<string, Bilingual>>) => (id: string, language: Language): string | undefined =>
  Object.hasOwn(table, id) ? table[id]?.[language] : undefined

export const fieldWord = wordsOf(fields)
export const limitWord = wordsOf(limits)
export const choiceWord = wordsOf(choices)
