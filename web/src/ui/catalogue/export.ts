import type { Catalogue } from '../language.ts'

/** The words of taking a conversation out of the record. */

const zh = {
  command: '导出会话',
  title: (name: string) => `导出与${name}的会话`,
  reason: '导出原因',
  reasonHint: '如：监管投诉编号、客户申请查阅、诉讼材料',
  format: '文件格式',
  pdf: 'PDF（可阅读，内附 JSON）',
  json: 'JSON（供核验）',
  warning: '文件含完整内容，不遮盖个人信息。导出人、原因和文件指纹会留痕。',
  take: '导出',
  fileName: (id: string, format: string) => `会话记录 ${id}.${format}`,
}

const en: typeof zh = {
  command: 'Export the conversation',
  title: (name) => `Export the conversation with ${name}`,
  reason: 'Why',
  reasonHint: 'such as the number of a complaint, a customer’s request, a lawsuit',
  format: 'File',
  pdf: 'PDF (to read, with the JSON inside)',
  json: 'JSON (to check)',
  warning: 'The file holds everything, with nothing covered. Who exports, why, and the file’s fingerprint are recorded.',
  take: 'Export',
  fileName: (id, format) => `conversation ${id}.${format}`,
}

export const exportTexts: Catalogue<typeof zh> = { zh, en }
