import type { Day } from '../primitives/day.ts'
import type { Rate } from '../primitives/rate.ts'
import { fractionUntil, type Period } from './periods.ts'
import { minus, type Ratio, reduced, times } from './ratio.ts'
import type { Terms } from './terms.ts'

/**
 * A period cut where the rate changes or money is paid out. Interest of a line is the sum over its parts of
 * balance x rate x fraction, rounded once.
 */
export type Part = { readonly from: Day; readonly paidOut: bigint; readonly rate: Rate; readonly growth: Ratio }

export type CutPeriod = {
  readonly period: Period
  readonly parts: readonly Part[]
  /** Set where something changed in the period, so that the instalment must be reckoned anew. */
  readonly changed?: 'term' | 'instalment'
}

const growthOf = (rate: Rate, fraction: Ratio): Ratio => reduced(times(rate, fraction))

/** What is paid out on which day: the parts named, and the rest of the principal on the first day. */
export const payouts = (terms: Terms): ReadonlyMap<Day, bigint> => {
  const byDay = new Map<Day, bigint>()
  let rest: bigint = terms.principal
  for (const { on, amount } of terms.disbursements ?? []) {
    byDay.set(on, (byDay.get(on) ?? 0n) + amount)
    rest -= amount
  }
  if (rest > 0n) byDay.set(terms.disbursedOn, (byDay.get(terms.disbursedOn) ?? 0n) + rest)
  return byDay
}

/** The rate in force on a day. Of two changes on one day the later in the list holds. */
export const rateOn = (terms: Pick<Terms, 'annualRate' | 'rateChanges'>, day: Day): Rate => {
  let [rate, since]: [Rate, number] = [terms.annualRate, Number.NEGATIVE_INFINITY]
  for (const change of terms.rateChanges ?? []) {
    if (change.from <= day && change.from >= since) [rate, since] = [change.annualRate, change.from]
  }
  return rate
}

export const cutOne = (terms: Terms, period: Period, paidOut: ReadonlyMap<Day, bigint>): CutPeriod => {
  const changes = (terms.rateChanges ?? []).filter(({ from }) => from >= period.from && from < period.to)
  const days = [...paidOut.keys(), ...changes.map(({ from }) => from)].filter((day) => day > period.from && day < period.to)
  const starts = [period.from, ...[...new Set(days)].sort((a, b) => a - b)]
  const parts = starts.map((from, index): Part => {
    const rate = rateOn(terms, from)
    const end = starts[index + 1] ?? period.to
    const fraction = minus(fractionUntil(period, end, terms), fractionUntil(period, from, terms))
    return { from, paidOut: paidOut.get(from) ?? 0n, rate, growth: growthOf(rate, fraction) }
  })
  const change = changes.at(-1)
  if (change) return { period, parts, changed: change.keeps ?? 'term' }
  return parts.some((part) => part.paidOut > 0n) ? { period, parts, changed: 'term' } : { period, parts }
}

export const cutPeriods = (terms: Terms, periods: readonly Period[]): readonly CutPeriod[] => {
  const paidOut = payouts(terms)
  if (terms.disbursements?.length || terms.rateChanges?.length) return periods.map((period) => cutOne(terms, period, paidOut))
  const rate = terms.annualRate
  let [fraction, growth]: [Ratio | undefined, Ratio] = [undefined, { num: 0n, den: 1n }]
  return periods.map((period, index) => {
    if (period.fraction !== fraction) [fraction, growth] = [period.fraction, growthOf(rate, period.fraction)]
    const part = { from: period.from, paidOut: index === 0 ? terms.principal : 0n, rate, growth }
    return index === 0 ? { period, parts: [part], changed: 'term' } : { period, parts: [part] }
  })
}
