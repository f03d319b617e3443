import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { startPostgres } from '../../src/platform/postgres.ts'

/** Where the tests' databases are made: the URLs name the server and the two roles; the database in them is not used. */
export type TestPostgres = {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly appRole: string
  /** By a role that may end the others' connections, which a database that is dropped still has for a moment. */
  readonly adminUrl: string
  /** A migrated database that test files clone. */
  readonly template: string
}

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    postgres: TestPostgres
  }
}

export const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

const template = `xinqiao_test_${process.pid}`

const execute = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Ends the connections that are left. A role that is no superuser may not end those of the server's own workers, which go by themselves. */
export const dropDatabase = async (adminUrl: string, name: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await execute(adminUrl, `drop database if exists ${name} with (force)`)
      return
    } catch (error) {
      if (attempt === 20) throw error
      await sleep(200)
    }
  }
}

/** One PostgreSQL for the whole run: the embedded one, or with DATABASE_URL that one (its role must be allowed to create databases). */
const setUp = async (project: TestProject): Promise<() => Promise<void>> => {
  const log = createLog('error')
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') {
    const migrateUrl = process.env['XINQIAO_MIGRATE_DATABASE_URL'] ?? given
    const appRole = decodeURIComponent(new URL(given).username)
    await execute(migrateUrl, `create database ${template}`)
    await migrate({ ownerUrl: withDatabase(migrateUrl, template), appRole, log })
    project.provide('postgres', { ownerUrl: migrateUrl, appUrl: given, appRole, adminUrl: migrateUrl, template })
    return () => dropDatabase(migrateUrl, template)
  }

  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-test-'))
  // These databases are thrown away, so their pages need not reach the disk; the tests that kill a database run one of their own.
  const postgres = await startPostgres({ dataFolder: folder, log, extra: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=400'] })
  await execute(postgres.superuserUrl, 'alter role xinqiao_owner createdb')
  await execute(postgres.ownerUrl, `create database ${template}`)
  await migrate({ ownerUrl: withDatabase(postgres.ownerUrl, template), appRole: postgres.appRole, log })
  project.provide('postgres', { ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, appRole: postgres.appRole, adminUrl: postgres.superuserUrl, template })
  return async () => {
    await postgres.stop()
    if (postgres.place.elsewhere) await rm(dirname(postgres.place.cluster), { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
}

export default setUp
