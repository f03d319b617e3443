import { createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { createTestDatabase } from '../support/database.ts'
import { makeDataFolder, makeProxy, remove, spawnCommand, spawnServer } from '../support/process.ts'

const folder = await makeDataFolder()
afterAll(() => remove(folder))

test('a port that is taken is named, with what to do, and the exit code says that it failed', async () => {
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
  const address = holder.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const spawned = spawnCommand({ dataFolder: folder, environment: { PORT: String(port) } })
  expect(await spawned.exited).toBe(1)
  expect(spawned.said()).toMatch(new RegExp(`port ${port} .* is taken .* PORT`))
  holder.close()
})

test.for([
  [{ XINQIAO_DEMMO: '1' }, /XINQIAO_DEMMO is not a setting/],
  [{ PORT: 'http' }, /PORT must be a whole number from 0 to 65535/],
  [{ DATABASE_URL: 'mysql://somewhere' }, /DATABASE_URL must be an address that starts with postgres:\/\//],
  [{ XINQIAO_MASTER_KEY: 'c2hvcnQ=' }, /XINQIAO_MASTER_KEY must be 32 bytes in base64/],
  [{ XINQIAO_MIGRATE_DATABASE_URL: 'postgres://o@h/d' }, /XINQIAO_MIGRATE_DATABASE_URL must be set together with DATABASE_URL/],
] as const)('a wrong setting names itself: %o', async ([environment, message]) => {
  const spawned = spawnCommand({ dataFolder: folder, environment: environment as Record<string, string> })
  expect(await spawned.exited).toBe(2)
  expect(spawned.said()).toMatch(message)
  expect(spawned.said()).not.toContain('c2hvcnQ=')
})

test('a database that is down is named; the start tries again and succeeds when it is up; while serving its loss is a 503 that ends', async () => {
  const database = await createTestDatabase()
  const proxy = await makeProxy(database.appUrl)
  const ownerProxy = await makeProxy(database.ownerUrl)
  await proxy.down()
  const environment = { DATABASE_URL: proxy.url, XINQIAO_MIGRATE_DATABASE_URL: ownerProxy.url }
  const spawned = spawnCommand({ dataFolder: folder, environment })
  await spawned.says(/the database 127\.0\.0\.1:\d+\/\S+ cannot be reached \(ECONNREFUSED\); trying again in 1 s/)
  await proxy.up()
  const [, url = ''] = await spawned.says(/is ready at (\S+)/)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)

  await proxy.down()
  const lost = await fetch(`${url}/readyz`)
  expect(lost.status).toBe(503)
  expect(await lost.json()).toMatchObject({ reason: 'database-unavailable' })
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  await proxy.up()
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 10_000 }).toBe(200)

  expect(await spawned.kill('SIGTERM')).toBe(0)
  await proxy.down()
  await ownerProxy.down()
  await database.drop()
})

test('a password that the database refuses ends the start at once', async () => {
  const database = await createTestDatabase()
  const wrong = new URL(database.appUrl)
  wrong.password = 'wrong'
  const spawned = spawnCommand({ dataFolder: folder, environment: { DATABASE_URL: wrong.href } })
  expect(await spawned.exited).toBe(1)
  expect(spawned.said()).toMatch(/refuses the name or the password of DATABASE_URL/)
  await database.drop()
})

test('demo accounts are refused on a database of your own, unless XINQIAO_DEMO=1 says that they are meant', async () => {
  const database = await createTestDatabase()
  const owner = await connect(database.ownerUrl, 'test')
  await owner.query(`insert into installation (name, value) values ('demo', '{"seededAt": 0, "password": "x"}')`)
  await owner.end()
  const environment = { DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl }
  const refused = spawnCommand({ dataFolder: folder, environment })
  expect(await refused.exited).toBe(1)
  expect(refused.said()).toMatch(/holds the demo lender .* XINQIAO_DEMO=1/)
  const meant = await spawnServer({ dataFolder: folder, environment: { ...environment, XINQIAO_DEMO: '1' } })
  expect(await meant.kill('SIGTERM')).toBe(0)
  await database.drop()
})
