import type { Catalogue } from '../language.ts'

/** Kinds of situations, told by words of the seed, which are Chinese in either language. */
export const situationKinds = {
  trouble: /逾期|扣款未成功|协商/,
  applying: /申请|审核|未通过|待放款/,
  several: /；/,
  steady: /正常|今日|展期|结清/,
} as const
export type SituationKind = keyof typeof situationKinds

/** One loan of a situation: `安心装修贷 正常还款`. */
export const loansOf = (situation: string): readonly { readonly product: string; readonly state: string }[] =>
  situation.split('；').map((loan) => {
    const at = loan.indexOf(' ')
    return at < 0 ? { product: loan, state: '' } : { product: loan.slice(0, at), state: loan.slice(at + 1) }
  })

const zh = {
  title: '安心消费金融',
  made: '演示机构',
  tagline: '借得明白，还得安心',
  lead: '这是信桥的演示站点：选一位借款人，用他的身份进入在线客服；再打开客服台，从另一边回答。所有人物与数据均为虚构。',
  steps: ['选一位借款人，进入他的在线客服提问', '点开答案里的任何数字，看它从哪来', '说“转人工”，再到客服台接起这次对话'],
  borrowers: '以借款人身份进入',
  borrowersHint: '每个人都有自己的借款与还款记录。',
  anonymous: '匿名访客',
  anonymousHint: '没有登录，只能问一般问题',
  enterAs: (name: string) => `以${name}的身份进入`,
  enterAnonymously: '匿名进入',
  kinds: { all: '全部', trouble: '还款有困难', applying: '申请与放款', several: '多笔借款', steady: '正常还款与结清' },
  search: '按姓名或处境查找',
  none: '没有符合的借款人',
  staff: '以员工身份进入客服台',
  staffHint: '所有演示账号使用同一个密码：',
  open: '新窗口打开',
  desk: '打开客服台',
  copyPassword: '复制密码',
  copyEmail: (name: string) => `复制 ${name} 的账号`,
  copied: '已复制',
  phoneTitle: '在线客服',
  phoneHint: '选一位借款人，从这里开始',
  tryAsking: '可以这样问',
  examples: ['提前还清要多少钱？', '我这个月哪天还、还多少？', '扣款失败了怎么办？', '等额本息是什么意思？'],
  closeChat: '关闭对话',
  messagesOf: (name: string) => `${name}的手机短信`,
  noMessages: '还没有短信。核实身份的验证码会出现在这里。',
  loading: '正在载入…',
  failed: '演示资料暂时取不到',
  notDemo: '这里没有演示数据。演示只在内置数据库或设置 XINQIAO_DEMO=1 时开放。',
  retry: '重试',
  language: 'English',
  more: (count: number) => `再显示 ${count} 位`,
  foot: '信桥 · 开源的信贷客服系统',
}

const en: typeof zh = {
  title: 'Anxin Consumer Finance',
  made: 'Demo lender',
  tagline: 'Borrow knowingly, repay at ease',
  lead: 'The demo site of Xinqiao: pick a borrower and enter the service chat as him or her; then open the desk and answer from the other side. All people and data are made up.',
  steps: ['Pick a borrower and ask in the chat as him or her', 'Tap any figure of an answer to see where it comes from', 'Ask for a person, then take the conversation at the desk'],
  borrowers: 'Enter as a borrower',
  borrowersHint: 'Each has loans and payments of his own.',
  anonymous: 'Anonymous visitor',
  anonymousHint: 'Not signed in, general questions only',
  enterAs: (name: string) => `Enter as ${name}`,
  enterAnonymously: 'Enter anonymously',
  kinds: { all: 'All', trouble: 'In trouble', applying: 'Applying', several: 'Several loans', steady: 'On track or settled' },
  search: 'Find by name or situation',
  none: 'No such borrower',
  staff: 'Enter the desk as staff',
  staffHint: 'All demo accounts share one password:',
  open: 'Open in a new tab',
  desk: 'Open the desk',
  copyPassword: 'Copy password',
  copyEmail: (name: string) => `Copy the account of ${name}`,
  copied: 'Copied',
  phoneTitle: 'Service chat',
  phoneHint: 'Pick a borrower to begin',
  tryAsking: 'Things to ask',
  examples: ['提前还清要多少钱？', '我这个月哪天还、还多少？', '扣款失败了怎么办？', '等额本息是什么意思？'],
  closeChat: 'Close the chat',
  messagesOf: (name: string) => `Text messages to ${name}`,
  noMessages: 'None yet. Codes for verification arrive here.',
  loading: 'Loading…',
  failed: 'The demo data cannot be had right now',
  notDemo: 'There is no demo here. It opens only on the embedded database or with XINQIAO_DEMO=1.',
  retry: 'Try again',
  language: '中文',
  more: (count: number) => `Show ${count} more`,
  foot: 'Xinqiao · the open-source loan service desk',
}

export const demoTexts: Catalogue<typeof zh> = { zh, en }
