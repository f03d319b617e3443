import type { RoundingMode } from './ratio.ts'

/** The words of explanations of a plan, both languages side by side. `{x}` is filled from the line's own numbers. */
export type Explained = { readonly zh: string; readonly en: string; readonly inputs: Readonly<Record<string, string>> }

export const say = (sentence: string, inputs: Readonly<Record<string, string>>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => inputs[name] ?? '')

export const roundingWords: { readonly [Mode in RoundingMode]: { readonly zh: string; readonly en: string } } = {
  'half-up': { zh: '四舍五入到 {unit} 元', en: 'rounded half up to {unit}' },
  'half-even': { zh: '四舍六入五成双，到 {unit} 元', en: 'rounded half to even to {unit}' },
  up: { zh: '向上取到 {unit} 元', en: 'rounded up to {unit}' },
  down: { zh: '舍去 {unit} 元以下', en: 'cut off below {unit}' },
}

export const explainWords = {
  interest: {
    zh: '第 {n} 期利息 = 期初剩余本金 × 年利率 × 这一期占一年的比例 = {product} = {interest} 元（{rounding}）。',
    en: 'Interest of instalment {n} = principal owed x yearly rate x part of a year = {product} = {interest} ({rounding}).',
  },
  interestFlat: {
    zh: '第 {n} 期利息 = 最初的本金 × 年利率 × 这一期占一年的比例 = {product} = {interest} 元（{rounding}）。等本等息每期都按最初的本金计息，本金还了也不减。',
    en: 'Interest of instalment {n} = original principal x yearly rate x part of a year = {product} = {interest} ({rounding}). It does not fall as principal is repaid.',
  },
  principalRest: {
    zh: '第 {n} 期本金 = 每期还款 {instalment} 元 - 利息 {interest} 元 = {principal} 元（递增递减、首期差额按合同另计）。',
    en: 'Principal of instalment {n} = instalment {instalment} - interest {interest} = {principal} (steps and a difference in the first line aside).',
  },
  principalShare: { zh: '第 {n} 期本金 = 本金 {loan} 元 ÷ {count} 期 = {principal} 元。', en: 'Principal of instalment {n} = {loan} / {count} = {principal}.' },
  principalNone: { zh: '第 {n} 期只还利息，不还本金。', en: 'Instalment {n} pays interest only.' },
  principalMinimum: { zh: '第 {n} 期按最低还款规则归还本金 {principal} 元。', en: 'Instalment {n} repays {principal} by the rule of the minimum payment.' },
  principalLast: {
    zh: '最后一期还清剩下的本金 {before} 元，前面各期取整留下的差额也在这里。',
    en: 'The last instalment repays the principal that is left, {before}; what rounding left over before is in it.',
  },
  fee: { zh: '第 {n} 期按合同收取的费用，合计 {fee} 元。', en: 'Fees of the contract in instalment {n}: {fee}.' },
  total: { zh: '第 {n} 期应还 = 本金 {principal} 元 + 利息 {interest} 元 + 费用 {fee} 元 = {total} 元。',
    en: 'Instalment {n} = principal {principal} + interest {interest} + fees {fee} = {total}.' },
  balance: { zh: '还后剩余本金 = {before} 元 - {principal} 元 = {balance} 元。', en: 'Principal left = {before} - {principal} = {balance}.' },
  instalment: {
    zh: '每期还款 {instalment} 元：让 {count} 期的还款按年利率 {rate}%（每期占一年的 {fraction}）折算后正好等于本金 {loan} 元（{rounding}），差额放在合同约定的那一期。',
    en: 'The instalment {instalment} is the payment whose {count} times, discounted at {rate}% a year ({fraction} of a year each), make up the principal {loan} ({rounding}).',
  },
  instalmentGiven: { zh: '每期还款 {instalment} 元由合同给定，最后一期还清余额。',
    en: 'The instalment {instalment} is given by the contract; the last line pays the rest.' },
  totalInterest: { zh: '全部利息 = 各期利息相加 = {interest} 元。', en: 'All interest = the sum of the lines = {interest}.' },
  totalFee: { zh: '全部费用 = 放款时 {upfront} 元 + 各期费用，合计 {fee} 元。', en: 'All fees = {upfront} at payout + those of the lines = {fee}.' },
  totalPaid: { zh: '一共要付 = 本金 {loan} 元 + 利息 {interest} 元 + 费用 {fee} 元 = {total} 元。',
    en: 'To pay in all = principal {loan} + interest {interest} + fees {fee} = {total}.' },
} as const
