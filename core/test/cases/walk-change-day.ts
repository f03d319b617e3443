import fc from 'fast-check'
import { type ChangeDayAsk, type ChangeDayData, type ChangeDayState, type ChangeDayWorld, parseChangeDayPolicy } from '../../src/cases/change-day/change-day.ts'
import { changeDay, type ChangeDayInputs } from '../../src/cases/change-day/procedure.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'
import { loanInWalk } from './walk-prepayment.ts'

const today = dayOf(2026, 11, 23)

const rules = { allowed: true, maxPerYear: 1, firstDay: 1, lastDay: 28 }

/** L1 is due on the 5th; L2 is of a product that allows no other day. */
export const loansWithDay = [{ ...loanInWalk, rules }, { ...loanInWalk, loanRef: 'L2', rules: { ...rules, allowed: false } }] as const

const world: ChangeDayWorld = {
  policy: policyOf('change-day', parseChangeDayPolicy), times, loanOf: (loanRef) => loansWithDay.find((loan) => loan.loanRef === loanRef),
}

const day = fc.integer({ min: 0, max: 31 })
const nothing = fc.constant({})

export const changeDayWalk: Walkable<ChangeDayState, ChangeDayData, ChangeDayAsk, ChangeDayInputs, ChangeDayWorld> = {
  procedure: changeDay,
  world,
  start: instantAt(today, 10 * 60, shanghai),
  asks: fc.record({ loanRef: fc.constantFrom('L1', 'L1', 'L1', 'L2', 'L9'), day }),
  inputs: {
    // What a page would show is put in by `walk` through `inputFor`.
    agree: fc.constant({ dueAfter: today, firstAfter: 0n, interestAfter: 0n, endAfter: today }),
    change: fc.record({ day }), 'quote-again': nothing, booked: nothing, 'booking-failed': fc.constant({ reason: '账务系统暂时不能入账' }), withdraw: nothing, lapse: nothing,
  },
  inputFor: ({ data: { quote: { dueAfter, firstAfter, interestAfter, endAfter } } }, name, input) => (name === 'agree' ? { dueAfter, firstAfter, interestAfter, endAfter } : input),
}
