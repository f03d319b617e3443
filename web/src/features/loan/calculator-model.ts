import type { EventRequest, TermsRequest } from '@xinqiao/contract/loan-command.ts'
import { eventOf, termsOf } from '@xinqiao/contract/loan-terms.ts'
import type { listProducts, LoanCard } from '@xinqiao/contract/loans.ts'
import { furthestAhead } from '@xinqiao/core/loan/ahead.ts'
import type { AnnualCost } from '@xinqiao/core/loan/cost.ts'
import { type Course, courseCost, courseOfPlan } from '@xinqiao/core/loan/course.ts'
import { firstDue } from '@xinqiao/core/loan/periods.ts'
import { type Schedule, schedule } from '@xinqiao/core/loan/schedule.ts'
import type { Method, Terms } from '@xinqiao/core/loan/terms.ts'
import { type PrepaymentWhatIf, whatIfPrepaid } from '@xinqiao/core/loan/what-if.ts'
import { addDays, addMonths, type Day, isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, formatYuan, parseYuan, zeroFen } from '@xinqiao/core/primitives/money.ts'
import { parseRate, type Rate } from '@xinqiao/core/primitives/rate.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { CallAnswer } from '../../api/call.ts'

/**
 * What the calculator knows, apart from how it looks: from what is chosen and typed to the terms of a loan, from there by
 * the engine to what is shown. Nothing is asked of the server, and nothing is reckoned here that the engine reckons.
 */

export type Product = CallAnswer<typeof listProducts>['products'][number]

export type LoanRecord = { readonly terms: Terms; readonly events: readonly ReturnType<typeof eventOf>[] }
/** A loan the customer has; its record comes when it is chosen. */
export type HeldLoan = Pick<LoanCard, 'ref' | 'product' | 'remainingPrincipal' | 'instalmentCount' | 'instalmentsPaid' | 'asOf'> & {
  readonly record: LoanRecord | 'waiting' | 'unknown' | 'failed'
}

export const recordOf = (record: { readonly terms: TermsRequest; readonly events: readonly EventRequest[] }): LoanRecord =>
  ({ terms: termsOf(record.terms), events: record.events.map(eventOf) })

export type Basis = { readonly of: 'product'; readonly id: string } | { readonly of: 'loan'; readonly ref: string } | { readonly of: 'own' }

export type EarlyInput = { readonly on: string; readonly full: boolean; readonly amount: string; readonly effect: 'term' | 'instalment' }

/** Everything as it was typed: a text that cannot be read is a refusal, not a zero. */
export type PlanInput = {
  readonly basis: Basis
  readonly amount: string
  /** The place in the product's lengths. */
  readonly term: number
  /** For own terms. */
  readonly method: Method
  readonly rate: string
  readonly count: string
  /** Undefined: one period after today, or as the product has it. */
  readonly firstDue: string | undefined
  readonly early: EarlyInput | undefined
}

export type Offers = { readonly products: readonly Product[]; readonly loans: readonly HeldLoan[]; readonly today: Day }

/** What is shown: the course as asked for, and where an early repayment is in it, what it changes. */
export type Reckoned = {
  readonly course: Course
  readonly whatIf?: PrepaymentWhatIf
  /** The plan of a loan that is only being thought of. */
  readonly plan?: Schedule
  readonly cost?: AnnualCost
}

export const productOf = ({ products }: Pick<Offers, 'products'>, { basis }: PlanInput): Product | undefined =>
  basis.of === 'product' ? products.find(({ id }) => id === basis.id) : undefined

export const loanOf = ({ loans }: Pick<Offers, 'loans'>, { basis }: PlanInput): HeldLoan | undefined =>
  basis.of === 'loan' ? loans.find(({ ref }) => ref === basis.ref) : undefined

/** How a product, or the one a loan was made of, may be repaid early, as far as the catalogue of today says. */
export const earlyRulesOf = ({ products }: Pick<Offers, 'products'>, of: Product | HeldLoan | undefined): Product['prepayment'] | undefined => {
  if (!of) return undefined
  return 'prepayment' in of ? of.prepayment : products.find(({ id }) => id === of.product.id)?.prepayment
}

const unreadable = (field: 'amount' | 'rate' | 'count'): Refusal => refuse(`${field}-unreadable`, {}, field)

/** Percent as it is typed, `10.8`, as an exact yearly rate. */
export const rateOfPercent = (percent: string): Rate | undefined => {
  const rate = /^\d{1,4}(?:\.\d{1,6})?$/.test(percent) ? parseRate(percent) : undefined
  return rate && { ...rate, den: rate.den * 100n }
}

const wholeYuan = (text: string): Fen => parseYuan(text) ?? zeroFen

const productAmount = ({ amountMin, amountMax, amountMultipleOf }: Product, amount: Fen): Refusal | undefined => {
  const [min, max, of] = [amountMin, amountMax, amountMultipleOf].map(wholeYuan) as [Fen, Fen, Fen]
  if (amount < min) return refuse('amount-below-product', { least: formatYuan(min) }, 'amount')
  if (amount > max) return refuse('amount-above-product', { most: formatYuan(max) }, 'amount')
  return of > 0n && amount % of !== 0n ? refuse('amount-not-multiple', { multipleOf: formatYuan(of) }, 'amount') : undefined
}

/** The first due day may be moved by at most a period from where it would lie. */
export const firstDueRange = (terms: Terms): { readonly usual: Day; readonly from: Day; readonly to: Day } => {
  const { firstDueOn: _, ...plain } = terms
  const usual = terms.method === 'revolving' ? firstDue(terms) : firstDue(plain)
  const { every } = terms
  const to = 'months' in every ? addMonths(usual, every.months) : addDays(usual, every.days)
  return terms.method === 'revolving' ? { usual, from: usual, to: usual } : { usual, from: addDays(terms.disbursedOn, 1), to }
}

const withFirstDue = (terms: Terms, text: string | undefined): Terms | Refusal => {
  const { usual, from, to } = firstDueRange(terms)
  if (text === undefined || text === isoDay(usual)) return terms
  const day = parseDay(text)
  if (day === undefined || day < from || day > to) return refuse('first-due-unfit', { from: isoDay(from), to: isoDay(to) }, 'firstDue')
  return { ...terms, firstDueOn: day }
}

const productTerms = (product: Product, { amount, term }: PlanInput): Terms | Refusal => {
  const principal = parseYuan(amount)
  if (principal === undefined) return unreadable('amount')
  const refused = productAmount(product, principal)
  if (refused) return refused
  const { count, every } = product.terms[term] ?? { count: product.plan.count, every: product.plan.every }
  return { ...termsOf(product.plan), principal, count, every }
}

const ownTerms = ({ amount, rate, count, method }: PlanInput, today: Day): Terms | Refusal => {
  const [principal, annualRate, instalments] = [parseYuan(amount), rateOfPercent(rate), Number(count)]
  if (principal === undefined) return unreadable('amount')
  if (!annualRate) return unreadable('rate')
  if (!/^\d{1,3}$/.test(count) || instalments < 1 || instalments > 360) return unreadable('count')
  return { principal, annualRate, method, count: instalments, every: { months: 1 }, disbursedOn: today, dayCount: 'month-rate' }
}

/** The terms of a loan that is only being thought of, with the usual first due day. */
export const plainTerms = (input: PlanInput, offers: Offers): Terms | Refusal => {
  const product = productOf(offers, input)
  return product ? productTerms(product, input) : ownTerms(input, offers.today)
}

type Early = LoanRecord & { readonly asOf: Day; readonly lastDue: Day; readonly furthest?: number; readonly upfrontFee?: Fen }

const earlyRefusal = (refusal: Refusal, on: string, { asOf, lastDue, furthest = furthestAhead }: Early): Refusal => {
  if (refusal.refused === 'prepayment-too-small') return refuse(refusal.refused, { yuan: formatYuan(BigInt(refusal.about['least'] ?? 0) as Fen) }, 'early.amount')
  const latest = addDays(asOf, furthest)
  if (refusal.refused === 'day-out-of-range') return refuse(refusal.refused, { from: isoDay(asOf), to: isoDay(lastDue < latest ? lastDue : latest) }, 'early.on')
  return refuse(refusal.refused, refusal.about, on)
}

/** An early repayment in a loan, by the quote function of the payoff answer. */
const prepaid = (early: EarlyInput, loan: Early): PrepaymentWhatIf | Refusal => {
  const { terms, events, asOf, lastDue, furthest, upfrontFee } = loan
  const on = parseDay(early.on)
  if (on === undefined || on < asOf || on > lastDue) return earlyRefusal(refuse('day-out-of-range'), 'early.on', { ...loan, furthest: furthest ?? furthestAhead })
  const amount = early.full ? undefined : parseYuan(early.amount)
  if (!early.full && amount === undefined) return refuse('amount-unreadable', {}, 'early.amount')
  const whatIf = whatIfPrepaid(terms, events, asOf, {
    on, choice: amount === undefined ? {} : { amount, effect: early.effect },
    ...(furthest === undefined ? {} : { furthest }), ...(upfrontFee === undefined ? {} : { upfrontFee }),
  })
  return isRefusal(whatIf) ? earlyRefusal(whatIf, early.full ? 'early.on' : 'early.amount', loan) : whatIf
}

const reckonNew = (input: PlanInput, offers: Offers): Reckoned | Refusal => {
  const plain = plainTerms(input, offers)
  if (isRefusal(plain)) return plain
  const terms = withFirstDue(plain, input.firstDue)
  if (isRefusal(terms)) return terms
  const plan = schedule(terms)
  if (isRefusal(plan)) return plan
  const whole = courseOfPlan(plan)
  const whatIf = input.early && earlyOfNew(input.early, plan, whole.lastDue, productOf(offers, input))
  if (isRefusal(whatIf)) return whatIf
  const course = whatIf?.after ?? whole
  const cost = courseCost(plan, course)
  return { course, plan, ...(whatIf ? { whatIf } : {}), ...(isRefusal(cost) ? {} : { cost }) }
}

const earlyOfNew = (early: EarlyInput, { terms, upfrontFee }: Schedule, lastDue: Day, product: Product | undefined): PrepaymentWhatIf | Refusal => {
  if (product && !product.prepayment.full && !product.prepayment.partial) return refuse('not-early', {}, 'early')
  if (product && !early.full && !product.prepayment.partial) return refuse('full-only', {}, 'early')
  const on = parseDay(early.on)
  const from = addDays(terms.disbursedOn, 1)
  if (on !== undefined && on < from) return refuse('day-out-of-range', { from: isoDay(from), to: isoDay(lastDue) }, 'early.on')
  return prepaid(early, { terms, events: [], asOf: terms.disbursedOn, lastDue, upfrontFee, furthest: lastDue - terms.disbursedOn })
}

/** About half, in whole thousands: where one who repays a part begins to think. */
const half = (owed: string): string => String(((wholeYuan(owed) / 200_000n) || 1n) * 1000n)

const settledToday = ({ asOf, remainingPrincipal }: HeldLoan): EarlyInput => ({ on: asOf, full: true, amount: half(remainingPrincipal), effect: 'term' })

const reckonLoan = ({ early }: PlanInput, loan: HeldLoan, offers: Offers): Reckoned | Refusal => {
  const { record } = loan
  if (typeof record === 'string') return refuse(`loan-${record}`)
  const wish = early ?? settledToday(loan)
  if (!wish.full && earlyRulesOf(offers, loan)?.partial === false) return refuse('full-only', {}, 'early')
  const asOf = parseDay(loan.asOf) ?? offers.today
  const whatIf = prepaid(wish, { ...record, asOf, lastDue: addDays(asOf, furthestAhead) })
  return isRefusal(whatIf) ? whatIf : { course: whatIf.after, whatIf }
}

export const reckon = (input: PlanInput, offers: Offers): Reckoned | Refusal => {
  if (input.basis.of !== 'loan') return reckonNew(input, offers)
  const loan = loanOf(offers, input)
  return loan ? reckonLoan(input, loan, offers) : refuse('loan-unknown')
}

/** Somewhere in the middle of what is offered, a round amount that the product allows. */
export const middleAmount = ({ amountMin, amountMax, amountMultipleOf }: Product): string => {
  const [low, high, step] = [amountMin, amountMax, amountMultipleOf].map((yuan) => wholeYuan(yuan) / 100n) as [bigint, bigint, bigint]
  const middle = low > 20_000n ? low : high < 20_000n ? high : 20_000n
  const round = step > 0n ? middle - (middle % step) : middle
  return String(round < low ? low : round)
}

const inputOf = (basis: Basis, amount: string, term: number): PlanInput =>
  ({ basis, amount, term, method: 'equal-instalment', rate: '10.8', count: '12', firstDue: undefined, early: undefined })

export const inputOfProduct = (product: Product): PlanInput =>
  inputOf({ of: 'product', id: product.id }, middleAmount(product), Math.min(Math.floor(product.terms.length / 2), product.terms.length - 1))

export const inputOfLoan = (loan: HeldLoan): PlanInput => ({
  ...inputOf({ of: 'loan', ref: loan.ref }, '', 0), early: settledToday(loan),
})

/** What is chosen changes; what was typed stays where it still means something. */
export const withBasis = (before: PlanInput, basis: Basis, offers: Offers): PlanInput => {
  const loan = loanOf(offers, { ...before, basis })
  if (loan) return inputOfLoan(loan)
  const product = productOf(offers, { ...before, basis })
  const ofLoan = before.basis.of === 'loan'
  if (!product) {
    return { ...before, basis, firstDue: undefined, amount: before.amount === '' ? '20000' : before.amount, early: ofLoan ? undefined : before.early }
  }
  const amount = parseYuan(before.amount)
  const fits = amount !== undefined && !productAmount(product, amount)
  const fresh = inputOfProduct(product)
  const partial = product.prepayment.partial
  const early = ofLoan ? undefined : before.early && { ...before.early, full: before.early.full || !partial }
  const { amount: kept, term } = fits && before.term < product.terms.length ? before : fresh
  return { ...before, basis, amount: fits ? before.amount : kept, term, firstDue: undefined, early }
}

/** Half way through the plan: where one begins to think of repaying early. */
export const firstEarly = (input: PlanInput, offers: Offers): EarlyInput => {
  const plain = plainTerms(input, offers)
  const plan = isRefusal(plain) ? plain : schedule(plain)
  const tomorrow = addDays(offers.today, 1)
  const lines = isRefusal(plan) ? [] : plan.instalments
  const [last, middle] = [lines.at(-1)?.due ?? tomorrow, lines[Math.floor(lines.length / 2) - 1]?.due]
  const product = productOf(offers, input)
  return {
    on: isoDay(middle ?? addDays(offers.today, Math.max(1, Math.floor((last - offers.today) / 2)))),
    full: product?.prepayment.partial === false, amount: String((parseYuan(input.amount) ?? zeroFen) / 300n),
    effect: product?.prepayment.effects[0] ?? 'term',
  }
}
