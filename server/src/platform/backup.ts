import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { MasterKeys } from './master-key.ts'
import { createReader, openWith, sealWith } from './sealed-stream.ts'

/**
 * A backup: one consistent copy of the database, the uploaded files and the master key, compressed and sealed by a passphrase.
 * Made by COPY in one snapshot, because the embedded PostgreSQL comes without pg_dump; it is bound to the migrations, not to a
 * version of PostgreSQL.
 *
 * Inside the seal: entries, each the length of its head (4 bytes), its head (JSON), and its body in parts, each with its length
 * (4 bytes) before it, ended by a length of 0.
 */
export type BackupHead =
  | { readonly kind: 'about'; readonly madeAt: string; readonly migrations: readonly string[]; readonly jobSchema: number; readonly masterKeyId: string }
  | { readonly kind: 'master-key' }
  | { readonly kind: 'table'; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: 'file'; readonly path: string }
  /** Ends a whole backup; what it counts is compared with what was read. */
  | { readonly kind: 'end'; readonly rows: Readonly<Record<string, number>>; readonly files: number }

export type BackupAbout = Extract<BackupHead, { kind: 'about' }>
export type BackupCounts = { readonly rows: Readonly<Record<string, number>>; readonly files: number }

/** These say what the program is, not what was done with it; the migrations make them. */
const madeByMigrations = new Set(['public.migration', 'public.table_kind', 'graphile_worker.migrations'])

/** The job queue keeps its own tables by migrations of its own. */
const jobSchemaOf = async (client: pg.Client): Promise<number> =>
  (await client.query<{ id: number }>('select max(id) as id from graphile_worker.migrations')).rows[0]?.id ?? 0

type Table = { readonly name: string; readonly columns: readonly string[] }

/** Every table with the columns that are stored, jobs included. */
export const tablesOf = async (client: pg.Client): Promise<readonly Table[]> => {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      array_agg(quote_ident(a.attname) order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where n.nspname in ('public', 'graphile_worker') and c.relkind = 'r'
    group by 1 order by 1`)
  return rows.filter(({ name }) => !madeByMigrations.has(name))
}

const length = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

async function* entry(head: BackupHead, body: AsyncIterable<Buffer> | Iterable<Buffer> = []): AsyncGenerator<Buffer> {
  const text = Buffer.from(JSON.stringify(head))
  yield length(text.length)
  yield text
  for await (const part of body) {
    if (part.length === 0) continue
    yield length(part.length)
    yield part
  }
  yield length(0)
}

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries.filter((found) => found.isFile()).map((found) => join(found.parentPath, found.name)).sort()
}

export type BackupSource = {
  /** Reads everything: the owner. */
  readonly client: pg.Client
  readonly filesFolder: string
  /** Asked before the copy begins and once it has begun: a rotation may run meanwhile, and every key that the copy needs is in one of both. */
  readonly masterKeys: () => Promise<MasterKeys>
  readonly madeAt: Date
}

async function* contents({ client, filesFolder, masterKeys, madeAt }: BackupSource, before: MasterKeys, told: (counts: BackupCounts) => void): AsyncGenerator<Buffer> {
  const migrations = (await client.query<{ name: string }>('select name from migration order by name')).rows.map(({ name }) => name)
  yield* entry({ kind: 'about', madeAt: madeAt.toISOString(), migrations, jobSchema: await jobSchemaOf(client), masterKeyId: before[0].id })
  const keys = new Map([...before, ...(await masterKeys())].map((one) => [one.id, one.key]))
  yield* entry({ kind: 'master-key' }, [...keys.values()])
  const rows: Record<string, number> = {}
  for (const { name, columns } of await tablesOf(client)) {
    const copy = client.query(copyTo(`copy ${name} (${columns.join(', ')}) to stdout`))
    yield* entry({ kind: 'table', name, columns }, copy as AsyncIterable<Buffer>)
    rows[name] = copy.rowCount
  }
  const files = await filesBelow(filesFolder)
  for (const file of files) yield* entry({ kind: 'file', path: relative(filesFolder, file).split(sep).join('/') }, createReadStream(file) as AsyncIterable<Buffer>)
  yield* entry({ kind: 'end', rows, files: files.length })
  told({ rows, files: files.length })
}

/** Writes a backup to a path that does not exist. The database may be in use: the copy is of the moment in which it began. */
export const writeBackup = async (source: BackupSource, path: string, passphrase: string): Promise<BackupCounts> => {
  let counts: BackupCounts = { rows: {}, files: 0 }
  const before = await source.masterKeys()
  await source.client.query('set statement_timeout = 0; begin isolation level repeatable read read only')
  try {
    const told = (found: BackupCounts): void => void (counts = found)
    await pipeline(Readable.from(contents(source, before, told)), createGzip(), sealWith(passphrase), createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
  } finally {
    await source.client.query('rollback')
  }
  return counts
}

export type BackupEntry = { readonly head: BackupHead; readonly body: AsyncGenerator<Buffer> }

/** The entries of a backup, in order. Each body is to be read to its end before the next entry is asked for. */
export async function* readBackup(path: string, passphrase: string): AsyncGenerator<BackupEntry> {
  const plain = createGunzip()
  const reading = pipeline(createReadStream(path), openWith(passphrase), plain)
  // What went wrong there is told by reading from `plain`, which then fails too.
  reading.catch(() => undefined)
  const reader = createReader(plain as AsyncIterable<Buffer>)
  const exactly = async (count: number): Promise<Buffer> => {
    const bytes = await reader.atMost(count)
    if (bytes.length < count) throw new Error('the backup ends too early')
    return bytes
  }
  const size = async (): Promise<number> => (await exactly(4)).readUInt32BE(0)
  async function* body(): AsyncGenerator<Buffer> {
    for (let count = await size(); count > 0; count = await size()) yield await exactly(count)
  }
  let ended = false
  while (!ended) {
    const head = JSON.parse((await exactly(await size())).toString()) as BackupHead
    yield { head, body: body() }
    ended = head.kind === 'end'
  }
  plain.resume()
  await reading
}

const whole = async (body: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}

/** Every byte of a backup is opened and counted; nothing is written. Fails where it is not whole. */
export const checkBackup = async (path: string, passphrase: string): Promise<{ readonly about: BackupAbout; readonly counts: BackupCounts }> => {
  let about: BackupAbout | undefined
  let counts: BackupCounts | undefined
  const rows: Record<string, number> = {}
  let files = 0
  for await (const { head, body } of readBackup(path, passphrase)) {
    let lines = 0
    for await (const part of body) if (head.kind === 'table') for (const byte of part) if (byte === 10) lines += 1
    if (head.kind === 'about') about = head
    if (head.kind === 'table') rows[head.name] = lines
    if (head.kind === 'file') files += 1
    if (head.kind === 'end') counts = head
  }
  if (!about || !counts) throw new Error('the backup is not whole')
  const differing = Object.keys({ ...rows, ...counts.rows }).find((name) => rows[name] !== counts.rows[name])
  if (differing !== undefined || files !== counts.files) throw new Error(`the backup is not whole: ${differing ?? 'its files'} are not as many as it counts`)
  return { about, counts }
}

export type RestoreTarget = {
  /** The owner, in a database that was migrated to just the migrations that the backup names. */
  readonly prepare: (about: BackupAbout) => Promise<pg.Client>
  readonly filesFolder: string
  /** The master keys, 32 bytes each, the one that wraps first. */
  readonly takeMasterKeys: (keys: readonly Buffer[]) => Promise<void>
}

const foreignKeys = async (client: pg.Client): Promise<readonly { readonly drop: string; readonly add: string }[]> => {
  const { rows } = await client.query<{ drop: string; add: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
    from pg_constraint where contype = 'f' and connamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace) order by 2`)
  return rows
}

/** Puts the sequences behind the highest value that their column holds. */
const moveSequences = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ move: string }>(`
    select format('select setval(%L, (select greatest(max(%I), 1) from %s), (select count(*) > 0 from %s))',
      s.oid::regclass, a.attname, d.refobjid::regclass, d.refobjid::regclass) as move
    from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i') and d.classid = 'pg_class'::regclass
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where s.relkind = 'S' and s.relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`)
  for (const { move } of rows) await client.query(move)
}

const fileBelow = (folder: string, path: string): string => {
  const target = resolve(folder, path)
  if (!target.startsWith(resolve(folder) + sep)) throw new Error(`the backup names a file outside its folder: ${path}`)
  return target
}

const inPieces = (bytes: Buffer, length: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => bytes.subarray(index * length, (index + 1) * length))

/** Takes one entry into the database or onto the disk. */
const takeEntry = async ({ head, body }: BackupEntry, client: pg.Client, target: RestoreTarget): Promise<void> => {
  if (head.kind === 'master-key') await target.takeMasterKeys(inPieces(await whole(body), 32))
  else if (head.kind === 'table') {
    // Names came out of the catalogue quoted; of a forged file they are refused by the seal.
    await pipeline(Readable.from(body), client.query(copyFrom(`copy ${head.name} (${head.columns.join(', ')}) from stdin`)))
  } else if (head.kind === 'file') {
    const path = fileBelow(target.filesFolder, head.path)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await pipeline(Readable.from(body), createWriteStream(path, { mode: 0o600, flush: true }))
  } else await whole(body)
}

/** Puts a backup into an empty installation: all of the database or nothing. */
export const restoreBackup = async (path: string, passphrase: string, target: RestoreTarget): Promise<BackupAbout> => {
  const entries = readBackup(path, passphrase)
  const first = await entries.next()
  if (first.done || first.value.head.kind !== 'about') throw new Error('the backup does not begin with what it is about')
  const about = first.value.head
  await whole(first.value.body)
  const client = await target.prepare(about)
  const jobSchema = await jobSchemaOf(client)
  if (jobSchema !== about.jobSchema) throw new Error(`the backup was made with job tables of version ${about.jobSchema}, these are ${jobSchema}: restore it with the version that made it, then update`)
  await client.query('set statement_timeout = 0; begin')
  try {
    const tables = (await tablesOf(client)).map(({ name }) => name)
    const keys = await foreignKeys(client)
    // While rows are put back as they were, nothing is to react to them or to compare them with rows that come later.
    for (const { drop } of keys) await client.query(drop)
    for (const table of tables) await client.query(`alter table ${table} disable trigger user`)
    await client.query(`truncate ${tables.join(', ')}`)
    for await (const entryRead of entries) await takeEntry(entryRead, client, target)
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`)
    for (const { add } of keys) await client.query(add)
    await moveSequences(client)
    // Jobs that were running when the copy was made run again.
    await client.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null; update graphile_worker._private_job_queues set locked_at = null, locked_by = null')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return about
}
