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
  rule: '规则编号',
  ruleHint: '如 MSG-RATE',
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
  ruleHint: 'such as MSG-RATE',
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
