import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identityLevels } from '../../src/people/identity.ts'
import { codeEnds, codeLife, judgeTry, mostTries, reachedBy } from '../../src/people/verification.ts'
import { instant } from '../../src/primitives/instant.ts'

const now = instant(1_800_000_000_000)

test('a code proves first who it is, then that it is still him', () => {
  expect(identityLevels.map(reachedBy)).toEqual(['verified', 'verified', 'strongly-verified', 'strongly-verified'])
})

test('the right code opens within its life and its tries, and never beyond', () => {
  fc.assert(
    fc.property(fc.nat(10), fc.integer({ min: -codeLife, max: 2 * codeLife }), fc.boolean(), (triesBefore, later, right) => {
      const moment = instant(now + later)
      const verdict = judgeTry({ endsAt: codeEnds(now), triesBefore }, right, moment)
      const open = triesBefore < mostTries && later < codeLife
      if (!open) expect(verdict).toMatchObject({ refused: 'code-expired' })
      else if (right) expect(verdict).toBe('right')
      else expect(verdict).toEqual({ refused: 'code-wrong', about: { left: mostTries - triesBefore - 1 } })
    }),
  )
  expect(judgeTry(undefined, true, now)).toMatchObject({ refused: 'code-expired' })
})
