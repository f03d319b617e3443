import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

/**
 * How values arrive from PostgreSQL, everywhere in the server: int8 as bigint (so that money never is a number),
 * timestamptz as Date, date as `2026-11-23` (a Day has no hour and no zone), numeric as text, bytea as Buffer.
 */
export type Database = Kysely<Tables>

/** A transaction, opened at the edge and passed first. */
export type Tx = Transaction<Tables>

/** What a store's reading functions take: the pool or a transaction. */
export type Reader = Database | Tx

const int8 = 20
const date = 1082

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === int8 && format !== 'binary') return BigInt
    if (oid === date) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as pg.CustomTypesConfig['getTypeParser'],
}

export type PoolSettings = {
  readonly connections: number
  /** Shown in pg_stat_activity, where the embedded database looks for who still uses it. */
  readonly name: string
  /** Values as the driver gives them: for a library with queries of its own, which knows nothing of our int8. */
  readonly plain?: true
}

export const createPool = (url: string, { connections, name, plain }: PoolSettings, onError: (error: Error) => void): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: name,
    ...(plain ? {} : { types }),
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    // A statement that runs longer than this is a fault, not a slow day; migrations and imports use connections of their own.
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
  })
  // Without a listener an idle connection that breaks (the database restarts) would end the process.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

export const createDatabase = (pool: pg.Pool): Database => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

/** A single connection outside the pool: the listener, migrations, copies. */
export const connect = async (url: string, name: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, application_name: name, types, connectionTimeoutMillis: 5000, keepAlive: true })
  // A broken connection shows itself at the next query; an unheard 'error' event would end the process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

const gone = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', '57P01', '57P02', '57P03', '53300'])

/** Whether an error says that the database cannot be reached at present, as against that it refused a statement. */
export const isDatabaseGone = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (gone.has(code) || code.startsWith('08')) return true
  if (error instanceof AggregateError) return error.errors.some(isDatabaseGone)
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message)
}
