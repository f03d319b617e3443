import { openDatabase, roleOf } from '../installation.ts'
import { createLog } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { explained } from './open.ts'
import { askedWrongly, complain, readSettings, say } from './settings.ts'

const usage = `Usage: xinqiao migrate

Brings the database to this version, and gives the application's role anew exactly the rights it needs. serve does this by itself;
the command is for those who migrate at a time of their own, by XINQIAO_MIGRATE_DATABASE_URL.`

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.length > 0) {
    say(usage)
    return args[0] === '--help' ? 0 : askedWrongly
  }
  const config = readSettings()
  if (!config) return askedWrongly
  return await explained(config, async () => {
    const log = createLog('warn')
    const address = await openDatabase({ config, log, progress: (text) => complain(`… ${text}`) })
    try {
      const applied = await migrate({ ownerUrl: address.ownerUrl, appRole: await roleOf(address.appUrl), log, grantAnyway: true })
      for (const name of applied) say(`applied ${name}`)
      say(applied.length === 0 ? 'nothing to do: the database is at this version' : `the database is at this version (${applied.length} applied)`)
      return 0
    } finally {
      await address.embedded?.stop()
    }
  })
}
