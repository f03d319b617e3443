import { civil } from '@xinqiao/core/primitives/day.ts'
import { type Instant, instant, localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Config } from '../config.ts'
import { readYears } from '../compliance/announce-year.ts'
import { lenderState } from '../demo.ts'
import { type DatabaseAddress, roleOf } from '../installation.ts'
import { noticesTold } from '../knowledge/notices.ts'
import { countOffers } from '../knowledge/offer-content.ts'
import { systemClock, today } from '../platform/clock.ts'
import { searchRotationLeft } from '../people/rotate-search.ts'
import { connect, createDatabase, createPool, type Database } from '../platform/db.ts'
import { createKeys } from '../platform/keys.ts'
import { openKeyRing, readMasterKeys } from '../platform/master-key.ts'
import { openAnchorPlace } from '../record/anchor-place.ts'
import { keysByMaster } from '../platform/rotate-keys.ts'
import { scan } from '../platform/virus-scanner.ts'
import { filesWaiting } from '../materials/scan.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { pagesState } from './build-pages.ts'

/** What the doctor found: `advice` is no fault, but something to decide. */
export type Finding = { readonly state: 'well' | 'advice' | 'broken'; readonly text: string }

const well = (text: string): Finding => ({ state: 'well', text })
const advice = (text: string): Finding => ({ state: 'advice', text })
const broken = (text: string): Finding => ({ state: 'broken', text })

const gibibyte = 1_073_741_824
const dayLength = 86_400_000

export const examineFolder = async (config: Config): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  const { bavail, bsize } = await statfs(config.dataFolder)
  const free = (bavail * bsize) / gibibyte
  findings.push(free < 1 ? advice(`only ${free.toFixed(1)} GB are free in ${config.dataFolder}; make room before the database stops`) : well(`${config.dataFolder}: ${free.toFixed(0)} GB free`))
  if (config.masterKey.kind === 'kept') {
    const key = await stat(join(config.dataFolder, 'master.key')).catch(() => undefined)
    if (key && (key.mode & 0o077) !== 0) findings.push(broken(`others can read ${join(config.dataFolder, 'master.key')}: chmod 600 it`))
    else findings.push(key ? well('the master key is readable by its owner only') : advice('there is no master key yet; the first start makes one'))
  }
  findings.push((await pagesState()) === 'built' ? well('the web pages are built') : advice('the web pages are not built, or their sources changed; the next start builds them'))
  return findings
}

const examineServer = async (client: pg.Client): Promise<readonly Finding[]> => {
  const { rows } = await client.query<{ version: number; encoding: string; fsync: string; pages: string; commit: string; ahead: number }>(`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
      current_setting('full_page_writes') as pages, current_setting('synchronous_commit') as commit, extract(epoch from clock_timestamp())::float8 as ahead`)
  const [row] = rows
  if (!row) return [broken('the database does not say what it is')]
  const findings: Finding[] = []
  findings.push(row.version >= 150_000 ? well(`PostgreSQL ${Math.floor(row.version / 10_000)} answers`) : broken(`PostgreSQL ${Math.floor(row.version / 10_000)} is too old; 15 or newer is needed`))
  if (row.encoding !== 'UTF8') findings.push(broken(`the database stores ${row.encoding}; create it with encoding UTF8`))
  if (row.fsync !== 'on' || row.pages !== 'on' || row.commit === 'off') findings.push(broken('the database may lose what it confirmed: set fsync, full_page_writes and synchronous_commit to on'))
  const apart = Math.abs(row.ahead - systemClock.now() / 1000)
  if (apart > 5) findings.push(advice(`the clocks of this machine and of the database are ${apart.toFixed(0)} s apart; deadlines follow this machine's`))
  return findings
}

const examineRoles = async (client: pg.Client, address: DatabaseAddress): Promise<readonly Finding[]> => {
  const [app, owner] = [await roleOf(address.appUrl), await roleOf(address.ownerUrl)]
  if (app === owner) {
    return [advice(`one role (${app}) migrates and runs: rows of messages and records are kept from change by triggers, which this role could remove, and not by rights. A second role in XINQIAO_MIGRATE_DATABASE_URL, which owns the tables, gives both`)]
  }
  const { rows } = await client.query<{ table_name: string }>(`
    select table_name from table_kind where kind = 'append-only'
      and (has_table_privilege($1, table_name, 'update') or has_table_privilege($1, table_name, 'delete') or has_table_privilege($1, table_name, 'truncate'))`, [app])
  if (rows.length > 0) return [broken(`the role ${app} may change ${rows.map((row) => row.table_name).join(', ')}, where rows are only to be inserted: run xinqiao migrate, and see that the role is no superuser`)]
  return [well(`the role ${app} runs and can only insert into records; ${owner} migrates`)]
}

const examineJobs = async (client: pg.Client): Promise<Finding> => {
  const { rows } = await client.query<{ given_up: number; late: number }>(`
    select count(*) filter (where attempts >= max_attempts)::int as given_up,
      count(*) filter (where attempts = 0 and locked_at is null and run_at < now() - interval '10 minutes')::int as late from graphile_worker._private_jobs`)
  const { given_up: givenUp = 0, late = 0 } = rows[0] ?? {}
  if (givenUp > 0) return advice(`${givenUp} jobs were given up after all attempts; the log says why (job, error)`)
  return late > 0 ? advice(`${late} jobs have waited for more than 10 minutes; see that a server runs with XINQIAO_JOB_CONCURRENCY above 0`) : well('no job waits or was given up')
}

/** What was written since the last anchor is only as safe as the database's owner is honest. */
const examineAnchors = async (config: Config, db: Database): Promise<readonly Finding[]> => {
  const { since } = await db.selectFrom('record_anchor').select(({ fn }) => fn.max('taken_at').as('since')).executeTakeFirstOrThrow()
  const { first } = await db.selectFrom('event').select(({ fn }) => fn.min('happened_at').as('first')).executeTakeFirstOrThrow()
  const from = since ?? first
  const days = from === null ? 0 : Math.floor((systemClock.now() - new Date(from).getTime()) / dayLength)
  const reached = await openAnchorPlace(config).names().then(() => undefined, (error: unknown) => String(error instanceof Error ? error.message : error))
  if (reached !== undefined) return [broken(`the place of the anchors cannot be read (${reached}); XINQIAO_ANCHORS and its key say where and who`)]
  if (days < 2) return since === null ? [] : [well('the record is anchored')]
  return [advice(`the record was ${since === null ? 'never anchored' : `last anchored ${days} days ago`}; see that a server runs with jobs, and that XINQIAO_ANCHORS can be written`)]
}

/** Without a scanner the desk opens what nobody has looked at. */
const examineScanner = async ({ virusScanner }: Config, db: Database): Promise<readonly Finding[]> => {
  if (!virusScanner) return [advice('no virus scanner is set: files are shown to the desk as not scanned; XINQIAO_VIRUS_SCANNER names a clamd')]
  const address = `${virusScanner.host}:${virusScanner.port}`
  const reached = await scan(virusScanner, Buffer.from('xinqiao doctor'), 5000).then(() => undefined, (error: unknown) => String(error instanceof Error ? error.message : error))
  if (reached !== undefined) return [broken(`the virus scanner at ${address} does not answer (${reached}); until it does nobody at the desk can open new files`)]
  const waiting = await filesWaiting(db, instant(systemClock.now() - 600_000))
  return [waiting > 0 ? advice(`${waiting} files wait for the virus scanner for more than ten minutes; see that a server runs with jobs`) : well(`the virus scanner at ${address} answers`)]
}

/** What the machine cannot say, and what the release has for the lender to decide on. */
const examineKnowledge = async (db: Database): Promise<readonly Finding[]> => {
  const { fromRelease, absent } = await noticesTold(db, today(systemClock))
  const waiting = await countOffers(db)
  const findings: Finding[] = []
  if (absent.length > 0) findings.push(advice(`the machine may not say ${absent.join(', ')}, for the lender took them out or they ran out: questions that need them go to a person`))
  if (fromRelease.length > 0) findings.push(advice(`${fromRelease.length} sentences of the machine are new in this release (${fromRelease.map(({ id }) => id).join(', ')}); its own approved words are used until the desk decides on them`))
  if (waiting > 0) findings.push(advice(`${waiting} new texts of this release wait at the desk, under knowledge, to be taken or left`))
  return findings
}

const examineKeys = async (config: Config, db: Database): Promise<readonly Finding[]> => {
  const newest = await db.selectFrom('data_key').select('data_key_id').where('wrapped', 'is not', null).orderBy('made_at', 'desc').limit(1).executeTakeFirst()
  if (!newest) return []
  const keys = createKeys(db, await openKeyRing(config), systemClock)
  const opened = await keys.encrypt(db, newest.data_key_id, Buffer.of(1), 'doctor').then(() => true, () => false)
  const [current, ...older] = await readMasterKeys(config)
  const wrapped = await keysByMaster(db)
  const foreign = [...wrapped.keys()].filter((id) => id !== current.id && !older.some((one) => one.id === id))
  if (!opened || foreign.length > 0) return [broken('the master key does not open the data keys: put back the one that was here when they were made')]
  const behind = older.reduce((sum, { id }) => sum + (wrapped.get(id) ?? 0), 0)
  const unfound = await searchRotationLeft(db)
  return [well('the master key opens the data keys'), ...(unfound === undefined ? [] : [advice(`a replacement of the search secret is not done, ${unfound} customers wait: xinqiao keys rotate-search`)]), ...(behind > 0 || older.length > 0 ? [advice(`a rotation of the master key is not done, ${behind} data keys wait: xinqiao keys rotate`)] : [])]
}

const examineLender = async (config: Config, address: DatabaseAddress): Promise<readonly Finding[]> => {
  const pool = createPool(address.appUrl, { connections: 1, name: 'xinqiao doctor' }, () => undefined)
  const db = createDatabase(pool)
  try {
    const findings: Finding[] = []
    const state = await lenderState({ db })
    if (state === 'own') findings.push(well('a lender is here'))
    else if (state === 'demo' && config.database.kind === 'given' && !config.demo) findings.push(broken('the demo lender is in a database of your own; serve refuses it without XINQIAO_DEMO=1'))
    else if (state === 'demo') findings.push(advice('this is the demo lender; its accounts have a password that is printed'))
    else findings.push(advice('there is no lender yet: xinqiao init makes one, xinqiao seed the demo'))

    findings.push(...(await examineKeys(config, db)))
    const backup = await db.selectFrom('installation').select('value').where('name', '=', 'last backup').executeTakeFirst()
    const madeAt = (backup?.value as { madeAt?: number } | undefined)?.madeAt
    const days = madeAt === undefined ? undefined : Math.floor((systemClock.now() - madeAt) / dayLength)
    if (state === 'own' && (days === undefined || days > 1)) findings.push(advice(days === undefined ? 'there is no backup yet: xinqiao backup FILE' : `the last backup is ${days} days old`))
    findings.push(...(await examineAnchors(config, db)), ...(await examineScanner(config, db)))
    if (state === 'own' || state === 'demo') findings.push(...(await examineKnowledge(db)))
    const years = await readYears(db)
    findings.push(examineCalendar(systemClock.now(), years.map(({ year }) => year)))
    return findings
  } finally {
    await db.destroy()
  }
}

/** The State Council announces a year's holidays in the autumn before it; from November on there is no reason to wait. */
export const examineCalendar = (now: Instant, announced: readonly number[]): Finding => {
  const { year, month } = civil(localTime(now, shanghai).day)
  const wanted = month >= 11 ? [year, year + 1] : [year]
  const missing = wanted.filter((each) => !announced.includes(each))
  if (missing.length === 0) return well(`the holidays of ${wanted.join(' and ')} are announced`)
  return advice(`the holidays of ${missing.join(' and ')} are not loaded: due days that reach there are provisional (暂定). Load the State Council's notice: xinqiao import calendar FILE`)
}

export const examineDatabase = async (config: Config, address: DatabaseAddress): Promise<readonly Finding[]> => {
  const client = await connect(address.ownerUrl, 'xinqiao doctor')
  try {
    const server = await examineServer(client)
    const pending = await pendingMigrations(client)
    if (pending.length > 0) return [...server, advice(`${pending.length} migrations are to be applied; the next start or xinqiao migrate does it`)]
    return [...server, well('the database is at this version'), ...(await examineRoles(client, address)), await examineJobs(client), ...(await examineLender(config, address))]
  } finally {
    await client.end()
  }
}
