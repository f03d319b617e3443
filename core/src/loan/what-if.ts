import type { Day } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { type AheadRefused, lifeAfterPrepayment, lifeUntil, payoffAhead } from './ahead.ts'
import { type Course, courseOf, type CourseRow, prepaymentRow, rowsAhead } from './course.ts'
import type { LoanEvent } from './events.ts'
import { life, type LifeState } from './life.ts'
import type { PrepaymentChoice, PrepaymentQuote } from './payoff.ts'
import type { Terms } from './terms.ts'

/**
 * What if: what an early repayment would change in the rest of a loan, and two courses side by side. Pure and fast
 * enough for a slider; the calculator and the desk draw what is returned here.
 */
export type PrepaymentWhatIf = {
  readonly quote: PrepaymentQuote
  readonly before: Course
  readonly after: Course
  /** On the day, before and after the payment. */
  readonly stateBefore: LifeState
  readonly stateAfter: LifeState
  /** What is paid less in all: interest and fees saved, the charge taken off. */
  readonly saved: Fen
  /** How many days sooner the last payment falls due. */
  readonly daysSooner: number
  /** A coming instalment of a whole period, with and without. */
  readonly instalment?: { readonly due: Day; readonly before: Fen; readonly after: Fen }
}

const comparable = (before: Course, after: Course, on: Day): PrepaymentWhatIf['instalment'] => {
  const later = after.rows.filter(({ kind, due }) => kind === 'instalment' && due > on)
  const row = later.find(({ from }) => from > on) ?? later[0]
  const was = row && before.rows.find(({ kind, due }) => kind === 'instalment' && due === row.due)
  return row && was ? { due: row.due, before: was.total, after: row.total } : undefined
}

type Asked = { readonly on: Day; readonly choice: PrepaymentChoice; readonly upfrontFee?: Fen; readonly furthest?: number }

/**
 * An early repayment on `on`, asked on `asOf`, by the same quote as the payoff answer. `upfrontFee` belongs to a loan that
 * is only being thought of; `furthest` is how far ahead may be asked.
 */
export const whatIfPrepaid = (
  terms: Terms, events: readonly LoanEvent[], asOf: Day, { on, choice, upfrontFee, furthest }: Asked,
): PrepaymentWhatIf | AheadRefused => {
  const state = life(terms, events, asOf)
  if (isRefusal(state)) return state
  const quote = payoffAhead(terms, events, state, on, choice, furthest)
  if (isRefusal(quote)) return quote
  const [stateBefore, stateAfter] = [lifeUntil(terms, events, state, on), lifeAfterPrepayment(terms, events, state, on, choice)]
  if (isRefusal(stateBefore)) return stateBefore
  if (isRefusal(stateAfter)) return stateAfter
  const ahead = rowsAhead(state)
  const paidBefore: readonly CourseRow[] = ahead.filter(({ kind, due }) => kind === 'instalment' && due < on)
  const prepaid = prepaymentRow(quote, paidBefore.at(-1)?.due ?? state.next?.from ?? asOf, stateAfter.balances.principal)
  const before = courseOf(asOf, ahead, upfrontFee)
  const after = courseOf(asOf, [...paidBefore, prepaid, ...rowsAhead(stateAfter, ahead)], upfrontFee)
  const instalment = comparable(before, after, on)
  return {
    quote, before, after, stateBefore, stateAfter, saved: fen(before.totals.total - after.totals.total), daysSooner: before.lastDue - after.lastDue,
    ...(instalment ? { instalment } : {}),
  }
}

/** Two courses side by side: b less a, what the second costs more (positive) or less, and how many days later it ends. */
export type CourseDifference = Readonly<Record<'interest' | 'fee' | 'total' | 'first', Fen>> & { readonly days: number }

export const compareCourses = (a: Course, b: Course): CourseDifference => {
  const less = (key: 'interest' | 'fee' | 'total'): Fen => fen(b.totals[key] - a.totals[key])
  const first = (course: Course): bigint => course.rows[0]?.total ?? 0n
  return { interest: less('interest'), fee: less('fee'), total: less('total'), first: fen(first(b) - first(a)), days: b.lastDue - a.lastDue }
}
