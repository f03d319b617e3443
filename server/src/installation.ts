import { mkdir } from 'node:fs/promises'
import type pg from 'pg'
import type { Config } from './config.ts'
import type { Clock } from './platform/clock.ts'
import type { Context } from './platform/context.ts'
import { connect, createDatabase, createPool } from './platform/db.ts'
import { startFanout } from './platform/fanout.ts'
import { createKeys } from './platform/keys.ts'
import { createLlm } from './platform/llm.ts'
import { openKeyRing } from './platform/master-key.ts'
import type { Log } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { createOutbox, type Reactions } from './platform/outbox.ts'
import { followCalendar } from './compliance/announce-year.ts'
import { appendEvents } from './record/append-events.ts'
import { type EmbeddedPostgres, serverName, startPostgres } from './platform/postgres.ts'

/** The database of an installation, by its two roles. */
export type DatabaseAddress = {
  readonly ownerUrl: string
  readonly appUrl: string
  /** Only where the embedded one runs. */
  readonly embedded: EmbeddedPostgres | undefined
}

export type Installation = {
  readonly context: Context
  readonly address: DatabaseAddress
  readonly pool: pg.Pool
  readonly close: () => Promise<void>
}

export type InstallationSettings = {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly reactions: Reactions
  readonly progress?: (text: string) => void
  /** A database that runs already, in tests; it is not stopped at the end. */
  readonly address?: DatabaseAddress
}

/** Starts the embedded database, or finds the given one. */
export const openDatabase = async ({ config, log, progress }: Omit<InstallationSettings, 'reactions' | 'clock'>): Promise<DatabaseAddress> => {
  if (config.database.kind === 'given') {
    return { ownerUrl: config.database.migrateUrl, appUrl: config.database.url, embedded: undefined }
  }
  const embedded = await startPostgres({ dataFolder: config.dataFolder, log, ...(progress ? { progress } : {}) })
  return { ownerUrl: embedded.ownerUrl, appUrl: embedded.appUrl, embedded }
}

export const roleOf = async (url: string): Promise<string> => {
  const client = await connect(url, 'xinqiao start')
  try {
    const { rows } = await client.query<{ role: string }>('select current_user as role')
    return rows[0]?.role ?? ''
  } finally {
    await client.end()
  }
}

/** Migrates and opens everything a room may need. What was opened before a failure is closed again. */
export const openInstallation = async (settings: InstallationSettings): Promise<Installation> => {
  const { config, clock, log, reactions } = settings
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 })
  const address = settings.address ?? (await openDatabase(settings))
  const closing: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).toReversed()) await step()
  }
  if (!settings.address && address.embedded) closing.push(address.embedded.stop)
  try {
    await migrate({ ownerUrl: address.ownerUrl, appRole: await roleOf(address.appUrl), log })
    const name = `${serverName} ${process.pid}`
    const pool = createPool(address.appUrl, { connections: config.databaseConnections, name }, (error) => log.warn({ error }, 'a database connection broke'))
    const db = createDatabase(pool)
    closing.push(() => db.destroy())
    const keys = createKeys(db, await openKeyRing(config), clock)
    const fanout = await startFanout({ connect: () => connect(address.appUrl, name), pool, log })
    closing.push(fanout.stop)
    await followCalendar({ db, fanout, log })
    const llm = config.llm && createLlm(config.llm, { clock, log })
    return { context: { db, outbox: createOutbox(reactions, appendEvents), clock, log, keys, fanout, config, llm }, address, pool, close }
  } catch (error) {
    await close()
    throw error
  }
}
