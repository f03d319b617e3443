import { afterAll, expect, test } from 'vitest'
import { connect, createPool } from '../../src/platform/db.ts'
import { type Fanout, packed, startFanout } from '../../src/platform/fanout.ts'
import { createLog } from '../../src/platform/log.ts'
import { useTestDatabase } from '../support/database.ts'
import { makeProxy } from '../support/process.ts'

const database = await useTestDatabase()
const pool = createPool(database.appUrl, { connections: 2, name: 'test' }, () => undefined)
const started: Fanout[] = []
afterAll(async () => {
  for (const fanout of started) await fanout.stop()
  await pool.end()
})

const start = async (url = database.appUrl): Promise<Fanout> => {
  const fanout = await startFanout({ connect: () => connect(url, 'test'), pool, log: createLog('silent') })
  started.push(fanout)
  return fanout
}

test('what one process publishes every process hears once and in order, itself at once', async () => {
  const [here, there] = [await start(), await start()]
  const heard: Record<'here' | 'there', unknown[]> = { here: [], there: [] }
  here.subscribe('conversation a', (payload) => heard.here.push(payload))
  const leave = there.subscribe('conversation a', (payload) => heard.there.push(payload))
  there.subscribe('conversation b', () => expect.fail('heard what is for others'))
  const numbers = Array.from({ length: 3000 }, (_, number) => number)
  for (const number of numbers) here.publish('conversation a', { number, text: '利率' })
  expect(heard.here).toHaveLength(3000)
  await expect.poll(() => heard.there.length, { timeout: 10_000 }).toBe(3000)
  expect(heard.there).toEqual(numbers.map((number) => ({ number, text: '利率' })))

  leave()
  const end = new Promise((resolve) => there.subscribe('end', resolve))
  here.publish('conversation a', 'late')
  here.publish('end', 1)
  await end
  expect(heard.there).toHaveLength(3000)
})

test('a listener that lost its connection comes back and says that it may have missed something', async () => {
  const proxy = await makeProxy(database.appUrl)
  const [here, there] = [await start(), await start(proxy.url)]
  const heard: unknown[] = []
  there.subscribe('c', (payload) => heard.push(payload))
  const gap = new Promise<void>((resolve) => there.onGap(resolve))
  await proxy.down()
  here.publish('c', 'while away')
  await proxy.up()
  await gap
  here.publish('c', 'after')
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['after'])
  await there.stop()
  await proxy.down()
})

test('content does not travel by notices, and no notice is larger than PostgreSQL takes', async () => {
  const fanout = await start()
  expect(() => fanout.publish('c', '信'.repeat(3000))).toThrow(RangeError)
  const payloads = packed('origin', Array.from({ length: 500 }, (_, number) => ['c', { number, id: '信'.repeat(20) }] as const))
  expect(payloads.every((payload) => Buffer.byteLength(payload) < 8000)).toBe(true)
  expect(payloads.flatMap((payload) => JSON.parse(payload.slice('origin'.length)) as unknown[])).toHaveLength(500)
})
