/** The sentences of this room that reach a customer outside of a conversation. */
export const words = {
  code: {
    zh: '【{lender}】验证码 {code}，{minutes} 分钟内有效。我们的员工不会向您索要验证码，请勿告诉任何人。',
    en: '[{lender}] Your code is {code}, valid for {minutes} minutes. Our staff never ask for it; tell it to nobody.',
  },
} as const

export const wordsFor = (sentence: keyof typeof words, language: 'zh' | 'en', values: Readonly<Record<string, string | number>>): string =>
  words[sentence][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
