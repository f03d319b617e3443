import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactInstalment, roundedInstalment } from '../../src/loan/annuity.ts'
import { roundedTo } from '../../src/loan/ratio.ts'
import { schedule } from '../../src/loan/schedule.ts'
import type { Terms } from '../../src/loan/terms.ts'
import type { Day } from '../../src/primitives/day.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { anyTerms } from './any-loan.ts'
import { judgeSchedule } from './judge.ts'

/** 20,000 random loans; `npm run campaign:loan` judges a million with the same function. */
test('every random loan stands before the oracle', { timeout: 300_000 }, () => {
  const seed = Number(process.env['LOAN_SEED'] ?? Date.now() % 2 ** 31)
  process.stdout.write(`loans of seed ${seed} (LOAN_SEED=${seed} repeats them)\n`)
  let judged = 0
  fc.assert(fc.property(anyTerms, (terms) => {
    if (judgeSchedule(terms)) judged += 1
  }), { numRuns: 20_000, seed })
  expect(judged).toBeGreaterThan(15_000)
})

test('an instalment found between bounds is the exact one, rounded, also where steps weigh its lines', () => {
  const anyGrowth = fc.record({ num: fc.bigInt(0n, 400n), den: fc.constantFrom(1200n, 36_500n, 36_000n) })
  const anyFactor = fc.constantFrom({ num: 1n, den: 1n }, { num: 11n, den: 10n }, { num: 9n, den: 10n }, { num: 1n, den: 3n },
    { num: 1_000_001n, den: 1_000_000n })
  fc.assert(fc.property(fc.array(anyGrowth, { maxLength: 60 }), fc.bigInt(1n, 10n ** 9n), fc.integer({ min: 1, max: 12 }), anyFactor, fc.boolean(),
    (growthAfter, owed, everyCount, factor, steps) => {
      const weights = { factor, powers: Array.from({ length: growthAfter.length + 1 }, (_, line) => Math.floor(line / everyCount)) }
      const question = { value: { num: owed * 101n, den: 100n }, growthAfter, balloon: owed / 5n, ...(steps ? { weights } : {}) }
      for (const mode of ['half-up', 'half-even', 'up', 'down'] as const) {
        expect(roundedInstalment(question, 1n, mode)).toBe(roundedTo(exactInstalment(question), 1n, mode))
      }
    }), { numRuns: 1000 })
})

test('a plan of centuries, whose rounding grows beyond all bounds, is still reckoned or refused at once', () => {
  const terms: Terms = {
    principal: fen(1_035_620_204n), annualRate: { num: 1n, den: 3n, period: 'year' }, method: 'equal-instalment', count: 269, every: { months: 12 },
    disbursedOn: 17_906 as Day, firstDueOn: 17_965 as Day, dayCount: 'actual/360', rounding: { mode: 'half-even', unit: fen(1n) },
  }
  expect(judgeSchedule(terms)).toBe(!isRefusal(schedule(terms)))
})
