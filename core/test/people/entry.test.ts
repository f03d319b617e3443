import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockSkew, isWorthRenewing, judgeSiteClaims, longestTokenLife, readSiteClaims, rememberUntil, sessionEnds } from '../../src/people/entry.ts'
import { identityLevels } from '../../src/people/identity.ts'
import { instant } from '../../src/primitives/instant.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'

const now = instant(1_800_000_000_000)
const claims = { sub: 'C001', exp: now / 1000 + 60, jti: 'once', level: 'verified' } as const

test('claims without a customer, an end or a name of their own are not read', () => {
  expect(readSiteClaims(claims)).toEqual(claims)
  expect(readSiteClaims({ ...claims, level: undefined })).toEqual(claims)
  const wrong = [
    null, 'text', [], {}, { ...claims, sub: '' }, { ...claims, sub: 'x'.repeat(65) }, { ...claims, jti: undefined }, { ...claims, exp: '1800000060' },
    { ...claims, exp: 1.5 }, { ...claims, exp: Number.POSITIVE_INFINITY }, { ...claims, level: 'admin' },
  ]
  for (const payload of wrong) expect(readSiteClaims(payload)).toBeUndefined()
})

test('a token holds from its making to its end, give or take the clocks', () => {
  const at = (exp: number) => isRefusal(judgeSiteClaims({ ...claims, exp: exp / 1000 }, now))
  expect(at(now)).toBe(false)
  expect(at(now - clockSkew + 1000)).toBe(false)
  expect(at(now - clockSkew)).toBe(true)
  expect(at(now + longestTokenLife + clockSkew)).toBe(false)
  expect(at(now + longestTokenLife + clockSkew + 1000)).toBe(true)
})

test('the site cannot vouch for nobody, nor for the strongest level', () => {
  expect(identityLevels.filter((level) => readSiteClaims({ ...claims, level }) !== undefined)).toEqual(['identified', 'verified'])
})

test('a used token is remembered for as long as it would be accepted', () => {
  fc.assert(
    fc.property(fc.integer({ min: -600, max: 600 }), fc.integer({ min: -600_000, max: 600_000 }), (ahead, later) => {
      const token = { ...claims, exp: now / 1000 + ahead }
      const moment = instant(now + later)
      expect(isRefusal(judgeSiteClaims(token, moment)) || moment < rememberUntil(token)).toBe(true)
    }),
  )
})

test('use prolongs a session, but never beyond its whole life', () => {
  fc.assert(
    fc.property(fc.constantFrom('anonymous', 'identified', 'verified'), fc.nat(200 * 86_400_000), fc.nat(86_400_000), (level, used, more) => {
      const first = sessionEnds(level, now, instant(now + used))
      const second = sessionEnds(level, now, instant(now + used + more))
      expect(second).toBeGreaterThanOrEqual(first)
      expect(second).toBeLessThanOrEqual(sessionEnds(level, now, instant(now + 400 * 86_400_000)))
    }),
  )
  expect(isWorthRenewing('verified', now, instant(now + 1000))).toBe(false)
  expect(isWorthRenewing('verified', now, instant(now + 3_600_000))).toBe(true)
})
