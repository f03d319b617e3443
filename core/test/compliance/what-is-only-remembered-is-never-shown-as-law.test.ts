import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDeskHours } from '../../src/compliance/desk-hours.ts'
import { basisText, parseRegulation } from '../../src/compliance/regulation.ts'
import { shanghai } from '../../src/primitives/instant.ts'

const content = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../content/${path}`, import.meta.url), 'utf8')) as unknown

const read = parseRegulation(content('regulation/regulation.json'))
const rules = read.ok ? read.value : []

test('all 42 rules are there, each with source and confidence, none overridden yet', () => {
  expect(rules).toHaveLength(42)
  expect(rules.filter((rule) => rule.override !== undefined)).toEqual([])
  expect(rules.filter((rule) => rule.source === '' || rule.limit === '')).toEqual([])
})

test('a remembered rule is shown as the lender’s own, another by its source', () => {
  const shown = (id: string): string | undefined => {
    const rule = rules.find((each) => each.id === id)
    return rule && basisText(rule)
  }
  expect(shown('LM-PENALTY')).toBe('机构规定')
  expect(shown('PR-MASK')).toBe('机构规定')
  expect(shown('DL-CREDIT-DISPUTE')).toContain('征信业管理条例')
  expect(shown('DS-COST-TABLE')).toContain('2026-08-01')
  expect(rules.filter((rule) => rule.confidence === 'mem' && basisText(rule) !== '机构规定')).toEqual([])
})

test('a rule without its override field, or with a half one, is refused', () => {
  const [rule] = content('regulation/regulation.json') as Record<string, unknown>[]
  const codes = (change: object): readonly string[] => {
    const result = parseRegulation([{ ...rule, ...change }])
    return result.ok ? [] : result.problems.map((problem) => `${problem.at} ${problem.code}`)
  }
  expect(codes({})).toEqual([])
  expect(codes({ confidence: 'sure' })).toEqual(['rules[0].confidence not-a-choice'])
  expect(codes({ override: { limit: '10自然日' } })).toContain('rules[0].override.reason missing')
  const { override: _gone, ...bare } = rule ?? {}
  expect(parseRegulation([bare])).toMatchObject({ ok: false, problems: [{ at: 'rules[0].override', code: 'missing' }] })
})

describe('desk hours', () => {
  const file = content('desk/hours.json') as { zone: string; windows: Record<string, object[]> }

  test('of the demo lender are several windows a day', () => {
    const hours = parseDeskHours(file, [shanghai])
    expect(hours.ok && hours.value?.windows.working.length).toBe(3)
    expect(hours.ok && hours.value?.windows.working[0]).toEqual({ from: 510, to: 720 })
  })

  test.each([
    ['an unknown zone', { zone: 'Mars/Base' }, 'zone'],
    ['a window that ends before it begins', { windows: { ...file.windows, holiday: [{ from: '12:00', to: '10:00' }] } }, 'windows.holiday'],
    ['windows that overlap', { windows: { ...file.windows, weekend: [{ from: '09:00', to: '12:00' }, { from: '11:00', to: '13:00' }] } }, 'windows.weekend'],
    ['a clock of thirty hours', { windows: { ...file.windows, weekend: [{ from: '09:00', to: '30:00' }] } }, 'windows.weekend[0].to'],
  ])('with %s are refused', (_what, change, at) => {
    const hours = parseDeskHours({ ...file, ...change }, [shanghai])
    expect(hours.ok ? [] : hours.problems.map((problem) => problem.at)).toContain(at)
  })
})
