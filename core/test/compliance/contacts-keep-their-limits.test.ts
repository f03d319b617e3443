import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type ContactFacts, contactLimitsOn, dialBefore, judgeContact } from '../../src/compliance/contact-limits.ts'
import { type CallResult, callResults, holdsPlace, isConnected, type PermitState, report } from '../../src/compliance/dial-permit.ts'
import { parseRegulation, type RegulationRule } from '../../src/compliance/regulation.ts'
import { type Day, dayOf } from '../../src/primitives/day.ts'
import { type Instant, instant, instantAt, shanghai, type Zone } from '../../src/primitives/instant.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'

const read = parseRegulation(JSON.parse(readFileSync(new URL('../../../content/regulation/regulation.json', import.meta.url), 'utf8')))
const rules = read.ok ? read.value : []
const today = dayOf(2026, 11, 23)
const limits = contactLimitsOn(rules, today)

const at = (hour: number, minute = 0, day: Day = today): Instant => instantAt(day, hour * 60 + minute, shanghai)
const plain: ContactFacts = { party: 'debtor', zone: shanghai, keptPlan: 'none', callsTaken: 0, marketingConsent: false }
const call = { means: 'call', purpose: 'collection' } as const
const message = { means: 'message', purpose: 'collection' } as const
const code = (contact: Parameters<typeof judgeContact>[1], facts: Partial<ContactFacts>, now: Instant, by = limits): string =>
  judgeContact(by, contact, { ...plain, ...facts }, now)?.refused ?? 'may'

describe('collection', () => {
  test('rests from 22:00 to 08:00 where the debtor is', () => {
    for (const contact of [call, message]) {
      expect([at(7, 59), at(8), at(21, 59), at(22), at(23), at(3)].map((now) => code(contact, {}, now)))
        .toEqual(['contact-quiet-hours', 'may', 'may', 'contact-quiet-hours', 'contact-quiet-hours', 'contact-quiet-hours'])
    }
    const tokyo: Zone = { name: 'Asia/Tokyo', offsetMinutesAt: () => 540 }
    expect(code(call, { zone: tokyo }, at(21, 30))).toBe('contact-quiet-hours')
    expect(code(call, { zone: tokyo }, at(7, 30))).toBe('may')
  })

  test('stops at three connected calls; a message is no call', () => {
    expect([0, 1, 2, 3, 4].map((callsTaken) => code(call, { callsTaken }, at(10)))).toEqual(['may', 'may', 'may', 'contact-calls-used-up', 'contact-calls-used-up'])
    expect(code(message, { callsTaken: 3 }, at(10))).toBe('may')
  })

  test('goes to those who owe and to nobody else', () => {
    expect(code(call, { party: 'guarantor' }, at(10))).toBe('may')
    expect(code(call, { party: 'third-person' }, at(10))).toBe('contact-third-person')
    expect(code(message, { party: 'third-person' }, at(10))).toBe('contact-third-person')
  })

  test('stops while a plan is kept: by law for cards, by the lender’s policy for loans', () => {
    expect(judgeContact(limits, call, { ...plain, keptPlan: 'card' }, at(10))).toMatchObject({ refused: 'contact-plan-kept', about: { basis: expect.stringContaining('第70条') } })
    expect(judgeContact(limits, call, { ...plain, keptPlan: 'loan' }, at(10))).toMatchObject({ refused: 'contact-plan-kept', about: { basis: '机构规定' } })
  })
})

test('service and notices are bound by none of it: who writes at 23:00 is answered at 23:00', () => {
  for (const purpose of ['service', 'notice'] as const) {
    for (const means of ['call', 'message'] as const) {
      expect(code({ means, purpose }, { party: 'third-person', keptPlan: 'card', callsTaken: 9 }, at(23))).toBe('may')
    }
  }
})

test('advertising needs an agreement that stands', () => {
  expect(code({ means: 'message', purpose: 'marketing' }, {}, at(10))).toBe('contact-no-consent')
  expect(code({ means: 'message', purpose: 'marketing' }, { marketingConsent: true }, at(10))).toBe('may')
})

describe('limits are data', () => {
  const changed = (id: string, change: Partial<RegulationRule>): readonly RegulationRule[] => rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule))
  const own = (limit: string, from: Day = today): Partial<RegulationRule> => ({ override: { limit, reason: '更严', approvedBy: '合规部', from } })

  test('each tells its rule and basis', () => {
    expect(limits.callsADay).toMatchObject({ value: 3, rule: 'CT-FREQ', basis: expect.stringContaining('GB/T 45251') })
    expect(limits.quietHours?.value).toEqual({ from: 1320, to: 480 })
  })

  test('before its day a rule binds nobody', () => {
    const before = contactLimitsOn(rules, dayOf(2025, 2, 27))
    expect([before.quietHours, before.callsADay, before.partiesOnly]).toEqual([undefined, undefined, undefined])
    expect(contactLimitsOn(rules, dayOf(2025, 2, 28)).callsADay?.value).toBe(3)
  })

  test('the lender binds himself further from his day on, and never less', () => {
    const stricter = contactLimitsOn(changed('CT-FREQ', own('≤2')), today)
    expect(stricter.callsADay).toEqual({ value: 2, rule: 'CT-FREQ', basis: '机构规定' })
    expect(contactLimitsOn(changed('CT-FREQ', own('≤2', (today + 1) as Day)), today).callsADay?.value).toBe(3)
    expect(contactLimitsOn(changed('CT-HOURS', own('21:00–09:00')), today).quietHours?.value).toEqual({ from: 1260, to: 540 })
    expect(() => contactLimitsOn(changed('CT-FREQ', own('≤4')), today)).toThrow('CT-FREQ')
    expect(() => contactLimitsOn(changed('CT-HOURS', own('23:00–08:00')), today)).toThrow('CT-HOURS')
    expect(() => contactLimitsOn(changed('CT-FREQ', { limit: '三次' }), today)).toThrow('CT-FREQ')
    const lawOnly = contactLimitsOn(changed('CT-STOP', own('仅信用卡')), today)
    expect(code(call, { keptPlan: 'loan' }, at(10), lawOnly)).toBe('may')
    expect(code(call, { keptPlan: 'card' }, at(10), lawOnly)).toBe('contact-plan-kept')
  })
})

test('a permit lasts its minutes, and not into the night', () => {
  expect(dialBefore(limits, shanghai, at(10), 10)).toBe(at(10, 10))
  expect(dialBefore(limits, shanghai, at(21, 55), 10)).toBe(at(22))
})

/** The day's permits of one debtor as a store would keep them, each step under the lock. */
type Kept = { id: number; state: PermitState; endsAt: Instant; day: Day }
type Step = { readonly do: 'reserve'; readonly id: number } | { readonly do: 'report'; readonly id: number; readonly result: CallResult } | { readonly do: 'wait'; readonly minutes: number }

const id = fc.integer({ min: 0, max: 9 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('reserve' as const), id }),
  fc.record({ do: fc.constant('report' as const), id, result: fc.constantFrom(...callResults) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 15 }) }),
)

test('whatever the order, no more than three are ever held or connected, and a fourth is refused only then', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = at(9)
      const kept: Kept[] = []
      const held = (): number => kept.filter((permit) => holdsPlace(permit, now)).length
      for (const one of steps) {
        const permit = kept.find((each) => each.id === ('id' in one ? one.id : -1))
        if (one.do === 'wait') now = instant(now + one.minutes * 60_000)
        else if (one.do === 'reserve') {
          if (permit) continue
          const refused = judgeContact(limits, call, { ...plain, callsTaken: held() }, now)
          expect(refused === undefined).toBe(held() < 3)
          if (!refused) kept.push({ id: one.id, state: 'reserved', endsAt: dialBefore(limits, shanghai, now, 10), day: today })
        } else if (permit) {
          const outcome = report(permit, one.result, 3 - held(), now)
          if (!isRefusal(outcome)) permit.state = outcome.state
          else expect(['connected', 'not-connected', 'over-limit']).toContain(permit.state)
        }
        expect(held()).toBeLessThanOrEqual(3)
        expect(kept.filter(({ state }) => state === 'connected').length).toBeLessThanOrEqual(3)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a permit given back frees its place; a call that was put through never does', () => {
  for (const result of callResults) {
    const outcome = report({ state: 'reserved', endsAt: at(10, 10) }, result, 0, at(10))
    expect(outcome).toEqual({ state: isConnected(result) ? 'connected' : 'not-connected', late: false })
  }
  // Too late, and its place has gone to somebody else: told as it is, and no permit.
  expect(report({ state: 'reserved', endsAt: at(10) }, 'reached', 0, at(10, 30))).toEqual({ state: 'over-limit', late: true })
  expect(report({ state: 'lapsed', endsAt: at(10) }, 'reached', 1, at(10, 30))).toEqual({ state: 'connected', late: true })
  expect(report({ state: 'connected', endsAt: at(10) }, 'busy', 1, at(10))).toMatchObject({ refused: 'call-reported-already' })
})
