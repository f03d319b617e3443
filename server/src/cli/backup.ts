import { rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { listSecret } from '../cases/erasure-list.ts'
import { checkBackup, writeBackup } from '../platform/backup.ts'
import { connect } from '../platform/db.ts'
import { readMasterKeys } from '../platform/master-key.ts'
import { withInstallation } from './open.ts'
import { readPassphrase } from './passphrase.ts'
import { askedWrongly, complain, failed, say } from './settings.ts'

const usage = `Usage: XINQIAO_BACKUP_PASSPHRASE=… xinqiao backup FILE

Writes database, uploaded files and the master key into one file, compressed and encrypted under the passphrase, and reads it back
to check it. The server may run meanwhile. Keep the passphrase elsewhere than the file: without it the file is worth nothing.`

export const run = async (args: readonly string[]): Promise<number> => {
  const [file, ...more] = args
  if (file === undefined || file.startsWith('-') || more.length > 0) {
    say(usage)
    return file === '--help' ? 0 : askedWrongly
  }
  const passphrase = readPassphrase()
  if (passphrase === undefined) return askedWrongly
  const path = resolve(file)
  if (await stat(path).catch(() => undefined)) {
    complain(`xinqiao: ${path} is there already; a backup overwrites nothing`)
    return failed
  }
  return await withInstallation(async ({ context, address }) => {
    const { config, clock, db } = context
    // Every backup holds the secret that opens the list of the erasures that come after it.
    await listSecret(context)
    const draft = `${path}.part`
    await rm(draft, { force: true })
    const client = await connect(address.ownerUrl, 'xinqiao backup')
    try {
      const madeAt = new Date(clock.now())
      await writeBackup({ client, filesFolder: join(config.dataFolder, 'files'), masterKeys: () => readMasterKeys(config), madeAt }, draft, passphrase)
      const { counts } = await checkBackup(draft, passphrase)
      await rename(draft, path)
      const rows = Object.values(counts.rows).reduce((sum, count) => sum + count, 0)
      const fact = JSON.stringify({ madeAt: clock.now(), rows, files: counts.files })
      await db.insertInto('installation').values({ name: 'last backup', value: fact }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value: fact })).execute()
      const { size } = await stat(path)
      say(`${path}: ${rows} rows of ${Object.keys(counts.rows).length} tables, ${counts.files} files, the keys; ${(size / 1_048_576).toFixed(1)} MB, read back and whole`)
      return 0
    } finally {
      await client.end()
      await rm(draft, { force: true })
    }
  })
}
