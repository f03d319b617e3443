import { readCalendar } from '@xinqiao/core/compliance/working-calendar.ts'
import { type DayFacts, dayFigures, type FigureId } from '@xinqiao/core/insight/day-figures.ts'
import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { type Instant, instantAt, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { expect, test } from 'vitest'

const times = {
  calendar: readCalendar([{ year: 2026, daysOff: [], workedWeekends: [] }]),
  hours: { zone: shanghai, windows: { working: [{ from: 540, to: 1080 }], weekend: [], holiday: [] } },
}
const tuesday = dayOf(2026, 11, 24)
const at = (hour: number, minute = 0): Instant => instantAt(tuesday, hour * 60 + minute, shanghai)
const wait = (id: string, since: Instant, begun?: Instant, ended?: Instant, customerId = id): DayFacts['waits'][number] =>
  ({ conversationId: id, customerId, since, ...(begun === undefined ? {} : { begun }), ...(ended === undefined ? {} : { ended }) })

const nothing: DayFacts = { waits: [], later: [], ratings: [], promises: [] }

const figureOf = (id: FigureId, facts: Partial<DayFacts>) => {
  const found = dayFigures({ ...nothing, ...facts }, times).find((figure) => figure.id === id)
  if (!found) throw new Error(`no ${id}`)
  return { value: found.value, nine: found.nine, of: found.of, counted: found.counted.map(({ conversationId, value }) => `${conversationId} ${value}`) }
}

test('who still waits is neither answered nor lost; who left without a person is lost', () => {
  const waits = [wait('helped', at(10), at(10, 2), at(10, 12)), wait('with-one', at(10), at(10, 5)), wait('left', at(10), undefined, at(10, 20)), wait('waits', at(10))]
  expect(figureOf('answered', { waits })).toMatchObject({ of: 3, value: 2 / 3, counted: ['helped 1', 'with-one 1', 'left 0'] })
})

test('the first response counts the desk’s own time: who wrote at six in the morning is counted from nine', () => {
  const waits = [wait('early', at(6), at(9, 4)), wait('a', at(10), at(10, 1)), wait('b', at(11), at(11, 30))]
  expect(figureOf('first-response', { waits })).toMatchObject({ of: 3, value: 4, nine: 30, counted: ['early 4', 'a 1', 'b 30'] })
})

test('handling counts what is over', () => {
  expect(figureOf('handling', { waits: [wait('a', at(10), at(10), at(10, 10)), wait('b', at(10), at(10), at(10, 30)), wait('c', at(10), at(10))] })).toMatchObject({ of: 2, value: 20 })
})

test('solved at first is who did not ask for a person again within seven days', () => {
  const day = 24 * 60 * 60_000
  const waits = [wait('once', at(10), at(10), at(10, 10)), wait('twice', at(10), at(10), at(10, 10), 'c'), wait('again', at(15), at(15), at(15, 5), 'c')]
  const later = [{ customerId: 'once', since: (at(10, 10) + 7 * day + 1) as Instant }]
  expect(figureOf('solved-at-first', { waits, later })).toMatchObject({ of: 3, value: 2 / 3, counted: ['once 1', 'twice 0', 'again 1'] })
  expect(figureOf('solved-at-first', { waits, later: [{ customerId: 'once', since: (at(10, 10) + 7 * day) as Instant }] })).toMatchObject({ value: 1 / 3 })
})

test('satisfaction and kept promises are means of what there is, and nothing is no zero', () => {
  expect(figureOf('satisfaction', { ratings: [{ conversationId: 'a', score: 5 }, { conversationId: 'b', score: 2 }] })).toMatchObject({ of: 2, value: 3.5 })
  expect(figureOf('on-time', { promises: [{ conversationId: 'a', kept: true }, { conversationId: 'b', kept: false }] })).toMatchObject({ value: 0.5 })
  for (const { value, of } of dayFigures(nothing, times)) expect({ value, of }).toEqual({ value: undefined, of: 0 })
})
