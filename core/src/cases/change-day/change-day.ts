import type { RegulationRule } from '../../compliance/regulation.ts'
import type { Product } from '../../knowledge/product.ts'
import { assessDayChange, type DayChangeAnswer } from '../../loan/change-day.ts'
import type { Day } from '../../primitives/day.ts'
import type { Figure } from '../../primitives/figure.ts'
import { type Read, takeNumber } from '../../primitives/reading.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Case } from '../case.ts'
import { isSamePlan, type PlanLine, planOf } from '../plan-line.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { LoanInWorld } from '../prepayment/prepayment.ts'
import type { World } from '../procedure.ts'

/** 更改还款日: all instalments from the next one on fall due on another day of the month. Which days, and how often, the product says. */

export type ChangeDayState = 'quoted' | 'booking' | 'booking-failed' | 'done' | 'withdrawn' | 'lapsed'

/** `day`: of the month. */
export type ChangeDayAsk = { readonly loanRef: string; readonly day: number }

/** What it changes, as the customer sees it before he says yes. */
export type DayQuote = Omit<DayChangeAnswer, 'event' | 'before' | 'after'> & {
  readonly before: readonly PlanLine[]; readonly after: readonly PlanLine[]; readonly quotedOn: Day
}

export type ChangeDayData = {
  readonly ask: ChangeDayAsk
  readonly quote: DayQuote
  /** How often the loan system was told: each time is an instruction of its own, and none follows one that was booked. */
  readonly tries: number
  readonly agreedOn?: Day
  readonly bookedOn?: Day
  readonly failed?: string
}

export type ChangeDayCase = Case<ChangeDayState, ChangeDayData>

export type ChangeDayRules = { readonly leastDaysBefore: number }

/** `rules`: those of the product that the loan was made of; undefined where the lender keeps none, which allows nothing. */
export type LoanWithDay = LoanInWorld & { readonly rules: Product['changeDueDay'] | undefined }

export type ChangeDayWorld = World & { readonly policy: CasePolicy<ChangeDayRules>; readonly loanOf: (loanRef: string) => LoanWithDay | undefined }

/** Reads `content/cases/change-day.json`. */
export const parseChangeDayPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<ChangeDayRules>> =>
  parseCasePolicy(value, rules, (source) => ({ leastDaysBefore: takeNumber(source, 'leastDaysBefore', 0, 31) }))

/** What the books say today that the change would do. */
export const quoteFor = ({ terms, events, rules }: LoanWithDay, day: number, quotedOn: Day, { leastDaysBefore }: ChangeDayRules): DayQuote | Refusal => {
  if (!rules) return refuse('change-day-not-in-product')
  const answer = assessDayChange(terms, events, { on: quotedOn, day }, { ...rules, leastDaysBefore })
  if (isRefusal(answer)) return answer.refused.startsWith('change-day-') || answer.refused === 'nothing-to-extend' ? answer : refuse('change-day-not-possible')
  const { event: _booked, before, after, ...rest } = answer
  return { ...rest, before: planOf(before), after: planOf(after), quotedOn }
}

/** Whether a customer who agreed to the one would get the other without a surprise: every day and every amount of both plans. */
export const isSameQuote = (a: DayQuote, b: DayQuote): boolean => isSamePlan(a.before, b.before) && isSamePlan(a.after, b.after)

/** The figures of the notices, each with its source. */
export const figuresOf = ({ ask, quote }: ChangeDayData): Readonly<Record<string, Figure>> => {
  const source = (field: string): Figure['source'] => ({ from: 'loan', loanRef: ask.loanRef, field, asOf: quote.quotedOn })
  return {
    dueBefore: { kind: 'date', value: quote.dueBefore, source: source('change-day-due-before') },
    newDue: { kind: 'date', value: quote.dueAfter, source: source('change-day-due-after') },
    firstInstalment: { kind: 'amount', value: quote.firstAfter, source: source('change-day-first-instalment') },
    interestBefore: { kind: 'amount', value: quote.interestBefore, source: source('change-day-interest-before') },
    interestAfter: { kind: 'amount', value: quote.interestAfter, source: source('change-day-interest-after') },
    endAfter: { kind: 'date', value: quote.endAfter, source: source('change-day-end-after') },
  }
}
