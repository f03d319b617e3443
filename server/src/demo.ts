import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type DatabaseAddress, roleOf } from './installation.ts'
import type { Context } from './platform/context.ts'
import { connect } from './platform/db.ts'
import type { Log } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { serverName } from './platform/postgres.ts'
import type { Room } from './platform/room.ts'

/** What an installation says of the lender in it. */
export type LenderState = 'empty' | 'demo' | 'half-seeded' | 'own'

export type DemoFacts = { readonly seededAt: number; readonly password: string }

const lock = 7_204_861_554

/** mulberry32 (public domain, Tommy Ettinger): the same demo at each seeding, whoever runs it. */
const randomFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const lenderState = async ({ db }: Pick<Context, 'db'>): Promise<LenderState> => {
  const rows = await db.selectFrom('installation').select('name').where('name', 'in', ['demo', 'seeding', 'lender']).execute()
  const names = new Set(rows.map(({ name }) => name))
  if (names.has('demo')) return 'demo'
  if (names.has('seeding')) return 'half-seeded'
  return names.has('lender') ? 'own' : 'empty'
}

export const demoFacts = async ({ db }: Pick<Context, 'db'>): Promise<DemoFacts | undefined> => {
  const row = await db.selectFrom('installation').select('value').where('name', '=', 'demo').executeTakeFirst()
  return row?.value as DemoFacts | undefined
}

/** One at a time on this database; the others wait, and then find the work done. */
const alone = async <Result>(address: DatabaseAddress, work: () => Promise<Result>): Promise<Result> => {
  const client = await connect(address.appUrl, 'xinqiao seed')
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    return await work()
  } finally {
    await client.end()
  }
}

/** Puts every room's part of the demo lender into an empty installation. That the demo is here is said at the end, and only then. */
export const seedDemo = (context: Context, address: DatabaseAddress, rooms: readonly Room[], progress: (text: string) => void): Promise<void> =>
  alone(address, async () => {
    const { db, clock, log, config } = context
    const state = await lenderState(context)
    // A seeding that was killed leaves half a demo, which is emptied and seeded anew.
    if (state === 'half-seeded') await emptyDatabase(address, config.dataFolder, log)
    else if (state !== 'empty') return
    const facts: DemoFacts = { seededAt: clock.now(), password: randomBytes(9).toString('base64url') }
    await db.insertInto('installation').values({ name: 'seeding', value: JSON.stringify(facts) }).execute()
    for (const { name, seed } of rooms) {
      if (!seed) continue
      progress(`seeding the demo lender: ${name}`)
      await seed(context, { now: clock.now(), random: randomFrom(20_261_123), password: facts.password })
    }
    await db.insertInto('installation').values({ name: 'demo', value: JSON.stringify(facts) }).execute()
  })

/** How many server processes are on this database, beside this one. */
export const serversConnected = async (url: string): Promise<number> => {
  const client = await connect(url, 'xinqiao reset')
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(distinct application_name)::int as count from pg_stat_activity
       where datname = current_database() and application_name like $1 and application_name <> $2`,
      [`${serverName} %`, `${serverName} ${process.pid}`],
    )
    return rows[0]?.count ?? 0
  } finally {
    await client.end()
  }
}

/** Empties a database for good: the tables go, for their rows may not, and the migrations make them anew. Ask first whose data they are. */
export const emptyDatabase = async (address: DatabaseAddress, dataFolder: string, log: Log): Promise<void> => {
  const owner = await connect(address.ownerUrl, 'xinqiao reset')
  try {
    await owner.query('begin; drop schema if exists graphile_worker cascade; drop schema public cascade; create schema public; commit')
  } finally {
    await owner.end()
  }
  await rm(join(dataFolder, 'files'), { recursive: true, force: true })
  await migrate({ ownerUrl: address.ownerUrl, appRole: await roleOf(address.appUrl), log })
}
