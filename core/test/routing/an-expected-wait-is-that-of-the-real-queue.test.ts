import { instant } from '@xinqiao/core/primitives/instant.ts'
import type { OnDuty } from '@xinqiao/core/routing/assign.ts'
import { expectedWait, type Outlook } from '@xinqiao/core/routing/expected-wait.ts'
import { needOf } from '@xinqiao/core/routing/need.ts'
import { expect, test } from 'vitest'

const minute = 60_000
const now = instant(1_795_000_000_000)
const ago = (minutes: number): ReturnType<typeof instant> => instant(now - minutes * minute)
const ordinary = needOf({ intent: undefined, mood: 'calm', crisis: false, amount: undefined, cases: [], language: 'zh' }, [])
const person = (id: string, load: number, capacity = 2): OnDuty => ({ id, skills: [], grade: 'junior', capacity, load, ready: true })
const waiting = (id: string, minutes: number): Outlook['queue'][number] => ({ id, since: ago(minutes), need: ordinary })

const outlook = (more: Partial<Outlook>): Outlook =>
  ({ queue: [], desk: [], running: [], policy: { holdForKnown: 3, restAfterHard: 8, patience: 4 }, minutesPerEffort: 3, ...more })

test('is nothing while somebody is free, and nothing is said where nobody could come', () => {
  expect(expectedWait(outlook({ queue: [waiting('a', 0)], desk: [person('p', 0)] }), 'a', now)).toBe(0)
  expect(expectedWait(outlook({ queue: [waiting('a', 0)] }), 'a', now)).toBeUndefined()
  expect(expectedWait(outlook({ queue: [waiting('a', 0)], desk: [{ ...person('p', 0), ready: false }] }), 'a', now)).toBeUndefined()
})

test('counts who stands before, and what those who are served still take', () => {
  // Both talk; one began 4 minutes ago, one 1 minute ago; a talk takes 6 minutes. So places come free in 2, 5, then 8 and 11 minutes.
  const desk = [person('p', 2), person('q', 2)]
  const running = [{ agent: 'p', effort: 2, hard: false, begun: ago(4) }, { agent: 'q', effort: 2, hard: false, begun: ago(1) }]
  const queue = [waiting('a', 3), waiting('b', 2), waiting('c', 1), waiting('d', 0)]
  expect(queue.map(({ id }) => expectedWait(outlook({ queue, desk, running }), id, now))).toEqual([2, 5, 8, 11].map((minutes) => minutes * minute))
})

test('expects of what lasts longer than usual that it lasts another quarter', () => {
  const running = [{ agent: 'p', effort: 2, hard: false, begun: ago(20) }]
  expect(expectedWait(outlook({ queue: [waiting('a', 0)], desk: [person('p', 2)], running }), 'a', now)).toBe(1.5 * minute)
})

test('waits for the end of a pause', () => {
  const paused = { ...person('p', 0), pausedUntil: instant(now + 7 * minute) }
  expect(expectedWait(outlook({ queue: [waiting('a', 0)], desk: [paused] }), 'a', now)).toBe(7 * minute)
})
