import type { RegulationRule } from '../../compliance/regulation.ts'
import { assessExtension } from '../../loan/extension.ts'
import type { ExtensionAgreement } from '../../loan/loan-system.ts'
import type { ExtensionTerms } from '../../loan/terms.ts'
import type { Day } from '../../primitives/day.ts'
import type { Figure } from '../../primitives/figure.ts'
import { addFen, type Fen } from '../../primitives/money.ts'
import { type Read, takeYuan } from '../../primitives/reading.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Case } from '../case.ts'
import { isSamePlan, type PlanLine, planOf } from '../plan-line.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { LoanInWorld } from '../prepayment/prepayment.ts'
import type { World } from '../procedure.ts'

/** 展期: asked for before the due day, for longer than the plan. What it costs and whether it may be comes from the loan engine. */

export type ExtensionState =
  | 'awaiting-consent' | 'in-approval' | 'in-special-approval' | 'offered' | 'booking' | 'booking-failed' | 'done' | 'refused' | 'withdrawn' | 'lapsed'

/** By how many days the next due day is to move, how many instalments are to be put off (延期) with all that follow, or how many are to be added. */
export type ExtensionWish = { readonly days?: number; readonly periods?: number; readonly count?: number }

/** The wish without what was left empty. */
export const wishIn = ({ days, periods, count }: { readonly [Field in keyof ExtensionWish]: number | undefined }): ExtensionWish => ({
  ...(days === undefined ? {} : { days }), ...(periods === undefined ? {} : { periods }), ...(count === undefined ? {} : { count }),
})

export type ExtensionCaseAsk = ExtensionWish & { readonly loanRef: string }

/** Before and after, as the customer, his guarantors and the approver see it: all of them say yes to the same. */
export type Compared = {
  readonly before: readonly PlanLine[]
  readonly after: readonly PlanLine[]
  readonly endBefore: Day
  readonly endAfter: Day
  readonly interestBefore: Fen
  readonly interestAfter: Fen
  readonly extraInterest: Fen
  readonly fee: Fen
  /** The principal that is owed for longer: what levels of approval go by. */
  readonly principal: Fen
  /** The last day on which the extension may be booked: the next due day. After it this is hardship. */
  readonly bookBy: Day
  readonly comparedOn: Day
}

export type ExtensionData = {
  readonly ask: ExtensionCaseAsk
  readonly compared: Compared
  /** Guarantors who agreed to these figures. */
  readonly consents: readonly string[]
  /** How often the loan system was told: each time is an instruction of its own, and none follows one that was booked. */
  readonly tries: number
  /** How often a special approval was asked for: a yes to figures of before is none to those of now. */
  readonly specials: number
  readonly agreedOn?: Day
  readonly bookedOn?: Day
  readonly refusedBecause?: string
}

export type ExtensionCase = Case<ExtensionState, ExtensionData>

/** Above `specialAbove` of principal an extension is a special approval. */
export type ExtensionRules = { readonly specialAbove: Fen }

export type ExtensibleLoan = LoanInWorld & {
  /** What the agreement says beside the terms. */
  readonly agreement: Pick<ExtensionAgreement, 'allowed' | 'fee' | 'guarantorConsent'> & ExtensionTerms
  readonly guarantors: readonly string[]
}

export type ExtensionWorld = World & {
  readonly policy: CasePolicy<ExtensionRules>
  readonly loanOf: (loanRef: string) => ExtensibleLoan | undefined
  /** What became of the `nth` special approval (from 1) that an extension asked for, read from that case and not from what anybody says. */
  readonly specialApprovalOf: (caseId: string, nth: number) => 'open' | 'granted' | 'refused'
}

/** Reads `content/cases/extension.json`. */
export const parseExtensionPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<ExtensionRules>> =>
  parseCasePolicy(value, rules, (source) => ({ specialAbove: takeYuan(source, 'specialAbove') }))

/** What of the engine's refusals a customer can do something about; with any other, this loan cannot be extended at present. */
const telling: ReadonlySet<string> = new Set([
  'extension-empty', 'extension-too-often', 'extension-too-early', 'extension-too-long', 'days-out-of-range', 'nothing-to-extend',
])

/**
 * What the books say today. After the due day the answer is no, and the way that is open then is named: 困难帮扶, decided by people.
 */
export const compare = ({ terms, events, agreement }: ExtensibleLoan, wished: ExtensionWish, today: Day): Compared | Refusal => {
  const { allowed, fee: charged, guarantorConsent: _asked, ...own } = agreement
  if (!allowed) return refuse('extension-not-in-agreement')
  const wish = { on: today, fee: charged, ...wishIn(wished) }
  const answer = assessExtension(terms, events, wish, { ...terms.servicing?.extension, ...own })
  if (isRefusal(answer)) {
    if (answer.refused === 'extension-after-due') return refuse('extension-after-due', { offer: 'hardship' })
    return telling.has(answer.refused) ? answer : refuse('extension-not-possible')
  }
  const { before, after, endBefore, endAfter, interestBefore, interestAfter, extraInterest, fee } = answer
  const unpaid = before.filter(({ state }) => state !== 'paid')
  const [next] = unpaid
  if (!next) return refuse('nothing-to-extend')
  return {
    before: planOf(before), after: planOf(after), endBefore, endAfter, interestBefore, interestAfter, extraInterest, fee,
    principal: addFen(...unpaid.map(({ principal }) => principal)), bookBy: next.due, comparedOn: today,
  }
}

/** Whether somebody who said yes to the one would get the other without a surprise: every day and every amount of both plans. */
export const isSameCompared = (a: Compared, b: Compared): boolean =>
  a.extraInterest === b.extraInterest && a.fee === b.fee && isSamePlan(a.before, b.before) && isSamePlan(a.after, b.after)

/** The figures of the notices, each with its source. */
export const figuresOf = ({ ask, compared }: ExtensionData): Readonly<Record<string, Figure>> => {
  const source = (field: string): Figure['source'] => ({ from: 'loan', loanRef: ask.loanRef, field, asOf: compared.comparedOn })
  return {
    interestBefore: { kind: 'amount', value: compared.interestBefore, source: source('extension-interest-before') },
    interestAfter: { kind: 'amount', value: compared.interestAfter, source: source('extension-interest-after') },
    extraInterest: { kind: 'amount', value: compared.extraInterest, source: source('extension-extra-interest') },
    fee: { kind: 'amount', value: compared.fee, source: source('extension-fee') },
    extraCost: { kind: 'amount', value: addFen(compared.extraInterest, compared.fee), source: source('extension-extra-cost') },
    endBefore: { kind: 'date', value: compared.endBefore, source: source('extension-end-before') },
    endAfter: { kind: 'date', value: compared.endAfter, source: source('extension-end-after') },
  }
}
