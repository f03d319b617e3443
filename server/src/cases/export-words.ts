/** The words of an exported case, both languages side by side. */

const zh = {
  title: (kind: string) => `业务单：${kind}`,
  customer: '客户', state: '状态', opened: '登记时间', exported: '导出时间与导出人', reason: '导出原因', number: '导出编号',
  content: '内容', item: '项目', value: '内容', steps: '办理过程', at: '时间', step: '步骤', to: '之后的状态', by: '办理人',
  proof: '如何核验', inside: '本文件内附同一业务单的 JSON（在阅读器的附件栏中），可用 xinqiao verify 逐条核验；其指纹如下：',
}

const en: typeof zh = {
  title: (kind) => `Case: ${kind}`,
  customer: 'Customer', state: 'State', opened: 'Opened', exported: 'Exported', reason: 'Why', number: 'Export',
  content: 'Content', item: 'Item', value: 'Details', steps: 'What was done', at: 'When', step: 'Step', to: 'State after it', by: 'By',
  proof: 'How to check it', inside: 'The same case is attached to this file as JSON (among the attachments of the reader) and proven entry by entry by xinqiao verify; its fingerprint:',
}

export const exportWords = { zh, en } as const
