import type pg from 'pg'
import type { Log } from './log.ts'

/**
 * Frees the jobs of processes that died. A worker marks the jobs it works on with its name, and the library gives a name up only after
 * four hours. Here each living worker also holds an advisory lock of its name, which PostgreSQL drops with the connection: a
 * mark whose lock can be had belongs to nobody, and its jobs run again at once.
 */
export type JobOwner = { readonly stop: () => Promise<void> }

export type JobOwnerSettings = {
  /** The name by which this process marks its jobs. */
  readonly name: string
  readonly connect: () => Promise<pg.Client>
  readonly log: Log
  /** Milliseconds between two looks. */
  readonly every?: number
}

const freeOrphans = `
  with marked as materialized (
    select locked_by as name from graphile_worker._private_jobs where locked_by is not null
    union select locked_by from graphile_worker._private_job_queues where locked_by is not null
  ), orphaned as materialized (
    select name from marked where name <> $1 and pg_try_advisory_xact_lock(hashtextextended(name, 0))
  )
  select count(*)::int as count, graphile_worker.force_unlock_workers(array_agg(name)) from orphaned having count(*) > 0`

export const ownJobs = async ({ name, connect, log, every = 5000 }: JobOwnerSettings): Promise<JobOwner> => {
  let client: pg.Client | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const hold = async (): Promise<pg.Client> => {
    const next = await connect()
    next.once('end', () => (client = client === next ? undefined : client))
    await next.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    return next
  }
  const look = async (): Promise<void> => {
    try {
      client ??= await hold()
      const { rows } = await client.query<{ count: number }>(freeOrphans, [name])
      if (rows[0]) log.warn({ count: rows[0].count }, 'freed the jobs of workers that died')
    } catch (error) {
      // The database is away; the next look connects anew.
      log.debug({ error }, 'could not look for the jobs of dead workers')
      client = undefined
    }
    if (!stopped) timer = setTimeout(() => void look(), every).unref()
  }
  await look()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
