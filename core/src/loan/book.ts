import type { Day } from '../primitives/day.ts'
import { daysBetween } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import type { EventKind } from './events.ts'
import { type CutPeriod, rateOn } from './parts.ts'
import { fractionUntil } from './periods.ts'
import { minus, plus, type Ratio, ratio, reduced, roundedTo, zeroRatio } from './ratio.ts'
import { type AmountKind, type Servicing, type Terms, usualAllocation } from './terms.ts'

/**
 * The book of one loan while it is folded: its lines, what of each is paid, and the entries made. It lives only inside
 * one call of the fold; nothing outside life.ts and its neighbours changes it.
 */

export type Amounts = Readonly<Record<AmountKind, Fen>>
type Changing = Record<AmountKind, bigint>

export const nothing = (): Changing => ({ fee: 0n, penalty: 0n, compound: 0n, interest: 0n, principal: 0n })

export type Line = {
  readonly n: number
  readonly from: Day
  due: Day
  principal: bigint
  readonly interest: bigint
  fee: bigint
  /** How the interest came about: the cut period, the balance it opened with, and interest carried in from before. */
  readonly cut: CutPeriod
  readonly opening: bigint
  readonly carried: bigint
  /** What a flat fee is reckoned on. */
  readonly flatBase?: bigint
  /** Charges of fee events in `fee`: they stay when the plan is made anew. */
  added: bigint
  /** Principal owed after this line, as planned when the line was made. */
  balance: bigint
  /** Paid or waived, by kind. */
  readonly settled: Changing
  /** Penalty and compound interest that have arisen, exact; rounded only where they are claimed. */
  arisen: { penalty: Ratio; compound: Ratio; until: Day }
  /** What of them has been entered. */
  readonly entered: { penalty: bigint; compound: bigint }
  isDue: boolean
  /** Paid, and what had arisen on it is entered: nothing can arise on it any more. */
  closed: boolean
  /** What is left of a line that was overdue when the loan was deferred: its principal has moved on, the rest waits. */
  deferred: boolean
}

/** One posting: how much more (positive) or less (negative) is owed of each kind. Their sum is the balance. */
export type Entry = Amounts & { readonly on: Day; readonly event: EventKind | 'due' | 'accrue'; readonly index?: number; readonly n?: number }

export type Book = {
  readonly contract: Terms
  readonly servicing: Servicing
  /** The terms of the part of the plan that is not yet due; those of the contract until something changes them. */
  plan: Terms
  /** The constant instalment of that plan, where its method has one. */
  instalment: Fen | undefined
  lines: Line[]
  readonly entries: Entry[]
  readonly owed: Changing
  readonly toPayOut: Map<Day, bigint>
  /** Money received that nothing was due for. */
  credit: bigint
  today: Day
  paidOut: bigint
  writtenOff: Changing | undefined
  recovered: bigint
  failedDebits: { on: Day; amount?: Fen }[]
  extensions: number
  deferrals: number
}

const kinds: readonly AmountKind[] = ['fee', 'penalty', 'compound', 'interest', 'principal']

export const post = (book: Book, entry: Omit<Entry, AmountKind>, change: Partial<Changing>): void => {
  if (entry.event !== 'debit-failed' && kinds.every((kind) => (change[kind] ?? 0n) === 0n)) return
  for (const kind of kinds) book.owed[kind] += change[kind] ?? 0n
  const of = (kind: AmountKind): Fen => fen(change[kind] ?? 0n)
  book.entries.push({ ...entry, fee: of('fee'), penalty: of('penalty'), compound: of('compound'), interest: of('interest'),
    principal: of('principal') })
}

export const newLine = (line: Pick<Line, 'n' | 'from' | 'due' | 'principal' | 'interest' | 'fee' | 'cut' | 'opening' | 'carried'
  | 'balance' | 'flatBase'>): Line => ({
  ...line,
  added: 0n,
  settled: nothing(),
  arisen: { penalty: zeroRatio, compound: zeroRatio, until: line.due },
  entered: { penalty: 0n, compound: 0n },
  isDue: false,
  closed: false,
  deferred: false,
})

const unit = (book: Book): bigint => book.contract.rounding?.unit ?? 1n

/** Penalty grows on overdue principal, compound interest on overdue interest: days x multiplied contract rate. */
const grow = (book: Book, line: Line, day: Day): void => {
  const { late } = book.servicing
  if (!late || day <= line.arisen.until) return
  const changes = (book.plan.rateChanges ?? []).map(({ from }) => from).filter((at) => at > line.arisen.until && at < day)
  const days = [line.arisen.until, ...changes.sort((a, b) => a - b), day]
  const year = late.dayCount === 'actual/365' ? 365n : 360n
  let { penalty, compound } = line.arisen
  days.forEach((from, index) => {
    const to = days[index + 1]
    if (to === undefined || to === from) return
    const rate = rateOn(book.plan, from)
    const num = BigInt(daysBetween(from, to)) * rate.num * late.multiplier.num
    const den = year * rate.den * late.multiplier.den
    penalty = reduced(plus(penalty, { num: (line.principal - line.settled.principal) * num, den }))
    if (late.compound) compound = reduced(plus(compound, { num: (line.interest - line.settled.interest) * num, den }))
  })
  line.arisen = { penalty, compound, until: day }
}

const isPaid = (line: Line): boolean =>
  line.settled.principal >= line.principal && line.settled.interest >= line.interest && line.settled.fee >= line.fee

/** Enters what has arisen by `day`. Within the days of grace nothing is claimed, and a line paid within them owes none. */
const enterLate = (book: Book, line: Line, day: Day): void => {
  if (!book.servicing.late || !line.isDue || line.closed) return
  grow(book, line, day)
  const grace = book.servicing.graceDays ?? 0
  if (day <= line.due + grace) {
    // Back to what was entered before: nothing, unless the line was deferred after it had become late.
    if (isPaid(line)) line.arisen = { penalty: ratio(line.entered.penalty, 1n), compound: ratio(line.entered.compound, 1n), until: line.arisen.until }
    line.closed = isPaid(line)
    return
  }
  const mode = book.contract.rounding?.mode ?? 'half-up'
  const penalty = roundedTo(line.arisen.penalty, unit(book), mode) - line.entered.penalty
  const compound = roundedTo(line.arisen.compound, unit(book), mode) - line.entered.compound
  line.entered.penalty += penalty
  line.entered.compound += compound
  line.closed = isPaid(line)
  post(book, { on: day, event: 'accrue', n: line.n }, { penalty, compound })
}

const owedKind = (line: Line, kind: AmountKind): bigint =>
  (kind === 'penalty' || kind === 'compound' ? line.entered[kind] : line[kind]) - line.settled[kind]

/** What of a line is claimed now. Lines not yet due claim nothing. */
export const owedOf = (line: Line): Changing => ({
  fee: owedKind(line, 'fee'),
  penalty: owedKind(line, 'penalty'),
  compound: owedKind(line, 'compound'),
  interest: owedKind(line, 'interest'),
  principal: owedKind(line, 'principal'),
})

export const totalOf = (amounts: Readonly<Changing>): bigint =>
  amounts.fee + amounts.penalty + amounts.compound + amounts.interest + amounts.principal

export const dueLines = (book: Book): Line[] => book.lines.filter((line) => line.isDue)
export const undueLines = (book: Book): Line[] => book.lines.filter((line) => !line.isDue)

const owesNothing = (line: Line): boolean => isPaid(line) && owedKind(line, 'penalty') <= 0n && owedKind(line, 'compound') <= 0n

/** Due lines of which something is owed. Most lines of an old loan are long done, and every payment asks. */
const openLines = (book: Book): Line[] => {
  const open: Line[] = []
  for (const line of book.lines) if (line.isDue && !owesNothing(line)) open.push(line)
  return open
}

/** Takes from `money` what the lines owe, in the contract's order; returns what was taken, by kind. */
export const allocate = (book: Book, money: bigint, order: readonly AmountKind[], by: 'instalment' | 'kind'): Changing => {
  const taken = nothing()
  let left = money
  const take = (line: Line, kind: AmountKind): void => {
    const owed = owedKind(line, kind)
    const amount = owed < left ? owed : left
    if (amount <= 0n) return
    line.settled[kind] += amount
    taken[kind] += amount
    left -= amount
  }
  const lines = openLines(book)
  if (by === 'instalment') for (const line of lines) for (const kind of order) take(line, kind)
  else for (const kind of order) for (const line of lines) take(line, kind)
  return taken
}

export const negated = (amounts: Readonly<Changing>): Changing =>
  ({ fee: -amounts.fee, penalty: -amounts.penalty, compound: -amounts.compound, interest: -amounts.interest, principal: -amounts.principal })

/** Money towards what is due; what is over is kept as credit. */
export const payDue = (book: Book, money: bigint, entry: Omit<Entry, AmountKind>): void => {
  const { order, by } = book.servicing.allocation ?? usualAllocation
  const taken = allocate(book, money, order, by)
  book.credit += money - totalOf(taken)
  post(book, entry, negated(taken))
  const grace = book.servicing.graceDays ?? 0
  for (const line of book.lines) if (line.isDue && !line.closed && isPaid(line) && book.today <= line.due + grace) enterLate(book, line, book.today)
}

const useCredit = (book: Book): void => {
  if (book.credit === 0n || openLines(book).length === 0) return
  const money = book.credit
  book.credit = 0n
  payDue(book, money, { on: book.today, event: 'repay' })
}

const payOut = (book: Book, day: Day): void => {
  const amount = book.toPayOut.get(day)
  if (amount === undefined) return
  book.toPayOut.delete(day)
  book.paidOut += amount
  post(book, { on: day, event: 'disburse' }, { principal: amount })
}

/** Lets time pass until `day`: payouts, due days, waiting money, and what arises on arrears. */
export const advance = (book: Book, day: Day): void => {
  const stops: Day[] = []
  for (const at of book.toPayOut.keys()) if (at <= day) stops.push(at)
  for (const line of book.lines) if (!line.isDue && line.due <= day) stops.push(line.due)
  for (const stop of [...new Set(stops)].sort((a, b) => a - b)) {
    book.today = stop
    payOut(book, stop)
    for (const line of book.lines) {
      if (line.isDue || line.due > stop) continue
      line.isDue = true
      line.arisen.until = line.due
      post(book, { on: stop, event: 'due', n: line.n }, { interest: line.interest, fee: line.fee })
    }
    if (!book.writtenOff && book.credit > 0n) {
      for (const line of book.lines) enterLate(book, line, stop)
      useCredit(book)
    }
  }
  book.today = day
  if (!book.writtenOff) for (const line of book.lines) enterLate(book, line, day)
}

/** A stretch of interest: balance x yearly rate x part of a year. A line's interest is their sum, rounded once, and what was carried in. */
export type EarnedPart = { readonly base: Fen; readonly rate: Rate; readonly fraction: Ratio }

/** What a line's interest is reckoned from. */
export type Earning = Pick<Line, 'cut' | 'opening' | 'carried' | 'flatBase'>

type Counting = Pick<Terms, 'dayCount' | 'yearSplit'>

export const earnedUntil = ({ cut: { period, parts }, opening, flatBase }: Earning, day: Day, counting: Counting): readonly EarnedPart[] => {
  let balance = flatBase ?? opening
  return parts.flatMap((part, index) => {
    if (flatBase === undefined) balance += part.paidOut
    const end = Math.min(parts[index + 1]?.from ?? period.to, day) as Day
    if (end <= part.from) return []
    const fraction = minus(fractionUntil(period, end, counting), fractionUntil(period, part.from, counting))
    return [{ base: fen(balance), rate: part.rate, fraction }]
  })
}

/** Interest of the running period up to `day`, on what was not yet due, rounded as a line is. Never more than the line's. */
export const accruedInterest = (book: Book, day: Day): bigint => {
  const line = undueLines(book)[0]
  if (!line || day <= line.from) return line?.carried ?? 0n
  const { plan } = book
  const exact = earnedUntil(line, day, plan).reduce((sum: Ratio, { base, rate, fraction }) =>
    plus(sum, { num: base * rate.num * fraction.num, den: rate.den * fraction.den }), zeroRatio)
  const amount = line.carried + roundedTo(exact, unit(book), plan.rounding?.mode ?? 'half-up')
  return amount > line.interest ? line.interest : amount
}
