import { life, payoff } from '@xinqiao/core/loan/life.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { OfferedTerm } from '@xinqiao/core/loan/loan-system.ts'
import { dueDay } from '@xinqiao/core/loan/periods.ts'
import { type Instalment, schedule } from '@xinqiao/core/loan/schedule.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import { addDays, addMonths, civil, type Day } from '@xinqiao/core/primitives/day.ts'
import { addFen, type Fen, zeroFen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'

/** Pieces of the made-up lives of the demo's loans. Every amount paid is what core says is owed on that day. */

export type Random = () => number

export const between = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low + 1))

export const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

const sure = <Result>(result: Result | Refusal): Result => {
  if (isRefusal(result)) throw new Error(`the demo made a loan that cannot be: ${result.refused}`)
  return result
}

export const instalmentsOf = (terms: Terms): readonly Instalment[] => sure(schedule(terms)).instalments

/**
 * The day of payout from which instalment `n` falls due on `target`; undefined where months are too short for it: nothing
 * paid out on the 28th of February falls due on the 31st of March.
 */
export const paidOutFor = ({ every }: OfferedTerm, n: number, target: Day): Day | undefined => {
  if ('days' in every) return addDays(target, -n * every.days)
  return [civil(target).dayOfMonth, 31, 30, 29]
    .map((anchor) => addMonths(target, -n * every.months, anchor))
    .find((disbursedOn) => dueDay({ disbursedOn, every }, n) === target)
}

/** What is due and unpaid at the end of a day. */
export const owedOn = (terms: Terms, events: readonly LoanEvent[], day: Day): Fen => {
  const { arrears, next } = sure(life(terms, events, day))
  const today = next?.state === 'due' && next.due === day ? addFen(next.total, ...Object.values(next.paid).map((paid) => -paid as Fen)) : zeroFen
  return addFen(today, ...arrears.map(({ total }) => total))
}

export const settlementOn = (terms: Terms, events: readonly LoanEvent[], day: Day): Fen => sure(payoff(terms, events, day)).total

const failed = (on: Day, amount: Fen): LoanEvent => ({ kind: 'debit-failed', on, amount })
const repaid = (on: Day, amount: Fen): LoanEvent => ({ kind: 'repay', on, amount })

/**
 * The first instalments as they were paid: most by debit on the due day, some a day or two before, some only after a
 * failed debit, a few so late that penalty had arisen. Nothing happens after `until`.
 */
export const paymentsOf = (terms: Terms, count: number, until: Day, random: Random): readonly LoanEvent[] => {
  const lines = instalmentsOf(terms)
  const events: LoanEvent[] = []
  for (const { n, due, from, total } of lines.slice(0, count)) {
    const manner = random()
    const delay = manner < 0.05 ? between(random, 1, terms.servicing?.graceDays ?? 1) : manner < 0.08 ? between(random, 5, 14) : 0
    const late = addDays(due, delay)
    const nextDue = lines[n]?.due ?? until
    if (delay > 0 && late <= until && late < nextDue) {
      events.push(failed(due, total))
      events.push(repaid(late, owedOn(terms, events, late)))
    } else if (manner > 0.93 && due - from > 5 && events.every(({ on }) => on < due - 2)) events.push(repaid(addDays(due, -between(random, 1, 2)), total))
    else events.push(repaid(due, total))
  }
  return events
}

/** Debits that failed on every due day from instalment `n` (from 1) on, as far as it has come. */
export const failedDebits = (terms: Terms, n: number, until: Day): readonly LoanEvent[] =>
  instalmentsOf(terms).slice(n - 1).filter(({ due }) => due <= until).map(({ due, total }) => failed(due, total))
