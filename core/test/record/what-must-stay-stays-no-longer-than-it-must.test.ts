import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRegulation } from '@xinqiao/core/compliance/regulation.ts'
import { addDays, type Day, dayOf, isoDay } from '@xinqiao/core/primitives/day.ts'
import { dataClasses, type DataClass, type Fate, fateOf, type KeyHeld, newestYearDue, type Occasion, parseRetention, type Retention, type Standing } from '@xinqiao/core/record/retention.ts'

const content = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../content/${file}`, import.meta.url), 'utf8'))

const read = (value: unknown): Retention => {
  const result = parseRetention(value)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}
const file = content('desk/retention.json') as { readonly terms: readonly Record<string, unknown>[] }
const retention = read(file)
const nothing: Standing = { lent: false, collected: false, endedOn: dayOf(2026, 3, 1), openCase: false, openCommitment: false, held: false }
const key = (keyClass: KeyHeld['keyClass'], year = 2026): KeyHeld => ({ keyClass, year })
const fate = (which: KeyHeld, standing: Partial<Standing>, day: Day, occasion: Occasion = 'retention'): Fate => fateOf(retention, which, { ...nothing, ...standing }, day, occasion)
const untilOf = (found: Fate): string | undefined => ('until' in found ? isoDay(found.until) : undefined)

test('each term keeps what its law demands, and names a law that the desk has', () => {
  const rules = parseRegulation(content('regulation/regulation.json'))
  if (!rules.ok) throw new Error('the regulation cannot be read')
  for (const { dataClass, law } of retention.terms) {
    const rule = rules.value.find(({ id }) => id === law?.rule)
    expect([dataClass, rule?.applies, rule?.limit]).toEqual([dataClass, 'retention', `≥${law?.years}年`])
  }
})

test('a borrower’s identity stays ten years after his last loan ended, and no day more', () => {
  const settled = { lent: true, endedOn: dayOf(2027, 5, 20) }
  expect(fate(key('identity'), { lent: true, endedOn: undefined }, dayOf(2090, 1, 1))).toEqual({ goes: false, because: 'relationship' })
  expect(fate(key('identity'), settled, dayOf(2037, 5, 20))).toEqual({ goes: false, because: 'law', rule: 'RT-AML', until: dayOf(2037, 5, 20) })
  expect(fate(key('identity'), settled, dayOf(2037, 5, 21))).toEqual({ goes: true })
  // At his wish too: the law does not ask him.
  expect(untilOf(fate(key('identity'), settled, dayOf(2030, 1, 1), 'erasure'))).toBe('2037-05-20')
})

test('who never borrowed is erased at once when he asks, and by the calendar after the lender’s own term', () => {
  for (const dataClass of dataClasses.filter((one) => one !== 'oversight')) expect(fate(key(dataClass), {}, dayOf(2026, 4, 1), 'erasure')).toEqual({ goes: true })
  expect(fate(key('identity'), {}, dayOf(2028, 12, 31))).toEqual({ goes: false, because: 'term', until: dayOf(2028, 12, 31) })
  expect(fate(key('identity'), {}, dayOf(2029, 1, 1))).toEqual({ goes: true })
})

test('a talk stays three years, five where somebody collected, counted from its last word', () => {
  expect(untilOf(fate(key('talk'), {}, dayOf(2027, 1, 1)))).toBe('2029-12-31')
  expect(untilOf(fate(key('talk'), { collected: true }, dayOf(2027, 1, 1)))).toBe('2031-12-31')
  expect(untilOf(fate({ ...key('talk'), lastUsed: dayOf(2027, 2, 3) }, {}, dayOf(2027, 3, 1)))).toBe('2030-02-03')
})

test('a hold stops everything, an open case what belongs to it', () => {
  for (const dataClass of dataClasses) expect(fate(key(dataClass), { held: true }, dayOf(2090, 1, 1), 'erasure')).toEqual({ goes: false, because: 'hold' })
  expect(fate(key('talk'), { openCase: true }, dayOf(2090, 1, 1))).toEqual({ goes: false, because: 'open-case' })
  expect(fate(key('oversight'), { openCase: true }, dayOf(2090, 1, 1))).toEqual({ goes: true })
  expect(fate(key('talk'), { openCommitment: true }, dayOf(2090, 1, 1))).toEqual({ goes: false, because: 'open-commitment' })
  expect(fate(key('oversight'), { openCommitment: true }, dayOf(2090, 1, 1))).toEqual({ goes: true })
})

const withOverride = (dataClass: DataClass, years: number): unknown =>
  ({ ...file, terms: file.terms.map((term) => (term['class'] === dataClass ? { ...term, override: { years, reason: '诉讼高发', approvedBy: '合规部', from: '2027-01-01' } } : term)) })

test('a lender may keep for longer, never for shorter; his own wish does not stand against an erasure', () => {
  const longer = read(withOverride('talk', 7))
  expect(untilOf(fateOf(longer, key('talk'), nothing, dayOf(2027, 1, 1), 'retention'))).toBe('2033-12-31')
  expect(untilOf(fateOf(longer, key('talk'), nothing, dayOf(2026, 12, 31), 'retention'))).toBe('2029-12-31')
  expect(fateOf(longer, key('talk'), nothing, dayOf(2027, 1, 1), 'erasure')).toEqual({ goes: true })
  const shorter = parseRetention(withOverride('talk', 4))
  expect(shorter.ok ? [] : shorter.problems.map(({ at, code }) => [at, code])).toEqual([['terms[1].override', 'contradiction']])
})

test('a class without a term is an error of the file', () => {
  const lacking = parseRetention({ ...file, terms: file.terms.slice(1) })
  expect(lacking.ok ? [] : lacking.problems).toEqual([{ at: 'terms', code: 'missing', about: 'identity' }])
})

const standings = fc.record({
  lent: fc.boolean(), collected: fc.boolean(), openCase: fc.boolean(), openCommitment: fc.boolean(), held: fc.boolean(),
  endedOn: fc.option(fc.integer({ min: dayOf(2020, 1, 1), max: dayOf(2040, 1, 1) }).map((day) => day as Day), { nil: undefined }),
})
const keys = fc.record({ keyClass: fc.constantFrom(...dataClasses, 'all' as const), year: fc.integer({ min: 2020, max: 2040 }) })
const days = fc.integer({ min: dayOf(2020, 1, 1), max: dayOf(2070, 1, 1) }).map((day) => day as Day)

test('what goes stays gone, what goes by the calendar goes at a wish too, and the one old key goes last', () => {
  fc.assert(fc.property(standings, keys, days, fc.nat(4000), (standing, which, day, later) => {
    const now = fateOf(retention, which, standing, day, 'retention')
    if (now.goes) {
      expect(fateOf(retention, which, standing, addDays(day, later), 'retention').goes).toBe(true)
      expect(fateOf(retention, which, standing, day, 'erasure').goes).toBe(true)
      expect(which.year).toBeLessThanOrEqual(newestYearDue(retention, day))
    }
    if (which.keyClass === 'all' && now.goes) for (const keyClass of dataClasses) expect(fateOf(retention, { ...which, keyClass }, standing, day, 'retention').goes).toBe(true)
  }))
})
