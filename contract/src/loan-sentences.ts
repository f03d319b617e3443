import type { AprRefusal } from '@xinqiao/core/loan/apr.ts'
import type { LifeRefusal } from '@xinqiao/core/loan/events.ts'
import type { TermsRefusal } from '@xinqiao/core/loan/terms.ts'
import type { Refusal } from '@xinqiao/core/primitives/refusal.ts'

/** Why the loan engine refuses, in words. One row for each closed code; a code without a row does not compile. */
export type LoanRefusalCode = TermsRefusal | LifeRefusal | AprRefusal | 'income-not-positive'
  | 'json-invalid' | 'field-unknown' | 'field-missing' | 'field-invalid' | 'internal'

export const loanSentences: { readonly [Code in LoanRefusalCode]: { readonly zh: string; readonly en: string } } = {
  'json-invalid': { zh: '这一行不是 JSON 对象', en: 'the line is no JSON object' },
  'field-unknown': { zh: '有不认识的字段', en: 'a field is not known' },
  'field-missing': { zh: '缺少必填字段', en: 'a field is missing' },
  'field-invalid': { zh: '字段的内容不对', en: 'a field has the wrong form' },
  internal: { zh: '程序出错，请报告', en: 'a fault of the program; please report it' },
  'principal-out-of-range': { zh: '本金要大于零，且不超过十万亿元', en: 'the principal must be above zero and in range' },
  'rate-out-of-range': { zh: '年利率要在 0 到 100 之间（小数）', en: 'the yearly rate must be a fraction from 0 to 100' },
  'count-out-of-range': { zh: '期数要在 1 到 {most} 之间', en: 'the count must be from 1 to {most}' },
  'every-out-of-range': { zh: '还款周期不对', en: 'the period is out of range' },
  'first-due-not-after-disbursement': { zh: '首个还款日要晚于放款日', en: 'the first due day must be after the payout' },
  'anchor-day-invalid': { zh: '还款日锚定日与首个还款日不符', en: 'the anchor day does not fit the first due day' },
  'term-too-long': { zh: '最后还款日超出可表示的范围', en: 'the last due day lies beyond the year 9999' },
  'penalty-out-of-bounds': { zh: '罚息上浮超过上限（合同利率的 {most}%）', en: 'the penalty rate is above the bound ({most}% of the contract rate)' },
  'rounding-unit-invalid': { zh: '取整单位不对', en: 'the rounding unit is out of range' },
  'interest-only-too-long': { zh: '只还息的期数要少于总期数', en: 'interest-only lines must be fewer than all lines' },
  'balloon-too-large': { zh: '尾款不能超过本金', en: 'the balloon must not exceed the principal' },
  'step-out-of-range': { zh: '递增递减的设置不对', en: 'the step is out of range' },
  'disbursement-out-of-range': { zh: '分次放款的日期或金额不对', en: 'a disbursement is too early, or they exceed the principal' },
  'rate-change-out-of-range': { zh: '利率调整不对', en: 'a rate change is out of range' },
  'fee-out-of-range': { zh: '费用不能为负', en: 'a fee must not be negative' },
  'minimum-payment-missing': { zh: '循环额度要有最低还款规则', en: 'revolving needs minimumPayment' },
  'field-not-for-method': { zh: '这种还款方式不用这个字段', en: 'this method ({method}) does not know the field' },
  'instalment-too-small': { zh: '每期金额不够付利息', en: 'the instalment does not cover the interest' },
  'income-not-positive': { zh: '月收入要大于零才能算比例', en: 'a share of income needs an income above zero' },
  'amount-not-positive': { zh: '金额要大于零', en: 'the amount must be above zero' },
  'event-before-disbursement': { zh: '事件早于放款日', en: 'an event lies before the payout' },
  'nothing-to-extend': { zh: '没有未到期的款项', en: 'nothing is left that is not yet due' },
  'extension-after-due': { zh: '已过还款日，不能办展期，可申请困难延期', en: 'the due day has passed: no extension, but a deferral in hardship may be asked for' },
  'extension-empty': { zh: '展期要说明天数或期数', en: 'an extension needs days or count' },
  'extension-too-often': { zh: '展期次数已满（最多 {most} 次）', en: 'extended as often as is allowed ({most})' },
  'extension-too-early': { zh: '至少还清 {least} 期后才能展期', en: 'at least {least} instalments must be paid before an extension' },
  'extension-too-long': { zh: '展期后最迟要在 {latestEnd} 前还清（{rule}）', en: 'an extended loan must end by {latestEnd} ({rule})' },
  'deferral-too-often': { zh: '延期次数已满（最多 {most} 次）', en: 'deferred as often as is allowed ({most})' },
  'deferral-too-long': { zh: '延期后最迟要在 {latestEnd} 前还清（{rule}）', en: 'a deferred loan must end by {latestEnd} ({rule})' },
  'days-out-of-range': { zh: '天数不对', en: 'the number of days is out of range' },
  'day-out-of-range': { zh: '还款日要在 1 到 31 号之间', en: 'the day must be from 1 to 31' },
  'event-rate-out-of-range': { zh: '事件的利率不对', en: 'the rate of an event is missing or out of range' },
  'prepayment-too-small': { zh: '提前还款金额不够付清应还和当期利息，或低于最低额', en: 'the prepayment does not cover what is due with interest, or is below the least' },
  'nothing-to-prepay': { zh: '没有可以提前还的款项', en: 'nothing is left to prepay' },
  'waiver-exceeds-owed': { zh: '减免超过应还', en: 'the waiver exceeds what is due' },
  'reversal-unknown': { zh: '要冲正的事件不存在', en: 'the event to reverse is not in the list before it' },
  'loan-written-off': { zh: '贷款已核销', en: 'the loan is written off' },
  'disbursements-exceed-principal': { zh: '放款超过本金', en: 'the payouts exceed the principal' },
  'apr-no-solution': { zh: '这组现金流没有解（{why}）', en: 'no rate solves these flows ({why})' },
  'apr-flows-empty': { zh: '没有现金流', en: 'there are no flows' },
  'apr-flows-too-many': { zh: '现金流最多 {most} 笔', en: 'at most {most} flows' },
  'apr-time-out-of-range': { zh: '现金流的时间不对', en: 'the time of a flow does not fit the convention' },
  'apr-periods-missing': { zh: '缺少 periodsPerYear', en: 'periodsPerYear is needed' },
}

/** A refusal in one line, Chinese and English, filled with what it is about. */
export const sentenceOf = ({ refused, about }: Refusal): string => {
  const row = Object.hasOwn(loanSentences, refused) ? loanSentences[refused as LoanRefusalCode] : undefined
  if (!row) return refused
  const filled = (sentence: string): string => sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(about[name] ?? ''))
  const detail = about['detail'] === undefined ? '' : `: ${about['detail']}`
  return `${filled(row.zh)} (${filled(row.en)}${detail})`
}
