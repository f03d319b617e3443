import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Authorisation, checkAuthorisation, guarantees, mayBeTold, type Person, personRoles, scopes, type Subject } from '../../src/people/authorisation.ts'
import { identityLevels } from '../../src/people/identity.ts'
import { type Day, dayOf } from '../../src/primitives/day.ts'
import { type Instant, instantAt, shanghai } from '../../src/primitives/instant.ts'

const today = dayOf(2026, 11, 23)
const at = (day: Day, minute = 600): Instant => instantAt(day, minute, shanghai)
const now = at(today)
const proxy: Authorisation = { role: 'proxy', scope: ['told-loan'], loanRefs: undefined, from: today, until: (today + 30) as Day, ended: false }
const guarantor: Authorisation = { role: 'guarantor', scope: [], loanRefs: ['AX2609000017'], from: (today - 90) as Day, until: undefined, ended: false }
const other = (...authorisations: readonly Authorisation[]): Person => ({ kind: 'other', level: 'verified', authorisations })
const loan: Subject = { about: 'loan', loanRef: 'AX2609000017' }

test('a proxy is told what his authority names, from its first day to its last', () => {
  expect(mayBeTold(other(proxy), loan, now)).toBe(true)
  expect(mayBeTold(other(proxy), { about: 'complaint' }, now)).toBe(false)
  expect(mayBeTold(other(proxy), loan, at((today - 1) as Day))).toBe(false)
  expect(mayBeTold(other(proxy), loan, at((today + 30) as Day, 1439))).toBe(true)
  expect(mayBeTold(other(proxy), loan, at((today + 31) as Day, 0))).toBe(false)
  expect(mayBeTold(other({ ...proxy, ended: true }), loan, now)).toBe(false)
  expect(mayBeTold(other({ ...proxy, loanRefs: ['AX2600000001'] }), loan, now)).toBe(false)
})

test('a guarantor is told of the loan he guarantees, and of nothing else whatever was written down', () => {
  const wide: Authorisation = { ...guarantor, scope: scopes }
  expect(mayBeTold(other(wide), loan, now)).toBe(true)
  for (const subject of [{ about: 'loan', loanRef: 'AX2600000001' }, { about: 'application', loanRef: 'AX2609000017' }, { about: 'complaint' }, { about: 'person' }] as const) {
    expect(mayBeTold(other(wide), subject, now)).toBe(false)
  }
  expect(guarantees([guarantor], 'AX2609000017', now)).toBe(true)
  expect(guarantees([guarantor], 'AX2600000001', now)).toBe(false)
  expect(guarantees([proxy], 'AX2609000017', now)).toBe(false)
})

test('an authority without end, scope or loan is not recorded', () => {
  expect(checkAuthorisation({ ...proxy, until: undefined })).toMatchObject({ refused: 'authorisation-needs-end' })
  expect(checkAuthorisation({ ...proxy, scope: [] })).toMatchObject({ refused: 'authorisation-needs-scope' })
  expect(checkAuthorisation({ ...proxy, until: (today - 1) as Day })).toMatchObject({ refused: 'authorisation-dates' })
  expect(checkAuthorisation({ ...guarantor, loanRefs: [] })).toMatchObject({ refused: 'authorisation-needs-loan' })
  expect(checkAuthorisation(guarantor)).toBeUndefined()
})

const day = fc.integer({ min: -40, max: 40 }).map((count) => (today + count) as Day)
const anyAuthorisation: fc.Arbitrary<Authorisation> = fc.record({
  role: fc.constantFrom(...personRoles), scope: fc.subarray([...scopes]), loanRefs: fc.option(fc.subarray(['A', 'B']), { nil: undefined }), from: day,
  until: fc.option(day, { nil: undefined }), ended: fc.boolean(),
})
const anySubject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({ about: fc.constantFrom('loan' as const, 'application' as const), loanRef: fc.constantFrom('A', 'B') }),
  fc.constant({ about: 'complaint' as const }), fc.constant({ about: 'person' as const }),
)

test('whoever is told something holds one authority in force that covers just that; nobody is told who the customer is, no contact person anything', () => {
  fc.assert(
    fc.property(fc.array(anyAuthorisation, { maxLength: 4 }), anySubject, fc.constantFrom(...identityLevels), day, (authorisations, subject, level, on) => {
      const told = mayBeTold({ kind: 'other', level, authorisations }, subject, at(on))
      const one = authorisations.some((authorisation) => mayBeTold({ kind: 'other', level, authorisations: [authorisation] }, subject, at(on)))
      expect(told).toBe(one)
      if (subject.about === 'person' || level === 'anonymous' || level === 'identified') expect(told).toBe(false)
      if (authorisations.every(({ role, ended, from, until }) => role === 'contact' || ended || from > on || (until !== undefined && until < on))) expect(told).toBe(false)
    }),
    { numRuns: 1000 },
  )
})
