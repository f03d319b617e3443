import { addMonths, civil, type Day } from '../primitives/day.ts'
import { type Fen, fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'
import { life, type LifeLine, type LifeState, type Refused } from './life.ts'
import { extensionRules, type ExtensionRule, inForce, latestEnd, type Provenance } from './policy.ts'
import { dueDay } from './periods.ts'
import type { Terms } from './terms.ts'

/**
 * 展期: may this loan be extended as asked, and what does it cost more? The answer carries the bound that decides, with
 * its source. What is booked when it is granted is `event`: the same event folded here to show the new plan.
 *
 * An application counts as in time until the due day itself. After it the answer is `extension-after-due`: that case is
 * hardship (event `defer`), decided by people. A refused application changes nothing: an unpaid instalment is overdue
 * from the day after its due day.
 */
export type ExtensionAsk = { readonly on: Day; readonly days?: number; readonly count?: number; readonly rate?: Rate; readonly fee?: Fen }

/** The lender's own bounds; all optional, each only ever stricter than the law's. */
export type ExtensionTerms = {
  readonly mostTimes?: number
  readonly mostMonths?: number
  readonly leastInstalmentsPaid?: number
  readonly productLongestMonths?: number
  readonly rules?: readonly ExtensionRule[]
}

export type ExtensionBound = Provenance & { readonly latestEnd: Day }

export type ExtensionAnswer = {
  readonly event: LoanEvent
  readonly before: readonly LifeLine[]
  readonly after: readonly LifeLine[]
  readonly endBefore: Day
  readonly endAfter: Day
  /** Interest more than without the extension, and the fee for it. */
  readonly extraInterest: Fen
  readonly fee: Fen
  /** The bound nearest to the end asked for. */
  readonly bound?: ExtensionBound
}

export type ExtensionRefusal = 'extension-too-often' | 'extension-too-long' | 'extension-too-early' | 'extension-not-open'

/** Whole months from payout to the first end; a started month counts, so that the stricter class of the rule applies late. */
const monthsBetween = (start: Day, end: Day): number => {
  const [a, b] = [civil(start), civil(end)]
  const months = (b.year - a.year) * 12 + b.month - a.month
  return addMonths(start, months) < end ? months + 1 : months
}

export const firstEnd = (terms: Terms): Day => dueDay(terms, terms.count)

/** All bounds in force on a day, nearest end first. `own` stands as the lender's rule beside those of the law. */
export const extensionBounds = (terms: Terms, on: Day, own: ExtensionTerms = {}): readonly ExtensionBound[] => {
  const first = { start: terms.disbursedOn, end: firstEnd(terms), months: monthsBetween(terms.disbursedOn, firstEnd(terms)) }
  const bounds = inForce(own.rules ?? extensionRules, on).flatMap((rule): ExtensionBound[] => {
    const end = latestEnd(rule, first, own.productLongestMonths)
    return end === undefined ? [] : [{ id: rule.id, source: rule.source, confidence: rule.confidence, latestEnd: end }]
  })
  const ofLender: readonly ExtensionBound[] = own.mostMonths === undefined ? []
    : [{ id: 'lender', source: '机构规定', confidence: 'seen', latestEnd: addMonths(first.end, own.mostMonths) }]
  return [...bounds, ...ofLender].sort((a, b) => a.latestEnd - b.latestEnd)
}

const lastDue = (lines: readonly LifeLine[]): Day | undefined => lines.at(-1)?.due

const interestOf = (lines: readonly LifeLine[]): bigint => lines.reduce((sum, { interest }) => sum + interest, 0n)

const notOpen = (state: LifeState, own: ExtensionTerms): Refusal<ExtensionRefusal> | undefined => {
  if (state.status !== 'current' && state.status !== 'overdue') return refuse('extension-not-open', { status: state.status })
  if (own.mostTimes !== undefined && state.extensions >= own.mostTimes) return refuse('extension-too-often', { most: own.mostTimes })
  if (own.leastInstalmentsPaid !== undefined && state.instalmentsPaid < own.leastInstalmentsPaid) {
    return refuse('extension-too-early', { least: own.leastInstalmentsPaid })
  }
  return undefined
}

export const assessExtension = (
  terms: Terms, events: readonly LoanEvent[], ask: ExtensionAsk, own: ExtensionTerms = {},
): ExtensionAnswer | Refusal<ExtensionRefusal> | Refused => {
  const known = events.filter(({ on }) => on <= ask.on)
  const before = life(terms, known, ask.on)
  if (isRefusal(before)) return before
  const closed = notOpen(before, own)
  if (closed) return closed
  const { on, ...wish } = ask
  const event: LoanEvent = { on, kind: 'extend', ...wish }
  const after = life(terms, [...known, event], on)
  if (isRefusal(after)) return after
  const [endBefore, endAfter] = [lastDue(before.schedule) ?? on, lastDue(after.schedule) ?? on]
  const [bound] = extensionBounds(before.terms, on, own)
  if (bound && endAfter > bound.latestEnd) return refuse('extension-too-long', { rule: bound.id }, 'days')
  return {
    event,
    before: before.schedule,
    after: after.schedule,
    endBefore,
    endAfter,
    extraInterest: fen(interestOf(after.schedule) - interestOf(before.schedule)),
    fee: ask.fee ?? fen(0n),
    ...(bound ? { bound } : {}),
  }
}
