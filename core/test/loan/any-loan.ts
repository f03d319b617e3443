import fc from 'fast-check'
import type { Disbursement, Fee, RateChange, Rounding, Terms } from '../../src/loan/terms.ts'
import { dayCounts } from '../../src/loan/terms.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import type { Rate } from '../../src/primitives/rate.ts'

/** Random loans of every kind the engine knows; about half are plain, so that the fast way is judged as much as the other. */

const start = dayOf(2019, 1, 1)
const anyDay = fc.integer({ min: 0, max: 4000 }).map((days) => addDays(start, days))
const anyRate: fc.Arbitrary<Rate> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3600 }).map((num): Rate => ({ num: BigInt(num), den: 10_000n, period: 'year' })) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 50_000_000 }).map((num): Rate => ({ num: BigInt(num), den: 100_000_000n, period: 'year' })) },
  { weight: 1, arbitrary: fc.constantFrom<Rate>({ num: 0n, den: 1n, period: 'year' }, { num: 12n, den: 100n, period: 'year' },
    { num: 1n, den: 3n, period: 'year' }) },
)
const anyPrincipal = fc.oneof(
  fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1000, max: 10_000_000 }), fc.integer({ min: 10_000, max: 2_000_000_000 }),
    fc.integer({ min: 1, max: 500 }).map((thousands) => thousands * 100_000),
).map((amount) => fen(BigInt(amount)))
const anyCount = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 36 }) }, { weight: 3, arbitrary: fc.integer({ min: 37, max: 120 }) },
  { weight: 1, arbitrary: fc.integer({ min: 121, max: 360 }) })
const anyEvery = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ months: 1 }) },
  { weight: 2, arbitrary: fc.constantFrom({ months: 2 }, { months: 3 }, { months: 6 }, { months: 12 }) },
  { weight: 2, arbitrary: fc.constantFrom({ days: 7 }, { days: 14 }, { days: 10 }, { days: 30 }) },
)
const anyRounding: fc.Arbitrary<Omit<Rounding, 'at'>> = fc.record({
  mode: fc.constantFrom('half-up' as const, 'half-even' as const, 'up' as const, 'down' as const),
  unit: fc.constantFrom(1n, 1n, 1n, 10n, 100n).map(fen),
})
const usualRounding: fc.Arbitrary<Rounding> = fc.record({ mode: fc.constantFrom('half-up' as const, 'half-even' as const),
  unit: fc.constant(fen(1n)) })

type Basis = Pick<Terms, 'principal' | 'annualRate' | 'count' | 'every' | 'disbursedOn' | 'dayCount'>
const anyBasis: fc.Arbitrary<Basis> = fc.record({
  principal: anyPrincipal, annualRate: anyRate, count: anyCount, every: anyEvery, disbursedOn: anyDay, dayCount: fc.constantFrom(...dayCounts),
})

const anyFee: fc.Arbitrary<Fee> = fc.record({
  name: fc.constant('费'), when: fc.constantFrom('start' as const, 'each' as const, 'end' as const),
  size: fc.integer({ min: 0, max: 100 }), isShare: fc.boolean(),
}).map(({ name, when, size, isShare }): Fee =>
  (isShare ? { name, when, rateOfPrincipal: { num: BigInt(size), den: 10_000n, period: 'month' } } : { name, when, amount: fen(BigInt(50 * size)) }))

const lasts = (basis: Basis): number => ('months' in basis.every ? basis.every.months * 30 : basis.every.days) * basis.count

const odd = (basis: Basis): fc.Arbitrary<Partial<Terms>> =>
  fc.option(fc.integer({ min: 1, max: 75 }), { nil: undefined, freq: 3 }).map((days) =>
    (days === undefined ? {} : { firstDueOn: addDays(basis.disbursedOn, days) }))

/** One rate, one payout, nothing special: what the fast way takes. */
export const plainTerms: fc.Arbitrary<Terms> = anyBasis.chain((basis) =>
  fc.record({
    method: fc.constantFrom('equal-instalment' as const, 'equal-instalment' as const, 'equal-principal' as const, 'interest-only' as const),
    rounding: usualRounding, first: odd(basis), yearSplit: fc.constantFrom('01-01' as const, '12-31' as const),
  }).map(({ first, ...rest }): Terms => Object.assign({}, basis, rest, first)))

const changes = (basis: Basis): fc.Arbitrary<readonly RateChange[]> =>
  fc.array(fc.record({ from: fc.integer({ min: 0, max: lasts(basis) }).map((days) => addDays(basis.disbursedOn, days)), annualRate: anyRate,
    keeps: fc.constantFrom('term' as const, 'term' as const, 'instalment' as const) }), { minLength: 1, maxLength: 3 })

const payouts = (basis: Basis): fc.Arbitrary<readonly Disbursement[]> =>
  fc.array(fc.record({ on: fc.integer({ min: 0, max: lasts(basis) - 1 }).map((days) => addDays(basis.disbursedOn, Math.floor(days / 2))),
    amount: fc.constant(fen(basis.principal / 4n || 1n)) }),
    { minLength: 1, maxLength: basis.principal >= 4n ? 3 : 1 })

/** Everything a method may have beside its basis. */
const extras = (basis: Basis): fc.Arbitrary<Partial<Terms>> =>
  fc.oneof(
    fc.constantFrom<Partial<Terms>>({ method: 'bullet' }, { method: 'flat-fee' }, { method: 'interest-only' },
      { method: 'flat-fee', difference: 'first' }),
    fc.constantFrom<Partial<Terms>>({ method: 'equal-principal', difference: 'first' }, { method: 'equal-principal', difference: 'spread' }),
    fc.constantFrom<Partial<Terms>>({ method: 'equal-instalment', difference: 'first' }, { method: 'equal-instalment', difference: 'spread' }),
    fc.constantFrom<Partial<Terms>>({ method: 'equal-instalment', instalmentMultipleOf: fen(100n) },
      { method: 'equal-instalment', step: { everyCount: 12, factor: { num: 105n, den: 100n } } },
      { method: 'equal-instalment', step: { everyCount: 1, factor: { num: 1001n, den: 1000n } } },
      { method: 'equal-instalment', step: { everyCount: 6, factor: { num: 9n, den: 10n } } }),
    fc.record({ method: fc.constantFrom('equal-instalment' as const, 'equal-principal' as const), balloon: fc.constant(fen(basis.principal / 3n)) }),
    fc.record({ method: fc.constantFrom('equal-instalment' as const, 'equal-principal' as const),
      interestOnlyCount: fc.integer({ min: 0, max: basis.count - 1 }) }),
    fc.record({ method: fc.constantFrom('equal-instalment' as const, 'equal-principal' as const, 'interest-only' as const, 'bullet' as const,
      'flat-fee' as const), rateChanges: changes(basis) }),
    fc.record({ method: fc.constantFrom('equal-instalment' as const, 'equal-principal' as const, 'interest-only' as const),
      disbursements: payouts(basis) }),
    fc.record({ method: fc.constant('equal-instalment' as const),
      instalment: fc.integer({ min: 1, max: 20 }).map((share) => fen(basis.principal / BigInt(share) + 1n)) }),
    fc.record({ method: fc.constant('revolving' as const),
      minimumPayment: fc.record({ shareOfPrincipal: fc.constantFrom({ num: 1n, den: 10n }, { num: 1n, den: 50n }),
      least: fc.constantFrom(fen(1n), fen(5000n)) }) }),
  )

export const specialTerms: fc.Arbitrary<Terms> = anyBasis.chain((basis) =>
  fc.record({
    rounding: anyRounding, first: odd(basis), extra: extras(basis), fees: fc.option(fc.array(anyFee, { maxLength: 2 }), { nil: undefined }),
    at: fc.constantFrom('line' as const, 'line' as const, 'line' as const, 'instalment' as const, 'end' as const),
  }).map(({ rounding, first, extra, fees, at }): Terms =>
    Object.assign({ method: 'equal-instalment' }, basis, extra, first, { rounding: Object.assign({}, rounding, { at }) }, fees ? { fees } : {})))

export const anyTerms: fc.Arbitrary<Terms> = fc.oneof(plainTerms, specialTerms)
