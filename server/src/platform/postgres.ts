import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connect } from './db.ts'
import type { Log } from './log.ts'
import { findPlace, type Place } from './postgres-place.ts'
import { writeOnce } from './secret-file.ts'

/**
 * The embedded PostgreSQL: a real server from the npm package's binaries, run by us because its class neither adopts a
 * server that outlived its parent nor runs below a folder that only root may enter. It listens on 127.0.0.1 only, with generated
 * passwords, and outlives a `kill -9` of Node, in which case the next start takes it over.
 */
export type EmbeddedPostgres = {
  readonly superuserUrl: string
  /** The role that owns the tables. */
  readonly ownerUrl: string
  /** The role that the application runs as. */
  readonly appUrl: string
  readonly appRole: string
  readonly place: Place
  readonly port: number
  /** Stops the server, unless another process of ours still uses it: the last one stops it. */
  readonly stop: () => Promise<void>
}

export type PostgresSettings = {
  readonly dataFolder: string
  readonly log: Log
  /** Told in words what takes long. */
  readonly progress?: (text: string) => void
  /** More settings for `postgres -c`, for throwaway databases in tests. */
  readonly extra?: readonly string[]
}

type Secrets = { readonly superuser: string; readonly owner: string; readonly app: string }

const ownerRole = 'xinqiao_owner'
const appRole = 'xinqiao_app'
const databaseName = 'xinqiao'
/** Every connection of a server process starts its name so; the last of them stops the database. */
export const serverName = 'xinqiao serve'

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether that number is a living PostgreSQL: one that was killed stays listed until its parent asks, which in a container may be never. */
const isAlive = async (pid: number): Promise<boolean> => {
  if (!isThere(pid)) return false
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // Systems without /proc leave it at the number.
  if (status === undefined) return process.platform !== 'linux' && isThere(pid)
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(status) ?? []
  return name === 'postgres' && state !== 'Z' && state !== 'X'
}

type Postmaster = { readonly pid: number; readonly port: number }

/** Who serves the cluster, by its lock file; undefined where nobody does, whatever a stale file says. */
const findPostmaster = async (cluster: string): Promise<Postmaster | undefined> => {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!Number.isInteger(pid) || pid <= 0 || !(await isAlive(pid))) return undefined
  // After a crash the number may belong to another PostgreSQL by now; ours works inside its own folder. Some containers do not let us look.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (folder !== undefined && folder !== (await realpath(cluster))) return undefined
  return { pid, port }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port is free'))))
    })
  })

const spawnOptions = ({ identity, cluster }: Place) => ({
  // The locale of the machine must not decide how PostgreSQL speaks or sorts.
  env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  cwd: cluster,
  ...(identity ? { uid: identity.uid, gid: identity.gid } : {}),
})

const runToEnd = (command: string, args: readonly string[], place: Place): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { ...spawnOptions(place), stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const hear = (chunk: Buffer): void => void (said = `${said}${chunk.toString()}`.slice(-4000))
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}: ${said}`))))
  })

/** Makes the cluster beside its place and moves it there when it is whole: a start that was killed leaves no half of one. */
const initialise = async (place: Place, password: string): Promise<void> => {
  const { identity, cluster, binaries } = place
  const draft = join(cluster, `draft-${process.pid}-${randomBytes(4).toString('hex')}`)
  const passwordFile = `${draft}.password`
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
  if (identity) await chown(passwordFile, identity.uid, identity.gid)
  try {
    await runToEnd(join(binaries, 'bin/initdb'), [
      `--pgdata=${draft}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
      '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
    ], place)
    await rename(draft, join(cluster, 'main')).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      await rm(draft, { recursive: true })
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)}MB`

const tuning = (): readonly string[] => [
  `shared_buffers=${megabytes(Math.min(512 * 1_048_576, totalmem() / 8))}`,
  `effective_cache_size=${megabytes(totalmem() / 2)}`,
  'max_connections=200',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'random_page_cost=1.1',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  // Statements and their values hold personal data; the server's own log must not.
  'log_min_error_statement=panic',
  'log_parameter_max_length_on_error=0',
  'log_error_verbosity=terse',
]

/** Starts the server in a session of its own, so that Ctrl-C reaches Node alone, which then stops it in order. */
const launch = async (place: Place, port: number, extra: readonly string[]): Promise<void> => {
  const main = join(place.cluster, 'main')
  const logPath = join(place.cluster, 'postgres.log')
  const size = await stat(logPath).then((found) => found.size, () => 0)
  if (size > 10_000_000) await rename(logPath, `${logPath}.1`)
  const logFile = await open(logPath, 'a', 0o600)
  try {
    const settings = [...tuning(), 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...extra].flatMap((setting) => ['-c', setting])
    const child = spawn(join(place.binaries, 'bin/postgres'), ['-D', main, '-p', String(port), ...settings], {
      ...spawnOptions(place), detached: true, stdio: ['ignore', logFile.fd, logFile.fd],
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    child.unref()
  } finally {
    await logFile.close()
  }
}

const urlOf = (user: string, password: string, port: number, database: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`

/** The server answers; it may say for some seconds that it is starting up, after a crash while it reads its log. */
const waitUntilReady = async (main: string, url: (port: number) => string, patience: number): Promise<Postmaster | undefined> => {
  const end = performance.now() + patience
  let reason: unknown
  let seen = false
  while (performance.now() < end) {
    const postmaster = await findPostmaster(main)
    // Killed while it started: it will not come back by itself.
    if (seen && !postmaster) return undefined
    seen ||= postmaster !== undefined
    if (postmaster && postmaster.port > 0) {
      try {
        const client = await connect(url(postmaster.port), 'xinqiao start')
        await client.end()
        return postmaster
      } catch (error) {
        reason = error
        // A wrong password does not come right by waiting.
        if (error instanceof Error && 'code' in error && error.code === '28P01') throw error
      }
    }
    await sleep(40)
  }
  if (reason) throw reason
  return undefined
}

const lastWords = async (place: Place): Promise<string> =>
  (await readFile(join(place.cluster, 'postgres.log'), 'utf8').catch(() => '')).trimEnd().split('\n').slice(-5).join('\n')

/** A server for the cluster: the one that runs, or a new one. */
const ensureRunning = async (place: Place, secrets: Secrets, preferredPort: number | undefined, extra: readonly string[]): Promise<Postmaster> => {
  const main = join(place.cluster, 'main')
  const url = (port: number): string => urlOf('postgres', secrets.superuser, port, 'postgres')
  for (let attempt = 0; attempt < 6; attempt += 1) {
    if (!(await findPostmaster(main))) {
      // Nobody serves it, so the file is stale; PostgreSQL would believe a number that another process has by now.
      await rm(join(main, 'postmaster.pid'), { force: true })
      // Those who are connected know the old port; only where it is taken for good is there another.
      await launch(place, attempt < 4 && preferredPort !== undefined ? preferredPort : await freePort(), extra)
      // The lock file appears within milliseconds, or the server has ended: the port was taken, or workers of a killed server still end.
      const end = performance.now() + 2000
      while (performance.now() < end && !(await findPostmaster(main))) await sleep(20)
    }
    const ready = await waitUntilReady(main, url, (await findPostmaster(main)) ? 60_000 : 500)
    if (ready) return ready
  }
  throw new Error(`the embedded PostgreSQL does not start; it says:\n${await lastWords(place)}`)
}

const createRoles = async (superuserUrl: string, { owner, app }: Secrets): Promise<void> => {
  const client = await connect(superuserUrl, 'xinqiao start')
  try {
    const { rows } = await client.query<{ there: boolean }>('select exists (select from pg_database where datname = $1) as there', [databaseName])
    if (rows[0]?.there) return
    // Two processes at their first start: the second waits, and finds all made.
    await client.query('select pg_advisory_lock(1)')
    for (const [role, password] of [[ownerRole, owner], [appRole, app]] as const) {
      const known = await client.query('select from pg_roles where rolname = $1', [role])
      if (known.rowCount === 0) await client.query(`create role ${role} login password ${pg.escapeLiteral(password)}`)
    }
    const made = await client.query('select from pg_database where datname = $1', [databaseName])
    if (made.rowCount === 0) await client.query(`create database ${databaseName} owner ${ownerRole}`)
    await client.query(`revoke all on database ${databaseName} from public; grant connect on database ${databaseName} to ${appRole}`)
  } finally {
    await client.end()
  }
}

/** Starts it again whenever it is gone while we serve. */
const supervise = (place: Place, secrets: Secrets, first: Postmaster, { log, extra = [] }: PostgresSettings): { readonly stop: () => Promise<void> } => {
  let pid = first.pid
  const stopping = new AbortController()
  const pause = (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined)
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(200)
      if (stopping.signal.aborted || (await isAlive(pid))) continue
      log.error({ port: first.port }, 'the embedded PostgreSQL is gone; starting it again')
      try {
        const next = await ensureRunning(place, secrets, first.port, extra)
        if (next.port !== first.port) log.error({ port: next.port }, 'the embedded PostgreSQL came back on another port; restart this process')
        pid = next.pid
        log.info({ port: next.port }, 'the embedded PostgreSQL runs again')
      } catch (error) {
        log.error({ error }, 'the embedded PostgreSQL did not start; trying again')
        await pause(2000)
      }
    }
  }
  const watching = watch()
  return {
    stop: async () => {
      stopping.abort()
      await watching
    },
  }
}

const othersConnected = async (superuserUrl: string): Promise<boolean> => {
  const client = await connect(superuserUrl, 'xinqiao stop')
  try {
    const { rows } = await client.query<{ others: boolean }>(
      `select exists (select from pg_stat_activity where application_name like $1 and application_name <> $2) as others`,
      [`${serverName} %`, `${serverName} ${process.pid}`],
    )
    return rows[0]?.others ?? false
  } finally {
    await client.end()
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions end, everything is written, then it exits. */
const shutDown = async (main: string): Promise<void> => {
  const postmaster = await findPostmaster(main)
  if (!postmaster) return
  process.kill(postmaster.pid, 'SIGINT')
  for (let waited = 0; waited < 30_000 && (await isAlive(postmaster.pid)); waited += 20) await sleep(20)
}

const password = (): string => randomBytes(24).toString('base64url')

export const startPostgres = async (settings: PostgresSettings): Promise<EmbeddedPostgres> => {
  const { dataFolder, progress, extra = [] } = settings
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const place = await findPlace(dataFolder)
  await mkdir(place.cluster, { recursive: true, mode: 0o700 })
  const secrets = JSON.parse(
    await writeOnce(join(dataFolder, 'postgres.json'), () => JSON.stringify({ superuser: password(), owner: password(), app: password() })),
  ) as Secrets
  const main = join(place.cluster, 'main')
  if (!(await stat(main).catch(() => undefined))) {
    progress?.('making a new database')
    await initialise(place, secrets.superuser)
  }
  const postmaster = await ensureRunning(place, secrets, undefined, extra)
  const superuserUrl = urlOf('postgres', secrets.superuser, postmaster.port, 'postgres')
  await createRoles(superuserUrl, secrets)
  const supervisor = supervise(place, secrets, postmaster, settings)
  return {
    superuserUrl,
    ownerUrl: urlOf(ownerRole, secrets.owner, postmaster.port, databaseName),
    appUrl: urlOf(appRole, secrets.app, postmaster.port, databaseName),
    appRole,
    place,
    port: postmaster.port,
    stop: async () => {
      await supervisor.stop()
      if (await othersConnected(superuserUrl).catch(() => false)) return
      await shutDown(main)
    },
  }
}
