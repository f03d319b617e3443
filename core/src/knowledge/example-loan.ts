/** A loan that nobody has, made from the catalogue, so that whoever writes a text sees it with figures. */
import { accountOn } from '../loan/account.ts'
import type { LoanEvent } from '../loan/events.ts'
import type { LoanFacts } from '../loan/facts.ts'
import type { LoanRecord } from '../loan/loan-system.ts'
import { schedule } from '../loan/schedule.ts'
import type { Terms } from '../loan/terms.ts'
import { addDays, addMonths, type Day } from '../primitives/day.ts'
import { fen } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { offerOf } from './offer.ts'
import type { Product, TermOffer } from './product.ts'

const wishedFen = 1_200_000n
const monthsAgo = 5
const daysLate = 12

/** Twelve thousand yuan, or what the product lends nearest to it. */
const amountOf = ({ amount: { min, max, multipleOf } }: Product) => {
  const near = wishedFen < min ? min : wishedFen > max ? max : wishedFen
  return fen(near - ((near - min) % multipleOf))
}

const lengthOf = ({ terms }: Product): TermOffer => {
  const length = terms.find(({ count }) => count >= 12) ?? terms.at(-1)
  if (!length) throw new Error('a product without a length is none')
  return length
}

/** Each instalment paid on its day, until the one that is left unpaid, if any. */
const paidUntil = (terms: Terms, last: Day): readonly LoanEvent[] => {
  const plan = schedule(terms)
  if (isRefusal(plan)) return []
  return plan.instalments.filter(({ due }) => due <= last).map(({ due: on, total: amount }): LoanEvent => ({ kind: 'repay', on, amount }))
}

/** Paid out some months before `day` and paid on time since; an overdue one has left its last instalment unpaid. */
export const exampleLoan = (product: Product, day: Day, overdue: boolean): LoanFacts | undefined => {
  const length = lengthOf(product)
  const paidOutOn = addDays(addMonths(day, length.count < 6 ? -1 : -monthsAgo), overdue ? -daysLate : 6)
  const agreement = offerOf(product).agreement(amountOf(product), length, paidOutOn)
  const record: LoanRecord = {
    loanRef: 'EX00000001', customerId: '', productId: product.id, productVersion: product.version, agreement,
    application: [{ kind: 'applied', on: addDays(paidOutOn, -1) }, { kind: 'paid-out', on: paidOutOn }],
    events: paidUntil(agreement.terms, overdue ? addDays(day, -daysLate - 1) : day),
  }
  return accountOn(record, day)?.facts
}
