import fc from 'fast-check'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { tablesOf } from '../../src/platform/backup.ts'
import { connect } from '../../src/platform/db.ts'
import { openWith, sealWith, WrongPassphrase } from '../../src/platform/sealed-stream.ts'
import { makeDataFolder, remove, type SpawnSettings, spawnCommand, spawnServer } from '../support/process.ts'

const passphrase = '这是一个足够长的备份口令 2026'
const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await remove(folder)
})
const makeFolder = async (): Promise<string> => {
  const folder = await makeDataFolder()
  folders.push(folder)
  return folder
}

const command = async (dataFolder: string, args: readonly string[], secret = passphrase): Promise<{ code: number | NodeJS.Signals; said: string }> => {
  const settings: SpawnSettings = { dataFolder, arguments: args, environment: { XINQIAO_BACKUP_PASSPHRASE: secret } }
  const spawned = spawnCommand(settings)
  return { code: await spawned.exited, said: spawned.said() }
}

const openSuperuser = async (folder: string, port: number | undefined): Promise<pg.Client> => {
  const { superuser } = JSON.parse(await readFile(join(folder, 'postgres.json'), 'utf8')) as { superuser: string }
  const client = await connect(`postgres://postgres:${superuser}@127.0.0.1:${port}/xinqiao`, 'test')
  onTestFinished(() => client.end())
  return client
}

/** The text of every table, rows in one order; what a start itself writes is left out. */
const contentOf = async (client: pg.Client): Promise<Readonly<Record<string, readonly string[]>>> => {
  const content: Record<string, readonly string[]> = {}
  for (const { name, columns } of await tablesOf(client)) {
    if (name.startsWith('graphile_worker.')) continue
    const parts: Buffer[] = []
    const condition = name === 'public.installation' ? ` where name <> 'last backup'` : ''
    await pipeline(client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}${condition}) to stdout`)), async (source: AsyncIterable<Buffer>) => {
      for await (const part of source) parts.push(part)
    })
    content[name] = Buffer.concat(parts).toString().split('\n').sort()
  }
  return content
}

test('a running installation is backed up, and comes back elsewhere with every row, file and key', async () => {
  const [from, to, outside] = [await makeFolder(), await makeFolder(), await makeFolder()]
  const server = await spawnServer({ dataFolder: from })
  await mkdir(join(from, 'files/a'), { recursive: true })
  await writeFile(join(from, 'files/a/账单.bin'), Buffer.from([0, 1, 2, 255, 10, 92]))
  const backup = join(outside, 'one.backup')
  const made = await command(from, ['backup', backup])
  expect(made).toMatchObject({ code: 0, said: expect.stringMatching(/rows of \d+ tables, 1 files, the keys; .* read back and whole/) })
  expect((await stat(backup)).mode & 0o077).toBe(0)
  expect((await command(from, ['backup', backup])).said).toContain('overwrites nothing')
  const before = await contentOf(await openSuperuser(from, server.postgresPort))
  await server.kill('SIGTERM')

  expect(await command(to, ['doctor', '--backup', backup])).toMatchObject({ code: 0, said: expect.stringContaining('is whole') })
  expect(await command(to, ['restore', backup], 'not the passphrase')).toMatchObject({ code: 1, said: expect.stringContaining('the passphrase is wrong') })
  expect(await command(to, ['restore', backup])).toMatchObject({ code: 0, said: expect.stringContaining('restored') })
  expect(await command(to, ['doctor'])).toMatchObject({ code: 0, said: expect.stringContaining('the master key opens the data keys') })
  const restored = await spawnServer({ dataFolder: to })
  expect(await contentOf(await openSuperuser(to, restored.postgresPort))).toEqual(before)
  expect(await readFile(join(to, 'files/a/账单.bin'))).toEqual(Buffer.from([0, 1, 2, 255, 10, 92]))
  expect(await readFile(join(to, 'master.key'), 'utf8')).toBe(await readFile(join(from, 'master.key'), 'utf8'))
  await restored.kill('SIGTERM')
  expect(await command(to, ['restore', backup])).toMatchObject({ code: 1, said: expect.stringContaining('holds a lender already') })
})

const through = async (bytes: Buffer, step: (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>, size: number): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.subarray(start, start + size))
  const parts: Buffer[] = []
  for await (const part of step(Readable.from(pieces) as AsyncIterable<Buffer>)) parts.push(part)
  return Buffer.concat(parts)
}

const plain = Buffer.alloc(150_000, 'data that fills more than two chunks; ')
const sealed = await through(plain, sealWith(passphrase), 10_000)

test('what was sealed opens to the same bytes, however it is cut on the way', async () => {
  for (const size of [4000, 65_536, 1_000_000]) expect(await through(sealed, openWith(passphrase), size)).toEqual(plain)
  expect(await through(await through(Buffer.alloc(0), sealWith(passphrase), 1), openWith(passphrase), 7)).toEqual(Buffer.alloc(0))
})

test('a byte that was changed, a chunk that was left out or moved, and an end that was cut off are all noticed', async () => {
  const opens = (bytes: Buffer): Promise<Buffer> => through(bytes, openWith(passphrase), 50_000)
  const head = 'xinqiao backup 1\n'.length + 16
  const chunk = 5 + 65_536 + 16
  const [first, second, last] = [sealed.subarray(head, head + chunk), sealed.subarray(head + chunk, head + 2 * chunk), sealed.subarray(head + 2 * chunk)]
  const salt = sealed.subarray(0, head)
  for (const parts of [[salt, second, first, last], [salt, first, last], [salt, first, second], [salt, first, first, second, last], [salt, first, second, last, last]]) {
    await expect(opens(Buffer.concat(parts))).rejects.toThrow(WrongPassphrase)
  }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 'xinqiao backup 1\n'.length, max: sealed.length - 1 }), fc.integer({ min: 1, max: 255 }), async (place, change) => {
      const changed = Buffer.from(sealed)
      changed[place] = (changed[place] ?? 0) ^ change
      await expect(opens(changed)).rejects.toThrow(WrongPassphrase)
    }),
    { numRuns: 12 },
  )
})
