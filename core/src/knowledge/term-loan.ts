import type { LoanFacts } from '../loan/facts.ts'
import type { Figure, FigureValue } from '../primitives/figure.ts'
import { isRefusal } from '../primitives/refusal.ts'
import type { LoanField } from './loan-fields.ts'
import type { Product } from './product.ts'
import type { TermLoan } from './term.ts'

/**
 * The values of one loan that an explanation of a term may use. What the loan does not have (no arrears, nothing due
 * any more, no payoff) is left out, and the templates that need it are then not told.
 */
export const termLoan = (facts: LoanFacts, product: Product): TermLoan => {
  const { next, arrears } = facts
  const payoff = facts.payoff(facts.asOf)
  const ofProduct = (value: FigureValue, field: string): Figure =>
    ({ ...value, source: { from: 'product', productId: product.id, productVersion: product.version, field } })
  const instalmentsLeft: Figure = {
    kind: 'term', value: facts.instalmentCount.value - facts.instalmentsPaid.value, unit: 'instalment',
    source: { from: 'loan', loanRef: facts.loanRef, field: 'instalmentsLeft', asOf: facts.asOf, formula: '总期数 - 已还期数' },
  }
  const values: Partial<Record<LoanField, string | Figure>> = {
    productName: facts.product.name,
    methodName: facts.methodName,
    loanRef: facts.loanRef,
    principal: facts.principal,
    annualRate: facts.annualRate,
    annualisedCost: ofProduct({ kind: 'rate', value: product.annualisedCost.simple }, 'annualisedCost.simple'),
    graceDays: ofProduct({ kind: 'term', value: product.overdue.graceDays, unit: 'day' }, 'overdue.graceDays'),
    instalmentCount: facts.instalmentCount,
    instalmentsPaid: facts.instalmentsPaid,
    remainingPrincipal: facts.remainingPrincipal,
    ...(facts.disbursedOn ? { disbursedOn: facts.disbursedOn, instalmentsLeft } : {}),
    ...(next
      ? {
          nextDueDate: next.due, dueAmount: next.amount, instalmentAmount: next.amount, duePrincipal: next.principal, dueInterest: next.interest,
          ...(next.fee.value > 0n ? { dueFee: next.fee } : {}),
        }
      : {}),
    ...(arrears ? { daysOverdue: arrears.daysOverdue, overdueAmount: arrears.amount, penaltyToDate: arrears.penalty } : {}),
    ...(isRefusal(payoff) ? {} : { payoffToday: payoff.total, prepaymentPenalty: payoff.prepaymentCharge, interestSaved: payoff.interestSaved }),
  }
  return { method: product.method, overdue: arrears !== undefined, values }
}
