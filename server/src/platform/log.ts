import pino from 'pino'
import type { LogLevel } from '../config.ts'

/**
 * Structured logs that cannot hold personal data. Only the fields listed here are written, whatever a caller hands in; a
 * message of a customer, a name or a phone number has no field to stand in. As a second wall, long runs of digits
 * (identity card, bank card, phone) are masked in every text.
 */
const allowed = [
  'operation', 'method', 'path', 'status', 'milliseconds', 'request', 'code', 'error', 'reason',
  'job', 'attempt', 'event', 'channel', 'count', 'bytes', 'process', 'port', 'folder', 'migration', 'table',
  'conversation', 'message', 'customer', 'staff', 'loan', 'case', 'article', 'file', 'session', 'version', 'step',
] as const

export type LogField = (typeof allowed)[number]
export type LogFields = Partial<Record<LogField, unknown>>

export type Log = {
  readonly [Level in Exclude<LogLevel, 'silent'>]: (fields: LogFields, text: string) => void
}

const allowedFields: ReadonlySet<string> = new Set(allowed)
const longDigits = /\d{7,}[\dXx]?/g
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

const mask = (text: string): string => (uuid.test(text) ? text : text.replaceAll(longDigits, (run) => '*'.repeat(run.length)))

const shown = (value: unknown): unknown => {
  if (typeof value === 'string') return mask(value.length > 2000 ? `${value.slice(0, 2000)}…` : value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value
  if (typeof value === 'bigint') return mask(String(value))
  if (value instanceof Error) {
    // Of a database error only the code is safe beside the text: `detail` repeats the values of the row.
    const code = 'code' in value ? value.code : undefined
    return { type: value.name, ...(code === undefined ? {} : { code }), text: mask(value.message), stack: mask(value.stack ?? '') }
  }
  return '[not shown]'
}

/** The fields that may be written, out of whatever was handed in. */
export const allowedOnly = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => allowedFields.has(name))
      .map(([name, value]) => [name, shown(value)]),
  )

/** `write` receives one line of JSON each; the default is standard error, so that standard output stays for people. */
export const createLog = (level: LogLevel, write?: (line: string) => void): Log => {
  const options: pino.LoggerOptions = {
    level,
    base: { process: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    messageKey: 'text',
  }
  const logger = write ? pino(options, { write }) : pino(options, pino.destination({ dest: 2, sync: true }))
  const at = (name: Exclude<LogLevel, 'silent'>) => (fields: LogFields, text: string): void => {
    if (logger.isLevelEnabled(name)) logger[name](allowedOnly(fields), mask(text))
  }
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') }
}
