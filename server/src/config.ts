import { isIP } from 'node:net'
import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'

/** Every setting of the server, read from the environment once. Nothing else in the project reads `process.env`. */
export type Config = {
  readonly port: number
  readonly host: string
  /** The address under which people reach this server, without a slash at its end. */
  readonly publicUrl: string
  /** Keys, uploaded files, and the embedded database where the machine allows it. */
  readonly dataFolder: string
  readonly database:
    | { readonly kind: 'embedded' }
    | { readonly kind: 'given'; readonly url: string; readonly migrateUrl: string }
  /** Demo accounts and the demo lender are wanted in a database that was given. */
  readonly demo: boolean
  readonly masterKey: { readonly kind: 'kept' } | { readonly kind: 'given'; readonly text: string } | { readonly kind: 'file'; readonly path: string }
  readonly logLevel: LogLevel
  /** The secret shared with the lender's site, whose tokens let a customer in; generated and kept where it is not given. */
  readonly siteTokenSecret: string | undefined
  /** Origins that may embed the chat, such as `https://www.lender.example`. */
  readonly embedOrigins: readonly string[]
  /** The lender's gateway for text messages. */
  readonly textMessageUrl: string | undefined
  /** Proxies in front of this server, whose word on the address of a caller counts. */
  readonly trustedProxies: readonly string[]
  /** How many jobs this process works on at the same time; 0 leaves jobs to other processes. */
  readonly jobConcurrency: number
  /** How many database connections the requests of this process share. */
  readonly databaseConnections: number
  /** A model of intents that `xinqiao learn` wrote; without it the one that ships with the desk. */
  readonly modelFile: string | undefined
  /** A language model that may word answers; without it everything works in plain words. */
  readonly llm: LlmSettings | undefined
  /** The virus scanner (clamd) that sees every file before the desk does; without it files are shown as not scanned. */
  readonly virusScanner: { readonly host: string; readonly port: number } | undefined
  /** Where the daily anchors of the record go. */
  readonly anchors:
    | { readonly kind: 'folder'; readonly path: string }
    | { readonly kind: 's3'; readonly url: string; readonly keyId: string; readonly secret: string; readonly region: string; readonly lockDays: number }
}

export type LlmSettings = {
  /** Address of the OpenAI-compatible API, up to and without `/chat/completions`. */
  readonly url: string
  readonly model: string
  readonly key: string | undefined
  /** Milliseconds that one answer may wait for the model, all its questions together. */
  readonly budget: number
  /** How many answers may wait for it at the same time; the others go out in plain words at once. */
  readonly concurrency: number
  /** Whether a customer's words may leave the house, bare of names and numbers. */
  readonly customerWords: boolean
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Settings that cannot be used: each line names the setting, what is wrong and what would be right. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`the settings cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The names of every setting with what it does: `xinqiao --help` and the check for unknown names read this one table. */
export const settings = {
  PORT: 'port of the HTTP server (8080)',
  DATABASE_URL: 'postgres://… of a PostgreSQL of your own; without it an embedded one runs in the data folder',
  XINQIAO_MIGRATE_DATABASE_URL: 'the same database by the role that owns the tables; without it DATABASE_URL migrates too',
  XINQIAO_HOST: 'address to listen on (127.0.0.1; 0.0.0.0 for every interface)',
  XINQIAO_PUBLIC_URL: 'address under which people reach this server (http://localhost:PORT)',
  XINQIAO_DATA: 'data folder (data, below the project)',
  XINQIAO_DEMO: '1 seeds the demo lender into a DATABASE_URL too, and lets its accounts sign in',
  XINQIAO_MASTER_KEY: '32 bytes in base64 under which every data key is wrapped; without it one is kept in the data folder',
  XINQIAO_MASTER_KEY_FILE: 'file that holds the master key in base64',
  XINQIAO_LOG_LEVEL: `how much is logged: ${logLevels.join(', ')} (info)`,
  XINQIAO_SITE_TOKEN_SECRET: "secret shared with the lender's site, at least 32 characters; without it one is generated",
  XINQIAO_EMBED_ORIGINS: 'origins that may embed the chat, separated by commas',
  XINQIAO_TEXT_MESSAGE_URL: 'address that sends text messages: gets POST {id, phone, text}, signed in x-xinqiao-signature under the site token secret',
  XINQIAO_TRUSTED_PROXIES: 'addresses or networks (10.0.0.0/8) of the proxies in front of this server, separated by commas',
  XINQIAO_JOB_CONCURRENCY: 'jobs this process works on at once (4; 0 for none)',
  XINQIAO_DATABASE_CONNECTIONS: 'database connections the requests of this process share (10)',
  XINQIAO_MODEL: 'model of intents written by `xinqiao learn`, taken up again whenever it changes; without it the one that ships with the desk',
  XINQIAO_LLM_URL: 'OpenAI-compatible language model that may word answers, such as https://models.example/v1; without it none is asked',
  XINQIAO_LLM_MODEL: 'name of the model there',
  XINQIAO_LLM_KEY: 'key for that address',
  XINQIAO_LLM_BUDGET_MS: 'milliseconds an answer may wait for the model before it goes out in plain words (3000)',
  XINQIAO_LLM_CONCURRENCY: 'answers of this process that may wait for it at once (2)',
  XINQIAO_LLM_CUSTOMER_WORDS: "1 lets it help to choose among intents, for which customers' words leave the house without names and numbers",
  XINQIAO_VIRUS_SCANNER: 'clamd that scans every file, such as tcp://127.0.0.1:3310; without it files are shown as not scanned',
  XINQIAO_ANCHORS: 'folder, or https://store/bucket/prefix of an S3-compatible store, for the daily anchors of the record (anchors, in the data folder)',
  XINQIAO_ANCHOR_KEY_ID: 'access key of that store',
  XINQIAO_ANCHOR_SECRET: 'secret key of that store',
  XINQIAO_ANCHOR_REGION: 'region of that store (us-east-1)',
  XINQIAO_ANCHOR_LOCK_DAYS: 'days for which nobody can remove an anchor, in a bucket with object lock (0: no lock of its own)',
  XINQIAO_BACKUP_PASSPHRASE: 'passphrase of `xinqiao backup` and `restore`, at least 12 characters',
} as const

type Name = keyof typeof settings

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

type Reader = {
  readonly text: (name: Name) => string | undefined
  readonly wrong: (name: Name, expected: string) => void
}

const whole = (reader: Reader, name: Name, preset: number, low: number, high: number): number => {
  const text = reader.text(name)
  if (text === undefined) return preset
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= low && value <= high) return value
  reader.wrong(name, `a whole number from ${low} to ${high}`)
  return preset
}

const url = (reader: Reader, name: Name, schemes: readonly string[]): string | undefined => {
  const text = reader.text(name)
  if (text === undefined) return undefined
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (parsed && schemes.includes(parsed.protocol)) return text
  reader.wrong(name, `an address that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`)
  return undefined
}

const flag = (reader: Reader, name: Name): boolean => {
  const text = reader.text(name)
  if (text !== undefined && text !== '0' && text !== '1') reader.wrong(name, '1 or 0')
  return text === '1'
}

const readDatabase = (reader: Reader): Config['database'] => {
  const given = url(reader, 'DATABASE_URL', ['postgres:', 'postgresql:'])
  const migrate = url(reader, 'XINQIAO_MIGRATE_DATABASE_URL', ['postgres:', 'postgresql:'])
  if (given !== undefined) return { kind: 'given', url: given, migrateUrl: migrate ?? given }
  if (migrate !== undefined) reader.wrong('XINQIAO_MIGRATE_DATABASE_URL', 'set together with DATABASE_URL')
  return { kind: 'embedded' }
}

const readMasterKey = (reader: Reader): Config['masterKey'] => {
  const text = reader.text('XINQIAO_MASTER_KEY')
  const path = reader.text('XINQIAO_MASTER_KEY_FILE')
  if (text !== undefined && path !== undefined) reader.wrong('XINQIAO_MASTER_KEY_FILE', 'unset where XINQIAO_MASTER_KEY is set')
  if (text !== undefined) {
    if (text.split(/[\s,]+/).some((part) => Buffer.from(part, 'base64').length !== 32)) reader.wrong('XINQIAO_MASTER_KEY', '32 bytes in base64 (openssl rand -base64 32); an older one behind a comma')
    return { kind: 'given', text }
  }
  return path === undefined ? { kind: 'kept' } : { kind: 'file', path }
}

const readLogLevel = (reader: Reader): LogLevel => {
  const text = reader.text('XINQIAO_LOG_LEVEL')
  const level = logLevels.find((known) => known === text)
  if (text !== undefined && level === undefined) reader.wrong('XINQIAO_LOG_LEVEL', `one of ${logLevels.join(', ')}`)
  return level ?? 'info'
}

const isOrigin = (origin: string): boolean => URL.canParse(origin) && new URL(origin).origin === origin

const list = (reader: Reader, name: Name): readonly string[] =>
  (reader.text(name) ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '')

const readOrigins = (reader: Reader): readonly string[] => {
  const origins = list(reader, 'XINQIAO_EMBED_ORIGINS')
  if (!origins.every(isOrigin)) reader.wrong('XINQIAO_EMBED_ORIGINS', 'origins such as https://www.lender.example, separated by commas')
  return origins
}

const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/')
  const longest = isIP(address) === 4 ? 32 : 128
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
}

const readProxies = (reader: Reader): readonly string[] => {
  const proxies = list(reader, 'XINQIAO_TRUSTED_PROXIES')
  if (!proxies.every(isNetwork)) reader.wrong('XINQIAO_TRUSTED_PROXIES', 'addresses or networks such as 10.0.0.0/8, separated by commas')
  return proxies
}

const readAnchors = (reader: Reader, dataFolder: string): Config['anchors'] => {
  const place = reader.text('XINQIAO_ANCHORS')
  const [keyId, secret] = [reader.text('XINQIAO_ANCHOR_KEY_ID'), reader.text('XINQIAO_ANCHOR_SECRET')]
  const region = reader.text('XINQIAO_ANCHOR_REGION') ?? 'us-east-1'
  const lockDays = whole(reader, 'XINQIAO_ANCHOR_LOCK_DAYS', 0, 0, 36_500)
  if (place === undefined || !/^https?:\/\//.test(place)) {
    if (keyId !== undefined) reader.wrong('XINQIAO_ANCHOR_KEY_ID', 'set together with an address in XINQIAO_ANCHORS')
    return { kind: 'folder', path: resolve(dataFolder, place ?? 'anchors') }
  }
  if (!URL.canParse(place) || new URL(place).pathname === '/') reader.wrong('XINQIAO_ANCHORS', 'an address that names a bucket, such as https://s3.example/bucket')
  if (keyId === undefined) reader.wrong('XINQIAO_ANCHOR_KEY_ID', 'set for the store in XINQIAO_ANCHORS')
  if (secret === undefined) reader.wrong('XINQIAO_ANCHOR_SECRET', 'set for the store in XINQIAO_ANCHORS')
  return { kind: 's3', url: place, keyId: keyId ?? '', secret: secret ?? '', region, lockDays }
}

const readLlm = (reader: Reader): Config['llm'] => {
  const address = url(reader, 'XINQIAO_LLM_URL', ['http:', 'https:'])
  const [model, key] = [reader.text('XINQIAO_LLM_MODEL'), reader.text('XINQIAO_LLM_KEY')]
  const budget = whole(reader, 'XINQIAO_LLM_BUDGET_MS', 3000, 100, 10_000)
  const concurrency = whole(reader, 'XINQIAO_LLM_CONCURRENCY', 2, 1, 32)
  const customerWords = flag(reader, 'XINQIAO_LLM_CUSTOMER_WORDS')
  if (reader.text('XINQIAO_LLM_URL') === undefined) {
    for (const name of ['XINQIAO_LLM_MODEL', 'XINQIAO_LLM_KEY', 'XINQIAO_LLM_CUSTOMER_WORDS'] as const) {
      if (![undefined, '0'].includes(reader.text(name))) reader.wrong(name, 'set together with XINQIAO_LLM_URL')
    }
    return undefined
  }
  if (model === undefined) reader.wrong('XINQIAO_LLM_MODEL', 'set for the address in XINQIAO_LLM_URL')
  if (address === undefined) return undefined
  const { username, password, search, hash } = new URL(address)
  if (username + password + search + hash !== '') {
    reader.wrong('XINQIAO_LLM_URL', 'an address without a user, a query or a fragment; the key stands in XINQIAO_LLM_KEY')
  }
  // What cannot stand in a header would make every request fail with words that show it.
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) reader.wrong('XINQIAO_LLM_KEY', 'letters, digits and signs without blanks')
  return { url: address.replace(/\/+$/, '').replace(/\/chat\/completions$/, ''), model: model ?? '', key, budget, concurrency, customerWords }
}

const readScanner = (reader: Reader): Config['virusScanner'] => {
  const address = url(reader, 'XINQIAO_VIRUS_SCANNER', ['tcp:'])
  if (address === undefined) return undefined
  const { hostname, port } = new URL(address)
  if (hostname === '') reader.wrong('XINQIAO_VIRUS_SCANNER', 'an address such as tcp://127.0.0.1:3310')
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port === '' ? 3310 : port) }
}

const readSecret = (reader: Reader): string | undefined => {
  const secret = reader.text('XINQIAO_SITE_TOKEN_SECRET')
  if (secret !== undefined && secret.length < 32) reader.wrong('XINQIAO_SITE_TOKEN_SECRET', 'at least 32 characters')
  return secret
}

/** Reads and checks every setting. An unknown `XINQIAO_*` name is a spelling mistake, and is refused like a wrong value. */
export const readConfig = (environment: Environment): Config => {
  const problems: string[] = []
  const text = (name: Name): string | undefined => (environment[name] === '' ? undefined : environment[name])
  // A secret with a mistake in it is still a secret: only the name is shown.
  const reader: Reader = { text, wrong: (name, expected) => problems.push(`${name} must be ${expected}`) }
  for (const name of Object.keys(environment)) {
    if (name.startsWith('XINQIAO_') && !Object.hasOwn(settings, name)) problems.push(`${name} is not a setting; xinqiao --help lists them`)
  }
  const port = whole(reader, 'PORT', 8080, 0, 65_535)
  const dataFolder = resolve(projectRoot, text('XINQIAO_DATA') ?? 'data')
  const config: Config = {
    port,
    host: text('XINQIAO_HOST') ?? '127.0.0.1',
    publicUrl: (url(reader, 'XINQIAO_PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    dataFolder,
    database: readDatabase(reader),
    demo: flag(reader, 'XINQIAO_DEMO'),
    masterKey: readMasterKey(reader),
    logLevel: readLogLevel(reader),
    siteTokenSecret: readSecret(reader),
    embedOrigins: readOrigins(reader),
    textMessageUrl: url(reader, 'XINQIAO_TEXT_MESSAGE_URL', ['http:', 'https:']),
    trustedProxies: readProxies(reader),
    jobConcurrency: whole(reader, 'XINQIAO_JOB_CONCURRENCY', 4, 0, 64),
    databaseConnections: whole(reader, 'XINQIAO_DATABASE_CONNECTIONS', 10, 2, 200),
    modelFile: text('XINQIAO_MODEL'),
    llm: readLlm(reader),
    virusScanner: readScanner(reader),
    anchors: readAnchors(reader, dataFolder),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}
