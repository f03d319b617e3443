import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { connect } from './db.ts'
import { workerLogger } from './jobs.ts'
import type { Log } from './log.ts'

/** A mistake in the migrations or in the database they meet, told in a sentence. */
export class MigrationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MigrationError'
  }
}

type Migration = { readonly name: string; readonly sql: string; readonly sha256: string }

export type MigrateSettings = {
  /** By the role that owns the tables. */
  readonly ownerUrl: string
  /** The role the application runs as; where it is the owner itself there is nothing to grant. */
  readonly appRole: string
  readonly log: Log
  readonly folder?: URL
  /** Says every right anew even where nothing was migrated. */
  readonly grantAnyway?: boolean
  /** Only these migrations, for a backup that was made after them and before the others. */
  readonly only?: readonly string[]
}

const ourFolder = new URL('../../migrations/', import.meta.url)
/** Any number that no other program on the same database takes. */
const lock = 7_204_861_553

const readMigrations = async (folder: URL): Promise<readonly Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const numbers = names.map((name) => name.slice(0, 4))
  const wrong = names.find((name, index) => !/^\d{4}-[a-z0-9-]+\.sql$/.test(name) || numbers.indexOf(name.slice(0, 4)) !== index)
  if (wrong !== undefined) throw new MigrationError(`${wrong} must be named NNNN-what-it-makes.sql with a number of its own`)
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** What was applied before, by name; empty in a new database. */
const readApplied = async (client: pg.Client): Promise<ReadonlyMap<string, string>> => {
  const there = await client.query<{ there: boolean }>(`select to_regclass('public.migration') is not null as there`)
  if (!there.rows[0]?.there) return new Map()
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration')
  return new Map(rows.map((row) => [row.name, row.sha256]))
}

const refuseChanged = (migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void => {
  const known = new Set(migrations.map((migration) => migration.name))
  const unknown = [...applied.keys()].find((name) => !known.has(name))
  if (unknown !== undefined) throw new MigrationError(`the database holds migration ${unknown}, which this version does not know: it is newer than the program`)
  const changed = migrations.find((migration) => applied.has(migration.name) && applied.get(migration.name) !== migration.sha256)
  if (changed) throw new MigrationError(`migration ${changed.name} was changed after it was applied; put it back and write a new one`)
}

const apply = async (client: pg.Client, { name, sql, sha256 }: Migration): Promise<void> => {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new MigrationError(`migration ${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const refuseUndeclared = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname not in (select table_name from table_kind) order by 1`)
  if (rows[0]) throw new MigrationError(`table ${rows[0].name} does not say whether its rows may change: select append_only('…') or changeable('…')`)
}

/**
 * Gives the application's role what each table's kind allows, and takes away everything else. Runs after every migration and says
 * the whole of it anew, so that a right once given by hand does not stay.
 */
const grant = async (client: pg.Client, appRole: string): Promise<void> => {
  const role = pg.escapeIdentifier(appRole)
  const { rows } = await client.query<{ name: string; kind: string | null }>(`
    select format('%I', relname) as name, kind from pg_class left join table_kind on table_name = relname
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')`)
  const grants = rows.map(({ name, kind }) => {
    const changes = kind === 'changeable' ? ', update, delete' : ''
    const allowed = name === 'migration' || name === 'table_kind' || kind === null ? 'select' : `select, insert${changes}`
    return `grant ${allowed} on public.${name} to ${role};`
  })
  await client.query(`
    begin;
    grant usage on schema public to ${role};
    revoke all on all tables in schema public from ${role};
    ${grants.join('\n')}
    grant usage on all sequences in schema public to ${role};
    grant usage on schema graphile_worker to ${role};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${role};
    grant usage on all sequences in schema graphile_worker to ${role};
    grant execute on all functions in schema graphile_worker to ${role};
    commit`)
  // The job tables have row security without policies: nobody but their owner sees a row until one says so.
  const secured = await client.query<{ name: string }>(`
    select format('%I', relname) as name from pg_class where relnamespace = 'graphile_worker'::regnamespace and relkind = 'r' and relrowsecurity`)
  for (const { name } of secured.rows) {
    await client.query(`
      begin;
      drop policy if exists application on graphile_worker.${name};
      create policy application on graphile_worker.${name} to ${role} using (true) with check (true);
      commit`)
  }
}

const migrateJobs = async (ownerUrl: string, log: Log): Promise<void> => {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await runMigrations({ pgPool: pool, logger: workerLogger(log) })
  } finally {
    await pool.end()
  }
}

/** Brings the database to this version; any number of processes may ask at once. Returns the names of what was applied. */
export const migrate = async ({ ownerUrl, appRole, log, folder = ourFolder, grantAnyway = false, only }: MigrateSettings): Promise<readonly string[]> => {
  const migrations = await readMigrations(folder)
  const client = await connect(ownerUrl, 'xinqiao migrate')
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    const applied = await readApplied(client)
    refuseChanged(migrations, applied)
    const pending = migrations.filter(({ name }) => !applied.has(name) && (only?.includes(name) ?? true))
    const unknown = only?.find((name) => !migrations.some((migration) => migration.name === name))
    if (unknown !== undefined) throw new MigrationError(`migration ${unknown} is not known to this version: use the newer one that made it`)
    for (const migration of pending) {
      await apply(client, migration)
      log.info({ migration: migration.name }, 'migrated')
    }
    await migrateJobs(ownerUrl, log)
    await refuseUndeclared(client)
    const { rows } = await client.query<{ own: boolean; granted: boolean }>(
      `select current_user = $1 as own, has_table_privilege($1, 'public.migration', 'select') as granted`, [appRole],
    )
    // A start that changes nothing leaves the catalogue alone, for the sake of the processes that are serving.
    if (!rows[0]?.own && (pending.length > 0 || grantAnyway || !rows[0]?.granted)) await grant(client, appRole)
    return pending.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

/** Whether the database is at this version, asked by the application's role. */
export const pendingMigrations = async (client: pg.Client): Promise<readonly string[]> => {
  const migrations = await readMigrations(ourFolder)
  const applied = await readApplied(client)
  refuseChanged(migrations, applied)
  return migrations.filter((migration) => !applied.has(migration.name)).map((migration) => migration.name)
}
