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
}

export const accessTexts: Catalogue<typeof zh> = { zh, en }
