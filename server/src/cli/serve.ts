import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { RunningServer } from '../main.ts'
import { systemClock } from '../platform/clock.ts'
import { isDatabaseGone } from '../platform/db.ts'
import { createLog, type Log } from '../platform/log.ts'
import { askedWrongly, complain, explain, failed, readSettings, say, settingsHelp } from './settings.ts'

const usage = `Usage: xinqiao serve

Starts the server: the database first (the embedded one, unless DATABASE_URL names another), then migrations, at the first
start the demo lender and the web pages, and then http://localhost:8080. SIGTERM stops it in order.

`

/** Found out before anything is built or migrated. */
const refuseTakenPort = ({ port, host }: Config): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })

const longestWait = 30_000

/** Starts, and while the database cannot be reached says so and tries again. */
const startPatiently = async (config: Config, log: Log, progress: (text: string) => void, stopping: AbortSignal): Promise<RunningServer | undefined> => {
  const { buildPages } = await import('./build-pages.ts')
  const pages = buildPages(progress)
  // Looked at only when the database is there; a build that fails before must not end the process unheard.
  pages.catch(() => undefined)
  for (let wait = 1000; ; wait = Math.min(wait * 2, longestWait)) {
    try {
      const { startServer } = await import('../main.ts')
      return await startServer({ config, log, clock: systemClock, progress, pages })
    } catch (error) {
      if (!isDatabaseGone(error)) throw error
      complain(`xinqiao: ${explain(error, config)}; trying again in ${wait / 1000} s`)
      await sleep(wait, undefined, { signal: stopping }).catch(() => undefined)
      if (stopping.aborted) return undefined
    }
  }
}

const ready = (server: RunningServer, seconds: number): string => {
  const { config } = server.installation.context
  const { embedded } = server.installation.address
  const base = config.publicUrl === `http://localhost:${config.port}` ? server.url : config.publicUrl
  const row = (name: string, text: string): string => `  ${name.padEnd(14)}${text}`
  const place = embedded ? (embedded.place.elsewhere ? `${config.dataFolder}, the database in ${embedded.place.cluster}` : config.dataFolder) : config.dataFolder
  return [
    `信桥 Xinqiao is ready at ${base} (${seconds.toFixed(1)} s)`,
    ...(server.signIns.length > 0 ? [row('try it', `${base}/demo`)] : []),
    row('customers', `${base}/chat`),
    row('desk', `${base}/desk`),
    ...server.signIns.map(({ who, email, password }) => row('demo sign-in', `${email}  ${password}  (${who})`)),
    row('data', place),
    ...(embedded ? [row('PostgreSQL', `127.0.0.1:${embedded.port}`)] : []),
  ].join('\n')
}

/** A terminal and npm each hand on the same Ctrl-C; only one that comes later is a second one. */
const impatience = 2000

/** SIGTERM and Ctrl-C stop in order; a second one stops at once. */
const stopOnSignal = (stopping: AbortController): void => {
  let first: number | undefined
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      first ??= performance.now()
      if (performance.now() - first > impatience) process.exit(failed)
      stopping.abort()
    })
  }
}

/** A fault that nobody caught leaves an unknown state: it is written down without what may be personal, and the process ends to be started anew. */
const endOnFault = (log: Log): void => {
  const end = (error: unknown): never => {
    log.fatal({ error }, 'a fault that nobody caught')
    process.exit(failed)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.length > 0) {
    ;(args[0] === '--help' ? say : complain)(usage + settingsHelp())
    return args[0] === '--help' ? 0 : askedWrongly
  }
  const started = performance.now()
  const config = readSettings()
  if (!config) return askedWrongly
  const log = createLog(config.logLevel)
  const stopping = new AbortController()
  stopOnSignal(stopping)
  endOnFault(log)
  try {
    await refuseTakenPort(config)
    const progress = (text: string): void => say(`… ${text}`)
    const server = await startPatiently(config, log, progress, stopping.signal)
    if (!server) return 0
    say(ready(server, (performance.now() - started) / 1000))
    if (!stopping.signal.aborted) await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }))
    say('stopping')
    await server.stop()
    say('stopped')
    return 0
  } catch (error) {
    complain(`xinqiao: ${explain(error, config)}`)
    return failed
  }
}
