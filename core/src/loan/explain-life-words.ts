import type { EventKind } from './events.ts'
import type { Words } from './explain-words.ts'
import { movementNames } from './loan-words.ts'
import type { AmountKind } from './terms.ts'

/** The words in which a loan as it stands, a quote and an extension are explained, both languages side by side. */

export const kindNames: Readonly<Record<AmountKind, Words>> = {
  principal: { zh: '本金', en: 'principal' },
  interest: { zh: '利息', en: 'interest' },
  fee: { zh: '费用', en: 'fees' },
  penalty: { zh: '罚息', en: 'penalty interest' },
  compound: { zh: '复利', en: 'compound interest' },
}

export const entryNames: Readonly<Record<EventKind | 'due' | 'accrue', Words>> = {
  ...movementNames,
  due: { zh: '到期计入', en: 'fallen due' },
  accrue: { zh: '逾期计收', en: 'arisen on arrears' },
}

export const lifeWords = {
  principalLeft: {
    zh: '剩余本金 = 已发放 {arisen} 元 - 已还、减免和核销的 {settled} 元 = {value} 元。',
    en: 'Principal left = paid out {arisen} - repaid, waived and written off {settled} = {value}.',
  },
  owed: {
    zh: '应还未还的{kind} = 到 {asOf} 为止到期的 {arisen} 元 - 已还、减免和核销的 {settled} 元 = {value} 元。',
    en: 'Owed of {kind} = fallen due by {asOf} {arisen} - paid, waived and written off {settled} = {value}.',
  },
  penalty: {
    zh: '罚息按逾期本金 × 合同年利率 × {multiplier} × 逾期天数 ÷ {year} 计收；到 {asOf} 为止累计 {arisen} 元 - 已还、减免和核销的 {settled} 元 = {value} 元。',
    en: 'Penalty interest is overdue principal x yearly rate x {multiplier} x days overdue / {year}: {arisen} by {asOf} - paid, waived and written off {settled} = {value}.',
  },
  compound: {
    zh: '复利按逾期利息 × 合同年利率 × {multiplier} × 逾期天数 ÷ {year} 计收；到 {asOf} 为止累计 {arisen} 元 - 已还、减免和核销的 {settled} 元 = {value} 元。',
    en: 'Compound interest is overdue interest x yearly rate x {multiplier} x days overdue / {year}: {arisen} by {asOf} - paid, waived and written off {settled} = {value}.',
  },
  totalOwed: {
    zh: '合计 = 本金 {principal} 元 + 利息 {interest} 元 + 费用 {fee} 元 + 罚息 {penalty} 元 + 复利 {compound} 元 = {value} 元。',
    en: 'In all = principal {principal} + interest {interest} + fees {fee} + penalty interest {penalty} + compound interest {compound} = {value}.',
  },
  accrued: {
    zh: '从 {from} 到 {asOf} 已产生、{due} 才到期的利息 = {product}{carried} = {value} 元（{rounding}）。',
    en: 'Interest from {from} to {asOf}, due on {due} = {product}{carried} = {value} ({rounding}).',
  },
  accruedNone: { zh: '没有正在计算、还没到期的利息。', en: 'No interest is running that is not yet due.' },
  carried: { zh: ' + 此前产生、转入本期的 {carried} 元', en: ' + carried into it from before {carried}' },
  credit: {
    zh: '已收到、还没有到期款项可用的 {value} 元，会在下一个还款日使用。',
    en: 'Money received for which nothing was due yet: {value}; it is used on the next due day.',
  },
  lineInterest: {
    zh: '第 {n} 期利息 = 期初剩余本金 × 年利率 × 这一期占一年的比例 = {product}{carried} = {value} 元（{rounding}）。',
    en: 'Interest of instalment {n} = principal owed x yearly rate x part of a year = {product}{carried} = {value} ({rounding}).',
  },
  lineInterestNone: { zh: '第 {n} 期没有利息：{value} 元。', en: 'Instalment {n} bears no interest: {value}.' },
  linePrincipalRest: {
    zh: '第 {n} 期本金 = 每期还款 {instalment} 元 - 利息 {own} 元 = {value} 元。',
    en: 'Principal of instalment {n} = instalment {instalment} - interest {own} = {value}.',
  },
  linePrincipal: { zh: '按{method}的现行还款计划，第 {n} 期归还本金 {value} 元。', en: 'By the plan in force ({method}) instalment {n} repays principal of {value}.' },
  linePrincipalLast: {
    zh: '最后一期还清剩下的本金 {value} 元，前面各期取整留下的差额也在这里。',
    en: 'The last instalment repays the principal that is left, {value}; what rounding left over before is in it.',
  },
  linePaid: {
    zh: '第 {n} 期已还和减免：本金 {principal} 元、利息 {interest} 元、费用 {fee} 元、罚息 {penalty} 元、复利 {compound} 元。',
    en: 'Paid and waived of instalment {n}: principal {principal}, interest {interest}, fees {fee}, penalty interest {penalty}, compound interest {compound}.',
  },
  lineBalance: { zh: '按计划还完这一期后，剩余本金 {value} 元。', en: 'Principal left once this line is paid as planned: {value}.' },
  arrears: {
    zh: '第 {n} 期（{due} 到期）没有还的{kind} = 应还 {owed} 元 - 已还和减免 {paid} 元 = {value} 元。',
    en: 'Unpaid {kind} of instalment {n} (due {due}) = {owed} - paid and waived {paid} = {value}.',
  },
  entry: { zh: '{on} {name}：{parts}。', en: '{on} {name}: {parts}.' },
  correction: {
    zh: '{on} 补记或冲正：从当时起重新计算，与原来账上相差 {parts}，已收未用款项相差 {credit} 元。',
    en: 'Booked late or reversed on {on}: reckoned anew from then on, the books differ by {parts}; money not yet used by {credit}.',
  },
} as const satisfies Readonly<Record<string, Words>>

export const quoteWords = {
  due: { zh: '到 {on} 已到期、还没有还的{kind} {value} 元，先付清。', en: '{kind} already due by {on}, to be paid first: {value}.' },
  interestToTheDay: {
    zh: '本期到 {on} 的利息 = {product}{carried} = {value} 元（{rounding}）。',
    en: 'Interest of the running period up to {on} = {product}{carried} = {value} ({rounding}).',
  },
  interestWhole: {
    zh: '合同约定提前还款时本期利息按整期收取 = {product}{carried} = {value} 元（{rounding}）。',
    en: 'By the contract the interest of the running period is charged whole = {product}{carried} = {value} ({rounding}).',
  },
  interestLater: {
    zh: '合同约定本期利息按整期收取：本期照原计划到期再付，现在付 {value} 元；提前还的本金从下一期起减少。',
    en: 'By the contract the running instalment stays whole and falls due as planned, now {value}; what is prepaid lowers those after it.',
  },
  interestNone: { zh: '本期没有利息：{value} 元。', en: 'No interest has arisen in the running period: {value}.' },
  fee: { zh: '因结清而到期的费用（合同在最后一期收取的，和已计入后面期次的）{value} 元。', en: 'Fees that fall due because the loan ends: {value}.' },
  principalFull: { zh: '还没有到期的全部本金 {value} 元。', en: 'All principal that is not yet due: {value}.' },
  principalPart: {
    zh: '提前归还的本金 = 付款 {paid} 元 + 已存入未用 {credit} 元 - 已到期款项 {due} 元 - 本期利息 {interest} 元 - 违约金 {charge} 元{rest} = {value} 元。',
    en: 'Principal prepaid = payment {paid} + money already received {credit} - what is due {due} - interest {interest} - charge {charge}{rest} = {value}.',
  },
  rest: { zh: ' - 留待以后使用的 {rest} 元', en: ' - kept for later {rest}' },
  chargeNone: { zh: '合同没有约定提前还款违约金：{value} 元。', en: 'The contract has no charge for early repayment: {value}.' },
  chargeByRate: {
    zh: '提前还款违约金 = 提前归还的本金 {principal} 元 × {percent}% = {value} 元（{rounding}）。',
    en: 'Charge for early repayment = principal prepaid {principal} x {percent}% = {value} ({rounding}).',
  },
  chargeByMonths: {
    zh: '提前还款违约金 = 提前归还的本金 {principal} 元 × 年利率 {percent}% ÷ 12 × {months} 个月 = {value} 元（{rounding}）。',
    en: 'Charge for early repayment = principal prepaid {principal} x {percent}% a year / 12 x {months} months = {value} ({rounding}).',
  },
  credit: { zh: '已收到、还没有用掉的 {value} 元，从应付中减去。', en: 'Money already received and not used, taken off: {value}.' },
  totalFull: {
    zh: '一共要付 = 已到期款项 {due} 元 + 本金 {principal} 元 + 本期利息 {interest} 元 + 费用 {fee} 元 + 违约金 {charge} 元 - 已存入未用 {credit} 元 = {value} 元。',
    en: 'To pay = already due {due} + principal {principal} + interest {interest} + fees {fee} + charge {charge} - money already received {credit} = {value}.',
  },
  totalPart: { zh: '这次付 {value} 元，依次付清已到期款项、本期利息，其余归还本金（含违约金）。',
    en: 'Paid now: {value}; first what is due, then interest, the rest repays principal with its charge.' },
  interestSaved: {
    zh: '少付的利息 = 原计划还要付的利息 {planned} 元 - 这次付的本期利息 {interest} 元 - 之后计划的利息 {after} 元 = {value} 元。',
    en: 'Interest saved = interest of the plan as it stood {planned} - paid now {interest} - of the plan that follows {after} = {value}.',
  },
} as const satisfies Readonly<Record<string, Words>>

export const extensionWords = {
  interestBefore: { zh: '不展期时，还款计划的利息合计 {value} 元。', en: 'All interest of the plan without the extension: {value}.' },
  interestAfter: { zh: '展期后，还款计划的利息合计 {value} 元。', en: 'All interest of the plan with the extension: {value}.' },
  extraInterest: { zh: '展期多付的利息 = {after} 元 - {before} 元 = {value} 元。', en: 'Interest more by the extension = {after} - {before} = {value}.' },
  fee: { zh: '办理展期的费用 {value} 元，与下一期一起付。', en: 'The charge for the extension, due with the next instalment: {value}.' },
  extraCost: {
    zh: '展期一共多付 = 利息 {interest} 元 + 费用 {fee} 元 = {value} 元。',
    en: 'The extension costs more by interest {interest} + charge {fee} = {value}.',
  },
} as const satisfies Readonly<Record<string, Words>>
