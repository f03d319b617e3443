import { createRequire } from 'node:module'
import { apr, type AprQuestion } from '@xinqiao/core/loan/apr.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import { numberLines } from '@xinqiao/core/loan/kernel.ts'
import { life } from '@xinqiao/core/loan/life.ts'
import { type Schedule, schedule } from '@xinqiao/core/loan/schedule.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import { addDays, type Day, dayOf } from '@xinqiao/core/primitives/day.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { plainByDay, plainByMonth } from './plain-loop.ts'

/**
 * How fast the loan engine is, on one core, beside packages that do the same with floats and beside a plain loop over
 * floats without any rounding as the limit. All in one run, in turns, the best of several rounds of each: on a busy
 * machine only ratios of one run mean something.
 */

const require = createRequire(import.meta.url)
const { Loan } = require('loanjs') as { readonly Loan: (amount: number, count: number, percent: number, kind: string) => { readonly sum: number } }
const amortize = require('amortize') as (input: Readonly<Record<string, number>>) => { readonly interest: number }
const financial = require('financial') as {
  readonly pmt: (rate: number, count: number, value: number) => number
  readonly ipmt: (rate: number, n: number, count: number, value: number) => number
  readonly irr: (flows: readonly number[], guess: number) => number
}

const granted = <Value>(value: Value): Exclude<Value, { readonly refused: unknown }> => {
  if (isRefusal(value)) throw new Error(JSON.stringify(value))
  return value as Exclude<Value, { readonly refused: unknown }>
}

const loans = 64
const count = 360
type Sample = { readonly terms: Terms; readonly byDay: Terms; readonly lengths: readonly number[]; readonly principal: number; readonly rate: number }

const samples: readonly Sample[] = Array.from({ length: loans }, (_, index) => {
  const terms: Terms = {
    principal: fen(BigInt(50_000_000 + index * 123_457)), annualRate: { num: BigInt(390 + index), den: 10_000n, period: 'year' },
      method: 'equal-instalment',
    count, every: { months: 1 }, disbursedOn: dayOf(2024, 1, 1 + (index % 28)), dayCount: 'month-rate',
  }
  const lengths = granted(schedule(terms)).instalments.map(({ from, due }) => due - from)
  return { terms, byDay: { ...terms, dayCount: 'actual/365' }, lengths, principal: 50_000_000 + index * 123_457, rate: (390 + index) / 10_000 }
})
const sample = (index: number): Sample => samples[index % loans] as Sample

/** Every amount of the plan is touched, so that nothing is left unreckoned. */
const touched = (plan: Schedule): number => plan.instalments.reduce((sum, { principal, interest }) => sum + Number(principal) + Number(interest), 0)

/** Every line as an object of numbers, as loanjs gives its lines. */
const numbered = ({ columns, terms }: Schedule): unknown => columns && numberLines(columns, Number(terms.principal))

type Contestant = { readonly name: string; readonly run: (index: number) => unknown; best: number }
const contestant = (name: string, run: (index: number) => unknown): Contestant => ({ name, run, best: Number.POSITIVE_INFINITY })

let sink: unknown

const timed = (entry: Contestant, milliseconds: number): number => {
  const start = performance.now()
  let calls = 0
  do for (let batch = 0; batch < 4; batch += 1) sink = entry.run(calls++)
  while (performance.now() - start < milliseconds)
  return ((performance.now() - start) * 1000) / calls
}

/**
 * Microseconds a call: many short bursts in turns, the best of each counts. A burst fits between two switches of a busy
 * machine, so that a neighbour does not count as slowness, and what collects garbage pays for it within the burst or not
 * at all for anybody.
 */
const race = (contestants: readonly Contestant[], rounds: number, milliseconds: number): void => {
  for (const entry of contestants) timed(entry, 400)
  for (let round = 0; round < rounds; round += 1) {
    for (const entry of contestants) entry.best = Math.min(entry.best, timed(entry, milliseconds))
  }
}

const perSecond = (microseconds: number): string => Math.round(1e6 / microseconds).toLocaleString('en')

const print = (title: string, contestants: readonly Contestant[], yardstick: Contestant): void => {
  console.log(`\n${title}`)
  for (const { name, best } of contestants) {
    const share = (yardstick.best / best).toFixed(2).padStart(6)
    console.log(`  ${name.padEnd(58)} ${perSecond(best).padStart(11)} a second  ${share} of ${yardstick.name}`)
  }
}

const byMonth = (): void => {
  const limit = contestant('plain loop over floats', (index) => plainByMonth(sample(index).principal, sample(index).rate, count))
  const ours = contestant('xinqiao, exact, reckoned (columns and totals)', (index) => granted(schedule(sample(index).terms)).columns?.totalInterest)
  const all = [
    limit, ours,
    contestant('xinqiao, exact, every line an object of whole fen', (index) => numbered(granted(schedule(sample(index).terms)))),
    contestant('xinqiao, exact, every line an object, with its days', (index) => granted(schedule(sample(index).terms)).instalments),
    contestant('xinqiao, exact, the same, and its amounts read as Fen', (index) => touched(granted(schedule(sample(index).terms)))),
    contestant('loanjs (floats, every line an object, no days)', (index) =>
      Loan(sample(index).principal / 100, count, sample(index).rate * 100, 'annuity').sum),
    contestant('amortize (floats, totals only)', (index) =>
      amortize({ amount: sample(index).principal / 100, rate: sample(index).rate * 100, totalTerm: count, amortizeTerm: count }).interest),
    contestant('financial (floats, pmt and ipmt of each line)', (index) => {
      const { principal, rate } = sample(index)
      let sum = financial.pmt(rate / 12, count, principal)
      for (let n = 1; n <= count; n += 1) sum += financial.ipmt(rate / 12, n, count, principal)
      return sum
    }),
  ]
  race(all, 200, 3)
  print(`Schedules of ${count} instalments, month-rate`, all, limit)
}

const byDay = (): void => {
  const limit = contestant('plain loop over floats, days given', (index) =>
    plainByDay(sample(index).principal, sample(index).rate, sample(index).lengths))
  const all = [
    limit,
    contestant('xinqiao, exact, reckoned, days from the calendar', (index) => granted(schedule(sample(index).byDay)).columns?.totalInterest),
    contestant('xinqiao, exact, every line an object, with its days', (index) => granted(schedule(sample(index).byDay)).instalments),
    contestant('xinqiao, exact, the same, and its amounts read as Fen', (index) => touched(granted(schedule(sample(index).byDay)))),
  ]
  race(all, 200, 3)
  print(`Schedules of ${count} instalments, actual/365`, all, limit)
}

const rates = (): void => {
  for (const length of [12, 36, 360]) {
    const payment = 1.1 / length
    const flows: AprQuestion = {
      convention: 'irr', flows: [{ amount: { num: 100_000n, den: 1n }, periods: 0 },
        ...Array.from({ length }, (_, n) => ({ amount: { num: -BigInt(Math.round(payment * 100_000)), den: 1n }, periods: n + 1 }))],
    }
    const floats = [100_000, ...Array.from({ length }, () => -Math.round(payment * 100_000))]
    const limit = contestant('financial irr (floats, 1e-6)', () => financial.irr(floats, 0.01))
    const all = [limit, contestant('xinqiao, 18 decimals, all roots proven', () => granted(apr(flows)).rate)]
    race(all, 60, 5)
    print(`Rates of ${length + 1} flows`, all, limit)
  }
}

const lives = (): void => {
  const terms: Terms = { ...sample(0).terms, count: 60, servicing: { late: { multiplier: { num: 3n, den: 2n }, compound: true } } }
  const plan = granted(schedule(terms))
  const events = plan.instalments.map(({ due, total, n }): LoanEvent => ({ on: addDays(due, n % 7 === 0 ? 5 : 0), kind: 'repay', amount: total }))
  const end = addDays(plan.instalments.at(-1)?.due as Day, 30)
  const all = [contestant('xinqiao, 60 instalments, 60 payments, some late', () => granted(life(terms, events, end)).balances.total)]
  race(all, 60, 15)
  print('Lives of 60 events', all, all[0] as Contestant)
}

const memory = (): void => {
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const kept = Array.from({ length: 2000 }, (_, index) => granted(schedule(sample(index).terms)))
  const reckoned = process.memoryUsage().heapUsed - before
  for (const plan of kept) sink = plan.instalments
  globalThis.gc?.()
  const made = process.memoryUsage().heapUsed - before
  const kilobytes = (bytes: number): number => Math.round(bytes / kept.length / 102.4) / 10
  console.log(`\nMemory of a schedule of ${count}: ${kilobytes(reckoned)} KB reckoned, ${kilobytes(made)} KB with every line made`)
}

console.log(`node ${process.version}, ${process.platform} ${process.arch}; one core`)
byMonth()
byDay()
rates()
lives()
memory()
if (sink === Symbol.iterator) console.log('never')
