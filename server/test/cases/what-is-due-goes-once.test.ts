import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Context } from '../../src/platform/context.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { setHold, liftHold } from '../../src/cases/legal-holds.ts'
import { outlook, retainData } from '../../src/cases/retain-data.ts'
import { keyOfCustomer, keysOfRecords } from '../../src/people/customer-keys.ts'
import { readCustomer } from '../../src/people/customers.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { connect } from '../../src/platform/db.ts'
import { verifyRecord } from '../../src/record/verify-record.ts'
import { startConversation, write } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer, type TestSession } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

/** A virtual calendar: years pass, and the nightly job does what each night asks for. */
const clock = clockAt(testMoment)
const server = await startTestServer({ clock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
const reader = await connect(server.database.appUrl, 'test')
afterAll(() => reader.end())

const night = (year: number, month = 1, day = 2): void => clock.set(instant(Date.UTC(year, month - 1, day - 1, 18, 20)))
const [one, two] = [await createTestStaff(server, ['compliance']), await createTestStaff(server, ['compliance'])]
const staff = (id: string) => ({ kind: 'staff', staffId: id, sessionId: 's', name: 'n', roles: ['compliance'] }) as const

const visits: TestSession[] = []
for (const ref of ['K1', 'K2', 'K3', 'K4']) {
  const visit = await enterAsCustomer(server, ref)
  await startConversation(server, visit, '我想问一下利率')
  visits.push(visit)
}
const [first, second, third, fourth] = visits.map(({ customer }) => customer.id) as [string, string, string, string]
const classesOf = async (customerId: string): Promise<readonly string[]> => (await keysOfRecords(context.db, [customerId])).map(({ keyClass }) => keyClass)
const reports = async (): Promise<readonly { day: string; disposed: Record<string, number>; held: number; customers: number }[]> =>
  (await reader.query<{ payload: never }>(`select payload from event where kind = 'cases.retention-finished' order by event_id`)).rows.map(({ payload }) => payload)
const disposals = async (): Promise<readonly string[]> =>
  (await reader.query<{ customer: string }>(`select payload->>'customer' as customer from event where kind = 'cases.data-disposed' order by event_id`)).rows.map(({ customer }) => customer)

test('before its time nothing goes, and a run says so once a day', async () => {
  night(2029, 12, 31)
  await retainData(context)
  await retainData(context)
  expect(await disposals()).toEqual([])
  expect(await reports()).toMatchObject([{ day: '2029-12-31', disposed: {}, customers: 0 }])
  expect(await classesOf(first)).toEqual(['talk'])
})

test('a dry run counts what is due and changes nothing', async () => {
  night(2030)
  expect(await outlook(context)).toMatchObject({ due: { talk: 4 }, customers: 4, held: 0 })
  expect(await outlook(context)).toMatchObject({ due: { talk: 4 } })
})

test('a job that dies in the middle goes on where it was, and disposes of everything once', async () => {
  let emitted = 0
  const dying: Context = {
    ...context,
    outbox: { ...context.outbox, emit: async (tx, event) => {
      if (event.kind === 'cases.data-disposed') emitted += 1
      if (emitted === 3) throw new Error('the process died')
      await context.outbox.emit(tx, event)
    } },
  }
  await setHold(context, staff(one.id), { id: randomUUID(), customer: fourth, reason: '法院调查令' })
  await expect(retainData(dying)).rejects.toThrow('the process died')
  const before = await disposals()
  expect(before).toHaveLength(2)
  // The one in whose midst it died lost nothing.
  const third3 = [first, second, third].filter((id) => !before.includes(id))
  for (const id of third3) expect(await classesOf(id)).toEqual(['talk'])
  await Promise.all([retainData(context), retainData(context)])
  expect((await disposals()).toSorted()).toEqual([first, second, third].toSorted())
  const last = (await reports()).at(-1)
  expect(last).toMatchObject({ day: '2030-01-02', disposed: { talk: 3 }, customers: 3, held: 1 })
})

test('a hold that was set in time stops it; once two lifted it the next night takes it', async () => {
  expect(await classesOf(fourth)).toContain('talk')
  const { rows } = await reader.query<{ id: string }>('select hold_id::text as id from legal_hold')
  await liftHold(context, staff(one.id), rows[0]?.id ?? '')
  night(2030, 1, 3)
  await retainData(context)
  expect(await classesOf(fourth)).toContain('talk')
  await liftHold(context, staff(two.id), rows[0]?.id ?? '')
  night(2030, 1, 4)
  await retainData(context)
  expect(await classesOf(fourth)).not.toContain('talk')
})

test('who writes again after years gets a new key and reads no old word; what was said before is gone for good', async () => {
  const again = await enterAsCustomer(server, 'K1')
  expect(again.customer.id).toBe(first)
  expect((await write(server, again, '我又来了')).status).toBe(200)
  expect(await classesOf(first)).toEqual(['talk'])
  const { rows } = await reader.query<{ wrapped: number; gone: number }>(
    `select count(wrapped)::int as wrapped, count(*) filter (where wrapped is null)::int as gone from customer_key join data_key using (data_key_id) where customer_id = $1`, [first])
  expect(rows[0]).toEqual({ wrapped: 1, gone: 1 })
})

test('with his last identity key a person is found no more', async () => {
  await keyOfCustomer(context, context.db, second, 'identity')
  night(2034)
  await retainData(context)
  expect((await readCustomer(context, context.db, second))?.erased).toBe(true)
  expect((await reader.query('select ref from customer where customer_id = $1', [second])).rows).toEqual([{ ref: null }])
})

test('the record stands after all of it', async () => {
  expect((await verifyRecord(reader, new Map())).faults).toEqual([])
})
