import type { Day } from '../primitives/day.ts'
import type { FigureOf, FigureSource } from '../primitives/figure.ts'
import { type Fen, formatYuan } from '../primitives/money.ts'
import { percentText, type Rate } from '../primitives/rate.ts'

/**
 * The words in which figures of a loan are explained: the catalogue of explanations, Chinese and English side by side.
 * `{x}` is filled from the inputs; a sentence whose input is missing is left out. Amounts are written with separators.
 */
type Words = { readonly formula?: string; readonly zh: readonly string[]; readonly en: readonly string[] }

const words = {
  principal: { zh: ['合同约定的贷款本金。'], en: ['The amount borrowed under the contract.'] },
  annualRate: { zh: ['合同约定的年利率，按您当天适用的利率。'], en: ['The yearly rate of the contract that applies on that day.'] },
  instalmentCount: { zh: ['还款计划现有的期数。'], en: ['The number of instalments in the plan as it stands.'] },
  instalmentsPaid: { zh: ['已经还清的期数。'], en: ['Instalments that are paid in full.'] },
  disbursedOn: { zh: ['贷款发放到账的日期。'], en: ['The day the loan was paid out.'] },
  remainingPrincipal: {
    formula: '已发放本金 - 已还本金',
    zh: ['已发放的本金减去到当天为止已经归还的本金，不含利息和费用。'],
    en: ['What was paid out less the principal repaid by that day; interest and fees not included.'],
  },
  nextDueDate: { zh: ['按还款计划，下一期应在这一天还款。'], en: ['The day on which the next instalment falls due.'] },
  nextAmount: {
    formula: '本金 + 利息 + 费用',
    zh: ['第 {n} 期应还：本金 {principal} 元 + 利息 {interest} 元 + 费用 {fee} 元，已还的部分已经减去。'],
    en: ['Instalment {n}: principal {principal} + interest {interest} + fees {fee}, less what is already paid of it.'],
  },
  nextPrincipal: { zh: ['第 {n} 期应还的本金。'], en: ['Principal in instalment {n}.'] },
  nextInterest: {
    formula: '剩余本金 x 年利率 x 计息时间',
    zh: ['第 {n} 期的利息：本期开始时的剩余本金 × 年利率 × 本期占一年的比例，四舍五入到分（合同另有约定的按合同）。'],
    en: ['Interest of instalment {n}: principal owed at its start x yearly rate x its part of a year, rounded as the contract says.'],
  },
  nextFee: { zh: ['第 {n} 期的费用。'], en: ['Fees in instalment {n}.'] },
  overdueAmount: {
    formula: '各逾期期次未还的本金、利息、费用、罚息、复利之和',
    zh: ['{count} 期逾期款项中还没有还的本金、利息、费用，以及按合同产生的罚息和复利，合计。'],
    en: ['What is still owed of {count} overdue instalments: principal, interest, fees, and the penalty and compound interest of the contract.'],
  },
  overduePenalty: {
    formula: '逾期本金 x 罚息利率 x 逾期天数（按合同的计息天数）',
    zh: ['逾期本金按合同的罚息利率、逾期天数计算的罚息；合同约定复利的，还包括逾期利息产生的复利。'],
    en: ['Penalty interest on overdue principal for the days overdue, and compound interest on overdue interest where the contract has it.'],
  },
  daysOverdue: { formula: '今天 - 最早一期未还的到期日', zh: ['从最早一期没有还清的到期日算到当天。'], en: ['Days from the oldest unpaid due day to that day.'] },
  overdueSince: { zh: ['最早一期没有还清的到期日。'], en: ['The due day of the oldest unpaid instalment.'] },
  failedDebitOn: { zh: ['银行扣款没有成功的日期。'], en: ['The day on which the debit failed.'] },
  failedDebitAmount: { zh: ['没有扣成的金额。'], en: ['The amount that could not be debited.'] },
  lastPaymentOn: { zh: ['最近一次还款入账的日期。'], en: ['The day of the last payment.'] },
  lastPaymentAmount: { zh: ['最近一次还款的金额。'], en: ['The amount of the last payment.'] },
  payoffDay: { zh: ['按这一天还款计算；此前到期的期次按如期还清计算。'], en: ['Reckoned for payment on this day, with instalments due before it paid on time.'] },
  payoffGoodUntil: { zh: ['这个金额当天有效；晚一天会多一天的利息。'], en: ['The figure holds on this day; a day later one more day of interest is added.'] },
  payoffTotal: {
    formula: '本金 + 利息 + 费用 + 罚息和复利 + 提前还款违约金 - 已存入未用的款项',
    zh: ['结清要还：本金 {principal} 元 + 算到当天的利息 {interest} 元 + 费用 {fee} 元 + 罚息和复利 {penalty} 元 + 提前还款违约金 {charge} 元 - 已存入未用的 {credit} 元。'],
    en: ['To settle: principal {principal} + interest to the day {interest} + fees {fee} + penalty and compound interest {penalty} + charge for early repayment {charge} - money already received {credit}.'],
  },
  payoffPrincipal: { zh: ['还没有还的全部本金。'], en: ['All principal still owed.'] },
  payoffInterest: {
    formula: '已到期未还的利息 + 本期利息',
    zh: ['已到期未还的利息 {overdue} 元。', '本期从上一个还款日到还款当天的利息 {toTheDay} 元：剩余本金 × 年利率 × 实际占用时间。',
      '合同约定提前结清时本期利息按整期收取：{whole} 元。'],
    en: ['Interest already due: {overdue}.',
      'Interest of the running period up to the day: {toTheDay}, principal owed x yearly rate x the time used.',
      'By the contract the interest of the running period is charged whole on settling early: {whole}.'],
  },
  payoffFee: { zh: ['已到期和因结清到期的费用。'], en: ['Fees already due, and those due because the loan ends.'] },
  payoffPenalty: { zh: ['逾期产生的罚息和复利；没有逾期就是零。'], en: ['Penalty and compound interest on arrears; zero without arrears.'] },
  prepaymentCharge: {
    formula: '提前归还的本金 x 合同约定的比例',
    zh: ['按合同的违约金表，对提前归还的本金 {principal} 元收取；没有约定就是零。'],
    en: ['By the table of the contract, on the principal of {principal} repaid early; zero where it has none.'],
  },
  interestSaved: { formula: '原计划剩余利息 - 算到当天的利息', zh: ['按原计划还要付、因提前还款不再产生的利息。'], en: ['Interest of the plan that no longer falls due.'] },
  submittedOn: { zh: ['您提交申请的日期。'], en: ['The day on which you applied.'] },
  expectedBy: { zh: ['按工作日推算的预计日期，以实际结果为准。'], en: ['Reckoned in working days; the actual result counts.'] },
  extensionLongest: { zh: ['合同、监管规定和本公司规定中最短的一个期限。'], en: ['The shortest of what the contract, the rules and the lender allow.'] },
  extensionApplyBefore: { zh: ['下一个还没还清的还款日；过了当天就不能申请展期。'],
    en: ['The next due day that is not paid; afterwards an extension can no longer be applied for.'] },
  extensionFee: { zh: ['按合同办理展期的费用。'], en: ['The charge for an extension under the contract.'] },
} as const satisfies Readonly<Record<string, Words>>

export type TellKey = keyof typeof words

type Inputs = Readonly<Record<string, Fen | number | Rate>>

const written = (value: Fen | number | Rate): string => {
  if (typeof value === 'bigint') return formatYuan(value)
  return typeof value === 'number' ? String(value) : `${percentText(value)}%`
}

const filled = (sentences: readonly string[], inputs: Inputs): string =>
  sentences
    .filter((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => inputs[name] !== undefined))
    .map((sentence) => sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => written(inputs[name] ?? 0)))
    .join(' ')

/** The explanation of a figure: what it is and how it came about, with its own numbers. */
type Explanation = { readonly zh: string; readonly en: string }

export const tellPlace = (key: TellKey, inputs: Inputs): { readonly formula?: string; readonly explanation: Explanation } => {
  const entry: Words = words[key]
  const explanation = { zh: filled(entry.zh, inputs), en: filled(entry.en, inputs) }
  return entry.formula === undefined ? { explanation } : { formula: entry.formula, explanation }
}

export type Teller = {
  readonly amount: (key: TellKey, value: Fen, inputs?: Inputs) => FigureOf<'amount'>
  readonly date: (key: TellKey, value: Day) => FigureOf<'date'>
  readonly term: (key: TellKey, value: number, unit: 'instalment' | 'month' | 'day') => FigureOf<'term'>
  readonly count: (key: TellKey, value: number) => FigureOf<'count'>
  readonly rate: (key: TellKey, value: Rate) => FigureOf<'rate'>
}

/** Makes the figures of one loan as of one day, each with its source and its explanation. */
export const tellFigure = (loanRef: string, asOf: Day): Teller => {
  const about = (key: TellKey, inputs: Inputs = {}): { readonly source: FigureSource; readonly explanation: Explanation } => {
    const { formula, explanation } = tellPlace(key, inputs)
    return { source: { from: 'loan', loanRef, field: key, asOf, ...(formula === undefined ? {} : { formula }) }, explanation }
  }
  return {
    amount: (key, value, inputs) => ({ kind: 'amount', value, ...about(key, inputs) }),
    date: (key, value) => ({ kind: 'date', value, ...about(key) }),
    term: (key, value, unit) => ({ kind: 'term', value, unit, ...about(key) }),
    count: (key, value) => ({ kind: 'count', value, ...about(key) }),
    rate: (key, value) => ({ kind: 'rate', value, ...about(key) }),
  }
}
