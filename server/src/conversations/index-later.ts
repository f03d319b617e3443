import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../platform/context.ts'
import { type EntryToIndex, indexEntries } from './index-entries.ts'

/**
 * Puts stored entries into the search index a moment after their commit, many together: nobody who writes waits for it. What is lost with
 * the process, or while the database stays away, the job `conversations.index-missing` adds.
 */
export type LaterIndex = {
  readonly note: (entries: readonly EntryToIndex[]) => void
  /** Resolves when what was noted is in the index, or given up. */
  readonly drained: () => Promise<void>
}

const gatheredFor = 100
const mostTogether = 1000
/** So much text is not kept in memory for a database that stays behind; the job reads it from there. */
const mostWaiting = 20_000

export const createLaterIndex = (context: Context): LaterIndex => {
  let waiting: EntryToIndex[] = []
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    await sleep(gatheredFor, undefined, { ref: false })
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostTogether)
      waiting = waiting.slice(mostTogether)
      await indexEntries(context, context.db, batch).catch((error: unknown) => context.log.warn({ error, count: batch.length }, 'entries wait for the job that fills the search index'))
    }
    running = undefined
  }
  return {
    note: (entries) => {
      waiting.push(...entries.slice(0, Math.max(0, mostWaiting - waiting.length)))
      if (waiting.length > 0) running ??= run()
    },
    drained: async () => {
      for (let now = running; now; now = running) await now
    },
  }
}
