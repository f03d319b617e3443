import type { Day } from '../primitives/day.ts'
import { addFen, type Fen, fen, zeroFen } from '../primitives/money.ts'
import { isRefusal, type Refusal } from '../primitives/refusal.ts'
import { type Columns, fastColumns, principalAt } from './kernel.ts'
import { type CutPeriod, cutPeriods } from './parts.ts'
import { dueDays, type Period, periodsOf } from './periods.ts'
import { ratio, roundedQuotient, roundedTo } from './ratio.ts'
import { type Course, reckon } from './reckon.ts'
import { checkTerms, type Fee, type Terms, type TermsRefusal } from './terms.ts'

/**
 * A repayment plan (还款计划): what is due when, of what it is made, and what is still owed after it.
 *
 *   const plan = schedule(terms)
 *   if (isRefusal(plan)) …                       // closed codes: TermsRefusal
 *   plan.instalments[0]  -> { n: 1, from, due, principal, interest, fee, total, balance }   (all amounts Fen)
 *   plan.totals          -> { principal, interest, fee, total }                              fees paid at the start included
 *   plan.instalment      -> the constant instalment of 等额本息, where there is one
 *
 * `instalments`, `totals` and `cuts` are made when they are first read: a plan that is only compared costs microseconds.
 *
 * What a line means: `from` to `due` is the stretch whose interest it carries; `balance` is the principal owed after it.
 * For `bullet` there is one line, due after `count` periods. explain.ts says in words how each amount came about,
 * cost.ts what the plan costs a year, export.ts writes it as a table.
 */
export type Instalment = {
  readonly n: number
  readonly from: Day
  readonly due: Day
  readonly principal: Fen
  readonly interest: Fen
  readonly fee: Fen
  readonly total: Fen
  readonly balance: Fen
}

export type Totals = { readonly principal: Fen; readonly interest: Fen; readonly fee: Fen; readonly total: Fen }

export type Schedule = {
  readonly terms: Terms
  readonly instalments: readonly Instalment[]
  readonly totals: Totals
  /** Fees taken when the loan is paid out; part of totals.fee and of no line. */
  readonly upfrontFee: Fen
  readonly instalment?: Fen
  /** How the interest of each line came about: rates and fractions of a year, part by part. */
  readonly cuts: readonly CutPeriod[]
  /** The plan in whole fen as plain numbers, where the fast way made it: for drawing curves without a bigint a line. */
  readonly columns: Columns | undefined
}

export const feeAmount = (fee: Fee, terms: Terms): Fen =>
  'amount' in fee ? fee.amount
    : fen(roundedTo(ratio(terms.principal * fee.rateOfPrincipal.num, fee.rateOfPrincipal.den), terms.rounding?.unit ?? 1n, terms.rounding?.mode ?? 'half-up'))

export const feesWhen = (terms: Terms, when: Fee['when']): Fen =>
  addFen(zeroFen, ...(terms.fees ?? []).filter((fee) => fee.when === when).map((fee) => feeAmount(fee, terms)))

/** Ten digits below the fen: a plan of 3,660 lines that is cut off there at every line is still right to 10^-6 fen. */
const endScale = 10n ** 10n

/** Amounts of a reckoning in finer units, brought back to the unit asked for so that every running sum is rounded once. */
const roundedAtEnd = (values: readonly bigint[], { rounding }: Terms): bigint[] => {
  const [unit, mode] = [rounding?.unit ?? 1n, rounding?.mode ?? 'half-up']
  let [exact, shown] = [0n, 0n]
  return values.map((value) => {
    exact += value
    const next = unit * roundedQuotient(exact, endScale * unit, mode)
    const line = next - shown
    shown = next
    return line
  })
}

const scaled = (amount: Fen): Fen => fen(amount * endScale)

const finer = (terms: Terms): Terms => {
  const { rounding: _, ...rest } = terms
  return {
    ...rest,
    principal: scaled(terms.principal),
    rounding: { mode: 'half-even', unit: fen(1n) },
    ...(terms.instalment === undefined ? {} : { instalment: scaled(terms.instalment) }),
    ...(terms.instalmentMultipleOf === undefined ? {} : { instalmentMultipleOf: scaled(terms.instalmentMultipleOf) }),
    ...(terms.flatBase === undefined ? {} : { flatBase: scaled(terms.flatBase) }),
    ...(terms.balloon === undefined ? {} : { balloon: scaled(terms.balloon) }),
    ...(terms.disbursements ? { disbursements: terms.disbursements.map(({ on, amount }) => ({ on, amount: scaled(amount) })) } : {}),
    ...(terms.minimumPayment ? { minimumPayment: { ...terms.minimumPayment, least: scaled(terms.minimumPayment.least) } } : {}),
  }
}

const courseOf = (terms: Terms): Course | Refusal<TermsRefusal> => {
  if (terms.rounding?.at !== 'end') return reckon(terms)
  const course = reckon(finer(terms))
  if (isRefusal(course)) return course
  const { instalment: exact, ...columns } = course
  const instalment = exact === undefined ? {} : { instalment: roundedQuotient(exact, endScale, terms.rounding.mode) }
  return {
    ...columns,
    ...instalment,
    principal: roundedAtEnd(course.principal, { ...terms, rounding: { ...terms.rounding, unit: fen(1n) } }),
    interest: roundedAtEnd(course.interest, terms),
  }
}

const paidOutBy = ({ principal, disbursements }: Terms, day: Day): bigint =>
  disbursements ? disbursements.reduce((sum, { on, amount }) => (on < day ? sum : sum - amount), principal as bigint) : principal

const linesOf = (terms: Terms, course: Course): readonly Instalment[] => {
  const [each, end] = [feesWhen(terms, 'each'), feesWhen(terms, 'end')]
  const count = course.principal.length
  let repaid = 0n
  return course.principal.map((amount, index): Instalment => {
    const { from, to } = course.periods[index] as Course['periods'][number]
    const interest = course.interest[index] as bigint
    const fee = index === count - 1 ? fen(each + end) : each
    repaid += amount
    return {
      n: index + 1, from, due: to, principal: fen(amount), interest: fen(interest), fee, total: fen(amount + interest + fee),
      balance: fen(paidOutBy(terms, to) - repaid),
    }
  })
}

const columnLines = (terms: Terms, columns: Columns): readonly Instalment[] => {
  const [each, end] = [feesWhen(terms, 'each'), feesWhen(terms, 'end')]
  const days = dueDays(terms, terms.count)
  const lines: Instalment[] = []
  let [from, balance] = [terms.disbursedOn, Number(terms.principal)]
  for (let index = 0; index < terms.count; index += 1) {
    const [repaid, earned] = [principalAt(columns, index), columns.interest[index] as number]
    balance -= repaid
    const due = days[index] as Day
    const fee = index === terms.count - 1 ? fen(each + end) : each
    const total = fen(BigInt(repaid + earned) + fee)
    lines.push({ n: index + 1, from, due, principal: fen(BigInt(repaid)), interest: fen(BigInt(earned)), fee, total, balance: fen(BigInt(balance)) })
    from = due
  }
  return lines
}

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n)

const totalsOf = (terms: Terms, interest: bigint, lines: number): Totals => {
  const fee = feesWhen(terms, 'start') + feesWhen(terms, 'each') * BigInt(lines) + feesWhen(terms, 'end')
  return { principal: terms.principal, interest: fen(interest), fee: fen(fee), total: fen(terms.principal + interest + fee) }
}

/** A value made when it is first asked for, and kept. */
const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}

const planOf = (terms: Terms, made: { readonly lines: () => readonly Instalment[]; readonly totals: () => Totals; readonly periods: () => readonly Period[] },
  columns: Columns | undefined, instalment: Fen | undefined): Schedule => {
  const [lines, totals] = [once(made.lines), once(made.totals)]
  const cuts = once(() => cutPeriods(terms, made.periods()))
  return {
    terms,
    columns,
    ...(instalment === undefined ? {} : { instalment }),
    get instalments() { return lines() },
    get totals() { return totals() },
    get cuts() { return cuts() },
    get upfrontFee() { return feesWhen(terms, 'start') },
  }
}

export const schedule = (terms: Terms): Schedule | Refusal<TermsRefusal> => {
  const refusal = checkTerms(terms)
  if (refusal) return refusal
  const columns = fastColumns(terms)
  if (columns) {
    const { pays, totalInterest } = columns
    const made = {
      lines: () => columnLines(terms, columns), totals: () => totalsOf(terms, BigInt(totalInterest), terms.count), periods: () => periodsOf(terms, terms.count),
    }
    return planOf(terms, made, columns, pays.kind === 'total' ? fen(BigInt(pays.amount)) : undefined)
  }
  const course = courseOf(terms)
  if (isRefusal(course)) return course
  const made = {
    lines: () => linesOf(terms, course), totals: () => totalsOf(terms, sumOf(course.interest), course.interest.length), periods: () => course.periods,
  }
  return planOf(terms, made, undefined, course.instalment === undefined ? undefined : fen(course.instalment))
}
