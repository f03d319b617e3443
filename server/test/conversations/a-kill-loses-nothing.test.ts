import { describe, expect, test } from 'vitest'
import { randomFrom, runKilling } from '../support/killing.ts'

/** The short form; `npm run campaign:messages` is the long one. */
const seedOf = (name: string): number => {
  const seed = Number(process.env['MESSAGES_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  process.stderr.write(`${name}: seed ${seed} (MESSAGES_SEED repeats its plan)\n`)
  return seed
}

describe('an acknowledged message', () => {
  test('is there, once and in order, after kill -9 of the servers and of the database under load', async () => {
    const random = randomFrom(seedOf('kill -9'))
    const result = await runKilling({ seconds: 8, atLeast: 3, pairs: 4, killServers: true, killDatabase: true, random })
    expect(result.serverKills).toBeGreaterThan(0)
    expect(result.databaseKills).toBeGreaterThan(0)
    expect(result.acknowledged).toBeGreaterThan(100)
    expect(result.verified).toBeGreaterThan(result.acknowledged)
  })

  test('is there, once and in order, after kill -9 of the database alone', async () => {
    const random = randomFrom(seedOf('kill -9 of the database'))
    const result = await runKilling({ seconds: 4, atLeast: 1, pairs: 3, killServers: false, killDatabase: true, random })
    expect(result.databaseKills).toBeGreaterThan(0)
    expect(result.acknowledged).toBeGreaterThan(50)
    expect(result.verified).toBeGreaterThan(result.acknowledged)
  })
})
