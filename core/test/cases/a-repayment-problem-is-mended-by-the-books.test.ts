import { expect, test } from 'vitest'
import { certificate } from '../../src/cases/certificate/procedure.ts'
import { findingsOf } from '../../src/cases/repayment-problem/checks.ts'
import { repaymentProblem } from '../../src/cases/repayment-problem/procedure.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { allMoves, walk } from './walk.ts'
import { certificateWalk } from './walk-certificate.ts'
import { problemLoans, repaymentProblemWalk } from './walk-repayment-problem.ts'

const today = dayOf(2026, 11, 23)
const [untouched, twice] = problemLoans

test('whatever anybody tries, the books are corrected only by what a second person approved; all listed moves happen', () => {
  const made = walk({
    ...repaymentProblemWalk,
    after: ({ before, command, events }) => {
      const told = events.filter(({ event }) => event === 'instruct')
      expect(told.length).toBe(command.do === 'approve-correction' ? 1 : 0)
      if (told.length === 0) return
      expect(told).toMatchObject([{ instruction: { what: 'correct', loanRef: before.data.ask.loanRef, ...before.data.answer?.correction } }])
    },
  }, { runs: 3000 })
  expect(allMoves(repaymentProblem).filter((move) => !made.has(move))).toEqual([])
})

test('a certificate is made of a settled loan only, and all listed moves happen', () => {
  const made = walk(certificateWalk, { runs: 1000 })
  expect(allMoves(certificate).filter((move) => !made.has(move))).toEqual([])
})

test('the books say what happened and what would mend it', () => {
  const ask = { loanRef: 'L2', problem: 'debited-twice', text: '扣了两次' } as const
  const second = { on: addDays(today, -2), amount: 50_000n }
  expect(findingsOf(twice, { ask, today, daysAround: 5 })).toEqual({
    checks: [{ check: 'same-payment-again', found: true, ...second }], suggested: { action: 'reverse', ...second },
  })
  expect(findingsOf(untouched, { ask, today, daysAround: 5 })).toEqual({ checks: [{ check: 'same-payment-again', found: false }] })
  const paid = { ...ask, problem: 'paid-not-booked', on: addDays(today, -1), amount: second.amount as never } as const
  expect(findingsOf(untouched, { ask: paid, today, daysAround: 5 }).suggested).toEqual({ action: 'book-payment', on: paid.on, amount: paid.amount })
  expect(findingsOf(twice, { ask: { ...ask, problem: 'overpaid' }, today, daysAround: 5 }).suggested).toMatchObject({ action: 'refund', amount: 100_000n })
})
