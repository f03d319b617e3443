import type { RoundingMode } from './ratio.ts'

/** The words of explanations of a plan, both languages side by side. `{x}` is filled from the line's own numbers. */
export type Words = { readonly zh: string; readonly en: string }
export type Explained = Words & { readonly inputs: Readonly<Record<string, string>> }

export const say = (sentence: string, inputs: Readonly<Record<string, string>>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => inputs[name] ?? '')

export const roundingWords: { readonly [Mode in RoundingMode]: { readonly zh: string; readonly en: string } } = {
  'half-up': { zh: '四舍五入到 {unit} 元', en: 'rounded half up to {unit}' },
  'half-even': { zh: '四舍六入五成双，到 {unit} 元', en: 'rounded half to even to {unit}' },
  up: { zh: '向上取到 {unit} 元', en: 'rounded up to {unit}' },
  down: { zh: '舍去 {unit} 元以下', en: 'cut off below {unit}' },
}

/** Where what is cut off goes; nothing is said where each line simply rounds for itself. */
export const roundingPlaces: Readonly<Record<'line' | 'instalment' | 'end', Words>> = {
  line: { zh: '', en: '' },
  instalment: { zh: '，尾差转入下一期', en: ', what is left over goes into the next line' },
  end: { zh: '，中间不取整，只对累计数取整', en: ', running sums only, nothing between' },
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
  totalPrincipal: { zh: '全部本金 = 合同本金 {loan} 元。', en: 'All principal = that of the contract, {loan}.' },
  upfront: { zh: '放款时一次收取的费用 {upfront} 元。', en: 'Fees taken at payout: {upfront}.' },
  totalInterest: { zh: '全部利息 = 各期利息相加 = {interest} 元。', en: 'All interest = the sum of the lines = {interest}.' },
  totalFee: { zh: '全部费用 = 放款时 {upfront} 元 + 各期费用，合计 {fee} 元。', en: 'All fees = {upfront} at payout + those of the lines = {fee}.' },
  totalPaid: { zh: '一共要付 = 本金 {loan} 元 + 利息 {interest} 元 + 费用 {fee} 元 = {total} 元。',
    en: 'To pay in all = principal {loan} + interest {interest} + fees {fee} = {total}.' },
  partPaid: {
    zh: '按计划是 {planned} 元；已经还的、先前结转的或另外计收的合计 {difference} 元已经算进去，所以是 {amount} 元。',
    en: 'By the plan it is {planned}; {difference} paid before, carried over or charged besides are counted in, which makes {amount}.',
  },
  costRegular: {
    zh: '年化综合成本（单利）：把到手的 {received} 元和 {count} 次还款（合计 {total} 元）放在一起，使两边相等的每期成本率是 {periodRate}%，乘以一年 {perYear} 期 = {simple}%；按复利折算是 {effective}%（四舍五入到 0.01%）。',
    en: 'Annualised cost (simple): the rate of a period at which {count} payments ({total} in all) equal the {received} received is {periodRate}%; times {perYear} periods a year = {simple}%. Compounded: {effective}% (rounded to 0.01%).',
  },
  costByDays: {
    zh: '年化综合成本：把到手的 {received} 元和 {count} 次还款（合计 {total} 元）按实际还款日期放在一起，使两边相等的年化成本率：单利 {simple}%，复利 {effective}%（四舍五入到 0.01%）。',
    en: 'Annualised cost: the yearly rate at which {count} payments ({total} in all), each on its own day, equal the {received} received: {simple}% simple, {effective}% compounded (rounded to 0.01%).',
  },
  arrears: {
    zh: '到 {on} 已经到期还没有还的：本金 {principal} 元 + 利息 {interest} 元 + 费用、罚息和复利 {fee} 元 = {total} 元，按当天还清计算。',
    en: 'Due and not paid by {on}: principal {principal} + interest {interest} + fees, penalty and compound interest {fee} = {total}, as if paid that day.',
  },
  prepayPrincipal: {
    zh: '提前归还的本金 {early} 元 + 当天已到期应还的本金 {due} 元 = {principal} 元。',
    en: 'Principal repaid early {early} + principal due by that day {due} = {principal}.',
  },
  prepayInterest: {
    zh: '从 {from} 到 {on} 的利息 {product} = {running} 元（{rounding}）+ 当天已到期应还的利息 {due} 元 = {interest} 元。',
    en: 'Interest from {from} to {on}: {product} = {running} ({rounding}) + interest due by that day {due} = {interest}.',
  },
  prepayInterestWhole: {
    zh: '合同约定提前结清时当期利息整期收取：{running} 元 + 当天已到期应还的利息 {due} 元 = {interest} 元。',
    en: 'By the contract the interest of the running instalment is paid in full on settling: {running} + interest due by that day {due} = {interest}.',
  },
  prepayInterestLater: {
    zh: '合同约定当期利息整期收取，仍在还款日照常还；这次只付当天已到期应还的利息 {due} 元 = {interest} 元。',
    en: 'By the contract the running instalment keeps its interest and its due day; only interest due by that day is paid now: {due} = {interest}.',
  },
  prepayFee: {
    zh: '当天应付的费用 {fees} 元 + 罚息和复利 {penalty} 元 + 提前还款违约金 {charge} 元 = {fee} 元。',
    en: 'Fees due {fees} + penalty and compound interest {penalty} + charge for early repayment {charge} = {fee}.',
  },
  prepayChargeRate: {
    zh: '提前还款违约金 = 提前归还的本金 {early} 元 × {rate}%（到这一天已还 {paid} 期，按合同的违约金表）= {charge} 元（{rounding}）。',
    en: 'Charge for early repayment = principal repaid early {early} x {rate}% (by the table of the contract, {paid} instalments paid by then) = {charge} ({rounding}).',
  },
  prepayChargeMonths: {
    zh: '提前还款违约金 = 提前归还的本金 {early} 元按合同利率 {months} 个月的利息（到这一天已还 {paid} 期，按合同的违约金表）= {charge} 元（{rounding}）。',
    en: 'Charge for early repayment = {months} months of interest at the contract rate on {early} (by the table of the contract, {paid} instalments paid by then) = {charge} ({rounding}).',
  },
  prepayChargeNone: { zh: '合同没有约定提前还款违约金，所以是 0.00 元。', en: 'The contract has no charge for early repayment, so it is 0.00.' },
  prepayTotal: {
    zh: '{on} 要付 = 本金 {principal} 元 + 利息 {interest} 元 + 费用和违约金等 {fee} 元 - 已存入未用的 {credit} 元 = {total} 元。',
    en: 'To pay on {on} = principal {principal} + interest {interest} + fees and charges {fee} - money received before {credit} = {total}.',
  },
  prepayTotalGiven: {
    zh: '您在 {on} 付 {total} 元：先付当天已到期的款项和算到当天的利息，其余归还本金。利息 {interest} 元 + 费用和违约金等 {fee} 元 + 本金 {principal} 元 + 留到下期的零头 {rest} 元 - 已存入未用的 {credit} 元 = {total} 元。',
    en: 'On {on} you pay {total}: first what is due and interest to the day, the rest repays principal. Interest {interest} + fees and charges {fee} + principal {principal} + kept for the next line {rest} - money received before {credit} = {total}.',
  },
  prepayBalance: { zh: '这次还款以后还欠的全部本金 = {balance} 元。', en: 'All principal still owed after this payment = {balance}.' },
  interestSaved: {
    zh: '少付的利息 = 不提前还款时的利息 {before} 元 - 提前还款后的利息 {after} 元 = {saved} 元。',
    en: 'Interest saved = interest without the early repayment {before} - interest with it {after} = {saved}.',
  },
  totalSaved: {
    zh: '合计少付 = 不提前还款时一共要付 {before} 元 - 提前还款后一共要付 {after} 元 = {saved} 元（违约金 {charge} 元已经算在内）。',
    en: 'Paid less in all = {before} without the early repayment - {after} with it = {saved} (the charge of {charge} counted in).',
  },
  totalAhead: { zh: '从今天起一共要付 = 本金 {principal} 元 + 利息 {interest} 元 + 费用 {fee} 元 = {total} 元，已经扣除先前存入的 {credit} 元。',
    en: 'To pay from today on = principal {principal} + interest {interest} + fees {fee} = {total}, with {credit} received before taken off.' },
  compared: { zh: '{b} 元 - {a} 元 = {difference} 元：方案二减方案一。', en: '{b} - {a} = {difference}: plan B less plan A.' },
} as const
