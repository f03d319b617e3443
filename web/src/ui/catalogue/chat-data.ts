import type { PersonRole, Scope } from '@xinqiao/core/people/authorisation.ts'
import type { CorrectableField, CorrectionState } from '@xinqiao/core/people/correction.ts'
import type { ChangeKind, ChangeState } from '@xinqiao/core/people/detail-change.ts'
import type { Catalogue } from '../language.ts'

/** The words of the customer's own data: his numbers, what he agreed to, whom he let, a copy, a correction. */

const kinds: Readonly<Record<ChangeKind, string>> = { phone: '手机号', payoutCard: '收款银行卡' }
const changeStates: Readonly<Record<ChangeState, string>> = { cooling: '等待生效', applied: '已生效', cancelled: '已取消' }
const fields: Readonly<Record<CorrectableField, string>> = {
  name: '姓名', idNumber: '证件号码', city: '城市', occupation: '职业', monthlyIncome: '收入', loan: '贷款记录', other: '其他',
}
const correctionStates: Readonly<Record<CorrectionState, string>> = { open: '处理中', corrected: '已更正', refused: '未更正' }
const roles: Readonly<Record<PersonRole, string>> = { proxy: '代理人', guarantor: '担保人', contact: '联系人' }
const scopes: Readonly<Record<Scope, string>> = {
  'told-loan': '了解贷款', 'told-application': '了解申请进度', 'told-complaint': '了解投诉', 'do-repay': '代为还款', 'do-complain': '代为投诉', 'do-materials': '代交材料',
}

const zh = {
  numbers: '手机号与收款卡',
  kinds,
  none: '未登记',
  change: '更换',
  newValue: (what: string) => `新的${what}`,
  submit: '提交',
  proveNew: '验证新手机号',
  codeToNew: (phone: string) => `新手机号 ${phone} 收到的验证码`,
  cancel: '取消',
  proveFirst: '为保护您的账户，请先用原手机号收到的验证码确认是您本人。',
  waitNote: (what: string) => `提交后会短信通知原手机号，等待期过后${what}才会更换，期间您随时可以取消。`,
  changeLine: (what: string, to: string) => `${what}改为 ${to}`,
  appliesAt: (time: string) => `${time} 生效`,
  changeStates,
  stop: '取消变更',
  consents: '授权与同意',
  consentHint: '不同意或撤回，不影响您已有的贷款和服务。',
  since: (time: string, given: boolean) => `${time} ${given ? '同意' : '撤回'}`,
  neverSaid: '未同意',
  outdated: '内容已更新，需要您重新同意',
  people: '我授权的人',
  nobody: '没有授权给别人',
  roles,
  scopes,
  until: (day: string) => `至 ${day}`,
  noEnd: '长期',
  listed: (words: readonly string[]) => words.join('，'),
  ended: '已结束',
  end: '结束授权',
  copy: '我的数据副本',
  copyHint: '包含您的资料、贷款、对话、授权等全部记录，JSON 格式。',
  download: '下载',
  corrections: '信息有误',
  correctionHint: '告诉我们哪里不对，会有专人核实并答复您。',
  field: '哪一项',
  fields,
  wrong: '哪里不对',
  right: '正确的内容',
  ask: '提交更正',
  correctionStates,
  stopTitle: '取消变更',
  stopLead: '如果不是您本人申请更换手机号或收款银行卡，请点下面的按钮取消。原来的号码不会变。',
  stopNow: '不是我，取消变更',
  stopped: '变更已取消，原来的号码不变。如有疑问，请致电客服热线。',
}

const en: typeof zh = {
  numbers: 'Phone number and payout card',
  kinds: { phone: 'phone number', payoutCard: 'payout card' },
  none: 'none',
  change: 'Change',
  newValue: (what) => `New ${what}`,
  submit: 'Send',
  proveNew: 'Verify the new number',
  codeToNew: (phone) => `The code that ${phone} received`,
  cancel: 'Cancel',
  proveFirst: 'To protect your account, confirm with the code sent to your present phone that it is you.',
  waitNote: (what) => `The present number is told by text message. Your ${what} changes after a time of waiting, in which you can stop it.`,
  changeLine: (what, to) => `${what} to ${to}`,
  appliesAt: (time) => `takes effect ${time}`,
  changeStates: { cooling: 'waiting', applied: 'in force', cancelled: 'cancelled' },
  stop: 'Cancel the change',
  consents: 'What I agree to',
  consentHint: 'Declining or withdrawing does not affect your loans or service.',
  since: (time, given) => `${given ? 'agreed' : 'withdrawn'} ${time}`,
  neverSaid: 'not agreed',
  outdated: 'The text has changed; please agree anew',
  people: 'People I let act for me',
  nobody: 'Nobody',
  roles: { proxy: 'Proxy', guarantor: 'Guarantor', contact: 'Contact' },
  scopes: {
    'told-loan': 'told of loans', 'told-application': 'told of applications', 'told-complaint': 'told of complaints', 'do-repay': 'may repay', 'do-complain': 'may complain',
    'do-materials': 'may hand in papers',
  },
  until: (day) => `until ${day}`,
  noEnd: 'no end',
  listed: (words) => words.join(', '),
  ended: 'ended',
  end: 'End it',
  copy: 'A copy of my data',
  copyHint: 'Everything we hold of you: details, loans, conversations, permissions; as JSON.',
  download: 'Download',
  corrections: 'Something is wrong',
  correctionHint: 'Tell us what is wrong; a person will look and answer.',
  field: 'What',
  fields: { name: 'Name', idNumber: 'Identity number', city: 'City', occupation: 'Occupation', monthlyIncome: 'Income', loan: 'Loan record', other: 'Other' },
  wrong: 'What is wrong',
  right: 'How it should read',
  ask: 'Ask for correction',
  correctionStates: { open: 'being looked at', corrected: 'corrected', refused: 'not corrected' },
  stopTitle: 'Cancel a change',
  stopLead: 'If it was not you who asked to change your phone number or payout card, cancel it here. Nothing will change.',
  stopNow: 'It was not me: cancel',
  stopped: 'The change is cancelled; nothing changes. If in doubt, call the hotline.',
}

export const dataTexts: Catalogue<typeof zh> = { zh, en }
