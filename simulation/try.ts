/**
 * `npm run try -- FILE`: sends the `text` of each line of a JSON lines file through a real server, each as a customer of his
 * own with a loan of his own, and prints what became of it. The server runs in a process of its own on a database made for this
 * and thrown away after it; customers and loans come in by `xinqiao import`, questions by the API of the chat.
 *
 * Lines whose id is an odd number are for measuring: of them only totals are printed, so that nobody learns from their misses.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entry, MessageEntry } from '@xinqiao/contract/conversations.ts'

const command = fileURLToPath(new URL('../server/src/cli/main.ts', import.meta.url))
const secret = randomBytes(32).toString('base64url')

type Line = { readonly id: string; readonly text: string; readonly place: number }
type Became = 'answered from the loan' | 'answered from an article' | 'answered otherwise' | 'asked back' | 'handed over' | 'lost' | 'in error'
type Result = { readonly line: Line; readonly became: Became; readonly about: string; readonly milliseconds: number; readonly unsourced: readonly string[] }

const isMeasured = ({ id }: Line): boolean => Number(/(\d+)\D*$/.exec(id)?.[1] ?? 0) % 2 === 1

const readLines = async (file: string): Promise<readonly Line[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '').map((line, place) => {
    const { id, text } = JSON.parse(line) as { readonly id?: unknown; readonly text?: unknown }
    if (typeof text !== 'string') throw new Error(`line ${place + 1} of ${file} has no text`)
    return { id: String(id ?? place + 1), text, place }
  })

const environment = (dataFolder: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', XINQIAO_DATA: dataFolder, XINQIAO_SITE_TOKEN_SECRET: secret, XINQIAO_LOG_LEVEL: 'error',
})

const startServer = async (dataFolder: string): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const child = spawn(process.execPath, [command, 'serve'], { env: environment(dataFolder), stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      const ready = /is ready at (\S+)/.exec(said)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)))
  })
  return { child, url }
}

const importRows = async (dataFolder: string, kind: string, rows: readonly unknown[]): Promise<void> => {
  const file = join(dataFolder, `${kind}.jsonl`)
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'))
  const child = spawn(process.execPath, [command, 'import', kind, file], { env: environment(dataFolder), stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data: Buffer) => { said += data.toString() })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`import of ${kind} failed:\n${said}`)
}

const customerRef = ({ place }: Line): string => `T${String(place + 1).padStart(5, '0')}`
const loanRef = ({ place }: Line): string => `AXT${String(place + 1).padStart(8, '0')}`

const monthsAgo = (count: number): string => {
  const day = new Date()
  day.setUTCMonth(day.getUTCMonth() - count, Math.min(day.getUTCDate(), 28))
  return day.toISOString().slice(0, 10)
}

/** A loan that was paid out some months ago; every seventh is an application, the others are paid up or fell behind. */
const loanOf = (line: Line): unknown => {
  const common = { ref: loanRef(line), customerRef: customerRef(line), productId: 'anxin-declining', amount: String(20_000 + (line.place % 40) * 1000), count: 12 }
  return line.place % 7 === 6 ? { ...common, appliedOn: monthsAgo(0), state: 'in-review' } : { ...common, disbursedOn: monthsAgo(line.place % 2) }
}

const siteToken = (line: Line): string => {
  const claims = { sub: customerRef(line), level: 'verified', jti: randomUUID(), exp: Math.floor(Date.now() / 1000) + 120 }
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${payload}.${createHmac('sha256', secret).update(payload).digest('base64url')}`
}

const call = async <Body>(url: string, path: string, session: string | undefined, body?: unknown): Promise<Body> => {
  const headers = { 'content-type': 'application/json', ...(session === undefined ? {} : { authorization: `Bearer ${session}` }) }
  const response = await fetch(`${url}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 200)}`)
  return (await response.json()) as Body
}

/** What a cited article answers, in the version cited. */
const citedText = async (url: string, { articles }: MessageEntry['body']): Promise<string> =>
  (await Promise.all(articles.map(({ articleId, version }) => call<{ answer: string }>(url, `/v1/articles/${articleId}?version=${version}`, undefined)))).map(({ answer }) => answer).join('\n')

/** Digits of the machine's text that lie in no figure, in no reference to the customer's loan, and in no approved article that it cites. */
const unsourcedIn = async (url: string, { body }: MessageEntry, line: Line): Promise<readonly string[]> => {
  const cited = await citedText(url, body)
  return [...body.text.replaceAll(loanRef(line), (ref) => '＿'.repeat(ref.length)).matchAll(/\d[\d,]*(?:\.\d+)?/g)]
    .filter(({ index, 0: digits }) => !body.figures.some(({ start, end }) => start <= index && index + digits.length <= end) && !cited.includes(digits))
    .map(([digits]) => digits)
    .filter((digits) => !isReference(digits, body.text))
}

/** Telephone numbers and numbers of laws: digits that measure nothing. Everything else must have a source. */
const isReference = (digits: string, text: string): boolean =>
  /^(?:110|120|12356|12378|12363|12315|12345|400|800|96110|12377)$/.test(digits) || new RegExp(`400[-\\d]*${digits}|${digits}-|第\\s*${digits}\\s*[条号版]|95\\d*`).test(text)

const became = (entries: readonly Entry[]): { readonly became: Became; readonly about: string } => {
  const replies = entries.filter((entry) => entry.kind === 'message' && entry.author.kind === 'machine')
  const handed = entries.find((entry) => entry.kind === 'happening' && entry.happening === 'handed-over')
  const bodies = replies.flatMap((entry) => (entry.kind === 'message' ? [entry.body] : []))
  if (handed) return { became: 'handed over', about: bodies.map(({ text }) => text.split('\n')[0]).join(' ') }
  if (bodies.length === 0) return { became: 'lost', about: '' }
  const figures = bodies.flatMap((body) => body.figures)
  const articles = bodies.flatMap((body) => body.articles)
  const fromLoan = figures.filter(({ source }) => source.from === 'loan')
  if (fromLoan.length > 0) return { became: 'answered from the loan', about: fromLoan.map(({ source }) => (source.from === 'loan' ? source.field : '')).join(', ') }
  if (articles.length > 0) return { became: 'answered from an article', about: articles.map(({ articleId, version }) => `${articleId} v${version}`).join(', ') }
  const choices = bodies.flatMap((body) => body.choices)
  if (choices.length > 0) return { became: 'asked back', about: choices.map(({ label }) => label).join(' / ') }
  return { became: /[？?]$/.test(bodies.at(-1)?.text ?? '') ? 'asked back' : 'answered otherwise', about: bodies.map(({ text }) => text).join(' ') }
}

const answeredWithin = 30_000

const tryOne = async (url: string, line: Line): Promise<Result> => {
  const started = performance.now()
  const since = (): number => Math.round(performance.now() - started)
  try {
    const { session } = await call<{ session: string }>(url, '/v1/chat/sessions', undefined, { siteToken: siteToken(line) })
    const sent = await call<{ conversationId: string }>(url, '/v1/chat/messages', session, { id: randomUUID(), text: line.text, attachments: [] })
    const path = `/v1/chat/conversations/${sent.conversationId}/entries`
    let entries: readonly Entry[] = []
    const settled = (): boolean => entries.some((entry) => entry.kind === 'message' && entry.author.kind === 'machine')
    while (!settled() && since() < answeredWithin) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      ;({ entries } = await call<{ entries: Entry[] }>(url, path, session))
    }
    const milliseconds = since()
    // A hand-over follows its sentence in an entry of its own.
    await new Promise((resolve) => setTimeout(resolve, 100))
    ;({ entries } = await call<{ entries: Entry[] }>(url, path, session))
    const replies = entries.flatMap((entry) => (entry.kind === 'message' && entry.author.kind === 'machine' ? [entry] : []))
    const unsourced = (await Promise.all(replies.map((entry) => unsourcedIn(url, entry, line)))).flat()
    return { line, ...became(entries), milliseconds, unsourced }
  } catch (error) {
    return { line, became: 'in error', about: error instanceof Error ? error.message : String(error), milliseconds: since(), unsourced: [] }
  }
}

const atOnce = 8

const tryAll = async (url: string, lines: readonly Line[]): Promise<readonly Result[]> => {
  const results: Result[] = []
  const left = [...lines]
  const work = async (): Promise<void> => {
    for (let line = left.shift(); line; line = left.shift()) {
      const result = await tryOne(url, line)
      results.push(result)
      if (!isMeasured(line)) process.stdout.write(`${line.id}\t${result.became}\t${result.milliseconds} ms\t${line.text}\t${result.about}${result.unsourced.length > 0 ? `\tUNSOURCED ${result.unsourced.join(' ')}` : ''}\n`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}

const totals = (title: string, results: readonly Result[]): string => {
  const counts = new Map<string, number>()
  for (const result of results) counts.set(result.became, (counts.get(result.became) ?? 0) + 1)
  const times = results.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  const rows = [...counts].sort(([, left], [, right]) => right - left).map(([name, count]) => `  ${name.padEnd(26)}${count}`)
  return [`${title}: ${results.length}`, ...rows, `  with an unsourced figure  ${results.filter(({ unsourced }) => unsourced.length > 0).length}`, `  time to the answer        p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`].join('\n')
}

const main = async (file: string | undefined): Promise<number> => {
  if (file === undefined) {
    process.stderr.write('Usage: npm run try -- FILE   (JSON lines, each with "text" and perhaps "id")\n')
    return 2
  }
  const lines = await readLines(file)
  const dataFolder = await mkdtemp(join(tmpdir(), 'xinqiao-try-'))
  process.stderr.write('… starting a server of its own with the demo lender\n')
  const { child, url } = await startServer(dataFolder)
  try {
    await importRows(dataFolder, 'customers', lines.map((line) => ({ ref: customerRef(line), name: '试用客户' })))
    await importRows(dataFolder, 'loans', lines.map(loanOf))
    const results = await tryAll(url, lines)
    const measured = results.filter(({ line }) => isMeasured(line))
    const shown = results.filter(({ line }) => !isMeasured(line))
    process.stdout.write(`\n${totals('questions shown', shown)}\n\n${totals('questions for measuring (totals only)', measured)}\n\n${totals('all', results)}\n`)
    const bad = results.filter((result) => result.became === 'lost' || result.became === 'in error' || result.unsourced.length > 0)
    return bad.length === 0 ? 0 : 1
  } finally {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('close', resolve))
    await rm(dataFolder, { recursive: true, force: true })
  }
}

process.exitCode = await main(process.argv[2])
