/** The sentences of this room that reach a customer outside of a conversation. */
export const words = {
  code: {
    zh: '【{lender}】验证码 {code}，{minutes} 分钟内有效。我们的员工不会向您索要验证码，请勿告诉任何人。',
    en: '[{lender}] Your code is {code}, valid for {minutes} minutes. Our staff never ask for it; tell it to nobody.',
  },
  'new-phone-code': {
    zh: '【{lender}】您正在把这个号码登记为新手机号，验证码 {code}，{minutes} 分钟内有效。如果不是您本人操作，请勿告诉任何人。',
    en: '[{lender}] This number is being registered as your new one. Code {code}, valid for {minutes} minutes. If it was not you, tell it to nobody.',
  },
  'change-requested': {
    zh: '【{lender}】您申请把{what}改为 {to}，将于 {at} 生效。如果不是您本人操作，请立即打开链接取消：{link} 或致电 {hotline}。',
    en: '[{lender}] You asked to change your {what} to {to}; it takes effect at {at}. If it was not you, cancel it now: {link} or call {hotline}.',
  },
  'change-applied': {
    zh: '【{lender}】您的{what}已改为 {to}。如果不是您本人操作，请立即致电 {hotline}。',
    en: '[{lender}] Your {what} is now {to}. If it was not you, call {hotline} at once.',
  },
  'change-cancelled': {
    zh: '【{lender}】把{what}改为 {to} 的申请已取消，原来的不变。',
    en: '[{lender}] The change of your {what} to {to} has been cancelled; nothing changes.',
  },
} as const

/** What is changed, as a notice names it. */
export const changeNames = { phone: { zh: '手机号', en: 'phone number' }, payoutCard: { zh: '收款银行卡', en: 'payout card' } } as const

export const wordsFor = (sentence: keyof typeof words, language: 'zh' | 'en', values: Readonly<Record<string, string | number>>): string =>
  words[sentence][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
