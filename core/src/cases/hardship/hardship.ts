import type { RegulationRule } from '../../compliance/regulation.ts'
import { life } from '../../loan/life.ts'
import { planChange } from '../../loan/plan-change.ts'
import type { Day } from '../../primitives/day.ts'
import type { Figure } from '../../primitives/figure.ts'
import { type Fen, fen } from '../../primitives/money.ts'
import { noteDuplicates, type Read, readText, type Source, takeList } from '../../primitives/reading.ts'
import { isRefusal } from '../../primitives/refusal.ts'
import { type Material, readMaterial } from '../approval/approval.ts'
import type { Case } from '../case.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { MaterialNeeds, MaterialWorld } from '../material-needs.ts'
import type { LoanInWorld } from '../prepayment/prepayment.ts'

/** 困难帮扶: who cannot pay as agreed gets a plan that he can keep. What the plans are is reckoned by the loan engine; which one is decided by people. */

export type HardshipState =
  | 'gathering' | 'assessing' | 'in-approval' | 'offered' | 'booking' | 'booking-failed' | 'kept' | 'broken' | 'done' | 'closed' | 'refused' | 'withdrawn' | 'lapsed'

/** What comes in and goes out in a month, and what he can pay of it. */
export type Means = { readonly income: Fen; readonly expenses: Fen; readonly canPay: Fen }

export type HardshipAsk = Means & { readonly loanRef: string; readonly cause: string }

/** What is owed is put off by so many days and planned anew. */
export type Plan = { readonly days: number; readonly firstDue: Day; readonly firstInstalment: Fen; readonly end: Day; readonly extraInterest: Fen; readonly reckonedOn: Day }

export type HardshipData = MaterialNeeds & {
  readonly ask: HardshipAsk
  /** What is possible by the books, the shortest first. */
  readonly options: readonly Plan[]
  readonly proposed?: Plan
  readonly recommendation?: string
  readonly tries: number
  readonly agreedOn?: Day
  readonly bookedOn?: Day
  readonly failed?: string
  readonly refusedBecause?: string
}

export type HardshipCase = Case<HardshipState, HardshipData>

export type HardshipRules = { readonly deferDays: readonly number[]; readonly materials: readonly Material[] }

export type HardshipWorld = MaterialWorld & { readonly policy: CasePolicy<HardshipRules>; readonly loanOf: (loanRef: string) => LoanInWorld | undefined }

const readRules = (source: Source): HardshipRules => {
  const rules = { deferDays: takeList(source, 'deferDays', readText).map(Number), materials: takeList(source, 'materials', readMaterial) }
  noteDuplicates(source, 'materials', rules.materials.map(({ id }) => id))
  return rules
}

/** Reads `content/cases/hardship.json`. */
export const parseHardshipPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<HardshipRules>> => parseCasePolicy(value, rules, readRules)

/** What a deferral from `on` would do; undefined where law, agreement or books allow none of that length. */
const planFor = ({ terms, events }: LoanInWorld, days: number, on: Day): Plan | undefined => {
  const change = planChange(terms, events, { on, kind: 'defer', days })
  if (isRefusal(change)) return undefined
  const ahead = change.after.schedule.filter(({ due, state }) => due > on && state !== 'paid')
  const [first, last] = [ahead[0], ahead.at(-1)]
  return first && last && {
    days, firstDue: first.due, firstInstalment: first.total, end: last.due, extraInterest: fen(change.interestAfter - change.interestBefore), reckonedOn: on,
  }
}

export const optionsOn = (loan: LoanInWorld, on: Day, { deferDays }: HardshipRules): readonly Plan[] => deferDays.flatMap((days) => planFor(loan, days, on) ?? [])

/** Whether he has paid what fell due of the plan. */
export const isBehind = ({ terms, events }: LoanInWorld, on: Day): boolean => {
  const state = life(terms, events, on)
  return isRefusal(state) || state.arrears.length > 0
}

export const figuresOf = ({ loanRef }: HardshipAsk, { firstDue, firstInstalment, end, extraInterest, reckonedOn }: Plan): Readonly<Record<string, Figure>> => {
  const source = (field: string): Figure['source'] => ({ from: 'loan', loanRef, field, asOf: reckonedOn })
  return {
    firstDue: { kind: 'date', value: firstDue, source: source('hardship-first-due') }, firstInstalment: { kind: 'amount', value: firstInstalment, source: source('hardship-instalment') },
    endAfter: { kind: 'date', value: end, source: source('hardship-end') }, extraInterest: { kind: 'amount', value: extraInterest, source: source('hardship-extra-interest') },
  }
}
