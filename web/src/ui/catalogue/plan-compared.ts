import type { Catalogue } from '../language.ts'

/** The words of two plans side by side. */

const zh = {
  title: '前后对比',
  before: '现在',
  after: '变更后',
  difference: '差额',
  interest: '利息合计',
  fee: '手续费',
  toPay: '还要还的合计',
  most: '每月最多还',
  end: '最后还款日',
  month: '月份',
  item: '项目',
  days: (days: number) => (days === 0 ? '0 天' : `${days > 0 ? '+' : '−'}${Math.abs(days)} 天`),
  byMonth: '按月看每期应还',
  alt: (months: number, before: string, after: string) => `${months} 个月的每月应还：现在共 ${before} 元，变更后共 ${after} 元`,
  source: (loanRef: string, day: string) => `来源：借据 ${loanRef} 的还款计划与合同利率，${day} 测算；金额单位元`,
}

const en: typeof zh = {
  title: 'Before and after',
  before: 'Now',
  after: 'Changed',
  difference: 'Difference',
  interest: 'Interest in all',
  fee: 'Fee',
  toPay: 'Still to pay',
  most: 'Most in a month',
  end: 'Last day',
  month: 'Month',
  item: 'Item',
  days: (days) => `${days > 0 ? '+' : days < 0 ? '−' : ''}${Math.abs(days)} d`,
  byMonth: 'What is due, month by month',
  alt: (months, before, after) => `What is due in ${months} months: now ${before} yuan in all, changed ${after} yuan`,
  source: (loanRef, day) => `Source: plan and contract rate of loan ${loanRef}, reckoned ${day}; in yuan`,
}

export const planComparedTexts: Catalogue<typeof zh> = { zh, en }
