import fc from 'fast-check'
import {
  parsePrepaymentPolicy, type PrepaymentAsk, type PrepaymentData, type PrepaymentState, type PrepaymentWorld,
} from '../../src/cases/prepayment/prepayment.ts'
import { prepayment, type PrepaymentInputs } from '../../src/cases/prepayment/procedure.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { termsOf } from '../loan/request.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'

const today = dayOf(2026, 11, 23)

export const loanInWalk = {
  loanRef: 'L1',
  terms: termsOf({
    principal: '12000.00', annualRate: '0.12', method: 'equal-instalment', count: 12, every: { months: 1 }, disbursedOn: '2026-11-05', firstDueOn: '2026-12-05', dayCount: 'actual/365',
    rounding: { mode: 'half-up', unit: '0.01' }, difference: 'last',
  }),
  events: [],
}

const world: PrepaymentWorld = {
  policy: policyOf('prepayment', parsePrepaymentPolicy), times, loanOf: (loanRef) => (loanRef === 'L1' ? loanInWalk : undefined),
}

const wish = fc.record({
  on: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 33 })).map((days) => addDays(today, days)),
  amount: fc.constantFrom(fen(0n), fen(300_000n), fen(1_170_000n)),
  effect: fc.constantFrom('term' as const, 'instalment' as const),
}, { requiredKeys: ['on'] })

const nothing = fc.constant({})

export const prepaymentWalk: Walkable<PrepaymentState, PrepaymentData, PrepaymentAsk, PrepaymentInputs, PrepaymentWorld> = {
  procedure: prepayment,
  world,
  start: instantAt(today, 10 * 60, shanghai),
  asks: fc.tuple(wish, fc.constantFrom('L1', 'L1', 'L1', 'L9')).map(([ask, loanRef]) => Object.assign({ loanRef }, ask)),
  inputs: {
    // The total that a page would show is put in by `walk` through `inputFor`.
    agree: fc.constant({ total: 0n }),
    change: wish, 'quote-again': nothing, debit: nothing, booked: nothing, 'debit-failed': fc.constantFrom({ reason: '余额不足' }), 'try-again': nothing,
    'certificate-made': nothing, cancel: nothing, lapse: nothing,
  },
  inputFor: ({ data }, name, input) => (name === 'agree' ? { total: data.quote.total } : input),
}
