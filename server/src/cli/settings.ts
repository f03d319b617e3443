import { type Config, ConfigError, readConfig, settings } from '../config.ts'
import { isDatabaseGone } from '../platform/db.ts'

/** Exit codes: 1 it did not work, 2 it was asked wrongly. */
export const failed = 1
export const askedWrongly = 2

export const say = (text: string): void => void process.stdout.write(`${text}\n`)
export const complain = (text: string): void => void process.stderr.write(`${text}\n`)

/** The settings of this process; undefined after each mistake in them was named. */
export const readSettings = (): Config | undefined => {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    complain(`xinqiao: ${error.message}`)
    return undefined
  }
}

export const settingsHelp = (): string => {
  const width = Math.max(...Object.keys(settings).map((name) => name.length))
  return ['Settings, read from the environment:', ...Object.entries(settings).map(([name, what]) => `  ${name.padEnd(width)}  ${what}`)].join('\n')
}

/** Host, port and name of a database, without the password. */
export const shownAddress = (url: string): string => {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || '5432'}${pathname}`
}

/** A fault in a sentence that says what to do. */
export const explain = (error: unknown, config: Config): string => {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  const address = config.database.kind === 'given' ? shownAddress(config.database.url) : 'the embedded database'
  if (code === '28P01' || code === '28000') return `the database ${address} refuses the name or the password of DATABASE_URL`
  if (code === '3D000') return `there is no database ${address}; create it, or correct DATABASE_URL`
  if (isDatabaseGone(error)) return `the database ${address} cannot be reached (${code === '' ? error.message : code})`
  if (code === 'EADDRINUSE') return `port ${config.port} on ${config.host} is taken by another program; stop it, or set PORT to another one`
  if (code === 'EACCES' && 'syscall' in error && error.syscall === 'listen') return `port ${config.port} may not be used by this user; set PORT to one above 1023`
  if (code === '42501' || code === 'EACCES' || code === 'EPERM') return `${error.message}: a right is missing; xinqiao doctor says which`
  return error.message
}
