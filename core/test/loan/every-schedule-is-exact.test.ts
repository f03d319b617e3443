import fc from 'fast-check'
import { expect, test } from 'vitest'
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
