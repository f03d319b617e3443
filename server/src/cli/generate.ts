/**
 * `npm run generate`: writes the committed files that are made from others. With `--check` it writes nothing, and fails where a
 * committed file differs from what it would write.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApiOf } from '@xinqiao/contract/openapi.ts'
import { listings } from '@xinqiao/core/cases/kinds.ts'
import { documentOf } from '@xinqiao/core/cases/listing.ts'
import type pg from 'pg'
import packageJson from '../../package.json' with { type: 'json' }
import { readConfig } from '../config.ts'
import { buildApi } from '../main.ts'
import { systemClock } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { connect } from '../platform/db.ts'
import { describeSchema } from '../platform/describe-schema.ts'
import { createLog } from '../platform/log.ts'
import { createMetrics } from '../platform/metrics.ts'
import { migrate } from '../platform/migrate.ts'
import { startPostgres } from '../platform/postgres.ts'

const root = new URL('../../..', import.meta.url)

const schemaFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-generate-'))
  const log = createLog('error')
  try {
    const postgres = await startPostgres({ dataFolder: folder, log, extra: ['fsync=off'] })
    try {
      await migrate({ ownerUrl: postgres.ownerUrl, appRole: postgres.appRole, log })
      const client = await connect(postgres.ownerUrl, 'xinqiao generate')
      try {
        const { typescript, sql } = await describeSchema(client)
        return { 'server/src/platform/tables.ts': typescript, 'server/schema.sql': sql }
      } finally {
        await client.end()
      }
    } finally {
      await postgres.stop()
      await rm(postgres.place.elsewhere ? join(postgres.place.cluster, '..') : folder, { recursive: true, force: true })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The document of every operation that is implemented; those rooms are given no database, for to register asks nothing of one. */
const openApiFile = async (): Promise<Readonly<Record<string, string>>> => {
  const log = createLog('error')
  const context = { log, config: readConfig({}), clock: systemClock } as Context
  const api = await buildApi({ context, pool: {} as pg.Pool }, createMetrics(), () => true)
  await api.fastify.close()
  return { 'contract/openapi.json': `${JSON.stringify(openApiOf(api.operations, packageJson.version), undefined, 2)}\n` }
}

const main = async (args: readonly string[]): Promise<number> => {
  const check = args.includes('--check')
  const files = { ...(await schemaFiles()), ...(await openApiFile()), 'docs/procedures.md': documentOf(listings) }
  let drifted = 0
  for (const [name, text] of Object.entries(files)) {
    const path = fileURLToPath(new URL(name, root))
    const committed = await readFile(path, 'utf8').catch(() => '')
    if (committed === text) continue
    drifted += 1
    if (check) console.error(`${name} has drifted from what it is made of; run npm run generate and commit it`)
    else {
      await writeFile(path, text)
      console.info(`${name} written`)
    }
  }
  return check && drifted > 0 ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
