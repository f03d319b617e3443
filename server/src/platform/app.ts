import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { openApiOf } from '@xinqiao/contract/openapi.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import type pg from 'pg'
import { type Api, answerErrors, type Identify, refusalOf } from './http.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

export type AppSettings = {
  readonly log: Log
  readonly metrics: Metrics
  readonly identify: Identify
  readonly isDemo: () => boolean
  /** Asked by /readyz. */
  readonly pool: pg.Pool
  readonly version: string
  /** Without them the address of a caller is that of the connection. */
  readonly trustedProxies?: readonly string[]
}

const mebibyte = 1_048_576
export const uploadLimit = 20 * mebibyte

const observe = (fastify: FastifyInstance, log: Log, metrics: Metrics): void => {
  fastify.addHook('onResponse', async (request, reply) => {
    const operation = (request.routeOptions.config as { operation?: string }).operation
    if (operation === undefined) return
    metrics.requests.observe({ operation, status: reply.statusCode }, reply.elapsedTime / 1000)
    const code = refusalOf(reply)
    if (code !== undefined) metrics.refusals.inc({ operation, code })
    log.debug({ operation, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime), request: request.id }, 'answered')
  })
  fastify.addHook('onSend', async (_request, reply, payload) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    return payload
  })
}

/** For those who watch the process: is it alive, can it serve, how is it doing. */
const addWatching = (fastify: FastifyInstance, { pool, metrics }: AppSettings): void => {
  fastify.get('/healthz', async () => ({ ok: true }))
  fastify.get('/readyz', async (_request, reply) => {
    try {
      await pool.query('select 1')
      return { ok: true }
    } catch {
      return reply.code(503).send({ ok: false, reason: 'database-unavailable' })
    }
  })
  fastify.get('/metrics', async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()))
}

/** The HTTP server without any room. */
export const createApp = async (settings: AppSettings): Promise<Api> => {
  const { log, metrics, identify, isDemo, version, trustedProxies = [] } = settings
  const fastify = Fastify({ logger: false, bodyLimit: mebibyte, forceCloseConnections: 'idle', trustProxy: trustedProxies.length > 0 && [...trustedProxies] })
  await fastify.register(cookie)
  await fastify.register(multipart, { limits: { fileSize: uploadLimit, files: 1, fields: 10 } })
  answerErrors(fastify, log)
  observe(fastify, log, metrics)
  addWatching(fastify, settings)
  const api: Api = { fastify, identify, log, isDemo, operations: [] }
  let document: string | undefined
  fastify.get('/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify(openApiOf(api.operations, version))
    return reply.type('application/json; charset=utf-8').send(document)
  })
  return api
}
