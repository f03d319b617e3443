import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { learnedModule } from '../../../evals/compliance/learn.ts'

it('what the second reader learned is what its texts teach today: run npm run learn:gate', { timeout: 120_000 }, () => {
  const kept = readFileSync(new URL('../../src/compliance/learned-weights.ts', import.meta.url), 'utf8')
  expect(learnedModule() === kept).toBe(true)
})
