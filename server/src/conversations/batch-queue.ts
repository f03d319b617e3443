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

/** Not stored, and nothing behind it either: come again. Told like a database that is away, whose code it bears. */
export class NotStored extends Error {
  readonly code = '57P03'
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause })
    this.name = 'NotStored'
  }
}

/** Deadlock, serialization, lock and statement time-outs: the same again may succeed. */
const passing = new Set(['40001', '40P01', '55P03', '57014'])
const uniqueViolation = '23505'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const mayPass = (error: unknown): boolean => isDatabaseGone(error) || passing.has(codeOf(error))

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

type Batch<Item, Outcome> = readonly Waiting<Item, Outcome>[]

/** Stores one batch, again and again while the fault is one that passes; answers with those to be stored later. */
const storeTogether = async <Item, Outcome>({ store, log, patience = 5000 }: BatchSettings<Item, Outcome>, batch: Batch<Item, Outcome>): Promise<Batch<Item, Outcome>> => {
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
      const isRepeated = codeOf(error) === uniqueViolation && !careful
      if (!(isRepeated || mayPass(error)) || performance.now() > deadline) throw error
      careful = true
      if (!isRepeated) {
        log.warn({ error, count: items.length }, 'messages could not be stored; trying again')
        await pause(wait)
      }
    }
  }
}

/** Where a batch fails by one of its items, each is stored by itself, so that only the guilty one fails. */
const storeApart = async <Item, Outcome>(settings: BatchSettings<Item, Outcome>, batch: Batch<Item, Outcome>): Promise<Batch<Item, Outcome>> => {
  const later: Waiting<Item, Outcome>[] = []
  for (const [index, entry] of batch.entries()) {
    try {
      later.push(...(await storeTogether(settings, [entry])))
    } catch (error) {
      if (mayPass(error)) {
        // Those before this one are stored; those after it must not be, lest they overtake it when it is sent again.
        const given = new NotStored('the database is away', error)
        for (const rest of [...later, ...batch.slice(index)]) rest.reject(given)
        throw given
      }
      settings.log.error({ error }, 'a message could not be stored')
      entry.reject(error)
    }
  }
  return later
}

const storeBatch = async <Item, Outcome>(settings: BatchSettings<Item, Outcome>, batch: Batch<Item, Outcome>): Promise<Batch<Item, Outcome>> => {
  try {
    return await storeTogether(settings, batch)
  } catch (error) {
    if (!mayPass(error)) return await storeApart(settings, batch)
    const given = new NotStored('the database is away', error)
    for (const { reject } of batch) reject(given)
    throw given
  }
}

export const createBatchQueue = <Item, Outcome>(settings: BatchSettings<Item, Outcome>): BatchQueue<Item, Outcome> => {
  const { mostTogether = 256, mostWaiting = 20_000 } = settings
  let waiting: Waiting<Item, Outcome>[] = []
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostTogether)
      waiting = waiting.slice(mostTogether)
      try {
        const later = await storeBatch(settings, batch)
        if (later.length > 0) waiting = [...later, ...waiting]
      } catch (error) {
        // Everything that waits is given up together: a later message must not be stored before an earlier one comes again.
        const given = waiting
        waiting = []
        for (const { reject } of given) reject(error)
      }
    }
    running = undefined
  }

  return {
    submit: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= mostWaiting) return reject(new NotStored(`${waiting.length} messages wait to be stored`))
        waiting.push({ item, resolve, reject })
        // What arrives in the same turn of the event loop travels together.
        running ??= new Promise<void>((done) => setImmediate(() => void run().finally(done)))
      }),
    drained: async () => {
      for (let now = running; now; now = running) await now
    },
  }
}
