/** The words that the cost table puts into its rows, both languages side by side. `{x}` is a figure or a text filled before. */
import type { DayCount } from '../loan/terms.ts'
import type { Bilingual } from '../primitives/reading.ts'

export const dayCountWords: Readonly<Record<DayCount, Bilingual>> = {
  'month-rate': { zh: '按月计息，每月按年利率的十二分之一', en: 'interest by the month at a twelfth of the yearly rate' },
  '30/360': { zh: '按天计息，一月按三十天、一年按三百六十天', en: 'interest by the day, months of thirty days in years of three hundred and sixty' },
  '30E/360': { zh: '按天计息，一月按三十天、一年按三百六十天', en: 'interest by the day, months of thirty days in years of three hundred and sixty' },
  'actual/360': { zh: '按实际天数计息，一年按三百六十天', en: 'interest by the day over years of three hundred and sixty days' },
  'actual/365': { zh: '按实际天数计息，一年按三百六十五天', en: 'interest by the day over years of three hundred and sixty-five days' },
  'actual/actual': { zh: '按实际天数计息，一年按当年天数', en: 'interest by the day over the days of the year' },
}

export const methodText = { zh: '{methodName}，{dayCount}', en: '{methodName}, {dayCount}' } as const satisfies Bilingual

/** By when a fee falls due, and whether it is an amount or a share of the original principal. */
export const feeMethods = {
  start: { amount: { zh: '放款时一次收取 {feeSize}', en: '{feeSize} once at payout' }, share: { zh: '放款时按借款本金的 {feeSize} 一次收取', en: '{feeSize} of the principal once at payout' } },
  each: { amount: { zh: '每期收取 {feeSize}', en: '{feeSize} with each instalment' }, share: { zh: '每期按最初借款本金的 {feeSize} 收取', en: '{feeSize} of the original principal with each instalment' } },
  end: { amount: { zh: '最后一期收取 {feeSize}', en: '{feeSize} with the last instalment' }, share: { zh: '最后一期按最初借款本金的 {feeSize} 收取', en: '{feeSize} of the original principal with the last instalment' } },
} as const satisfies Readonly<Record<'start' | 'each' | 'end', { readonly amount: Bilingual; readonly share: Bilingual }>>

export const penaltyWords = {
  none: { zh: '合同没有约定罚息', en: 'The contract has no penalty interest' },
  charged: {
    zh: '对逾期本金从还款日次日起，按合同年利率加 {penaltySurcharge}（即年化 {penaltyRate}）按日收取，一年按 {penaltyYear}计；{grace}；{compound}；由{lenderName}收取',
    en: 'On overdue principal from the day after the due day, the contract rate plus {penaltySurcharge} of it ({penaltyRate} a year) by the day, a year counting {penaltyYear}; {grace}; {compound}; charged by {lenderName}',
  },
  grace: { zh: '还款日后 {graceDays}内还清的不收', en: 'nothing if paid within {graceDays} of the due day' },
  noGrace: { zh: '没有宽限期', en: 'no days of grace' },
  compound: { zh: '逾期利息计收复利', en: 'overdue interest bears compound interest' },
  notCompound: { zh: '不计复利', en: 'no compound interest' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const prepaymentWords = {
  none: { zh: '不收取', en: 'none' },
  rate: { zh: '按提前还的本金的 {chargeRate} 收取', en: '{chargeRate} of the principal repaid early' },
  months: { zh: '按提前还的本金 {chargeMonths}的合同利息收取', en: '{chargeMonths} of contract interest on the principal repaid early' },
  always: { zh: '任何时候提前还款：{charge}', en: 'At any time: {charge}' },
  below: { zh: '已还不满 {paidBelow}：{charge}', en: 'Before {paidBelow} are paid: {charge}' },
  from: { zh: '已还满 {paidFrom}：{charge}', en: 'Once {paidFrom} are paid: {charge}' },
  between: { zh: '已还满 {paidFrom}、不满 {paidBelow}：{charge}', en: 'From {paidFrom} to below {paidBelow} paid: {charge}' },
  'to-the-day': { zh: '利息算到还款当天', en: 'interest runs to the day of payment' },
  'whole-instalment': { zh: '结清时当期利息按整期收取', en: 'on settling, the whole interest of the running instalment is due' },
  payee: { zh: '由{lenderName}收取', en: 'charged by {lenderName}' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const extensionWords = {
  none: { zh: '不办理展期，不产生费用', en: 'Not offered; nothing is charged' },
  free: { zh: '不收展期费', en: 'no charge for extending' },
  fee: { zh: '每次收取展期费 {extensionFee}', en: '{extensionFee} for each extension' },
  sameRate: { zh: '展期期间仍按合同年利率 {annualRate} 计息，由{lenderName}收取', en: 'interest at the contract rate of {annualRate} a year goes on, charged by {lenderName}' },
  otherRate: { zh: '展期期间按年利率 {extensionRate} 计息，由{lenderName}收取', en: 'interest at {extensionRate} a year meanwhile, charged by {lenderName}' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** Between the parts of one row. */
export const partMark: Bilingual = { zh: '；', en: '; ' }

/** What a customer reads on opening a figure of the table. */
export const costFigureWords = {
  principal: { zh: '借款本金，全部发放给借款人。', en: 'The principal lent.' },
  instalmentCount: { zh: '分几期还。', en: 'The number of instalments.' },
  disbursedOn: { zh: '按这一天放款计算；还没有放款的，以实际放款日为准。', en: 'Reckoned as if paid out on this day; where it is not yet, the real day counts.' },
  annualRate: { zh: '合同写明的年利率，不含费用。', en: 'The yearly rate of the contract, without fees.' },
  interestRate: {
    formula: '只计利息时的每期成本率 × 一年的期数', zh: '只算利息、不算费用时，按实际占用的本金折算的年化成本（单利）。',
    en: 'The annual cost of interest alone on the principal really held (simple).',
  },
  interestTotal: { formula: '各期利息之和', zh: '按还款计划各期利息相加。', en: 'The interest of all instalments.' },
  feeSize: { zh: '产品收费标准。', en: 'As the product’s list of fees has it.' },
  feeRate: {
    formula: '计入这项费用后的年化成本 - 计入前的年化成本', zh: '计入这一项以后年化成本（单利）增加的部分；各项相加就是年化综合融资成本。',
    en: 'By how much this fee raises the annual cost (simple); the items add up to the comprehensive cost.',
  },
  feeAmount: { formula: '每次收取的金额 × 收取次数', zh: '按还款计划这项费用一共要付的钱。', en: 'All that this fee comes to by the plan.' },
  annualisedCost: {
    formula: '每期成本率 × 一年的期数', zh: '把实际收到的钱和每期实际还的钱（本金、利息和全部费用）折算成每期成本率，再乘以一年的期数（单利）。',
    en: 'The rate of a period at which all payments equal the amount received, times the periods of a year (simple).',
  },
  annualisedCompound: { formula: '(1 + 每期成本率) 的一年期数次方 - 1', zh: '同一成本按复利计算。', en: 'The same cost, compounded.' },
  total: { formula: '本金 + 利息 + 费用', zh: '按计划还清为止一共要还的钱。', en: 'All that is paid until the loan is repaid as planned.' },
  penaltySurcharge: { zh: '合同约定的罚息在年利率上加收的比例。', en: 'What the contract adds to its rate while payment is late.' },
  penaltyRate: { formula: '合同年利率 × (1 + 加收比例)', zh: '逾期本金适用的年利率。', en: 'The yearly rate on overdue principal.' },
  penaltyYear: { zh: '罚息按日计算时一年所当的天数。', en: 'The days that a year counts for penalty interest.' },
  graceDays: { zh: '合同约定的宽限期。', en: 'Days of grace of the contract.' },
  chargeRate: { zh: '合同约定的提前还款违约金比例。', en: 'The charge for early repayment.' },
  chargeMonths: { zh: '合同约定的提前还款违约金折合几个月利息。', en: 'The charge for early repayment in months of interest.' },
  paidFrom: { zh: '合同约定的期数。', en: 'A number of instalments in the contract.' },
  paidBelow: { zh: '合同约定的期数。', en: 'A number of instalments in the contract.' },
  extensionFee: { zh: '合同约定的展期费。', en: 'The charge for an extension.' },
  extensionRate: { formula: '合同年利率 × 约定倍数', zh: '展期期间适用的年利率。', en: 'The yearly rate while extended.' },
} as const satisfies Readonly<Record<string, Bilingual & { readonly formula?: string }>>

export type CostFigure = keyof typeof costFigureWords
