import packageJson from '../package.json' with { type: 'json' }
import { theFreedom } from './answering/model-turn.ts'
import { followModel, guessIntents } from './answering/understand-message.ts'
import { importers as complianceImporters } from './compliance/importers.ts'
import { jobs as complianceJobs } from './compliance/jobs.ts'
import { routes as complianceRoutes } from './compliance/routes.ts'
import { jobs as conversationsJobs } from './conversations/jobs.ts'
import { closeLive } from './conversations/live.ts'
import { routes as conversationsRoutes } from './conversations/routes.ts'
import { sockets as conversationsSockets } from './conversations/socket.ts'
import { outgoingGate } from './answering/gate.ts'
import { jobs as answeringJobs } from './answering/jobs.ts'
import { tellScreens } from './cases/announce-case.ts'
import { eraseAgain } from './cases/erasure-list.ts'
import { jobs as casesJobs } from './cases/jobs.ts'
import { routes as casesRoutes } from './cases/routes.ts'
import { routes as answeringRoutes } from './answering/routes.ts'
import { problemsOfPolicy } from './cases/policy-problems.ts'
import { useLaws } from './compliance/laws.ts'
import { textGate } from './compliance/text-gate.ts'
import { useGate } from './conversations/gate.ts'
import { routes as insightRoutes } from './insight/routes.ts'
import { demoFacts, lenderState, seedDemo } from './demo.ts'
import { type Installation, type InstallationSettings, openInstallation } from './installation.ts'
import { initKnowledge } from './knowledge/fill-knowledge.ts'
import { importers as knowledgeImporters } from './knowledge/importers.ts'
import { lawsOn } from './knowledge/laws-in-force.ts'
import { useGuess } from './knowledge/likely-intents.ts'
import { upgradeKnowledge } from './knowledge/offer-content.ts'
import { usePolicyCheck } from './knowledge/policy-check.ts'
import { routes as knowledgeRoutes } from './knowledge/routes.ts'
import { seedKnowledge } from './knowledge/seed-knowledge.ts'
import { jobs as loanJobs } from './loan/jobs.ts'
import { routes as loanRoutes } from './loan/routes.ts'
import { jobs as materialsJobs } from './materials/jobs.ts'
import { routes as materialsRoutes } from './materials/routes.ts'
import { createIdentify } from './people/identify.ts'
import { signIns } from './people/demo-staff.ts'
import { importers as peopleImporters } from './people/importers.ts'
import { jobs as peopleJobs } from './people/jobs.ts'
import { makeAdministrator } from './people/make-administrator.ts'
import { routes as peopleRoutes } from './people/routes.ts'
import { seedPeople } from './people/seed-people.ts'
import { useTextGate } from './people/text-message.ts'
import { jobs as routingJobs } from './routing/jobs.ts'
import { routes as routingRoutes } from './routing/routes.ts'
import { sockets as routingSockets, stopWatching } from './routing/watch-presence.ts'
import { createApp } from './platform/app.ts'
import { today } from './platform/clock.ts'
import type { Context } from './platform/context.ts'
import type { Api } from './platform/http.ts'
import { type Job, startWorkers, type Workers } from './platform/jobs.ts'
import { connect, createPool } from './platform/db.ts'
import { createMetrics, type Metrics } from './platform/metrics.ts'
import { serverName } from './platform/postgres.ts'
import { addPages } from './platform/pages.ts'
import type { Room, SignIn } from './platform/room.ts'
import { attachSockets, type SocketHandler } from './platform/socket.ts'
import { jobs as recordJobs } from './record/jobs.ts'
import { reactions } from './reactions.ts'

/** Every room of the server, lowest first: their order is the order of seeding. */
export const rooms: readonly Room[] = [
  { name: 'record', jobs: recordJobs },
  { name: 'people', routes: peopleRoutes, jobs: peopleJobs, importers: peopleImporters, seed: seedPeople, makeAdministrator, signIns },
  { name: 'loan', routes: loanRoutes, jobs: loanJobs },
  { name: 'compliance', routes: complianceRoutes, jobs: complianceJobs, importers: complianceImporters },
  { name: 'knowledge', routes: knowledgeRoutes, importers: knowledgeImporters, seed: seedKnowledge, init: initKnowledge, upgrade: upgradeKnowledge },
  { name: 'conversations', routes: conversationsRoutes, jobs: conversationsJobs, sockets: conversationsSockets, close: closeLive },
  { name: 'materials', routes: materialsRoutes, jobs: materialsJobs },
  { name: 'cases', routes: casesRoutes, jobs: casesJobs, upgrade: eraseAgain, listen: tellScreens },
  { name: 'routing', routes: routingRoutes, jobs: routingJobs, sockets: routingSockets, close: stopWatching },
  { name: 'answering', routes: answeringRoutes, jobs: answeringJobs },
  { name: 'insight', routes: insightRoutes },
]

export type RunningServer = {
  readonly installation: Installation
  readonly api: Api
  readonly port: number
  readonly url: string
  /** The demo's accounts; none where this is not the demo. */
  readonly signIns: readonly (SignIn & { readonly password: string })[]
  readonly stop: () => Promise<void>
}

export type ServerSettings = Omit<InstallationSettings, 'reactions'> & {
  /** Resolves with the folder of the built web pages; without it the server has none. */
  readonly pages?: Promise<string>
}

/** A start that is refused, with the sentence that says why. */
export class StartRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StartRefused'
  }
}

/** Seeds the demo where it belongs, and refuses its accounts, whose password stands in a log, where they do not. */
const prepareLender = async ({ context, address }: Installation, progress: (text: string) => void): Promise<boolean> => {
  const wanted = context.config.demo || context.config.database.kind === 'embedded'
  const state = await lenderState(context)
  if (state === 'demo' && !wanted) {
    throw new StartRefused('this database holds the demo lender and its accounts; set XINQIAO_DEMO=1 if that is meant, or use another database')
  }
  if (wanted && (state === 'empty' || state === 'half-seeded')) await seedDemo(context, address, rooms, progress)
  else if (state === 'empty') progress('this database holds no lender yet: xinqiao init makes one')
  return (await lenderState(context)) === 'demo'
}

const demoSignIns = async (context: Context): Promise<RunningServer['signIns']> => {
  const facts = await demoFacts(context)
  if (!facts) return []
  const lists = await Promise.all(rooms.map(({ signIns }) => signIns?.(context) ?? []))
  return lists.flat().map(({ who, email }) => ({ who, email, password: facts.password }))
}

/** What the runner of jobs needs at once at most: one to listen, the others for its short statements. */
const runnerConnections = 3

const startJobs = async ({ context, address }: Installation, jobs: readonly Job[], metrics: Metrics): Promise<Workers | undefined> => {
  const concurrency = context.config.jobConcurrency
  if (concurrency === 0) return undefined
  const onFinished = (job: string, ok: boolean, seconds: number): void => metrics.jobs.observe({ job, ok: String(ok) }, seconds)
  const name = `${serverName} ${process.pid}`
  // The runner writes the numbers of failed jobs into JSON, which cannot hold our bigints.
  const pool = createPool(address.appUrl, { connections: runnerConnections, name, plain: true }, (error) => context.log.warn({ error }, 'a connection of the jobs broke'))
  const workers = await startWorkers(context, jobs, { pool, concurrency, connect: () => connect(address.appUrl, name), onFinished })
  return {
    stop: async () => {
      await workers.stop()
      await pool.end()
    },
  }
}

/** The HTTP server with every operation of every room; listens on nothing yet. */
export const buildApi = async (installation: Pick<Installation, 'context' | 'pool'>, metrics: Metrics, demo: () => boolean): Promise<Api> => {
  const { context, pool } = installation
  const { version } = packageJson
  const api = await createApp({ log: context.log, metrics, identify: createIdentify(context), isDemo: demo, pool, version, trustedProxies: context.config.trustedProxies })
  // Rooms below speak, rooms above know what may be said: nothing leaves before these stand.
  useTextGate(context, textGate)
  useGate(context, outgoingGate)
  useGuess(context, guessIntents)
  useLaws(context, (reader) => lawsOn(reader, today(context.clock)))
  usePolicyCheck(context, problemsOfPolicy)
  for (const { routes } of rooms) routes?.(api, context)
  return api
}

/** Opens the installation, wires the rooms and listens. */
export const startServer = async (settings: ServerSettings): Promise<RunningServer> => {
  const installation = await openInstallation({ ...settings, reactions })
  const { context } = installation
  const { config, log } = context
  try {
    const leaveModel = config.modelFile === undefined ? undefined : followModel(config.modelFile, log)
    if (context.llm) theFreedom()
    const metrics = createMetrics()
    // In tests the database is handed in, and each test fills it as it needs.
    const demo = settings.address ? config.demo : await prepareLender(installation, settings.progress ?? (() => undefined))
    for (const { upgrade } of rooms) await upgrade?.(context)
    const api = await buildApi(installation, metrics, () => demo)
    const pages = await settings.pages
    if (pages !== undefined) await addPages(api.fastify, pages, config, () => demo)
    const handlers: Readonly<Record<string, SocketHandler>> = Object.assign({}, ...rooms.map(({ sockets }) => sockets?.(api, context) ?? {}))
    const sockets = attachSockets(api.fastify.server, handlers, log)
    metrics.countSockets(sockets.count)
    for (const { listen } of rooms) listen?.(context)
    const workers = await startJobs(installation, rooms.flatMap(({ jobs = [] }) => jobs), metrics)
    await api.fastify.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
      await workers?.stop()
      throw error
    })
    const address = api.fastify.server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    const stop = async (): Promise<void> => {
      // First those who are connected, who go elsewhere, then the work in hand, and the database last.
      await sockets.stop()
      await api.fastify.close()
      await workers?.stop()
      leaveModel?.()
      for (const { close } of rooms) await close?.(context)
      await installation.close()
    }
    return { installation, api, port, url: `http://localhost:${port}`, signIns: demo ? await demoSignIns(context) : [], stop }
  } catch (error) {
    await installation.close()
    throw error
  }
}
