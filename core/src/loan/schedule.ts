import { type Day, dayOf } from '../primitives/day.ts'
import { addFen, type Fen, fen, zeroFen } from '../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import { type Columns, fastColumns } from './kernel.ts'
import { type CutPeriod, cutPeriods } from './parts.ts'
import { dueDay, dueDays, type Period, periodsOf } from './periods.ts'
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
    : fen(roundedTo(ratio(terms.principal * fee.rateOfPrincipal.num, fee.rateOfPrincipal.den), terms.rounding?.unit ?? 1n,
      terms.rounding?.mode ?? 'half-up'))

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

/** A line of whole numbers, each a Fen only when it is read: most lines of most plans are never read whole. */
class ColumnLine implements Instalment {
  readonly n: number
  readonly from: Day
  readonly due: Day
  readonly fee: Fen
  private readonly repaid: number
  private readonly earned: number
  private readonly left: number

  constructor(n: number, from: Day, due: Day, fee: Fen, repaid: number, earned: number, left: number) {
    this.n = n
    this.from = from
    this.due = due
    this.fee = fee
    this.repaid = repaid
    this.earned = earned
    this.left = left
  }

  get principal(): Fen {
    return fen(BigInt(this.repaid))
  }

  get interest(): Fen {
    return fen(BigInt(this.earned))
  }

  get total(): Fen {
    return fen(BigInt(this.repaid + this.earned) + this.fee)
  }

  get balance(): Fen {
    return fen(BigInt(this.left))
  }
}

const columnLines = (terms: Terms, columns: Columns): readonly Instalment[] => {
  const { count } = terms
  const { interest, pays, last } = columns
  const [each, end] = [feesWhen(terms, 'each'), feesWhen(terms, 'end')]
  const days = dueDays(terms, count)
  const lines: Instalment[] = []
  // Room for all at once: growing line by line costs as much as the lines.
  lines.length = count
  const isTotal = pays.kind === 'total'
  const amount = pays.amount
  let from = terms.disbursedOn
  let balance = Number(terms.principal)
  for (let index = 0; index < count - 1; index += 1) {
    const earned = interest[index] as number
    const repaid = isTotal ? amount - earned : amount
    const due = days[index] as Day
    balance -= repaid
    lines[index] = new ColumnLine(index + 1, from, due, each, repaid, earned, balance)
    from = due
  }
  lines[count - 1] = new ColumnLine(count, from, days[count - 1] as Day, fen(each + end), last, interest[count - 1] as number, 0)
  return lines
}

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n)

const totalsOf = (terms: Terms, interest: bigint, lines: number): Totals => {
  const fee = feesWhen(terms, 'start') + feesWhen(terms, 'each') * BigInt(lines) + feesWhen(terms, 'end')
  return { principal: terms.principal, interest: fen(interest), fee: fen(fee), total: fen(terms.principal + interest + fee) }
}

type Making = { readonly lines: () => readonly Instalment[]; readonly totals: () => Totals; readonly periods: () => readonly Period[] }

/** A class for its prototype's sake: getters written into an object literal cost more than the reckoning of a plan. */
class Plan implements Schedule {
  readonly terms: Terms
  readonly columns: Columns | undefined
  readonly instalment?: Fen
  readonly #making: Making
  #lines: readonly Instalment[] | undefined
  #totals: Totals | undefined
  #cuts: readonly CutPeriod[] | undefined

  constructor(terms: Terms, making: Making, columns: Columns | undefined, instalment: bigint | undefined) {
    this.terms = terms
    this.columns = columns
    this.#making = making
    if (instalment !== undefined) this.instalment = fen(instalment)
  }

  get instalments(): readonly Instalment[] {
    return this.#lines ??= this.#making.lines()
  }

  get totals(): Totals {
    return this.#totals ??= this.#making.totals()
  }

  get cuts(): readonly CutPeriod[] {
    return this.#cuts ??= cutPeriods(this.terms, this.#making.periods())
  }

  get upfrontFee(): Fen {
    return feesWhen(this.terms, 'start')
  }
}

const makingOfColumns = (terms: Terms, columns: Columns): Making => ({
  lines: () => columnLines(terms, columns),
  totals: () => totalsOf(terms, BigInt(columns.totalInterest), terms.count),
  periods: () => periodsOf(terms, terms.count),
})

const makingOfCourse = (terms: Terms, course: Course): Making => ({
  lines: () => linesOf(terms, course),
  totals: () => totalsOf(terms, sumOf(course.interest), course.interest.length),
  periods: () => course.periods,
})

/** Beyond it a day has no ISO form of four digits. */
const lastDay = dayOf(9999, 12, 31)

/** Months of 31 days are never too short a guess, so that the calendar is asked only near the end of time. */
const endsTooLate = (terms: Terms): boolean => {
  const { every, count, disbursedOn, firstDueOn = disbursedOn } = terms
  const span = 'months' in every ? every.months * 31 : every.days
  return firstDueOn + span * count > lastDay && dueDay(terms, count) > lastDay
}

export const schedule = (terms: Terms): Schedule | Refusal<TermsRefusal> => {
  const refusal = checkTerms(terms)
  if (refusal) return refusal
  if (endsTooLate(terms)) return refuse('term-too-long', {}, 'count')
  const columns = fastColumns(terms)
  if (columns) {
    const { kind, amount } = columns.pays
    return new Plan(terms, makingOfColumns(terms, columns), columns, kind === 'total' ? BigInt(amount) : undefined)
  }
  const course = courseOf(terms)
  return isRefusal(course) ? course : new Plan(terms, makingOfCourse(terms, course), undefined, course.instalment)
}
