import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { dropDatabase, withDatabase } from './global-setup.ts'

export type TestDatabase = {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly appRole: string
  readonly drop: () => Promise<void>
}

/** A migrated, empty database of its own, cloned from the template in a tenth of a second. The caller drops it. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const { ownerUrl, appUrl, appRole, adminUrl, template } = inject('postgres')
  const name = `xinqiao_test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${template}`)
  } finally {
    await client.end()
  }
  return {
    ownerUrl: withDatabase(ownerUrl, name),
    appUrl: withDatabase(appUrl, name),
    appRole,
    drop: () => dropDatabase(adminUrl, name),
  }
}

/** The same for one test file, dropped after it: `const database = await useTestDatabase()` at the top. */
export const useTestDatabase = async (): Promise<TestDatabase> => {
  const database = await createTestDatabase()
  afterAll(database.drop)
  return database
}
