/**
 * `npm run bench:search`: finding what was said among 100,000 and among 1,000,000 generated messages, beside `ILIKE` over a plain copy
 * of the same texts in the same database and run. The search opens every message that it shows; ILIKE has nothing to open. Both give the
 * newest twenty. Writes figures.json; needs about 3 GB of disk and a quarter of an hour.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../server/src/config.ts'
import { openInstallation } from '../../server/src/installation.ts'
import { createStaff } from '../../server/src/people/staff.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { connect } from '../../server/src/platform/db.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { startPostgres } from '../../server/src/platform/postgres.ts'
import { fill, makePlainCopy } from './fill.ts'
import { measure, percentile, questionsFrom, type Times } from './measure.ts'

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '100000,1000000' }, each: { type: 'string', default: '40' }, write: { type: 'boolean', default: false } } })
const sizes = values.sizes.split(',').map(Number)

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0)
const told = (milliseconds: number): string => milliseconds.toFixed(1).padStart(8)

type Figures = { readonly kind: string; readonly asked: number; readonly searchP50: number; readonly searchP99: number; readonly ilikeP50: number; readonly ilikeP99: number }

const summary = (kind: string, times: readonly Times[]): Figures => {
  const [search, ilike] = [times.flatMap((one) => one.search), times.flatMap((one) => one.ilike)]
  return { kind, asked: search.length, searchP50: percentile(search, 0.5), searchP99: percentile(search, 0.99), ilikeP50: percentile(ilike, 0.5), ilikeP99: percentile(ilike, 0.99) }
}

const rounded = (figures: Figures) => Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 10) / 10 : value]))

// Only reading is measured: what is written need not outlive the machine.
const folder = await mkdtemp(join(tmpdir(), 'xinqiao-bench-'))
const log = createLog('error')
const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log, extra: ['fsync=off', 'synchronous_commit=off', 'max_wal_size=4GB'] })
try {
  const config = readConfig({ XINQIAO_DATA: join(folder, 'data'), DATABASE_URL: postgres.appUrl, XINQIAO_MIGRATE_DATABASE_URL: postgres.ownerUrl })
  const { context, close } = await openInstallation({ config, clock: systemClock, log, reactions: {} })
  const owner = await connect(postgres.ownerUrl, 'xinqiao bench')
  await owner.query("set statement_timeout = 0; set maintenance_work_mem = '512MB'")
  await makePlainCopy(owner, postgres.appRole)
  await createStaff(context, context.db, { email: 'bench@test.example', name: '测试', roles: ['supervisor'], passwordHash: 'none' })
  const texts: string[] = []
  const results: unknown[] = []
  let filled = 0
  for (const size of sizes) {
    const started = performance.now()
    await owner.query('drop index if exists search_entry_tokens; drop index if exists plain_copy_at')
    texts.push(...(await fill({ context, ownerUrl: postgres.ownerUrl, seed: size, from: filled, to: size, firstAt: Date.UTC(2025, 0, 1), every: 60_000, keepEvery: 997 })))
    filled = size
    await owner.query('create index search_entry_tokens on search_entry using gin (tokens) with (gin_pending_list_limit = 1024); create index plain_copy_at on plain_copy (at desc)')
    for (const table of ['search_entry', 'plain_copy', 'conversation_entry', 'conversation']) await owner.query(`vacuum analyze ${table}`)
    const { rows } = await owner.query<{ index: string; plain: string }>("select pg_size_pretty(pg_total_relation_size('search_entry')) as index, pg_size_pretty(pg_total_relation_size('plain_copy')) as plain")
    console.log(`\n${size} messages in ${seconds(started)} s · index ${rows[0]?.index} · plain copy ${rows[0]?.plain}`)
    const questions = questionsFrom(texts, Number(values.each))
    // A first round of a quarter warms what a running desk has warm.
    await measure(context, questions.slice(0, questions.length / 4))
    const times = await measure(context, questions)
    console.log(`${'milliseconds'.padEnd(22)}  search p50      p99   ILIKE p50      p99`)
    const kinds = [...times].map(([kind, own]) => summary(kind, [own]))
    const all = summary('all', [...times.values()])
    for (const { kind, searchP50, searchP99, ilikeP50, ilikeP99 } of [...kinds, all]) console.log(`${kind.padEnd(22)}  ${told(searchP50)} ${told(searchP99)}    ${told(ilikeP50)} ${told(ilikeP99)}`)
    console.log(`ratio of ILIKE to search: p50 ${(all.ilikeP50 / all.searchP50).toFixed(1)}, p99 ${(all.ilikeP99 / all.searchP99).toFixed(1)}`)
    results.push({ messages: size, indexSize: rows[0]?.index, plainSize: rows[0]?.plain, kinds: [...kinds, all].map(rounded) })
  }
  await owner.end()
  await close()
  if (values.write) await writeFile(new URL('figures.json', import.meta.url), `${JSON.stringify({ processor: cpus()[0]?.model ?? '', node: process.version, milliseconds: results }, null, 2)}\n`)
} finally {
  await postgres.stop()
  if (postgres.place.elsewhere) await rm(dirname(postgres.place.cluster), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
}
