import type { Day } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import {
  accruedInterest, advance, type Amounts, type Book, dueLines, type Earning, type Entry, type Line, nothing, owedOf, totalOf, undueLines,
} from './book.ts'
import type { LifeRefusal, LoanEvent } from './events.ts'
import { applyEvent } from './happen.ts'
import { payouts } from './parts.ts'
import { type PrepaymentChoice, type PrepaymentQuote, quotePrepayment } from './payoff.ts'
import { effectiveEvents } from './order.ts'
import { setPlan } from './replan.ts'
import { checkTerms, type Terms, type TermsRefusal } from './terms.ts'

/**
 * The life of a loan: a pure fold of its terms and dated events to what is owed on a day.
 *
 *   const state = life(terms, events, asOf)            // LifeState | Refusal (with `event`: the place in the list)
 *   state.balances      -> owed now, by kind: principal outstanding; interest, fee, penalty, compound that are due
 *   state.accrued       -> interest of the running period so far, not yet due and not in the balances
 *   state.arrears       -> the overdue instalments, each with what is still owed of it and for how many days
 *   state.daysOverdue   -> of the oldest of them (0 within the days of grace)
 *   state.next          -> the instalment that is due today or next
 *   state.schedule      -> every line as it stands: past ones with what is paid, the rest as last planned
 *   state.entries       -> the postings; their sum is `balances`
 *   payoff(terms, events, on)                   -> what settles the loan on a day
 *   payoff(terms, events, on, { amount, effect }) -> what a partial prepayment would do
 *   compareLives / differences (what-if.ts, correction.ts) -> what an event, a reversal or a late booking changes
 *
 * Facts that cannot be (a reversal of nothing, a prepayment that does not cover its interest, an extension of what is
 * overdue) are refused with a closed code. Fees taken at payout are settled there and are not part of the life.
 */

export type ArrearsLine = Amounts & { readonly n: number; readonly due: Day; readonly total: Fen; readonly daysOverdue: number }

export type LifeLine = {
  readonly n: number
  readonly from: Day
  readonly due: Day
  readonly principal: Fen
  readonly interest: Fen
  readonly fee: Fen
  readonly total: Fen
  /** Principal owed after this line if all is paid as planned. */
  readonly balance: Fen
  readonly paid: Amounts
  /** What its interest was reckoned from (explain-life.ts). */
  readonly earning: Earning
  readonly state: 'paid' | 'due' | 'overdue' | 'planned'
}

export type LifeState = {
  readonly asOf: Day
  readonly terms: Terms
  readonly balances: Amounts & { readonly total: Fen }
  readonly accrued: Fen
  readonly daysOverdue: number
  readonly arrears: readonly ArrearsLine[]
  readonly next?: LifeLine
  readonly schedule: readonly LifeLine[]
  readonly entries: readonly Entry[]
  /** Money received that nothing was due for yet; it is used on the next due day. */
  readonly credit: Fen
  readonly status: 'not-paid-out' | 'current' | 'overdue' | 'settled' | 'written-off'
  readonly instalmentsPaid: number
  readonly failedDebits: readonly { readonly on: Day; readonly amount?: Fen }[]
  readonly extensions: number
  readonly deferrals: number
  /** What was written off, and what has come in since. */
  readonly writtenOff?: Amounts
  readonly recovered: Fen
  /** The terms of what is not yet due, after all changes: input of extension and what-if questions. */
  readonly plan: Terms
}

export type Refused = Refusal<LifeRefusal | TermsRefusal>

const amounts = (value: ReturnType<typeof nothing>): Amounts =>
  ({ fee: fen(value.fee), penalty: fen(value.penalty), compound: fen(value.compound), interest: fen(value.interest),
    principal: fen(value.principal) })

/** Where money is paid out by events, they say when and how much; else the terms do. */
const termsByEvents = (terms: Terms, events: readonly { event: LoanEvent }[]): Terms | Refusal<LifeRefusal> => {
  const payments = events.flatMap(({ event }) => (event.kind === 'disburse' ? [event] : []))
  const [first] = payments
  if (!first) return terms
  const named = payments.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n)
  const rest = terms.principal - named
  // Revolving credit is drawn again as it is repaid; whether it keeps its limit is seen when each draw is made.
  const isOpen = terms.method === 'revolving' && payments.every(({ amount }) => amount !== undefined)
  if (rest < 0n && !isOpen) return refuse('disbursements-exceed-principal', {}, 'events')
  const disbursements = payments.map(({ on, amount }) => ({ on, amount: amount ?? fen(rest) }))
  const principal = fen(disbursements.reduce((sum, { amount }) => sum + amount, 0n))
  return { ...terms, principal, disbursedOn: first.on, ...(disbursements.length > 1 ? { disbursements } : {}) }
}

const openBook = (terms: Terms): Book => ({
  contract: terms,
  servicing: terms.servicing ?? {},
  plan: terms,
  instalment: undefined,
  lines: [],
  entries: [],
  owed: nothing(),
  toPayOut: new Map(payouts(terms)),
  credit: 0n,
  today: terms.disbursedOn,
  paidOut: 0n,
  writtenOff: undefined,
  recovered: 0n,
  failedDebits: [],
  extensions: 0,
  deferrals: 0,
})

/** Folds to the end of `asOf`. */
const fold = (given: Terms, events: readonly LoanEvent[], asOf: Day): Book | Refused => {
  const ordered = effectiveEvents(events, asOf)
  if (isRefusal(ordered)) return ordered
  const everPaidOut = events.some(({ kind }) => kind === 'disburse')
  const terms = termsByEvents(given, ordered)
  const neverPaidOut = everPaidOut && !ordered.some(({ event }) => event.kind === 'disburse')
  if (isRefusal(terms)) return terms
  const refusal = checkTerms(terms)
  if (refusal) return refusal
  const book = openBook(terms)
  if (neverPaidOut) {
    book.toPayOut.clear()
    return book
  }
  const unplanned = setPlan(book, terms)
  if (unplanned) return unplanned
  for (const { event, index } of ordered) {
    if (event.kind === 'disburse') {
      advance(book, event.on)
      if (book.owed.principal > given.principal) return refuse('disbursements-exceed-principal', { event: index }, 'amount')
      continue
    }
    const refused = applyEvent(book, event, index)
    if (refused) return { ...refused, about: { ...refused.about, event: index } }
  }
  advance(book, asOf)
  return book
}

const stateOfLine = (line: Line, asOf: Day): LifeLine['state'] => {
  if (!line.isDue) return 'planned'
  if (totalOf(owedOf(line)) === 0n) return 'paid'
  return line.due < asOf ? 'overdue' : 'due'
}

const scheduleOf = (book: Book, asOf: Day): LifeLine[] =>
  book.lines.map((line) => {
    const { n, from, due, cut, opening, carried, flatBase } = line
    const total = line.principal + line.interest + line.fee
    return {
      n, from, due, principal: fen(line.principal), interest: fen(line.interest), fee: fen(line.fee), total: fen(total), balance: fen(line.balance),
      paid: amounts(line.settled), state: stateOfLine(line, asOf),
      earning: { cut, opening, carried, ...(flatBase === undefined ? {} : { flatBase }) },
    }
  })

const arrearsOf = (book: Book, asOf: Day): ArrearsLine[] =>
  dueLines(book).flatMap((line) => {
    const owed = owedOf(line)
    const total = totalOf(owed)
    if (line.due >= asOf || total === 0n || book.writtenOff) return []
    const late = asOf > line.due + (book.servicing.graceDays ?? 0)
    return [{ n: line.n, due: line.due, ...amounts(owed), total: fen(total), daysOverdue: late ? asOf - line.due : 0 }]
  })

const statusOf = (book: Book, arrears: readonly ArrearsLine[]): LifeState['status'] => {
  if (book.writtenOff) return 'written-off'
  if (book.paidOut === 0n) return 'not-paid-out'
  if (totalOf(book.owed) === 0n && undueLines(book).length === 0) return 'settled'
  return arrears.some(({ daysOverdue }) => daysOverdue > 0) ? 'overdue' : 'current'
}

const stateOf = (book: Book, asOf: Day): LifeState => {
  const schedule = scheduleOf(book, asOf)
  const arrears = arrearsOf(book, asOf)
  const next = schedule.find((line) => line.state === 'due' || line.state === 'planned')
  return {
    asOf,
    terms: book.contract,
    balances: { ...amounts(book.owed), total: fen(totalOf(book.owed)) },
    accrued: fen(book.writtenOff ? 0n : accruedInterest(book, asOf)),
    daysOverdue: Math.max(0, ...arrears.map((line) => line.daysOverdue)),
    arrears,
    ...(next ? { next } : {}),
    schedule,
    entries: book.entries,
    credit: fen(book.credit),
    status: statusOf(book, arrears),
    instalmentsPaid: schedule.filter(({ state }) => state === 'paid').length,
    failedDebits: book.failedDebits,
    extensions: book.extensions,
    deferrals: book.deferrals,
    ...(book.writtenOff ? { writtenOff: amounts(book.writtenOff) } : {}),
    recovered: fen(book.recovered),
    plan: book.plan,
  }
}

export const life = (terms: Terms, events: readonly LoanEvent[], asOf: Day): LifeState | Refused => {
  const book = fold(terms, events, asOf)
  return isRefusal(book) ? book : stateOf(book, asOf)
}

/** What it takes to repay early on a day: in full, or in part by `choice`. Events after the day are not known on it. */
export const payoff = (terms: Terms, events: readonly LoanEvent[], on: Day, choice: PrepaymentChoice = {}): PrepaymentQuote | Refused => {
  const book = fold(terms, events, on)
  return isRefusal(book) ? book : quotePrepayment(book, on, choice)
}
