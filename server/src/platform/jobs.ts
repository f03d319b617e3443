import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, parseCronItems, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { z } from 'zod'
import type { Context } from './context.ts'
import { type JobOwner, ownJobs } from './job-owners.ts'
import type { Log } from './log.ts'
import { withOrigin } from './origin.ts'

const restartAfter = 1000

/** Work that follows an event or a clock. It may run twice (a process can die after its work, before it says so): make it safe to repeat. */
export type Job = {
  readonly name: string
  readonly payload: z.ZodType
  /** Runs with the checked payload. A throw means: try again later, ever more slowly, twelve times. */
  readonly run: (context: Context, payload: unknown, attempt: { readonly number: number; readonly signal: AbortSignal | undefined }) => Promise<void>
  /** A crontab pattern in UTC, such as `5 16 * * *`: the job also runs then, once however many processes there are, with `{}` as its payload. */
  readonly every?: string
}

/** A job whose `run` sees the payload's type. */
export const defineJob = <Payload extends z.ZodType>(job: {
  readonly name: string
  readonly payload: Payload
  readonly run: (context: Context, payload: z.output<Payload>, attempt: { readonly number: number; readonly signal: AbortSignal | undefined }) => Promise<void>
  readonly every?: string
}): Job => ({ ...job, run: (context, payload, attempt) => job.run(context, payload as z.output<Payload>, attempt) })

/** The library's words go through our log, so that nothing personal in them is written. */
export const workerLogger = (log: Log): Logger =>
  new Logger(() => (level, text) => {
    if (level === 'error') log.error({ step: 'jobs' }, text)
    else if (level === 'warning') log.warn({ step: 'jobs' }, text)
    else log.debug({ step: 'jobs' }, text)
  })

export type Workers = { readonly stop: () => Promise<void> }

export type WorkerSettings = {
  /** A plain one: the runner's own queries know nothing of our types. */
  readonly pool: pg.Pool
  readonly concurrency: number
  /** Opens the connection that tells the other processes that this one lives. */
  readonly connect: () => Promise<pg.Client>
  /** How often jobs of dead processes are looked for; in tests more often. */
  readonly orphans?: { readonly every: number }
  readonly onFinished?: (job: string, ok: boolean, seconds: number) => void
}

const taskOf = (job: Job, context: Context, onFinished: WorkerSettings['onFinished']): TaskList[string] => async (payload, helpers) => {
  const attempt = helpers.job.attempts
  const started = performance.now()
  let ok = false
  try {
    // The cron puts its own field `_cron` into the payload.
    const { _cron, ...given } = (payload ?? {}) as Record<string, unknown>
    await withOrigin({ actor: `job/${job.name}` }, () => job.run(context, job.payload.parse(given), { number: attempt, signal: helpers.abortSignal }))
    ok = true
  } catch (error) {
    context.log.error({ job: job.name, attempt, error }, 'a job failed and will be tried again')
    throw error
  } finally {
    onFinished?.(job.name, ok, (performance.now() - started) / 1000)
  }
}

/** Runs until it is stopped; a runner that ends by itself, which a lost database may bring about, is started again. */
const keepRunning = async (launch: () => Promise<Runner>, log: Log): Promise<Workers> => {
  let stopped = false
  let runner = await launch()
  const watch = async (): Promise<void> => {
    for (;;) {
      await runner.promise.catch(() => undefined)
      if (stopped) return
      log.error({}, 'the job runner ended; starting it again')
      await sleep(restartAfter, undefined, { ref: false })
      if (stopped) return
      // While the database is away there is nothing to run; the old runner stands in as one that has ended.
      runner = await launch().catch(() => runner)
    }
  }
  void watch()
  return {
    stop: async () => {
      stopped = true
      // One that has ended already refuses to end again.
      await runner.stop().catch(() => undefined)
    },
  }
}

/** Starts this process's share of the work. Any number of processes may do so; each job runs in one of them, at once. */
export const startWorkers = async (context: Context, jobs: readonly Job[], settings: WorkerSettings): Promise<Workers> => {
  const taskList: TaskList = Object.fromEntries(jobs.map((job) => [job.name, taskOf(job, context, settings.onFinished)]))
  const cron = jobs.flatMap((job) => (job.every === undefined ? [] : [{ task: job.name, match: job.every, identifier: job.name }]))
  let owner: Promise<JobOwner> | undefined
  const launch = async (): Promise<Runner> => {
    await (await owner)?.stop()
    const events: WorkerEvents = new EventEmitter()
    events.once('pool:create', ({ workerPool }) => {
      owner = ownJobs({ name: workerPool.id, connect: settings.connect, log: context.log, ...settings.orphans })
    })
    return await run({
      pgPool: settings.pool,
      concurrency: settings.concurrency,
      noHandleSignals: true,
      // A job announces itself by NOTIFY; the poll only finds those that were to run later.
      pollInterval: 1000,
      logger: workerLogger(context.log),
      taskList,
      parsedCronItems: parseCronItems(cron),
      events,
    })
  }
  const workers = await keepRunning(launch, context.log)
  return {
    stop: async () => {
      await workers.stop()
      await (await owner)?.stop()
    },
  }
}
