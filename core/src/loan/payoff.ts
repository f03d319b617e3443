import type { Day } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import {
  accruedInterest, type Amounts, type Book, dueLines, type EarnedPart, earnedUntil, type Line, newLine, nothing, owedOf, payDue, post, totalOf,
  undueLines,
} from './book.ts'
import type { LifeRefusal } from './events.ts'
import { type Change, replan, remainingTerms } from './replan.ts'
import { rateOn } from './parts.ts'
import { ratio, roundedTo } from './ratio.ts'
import { feesWhen, schedule } from './schedule.ts'
import type { PrepaymentPenalty, Servicing, Terms, TermsRefusal } from './terms.ts'

type Refused = Refusal<LifeRefusal | TermsRefusal>

/**
 * Early repayment. `quotePrepayment` says what it takes and `bookPrepayment` books exactly that quote, so that the figure
 * a customer was told and the one in the books cannot differ. From outside use `payoff` of life.ts, which folds the loan
 * to the day first.
 *
 * Money goes first to everything already due (arrears, penalty, compound interest, fees), then to the interest of the
 * running period up to the day, then to principal and the charge on it.
 */
export type PrepaymentChoice = { readonly amount?: Fen; readonly effect?: 'term' | 'instalment' }

export type PrepaymentQuote = {
  readonly on: Day
  readonly full: boolean
  readonly effect: 'term' | 'instalment'
  /** What was due already, by kind. */
  readonly due: Amounts
  /** Interest of the running period until `on`; by `whole-instalment` all of it in full, none of it in part (it falls due as planned). */
  readonly interest: Fen
  /** Fees that fall due because the loan ends. */
  readonly fee: Fen
  /** Principal repaid before it was due, and the charge for that. */
  readonly principal: Fen
  readonly charge: Fen
  /** What has to be paid: the sum of the above less `credit`, money already received and not yet used. */
  readonly total: Fen
  readonly credit: Fen
  /** Interest that no longer falls due, compared with the plan as it stood. */
  readonly interestSaved: Fen
  readonly how: QuoteReason
}

/** How the figures of a quote came about: what explain-quote.ts tells. */
export type QuoteReason = {
  /** `later`: the running instalment stays, and its interest falls due with it. */
  readonly interest: 'to-the-day' | 'whole-instalment' | 'later'
  /** Where the interest of the running period is reckoned from, and what was carried into it. */
  readonly parts: readonly EarnedPart[]
  readonly carried: Fen
  readonly rounding: Terms['rounding']
  /** The row of the contract's table that applies, and the yearly rate of the day. */
  readonly charge?: PrepaymentPenalty
  readonly rate: Rate
  /** Interest of the plan as it stood, and of the plan that follows. */
  readonly planned: Fen
  readonly after: Fen
}

const unitOf = (book: Book): bigint => book.contract.rounding?.unit ?? 1n

export const instalmentsPaid = (book: Book): number => dueLines(book).filter((line) => totalOf(owedOf(line)) === 0n).length

/** The row of the contract's table that holds after so many instalments paid. */
export const penaltyRowAt = ({ prepayment }: Servicing, paid: number): PrepaymentPenalty | undefined =>
  (prepayment?.penalty ?? []).findLast(({ paidAtLeast }) => paidAtLeast <= paid)

const chargeRow = (book: Book): PrepaymentPenalty | undefined => penaltyRowAt(book.servicing, instalmentsPaid(book))

/** The charge on prepaid principal: the last row of the contract's table that is reached, at most one row. */
const prepaymentCharge = (book: Book, day: Day, principal: bigint): bigint => {
  const row = chargeRow(book)
  if (!row) return 0n
  const mode = book.contract.rounding?.mode ?? 'half-up'
  if ('rateOfPrepaid' in row) return roundedTo(ratio(principal * row.rateOfPrepaid.num, row.rateOfPrepaid.den), unitOf(book), mode)
  const rate = rateOn(book.plan, day)
  return roundedTo(ratio(principal * rate.num * BigInt(row.monthsOfInterest), rate.den * 12n), unitOf(book), mode)
}

const dueNow = (book: Book): Amounts => {
  const due = nothing()
  for (const line of dueLines(book)) {
    const owed = owedOf(line)
    for (const kind of ['fee', 'penalty', 'compound', 'interest', 'principal'] as const) due[kind] += owed[kind]
  }
  return { fee: fen(due.fee), penalty: fen(due.penalty), compound: fen(due.compound), interest: fen(due.interest), principal: fen(due.principal) }
}

/** The most principal that a sum pays together with its charge: the charge grows with principal, so it is searched for. */
const principalWithin = (book: Book, day: Day, money: bigint): bigint => {
  let [low, high] = [0n, money]
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if (middle + prepaymentCharge(book, day, middle) <= money) low = middle
    else high = middle - 1n
  }
  return low
}

const principalOf = (lines: readonly Line[]): bigint => lines.reduce((sum, line) => sum + line.principal, 0n)

const undueInterest = (book: Book): bigint => undueLines(book).reduce((sum, line) => sum + line.interest, 0n)

const paidOutAhead = (book: Book): bigint => [...book.toPayOut.values()].reduce((sum, amount) => sum + amount, 0n)

const chargesWhole = (book: Book): boolean => book.servicing.prepayment?.interest === 'whole-instalment'

/** A period that begins today has run for no day yet: its interest is not owed, also where it would be owed whole. */
const runningInterest = (book: Book, day: Day): bigint => {
  const [running] = undueLines(book)
  return chargesWhole(book) && running && day > running.from ? running.interest : accruedInterest(book, day)
}

const reasonOf = (book: Book, day: Day, interest: QuoteReason['interest'], after: bigint): QuoteReason => {
  const [running] = undueLines(book)
  const charge = chargeRow(book)
  const until = interest === 'whole-instalment' ? running?.due ?? day : day
  return {
    interest,
    parts: running && interest !== 'later' ? earnedUntil(running, until, book.plan) : [],
    carried: fen(interest === 'later' ? 0n : running?.carried ?? 0n),
    rounding: book.plan.rounding,
    ...(charge ? { charge } : {}),
    rate: rateOn(book.plan, day),
    planned: fen(undueInterest(book)),
    after: fen(after),
  }
}

const fullQuote = (book: Book, day: Day, due: Amounts): PrepaymentQuote => {
  const rest = undueLines(book)
  const principal = principalOf(rest) - paidOutAhead(book)
  const interest = runningInterest(book, day)
  const fee = rest.reduce((sum, line) => sum + line.added, rest.length > 0 ? feesWhen(book.plan, 'end') : 0n)
  const charge = prepaymentCharge(book, day, principal)
  const sum = totalOf(due) + principal + interest + fee + charge
  const credit = book.credit < sum ? book.credit : sum
  return {
    on: day, full: true, effect: 'term', due, interest: fen(interest), fee: fen(fee), principal: fen(principal), charge: fen(charge),
    total: fen(sum - credit), credit: fen(credit), interestSaved: fen(undueInterest(book) - interest),
    how: reasonOf(book, day, chargesWhole(book) && rest[0] && day > rest[0].from ? 'whole-instalment' : 'to-the-day', 0n),
  }
}

/**
 * Which lines a partial prepayment plans anew, and from when: all that are not yet due, from the day on. Where the running
 * instalment is charged whole it stays, and those after it are planned from its due day.
 */
const affected = (book: Book, day: Day): { readonly lines: readonly Line[]; readonly start: Day; readonly stays?: Line } => {
  const rest = undueLines(book)
  const [running] = rest
  if (!chargesWhole(book) || !running || day <= running.from) return { lines: rest, start: day }
  return { lines: rest.slice(1), start: running.due, stays: running }
}

/** Something is left, or it would have been a settlement: then a fen stays with the plan and the rest is credit. */
const notAll = (lines: readonly Line[], principal: bigint): bigint => {
  const rest = principalOf(lines)
  return principal < rest ? principal : rest - 1n
}

const partialQuote = (book: Book, day: Day, amount: Fen, effect: 'term' | 'instalment', due: Amounts): PrepaymentQuote | Refused => {
  const { lines, stays } = affected(book, day)
  if (lines.length === 0) return refuse('nothing-to-prepay')
  const interest = stays ? 0n : accruedInterest(book, day)
  const money = amount + book.credit - totalOf(due) - interest
  const principal = money <= 0n ? 0n : notAll(lines, principalWithin(book, day, money))
  const leastPartial = book.servicing.prepayment?.leastPartial ?? 1n
  if (principal < leastPartial) return refuse('prepayment-too-small', { least: String(leastPartial) }, 'amount')
  const charge = prepaymentCharge(book, day, principal)
  const next = afterPartial(book, day, principal, effect)
  if (next && isRefusal(next)) return next
  const after = (stays?.interest ?? 0n) + (next ?? 0n)
  return {
    on: day, full: false, effect, due, interest: fen(interest), fee: fen(0n), principal: fen(principal), charge: fen(charge),
    total: amount, credit: fen(book.credit), interestSaved: fen(undueInterest(book) - interest - after),
    how: reasonOf(book, day, stays ? 'later' : 'to-the-day', after),
  }
}

const partialChange = (book: Book, day: Day, principal: bigint, effect: 'term' | 'instalment'): Change => {
  const { lines, start, stays } = affected(book, day)
  const keeps = effect === 'term' ? 'instalment' : 'term'
  return { lines, principal: principalOf(lines) - principal, start, freshBase: true, keeps, ...(stays ? { stays } : {}) }
}

/** The interest of the plan that would follow a partial prepayment. */
const afterPartial = (book: Book, day: Day, principal: bigint, effect: 'term' | 'instalment'): bigint | Refusal<TermsRefusal> | undefined => {
  const change = partialChange(book, day, principal, effect)
  const terms = remainingTerms(book.plan, change.lines ?? [], change, book.instalment)
  if (!terms) return undefined
  const plan = schedule(terms)
  return isRefusal(plan) ? plan : plan.totals.interest
}

/** The book must have been advanced to `day`. An amount that covers everything is a settlement in full. */
export const quotePrepayment = (book: Book, day: Day, { amount, effect }: PrepaymentChoice): PrepaymentQuote | Refused => {
  if (book.writtenOff) return refuse('loan-written-off')
  if (amount !== undefined && amount <= 0n) return refuse('amount-not-positive', {}, 'amount')
  const due = dueNow(book)
  const full = fullQuote(book, day, due)
  if (full.principal + totalOf(due) + full.interest <= 0n) return refuse('nothing-to-prepay')
  if (amount === undefined || amount >= full.total) return full
  return partialQuote(book, day, amount, effect ?? 'instalment', due)
}

/** Nothing more is due or paid out; but revolving credit that is repaid may be drawn again. */
const close = (book: Book, day: Day): Refusal<TermsRefusal> | undefined => {
  const ahead = paidOutAhead(book)
  if (book.plan.method === 'revolving' && ahead > 0n) return replan(book, { principal: ahead, start: day })
  book.lines = dueLines(book)
  book.toPayOut.clear()
  return undefined
}

/**
 * Revolving credit: what is paid beyond the minimum lowers the balance at once, at no charge; the interest of the running
 * period so far falls due with it.
 */
export const payDown = (book: Book, day: Day, index: number): Refusal<TermsRefusal> | undefined => {
  const rest = undueLines(book)
  const [running] = rest
  const drawn = principalOf(rest) - paidOutAhead(book)
  const amount = book.credit < drawn ? book.credit : drawn
  if (!running || amount <= 0n) return undefined
  const carriedInterest = accruedInterest(book, day)
  book.credit -= amount
  post(book, { on: day, event: 'repay', index }, { principal: -amount })
  const principal = principalOf(rest) - amount
  if (principal > 0n) return replan(book, { principal, start: day, carriedInterest })
  book.lines = [...dueLines(book), newLine({ ...running, principal: 0n, interest: carriedInterest, carried: carriedInterest, balance: 0n })]
  return undefined
}

/** Books a prepayment by its quote. `paid` is the money received; what exceeds the quote stays as credit. */
export const bookPrepayment = (book: Book, day: Day, choice: PrepaymentChoice, index: number): PrepaymentQuote | Refused => {
  const quote = quotePrepayment(book, day, choice)
  if (isRefusal(quote)) return quote
  const entry = { on: day, event: 'prepay', index } as const
  const received = (choice.amount ?? quote.total) + book.credit
  book.credit = 0n
  payDue(book, totalOf(quote.due), entry)
  post(book, entry, { interest: quote.interest, fee: quote.fee + quote.charge })
  post(book, entry, { principal: -quote.principal, interest: -quote.interest, fee: -(quote.fee + quote.charge) })
  const refusal = quote.full ? close(book, day) : replan(book, partialChange(book, day, quote.principal, quote.effect))
  if (refusal) return refusal
  book.credit = received - totalOf(quote.due) - quote.principal - quote.interest - quote.fee - quote.charge
  return quote
}
