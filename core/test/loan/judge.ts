import { fastColumns, principalAt } from '../../src/loan/kernel.ts'
import { reckon } from '../../src/loan/reckon.ts'
import { type Schedule, schedule } from '../../src/loan/schedule.ts'
import type { Terms } from '../../src/loan/terms.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { add, cmp, exactInterest, f, type Fraction, isRounded, paidOutBy, residual, type Stretch, stretches, sub, wholeStretch } from './oracle.ts'

/** What must hold of every schedule, told by the oracle. Throws with the terms where something does not. */

const shown = (terms: Terms): string => JSON.stringify(terms, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))

const hold = (condition: boolean, what: string, terms: Terms): void => {
  if (!condition) throw new Error(`${what}: ${shown(terms)}`)
}

const modeOf = (terms: Terms) => terms.rounding?.mode ?? 'half-up'
const unitOf = (terms: Terms): bigint => terms.rounding?.unit ?? 1n

const sumsUp = (terms: Terms, plan: Schedule): void => {
  const { instalments, totals } = plan
  const sum = (kind: 'principal' | 'interest' | 'fee' | 'total'): bigint => instalments.reduce((total, line) => total + line[kind], 0n)
  hold(sum('principal') === terms.principal, 'principal sums to the loan', terms)
  hold(totals.principal === terms.principal && totals.interest === sum('interest'), 'totals are the sums', terms)
  hold(totals.fee === sum('fee') + plan.upfrontFee && totals.total === sum('total') + plan.upfrontFee, 'totals hold the fees', terms)
  hold(instalments.at(-1)?.balance === 0n, 'nothing is left', terms)
  for (const line of instalments) {
    hold(line.principal >= 0n && line.interest >= 0n && line.fee >= 0n && line.balance >= 0n, 'nothing is negative', terms)
    hold(line.total === line.principal + line.interest + line.fee, 'a line adds up', terms)
  }
}

/** Each line's interest is the rounded growth of the balance; with a carried or final rounding, of all lines until then. */
const interestIsRight = (terms: Terms, plan: Schedule, all: readonly Stretch[]): void => {
  const [unit, mode, at] = [unitOf(terms), modeOf(terms), terms.rounding?.at ?? 'line']
  let [repaid, exactSum, shownSum]: [bigint, Fraction, bigint] = [0n, f(0), 0n]
  plan.instalments.forEach((line, index) => {
    const stretch = all[index] as Stretch
    hold(line.from === stretch.from && line.due === stretch.to, 'due days keep the anchor', terms)
    const exact = exactInterest(terms, stretch, repaid)
    if (at === 'line') hold(isRounded(line.interest, exact, unit, mode), `interest of line ${line.n} is rounded growth`, terms)
    exactSum = { ...add(exactSum, exact) }
    shownSum += line.interest
    if (at === 'instalment') {
      const off = sub(f(shownSum), exactSum)
      hold(cmp({ n: off.n < 0n ? -off.n : off.n, d: off.d }, f(unit)) <= 0, `carried interest until line ${line.n}`, terms)
    }
    if (at === 'instalment') exactSum = simplified(exactSum)
    repaid += line.principal
    hold(line.balance === paidOutBy(terms, stretch.to - 1) - repaid, 'the balance is what was paid out less what was repaid', terms)
  })
}

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b))
const simplified = ({ n, d }: Fraction): Fraction => {
  const common = divisor(n < 0n ? -n : n, d) || 1n
  return { n: n / common, d: d / common }
}

const isPlainAnnuity = (terms: Terms): boolean =>
  terms.method === 'equal-instalment' && (terms.difference ?? 'last') === 'last' && (terms.rounding?.at ?? 'line') === 'line' &&
  [terms.rateChanges, terms.disbursements, terms.step, terms.instalment, terms.instalmentMultipleOf, terms.interestOnlyCount,
    terms.balloon].every((field) => field === undefined)

/** The instalment is the rounded solution: what it leaves unrounded changes sign between half a unit less and half more. */
const instalmentIsRight = (terms: Terms, plan: Schedule, all: readonly Stretch[]): void => {
  const instalment = plan.instalment ?? 0n
  const [unit, mode] = [unitOf(terms), modeOf(terms)]
  const [below, above] = mode === 'up' ? [f(instalment - unit), f(instalment)] : mode === 'down' ? [f(instalment), f(instalment + unit)]
    : [f(2n * instalment - unit, 2n), f(2n * instalment + unit, 2n)]
  hold(residual(terms, all, below).n >= 0n && residual(terms, all, above).n <= 0n, 'the instalment solves the plan', terms)
  plan.instalments.slice(0, -1).forEach((line) => {
    hold(line.principal + line.interest === instalment || line.balance === 0n, 'instalments are equal', terms)
  })
}

/** The fast way and the general one give the same fen. */
const waysAgree = (terms: Terms): void => {
  const columns = fastColumns(terms)
  if (!columns) return
  const course = reckon(terms)
  if (isRefusal(course)) throw new Error(`the fast way reckons what the other refuses: ${shown(terms)}`)
  const same = course.principal.every((value, line) => value === BigInt(principalAt(columns, line))
    && course.interest[line] === BigInt(columns.interest[line] ?? -1))
  hold(same && course.principal.length === columns.interest.length, 'both ways give the same fen', terms)
}

/** Judges one loan; says whether there was a plan to judge (some random terms are rightly refused). */
export const judgeSchedule = (terms: Terms): boolean => {
  const plan = schedule(terms)
  if (isRefusal(plan)) {
    hold(['instalment-too-small', 'disbursement-out-of-range', 'interest-only-too-long'].includes(plan.refused), `refused as ${plan.refused}`, terms)
    return false
  }
  // Where a rate change keeps the instalment the number of lines moves.
  const count = Math.max(terms.count, plan.instalments.length)
  const all = terms.method === 'bullet' ? [wholeStretch(terms)] : stretches({ ...terms, count })
  sumsUp(terms, plan)
  if (terms.rounding?.at !== 'end') interestIsRight(terms, plan, all)
  if (isPlainAnnuity(terms)) instalmentIsRight(terms, plan, all)
  waysAgree(terms)
  return true
}
