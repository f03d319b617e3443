import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { examineDatabase } from '../../src/cli/examine.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createKeys } from '../../src/platform/keys.ts'
import { openKeyRing } from '../../src/platform/master-key.ts'
import { keysByMaster, rotateMasterKey } from '../../src/platform/rotate-keys.ts'
import { readConfig } from '../../src/config.ts'
import { saveCustomer } from '../../src/people/customers.ts'
import { searchSecret } from '../../src/people/details.ts'
import { findCustomers } from '../../src/people/find-customers.ts'
import { forkServer } from '../support/child-server.ts'
import { chatGet, startConversation, write } from '../support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../support/people.ts'
import { spawnCommand } from '../support/process.ts'
import { startTestServer } from '../support/server.ts'

/** Two server processes on one database and one data folder, while the command is killed and started again. */
const server = await startTestServer({ clock: systemClock, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { database, dataFolder } = server
const { context } = server.installation
const other = await forkServer({ appUrl: database.appUrl, ownerUrl: database.ownerUrl, dataFolder, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
afterAll(() => other.stop())

const path = join(dataFolder, 'master.key')
const keysInFile = async (): Promise<readonly string[]> => (await readFile(path, 'utf8')).trim().split('\n')
const rotate = (what = 'rotate') => spawnCommand({
  dataFolder, arguments: ['keys', what],
  environment: { DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl },
})
const doctor = async (): Promise<string> => {
  const config = readConfig({ XINQIAO_DATA: dataFolder, DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl })
  return (await examineDatabase(config, { ...database, embedded: undefined })).map(({ state, text }) => `${state}: ${text}`).join('\n')
}

const manyKeys = 3000
const sealed: Buffer[] = []
for (let made = 0; made < manyKeys; made += 100) {
  await Promise.all(Array.from({ length: 100 }, async (_, index) => {
    const key = await context.keys.create(context.db)
    if (index === 0) sealed.push(await context.keys.encrypt(context.db, key, Buffer.from(`text ${made}`), 'm'))
  }))
}
/** By a process that knows nothing yet but the file. */
const opened = async (): Promise<readonly string[]> => {
  const keys = createKeys(context.db, await openKeyRing(context.config), context.clock)
  return await Promise.all(sealed.map(async (text) => (await keys.decrypt(context.db, text, 'm')).toString()))
}
const expected = Array.from({ length: manyKeys / 100 }, (_, index) => `text ${index * 100}`)
const [before = ''] = await keysInFile()

test('killed in the middle nothing is lost: the servers go on, the doctor says what to do, and the next start finishes it', async () => {
  const visit = await enterAsCustomer(server, 'R1')
  const conversation = await startConversation(server, visit, '轮换之前')
  const stopping = new AbortController()
  let sent = 1
  // Each message makes a customer's keys and is sealed, now by one process and now by the other.
  const writing = (async () => {
    while (!stopping.signal.aborted) {
      const at = sent % 2 === 0 ? server : other
      const next = await enterAsCustomer(server, `W${sent}`)
      expect((await write(at, next, `第${sent}句`)).status).toBe(200)
      sent += 1
    }
  })()
  const first = rotate()
  await first.says(/… 500 data keys/)
  await first.kill('SIGKILL')
  const halfway = await keysByMaster(context.db)
  expect(await keysInFile()).toHaveLength(2)
  expect(halfway.size).toBeGreaterThan(1)
  expect(await opened()).toEqual(expected)
  expect(await doctor()).toMatch(/advice: a rotation of the master key is not done, \d+ data keys wait: xinqiao keys rotate/)
  const second = rotate()
  expect(await second.exited).toBe(0)
  stopping.abort()
  await writing
  expect((await keysByMaster(context.db)).size).toBe(1)
  const [after = '', ...more] = await keysInFile()
  expect(more).toEqual([])
  expect(after).not.toBe(before)
  expect(await opened()).toEqual(expected)
  for (const at of [server, other]) {
    expect((await write(at, visit, '轮换之后')).status).toBe(200)
    expect(JSON.stringify((await chatGet(at, visit, `/conversations/${conversation}/entries?after=0`)).body)).toContain('轮换之前')
  }
  expect(sent).toBeGreaterThan(5)
  expect(await doctor()).not.toMatch(/rotation/)
  expect(`${first.said()}${second.said()}`).not.toContain(after)
}, 120_000)

test('that it was done is in the record, without the key', async () => {
  const { payload } = await context.db.selectFrom('event').select('payload').where('kind', '=', 'platform.master-key-rotated').executeTakeFirstOrThrow()
  expect(payload).toMatchObject({ from: [expect.stringMatching(/^[0-9a-f]{16}$/)], to: expect.stringMatching(/^[0-9a-f]{16}$/) })
  expect(JSON.stringify(payload)).not.toContain((await keysInFile())[0])
})

const phoneOf = (number: number): string => `138${String(number).padStart(8, '0')}`
const save = (number: number) => context.db.transaction().execute((tx) => saveCustomer(context, tx, `S${number}`, { name: `客户${number}`, phone: phoneOf(number) }))
const foundHere = async (number: number): Promise<readonly (string | undefined)[]> => (await findCustomers(context, phoneOf(number), 5)).map(({ ref }) => ref)
const secretsThere = async () => await context.db.selectFrom('data_key').select(['data_key_id', 'generation', 'wrapped']).where('name', '=', searchSecret).orderBy('generation').execute()

test('the secret of the search is replaced while servers run: killed in the middle nobody is lost or found twice', async () => {
  const many = 600
  for (let number = 0; number < many; number += 1) await save(number)
  const { cookie } = await createTestStaff(server, ['senior'])
  const foundThere = async (number: number): Promise<readonly (string | undefined)[]> => {
    const response = await fetch(`${other.url}/v1/desk/customers?q=${phoneOf(number)}`, { headers: { cookie } })
    return ((await response.json()) as { customers: { ref?: string }[] }).customers.map(({ ref }) => ref)
  }
  expect(await foundThere(7)).toEqual(['S7'])
  const stopping = new AbortController()
  let added = many
  const using = (async () => {
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      await save(added)
      for (const number of [added, (round * 37) % added]) expect(await foundHere(number)).toEqual([`S${number}`])
      if (round % 20 === 0) expect(await foundThere(added)).toEqual([`S${added}`])
      added += 1
      await sleep(10)
    }
  })()
  const first = rotate('rotate-search')
  await first.says(/… 200 customers/)
  await first.kill('SIGKILL')
  expect(await secretsThere()).toMatchObject([{ generation: 1 }, { generation: 2 }])
  expect(await doctor()).toMatch(/advice: a replacement of the search secret is not done, \d+ customers wait: xinqiao keys rotate-search/)
  // Who still writes with the old secret is waited for.
  const [old] = await secretsThere()
  let release = (): void => undefined
  const late = context.db.transaction().execute(async (tx) => {
    await tx.updateTable('customer').set({ hashed_under: old?.data_key_id ?? '' }).where('ref', '=', 'S3').execute()
    await new Promise<void>((resolve) => { release = resolve })
  })
  const second = rotate('rotate-search')
  await second.says(/customers/)
  await sleep(500)
  expect((await secretsThere())[0]?.wrapped).not.toBeNull()
  release()
  await late
  expect(await second.exited).toBe(0)
  stopping.abort()
  await using
  const [gone, current] = await secretsThere()
  expect(gone?.wrapped).toBeNull()
  for (const number of [0, 3, 199, 200, many - 1, many, added - 1]) {
    expect(await foundHere(number)).toEqual([`S${number}`])
    expect(await foundThere(number)).toEqual([`S${number}`])
  }
  const under = await context.db.selectFrom('customer').select('hashed_under').distinct().where('phone_hash', 'is not', null).execute()
  expect(under).toEqual([{ hashed_under: current?.data_key_id }])
  expect(await doctor()).not.toMatch(/search secret/)
  const { payload } = await context.db.selectFrom('event').select('payload').where('kind', '=', 'people.search-secret-replaced').executeTakeFirstOrThrow()
  expect(payload).toMatchObject({ to: current?.data_key_id, from: [gone?.data_key_id] })
}, 120_000)

test('a key that is given goes the same way: the new one before the old, until the command says that the old is needed no more', async () => {
  const [current = ''] = await keysInFile()
  const fresh = Buffer.alloc(32, 9).toString('base64')
  const config = readConfig({ XINQIAO_DATA: dataFolder, DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl, XINQIAO_MASTER_KEY: `${fresh},${current}` })
  const rotation = await rotateMasterKey({ ...context, config }, { settle: 0 })
  expect(rotation.count).toBeGreaterThanOrEqual(manyKeys)
  expect(await rotateMasterKey({ ...context, config }, { settle: 0 })).toMatchObject({ count: 0 })
  const keys = createKeys(context.db, await openKeyRing({ ...config, masterKey: { kind: 'given', text: fresh } }), context.clock)
  expect((await keys.decrypt(context.db, sealed[0] ?? Buffer.alloc(0), 'm')).toString()).toBe('text 0')
})
