import { expect, test } from 'vitest'
import { burdenOf, materialsFor, offerOn } from '../../src/cases/application/application.ts'
import { application, loanRefOf } from '../../src/cases/application/procedure.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { granted } from '../loan/request.ts'
import { allMoves, walk } from './walk.ts'
import { applicationWalk } from './walk-application.ts'

const today = dayOf(2026, 11, 23)
const { world } = applicationWalk
const ask = { productId: 'anxin-steady', amount: fen(1_200_000n), count: 12, purpose: '旅游与婚庆', monthlyIncome: fen(800_000n), otherMonthlyDebt: fen(700_000n) }

test('whatever anybody tries, money is paid out only for what the customer read and signed, decided by another than who prepared it', () => {
  const paidOut = new Set<string>()
  const made = walk({
    ...applicationWalk,
    after: ({ before, command, after, events }) => {
      if (command.do === 'approve' || command.do === 'refuse') {
        expect(command.by.party).not.toBe('customer')
      }
      const told = events.filter(({ event }) => event === 'instruct')
      expect(told.length).toBe(command.do === 'sign' || command.do === 'try-again' ? 1 : 0)
      if (told.length === 0) return
      paidOut.add(loanRefOf(before.id))
      expect([after.data.costsReadOn === undefined, after.data.signedOn === undefined]).toEqual([false, false])
      expect(told).toMatchObject([{ instruction: { what: 'pay-out', loanRef: loanRefOf(before.id), amount: before.data.offer.amount } }])
    },
  }, { runs: 3000 })
  expect(allMoves(application).filter((move) => !made.has(move))).toEqual([])
  expect(paidOut.size).toBe(1)
})

test('materials follow from product and amount, and the burden is weighed with all that is owed', () => {
  const { product, heaviest } = granted(offerOn(ask, today, world))
  expect(materialsFor(product, fen(1_200_000n)).map(({ id }) => id)).not.toContain('income')
  expect(materialsFor(product, fen(12_000_000n)).map(({ id }) => id)).toContain('income')
  expect(burdenOf(ask, heaviest, { mostDebtPercent: 50 })?.withinLimit).toBe(false)
  expect(burdenOf({ ...ask, otherMonthlyDebt: fen(0n) }, heaviest, { mostDebtPercent: 50 })?.withinLimit).toBe(true)
  expect(burdenOf({ ...ask, monthlyIncome: fen(0n) }, heaviest, { mostDebtPercent: 50 })).toBeUndefined()
})
