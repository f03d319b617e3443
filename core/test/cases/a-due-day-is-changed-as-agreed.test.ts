import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteFor } from '../../src/cases/change-day/change-day.ts'
import { changeDay } from '../../src/cases/change-day/procedure.ts'
import { assessDayChange, type DayChangeRules } from '../../src/loan/change-day.ts'
import { life } from '../../src/loan/life.ts'
import { addDays, civil, dayOf, daysBetween, isoDay } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { granted } from '../loan/request.ts'
import { allMoves, walk } from './walk.ts'
import { changeDayWalk, loansWithDay } from './walk-change-day.ts'

const today = dayOf(2026, 11, 23)
const [loan] = loansWithDay
const { terms } = loan
const { leastDaysBefore } = changeDayWalk.world.policy.own
const rules: DayChangeRules = { ...loan.rules, leastDaysBefore }

test('whatever anybody tries, a due day is changed only as its customer agreed to it; all listed moves happen', () => {
  const made = walk({
    ...changeDayWalk,
    after: ({ before, command, events }) => {
      const told = events.filter(({ event }) => event === 'instruct')
      expect(told.length).toBe(command.do === 'agree' ? 1 : 0)
      if (told.length === 0) return
      const { ask, quote } = before.data
      expect(command.by.party).toBe('customer')
      expect(told).toMatchObject([{ instruction: { what: 'change-day', loanRef: 'L1', day: ask.day, instead: quote.dueBefore, on: quote.dueAfter, amount: quote.firstAfter } }])
    },
  }, { runs: 800 })
  expect(allMoves(changeDay).filter((move) => !made.has(move))).toEqual([])
})

test('the instalment that moves bears interest for the days it runs, the others for their months; the principal is repaid to the fen', () => {
  const answer = granted(assessDayChange(terms, [], { on: today, day: 20 }, rules))
  expect([isoDay(answer.dueBefore), isoDay(answer.dueAfter), isoDay(answer.endAfter)]).toEqual(['2026-12-05', '2026-12-20', '2027-11-20'])
  // 12 % a year on 12,000 for 45 days of 365, in place of 30.
  const [first] = answer.after
  expect([answer.periodDays, first?.interest]).toEqual([45, 17753n])
  expect(answer.bookBy).toBe(dayOf(2026, 11, 30))
  expect(answer.after.reduce((sum, { principal }) => sum + principal, 0n)).toBe(1_200_000n)
  for (const { due } of answer.after) expect(civil(due).dayOfMonth).toBe(20)
})

test('whatever day is chosen and whenever, it is refused by a rule or falls on that day, in time, once a year', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 0, max: 380 }), fc.boolean(), (day, later, isPaid) => {
    const on = addDays(today, later)
    const events = isPaid ? [{ on: today, kind: 'repay', amount: fen(1_150_000n) } as const] : []
    const answer = assessDayChange(terms, events, { on, day }, rules)
    if (isRefusal(answer)) {
      expect(answer.refused).toMatch(/^change-day-|^nothing-to-extend$/)
      return
    }
    expect(civil(answer.dueAfter).dayOfMonth).toBe(day)
    expect(Math.min(daysBetween(on, answer.dueBefore), daysBetween(on, answer.dueAfter))).toBeGreaterThanOrEqual(leastDaysBefore)
    expect(on).toBeLessThanOrEqual(answer.bookBy)
    const after = granted(life(terms, [...events, answer.event], on))
    expect(after.schedule.map(({ total }) => total)).toEqual(answer.after.map(({ total }) => total))
    expect(assessDayChange(terms, [...events, answer.event], { on: addDays(on, 1), day: day === 28 ? 27 : 28 }, rules)).toMatchObject({ refused: 'change-day-too-often' })
  }), { numRuns: 300 })
})

test.each([
  ['a product without it', { ...loan, rules: undefined }, 15, 0, 'change-day-not-in-product'],
  ['a product that forbids it', { ...loan, rules: { ...loan.rules, allowed: false } }, 15, 0, 'change-day-not-in-product'],
  ['the 29th', loan, 29, 0, 'change-day-not-a-day'],
  ['the day it is', loan, 5, 0, 'change-day-same'],
  ['four days before the due day', loan, 15, 8, 'change-day-too-late'],
  ['a day that is near', { ...loan, terms: { ...terms, firstDueOn: dayOf(2026, 12, 20) } }, 5, 8, 'change-day-too-soon'],
  ['arrears', loan, 28, 13, 'change-day-overdue'],
] as const)('%s is refused, and says why', (_what, given, day, later, refused) => {
  expect(quoteFor(given, day, addDays(today, later), { leastDaysBefore })).toMatchObject({ refused })
})

test('a change that was undone counts for nothing', () => {
  const changed = { on: today, kind: 'change-day', day: 20 } as const
  const undone = [changed, { on: addDays(today, 1), kind: 'reverse', reverses: 0 } as const]
  expect(assessDayChange(terms, [changed], { on: addDays(today, 2), day: 10 }, rules)).toMatchObject({ refused: 'change-day-too-often' })
  expect(isRefusal(assessDayChange(terms, undone, { on: addDays(today, 2), day: 10 }, rules))).toBe(false)
})
