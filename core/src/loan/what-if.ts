import type { Day } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import { isRefusal, type Refusal } from '../primitives/refusal.ts'
import { annualCost, type AnnualCost } from './cost.ts'
import type { LoanEvent } from './events.ts'
import { life, type LifeState, type Refused } from './life.ts'
import { type Schedule, schedule } from './schedule.ts'
import type { Terms, TermsRefusal } from './terms.ts'

/**
 * What if: two plans side by side, and what an event would change in the rest of a loan. Pure and fast enough for a
 * slider; the calculator and the desk draw what is returned here.
 */
export type PlanFigures = {
  readonly plan: Schedule
  readonly interest: Fen
  readonly fee: Fen
  readonly total: Fen
  readonly first: Fen
  readonly last: Fen
  readonly lastDue: Day
  readonly cost?: AnnualCost
}

export type PlanComparison = {
  readonly a: PlanFigures
  readonly b: PlanFigures
  /** b less a: what the second costs more (positive) or less. */
  readonly difference: { readonly interest: Fen; readonly fee: Fen; readonly total: Fen; readonly first: Fen; readonly days: number }
}

const figuresOf = (plan: Schedule): PlanFigures => {
  const [first, last] = [plan.instalments[0], plan.instalments.at(-1)]
  if (!first || !last) throw new Error('a schedule has lines')
  const cost = annualCost(plan)
  const { interest, fee, total } = plan.totals
  return { plan, interest, fee, total, first: first.total, last: last.total, lastDue: last.due, ...(isRefusal(cost) ? {} : { cost }) }
}

export const comparePlans = (a: Terms, b: Terms): PlanComparison | Refusal<TermsRefusal> => {
  const [planA, planB] = [schedule(a), schedule(b)]
  if (isRefusal(planA)) return planA
  if (isRefusal(planB)) return planB
  const [left, right] = [figuresOf(planA), figuresOf(planB)]
  const less = (key: 'interest' | 'fee' | 'total' | 'first'): Fen => fen(right[key] - left[key])
  const difference = { interest: less('interest'), fee: less('fee'), total: less('total'), first: less('first'), days: right.lastDue - left.lastDue }
  return { a: left, b: right, difference }
}

export type RestComparison = {
  readonly without: LifeState
  readonly with: LifeState
  /** Interest still to come without the event, less that with it and less what the event itself pays of it. */
  readonly interestSaved: Fen
  /** How many days sooner the last line falls due. */
  readonly daysSooner: number
}

const interestOf = (state: LifeState): bigint => state.schedule.reduce((sum, line) => sum + line.interest, 0n)
const paidBeside = (state: LifeState): bigint =>
  state.entries.filter(({ event, interest }) => event === 'prepay' && interest > 0n).reduce((sum, { interest }) => sum + interest, 0n)
const endOf = (state: LifeState, otherwise: Day): Day => state.schedule.at(-1)?.due ?? otherwise

/** The rest of a loan with one more event and without it, as of the day of the event. */
export const compareRest = (terms: Terms, events: readonly LoanEvent[], event: LoanEvent): RestComparison | Refused => {
  const [without, withIt] = [life(terms, events, event.on), life(terms, [...events, event], event.on)]
  if (isRefusal(without)) return without
  if (isRefusal(withIt)) return withIt
  const saved = interestOf(without) + paidBeside(without) - interestOf(withIt) - paidBeside(withIt)
  return { without, with: withIt, interestSaved: fen(saved), daysSooner: endOf(without, event.on) - endOf(withIt, event.on) }
}
