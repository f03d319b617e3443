import { intents } from '@xinqiao/core/understanding/intent.ts'
import { type Fen, parseYuan } from '@xinqiao/core/primitives/money.ts'
import { gradeOf } from '@xinqiao/core/routing/grade.ts'
import { type Matter, needOf, ordinaryEffort } from '@xinqiao/core/routing/need.ts'
import { parseRoutingPolicy, type RoutingPolicy } from '@xinqiao/core/routing/routing-policy.ts'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const file = (): Record<string, unknown> => JSON.parse(readFileSync(new URL('../../../content/desk/routing.json', import.meta.url), 'utf8')) as Record<string, unknown>

const policy = (): RoutingPolicy => {
  const read = parseRoutingPolicy(file())
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

const calm: Matter = { intent: 'rate', mood: 'calm', crisis: false, amount: undefined, cases: [], language: 'zh' }
const yuan = (text: string): Fen => parseYuan(text) ?? (0n as Fen)

test('a plain question may be answered by anybody', () => {
  expect(needOf(calm, policy().rows)).toEqual({ skills: [], grade: 'junior', effort: ordinaryEffort, hard: false, headStart: 0, because: [] })
})

test('what applies adds up: skills together, the highest grade, all effort, the largest head start', () => {
  const need = needOf({ ...calm, intent: 'complaint', mood: 'angry', crisis: true, amount: yuan('200000'), language: 'en' }, policy().rows)
  expect(need).toEqual({
    skills: ['complaints', 'english'], grade: 'senior', effort: ordinaryEffort + 3 + 1 + 2, hard: true, headStart: 20,
    because: ['crisis', 'angry', 'complaint', 'large-sum', 'english'],
  })
  expect(needOf({ ...calm, amount: yuan('199999.99') }, policy().rows).grade).toBe('junior')
})

test('every intent that a row names exists, and every skill is needed by some row', () => {
  const { rows, skills } = policy()
  for (const intent of rows.flatMap(({ when }) => when.intents ?? [])) expect(intents).toContain(intent)
  expect(skills.map(({ id }) => id).filter((id) => !rows.some((row) => row.skills.includes(id)))).toEqual([])
})

test('a slip of the author is named with its place', () => {
  const problemsOf = (change: Record<string, unknown>): unknown => {
    const read = parseRoutingPolicy({ ...file(), ...change })
    return read.ok ? [] : read.problems
  }
  const row = { id: 'row', name: { zh: '行', en: 'Row' }, when: {}, skills: ['dancing'] }
  expect(problemsOf({ rows: [row] })).toEqual([{ at: 'rows[0].when', code: 'empty' }, { at: 'rows', code: 'not-a-choice', about: 'dancing' }])
  expect(problemsOf({ patience: 0 })).toEqual([{ at: 'patience', code: 'out-of-range', about: '0' }])
})

test('the highest of one’s roles counts as grade', () => {
  expect(gradeOf(['junior', 'supervisor'])).toBe('supervisor')
  expect(gradeOf(['account-manager'])).toBe('senior')
  expect(gradeOf(['quality', 'admin'])).toBeUndefined()
})
