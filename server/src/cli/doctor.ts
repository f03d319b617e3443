import { resolve } from 'node:path'
import { mkdir } from 'node:fs/promises'
import type { Config } from '../config.ts'
import { openDatabase } from '../installation.ts'
import { checkBackup } from '../platform/backup.ts'
import { createLog } from '../platform/log.ts'
import { examineDatabase, examineFolder, type Finding } from './examine.ts'
import { examineModel } from './examine-model.ts'
import { explain, readSettings, say, askedWrongly, complain, failed } from './settings.ts'
import { readPassphrase } from './passphrase.ts'

const usage = `Usage: xinqiao doctor [--backup FILE]

Checks the installation and says what to do. With --backup it reads a backup to its end, by XINQIAO_BACKUP_PASSPHRASE, and says
whether it is whole. The exit code is 0 where nothing is broken; advice alone does not count as broken.`

const signs = { well: '✓', advice: '!', broken: '✗' } as const

const tell = (findings: readonly Finding[]): number => {
  for (const { state, text } of findings) say(`${signs[state]} ${text}`)
  const broken = findings.filter(({ state }) => state === 'broken').length
  const advised = findings.filter(({ state }) => state === 'advice').length
  say(broken > 0 ? `${broken} broken, ${advised} to consider` : advised > 0 ? `nothing is broken; ${advised} to consider` : 'all is well')
  return broken > 0 ? failed : 0
}

const examineBackup = async (path: string): Promise<readonly Finding[]> => {
  const passphrase = readPassphrase()
  if (passphrase === undefined) return [{ state: 'broken', text: 'a backup is read by its passphrase' }]
  try {
    const { about, counts } = await checkBackup(path, passphrase)
    const rows = Object.values(counts.rows).reduce((sum, count) => sum + count, 0)
    return [{ state: 'well', text: `${path} is whole: made at ${about.madeAt}, ${rows} rows, ${counts.files} files` }]
  } catch (error) {
    return [{ state: 'broken', text: `${path}: ${error instanceof Error ? error.message : String(error)}` }]
  }
}

const examine = async (config: Config): Promise<readonly Finding[]> => {
  const log = createLog('silent')
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 })
  const folder = [...(await examineFolder(config)), ...(await examineModel(config))]
  try {
    const address = await openDatabase({ config, log, progress: (text) => complain(`… ${text}`) })
    try {
      return [...folder, ...(await examineDatabase(config, address))]
    } finally {
      await address.embedded?.stop()
    }
  } catch (error) {
    return [...folder, { state: 'broken', text: explain(error, config) }]
  }
}

export const run = async (args: readonly string[]): Promise<number> => {
  const [option, file, ...more] = args
  if (option === '--backup' && file !== undefined && more.length === 0) return tell(await examineBackup(resolve(file)))
  if (option !== undefined) {
    say(usage)
    return option === '--help' ? 0 : askedWrongly
  }
  const config = readSettings()
  if (!config) return askedWrongly
  return tell(await examine(config))
}
