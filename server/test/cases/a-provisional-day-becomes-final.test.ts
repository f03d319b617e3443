import type { getMyCase } from '@xinqiao/contract/cases.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { reckonAllAgain } from '../../src/cases/reckon-again.ts'
import { examineCalendar } from '../../src/cli/examine.ts'
import { importRows } from '../../src/cli/import.ts'
import { announcedYears } from '../../src/compliance/desk-open.ts'
import { importers } from '../../src/compliance/importers.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { createTestStaff, customerHeaders, enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** A complaint of New Year's Eve is to be accepted within one working day, in a year whose holidays nobody has announced yet. */

const newYearsEve = instant(Date.UTC(2026, 11, 31, 2))
const server = await startTestServer({ clock: clockAt(newYearsEve) })
const { context } = server.installation
await initKnowledge(context)
const admin = await createTestStaff(server, ['admin'])
const senior = await createTestStaff(server, ['senior'])

const daysOff = [
  '2027-01-01', '2027-01-02', '2027-01-03', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-04-05', '2027-05-01',
]
const notice = { daysOff, workedWeekends: ['2027-02-13'], source: '国办发明电〔2026〕1号（测试）' }

const put = async (cookie: string, body: unknown): Promise<{ readonly status: number; readonly outcome?: string; readonly error?: { readonly code: string } }> => {
  const headers = { cookie, origin: server.url, 'content-type': 'application/json' }
  const response = await fetch(`${server.url}/v1/desk/calendar/2027`, { method: 'PUT', headers, body: JSON.stringify(body) })
  return { status: response.status, ...((await response.json()) as object) }
}

const customer = await enterAsCustomer(server, 'C-new-year')

const complain = async (): Promise<string> => {
  const body = JSON.stringify({ key: randomUUID(), kind: 'complaint', ask: { text: '除夕还在打电话' } })
  const response = await fetch(`${server.url}/v1/chat/cases`, { method: 'POST', headers: { ...customerHeaders(customer), 'content-type': 'application/json' }, body })
  return ((await response.json()) as ResponseOf<typeof getMyCase>).case.id
}

const dueOf = async (id: string) => {
  const response = await fetch(`${server.url}/v1/chat/cases/${id}`, { headers: customerHeaders(customer) })
  return ((await response.json()) as ResponseOf<typeof getMyCase>).case.due
}

const eventsOf = (kind: string) => context.db.selectFrom('event').select('payload').where('kind', '=', kind).execute()

test('a due day in a year that is not announced is provisional, and is reckoned again when it is, with an entry in the record', async () => {
  const id = await complain()
  expect(await dueOf(id)).toMatchObject({ day: '2027-01-01', provisional: true })
  expect(await put(admin.cookie, notice)).toEqual({ status: 200, outcome: 'added' })
  await expect.poll(() => dueOf(id), { timeout: 15_000 }).toMatchObject({ day: '2027-01-04', provisional: false })
  expect(await eventsOf('cases.due-reckoned')).toMatchObject([{ payload: { caseId: id, before: '2027-01-01', after: '2027-01-04', provisional: false } }])
  expect(await reckonAllAgain(context, 'once more')).toBe(0)
  expect(await complain().then(dueOf)).toMatchObject({ day: '2027-01-04', provisional: false })
})

test('the same again changes nothing, a corrected notice counts from then on, a wrong one not at all, and only who may change settings may load it', async () => {
  expect(await put(admin.cookie, { ...notice, daysOff: daysOff.toReversed() })).toEqual({ status: 200, outcome: 'same' })
  expect(await put(admin.cookie, { ...notice, workedWeekends: ['2027-02-13', '2027-10-09'] })).toEqual({ status: 200, outcome: 'changed' })
  const wrong: readonly [string, object][] = [
    ['calendar-day-outside', { daysOff: [...daysOff, '2028-01-01'] }], ['calendar-day-twice', { daysOff: [...daysOff, '2027-05-01'] }],
    ['calendar-weekday-worked', { workedWeekends: ['2027-02-15'] }], ['calendar-days-missing', { daysOff: daysOff.slice(2) }],
  ]
  for (const [code, part] of wrong) expect((await put(admin.cookie, { ...notice, ...part })).error?.code).toBe(code)
  expect((await put(senior.cookie, notice)).error?.code).toBe('not-allowed')
  expect(announcedYears().find(({ year }) => year === 2027)?.workedWeekends).toEqual(['2027-02-13', '2027-10-09'])
  expect((await eventsOf('compliance.year-announced')).map(({ payload }) => (payload as { version: number }).version)).toEqual([1, 2])
})

test('a calendar file is imported as the screen loads it, and a dry run keeps nothing', async () => {
  const [importer] = importers
  if (!importer) throw new Error('no importer')
  const rows = [{ line: 2, values: { year: '2027', daysOff: daysOff.join(' '), workedWeekends: '2027-02-13', source: notice.source } }]
  expect(await importRows(importer, context, rows, false)).toMatchObject({ changed: 1, problems: [] })
  expect(await importRows(importer, context, rows, true)).toMatchObject({ changed: 1, problems: [] })
  expect(await importRows(importer, context, rows, true)).toMatchObject({ same: 1 })
  const cut = [{ line: 2, values: { year: '2028', daysOff: '2028-01-01', workedWeekends: '', source: '通知' } }]
  expect((await importRows(importer, context, cut, true)).problems).toEqual([expect.stringContaining('line 2: calendar-days-missing')])
})

test('from November the doctor asks for the next year', () => {
  const on = (text: string) => instant(Date.parse(`${text}T12:00:00+08:00`))
  expect(examineCalendar(on('2026-10-31'), [2026])).toMatchObject({ state: 'well' })
  expect(examineCalendar(on('2026-11-01'), [2026])).toMatchObject({ state: 'advice', text: expect.stringContaining('2027') })
  expect(examineCalendar(on('2026-11-01'), [2026, 2027])).toMatchObject({ state: 'well' })
})
