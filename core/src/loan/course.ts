import type { Day } from '../primitives/day.ts'
import { addFen, type Fen, fen, zeroFen } from '../primitives/money.ts'
import { isRefusal, type Refusal } from '../primitives/refusal.ts'
import { stillToPay } from './ahead.ts'
import { apr, type AprRefusal } from './apr.ts'
import { annualCost, type AnnualCost } from './cost.ts'
import type { LoanEvent } from './events.ts'
import { life, type LifeState, type Refused } from './life.ts'
import type { PrepaymentQuote } from './payoff.ts'
import { ratio } from './ratio.ts'
import { type Instalment, type Schedule, schedule, type Totals } from './schedule.ts'
import type { Terms } from './terms.ts'

/**
 * A course (还款过程): what is paid when, from a day on, whether it is a plan as agreed, the rest of a running loan, or
 * either of them with an early repayment in it. The calculator draws it, tables it and explains every amount of it.
 */
export type CourseRow = {
  readonly kind: 'instalment' | 'prepayment' | 'arrears'
  /** The number of the instalment; 0 for the other kinds. */
  readonly n: number
  readonly from: Day
  readonly due: Day
  readonly principal: Fen
  readonly interest: Fen
  /** Fees, and for the other kinds also penalty, compound interest and the charge for early repayment. */
  readonly fee: Fen
  /** What is paid: the sum of the three, less money received before (see `credit`). */
  readonly total: Fen
  readonly credit: Fen
  /** Principal owed after it. */
  readonly balance: Fen
  /** The line of a plan that it is: where its amounts come from. */
  readonly line?: { readonly plan: Schedule; readonly n: number } | undefined
}

export type Course = {
  readonly start: Day
  readonly rows: readonly CourseRow[]
  /** Fees taken at payout: in totals and in no row. */
  readonly upfrontFee: Fen
  readonly totals: Totals
  readonly lastDue: Day
}

const sumOf = (rows: readonly CourseRow[], key: 'principal' | 'interest' | 'fee' | 'total'): Fen => addFen(zeroFen, ...rows.map((row) => row[key]))

export const courseOf = (start: Day, rows: readonly CourseRow[], upfrontFee: Fen = zeroFen): Course => ({
  start, rows, upfrontFee, lastDue: rows.at(-1)?.due ?? start,
  totals: {
    principal: sumOf(rows, 'principal'), interest: sumOf(rows, 'interest'), fee: addFen(sumOf(rows, 'fee'), upfrontFee),
    total: addFen(sumOf(rows, 'total'), upfrontFee),
  },
})

const rowOfLine = (plan: Schedule, { n, from, due, principal, interest, fee, total, balance }: Instalment): CourseRow =>
  ({ kind: 'instalment', n, from, due, principal, interest, fee, total, credit: zeroFen, balance, line: { plan, n } })

/** A plan as agreed, from its payout on. */
export const courseOfPlan = (plan: Schedule): Course =>
  courseOf(plan.terms.disbursedOn, plan.instalments.map((line) => rowOfLine(plan, line)), plan.upfrontFee)

/** The plan behind the lines that are not yet due, and which of its lines falls due when. */
const restPlan = (state: LifeState): ((due: Day) => CourseRow['line']) => {
  const plan = schedule(state.plan)
  if (isRefusal(plan)) return () => undefined
  const places = new Map(plan.instalments.map(({ due, n }) => [due, n]))
  return (due) => {
    const n = places.get(due)
    return n === undefined ? undefined : { plan, n }
  }
}

/**
 * What is still to be paid of a loan by its plan as it stands, arrears first, as if they were paid on `state.asOf`. An
 * instalment that an early repayment let stand is a line of the plan before, found in `otherwise`.
 */
export const rowsAhead = (state: LifeState, otherwise: readonly CourseRow[] = []): readonly CourseRow[] => {
  const inPlan = restPlan(state)
  const lineOf = (due: Day): CourseRow['line'] => inPlan(due) ?? otherwise.find((row) => row.due === due)?.line
  const rows = stillToPay(state).map(({ line, principal, interest, fee }): CourseRow => {
    const total = addFen(principal, interest, fee)
    const { n, from, due, balance } = line
    return { kind: 'instalment', n, from, due, principal, interest, fee, total, credit: zeroFen, balance, line: lineOf(due) }
  })
  return [...arrearsRow(state), ...rows]
}

const arrearsRow = ({ arrears, asOf, balances }: LifeState): readonly CourseRow[] => {
  const [oldest] = arrears
  if (!oldest) return []
  const sum = (key: 'principal' | 'interest' | 'fee' | 'penalty' | 'compound' | 'total'): bigint => arrears.reduce((all, line) => all + line[key], 0n)
  const principal = fen(sum('principal'))
  return [{
    kind: 'arrears', n: 0, from: oldest.due, due: asOf, principal, interest: fen(sum('interest')),
    fee: fen(sum('fee') + sum('penalty') + sum('compound')), total: fen(sum('total')), credit: zeroFen, balance: fen(balances.principal - principal),
  }]
}

/** The payment of an early repayment as it was quoted, with what was due beside it. */
export const prepaymentRow = (quote: PrepaymentQuote, from: Day, balance: Fen): CourseRow => {
  const { on, due, charge, credit, total } = quote
  return {
    kind: 'prepayment', n: 0, from, due: on, principal: addFen(due.principal, quote.principal), interest: addFen(due.interest, quote.interest),
    fee: addFen(due.fee, quote.fee, due.penalty, due.compound, charge), total, credit, balance,
  }
}

export const courseAhead = (terms: Terms, events: readonly LoanEvent[], asOf: Day): Course | Refused => {
  const state = life(terms, events, asOf)
  return isRefusal(state) ? state : courseOf(asOf, rowsAhead(state))
}

/** What a plan with an early repayment in it costs a year, by the days on which it is really paid. */
const costByDays = ({ terms, upfrontFee }: Schedule, { rows }: Course): AnnualCost | Refusal<AprRefusal> => {
  const perYear = 'months' in terms.every ? ratio(12n, BigInt(terms.every.months)) : ratio(365n, 1n)
  const flows = [{ amount: ratio(terms.principal - upfrontFee, 1n), on: terms.disbursedOn },
    ...rows.map(({ due, total }) => ({ amount: ratio(-total, 1n), on: due }))]
  const answer = apr({ convention: 'eu', flows, periodsPerYear: perYear })
  if (isRefusal(answer)) return answer
  const rate = answer.effective ?? answer.rate
  return { simple: answer.simple ?? rate, effective: rate }
}

export const courseCost = (plan: Schedule, course: Course): AnnualCost | Refusal<AprRefusal> =>
  course.rows.some(({ kind }) => kind === 'prepayment') || plan.terms.disbursements?.length ? costByDays(plan, course) : annualCost(plan)

