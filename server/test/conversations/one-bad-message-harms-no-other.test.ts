import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBatchQueue, NotStored, type Stored } from '../../src/conversations/batch-queue.ts'
import { createLog } from '../../src/platform/log.ts'

const log = createLog('silent')
const fault = (code: string): Error => Object.assign(new Error(`a fault ${code}`), { code })
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type Plan = { readonly bad: ReadonlySet<number>; readonly later: ReadonlySet<number>; readonly passing: number }

/** A store that writes down what it stored, refuses whole batches that hold something bad, and is away the first few times. */
const createStore = ({ bad, later, passing }: Plan) => {
  const stored: number[] = []
  const batches: (readonly number[])[] = []
  const putOff = new Set<number>()
  let away = passing
  const store = async (items: readonly number[]): Promise<readonly Stored<number>[]> => {
    await tick()
    batches.push(items)
    if (away-- > 0) throw fault('57P03')
    if (items.some((item) => bad.has(item))) throw fault('22021')
    return items.map((item) => {
      if (later.has(item) && !putOff.has(item)) {
        putOff.add(item)
        return 'later'
      }
      stored.push(item)
      return { outcome: item * 10 }
    })
  }
  return { store, stored, batches }
}

const numbers = fc.uniqueArray(fc.nat({ max: 39 }), { maxLength: 8 }).map((list) => new Set(list))

describe('a queue of what is to be stored', () => {
  test('fails the bad ones alone, answers all others with their own outcome, and stores each once', async () => {
    await fc.assert(fc.asyncProperty(numbers, numbers, fc.nat({ max: 2 }), fc.integer({ min: 1, max: 9 }), async (bad, later, passing, mostTogether) => {
      const { store, stored } = createStore({ bad, later, passing })
      const queue = createBatchQueue({ store, log, mostTogether, patience: 1000 })
      const items = Array.from({ length: 40 }, (_, index) => index)
      const results = await Promise.allSettled(items.map((item) => queue.submit(item)))
      await queue.drained()
      const good = items.filter((item) => !bad.has(item))
      expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual(items.map((item) => (bad.has(item) ? 'failed' : item * 10)))
      expect(stored.toSorted((a, b) => a - b)).toEqual(good)
      // What was not put off is stored in the order it came.
      expect(stored.filter((item) => !later.has(item))).toEqual(good.filter((item) => !later.has(item)))
    }), { numRuns: 40 })
  })

  test('gives up everything that waits together when the database stays away, so that nothing overtakes what comes again', async () => {
    const { store, stored } = createStore({ bad: new Set(), later: new Set(), passing: 1000 })
    const queue = createBatchQueue({ store, log, mostTogether: 2, patience: 50 })
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => queue.submit(item)))
    expect(results.map((result) => result.status === 'rejected' && result.reason instanceof NotStored)).toEqual([true, true, true, true, true])
    expect(stored).toEqual([])
  })

  test('stores together what waits while a batch is being stored', async () => {
    const { store, batches } = createStore({ bad: new Set(), later: new Set(), passing: 0 })
    const queue = createBatchQueue({ store, log })
    const first = queue.submit(1)
    await tick()
    await Promise.all([first, queue.submit(2), queue.submit(3), queue.submit(4)])
    expect(batches).toEqual([[1], [2, 3, 4]])
  })

  test('takes no more than it may hold', async () => {
    const { store } = createStore({ bad: new Set(), later: new Set(), passing: 0 })
    const queue = createBatchQueue({ store, log, mostWaiting: 3 })
    const results = await Promise.allSettled([1, 2, 3, 4].map((item) => queue.submit(item)))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  })
})
