/**
 * `npm run bench:messages`: durable messages a second through the real server and socket, all checks on, 16 clients, as a ratio to
 * single-row INSERT commits a second by `pg` with 16 connections on the same database in the same run; with the time
 * from send to the other side's event. Rounds alternate, so that a slow moment of the machine meets both.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../server/src/config.ts'
import { openInstallation } from '../../server/src/installation.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { startPostgres } from '../../server/src/platform/postgres.ts'
import { forkServer } from '../../server/test/support/child-server.ts'
import { startTalkers } from './talk.ts'
import { measureYardstick, prepareYardstick } from './yardstick.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' }, window: { type: 'string', default: '8' } },
})
const [rounds, seconds, window] = [Number(values.rounds), Number(values.seconds), Number(values.window)]

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const percentile = (numbers: readonly number[], share: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const folder = await mkdtemp(join(tmpdir(), 'xinqiao-bench-'))
const log = createLog('error')
const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log })
try {
  const { appUrl, ownerUrl, appRole } = postgres
  const dataFolder = join(folder, 'data')
  const config = readConfig({ XINQIAO_DATA: dataFolder, DATABASE_URL: appUrl, XINQIAO_MIGRATE_DATABASE_URL: ownerUrl })
  const installation = await openInstallation({ config, clock: systemClock, log, reactions: {} })
  // Every conversation is with an agent, so that the machine has nothing to answer but the first words.
  const server = await forkServer({ appUrl, ownerUrl, dataFolder, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
  await prepareYardstick(ownerUrl, appRole)
  const talkers = await startTalkers({ server: { url: server.url, installation }, pairs: 8, window })
  await talkers.measure(1000)
  const ratios: number[] = []
  const [rates, sticks, latencies]: [number[], number[], number[]] = [[], [], []]
  for (let round = 1; round <= rounds; round++) {
    const stick = await measureYardstick(appUrl, seconds * 1000)
    const talk = await talkers.measure(seconds * 1000)
    ratios.push(talk.perSecond / stick)
    rates.push(talk.perSecond)
    sticks.push(stick)
    latencies.push(...talk.latencies)
    const [p50, p99] = [percentile(talk.latencies, 0.5), percentile(talk.latencies, 0.99)]
    console.log(`round ${round}: ${talk.perSecond.toFixed(0)} messages/s, ${stick.toFixed(0)} commits/s, ratio ${(talk.perSecond / stick).toFixed(2)}, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
  }
  console.log(
    `durable messages: ${median(rates).toFixed(0)}/s · yardstick: ${median(sticks).toFixed(0)} commits/s · ratio ${median(ratios).toFixed(2)} (goal 0.50) · ` +
      `send to the other side: p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms · 16 clients, ${window} on the way each`,
  )
  talkers.close()
  await server.stop()
  await installation.close()
} finally {
  await postgres.stop()
  if (postgres.place.elsewhere) await rm(dirname(postgres.place.cluster), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
}
