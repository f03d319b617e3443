import type { Config } from '../config.ts'
import { type Installation, openInstallation } from '../installation.ts'
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import { reactions } from '../reactions.ts'
import { complain, explain, failed, readSettings, askedWrongly } from './settings.ts'

/** Opens the installation for one piece of work and closes it again. The work returns the exit code. */
export const withInstallation = async (work: (installation: Installation) => Promise<number>): Promise<number> => {
  const config = readSettings()
  if (!config) return askedWrongly
  return await explained(config, async () => {
    const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
    const installation = await openInstallation({ config, log, clock: systemClock, reactions, progress: (text) => complain(`… ${text}`) })
    try {
      return await work(installation)
    } finally {
      await installation.close()
    }
  })
}

/** Runs work and tells its faults in a sentence. */
export const explained = async (config: Config, work: () => Promise<number>): Promise<number> => {
  try {
    return await work()
  } catch (error) {
    complain(`xinqiao: ${explain(error, config)}`)
    return failed
  }
}
