import type { Catalogue } from '../language.ts'

/** The words of searching what was said. */

const zh = {
  title: '搜索会话内容',
  command: '搜索会话内容',
  search: '搜索',
  placeholder: '词语、金额或单号的一部分、完整手机号／证件号／卡号或其后四位，回车搜索',
  inAll: (words: string) => `在会话内容中搜索“${words}”`,
  thisCustomer: (name: string) => `只看${name}`,
  mine: '只看我说的',
  anyone: '所有员工',
  by: '员工',
  rule: '合规规则',
  anyRule: '不限',
  rules: {
    'MSG-PROMISE': '承诺审批结果', 'MSG-RATE': '只说日息月息', 'MSG-ZERO': '免息零成本', 'MSG-INDUCE': '诱导借款', 'MSG-TIE': '搭售', 'MSG-GOVENDORSE': '借政府名义',
    'MSG-OPTOUT': '营销无退订', 'MSG-THREAT': '威胁', 'MSG-ABUSE': '辱骂', 'MSG-IMPERSON': '冒充身份', 'MSG-FALSECONSEQ': '夸大后果', 'MSG-THIRD': '联系第三人',
    'MSG-CREDITREPAIR': '修复征信', 'MSG-PII': '个人信息', 'MSG-SECRET': '索要密码验证码', 'MSG-PRIVATEPAY': '私下收款', 'MSG-FEE': '放款前收费', 'MSG-EVADE': '规避监管',
    'MSG-COMPLAINT': '劝阻投诉', 'MSG-BOTID': '机器冒充真人', 'CASE-UNRECORDED': '未登记说已登记', 'PURPOSE-DUNNING': '主动催款', 'FIGURE-UNSOURCED': '数字无出处',
  } as Readonly<Record<string, string>>,
  from: '从',
  to: '到',
  results: '搜索结果',
  none: '没有找到',
  noneHint: '只能找到原文里连续出现的字；号码须完整或为后四位',
  start: '按回车开始搜索；↑↓ 选择，再按回车跳到原处',
  searching: '正在搜索…',
  more: '更多',
  note: '内部备注',
  retracted: '已撤回',
  recorded: '每次搜索所展示的客户都会留痕',
}

const en: typeof zh = {
  title: 'Search what was said',
  command: 'Search what was said',
  search: 'Search',
  placeholder: 'Words, part of an amount or reference, a whole phone, identity or card number or its last four; Enter searches',
  inAll: (words) => `Search conversations for “${words}”`,
  thisCustomer: (name) => `Only ${name}`,
  mine: 'Only what I said',
  anyone: 'Anybody',
  by: 'Said by',
  rule: 'Rule',
  anyRule: 'Any',
  rules: {
    'MSG-PROMISE': 'Promised result', 'MSG-RATE': 'Daily or monthly rate only', 'MSG-ZERO': 'Free of interest or cost', 'MSG-INDUCE': 'Inducement', 'MSG-TIE': 'Tied sale',
    'MSG-GOVENDORSE': 'Borrowed authority', 'MSG-OPTOUT': 'Offer without way out', 'MSG-THREAT': 'Threat', 'MSG-ABUSE': 'Abuse', 'MSG-IMPERSON': 'Impersonation',
    'MSG-FALSECONSEQ': 'False consequences', 'MSG-THIRD': 'Third persons', 'MSG-CREDITREPAIR': 'Credit repair', 'MSG-PII': 'Personal data', 'MSG-SECRET': 'Asks for secrets',
    'MSG-PRIVATEPAY': 'Private payment', 'MSG-FEE': 'Fee before payout', 'MSG-EVADE': 'Evasion', 'MSG-COMPLAINT': 'Complaint hindered', 'MSG-BOTID': 'Machine as person',
    'CASE-UNRECORDED': 'Said to be on record, is not', 'PURPOSE-DUNNING': 'Dunning unasked', 'FIGURE-UNSOURCED': 'Figure without source',
  },
  from: 'From',
  to: 'to',
  results: 'Results',
  none: 'Nothing found',
  noneHint: 'Only what stands together in a text is found; numbers whole or by their last four',
  start: 'Enter searches; ↑↓ choose, Enter again jumps to the place',
  searching: 'Searching…',
  more: 'More',
  note: 'private note',
  retracted: 'taken back',
  recorded: 'Whose words a search shows is recorded',
}

export const searchTexts: Catalogue<typeof zh> = { zh, en }
