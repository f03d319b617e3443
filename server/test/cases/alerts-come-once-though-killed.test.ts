import { instant } from '@xinqiao/core/primitives/instant.ts'
import { randomUUID } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { scheduleAlerts } from '../../src/cases/alerts.ts'
import { kindOf } from '../../src/cases/kinds.ts'
import { dueOf, findCase } from '../../src/cases/store.ts'
import { caseOf, openCase } from '../../src/cases/work-case.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { type ChildServer, forkServer } from '../support/child-server.ts'
import { enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'

/** Warnings and escalations are jobs: each comes once, though the server that was giving it is killed, and late ones come in their order. */

const server = await startTestServer({ clock: systemClock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
const { db } = context
const { customer } = await enterAsCustomer(server, 'C-waits')

const running = new Set<ChildServer>()
afterAll(async () => {
  await Promise.all([...running].map((child) => child.stop()))
})

const start = async (): Promise<ChildServer> => {
  const { ownerUrl, appUrl } = server.database
  const child = await forkServer({ ownerUrl, appUrl, dataFolder: server.dataFolder, environment: { XINQIAO_JOB_CONCURRENCY: '4', XINQIAO_LOG_LEVEL: 'silent' } })
  running.add(child)
  return child
}
const kill = async (child: ChildServer): Promise<void> => {
  await child.kill()
  running.delete(child)
}

/** A complaint that came in `since` milliseconds ago and is due in `left`. */
const waiting = async (since: number, left: number): Promise<string> => {
  const opened = await openCase(context, {
    kind: kindOf('complaint'), customerId: customer.id, key: randomUUID(), by: { party: 'customer', personId: customer.id }, ask: { nature: 'complaint', text: '请回电', accused: [] },
  })
  if (!('caseId' in opened)) throw new Error(opened.refused)
  const now = Date.now()
  await db.updateTable('service_case').set({ entered_at: new Date(now - since), due_at: new Date(now + left) }).where('case_id', '=', opened.caseId).execute()
  const row = (await findCase(db, opened.caseId)) ?? expect.unreachable()
  const theCase = (await caseOf(context, db, row)) ?? expect.unreachable()
  await db.transaction().execute((tx) => scheduleAlerts(context, tx, { ...theCase, enteredAt: instant(now - since), due: dueOf(row) }))
  return opened.caseId
}

/** The alerts that were given, in the order in which they were written down. */
const alertsOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await db.selectFrom('event').select('payload').where('kind', '=', 'cases.alert').orderBy('event_id').execute()
  const given = rows.map(({ payload }) => payload as { caseId: string; stage: string })
  return new Map(ids.map((id) => [id, given.flatMap(({ caseId, stage }) => (caseId === id ? [stage] : []))]))
}

const all = ['warned', 'escalated', 'late']

const everyOnce = (ids: readonly string[]) => vi.waitFor(async () => expect([...(await alertsOf(ids)).values()]).toEqual(ids.map(() => all)), { timeout: 90_000, interval: 250 })

test('each alert comes once, in its order, while one server after the other is killed', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, (_, place) => waiting(1000, 2000 + place * 700)))
  for (let round = 0; round < 3; round += 1) {
    const child = await start()
    await new Promise((resolve) => setTimeout(resolve, 900 + round * 700))
    await kill(child)
  }
  const last = await start()
  await everyOnce(ids)
  const kept = await db.selectFrom('case_alert').select('case_id').where('case_id', 'in', ids).execute()
  expect(kept).toHaveLength(30)
  await kill(last)
}, 120_000)

test('what came due while no server ran is caught up: each case hears the warning before the escalation, and that before it is late', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => waiting(60_000, -1000)))
  await start()
  await everyOnce(ids)
  expect(await db.selectFrom('case_alert').select('case_id').where('case_id', 'in', ids).execute()).toHaveLength(36)
}, 120_000)
