import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
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
  /** A job that no event stands for, such as a reminder. */
  readonly addJob: (tx: Tx, job: string, payload: { readonly [name: string]: Json }, options?: JobOptions) => Promise<void>
}

export type JobOptions = { readonly queue?: string; readonly key?: string; readonly runAt?: Instant }

const maxAttempts = 12

const addJob: Outbox['addJob'] = async (tx, job, payload, { queue, key, runAt } = {}) => {
  await sql`select graphile_worker.add_job(
    ${job}, payload := ${JSON.stringify(payload)}::json, queue_name := ${queue ?? null},
    run_at := ${runAt === undefined ? null : new Date(runAt)}::timestamptz, max_attempts := ${maxAttempts}, job_key := ${key ?? null}
  )`.execute(tx)
}

export const createOutbox = (reactions: Reactions): Outbox => ({
  addJob,
  emit: async (tx, event) => {
    await tx
      .insertInto('event')
      .values({ kind: event.kind, happened_at: new Date(event.at), payload: JSON.stringify(event.payload) })
      .execute()
    for (const reaction of Object.hasOwn(reactions, event.kind) ? (reactions[event.kind] ?? []) : []) {
      await addJob(tx, reaction.job, reaction.payload?.(event) ?? event.payload, {
        ...(reaction.queue ? { queue: reaction.queue(event) } : {}),
        ...(reaction.key ? { key: reaction.key(event) } : {}),
        ...(reaction.runAt ? { runAt: instant(reaction.runAt(event)) } : {}),
      })
    }
  },
})
