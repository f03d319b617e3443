import { addMonths, civil, type Day, dayOf } from '../primitives/day.ts'
import type { Rate } from '../primitives/rate.ts'
import type { RateChange, Terms } from './terms.ts'

/**
 * LPR repricing (贷款市场报价利率重定价): the rate is the quoted rate plus a spread, taken over on the days the contract
 * names. The quotes are dated data, handed in.
 */
export type Quote = { readonly from: Day; readonly rate: Rate }

export type Repricing = {
  /** `january`: each 1 January. `anniversary`: each year on the day of payout. `at-once`: when a quote changes. */
  readonly when: 'january' | 'anniversary' | 'at-once'
  /** Added to the quote, may be negative (加点). */
  readonly spread: { readonly num: bigint; readonly den: bigint }
  /** Never below this, where the contract has a floor. */
  readonly least?: Rate
  readonly keeps?: 'term' | 'instalment'
}

const quoteOn = (quotes: readonly Quote[], day: Day): Rate | undefined =>
  [...quotes].sort((a, b) => a.from - b.from).findLast(({ from }) => from <= day)?.rate

const priced = (quote: Rate, { spread, least }: Repricing): Rate => {
  const rate: Rate = { num: quote.num * spread.den + spread.num * quote.den, den: quote.den * spread.den, period: 'year' }
  return least && rate.num * least.den < least.num * rate.den ? least : rate
}

const repricingDays = (terms: Terms, quotes: readonly Quote[], until: Day, when: Repricing['when']): readonly Day[] => {
  if (when === 'at-once') return quotes.map(({ from }) => from).filter((from) => from > terms.disbursedOn && from <= until)
  const days: Day[] = []
  for (let year = 1; ; year += 1) {
    const day = when === 'january' ? dayOf(civil(terms.disbursedOn).year + year, 1, 1) : addMonths(terms.disbursedOn, 12 * year)
    if (day > until) return days
    days.push(day)
  }
}

const sameRate = (a: Rate, b: Rate): boolean => a.num * b.den === b.num * a.den

/** The rate changes until a day, for `rateChanges` of the terms; days on which the rate stays are left out. */
export const repricings = (terms: Terms, quotes: readonly Quote[], until: Day, rule: Repricing): readonly RateChange[] => {
  const changes: RateChange[] = []
  let current = terms.annualRate
  for (const from of repricingDays(terms, quotes, until, rule.when)) {
    const quote = quoteOn(quotes, from)
    const annualRate = quote ? priced(quote, rule) : current
    if (sameRate(annualRate, current)) continue
    changes.push({ from, annualRate, ...(rule.keeps ? { keeps: rule.keeps } : {}) })
    current = annualRate
  }
  return changes
}
