import type { Day } from '../primitives/day.ts'
import { addFen, type Fen, fen, zeroFen } from '../primitives/money.ts'
import { isRefusal, type Refusal } from '../primitives/refusal.ts'
import { type CutPeriod, cutPeriods } from './parts.ts'
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

const linesOf = (terms: Terms, course: Course): readonly Instalment[] => {
  const [each, end] = [feesWhen(terms, 'each'), feesWhen(terms, 'end')]
  const paidOutBy = (day: Day): bigint =>
    (terms.disbursements ?? []).reduce((sum, { on, amount }) => (on < day ? sum : sum - amount), terms.principal as bigint)
  const count = course.principal.length
  let repaid = 0n
  return course.principal.map((amount, index): Instalment => {
    const period = course.periods[index] as Course['periods'][number]
    const interest = fen(course.interest[index] ?? 0n)
    const principal = fen(amount)
    const fee = index === count - 1 ? addFen(each, end) : each
    repaid += amount
    return {
      n: index + 1,
      from: period.from,
      due: period.to,
      principal,
      interest,
      fee,
      total: addFen(principal, interest, fee),
      balance: fen(paidOutBy(period.to) - repaid),
    }
  })
}

const totalsOf = (lines: readonly Instalment[], upfrontFee: Fen): Totals => {
  const principal = addFen(...lines.map((line) => line.principal))
  const interest = addFen(...lines.map((line) => line.interest))
  const fee = addFen(upfrontFee, ...lines.map((line) => line.fee))
  return { principal, interest, fee, total: addFen(principal, interest, fee) }
}

export const schedule = (terms: Terms): Schedule | Refusal<TermsRefusal> => {
  const refusal = checkTerms(terms)
  if (refusal) return refusal
  const course = courseOf(terms)
  if (isRefusal(course)) return course
  const instalments = linesOf(terms, course)
  const upfrontFee = feesWhen(terms, 'start')
  const instalment = course.instalment === undefined ? {} : { instalment: fen(course.instalment) }
  const totals = totalsOf(instalments, upfrontFee)
  return { terms, instalments, upfrontFee, totals, ...instalment, get cuts() { return cutPeriods(terms, course.periods) } }
}
