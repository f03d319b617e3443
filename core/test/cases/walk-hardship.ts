import fc from 'fast-check'
import { type HardshipAsk, type HardshipData, type HardshipState, type HardshipWorld, parseHardshipPolicy } from '../../src/cases/hardship/hardship.ts'
import { hardship, type HardshipInputs } from '../../src/cases/hardship/procedure.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { policyOf, times } from './read-policies.ts'
import { givenInWalks } from './given-materials.ts'
import type { Walkable } from './walk.ts'
import { loanInWalk } from './walk-prepayment.ts'

const today = dayOf(2026, 11, 23)

/** L1 is never paid again; L2 has been paid so far ahead that nothing of it falls behind for years. */
export const hardshipLoans = [loanInWalk, { ...loanInWalk, loanRef: 'L2', events: [{ on: addDays(today, -1), kind: 'repay', amount: fen(1_150_000n) } as const] }] as const

const world: HardshipWorld = {
  policy: policyOf('hardship', parseHardshipPolicy), times, ...givenInWalks(['income', 'cause']), loanOf: (loanRef) => hardshipLoans.find((loan) => loan.loanRef === loanRef),
}

const nothing = fc.constant({})
const text = fc.constantFrom('', '失业，收入减少')

export const hardshipWalk: Walkable<HardshipState, HardshipData, HardshipAsk, HardshipInputs, HardshipWorld> = {
  procedure: hardship,
  world,
  worldAtOpening: { ...world, ...givenInWalks(['income']) },
  start: instantAt(today, 10 * 60, shanghai),
  asks: fc.record({
    loanRef: fc.constantFrom('L1', 'L2', 'L9'), cause: text, income: fc.constant(fen(300_000n)), expenses: fc.constant(fen(250_000n)), canPay: fc.constant(fen(50_000n)),
  }),
  inputs: {
    supply: nothing, submit: nothing, propose: fc.record({ days: fc.constantFrom('30', '60', '7'), recommendation: text }), approve: nothing,
    refuse: fc.record({ reason: text }), agree: fc.constant({ firstDue: today, firstInstalment: fen(0n), end: today }), decline: fc.record({ text }), booked: nothing,
    'booking-failed': fc.constant({ reason: '账务系统暂时不能入账' }), 'plan-anew': nothing, look: nothing, close: fc.record({ reason: text }), withdraw: nothing, lapse: nothing,
  },
  inputFor: ({ data: { proposed } }, name, input) =>
    (name === 'agree' && proposed ? { firstDue: proposed.firstDue, firstInstalment: proposed.firstInstalment, end: proposed.end } : input),
}
