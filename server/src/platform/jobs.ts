import { Logger, parseCronItems, run, type Runner, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { z } from 'zod'
import type { Context } from './context.ts'
import type { Log } from './log.ts'

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
  readonly pool: pg.Pool
  readonly concurrency: number
  readonly onFinished?: (job: string, ok: boolean, seconds: number) => void
}

const taskOf = (job: Job, context: Context, onFinished: WorkerSettings['onFinished']): TaskList[string] => async (payload, helpers) => {
  const attempt = helpers.job.attempts
  const started = performance.now()
  let ok = false
  try {
    // The cron puts its own field `_cron` into the payload.
    const { _cron, ...given } = (payload ?? {}) as Record<string, unknown>
    await job.run(context, job.payload.parse(given), { number: attempt, signal: helpers.abortSignal })
    ok = true
  } catch (error) {
    context.log.error({ job: job.name, attempt, error }, 'a job failed and will be tried again')
    throw error
  } finally {
    onFinished?.(job.name, ok, (performance.now() - started) / 1000)
  }
}

/** Starts this process's share of the work. Any number of processes may do so; each job runs in one of them, at once. */
export const startWorkers = async (context: Context, jobs: readonly Job[], settings: WorkerSettings): Promise<Workers> => {
  const taskList: TaskList = Object.fromEntries(jobs.map((job) => [job.name, taskOf(job, context, settings.onFinished)]))
  const cron = jobs.flatMap((job) => (job.every === undefined ? [] : [{ task: job.name, match: job.every, identifier: job.name }]))
  const runner: Runner = await run({
    pgPool: settings.pool,
    concurrency: settings.concurrency,
    noHandleSignals: true,
    // A job announces itself by NOTIFY; the poll only finds those that were to run later.
    pollInterval: 1000,
    logger: workerLogger(context.log),
    taskList,
    parsedCronItems: parseCronItems(cron),
  })
  runner.promise.catch((error: unknown) => context.log.error({ error }, 'the job runner ended'))
  return { stop: () => runner.stop() }
}
