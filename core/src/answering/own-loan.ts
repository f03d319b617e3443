import type { LoanFacts } from '../loan/facts.ts'
import { type Day, parseDay } from '../primitives/day.ts'
import { parseYuan, zeroFen } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { type Composed, compose, join, type Values } from './compose.ts'
import type { Situation } from './situation.ts'

/** Answers from the customer's own loan. Every figure is the loan system's; these functions only choose sentences. */

export const say = (situation: Situation, id: string, values: Values = {}): Composed => {
  const notice = situation.notices.get(id)
  if (!notice) throw new Error(`no notice "${id}" is in force`)
  return compose(notice.text[situation.language], values, situation.language, notice.allowed)
}

const called = (loan: LoanFacts): Values => ({ product: { name: loan.product.name }, loan: { name: loan.loanRef } })

const arrearsOf = (situation: Situation, loan: LoanFacts): Composed[] =>
  loan.arrears
    ? [say(situation, 'loan-arrears', { since: loan.arrears.since, days: loan.arrears.daysOverdue, amount: loan.arrears.amount, penalty: loan.arrears.penalty })]
    : []

const failedDebitOf = (situation: Situation, loan: LoanFacts): Composed[] =>
  loan.failedDebit ? [say(situation, 'loan-debit-failed', { on: loan.failedDebit.on, amount: loan.failedDebit.amount })] : []

const dueOf = (situation: Situation, loan: LoanFacts): Composed => {
  if (loan.state === 'settled') return say(situation, 'loan-settled', { productName: { name: loan.product.name } })
  if (!loan.next) return say(situation, 'loan-nothing-due', called(loan))
  const { fee, ...due } = loan.next
  return fee.value === 0n
    ? say(situation, 'loan-due', { ...called(loan), ...due })
    : say(situation, 'loan-due-with-fee', { ...called(loan), ...due, fee })
}

const balanceOf = (situation: Situation, loan: LoanFacts): Composed =>
  say(situation, 'loan-balance', {
    asOf: { kind: 'date', value: loan.asOf, source: { from: 'loan', loanRef: loan.loanRef, field: 'asOf', asOf: loan.asOf } },
    remaining: loan.remainingPrincipal,
    paid: loan.instalmentsPaid,
    count: loan.instalmentCount,
  })

/** The day the customer named, where it is one day; today where he named none. */
const dayNamed = (situation: Situation): Day => {
  const named = situation.asked.entities.find(({ type }) => type === 'date')?.resolved
  return (named === undefined ? undefined : parseDay(named)) ?? situation.today
}

export const payoffOf = (situation: Situation, loan: LoanFacts, day: Day = dayNamed(situation)): Composed => {
  if (loan.state === 'settled') return say(situation, 'loan-settled', { productName: { name: loan.product.name } })
  const payoff = loan.payoff(day)
  if (isRefusal(payoff)) return say(situation, 'loan-payoff-not-possible')
  const { on, total, principal, interest, fee, penalty, prepaymentCharge: charge, interestSaved: saved, goodUntil } = payoff
  const plain = fee.value === zeroFen && penalty.value === zeroFen
  return plain
    ? say(situation, 'loan-payoff', { ...called(loan), on, total, principal, interest, charge, saved, goodUntil })
    : say(situation, 'loan-payoff-with-arrears', { ...called(loan), on, total, principal, interest, fee, penalty, charge, goodUntil })
}

const extensionOf = (situation: Situation, loan: LoanFacts): Composed => {
  const { longest, applyBefore, whyNot, needsGuarantorConsent } = loan.extension
  if (!longest || !applyBefore) return say(situation, `extension-${whyNot ?? 'product-allows-none'}`, called(loan))
  const possible = say(situation, 'extension-possible', { ...called(loan), longest, applyBefore })
  return needsGuarantorConsent ? join([possible, say(situation, 'extension-guarantor')]) : possible
}

const applicationOf = (situation: Situation, loan: LoanFacts): Composed => {
  const { application } = loan
  if (!application) return dueOf(situation, loan)
  const standing = say(situation, 'application-standing', {
    ...called(loan), submittedOn: application.submittedOn, progress: { name: application.progress },
  })
  return application.expectedBy ? join([standing, say(situation, 'application-expected', { expectedBy: application.expectedBy })]) : standing
}

const rateOf = (situation: Situation, loan: LoanFacts): Composed =>
  say(situation, 'loan-rate', { ...called(loan), rate: loan.annualRate, method: { name: loan.methodName } })

const isApplication = (loan: LoanFacts): boolean => ['applied', 'in-review', 'approved', 'refused'].includes(loan.state)
const isOwed = (loan: LoanFacts): boolean => !isApplication(loan) && loan.state !== 'settled'

type OwnLoanIntent = {
  /** The loans that the question can be about. */
  readonly about: (loan: LoanFacts) => boolean
  readonly answer: (situation: Situation, loan: LoanFacts) => readonly Composed[]
  /** The sentence where there is no such loan. */
  readonly none: string
}

export const ownLoanIntents: Readonly<Record<string, OwnLoanIntent>> = {
  rate: { about: isOwed, none: 'no-loan', answer: (situation, loan) => [rateOf(situation, loan)] },
  'repayment-date': { about: isOwed, none: 'no-loan', answer: (situation, loan) => [dueOf(situation, loan), ...arrearsOf(situation, loan)] },
  'repayment-amount': {
    about: isOwed, none: 'no-loan',
    answer: (situation, loan) => [dueOf(situation, loan), ...arrearsOf(situation, loan), balanceOf(situation, loan)],
  },
  'how-to-repay': { about: isOwed, none: 'no-loan', answer: (situation, loan) => [dueOf(situation, loan), ...arrearsOf(situation, loan)] },
  'auto-debit': { about: isOwed, none: 'no-loan', answer: (situation, loan) => [dueOf(situation, loan)] },
  'repayment-failed': {
    about: isOwed, none: 'no-loan',
    answer: (situation, loan) => [...failedDebitOf(situation, loan), dueOf(situation, loan), ...arrearsOf(situation, loan)],
  },
  prepayment: { about: isOwed, none: 'no-loan', answer: (situation, loan) => [payoffOf(situation, loan)] },
  extension: { about: isOwed, none: 'no-loan', answer: (situation, loan) => [extensionOf(situation, loan)] },
  overdue: {
    about: isOwed, none: 'no-loan',
    answer: (situation, loan) => (loan.arrears ? arrearsOf(situation, loan) : [say(situation, 'loan-not-overdue', called(loan)), dueOf(situation, loan)]),
  },
  'application-status': { about: isApplication, none: 'application-none', answer: (situation, loan) => [applicationOf(situation, loan)] },
}

/** The one loan that is meant, or those among which the customer must choose. */
export const loanMeant = (situation: Situation, candidates: readonly LoanFacts[]): LoanFacts | readonly LoanFacts[] => {
  const [only, another] = candidates
  if (!only || !another) return only ?? []
  const { asked, talk } = situation
  const refs = new Set([asked.chosen, ...asked.entities.filter(({ type }) => type === 'loanRef').map(({ value }) => String(value))])
  const named = candidates.find(({ loanRef }) => refs.has(loanRef) || asked.text.includes(loanRef))
  if (named) return named
  const amounts = new Set(asked.entities.filter(({ type }) => type === 'amount').map(({ value }) => parseYuan(String(value))))
  const bySize = candidates.filter(({ principal, remainingPrincipal }) => amounts.has(principal.value) || amounts.has(remainingPrincipal.value))
  const byProduct = candidates.filter(({ product }) => asked.text.includes(product.name))
  const [bySign, other] = bySize.length > 0 ? bySize : byProduct
  if (bySign && !other) return bySign
  return candidates.find(({ loanRef }) => loanRef === talk.loanRef) ?? candidates
}
