/** Why each figure of affordability is what it is, both languages side by side. */
export const affordWords = {
  heaviestMonth: { zh: '这笔贷款最重的一个月要还 {service} 元。', en: 'The heaviest month of this loan takes {service}.' },
  debtToIncome: {
    zh: '月负债比 =（其他贷款每月 {debts} 元 + 本笔 {service} 元）÷ 月收入 {income} 元 = {share}%，上限 {mostShare}%。',
    en: 'Debt to income = (other loans {debts} + this one {service}) / income {income} = {share}%, at most {mostShare}%.',
  },
  freeIncome: {
    zh: '还款后可支配 = 月收入 {income} 元 - 生活支出 {living} 元 - 其他贷款 {debts} 元 - 本笔 {service} 元 = {free} 元，至少要留 {leastFree} 元。',
    en: 'Free income = income {income} - living {living} - other loans {debts} - this one {service} = {free}, at least {leastFree}.',
  },
  underStress: {
    zh: '如果年利率上升 {stress} 个百分点，最重的一个月要还 {stressService} 元，月负债比 {stressShare}%，上限 {mostShare}%。',
    en: 'If the yearly rate rose by {stress} points, the heaviest month would take {stressService}: {stressShare}% of income, at most {mostShare}%.',
  },
  largestLoan: {
    zh: '同样的方式和期数，利率上升 {stress} 个百分点仍能承受的最大金额约为 {largest} 元（按百元向下取），申请 {loan} 元。',
    en: 'The largest loan of the same rule and length that still fits with the rate {stress} points higher is {largest} (cut to the hundred); asked for: {loan}.',
  },
} as const
