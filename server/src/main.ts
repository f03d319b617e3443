import type { Caller } from '@xinqiao/contract/access.ts'
import packageJson from '../package.json' with { type: 'json' }
import { type Installation, type InstallationSettings, openInstallation } from './installation.ts'
import { createApp } from './platform/app.ts'
import type { Context } from './platform/context.ts'
import type { Api, Identify } from './platform/http.ts'
import { type Job, startWorkers, type Workers } from './platform/jobs.ts'
import { createMetrics, type Metrics } from './platform/metrics.ts'
import type { Room } from './platform/room.ts'
import { attachSockets, type SocketHandler } from './platform/socket.ts'
import { reactions } from './reactions.ts'

/** Every room of the server, lowest first: their order is the order of seeding. */
export const rooms: readonly Room[] = []

/** Who calls; of the room people, once it is there. */
export const createIdentify = (_context: Context): Identify => {
  const anyone: Caller = { kind: 'anyone' }
  return async () => anyone
}

export type RunningServer = {
  readonly installation: Installation
  readonly api: Api
  readonly port: number
  readonly url: string
  readonly stop: () => Promise<void>
}

const isDemoLender = async ({ db }: Context): Promise<boolean> =>
  (await db.selectFrom('installation').select('name').where('name', '=', 'demo').executeTakeFirst()) !== undefined

const startJobs = async ({ context, pool }: Installation, jobs: readonly Job[], metrics: Metrics): Promise<Workers | undefined> => {
  const concurrency = context.config.jobConcurrency
  if (concurrency === 0) return undefined
  const onFinished = (job: string, ok: boolean, seconds: number): void => metrics.jobs.observe({ job, ok: String(ok) }, seconds)
  return await startWorkers(context, jobs, { pool, concurrency, onFinished })
}

/** The HTTP server with every operation of every room; listens on nothing yet. */
export const buildApi = async (installation: Pick<Installation, 'context' | 'pool'>, metrics: Metrics, demo: () => boolean): Promise<Api> => {
  const { context, pool } = installation
  const { version } = packageJson
  const api = await createApp({ log: context.log, metrics, identify: createIdentify(context), isDemo: demo, pool, version })
  for (const { routes } of rooms) routes?.(api, context)
  return api
}

/** Opens the installation, wires the rooms and listens. */
export const startServer = async (settings: Omit<InstallationSettings, 'reactions'>): Promise<RunningServer> => {
  const installation = await openInstallation({ ...settings, reactions })
  const { context } = installation
  const { config, log } = context
  try {
    const metrics = createMetrics()
    const demo = await isDemoLender(context)
    const api = await buildApi(installation, metrics, () => demo)
    const handlers: Readonly<Record<string, SocketHandler>> = Object.assign({}, ...rooms.map(({ sockets }) => sockets?.(api, context) ?? {}))
    const sockets = attachSockets(api.fastify.server, handlers, log)
    await api.fastify.listen({ port: config.port, host: config.host })
    const workers = await startJobs(installation, rooms.flatMap(({ jobs = [] }) => jobs), metrics)
    const address = api.fastify.server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    const stop = async (): Promise<void> => {
      // First nobody new, then those who are here, then the work in hand, and the database last.
      await sockets.stop()
      await api.fastify.close()
      await workers?.stop()
      await installation.close()
    }
    return { installation, api, port, url: `http://localhost:${port}`, stop }
  } catch (error) {
    await installation.close()
    throw error
  }
}
