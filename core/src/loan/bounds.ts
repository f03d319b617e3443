import { addMonths, civil, type Day } from '../primitives/day.ts'
import { dueDay } from './periods.ts'
import { deferralRules, extensionRules, inForce, latestEnd, type Provenance } from './policy.ts'
import type { DeferralTerms, ExtensionTerms, Terms } from './terms.ts'

/** How far out one loan's end may be moved: what the law says on a day, and what the lender says beside it. */
export type EndBound = Provenance & { readonly latestEnd: Day }

/** Whole months from payout to the first end; a started month counts, so that the stricter class of the rule applies late. */
const monthsBetween = (start: Day, end: Day): number => {
  const [a, b] = [civil(start), civil(end)]
  const months = (b.year - a.year) * 12 + b.month - a.month
  return addMonths(start, months) < end ? months + 1 : months
}

export const firstEnd = (terms: Terms): Day => dueDay(terms, terms.count)

const ofLender = (end: Day, mostMonths: number | undefined): readonly EndBound[] =>
  mostMonths === undefined ? [] : [{ id: 'lender', source: '机构规定', confidence: 'seen', latestEnd: addMonths(end, mostMonths) }]

const nearestFirst = (bounds: readonly EndBound[]): readonly EndBound[] => [...bounds].sort((a, b) => a.latestEnd - b.latestEnd)

/** All bounds of an extension in force on a day, nearest end first. `own` stands as the lender's rule beside those of the law. */
export const extensionBounds = (terms: Terms, on: Day, own: ExtensionTerms = {}): readonly EndBound[] => {
  const end = firstEnd(terms)
  const first = { start: terms.disbursedOn, end, months: monthsBetween(terms.disbursedOn, end) }
  const bounds = inForce(own.rules ?? extensionRules, on).flatMap((rule): EndBound[] => {
    const latest = latestEnd(rule, first, own.productLongestMonths)
    return latest === undefined ? [] : [{ id: rule.id, source: rule.source, confidence: rule.confidence, latestEnd: latest }]
  })
  return nearestFirst([...bounds, ...ofLender(end, own.mostMonths)])
}

/** The same for a deferral in hardship. */
export const deferralBounds = (terms: Terms, on: Day, own: DeferralTerms = {}): readonly EndBound[] => {
  const end = firstEnd(terms)
  const bounds = inForce(deferralRules, on).map(({ id, source, confidence, mostMonths }): EndBound =>
    ({ id, source, confidence, latestEnd: addMonths(end, mostMonths) }))
  return nearestFirst([...bounds, ...ofLender(end, own.mostMonths)])
}
