import type { Catalogue } from '../language.ts'

/** The words around a cost table; the table itself comes from the server in the reader's language. */

const zh = {
  title: '综合融资成本明示表',
  short: '费用明示',
  open: '看费用明示表',
  annualised: '年化综合融资成本（单利）',
  aboveCeiling: (basis: string) => `综合融资成本超过年化 24%，请报合规部核查。依据：${basis}`,
  save: '保存为 PDF',
  saving: '正在生成…',
  saved: '已保存',
  basis: (source: string) => `依据：${source}`,
  fileName: (about: string) => `综合融资成本明示表 ${about}.pdf`,
}

const en: typeof zh = {
  title: 'Cost disclosure table',
  short: 'Cost table',
  open: 'See the cost table',
  annualised: 'Annualised comprehensive cost (simple)',
  aboveCeiling: (basis) => `The cost is above 24% a year: report it to compliance. Basis: ${basis}`,
  save: 'Save as PDF',
  saving: 'Preparing…',
  saved: 'Saved',
  basis: (source: string) => `Basis: ${source}`,
  fileName: (about: string) => `Cost table ${about}.pdf`,
}

export const costTexts: Catalogue<typeof zh> = { zh, en }
