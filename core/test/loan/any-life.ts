import fc from 'fast-check'
import type { Happening, LoanEvent } from '../../src/loan/events.ts'
import { life } from '../../src/loan/life.ts'
import type { AmountKind, Servicing, Terms } from '../../src/loan/terms.ts'
import { addDays, type Day, dayOf } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'

/** Random lives: terms of every method with what the contract says beside, and things that happen, of which the loan takes some. */

const anyServicing: fc.Arbitrary<Servicing> = fc.record({
  graceDays: fc.integer({ min: 0, max: 5 }),
  late: fc.record({ multiplier: fc.constantFrom({ num: 3n, den: 2n }, { num: 13n, den: 10n }), compound: fc.boolean() }),
  allocation: fc.record({
    order: fc.shuffledSubarray<AmountKind>(['fee', 'penalty', 'compound', 'interest', 'principal'], { minLength: 5 }),
      by: fc.constantFrom('instalment' as const, 'kind' as const),
  }),
  prepayment: fc.record({
    penalty: fc.constantFrom([], [{ paidAtLeast: 0, rateOfPrepaid: { num: 2n, den: 100n } }, { paidAtLeast: 4, monthsOfInterest: 1 }]),
    interest: fc.constantFrom('to-the-day' as const, 'to-the-day' as const, 'whole-instalment' as const),
  }),
})

const anyMethod: fc.Arbitrary<Pick<Terms, 'method' | 'minimumPayment'>> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ method: fc.constantFrom('equal-instalment' as const, 'equal-principal' as const, 'interest-only' as const,
    'bullet' as const, 'flat-fee' as const) }) },
  { weight: 1, arbitrary: fc.record({ method: fc.constant('revolving' as const), minimumPayment: fc.record({
    shareOfPrincipal: fc.constantFrom({ num: 1n, den: 10n }, { num: 1n, den: 50n }), least: fc.constantFrom(fen(1n), fen(10_000n)) }) }) },
)

export const lifeTerms: fc.Arbitrary<Terms> = fc.record({
  principal: fc.integer({ min: 100_000, max: 50_000_000 }).map((amount) => fen(BigInt(amount))),
  annualRate: fc.integer({ min: 0, max: 2400 }).map((num) => ({ num: BigInt(num), den: 10_000n, period: 'year' as const })),
  count: fc.integer({ min: 1, max: 24 }),
  every: fc.constantFrom({ months: 1 }, { months: 1 }, { months: 3 }, { days: 14 }),
  disbursedOn: fc.integer({ min: 0, max: 800 }).map((days) => addDays(dayOf(2024, 1, 1), days)),
  dayCount: fc.constantFrom('month-rate' as const, '30/360' as const, 'actual/365' as const, 'actual/360' as const, 'actual/actual' as const),
  servicing: anyServicing,
}).chain((terms) => anyMethod.map((method): Terms => Object.assign({}, terms, method)))

export type Step = { readonly after: number; readonly happening: Happening }

export const anyAmount = fc.integer({ min: 1, max: 3_000_000 }).map((amount) => fen(BigInt(amount)))
const smallAmount = fc.integer({ min: 1, max: 500 }).map((amount) => fen(BigInt(amount)))
const anyRate = fc.integer({ min: 0, max: 2400 }).map((num) => ({ num: BigInt(num), den: 10_000n, period: 'year' as const }))
const anyStep: fc.Arbitrary<Step> = fc.record({
  after: fc.integer({ min: 0, max: 45 }),
  happening: fc.oneof<fc.WeightedArbitrary<Happening>[]>(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('repay'), amount: anyAmount }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('prepay'), amount: anyAmount, effect: fc.constantFrom('term', 'instalment') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('extend'), days: fc.integer({ min: 1, max: 60 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('extend'), periods: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('extend'), count: fc.integer({ min: 1, max: 6 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('defer'), days: fc.integer({ min: 1, max: 60 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('change-day'), day: fc.integer({ min: 1, max: 31 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('change-rate'), rate: anyRate, effect: fc.constantFrom('term', 'instalment') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('fee'), amount: smallAmount }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('waive'), amount: smallAmount }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'debit-failed' }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('disburse'), amount: anyAmount }) },
  ),
})

const takesDraws = ({ method }: Terms): boolean => method !== 'flat-fee' && method !== 'bullet'

/**
 * Events that this loan really accepts, in order: one that is refused (an extension in arrears) is left out. Where a
 * payout is among them, half of the principal is paid out by an event at the start.
 */
export const accepted = (terms: Terms, given: readonly Step[]): { readonly events: readonly LoanEvent[]; readonly today: Day } => {
  const draws = takesDraws(terms) && given.some(({ happening }) => happening.kind === 'disburse')
  const steps = draws ? given : given.filter(({ happening }) => happening.kind !== 'disburse')
  const events: LoanEvent[] = draws ? [{ kind: 'disburse', on: terms.disbursedOn, amount: fen(terms.principal / 2n) }] : []
  let today = terms.disbursedOn
  for (const { after, happening } of steps) {
    today = addDays(today, after)
    const event: LoanEvent = { ...happening, on: today }
    if (!isRefusal(life(terms, [...events, event], today))) events.push(event)
  }
  return { events, today }
}

export const anyLife = fc.tuple(lifeTerms, fc.array(anyStep, { maxLength: 12 }), fc.integer({ min: 0, max: 40 }))
