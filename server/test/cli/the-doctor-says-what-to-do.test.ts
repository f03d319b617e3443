import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { examineDatabase, examineFolder } from '../../src/cli/examine.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { connect } from '../../src/platform/db.ts'
import { anchorRecord } from '../../src/record/anchor-record.ts'
import { openTestContext } from '../support/server.ts'
import { makeDataFolder, remove } from '../support/process.ts'

const dataFolder = await makeDataFolder()
afterAll(() => remove(dataFolder))
const { context, database } = await openTestContext({ dataFolder })
const config = readConfig({ XINQIAO_DATA: dataFolder, DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl })
const twoRoles = { ownerUrl: database.ownerUrl, appUrl: database.appUrl, embedded: undefined }

const isTwo = new URL(database.ownerUrl).username !== new URL(database.appUrl).username

const texts = (findings: readonly { readonly state: string; readonly text: string }[], state: string): string =>
  findings.filter((finding) => finding.state === state).map(({ text }) => text).join('\n')

test('with two roles it is content; with one it says what is lost', async () => {
  // A suite that runs on a DATABASE_URL with one role has no second one to be content with.
  const content = texts(await examineDatabase(config, twoRoles), 'well')
  if (isTwo) expect(content).toMatch(/can only insert into records/)
  const one = await examineDatabase(config, { ...twoRoles, appUrl: database.ownerUrl })
  expect(texts(one, 'advice')).toMatch(/one role .* by triggers, which this role could remove, and not by rights.* XINQIAO_MIGRATE_DATABASE_URL/)
})

test('a right given by hand that lets records be changed is broken, and migrate takes it back', async () => {
  const owner = await connect(database.ownerUrl, 'test')
  await owner.query(`grant update on event to ${database.appRole}`)
  if (isTwo) expect(texts(await examineDatabase(config, twoRoles), 'broken')).toMatch(/may change event.*xinqiao migrate/)
  const { migrate } = await import('../../src/platform/migrate.ts')
  await migrate({ ownerUrl: database.ownerUrl, appRole: database.appRole, log: context.log, grantAnyway: true })
  expect(texts(await examineDatabase(config, twoRoles), 'broken')).not.toMatch(/may change/)
  await owner.end()
})

test('a master key that does not open the data keys, and one that others can read, are broken', async () => {
  await context.keys.secret('doctor')
  expect(texts(await examineDatabase(config, twoRoles), 'well')).toMatch(/opens the data keys/)
  const other = readConfig({ XINQIAO_DATA: dataFolder, XINQIAO_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') })
  expect(texts(await examineDatabase(other, twoRoles), 'broken')).toMatch(/put back the one that was here/)
  await chmod(join(dataFolder, 'master.key'), 0o644)
  expect(texts(await examineFolder(config), 'broken')).toMatch(/others can read .*master\.key: chmod 600/)
})

test('an empty database, and a demo in a database of one’s own, are told', async () => {
  expect(texts(await examineDatabase(config, twoRoles), 'advice')).toMatch(/no lender yet: xinqiao init/)
  await context.db.insertInto('installation').values({ name: 'demo', value: '{}' }).execute()
  expect(texts(await examineDatabase(config, twoRoles), 'broken')).toMatch(/XINQIAO_DEMO=1/)
})

test('a record that was not anchored for two days is told, one that was is well', async () => {
  const emit = (at: number) => context.db.transaction().execute((tx) => context.outbox.emit(tx, { kind: 'test.happened', at: instant(at), payload: {} }))
  expect(texts(await examineDatabase(config, twoRoles), 'advice')).not.toMatch(/anchored/)
  await emit(Date.now() - 3 * 86_400_000)
  expect(texts(await examineDatabase(config, twoRoles), 'advice')).toMatch(/never anchored/)
  await anchorRecord({ ...context, clock: { now: () => instant(Date.now()) } })
  expect(texts(await examineDatabase(config, twoRoles), 'well')).toMatch(/the record is anchored/)
})
