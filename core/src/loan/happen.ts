import { addDays, addMonths, type Day, isoDay } from '../primitives/day.ts'
import { fen } from '../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import { accruedInterest, advance, allocate, type Book, dueLines, negated, newLine, nothing, owedOf, payDue, post, totalOf,
  undueLines } from './book.ts'
import { deferralBounds, type EndBound, extensionBounds } from './bounds.ts'
import type { Happening, LifeRefusal, LoanEvent } from './events.ts'
import { bookPrepayment, instalmentsPaid, payDown } from './payoff.ts'
import { anchorOf } from './periods.ts'
import { addCharge, dayOfSameMonth, replan } from './replan.ts'
import { type AmountKind, rateInRange, type TermsRefusal } from './terms.ts'

/** What each kind of event does to the book. A refusal leaves the fold: a fact that cannot be is an error of the record. */

type Refused = Refusal<LifeRefusal | TermsRefusal>
type Of<Kind extends Happening['kind']> = Extract<LoanEvent, { readonly kind: Kind }>

const mostDays = 3660

const inRange = (value: number | undefined, most: number): boolean => value === undefined
  || (Number.isSafeInteger(value) && value >= 1 && value <= most)

const repay = (book: Book, { on, amount }: Of<'repay'>, index: number): Refused | undefined => {
  if (amount <= 0n) return refuse('amount-not-positive', {}, 'amount')
  if (book.writtenOff) {
    book.recovered += amount
    return undefined
  }
  const money = amount + book.credit
  book.credit = 0n
  payDue(book, money, { on, event: 'repay', index })
  return book.plan.method === 'revolving' ? payDown(book, on, index) : undefined
}

const prepay = (book: Book, event: Of<'prepay'>, index: number): Refused | undefined => {
  const quote = bookPrepayment(book, event.on, event, index)
  return isRefusal(quote) ? quote : undefined
}

/** An instalment that falls due today and is wholly unpaid can still be extended: the application is in time until then. */
const takeBackToday = (book: Book, on: number): void => {
  for (const line of dueLines(book)) {
    if (line.due !== on || line.deferred || totalOf(line.settled) !== 0n || totalOf(owedOf(line)) === 0n) continue
    line.isDue = false
    post(book, { on: line.due, event: 'due', n: line.n }, { interest: -line.interest, fee: -line.fee })
  }
}

/** The bound that the plan now made passes, if any. It is looked at after planning, when the new end is known. */
const passed = <Code extends LifeRefusal>(book: Book, [nearest]: readonly EndBound[], code: Code, field: string): Refusal<Code> | undefined => {
  const end = book.lines.at(-1)?.due
  if (!nearest || end === undefined || end <= nearest.latestEnd) return undefined
  return refuse(code, { rule: nearest.id, latestEnd: isoDay(nearest.latestEnd) }, field)
}

const notYetExtensible = (book: Book): Refused | undefined => {
  const { mostTimes, leastInstalmentsPaid } = book.servicing.extension ?? {}
  if (mostTimes !== undefined && book.extensions >= mostTimes) return refuse('extension-too-often', { most: mostTimes })
  if (leastInstalmentsPaid !== undefined && instalmentsPaid(book) < leastInstalmentsPaid) {
    return refuse('extension-too-early', { least: leastInstalmentsPaid })
  }
  return undefined
}

/** What a deferral put off to the first due day goes along when that day is moved. */
const moveDeferred = (book: Book, from: Day, to: Day): void => {
  for (const line of book.lines) {
    if (!line.deferred || line.due !== from) continue
    line.due = to
    line.arisen.until = to
  }
}

/** The wish by which a refusal is named. */
const fieldOf = ({ days, periods }: Of<'extend'>): 'days' | 'periods' | 'count' => (periods !== undefined ? 'periods' : days !== undefined ? 'days' : 'count')

/** Moved by days or by periods, not by both. */
const misfitOf = (event: Of<'extend'>): Refused | undefined => {
  const { days, periods, count, rate } = event
  if (days === undefined && periods === undefined && count === undefined) return refuse('extension-empty', {}, 'days')
  const wrong = (['days', 'periods', 'count'] as const).find((field) => !inRange(event[field], mostDays)) ?? (days !== undefined && periods !== undefined ? 'periods' : undefined)
  if (wrong !== undefined) return refuse('days-out-of-range', { most: mostDays }, wrong)
  return rate && !rateInRange(rate) ? refuse('event-rate-out-of-range', {}, 'rate') : undefined
}

/** Where an extension moves the next due day to; whole periods keep the day of the month, also where a month between is too short for it. */
const movedTo = ({ plan }: Book, due: Day, { days, periods }: Of<'extend'>): Day | undefined => {
  if (days !== undefined) return addDays(due, days)
  if (periods === undefined) return undefined
  return 'months' in plan.every ? addMonths(due, periods * plan.every.months, anchorOf(plan)) : addDays(due, periods * plan.every.days)
}

/**
 * What the law and the lender allow is decided here, so that an extension that was assessed and one that is booked are
 * judged by one function. After the due day it is refused: that case is hardship, `defer`.
 */
const extend = (book: Book, event: Of<'extend'>, index: number): Refused | undefined => {
  const { on, count, rate, fee } = event
  const misfit = misfitOf(event)
  if (misfit) return misfit
  if (dueLines(book).some((line) => line.due < on && totalOf(owedOf(line)) > 0n)) return refuse('extension-after-due')
  takeBackToday(book, on)
  const rest = undueLines(book)
  const [running] = rest
  if (!running) return refuse('nothing-to-extend')
  const to = movedTo(book, running.due, event)
  const refusal = notYetExtensible(book) ?? replan(book, {
    ...(to === undefined ? {} : { firstDueOn: to }),
    ...(event.periods === undefined ? {} : { anchorDay: anchorOf(book.plan) }),
    ...(count === undefined ? {} : { count: rest.length + count }),
    ...(rate ? { rateChange: { from: on, annualRate: rate } } : {}),
    carriedInterest: running.carried,
    putsOff: true,
  }) ?? passed(book, extensionBounds(book.contract, on, book.servicing.extension), 'extension-too-long', fieldOf(event))
  if (refusal) return refusal
  if (to !== undefined) moveDeferred(book, running.due, to)
  book.extensions += 1
  return fee === undefined || fee === 0n ? undefined : addFee(book, { on, kind: 'fee', amount: fee }, index)
}

/**
 * Hardship: overdue principal joins what is not yet due; what was due beside it (interest, fees, penalty so far) waits
 * until the new first due day and bears no compound interest meanwhile.
 */
const defer = (book: Book, { on, days }: Of<'defer'>): Refused | undefined => {
  if (!inRange(days, mostDays)) return refuse('days-out-of-range', { most: mostDays }, 'days')
  const { mostTimes } = book.servicing.deferral ?? {}
  if (mostTimes !== undefined && book.deferrals >= mostTimes) return refuse('deferral-too-often', { most: mostTimes })
  takeBackToday(book, on)
  const late = dueLines(book).filter((line) => totalOf(owedOf(line)) > 0n)
  const rest = undueLines(book)
  const principal = [...late.map((line) => owedOf(line).principal), ...rest.map((line) => line.principal)].reduce((sum, value) => sum + value, 0n)
  const pattern = rest[0] ?? late.at(-1)
  if (!pattern || principal === 0n) return refuse('nothing-to-extend')
  const carriedInterest = accruedInterest(book, on)
  const firstDueOn = addDays(rest[0]?.due ?? on, days)
  const overdueCount = late.filter((line) => owedOf(line).principal > 0n).length
  for (const line of late) {
    line.principal = line.settled.principal
    line.due = firstDueOn
    line.deferred = true
    line.arisen.until = firstDueOn
  }
  if (rest.length === 0) book.lines.push(newLine({ ...pattern, n: pattern.n + 1, principal: 0n, interest: 0n, fee: 0n, carried: 0n }))
  book.deferrals += 1
  return replan(book, { principal, start: on, firstDueOn, count: Math.max(1, rest.length + overdueCount), carriedInterest, putsOff: true })
    ?? passed(book, deferralBounds(book.contract, on, book.servicing.deferral), 'deferral-too-long', 'days')
}

const changeDay = (book: Book, { on, day, days }: Of<'change-day'>): Refused | undefined => {
  if (day === undefined && days === undefined) return refuse('day-out-of-range', {}, 'day')
  if (!inRange(day, 31)) return refuse('day-out-of-range', {}, 'day')
  if (days !== undefined && !(Number.isSafeInteger(days) && days !== 0 && Math.abs(days) <= 366)) return refuse('days-out-of-range', {}, 'days')
  const [running] = undueLines(book)
  if (!running) return refuse('nothing-to-extend')
  const latestPast = Math.max(on, running.from) as typeof on
  const firstDueOn = days === undefined ? dayOfSameMonth(running.due, latestPast, day ?? 1) : addDays(running.due, days)
  if (firstDueOn <= latestPast) return refuse('days-out-of-range', {}, 'days')
  const anchor = days === undefined && day !== undefined ? { anchorDay: day } : {}
  const refusal = replan(book, { firstDueOn, ...anchor, carriedInterest: running.carried, putsOff: true })
  if (!refusal) moveDeferred(book, running.due, firstDueOn)
  return refusal
}

const changeRate = (book: Book, { on, rate, effect }: Of<'change-rate'>): Refused | undefined => {
  if (!rateInRange(rate)) return refuse('event-rate-out-of-range', {}, 'rate')
  const [running] = undueLines(book)
  if (!running) return refuse('nothing-to-extend')
  const keeps = effect === 'term' ? 'instalment' : 'term'
  return replan(book, { rateChange: { from: on, annualRate: rate, keeps }, keeps, carriedInterest: running.carried })
}

const waivable: readonly AmountKind[] = ['penalty', 'compound', 'fee', 'interest', 'principal']

const waive = (book: Book, { on, amount, of }: Of<'waive'>, index: number): Refused | undefined => {
  if (amount <= 0n) return refuse('amount-not-positive', {}, 'amount')
  const order = of ? [of] : waivable.slice(0, 4)
  const owed = dueLines(book).reduce((sum, line) => order.reduce((inner, kind) => inner + owedOf(line)[kind], sum), 0n)
  if (amount > owed) return refuse('waiver-exceeds-owed', { owed: String(owed) }, 'amount')
  post(book, { on, event: 'waive', index }, negated(allocate(book, amount, order, 'kind')))
  return undefined
}

const writeOff = (book: Book, { on }: Of<'write-off'>, index: number): Refused | undefined => {
  if (book.writtenOff) return refuse('loan-written-off')
  book.writtenOff = { ...nothing(), ...book.owed }
  post(book, { on, event: 'write-off', index }, negated(book.owed))
  book.lines = dueLines(book)
  book.toPayOut.clear()
  return undefined
}

const addFee = (book: Book, { on, amount }: Pick<Of<'fee'>, 'on' | 'amount' | 'kind'>, index: number): Refused | undefined => {
  if (amount <= 0n) return refuse('amount-not-positive', {}, 'amount')
  const [next] = undueLines(book)
  if (next) {
    addCharge(next, amount)
    return undefined
  }
  const last = book.lines.at(-1)
  if (!last) return refuse('nothing-to-extend')
  book.lines.push({ ...newLine({ ...last, n: last.n + 1, from: on, due: on, principal: 0n, interest: 0n, fee: fen(amount), carried: 0n }),
    isDue: true })
  post(book, { on, event: 'fee', index }, { fee: amount })
  return undefined
}

type Handled = Exclude<Happening['kind'], 'disburse' | 'reverse'>

const handlers: { readonly [Kind in Handled]: (book: Book, event: Of<Kind>, index: number) => Refused | undefined } = {
  repay,
  prepay,
  extend,
  defer,
  'change-day': changeDay,
  'change-rate': changeRate,
  waive,
  'write-off': writeOff,
  fee: addFee,
  'debit-failed': (book, { on, amount }, index) => {
    book.failedDebits.push(amount === undefined ? { on } : { on, amount })
    post(book, { on, event: 'debit-failed', index }, {})
    return undefined
  },
}

/** Lets the book come to the day of the event, then applies it. Payouts and reversals were settled before the fold. */
export const applyEvent = (book: Book, event: LoanEvent, index: number): Refused | undefined => {
  if (event.kind === 'disburse' || event.kind === 'reverse') return undefined
  if (event.on < book.contract.disbursedOn) return refuse('event-before-disbursement', {}, 'on')
  advance(book, event.on)
  if (book.writtenOff && event.kind !== 'repay' && event.kind !== 'debit-failed') return refuse('loan-written-off')
  const handler = handlers[event.kind] as (book: Book, event: LoanEvent, index: number) => Refused | undefined
  return handler(book, event, index)
}
