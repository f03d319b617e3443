import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type pg from 'pg'
import type { Config } from '../config.ts'
import { applyErasuresAgain } from '../cases/erasure-list.ts'
import { type DatabaseAddress, openDatabase, openInstallation, roleOf } from '../installation.ts'
import { type BackupAbout, checkBackup, restoreBackup } from '../platform/backup.ts'
import { systemClock } from '../platform/clock.ts'
import { connect } from '../platform/db.ts'
import { masterKeyPath, masterKeysText, readMasterKeys } from '../platform/master-key.ts'
import { createLog, type Log } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { reactions } from '../reactions.ts'
import { openAnchorPlace } from '../record/anchor-place.ts'
import { explained } from './open.ts'
import { readPassphrase } from './passphrase.ts'
import { askedWrongly, complain, failed, readSettings, say } from './settings.ts'

const usage = `Usage: XINQIAO_BACKUP_PASSPHRASE=… xinqiao restore FILE

Puts a backup into an empty installation: database, files and master key, and then brings the database to this version. Reads the
whole file first: one that is not whole changes nothing. An installation that holds a lender is left as it is. Erasures from after the
backup are carried out again by the list that lies beside the anchors: have XINQIAO_ANCHORS name the place where they were kept.`

/** Whether the database holds nothing of ours and nothing of anybody else's. */
const whyNotEmpty = async (client: pg.Client): Promise<string | undefined> => {
  const { rows } = await client.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`)
  const tables = new Set(rows.map(({ name }) => name))
  if (tables.size === 0) return undefined
  if (!tables.has('table_kind') || !tables.has('installation')) return 'the database holds tables of another program'
  const lender = await client.query(`select from installation where name in ('demo', 'seeding', 'lender')`)
  return lender.rowCount === 0 ? undefined : 'this installation holds a lender already'
}

/** Emptied once more, for the tables are to be those of the time when the backup was made. */
const prepare = async (client: pg.Client, address: DatabaseAddress, about: BackupAbout, log: Log): Promise<void> => {
  await client.query('begin; drop schema if exists graphile_worker cascade; drop schema public cascade; create schema public; commit')
  await migrate({ ownerUrl: address.ownerUrl, appRole: await roleOf(address.appUrl), log, only: about.migrations })
}

/** The key lies where the next start looks for it; a key that was there before is kept beside it. */
const takeMasterKeys = async (config: Config, keys: readonly Buffer[]): Promise<void> => {
  if (config.masterKey.kind !== 'kept') {
    const given = await readMasterKeys(config)
    if (keys.every((key) => given.some((one) => one.key.equals(key)))) return
    throw new Error('the master key that is given is not that of the backup; give the key that was given when it was made, behind a newer one where there is one, and run xinqiao keys rotate afterwards')
  }
  const path = masterKeyPath(config)
  const text = masterKeysText(keys.map((key) => ({ key })))
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before === text) return
  if (before !== undefined) await rename(path, `${path}.before-${randomBytes(4).toString('hex')}`)
  await writeFile(path, text, { mode: 0o600, flag: 'wx', flush: true })
}

/** Who was erased after the backup is erased again before anybody looks at him. */
const sayErased = async (config: Config, address: DatabaseAddress, log: Log): Promise<number> => {
  const installation = await openInstallation({ config, log, clock: systemClock, reactions, address })
  try {
    const { applied, unreadable } = await applyErasuresAgain(installation.context)
    const { name } = openAnchorPlace(config, 'erasure')
    say(`${applied} erasures from after the backup were carried out again, by the list in ${name}`)
    if (unreadable.length > 0) complain(`xinqiao: ${unreadable.length} entries of that list cannot be opened with the keys of this backup; carry out again by hand: ${unreadable.join(', ')}`)
    return unreadable.length === 0 ? 0 : failed
  } finally {
    await installation.close()
  }
}

const restore = async (config: Config, path: string, passphrase: string): Promise<number> => {
  const log = createLog('warn')
  await checkBackup(path, passphrase)
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 })
  const address = await openDatabase({ config, log, progress: (text) => complain(`… ${text}`) })
  try {
    const client = await connect(address.ownerUrl, 'xinqiao restore')
    try {
      const reason = await whyNotEmpty(client)
      if (reason !== undefined) {
        complain(`xinqiao: ${reason}; a backup goes into an empty one`)
        return failed
      }
      const about = await restoreBackup(path, passphrase, {
        filesFolder: join(config.dataFolder, 'files'),
        takeMasterKeys: (keys) => takeMasterKeys(config, keys),
        prepare: async (found) => {
          await prepare(client, address, found, log)
          return client
        },
      })
      await migrate({ ownerUrl: address.ownerUrl, appRole: await roleOf(address.appUrl), log, grantAnyway: true })
      say(`restored what was backed up at ${about.madeAt}; xinqiao doctor checks it, xinqiao serve serves it`)
      return await sayErased(config, address, log)
    } finally {
      await client.end()
    }
  } finally {
    await address.embedded?.stop()
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  const [file, ...more] = args
  if (file === undefined || file.startsWith('-') || more.length > 0) {
    say(usage)
    return file === '--help' ? 0 : askedWrongly
  }
  const passphrase = readPassphrase()
  const config = readSettings()
  if (!config || passphrase === undefined) return askedWrongly
  return await explained(config, () => restore(config, resolve(file), passphrase))
}
