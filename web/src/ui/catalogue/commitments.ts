import type { Catalogue } from '../language.ts'

/** The desk's words for commitments. */

const zh = {
  label: '时间承诺',
  recognised: (quote: string, moment: string) => `承诺“${quote}”：${moment} 前`,
  take: '发送时登记',
  taken: '发送时登记为承诺',
  due: (moment: string) => `${moment} 前`,
  by: (name: string) => `承诺人 ${name}`,
  overdue: '已超时',
  states: { open: '待兑现', kept: '按时兑现', late: '超时兑现', broken: '未兑现', withdrawn: '已撤销' },
  kept: '已兑现',
  broken: '未兑现',
  reason: '没有兑现的原因',
  save: '保存',
}

const en: typeof zh = {
  label: 'Commitments',
  recognised: (quote, moment) => `Promised “${quote}”: by ${moment}`,
  take: 'Take it on when sent',
  taken: 'Taken on as a commitment when sent',
  due: (moment) => `by ${moment}`,
  by: (name) => `made by ${name}`,
  overdue: 'overdue',
  states: { open: 'open', kept: 'kept', late: 'kept late', broken: 'not kept', withdrawn: 'withdrawn' },
  kept: 'Kept',
  broken: 'Not kept',
  reason: 'Why it was not kept',
  save: 'Save',
}

export const commitmentTexts: Catalogue<typeof zh> = { zh, en }
