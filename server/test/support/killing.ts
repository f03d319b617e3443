import type { Entry } from '@xinqiao/contract/conversations.ts'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { type Installation, openInstallation } from '../../src/installation.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { connect } from '../../src/platform/db.ts'
import { createLog } from '../../src/platform/log.ts'
import { type EmbeddedPostgres, startPostgres } from '../../src/platform/postgres.ts'
import { verifyRecord } from '../../src/record/verify-record.ts'
import { type ChildServer, forkServer } from './child-server.ts'
import { createTestStaff, enterAsCustomer } from './people.ts'
import type { TestServer } from './server.ts'
import { createTalkClient, type TalkClient, until } from './talk-client.ts'

/**
 * Talks under load while server processes and the database are killed at random moments, as a power cut would end them; then looks
 * at what is stored and at what everybody saw.
 */
export type KillingSettings = {
  /** At least so long, and until so many were killed: a slow machine takes longer. */
  readonly seconds: number
  readonly atLeast: number
  readonly pairs: number
  readonly killServers: boolean
  readonly killDatabase: boolean
  /** The same numbers give the same plan, though not the same moments. */
  readonly random: () => number
  readonly progress?: (text: string) => void
}

export type KillingResult = { readonly acknowledged: number; readonly serverKills: number; readonly databaseKills: number; readonly connections: number; readonly verified: number }

/** mulberry32: small, and the same everywhere. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

type World = {
  readonly postgres: EmbeddedPostgres
  readonly installation: Installation
  readonly servers: (ChildServer | undefined)[]
  readonly start: (index: number) => Promise<void>
  readonly url: (index: number) => string
  readonly close: () => Promise<void>
}

/** A database of its own that writes to the disk as in earnest, and two server processes on it. */
const createWorld = async (): Promise<World> => {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-kill-'))
  const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log: createLog('silent') })
  const { appUrl, ownerUrl } = postgres
  const dataFolder = join(folder, 'data')
  const config = readConfig({ XINQIAO_DATA: dataFolder, DATABASE_URL: appUrl, XINQIAO_MIGRATE_DATABASE_URL: ownerUrl })
  const installation = await openInstallation({ config, clock: systemClock, log: createLog('silent'), reactions: {} })
  const servers: (ChildServer | undefined)[] = [undefined, undefined]
  const start = async (index: number): Promise<void> => {
    // Started while the database is away it ends, as a supervisor would find; it is started again.
    for (let attempt = 0; servers[index] === undefined; attempt++) {
      try {
        servers[index] = await forkServer({ appUrl, ownerUrl, dataFolder, quiet: attempt < 20, environment: { XINQIAO_JOB_CONCURRENCY: '0', XINQIAO_LOG_LEVEL: 'silent' } })
      } catch (error) {
        if (attempt > 20) throw error
        await sleep(200)
      }
    }
  }
  await start(0)
  await start(1)
  return {
    postgres, installation, servers, start,
    url: (index) => servers[index % 2]?.url ?? servers[(index + 1) % 2]?.url ?? 'http://127.0.0.1:9',
    close: async () => {
      await Promise.all(servers.map((server) => server?.stop()))
      await installation.close()
      await postgres.stop()
      if (postgres.place.elsewhere) await rm(dirname(postgres.place.cluster), { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Speaker = { readonly client: TalkClient; readonly isCustomer: boolean; readonly conversationId: string; readonly ids: string[] }

const startPair = async (world: World, pair: number, random: () => number, connected: () => void): Promise<readonly [Speaker, Speaker]> => {
  const at = { url: world.url(0), installation: world.installation } as unknown as TestServer
  const visitor = await enterAsCustomer(at)
  const staff = await createTestStaff(at, ['senior'], `客服${pair}`)
  let turn = pair
  const url = (): string => {
    connected()
    return world.url(turn++)
  }
  const customer = createTalkClient({ url, party: 'customer', session: visitor.session, random })
  const desk = createTalkClient({ url, party: 'desk', cookie: staff.cookie, random })
  customer.connect()
  desk.connect()
  const first = customer.send('开始')
  await until('the first message is stored', () => customer.settled.has(first))
  const conversationId = customer.settled.get(first)?.conversationId ?? ''
  const taken = await fetch(`${at.url}/v1/desk/conversations/${conversationId}/take`, { method: 'POST', headers: { cookie: staff.cookie, origin: at.url } })
  if (taken.status !== 200) throw new Error(`not taken: ${await taken.text()}`)
  desk.open(conversationId)
  return [{ client: customer, isCustomer: true, conversationId, ids: [first] }, { client: desk, isCustomer: false, conversationId, ids: [] }]
}

const talkUntil = async ({ client, isCustomer, conversationId, ids }: Speaker, isOver: () => boolean, random: () => number): Promise<void> => {
  while (!isOver()) {
    // Not more than a page would let somebody type ahead while the line is down.
    if (client.state().pending.length < 30) ids.push(client.send(`第${ids.length}句`, isCustomer ? {} : { conversationId }))
    await sleep(random() * 30)
  }
}

/** Kills the database where it runs at this moment; killed before, it may not be back yet. */
const killDatabase = async ({ postgres }: World): Promise<boolean> => {
  const [pid = ''] = (await readFile(join(postgres.place.cluster, 'main', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  try {
    return /^\d+$/.test(pid) && process.kill(Number(pid), 'SIGKILL')
  } catch {
    return false
  }
}

const killUntil = async (world: World, end: number, { random, atLeast, killServers, killDatabase: alsoDatabase, progress }: KillingSettings) => {
  let [serverKills, databaseKills] = [0, 0]
  for (;;) {
    await sleep(800 + random() * 2500)
    if (performance.now() > end && serverKills + databaseKills >= atLeast) return { serverKills, databaseKills }
    if (alsoDatabase && (!killServers || (serverKills > 0 && (databaseKills === 0 || random() < 0.4)))) {
      const killed = await killDatabase(world)
      if (killed) progress?.('kill -9 of the database')
      databaseKills += killed ? 1 : 0
    } else if (killServers) {
      const index = random() < 0.5 ? 0 : 1
      progress?.(`kill -9 of server ${index}`)
      await world.servers[index]?.kill()
      world.servers[index] = undefined
      serverKills += 1
      await sleep(random() * 800)
      await world.start(index)
    }
  }
}

const problem = (text: string, conversationId: string): never => {
  throw new Error(`${text} (conversation ${conversationId})`)
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((value, index) => value === b[index])

const readStored = async (world: World, conversationId: string, cookie: string): Promise<readonly Entry[]> => {
  const entries: Entry[] = []
  for (;;) {
    const response = await fetch(`${world.url(0)}/v1/desk/conversations/${conversationId}/entries?after=${entries.length}&limit=500`, { headers: { cookie } })
    const page = ((await response.json()) as { entries: Entry[] }).entries
    entries.push(...page)
    if (page.length < 500) return entries
  }
}

/** Throws where anything that was acknowledged is lost, doubled or out of order, or was shown so. */
const verify = (stored: readonly Entry[], speakers: readonly Speaker[]): void => {
  for (const { client, isCustomer, conversationId, ids } of speakers) {
    if (!stored.every(({ seq }, index) => seq === index + 1)) problem('the numbers have a gap', conversationId)
    const own = stored.flatMap((entry) => (entry.kind === 'message' && (entry.author.kind === 'customer') === isCustomer ? [entry.id] : []))
    if (!same(own, ids)) problem(`${isCustomer ? 'the customer' : 'the agent'} sent ${ids.length}, stored are ${own.length}, or in another order`, conversationId)
    for (const { id, seq, refused } of client.settled.values()) {
      const entry = stored[(seq ?? 0) - 1]
      if (refused || entry?.kind !== 'message' || entry.id !== id) problem(`message ${id}, acknowledged as ${seq}, is not there`, conversationId)
    }
    if (!same(client.shown(conversationId).map(({ seq }) => seq), stored.map(({ seq }) => seq))) problem('somebody saw an entry twice, out of order or not at all', conversationId)
  }
}

/** What several processes wrote and were killed at is chained without a fault; returns how many rows that are. */
const proven = async ({ postgres }: World): Promise<number> => {
  const reader = await connect(postgres.appUrl, 'test')
  try {
    const { rows, faults } = await verifyRecord(reader, new Map())
    if (faults.length > 0) throw new Error(`the record does not stand: ${JSON.stringify(faults)}`)
    return rows
  } finally {
    await reader.end()
  }
}

export const runKilling = async (settings: KillingSettings): Promise<KillingResult> => {
  const { seconds, pairs, random } = settings
  const world = await createWorld()
  let connections = 0
  try {
    const couples: (readonly [Speaker, Speaker])[] = []
    for (let pair = 0; pair < pairs; pair++) couples.push(await startPair(world, pair, random, () => (connections += 1)))
    const speakers = couples.flat()
    connections = 0
    const end = performance.now() + seconds * 1000
    let isOver = false
    const killing = killUntil(world, end, settings).finally(() => (isOver = true))
    const [kills] = await Promise.all([killing, ...speakers.map((speaker) => talkUntil(speaker, () => isOver, random))])
    await until('everything is acknowledged and shown', () => {
      const last = (id: string): number => Math.max(...speakers.filter(({ conversationId }) => conversationId === id).map(({ client }) => client.shown(id).at(-1)?.seq ?? 0))
      return speakers.every(({ client, conversationId }) => client.state().pending.length === 0 && client.shown(conversationId).at(-1)?.seq === last(conversationId))
    }, 60_000).catch((error: unknown) => {
      throw new Error(speakers.map(({ client, conversationId }) => `${client.state().online ? 'online' : 'offline'}, ${client.state().pending.length} pending, ${client.shown(conversationId).length} shown, ${client.state().failures} failures`).join('; '), { cause: error })
    })
    const reader = await createTestStaff({ url: world.url(0), installation: world.installation } as unknown as TestServer, ['senior'], '检查')
    for (const couple of couples) verify(await readStored(world, couple[0].conversationId, reader.cookie), couple)
    for (const { client } of speakers) client.close()
    const verified = await proven(world)
    return { ...kills, connections, verified, acknowledged: speakers.reduce((sum, { ids }) => sum + ids.length, 0) }
  } finally {
    await world.close()
  }
}
