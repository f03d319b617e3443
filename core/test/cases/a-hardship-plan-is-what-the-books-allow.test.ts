import { expect, test } from 'vitest'
import { isBehind, optionsOn } from '../../src/cases/hardship/hardship.ts'
import { hardship } from '../../src/cases/hardship/procedure.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { allMoves, walk } from './walk.ts'
import { hardshipLoans, hardshipWalk } from './walk-hardship.ts'

const today = dayOf(2026, 11, 23)
const { world } = hardshipWalk
const [loan] = hardshipLoans

test('whatever anybody tries, a plan is booked only as the customer agreed to it, decided by another than who proposed it; all listed moves happen', () => {
  const made = walk({
    ...hardshipWalk,
    after: ({ before, command, events }) => {
      const told = events.filter(({ event }) => event === 'instruct')
      expect(told.length).toBe(command.do === 'agree' ? 1 : 0)
      if (told.length === 0) return
      const { proposed } = before.data
      expect(told).toMatchObject([{ instruction: { what: 'defer', days: proposed?.days, on: proposed?.firstDue, amount: proposed?.firstInstalment } }])
    },
  }, { runs: 3000 })
  expect(allMoves(hardship).filter((move) => !made.has(move))).toEqual([])
})

test('the options are those of the policy that the loan engine allows, each with its first instalment and what it costs more', () => {
  const options = optionsOn(loan, today, world.policy.own)
  expect(options.map(({ days }) => days)).toEqual([30, 60, 90, 180])
  for (const { days, firstDue, firstInstalment, extraInterest } of options) {
    expect(firstDue).toBe(addDays(dayOf(2026, 12, 5), days))
    expect([firstInstalment > 0n, extraInterest > 0n]).toEqual([true, true])
  }
  expect([isBehind(loan, today), isBehind(loan, dayOf(2026, 12, 10))]).toEqual([false, true])
})
