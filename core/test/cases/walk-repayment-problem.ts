import fc from 'fast-check'
import { repaymentProblem, type RepaymentProblemInputs } from '../../src/cases/repayment-problem/procedure.ts'
import {
  corrections, parseRepaymentProblemPolicy, type RepaymentProblemAsk, type RepaymentProblemData, repaymentProblems, type RepaymentProblemState, type RepaymentProblemWorld,
} from '../../src/cases/repayment-problem/repayment-problem.ts'
import type { LoanEvent } from '../../src/loan/events.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'
import { loanInWalk } from './walk-prepayment.ts'

const today = dayOf(2026, 11, 23)

/** Its first instalment was debited twice, a day apart. */
const twice: readonly LoanEvent[] = [{ on: addDays(today, -3), kind: 'repay', amount: fen(50_000n) }, { on: addDays(today, -2), kind: 'repay', amount: fen(50_000n) }]

export const problemLoans = [loanInWalk, { ...loanInWalk, loanRef: 'L2', events: twice }] as const

const world: RepaymentProblemWorld = {
  policy: policyOf('repayment-problem', parseRepaymentProblemPolicy), times, loanOf: (loanRef) => problemLoans.find((loan) => loan.loanRef === loanRef),
}

const nothing = fc.constant({})
const text = fc.constantFrom('', '银行扣款回单')
const amount = fc.constantFrom(fen(0n), fen(50_000n))
const on = fc.constantFrom(addDays(today, -2), today, addDays(today, 4000))

export const repaymentProblemWalk: Walkable<RepaymentProblemState, RepaymentProblemData, RepaymentProblemAsk, RepaymentProblemInputs, RepaymentProblemWorld> = {
  procedure: repaymentProblem,
  world,
  start: instantAt(today, 10 * 60, shanghai),
  asks: fc.record({ loanRef: fc.constantFrom('L1', 'L2', 'L9'), problem: fc.constantFrom(...repaymentProblems), text, on, amount }, { requiredKeys: ['loanRef', 'problem', 'text'] }),
  inputs: {
    'check-again': nothing, 'ask-customer': fc.record({ asked: text }), supply: fc.record({ text }),
    answer: fc.record({
      finding: fc.constantFrom('confirmed' as const, 'not-confirmed' as const), text, correction: fc.record({ action: fc.constantFrom(...corrections), on, amount }),
    }, { requiredKeys: ['finding', 'text'] }),
    'approve-correction': nothing, 'return-correction': fc.record({ reason: text }), booked: nothing, 'booking-failed': fc.constant({ reason: '账上没有这一笔' }), accept: nothing,
    'not-solved': fc.record({ text }), withdraw: nothing, lapse: nothing, close: nothing,
  },
}
