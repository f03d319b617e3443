/** From a product of the catalogue to the terms of a loan, so that a quote and the loan made from it are reckoned alike. */
import type { Fee, Terms } from '../loan/terms.ts'
import type { LoanOffer } from '../loan/loan-system.ts'
import { addMonths, type Day, daysBetween } from '../primitives/day.ts'
import { type Fen, formatYuan } from '../primitives/money.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { Product, ProductFee, TermOffer } from './product.ts'

export type OfferRefusal = 'amount-below-product' | 'amount-above-product' | 'amount-not-multiple' | 'term-not-offered'

const feeOf = ({ name, when, size }: ProductFee): Fee =>
  size.kind === 'amount' ? { name: name.zh, when, amount: size.amount } : { name: name.zh, when, rateOfPrincipal: size.rateOfPrincipal }

const servicingOf = ({ overdue, prepayment }: Product): NonNullable<Terms['servicing']> => ({
  graceDays: overdue.graceDays,
  late: { multiplier: overdue.penaltyMultiplier, compound: overdue.compound, dayCount: overdue.penaltyDayCount },
  prepayment: { penalty: prepayment.penalty, interest: prepayment.interest, leastPartial: prepayment.partialMin },
})

export type Wish = { readonly principal: Fen; readonly term: TermOffer; readonly disbursedOn: Day; readonly firstDueOn?: Day }

/** The terms of a loan of this product; the caller has checked the wish with `checkWish`. */
export const termsOf = (product: Product, { principal, term, disbursedOn, firstDueOn }: Wish): Terms => ({
  principal,
  annualRate: product.annualRate,
  method: product.method,
  count: term.count,
  every: term.every,
  disbursedOn,
  ...(firstDueOn === undefined ? {} : { firstDueOn }),
  dayCount: product.dayCount,
  ...(product.fees.length === 0 ? {} : { fees: product.fees.filter((fee) => !fee.optional).map(feeOf) }),
  ...(product.revolving ? { minimumPayment: { shareOfPrincipal: product.revolving.minimumRate, least: product.revolving.minimumFloor } } : {}),
  servicing: servicingOf(product),
})

const sameEvery = (left: TermOffer['every'], right: TermOffer['every']): boolean =>
  'months' in left ? 'months' in right && left.months === right.months : 'days' in right && left.days === right.days

/** Whether the product is lent in this amount and length; the refusal names the bound that was passed. */
export const checkWish = (product: Product, principal: Fen, term: TermOffer): Refusal<OfferRefusal> | undefined => {
  const { min, max, multipleOf } = product.amount
  if (principal < min) return refuse('amount-below-product', { least: formatYuan(min) }, 'amount')
  if (principal > max) return refuse('amount-above-product', { most: formatYuan(max) }, 'amount')
  if (principal % multipleOf !== 0n) return refuse('amount-not-multiple', { multipleOf: formatYuan(multipleOf) }, 'amount')
  const offered = product.terms.some(({ count, every }) => count === term.count && sameEvery(every, term.every))
  return offered ? undefined : refuse('term-not-offered', { count: term.count }, 'count')
}

/** Credit that revolves falls due on the same day of every month, first at least a statement's length after it was drawn. */
const firstDueOf = ({ revolving }: Product, disbursedOn: Day): Day | undefined => {
  if (!revolving) return undefined
  const next = addMonths(disbursedOn, 1, revolving.dueDay)
  return daysBetween(disbursedOn, next) >= shortestFirstPeriod ? next : addMonths(disbursedOn, 2, revolving.dueDay)
}

const shortestFirstPeriod = 20

/** The product as the loan room knows it. */
export const offerOf = (product: Product): LoanOffer => ({
  productId: product.id,
  productVersion: product.version,
  amount: product.amount,
  lengths: product.terms,
  agreement: (principal, term, on) => {
    const firstDueOn = firstDueOf(product, on)
    const { allowed, maxTimes: mostTimes, maxMonths: mostMonths, minInstalmentsPaid: leastInstalmentsPaid, fee, guarantorConsent } = product.extension
    return {
      productName: product.name.zh,
      terms: termsOf(product, { principal, term, disbursedOn: on, ...(firstDueOn === undefined ? {} : { firstDueOn }) }),
      extension: { allowed, mostTimes, mostMonths, leastInstalmentsPaid, fee, guarantorConsent },
    }
  },
})
