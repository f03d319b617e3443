import { instant } from '@xinqiao/core/primitives/instant.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { buildPages } from '../../src/cli/build-pages.ts'
import { type Config, type Environment, readConfig } from '../../src/config.ts'
import { seedDemo } from '../../src/demo.ts'
import { openInstallation } from '../../src/installation.ts'
import { type RunningServer, rooms, startServer } from '../../src/main.ts'
import { type Clock, clockAt, type SetClock } from '../../src/platform/clock.ts'
import type { Context } from '../../src/platform/context.ts'
import { createLog } from '../../src/platform/log.ts'
import { reactions } from '../../src/reactions.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** Monday 2026-11-23, 10:00 in Shanghai: within desk hours of a working day. */
export const testMoment = instant(Date.UTC(2026, 10, 23, 2))

export type TestSettings = {
  /** Stands still at `testMoment` where it is not given. */
  readonly clock?: Clock
  /** More settings, as the environment would give them. */
  readonly environment?: Environment
  /** A database that another server of the test runs on already. */
  readonly database?: TestDatabase
  /** The data folder of that other server: both must hold the same master key. */
  readonly dataFolder?: string
  /** Seeds the demo lender, counted from the clock's moment. */
  readonly demo?: boolean
  /** Builds and serves the web pages, for browsers. */
  readonly pages?: boolean
}

export type TestServer = RunningServer & { readonly clock: Clock; readonly database: TestDatabase; readonly dataFolder: string }

type Prepared = { readonly config: Config; readonly database: TestDatabase; readonly dataFolder: string; readonly clean: () => Promise<void> }

const addressOf = ({ ownerUrl, appUrl }: TestDatabase) => ({ ownerUrl, appUrl, embedded: undefined })

const prepare = async (settings: TestSettings): Promise<Prepared> => {
  const database = settings.database ?? (await createTestDatabase())
  const dataFolder = settings.dataFolder ?? (await mkdtemp(join(tmpdir(), 'xinqiao-data-')))
  const demo = settings.demo ? { XINQIAO_DEMO: '1' } : {}
  const config = readConfig({ PORT: '0', XINQIAO_DATA: dataFolder, XINQIAO_DATABASE_CONNECTIONS: '5', ...demo, ...settings.environment })
  const clean = async (): Promise<void> => {
    if (!settings.dataFolder) await rm(dataFolder, { recursive: true, force: true })
    if (!settings.database) await database.drop()
  }
  return { config, database, dataFolder, clean }
}

/** The whole server in this process, on a free port, with a database and a clock of its own. Ends after the test file. */
export const startTestServer = async (settings: TestSettings = {}): Promise<TestServer> => {
  const { config, database, dataFolder, clean } = await prepare(settings)
  const clock = settings.clock ?? clockAt(testMoment)
  const pages = settings.pages ? { pages: buildPages(() => undefined) } : {}
  const server = await startServer({ config, clock, log: createLog('error'), address: addressOf(database), ...pages })
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= server.stop())
  afterAll(async () => {
    await stop()
    await clean()
  })
  if (settings.demo) await seedDemo(server.installation.context, server.installation.address, rooms, () => undefined)
  return { ...server, stop, clock, database, dataFolder }
}

/** What a room is given, without a server: for tests of stores and of what they decide, on a real database. */
export const openTestContext = async (settings: TestSettings = {}): Promise<{ readonly context: Context; readonly clock: SetClock; readonly database: TestDatabase }> => {
  const { config, database, clean } = await prepare(settings)
  const clock = clockAt(testMoment)
  const installation = await openInstallation({ config, clock: settings.clock ?? clock, log: createLog('error'), reactions, address: addressOf(database) })
  afterAll(async () => {
    await installation.close()
    await clean()
  })
  return { context: installation.context, clock, database }
}
