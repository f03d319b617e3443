import { addMonths, civil, type Day, dayOf, daysInMonth } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import { isRefusal, type Refusal } from '../primitives/refusal.ts'
import { type Book, dueLines, type Line, newLine, undueLines } from './book.ts'
import { rateOn } from './parts.ts'
import { anchorOf } from './periods.ts'
import { feeAmount, type Schedule, schedule } from './schedule.ts'
import type { RateChange, Terms, TermsRefusal } from './terms.ts'

/**
 * Planning anew what is not yet due. The rest of a loan is a fresh loan of the same rule: principal what is left, paid
 * out on `start`, first due on the next due day, for the instalments that are left. So a partial prepayment agrees with
 * a fresh schedule because it is one.
 */

export type Change = {
  /** What is planned anew; all lines not yet due where left out. */
  readonly lines?: readonly Line[]
  /** A line not yet due, before those, that stays as it is but for the principal owed after it. */
  readonly stays?: Line
  /** Principal of the new plan; what is not yet due where left out. */
  readonly principal?: bigint
  /** A flat fee is reckoned on the new principal from now on (a partial prepayment); else on what it was. */
  readonly freshBase?: boolean
  /** From when the new plan earns interest; the start of the running period where left out. */
  readonly start?: Day
  readonly firstDueOn?: Day
  /** The day of the month from now on, where the new first due day does not say it. */
  readonly anchorDay?: number
  readonly count?: number
  readonly rateChange?: RateChange
  /** Keep the instalment and let the term move, or keep the term and reckon the instalment anew; else one that is given stays. */
  readonly keeps?: 'instalment' | 'term'
  /** Interest earned before `start` and not yet due: it falls due with the first new line. */
  readonly carriedInterest?: bigint
  /** The first due day moves out: where the interest until then exceeds an instalment, the first line pays that interest alone. */
  readonly putsOff?: boolean
}

/** Fees of each instalment were a share of the first principal, not of the rest: they stay the amounts they were. */
const remainingFees = (terms: Terms): Terms['fees'] =>
  terms.fees?.filter(({ when }) => when !== 'start').map((fee) => ({ name: fee.name, when: fee.when, amount: feeAmount(fee, terms) }))

const sharesLeft = (principal: bigint, share: bigint, count: number): number =>
  share <= 0n ? count : Math.max(1, Math.min(count, Number((principal + share - 1n) / share)))

/** What a shorter term means for each method: the same instalment (annuity), or the same share of principal. */
const keptInstalment = (plan: Terms, running: Line, principal: bigint, count: number, instalment: Fen | undefined): Partial<Terms> => {
  if (plan.method === 'equal-instalment' && instalment !== undefined) return { instalment }
  if (plan.method === 'equal-principal' || plan.method === 'flat-fee') return { count: sharesLeft(principal, running.principal, count) }
  return {}
}

const datedRest = (plan: Terms, start: Day, change: Change): Partial<Terms> => {
  const rateChanges = [...(plan.rateChanges ?? []).filter(({ from }) => from > start), ...(change.rateChange ? [change.rateChange] : [])]
  const disbursements = (plan.disbursements ?? []).filter(({ on }) => on > start)
  return { ...(rateChanges.length > 0 ? { rateChanges } : {}), ...(disbursements.length > 0 ? { disbursements } : {}) }
}

/** A new first due day brings its own anchor; else the plan keeps the one it had, also where the next month is too short for it. */
const anchorAfter = (plan: Terms, { firstDueOn, anchorDay }: Change): Pick<Terms, 'anchorDay'> => {
  if (firstDueOn === undefined) return { anchorDay: anchorOf(plan) }
  return anchorDay === undefined ? {} : { anchorDay }
}

/** The terms of a fresh loan over what is left of a plan. `instalment` is the constant one of the plan, where there is one. */
export const remainingTerms = (plan: Terms, lines: readonly Line[], change: Change, instalment?: Fen): Terms | undefined => {
  const [running] = lines
  if (!running) return undefined
  const start = change.start ?? running.from
  const principal = change.principal ?? lines.reduce((sum, line) => sum + line.principal, 0n)
  const count = change.count ?? lines.length
  const passed = Math.max(0, plan.count - lines.length)
  const { firstDueOn: _1, anchorDay: _7, disbursements: _2, rateChanges: _3, fees: _4, interestOnlyCount: _5, balloon: _6, flatBase = plan.principal,
    instalment: given, ...rest } = plan
  const interestOnlyCount = Math.min(count - 1, (plan.interestOnlyCount ?? 0) - passed)
  const fees = remainingFees(plan) ?? []
  return {
    ...rest,
    ...datedRest(plan, start, change),
    principal: fen(principal),
    count: plan.method === 'bullet' ? 1 : count,
    disbursedOn: start,
    firstDueOn: change.firstDueOn ?? running.due,
    ...('months' in plan.every ? anchorAfter(plan, change) : {}),
    annualRate: rateOn(plan, start),
    ...(fees.length > 0 ? { fees } : {}),
    ...(interestOnlyCount > 0 ? { interestOnlyCount } : {}),
    ...(plan.balloon === undefined ? {} : { balloon: fen(plan.balloon < principal ? plan.balloon : principal) }),
    ...(plan.method === 'flat-fee' && !change.freshBase ? { flatBase } : {}),
    ...(plan.step ? { step: { ...plan.step, passed: Math.max(0, (plan.step.passed ?? 0) + plan.count - lines.length) } } : {}),
    ...(given !== undefined && change.count === undefined && change.keeps !== 'term' ? { instalment: given } : {}),
    ...(change.keeps === 'instalment' ? keptInstalment(plan, running, principal, count, instalment) : {}),
  }
}

/** The lines of a plan, numbered on from those already due. */
const linesOf = (plan: Schedule, passed: number, carriedInterest: bigint): Line[] => {
  const { cuts, terms } = plan
  const flat = terms.method === 'flat-fee' ? { flatBase: terms.flatBase ?? terms.principal } : {}
  return plan.instalments.map((instalment, index) => {
    const cut = cuts[index]
    if (!cut) throw new Error('a schedule has one cut period for each instalment')
    const carried = index === 0 ? carriedInterest : 0n
    const { from, due, principal, fee } = instalment
    const opening = plan.instalments[index - 1]?.balance ?? 0n
    return newLine({ n: passed + index + 1, from, due, principal, interest: instalment.interest + carried, fee, cut, opening, carried,
      balance: instalment.balance, ...flat })
  })
}

/** A charge beside the plan, claimed with this line. */
export const addCharge = (line: Line, amount: bigint): void => {
  line.fee += amount
  line.added += amount
}

/** Puts a plan in the place of what is not yet due. */
export const setPlan = (book: Book, terms: Terms, { carriedInterest = 0n, stays }: Change = {}): Refusal<TermsRefusal> | undefined => {
  const plan = schedule(terms)
  if (isRefusal(plan)) return plan
  const kept = stays ? [...dueLines(book), stays] : dueLines(book)
  const added = undueLines(book).reduce((sum, line) => (line === stays ? sum : sum + line.added), 0n)
  if (stays) stays.balance = terms.principal
  book.plan = terms
  book.instalment = plan.instalment
  const lines = linesOf(plan, kept.at(-1)?.n ?? 0, carriedInterest)
  const [first] = lines
  if (first) addCharge(first, added)
  book.lines = [...kept, ...lines]
  return undefined
}

export const replan = (book: Book, change: Change): Refusal<TermsRefusal> | undefined => {
  const terms = remainingTerms(book.plan, change.lines ?? undueLines(book), change, book.instalment)
  if (!terms) return undefined
  const refusal = setPlan(book, terms, change)
  if (refusal?.refused !== 'instalment-too-small' || !change.putsOff || terms.interestOnlyCount !== undefined) return refusal
  return setPlan(book, { ...terms, interestOnlyCount: 1 }, change)
}

/**
 * A new due day of the month for the instalment that was due on `due`: in the same month, clamped to its end; where that is
 * not after `past`, a month later.
 */
export const dayOfSameMonth = (due: Day, past: Day, dayOfMonth: number): Day => {
  const { year, month } = civil(due)
  const same = dayOf(year, month, Math.min(dayOfMonth, daysInMonth(year, month)))
  return same > past ? same : addMonths(same, 1, dayOfMonth)
}
