/** The words of an exported case, both languages side by side. A field that a kind adds stands under its own name until it has one here. */

const fieldsZh: Readonly<Record<string, string>> = {
  nature: '性质', text: '诉求', category: '类别', extended: '延期次数', extensionReason: '延期原因', asked: '请客户补充', reply: '答复', facts: '查明的事实', conclusion: '结论',
  rootCause: '根本原因', remedy: '处理措施', refund: '退款', loanRef: '借据', amount: '金额', reviewReason: '复核原因',
}
const fieldsEn: Readonly<Record<string, string>> = {
  nature: 'Nature', text: 'What is asked', category: 'Category', extended: 'Extensions', extensionReason: 'Why extended', asked: 'Asked of the customer', reply: 'Reply', facts: 'Facts found',
  conclusion: 'Conclusion', rootCause: 'Root cause', remedy: 'Remedy', refund: 'Refund', loanRef: 'Loan', amount: 'Amount', reviewReason: 'Why reviewed',
}

const zh = {
  title: (kind: string) => `业务单：${kind}`,
  customer: '客户', state: '状态', opened: '登记时间', exported: '导出时间与导出人', reason: '导出原因', number: '导出编号',
  content: '内容', item: '项目', value: '内容', steps: '办理过程', at: '时间', step: '步骤', to: '之后的状态', by: '办理人',
  proof: '如何核验', inside: '本文件内附同一业务单的 JSON（在阅读器的附件栏中），可用 xinqiao verify 逐条核验；其指纹如下：',
  parties: { customer: '客户', desk: '客服', approver: '审批人', guarantor: '担保人', 'loan-system': '核心系统', clock: '到期自动', nobody: '—' },
  fields: fieldsZh,
}

const en: typeof zh = {
  title: (kind) => `Case: ${kind}`,
  customer: 'Customer', state: 'State', opened: 'Opened', exported: 'Exported', reason: 'Why', number: 'Export',
  content: 'Content', item: 'Item', value: 'Details', steps: 'What was done', at: 'When', step: 'Step', to: 'State after it', by: 'By',
  proof: 'How to check it', inside: 'The same case is attached to this file as JSON (among the attachments of the reader) and proven entry by entry by xinqiao verify; its fingerprint:',
  parties: { customer: 'Customer', desk: 'Desk', approver: 'Approver', guarantor: 'Guarantor', 'loan-system': 'Loan system', clock: 'Time ran out', nobody: '—' },
  fields: fieldsEn,
}

export const exportWords = { zh, en } as const
