import fc from 'fast-check'
import { anyTerms } from '../core/test/loan/any-loan.ts'
import { judgeSchedule } from '../core/test/loan/judge.ts'

/**
 * A million random loans before the oracle (LOAN_RUNS and LOAN_SEED change that): `npm run campaign:loan`. It runs in
 * batches, each of its own seed, so that a failure names the short way back to it.
 */
const runs = Number(process.env['LOAN_RUNS'] ?? 1_000_000)
const first = Number(process.env['LOAN_SEED'] ?? 1)
const batch = 10_000

let [judged, done] = [0, 0]
const start = performance.now()
for (let seed = first; done < runs; seed += 1) {
  const size = Math.min(batch, runs - done)
  fc.assert(fc.property(anyTerms, (terms) => {
    if (judgeSchedule(terms)) judged += 1
  }), { numRuns: size, seed })
  done += size
  if (done % (10 * batch) === 0 || done === runs) {
    const seconds = Math.round((performance.now() - start) / 1000)
    console.log(`${done} loans, ${judged} plans judged, ${done - judged} refused, ${seconds} s, seeds ${first} to ${seed}`)
  }
}
