import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import type { Context } from '../../src/platform/context.ts'
import { connect, createPool } from '../../src/platform/db.ts'
import { defineJob, startWorkers } from '../../src/platform/jobs.ts'
import { createLog } from '../../src/platform/log.ts'
import { createOutbox } from '../../src/platform/outbox.ts'
import { appendEvents } from '../../src/record/append-events.ts'
import { openTestContext, testMoment } from '../support/server.ts'

const { context, database } = await openTestContext()

const outbox = createOutbox({
  'test.happened': [
    { job: 'note', payload: ({ payload }) => ({ what: payload['what'] ?? null }) },
    { job: 'remind', runAt: ({ at }) => instant(at + 3_600_000), key: ({ payload }) => `remind ${String(payload['what'])}` },
  ],
}, appendEvents)

const waiting = async (): Promise<readonly string[]> => {
  const { rows } = await sql<{ task_identifier: string }>`select task_identifier from graphile_worker.jobs order by id`.execute(context.db)
  return rows.map((row) => row.task_identifier)
}

const event = (what: string) => ({ kind: 'test.happened', at: testMoment, payload: { what } })

test('what is taken back takes its events and jobs with it; what is kept keeps them', async () => {
  await expect(
    context.db.transaction().execute(async (tx) => {
      await outbox.emit(tx, event('taken back'))
      throw new Error('taken back')
    }),
  ).rejects.toThrow('taken back')
  expect(await context.db.selectFrom('event').select('kind').execute()).toEqual([])
  expect(await waiting()).toEqual([])

  await context.db.transaction().execute((tx) => outbox.emit(tx, event('kept')))
  expect(await context.db.selectFrom('event').select(['kind', 'payload']).execute()).toEqual([{ kind: 'test.happened', payload: { what: 'kept' } }])
  expect(await waiting()).toEqual(['note', 'remind'])
})

test('a job runs in one of several processes, by the role of the application', async () => {
  const ran: string[] = []
  const note = (worker: string) =>
    defineJob({
      name: 'note',
      payload: z.object({ what: z.string() }),
      run: async (_context: Context, { what }) => {
        ran.push(`${worker} ${what}`)
      },
    })
  const pool = createPool(database.appUrl, { connections: 6, name: 'test jobs', plain: true }, () => undefined)
  const settings = { pool, concurrency: 2, connect: () => connect(database.appUrl, 'test') }
  const workers = [await startWorkers(context, [note('first')], settings), await startWorkers(context, [note('second')], settings)]
  await context.db.transaction().execute(async (tx) => {
    for (let number = 0; number < 20; number += 1) await outbox.addJob(tx, 'note', { what: String(number) })
  })
  await expect.poll(() => ran.length, { timeout: 20_000 }).toBe(21)
  expect(new Set(ran.map((line) => line.split(' ')[1])).size).toBe(21)
  await Promise.all(workers.map((worker) => worker.stop()))
  await pool.end()
})

test('the jobs of a worker that died run again within seconds, those of one that lives are left to it', async () => {
  const pool = createPool(database.appUrl, { connections: 6, name: 'test jobs', plain: true }, () => undefined)
  const settings = { pool, concurrency: 2, connect: () => connect(database.appUrl, 'test'), orphans: { every: 50 } }
  let ran = 0
  let finish: () => void = () => undefined
  const long = defineJob({ name: 'long', payload: z.object({}), run: () => new Promise<void>((resolve) => ((ran += 1), (finish = resolve))) })
  const short = defineJob({ name: 'short', payload: z.object({}), run: async () => void (ran += 100) })

  const living = await startWorkers(context, [long], settings)
  await context.db.transaction().execute((tx) => outbox.addJob(tx, 'long', {}))
  await expect.poll(() => ran, { timeout: 20_000 }).toBe(1)
  await context.db.transaction().execute((tx) => outbox.addJob(tx, 'short', {}))
  await sql`update graphile_worker._private_jobs set locked_by = 'pool-of-a-dead-process', locked_at = now() where locked_by is null and task_id = (select id from graphile_worker._private_tasks where identifier = 'short')`.execute(context.db)
  const other = await startWorkers(context, [long, short], settings)
  await expect.poll(() => ran, { timeout: 20_000 }).toBe(101)
  expect((await sql`select locked_by from graphile_worker._private_jobs where locked_by is not null`.execute(context.db)).rows).toHaveLength(1)
  finish()
  await Promise.all([living.stop(), other.stop()])
  expect(ran).toBe(101)
  await pool.end()
})

test('a job that fails is written down as failed and tried again, and takes nothing down with it', async () => {
  const pool = createPool(database.appUrl, { connections: 6, name: 'test jobs', plain: true }, () => undefined)
  let tries = 0
  const failing = defineJob({
    name: 'failing',
    payload: z.object({}),
    run: async () => {
      tries += 1
      if (tries === 1) throw new Error('not yet')
    },
  })
  const workers = await startWorkers({ ...context, log: createLog('silent') }, [failing], { pool, concurrency: 1, connect: () => connect(database.appUrl, 'test') })
  await context.db.transaction().execute((tx) => outbox.addJob(tx, 'failing', {}))
  const failed = async (): Promise<readonly unknown[]> =>
    (await sql`select last_error from graphile_worker.jobs where task_identifier = 'failing' and attempts = 1 and last_error is not null and locked_by is null`.execute(context.db)).rows
  await expect.poll(failed, { timeout: 20_000 }).toHaveLength(1)
  await sql`update graphile_worker._private_jobs set run_at = now() where attempts = 1`.execute(context.db)
  await expect.poll(() => tries, { timeout: 20_000 }).toBe(2)
  await workers.stop()
  await pool.end()
})
