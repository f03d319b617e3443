import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** JSON as it is stored: no undefined, no bigint (a Fen goes in as text). */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** Something that happened. The payload holds ids and figures, never names, numbers or texts of a person. */
export type DomainEvent = {
  /** `room.what-happened`, such as `conversations.message-sent`. */
  readonly kind: string
  readonly at: Instant
  readonly payload: { readonly [name: string]: Json }
}

/** A job that follows an event. */
export type Reaction = {
  readonly job: string
  /** The job's payload; without it the event's payload as it is. */
  readonly payload?: (event: DomainEvent) => { readonly [name: string]: Json }
  /** Jobs of one queue run one after the other. */
  readonly queue?: (event: DomainEvent) => string
  /** While a job of this key waits, another of it replaces it. */
  readonly key?: (event: DomainEvent) => string
  /** When the job is due; without it at once. */
  readonly runAt?: (event: DomainEvent) => Instant
}

export type Reactions = { readonly [kind: string]: readonly Reaction[] }

export type Outbox = {
  /** Writes the event and its jobs in the caller's transaction: they come to be together with what caused them, or not at all. */
  readonly emit: (tx: Tx, event: DomainEvent) => Promise<void>
  /** The same for many events in two statements, however many they are. */
  readonly emitAll: (tx: Tx, events: readonly DomainEvent[]) => Promise<void>
  /** A job that no event stands for, such as a reminder. */
  readonly addJob: (tx: Tx, job: string, payload: { readonly [name: string]: Json }, options?: JobOptions) => Promise<void>
}

export type JobOptions = {
  readonly queue?: string; readonly key?: string; readonly runAt?: Instant
  /** Asked for anew by a job that came before its time, such as where the database's clock is ahead of ours: not within the next second. */
  readonly again?: boolean
}

const maxAttempts = 12

type NewJob = {
  readonly job: string
  readonly payload: DomainEvent['payload']
} & { readonly [Option in keyof JobOptions]: JobOptions[Option] | undefined }

const addJobs = async (tx: Tx, jobs: readonly NewJob[]): Promise<void> => {
  const specs = jobs.map(({ job, payload, queue, key, runAt, again = false }) => ({
    identifier: job, payload, queue_name: queue ?? null, run_at: runAt === undefined ? null : new Date(runAt).toISOString(), job_key: key ?? null, again,
  }))
  await sql`select graphile_worker.add_jobs(array(
    select row(
      identifier, payload, queue_name, case when again then greatest(run_at, now() + interval '1 second') else run_at end, ${maxAttempts}, job_key, null, null
    )::graphile_worker.job_spec
    from json_to_recordset(${JSON.stringify(specs)}::json)
      as (identifier text, payload json, queue_name text, run_at timestamptz, job_key text, again boolean)
  ))`.execute(tx)
}

const jobsAfter = (reactions: Reactions, event: DomainEvent): readonly NewJob[] =>
  (Object.hasOwn(reactions, event.kind) ? (reactions[event.kind] ?? []) : []).map(({ job, payload, queue, key, runAt }) => ({
    job, payload: payload?.(event) ?? event.payload, queue: queue?.(event), key: key?.(event), runAt: runAt?.(event),
  }))

/** Writes events down; the room record does, which links them. */
export type Append = (tx: Tx, events: readonly DomainEvent[]) => Promise<void>

export const createOutbox = (reactions: Reactions, append: Append): Outbox => {
  const emitAll: Outbox['emitAll'] = async (tx, events) => {
    if (events.length === 0) return
    await append(tx, events)
    const jobs = events.flatMap((event) => jobsAfter(reactions, event))
    if (jobs.length > 0) await addJobs(tx, jobs)
  }
  return {
    emitAll,
    emit: (tx, event) => emitAll(tx, [event]),
    addJob: (tx, job, payload, options = {}) => addJobs(tx, [{ job, payload, ...options }]),
  }
}
