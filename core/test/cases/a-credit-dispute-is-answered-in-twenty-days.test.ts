import { expect, test } from 'vitest'
import type { Actor } from '../../src/cases/case.ts'
import { creditDispute } from '../../src/cases/credit-dispute/procedure.ts'
import { openCase, runningDues } from '../../src/cases/procedure.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { granted } from '../loan/request.ts'
import { allMoves, walk } from './walk.ts'
import { creditDisputeWalk } from './walk-credit-dispute.ts'

test('whatever anybody tries, the twenty days run until it is answered, and what was wrong is answered only once it was corrected', () => {
  const made = walk({
    ...creditDisputeWalk,
    after: ({ after }) => {
      const open = !['replied', 'closed', 'withdrawn'].includes(after.state)
      const limits = runningDues(creditDispute, after, creditDisputeWalk.world).map(({ limit }) => limit)
      expect(limits.includes('decide')).toBe(open)
      if (after.state === 'replied' && after.data.reply?.finding === 'wrong') expect(after.data.correction).toBeDefined()
    },
  }, { runs: 2500 })
  expect(allMoves(creditDispute).filter((move) => !made.has(move))).toEqual([])
})

test('the law’s twenty days are calendar days from the receipt, under its own name', () => {
  const { world, start } = creditDisputeWalk
  const by: Actor = { party: 'customer', personId: 'c1' }
  const { next } = granted(openCase(creditDispute, { id: 'd1', customerId: 'c1', key: 'open', by, ask: { loanRef: 'L1', text: '记录有误' } }, start, world))
  const decide = runningDues(creditDispute, next, world).find(({ limit }) => limit === 'decide')
  expect([decide?.day, world.policy.limits['decide']?.source]).toEqual([addDays(dayOf(2026, 11, 23), 20), expect.stringContaining('征信业管理条例')])
})
