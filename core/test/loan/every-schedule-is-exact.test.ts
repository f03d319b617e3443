import fc from 'fast-check'
import { expect, test } from 'vitest'
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

test('a plan of centuries, whose rounding grows beyond all bounds, is still reckoned or refused at once', () => {
  const terms: Terms = {
    principal: fen(1_035_620_204n), annualRate: { num: 1n, den: 3n, period: 'year' }, method: 'equal-instalment', count: 269, every: { months: 12 },
    disbursedOn: 17_906 as Day, firstDueOn: 17_965 as Day, dayCount: 'actual/360', rounding: { mode: 'half-even', unit: fen(1n) },
  }
  expect(judgeSchedule(terms)).toBe(!isRefusal(schedule(terms)))
})
