import type { AprRefusal } from '@xinqiao/core/loan/apr.ts'
import type { LifeRefusal } from '@xinqiao/core/loan/events.ts'
import type { TermsRefusal } from '@xinqiao/core/loan/terms.ts'

/** Why the loan engine refuses, in words. One row for each closed code; a code without a row does not compile. */
export type LoanRefusalCode = TermsRefusal | LifeRefusal | AprRefusal | 'json-invalid' | 'field-unknown' | 'field-missing' | 'field-invalid'
  | 'internal'

export const loanSentences: { readonly [Code in LoanRefusalCode]: { readonly zh: string; readonly en: string } } = {
  'json-invalid': { zh: '这一行不是 JSON 对象', en: 'the line is no JSON object' },
  'field-unknown': { zh: '有不认识的字段', en: 'a field is not known' },
  'field-missing': { zh: '缺少必填字段', en: 'a field is missing' },
  'field-invalid': { zh: '字段的内容不对', en: 'a field has the wrong form' },
  internal: { zh: '程序出错，请报告', en: 'a fault of the program; please report it' },
  'principal-out-of-range': { zh: '本金要大于零', en: 'the principal must be above zero and in range' },
  'rate-out-of-range': { zh: '年利率要在 0 到 100 之间（小数）', en: 'the yearly rate must be a fraction from 0 to 100' },
  'count-out-of-range': { zh: '期数要在 1 到 {most} 之间', en: 'the count must be from 1 to {most}' },
  'every-out-of-range': { zh: '还款周期不对', en: 'the period is out of range' },
  'first-due-not-after-disbursement': { zh: '首个还款日要晚于放款日', en: 'the first due day must be after the payout' },
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
  'amount-not-positive': { zh: '金额要大于零', en: 'the amount must be above zero' },
  'event-before-disbursement': { zh: '事件早于放款日', en: 'an event lies before the payout' },
  'nothing-to-extend': { zh: '没有未到期的款项', en: 'nothing is left that is not yet due' },
  'extension-after-due': { zh: '已过还款日，不能办展期，可申请困难延期', en: 'the due day has passed: no extension, but hardship may be asked for' },
  'extension-empty': { zh: '展期要说明天数或期数', en: 'an extension needs days or count' },
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
