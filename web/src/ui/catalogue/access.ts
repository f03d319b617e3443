import type { CallResult, PermitState } from '@xinqiao/core/compliance/dial-permit.ts'
import type { SightField } from '@xinqiao/core/people/sight.ts'
import type { Catalogue } from '../language.ts'

/** The desk's words for what is guarded: whole numbers, calls, changes of a customer's data, people who act for others. */

type Purpose = 'service' | 'notice' | 'collection' | 'marketing'

const results: Readonly<Record<CallResult, string>> = {
  reached: '本人接听', 'other-person': '他人接听', 'hung-up': '接通后挂断', 'no-answer': '无人接听', busy: '占线', 'switched-off': '关机', 'wrong-number': '空号错号', 'not-dialled': '没有拨出',
}
const states: Readonly<Record<PermitState, string>> = {
  reserved: '拨号中', connected: '已接通', 'not-connected': '未接通', lapsed: '许可已失效', 'over-limit': '超限接通',
}
const purposes: Readonly<Record<Purpose, string>> = { service: '服务', notice: '通知', collection: '催收', marketing: '营销' }
const fields: Readonly<Record<SightField, string>> = { name: '姓名', phone: '手机', idNumber: '证件', payoutCard: '收款卡', texts: '消息中的号码' }

const zh = {
  fields,
  payoutCard: '收款卡',
  show: (field: string) => `查看完整${field}`,
  whyShow: '查看原因',
  whyShowHint: '例如：核对客户在合同上登记的号码',
  showNow: '查看',
  shownUntil: (time: string) => `${time} 前显示完整，之后自动遮盖`,
  recorded: '查看会留痕：谁、何时、看了什么、为什么',
  dial: '拨号与通话',
  today: (connected: number, most: number | undefined, reserved: number) =>
    `今天催收接通 ${connected}${most === undefined ? '' : ` / ${most}`} 次${reserved > 0 ? `，${reserved} 次拨号中` : ''}`,
  mayCollect: '现在可以催收联系',
  purpose: '目的',
  purposes,
  ask: '申请拨号许可',
  until: (time: string) => `${time} 前拨出，过时失效`,
  result: '结果',
  results,
  states,
  note: '备注',
  report: '登记结果',
  noCalls: '还没有通话',
  by: (who: string, what: string) => `${who} · ${what}`,
  guarded: '变更、授权与更正',
  nothingGuarded: '没有待办的变更、授权或更正',
  changing: (what: string, to: string) => `${what}改为 ${to}`,
  stop: '取消变更',
  stopReason: '取消原因，例如：客户来电说不是本人操作',
  given: '可代表客户的人',
  held: '可代表他人',
  addPerson: '登记代理人、担保人或联系人',
  person: { role: '身份', name: '姓名', phone: '手机号', relation: '关系', proof: '核对了哪些材料', scope: '范围', loans: '贷款编号，逗号分隔；留空为全部', from: '开始', until: '截止' },
  save: '登记',
  endPerson: '结束授权',
  listed: (words: readonly string[]) => words.join('，'),
  correction: (field: string) => `客户申请更正：${field}`,
  correctionAsked: (wrong: string, right: string) => `${wrong}；应为：${right}`,
  answer: '答复客户',
  putRight: '同意更正',
  refuse: '不予更正',
}

const en: typeof zh = {
  fields: { name: 'name', phone: 'phone', idNumber: 'identity number', payoutCard: 'payout card', texts: 'numbers in messages' },
  payoutCard: 'Payout card',
  show: (field) => `Show the whole ${field}`,
  whyShow: 'Why you need it',
  whyShowHint: 'For example: to compare it with the contract',
  showNow: 'Show',
  shownUntil: (time) => `Shown whole until ${time}, then covered again`,
  recorded: 'It is recorded who saw what, when and why',
  dial: 'Calls',
  today: (connected, most, reserved) =>
    `${connected}${most === undefined ? '' : ` of ${most}`} collection calls today${reserved > 0 ? `, ${reserved} being dialled` : ''}`,
  mayCollect: 'Collection contact is possible now',
  purpose: 'Purpose',
  purposes: { service: 'Service', notice: 'Notice', collection: 'Collection', marketing: 'Marketing' },
  ask: 'Ask to dial',
  until: (time) => `Dial before ${time}; then the permit lapses`,
  result: 'Result',
  results: {
    reached: 'Spoke to him', 'other-person': 'Somebody else answered', 'hung-up': 'Hung up', 'no-answer': 'No answer', busy: 'Busy', 'switched-off': 'Switched off',
    'wrong-number': 'Wrong number', 'not-dialled': 'Not dialled',
  },
  states: { reserved: 'dialling', connected: 'connected', 'not-connected': 'not connected', lapsed: 'lapsed', 'over-limit': 'connected over the limit' },
  note: 'Note',
  report: 'Write it down',
  noCalls: 'No calls yet',
  by: (who, what) => `${who} · ${what}`,
  guarded: 'Changes, permissions, corrections',
  nothingGuarded: 'No changes, permissions or corrections',
  changing: (what, to) => `${what} to ${to}`,
  stop: 'Cancel the change',
  stopReason: 'Why, for example: the customer called, it was not him',
  given: 'Who may act for the customer',
  held: 'For whom he may act',
  addPerson: 'Record a proxy, guarantor or contact person',
  person: {
    role: 'Role', name: 'Name', phone: 'Phone', relation: 'Relation', proof: 'Papers seen', scope: 'Scope', loans: 'Loan numbers, by commas; empty for all', from: 'From', until: 'Until',
  },
  save: 'Record',
  endPerson: 'End it',
  listed: (words) => words.join(', '),
  correction: (field) => `Correction asked for: ${field}`,
  correctionAsked: (wrong, right) => `${wrong}; should be: ${right}`,
  answer: 'Answer to the customer',
  putRight: 'Correct it',
  refuse: 'Decline',
}

export const accessTexts: Catalogue<typeof zh> = { zh, en }
