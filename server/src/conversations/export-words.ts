/** The words of an exported conversation, both languages side by side. */

const zh = {
  title: '会话记录',
  customer: '客户',
  opened: '开始时间',
  exported: '导出时间与导出人',
  reason: '导出原因',
  number: '导出编号',
  said: '会话内容',
  seq: '序号',
  at: '时间',
  who: '发言人',
  what: '内容',
  note: '（内部备注）',
  erased: '［内容已依法删除］',
  file: (name: string) => `［文件：${name}］`,
  because: (reason: string) => `原因：${reason}`,
  retracted: (at: string) => `［已于 ${at} 撤回］`,
  proof: '如何核验',
  inside: '本文件内附同一会话的 JSON（在阅读器的附件栏中），可用 xinqiao verify 逐条核验；其指纹如下：',
  authors: { customer: '客户', agent: '客服', machine: '智能助手', system: '系统' },
  happenings: {
    opened: '会话开始', 'handed-over': '转人工', taken: '客服接入', 'handed-back': '交回', transferred: '转接', returned: '客服掉线，重新排队', closed: '会话结束', joined: '客户身份已核实', retracted: '撤回消息',
  },
}

const en: typeof zh = {
  title: 'Conversation',
  customer: 'Customer',
  opened: 'Opened',
  exported: 'Exported',
  reason: 'Why',
  number: 'Export',
  said: 'What was said',
  seq: 'No.',
  at: 'When',
  who: 'Who',
  what: 'What',
  note: '(private note)',
  erased: '[erased as the law requires]',
  file: (name) => `[file: ${name}]`,
  because: (reason) => `Why: ${reason}`,
  retracted: (at) => `[taken back ${at}]`,
  proof: 'How to check it',
  inside: 'The same conversation is attached to this file as JSON (among the attachments of the reader) and proven entry by entry by xinqiao verify; its fingerprint:',
  authors: { customer: 'Customer', agent: 'Agent', machine: 'Assistant', system: 'System' },
  happenings: {
    opened: 'Opened', 'handed-over': 'Handed to a person', taken: 'Taken', 'handed-back': 'Handed back', transferred: 'Transferred', returned: 'Agent lost, waiting again', closed: 'Closed', joined: 'Customer verified', retracted: 'Message taken back',
  },
}

export const exportWords = { zh, en } as const
