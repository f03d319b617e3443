import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { makeDataFolder, programFor, remove, spawnCommand, type SpawnedServer, spawnServer } from '../support/process.ts'

const isRoot = process.getuid?.() === 0
const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await remove(folder)
})

const dataFolder = async (uid?: number): Promise<string> => {
  const folder = await makeDataFolder(uid)
  folders.push(folder)
  return folder
}

/** PostgreSQL takes its lock file away when it has written everything and ends; a kill leaves it. */
const wasStopped = (folder: string): boolean => !existsSync(join(folder, 'postgres/main/postmaster.pid'))

/** One installation that goes through all that follows: what it remembers from one test it must know in the next. */
const folder = await dataFolder()

const postmasterOf = async (cluster: string): Promise<number> => Number((await readFile(join(cluster, 'main/postmaster.pid'), 'utf8')).split('\n')[0])

/** Works by the application's own role, over the embedded server's port. */
const withClient = async <Result>(server: SpawnedServer, place: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const { app } = JSON.parse(await readFile(join(place, 'postgres.json'), 'utf8')) as { app: string }
  const client = await connect(`postgres://xinqiao_app:${app}@127.0.0.1:${server.postgresPort}/xinqiao`, 'test')
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Writes a fact, and reads it. */
const remember = (server: SpawnedServer, place: string, fact?: string): Promise<unknown> =>
  withClient(server, place, async (client) => {
    if (fact !== undefined) await client.query(`insert into installation (name, value) values ('test', $1) on conflict (name) do update set value = excluded.value`, [JSON.stringify(fact)])
    return (await client.query<{ value: unknown }>(`select value from installation where name = 'test'`)).rows[0]?.value
  })

/** Whether the jobs of this server run: asks for a harmless one and waits until it is done. */
const runsJobs = async (server: SpawnedServer, place: string): Promise<void> => {
  await withClient(server, place, (client) => client.query(`select graphile_worker.add_job('people.prune', '{}', job_key := 'test')`))
  const waiting = () => withClient(server, place, async (client) => (await client.query(`select from graphile_worker.jobs where key = 'test'`)).rowCount)
  await expect.poll(waiting, { timeout: 30_000, interval: 200 }).toBe(0)
}

const isReady = async (url: string): Promise<boolean> => fetch(`${url}/readyz`).then(({ ok }) => ok, () => false)

test('a second start keeps the data and the keys; SIGTERM stops all of it, the database included', async () => {
  const first = await spawnServer({ dataFolder: folder })
  await remember(first, folder, 'a second start')
  const key = await readFile(join(folder, 'master.key'), 'utf8')
  expect(await first.kill('SIGTERM')).toBe(0)
  expect(wasStopped(folder)).toBe(true)

  const second = await spawnServer({ dataFolder: folder })
  expect(await remember(second, folder)).toBe('a second start')
  expect(await readFile(join(folder, 'master.key'), 'utf8')).toBe(key)
  expect((await stat(join(folder, 'master.key'))).mode & 0o077).toBe(0)
  expect((await stat(join(folder, 'postgres.json'))).mode & 0o077).toBe(0)
  expect(await second.kill('SIGTERM')).toBe(0)
})

test('SIGTERM to npm start reaches the server behind it', async () => {
  const server = await spawnServer({ dataFolder: folder, npm: true })
  expect(await isReady(server.url)).toBe(true)
  expect(await server.kill('SIGTERM')).toBe(0)
  expect(wasStopped(folder)).toBe(true)
})

test('after kill -9 of Node the next start takes over the database that runs on, and stops it in the end', async () => {
  const first = await spawnServer({ dataFolder: folder })
  await remember(first, folder, 'kill of node')
  const postmaster = await postmasterOf(join(folder, 'postgres'))
  await first.kill('SIGKILL')
  expect(wasStopped(folder)).toBe(false)
  const second = await spawnServer({ dataFolder: folder })
  expect(await postmasterOf(join(folder, 'postgres'))).toBe(postmaster)
  expect(await remember(second, folder)).toBe('kill of node')
  await second.kill('SIGTERM')
  expect(wasStopped(folder)).toBe(true)
})

test('after kill -9 of PostgreSQL the server brings it back and serves on', async () => {
  const server = await spawnServer({ dataFolder: folder })
  await remember(server, folder, 'kill of postgres')
  const postmaster = await postmasterOf(join(folder, 'postgres'))
  process.kill(postmaster, 'SIGKILL')
  await server.says(/the embedded PostgreSQL runs again/)
  await expect.poll(() => isReady(server.url), { timeout: 10_000 }).toBe(true)
  expect(await postmasterOf(join(folder, 'postgres'))).not.toBe(postmaster)
  expect(await remember(server, folder)).toBe('kill of postgres')
  await runsJobs(server, folder)
  expect(await server.kill('SIGTERM')).toBe(0)
})

test('after kill -9 of both, as when the power fails, the next start recovers', async () => {
  const first = await spawnServer({ dataFolder: folder })
  await remember(first, folder, 'kill of both')
  process.kill(await postmasterOf(join(folder, 'postgres')), 'SIGKILL')
  await first.kill('SIGKILL')
  const second = await spawnServer({ dataFolder: folder })
  expect(await remember(second, folder)).toBe('kill of both')
  await second.kill('SIGTERM')
})

test('demo reset empties the demo and seeds it anew, but not below a server that runs', async () => {
  const reset = async (): Promise<{ readonly code: number | NodeJS.Signals; readonly said: string }> => {
    const spawned = spawnCommand({ dataFolder: folder, arguments: ['demo', 'reset'] })
    return { code: await spawned.exited, said: spawned.said() }
  }
  const server = await spawnServer({ dataFolder: folder })
  await remember(server, folder, 'before the reset')
  expect(await reset()).toMatchObject({ code: 1, said: expect.stringContaining('stop it first') })
  expect(await remember(server, folder)).toBe('before the reset')
  await server.kill('SIGTERM')
  expect(await reset()).toMatchObject({ code: 0, said: expect.stringContaining('the demo lender is new') })
  const again = await spawnServer({ dataFolder: folder })
  expect(await remember(again, folder)).toBe(undefined)
  expect(again.said()).toContain('demo sign-in')
  await again.kill('SIGTERM')
})

test('two servers share one database, which the last of them stops', async () => {
  const first = await spawnServer({ dataFolder: folder })
  const second = await spawnServer({ dataFolder: folder })
  expect(second.postgresPort).toBe(first.postgresPort)
  expect(await first.kill('SIGTERM')).toBe(0)
  expect(await isReady(second.url)).toBe(true)
  expect(await second.kill('SIGTERM')).toBe(0)
  expect(wasStopped(folder)).toBe(true)
})

/** As root these start as root; as another user the same folder is simply that user's. */
test('below a folder that only its owner may enter, the ready line says where the data lie, and the next start finds them', async () => {
  const closed = await mkdtemp(join(tmpdir(), 'xinqiao-closed-'))
  folders.push(closed)
  await chmod(closed, 0o700)
  const folder = join(closed, 'data')
  const first = await spawnServer({ dataFolder: folder })
  const place = /data {10}(\S+?)(?:, the database in (\S+))?\n/.exec(first.said())
  expect(place?.[1]).toBe(folder)
  const elsewhere = place?.[2]
  expect(elsewhere !== undefined).toBe(isRoot)
  if (elsewhere !== undefined) {
    expect(elsewhere).toMatch(/^\/var\/lib\/xinqiao\/[0-9a-f]{12}\/postgres$/)
    onTestFinished(() => rm(dirname(elsewhere), { recursive: true, force: true }))
  }
  await remember(first, folder, 'kept')
  await first.kill('SIGTERM')
  const second = await spawnServer({ dataFolder: folder })
  expect(await remember(second, folder)).toBe('kept')
  await second.kill('SIGTERM')
})

test('a user without rights starts it as root does', async () => {
  const nobody = 65_534
  const uid = isRoot ? nobody : undefined
  const folder = await dataFolder(uid)
  const program = await programFor(uid ?? process.getuid?.() ?? 0)
  onTestFinished(program.remove)
  const server = await spawnServer({ dataFolder: folder, root: program.root, ...(uid === undefined ? {} : { uid }) })
  await remember(server, folder, 'kept')
  expect((await stat(join(folder, 'postgres/main'))).uid).toBe(uid ?? process.getuid?.())
  expect(await server.kill('SIGTERM')).toBe(0)
})
