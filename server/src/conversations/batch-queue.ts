import { isDatabaseGone } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'

/**
 * Gathers what waits to be stored and stores it together: while one batch is being committed the next one fills, so that
 * the more is sent the larger the batches grow, and the cost of a commit is shared. Items are stored in the order they
 * came; whoever waits for one hears of it after the commit.
 */
export type BatchQueue<Item, Outcome> = {
  readonly submit: (item: Item) => Promise<Outcome>
  /** Resolves when nothing is waiting any more. */
  readonly drained: () => Promise<void>
}

/** What a batch says of an item: its outcome, or `later`, to be stored with the next batch, before what came after it. */
export type Stored<Outcome> = { readonly outcome: Outcome } | 'later'

export type BatchSettings<Item, Outcome> = {
  /**
   * Stores items in one transaction and answers for each. It must be safe to repeat with the same items, for whether
   * a commit happened is not always known. `careful`: an optimistic attempt has failed.
   */
  readonly store: (items: readonly Item[], careful: boolean) => Promise<readonly Stored<Outcome>[]>
  readonly log: Log
  readonly mostTogether?: number
  readonly mostWaiting?: number
  /** How long a database that is away is waited for, in milliseconds, before what waits is given up. */
  readonly patience?: number
}

type Waiting<Item, Outcome> = { readonly item: Item; readonly resolve: (outcome: Outcome) => void; readonly reject: (error: unknown) => void }

/** Too much waits already. Told like a database that is away: nothing is stored, come again. */
export class QueueFull extends Error {
  constructor(waiting: number) {
    super(`${waiting} messages wait to be stored`)
    this.name = 'QueueFull'
  }
}

/** Deadlock, serialization, lock and statement time-outs: the same again may succeed. */
const passing = new Set(['40001', '40P01', '55P03', '57014'])
const uniqueViolation = '23505'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

export const createBatchQueue = <Item, Outcome>(settings: BatchSettings<Item, Outcome>): BatchQueue<Item, Outcome> => {
  const { store, log, mostTogether = 256, mostWaiting = 20_000, patience = 5000 } = settings
  let waiting: Waiting<Item, Outcome>[] = []
  let running: Promise<void> | undefined

  /** Stores one batch, again and again while the fault is one that passes; answers with those to be stored later. */
  const storeTogether = async (batch: readonly Waiting<Item, Outcome>[]): Promise<readonly Waiting<Item, Outcome>[]> => {
    const items = batch.map(({ item }) => item)
    const deadline = performance.now() + patience
    let careful = false
    for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
      try {
        const stored = await store(items, careful)
        return batch.filter((entry, index) => {
          const answer = stored[index]
          if (answer !== 'later' && answer !== undefined) entry.resolve(answer.outcome)
          return answer === 'later'
        })
      } catch (error) {
        const mayPass = isDatabaseGone(error) || passing.has(codeOf(error)) || (codeOf(error) === uniqueViolation && !careful)
        if (!mayPass || performance.now() > deadline) throw error
        careful = true
        if (codeOf(error) !== uniqueViolation) {
          log.warn({ error, count: items.length }, 'messages could not be stored; trying again')
          await pause(wait)
        }
      }
    }
  }
  /** Where a batch fails by one of its items, each is stored by itself, so that only the guilty one fails. */
  const storeApart = async (batch: readonly Waiting<Item, Outcome>[]): Promise<readonly Waiting<Item, Outcome>[]> => {
    const later: Waiting<Item, Outcome>[] = []
    for (const [index, entry] of batch.entries()) {
      try {
        later.push(...(await storeTogether([entry])))
      } catch (error) {
        if (isGone(error)) {
          // Those before this one are stored; those after it must not be, lest they overtake it when it is sent again.
          for (const rest of [...batch.slice(index), ...later]) rest.reject(error)
          throw error
        }
        log.error({ error }, 'a message could not be stored')
        entry.reject(error)
      }
    }
    return later
  }
  const isGone = (error: unknown): boolean => isDatabaseGone(error) || passing.has(codeOf(error))
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostTogether)
      waiting = waiting.slice(mostTogether)
      try {
        waiting.unshift(...(await storeTogether(batch)))
      } catch (error) {
        if (!isGone(error)) {
          const apart = await storeApart(batch).catch((gone: unknown) => giveUp([], gone))
          waiting.unshift(...apart)
        } else giveUp(batch, error)
      }
    }
    running = undefined
  }
  /** Everything that waits is given up together: a later message must not be stored before an earlier one comes again. */
  const giveUp = (batch: readonly Waiting<Item, Outcome>[], error: unknown): readonly Waiting<Item, Outcome>[] => {
    const given = [...batch, ...waiting]
    waiting = []
    for (const { reject } of given) reject(error)
    return []
  }

  return {
    submit: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= mostWaiting) return reject(new QueueFull(waiting.length))
        waiting.push({ item, resolve, reject })
        // What arrives in the same turn of the event loop travels together.
        running ??= new Promise<void>((done) => setImmediate(() => void run().finally(done)))
      }),
    drained: async () => {
      while (running) await running
    },
  }
}
