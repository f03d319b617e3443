import type { Caller } from '@xinqiao/contract/access.ts'
import { defineOperation } from '@xinqiao/contract/operation.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../src/platform/app.ts'
import { implement, staffOf } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'

const lines: string[] = []
let caller: Caller | Refusal<RefusalCode> = { kind: 'anyone' }
let demo = false
const api = await createApp({
  log: createLog('info', (line) => lines.push(line)), metrics: createMetrics(), identify: async () => caller, isDemo: () => demo, pool: {} as pg.Pool, version: '0.0.0',
})
const room = 'test'
const junior: Caller = { kind: 'staff', staffId: 's', sessionId: 'x', name: '小王', roles: ['junior'] }
let acted = 0

implement(api, defineOperation({
  id: 'retract', method: 'POST', path: '/v1/things/{thingId}', room, summary: 'Test', access: { for: 'staff', right: 'message.retract' },
  params: z.object({ thingId: z.uuid() }), body: z.object({ count: z.int().min(1) }), response: z.object({ by: z.string() }), refusals: ['not-found'],
}), async (call) => {
  acted += 1
  if (call.body.count === 404) return refuse('not-found')
  return { by: staffOf(call).name, secret: 'never sent' } as { by: string }
})
implement(api, defineOperation({ id: 'manage', method: 'POST', path: '/v1/manage', room, summary: 'Test', access: { for: 'staff', right: 'staff.manage' }, refusals: [] }), async () => undefined)
implement(api, defineOperation({ id: 'own', method: 'GET', path: '/v1/own', room, summary: 'Test', access: { for: 'customer', level: 'verified' }, response: z.object({}), refusals: [] }), async () => ({}))
implement(api, defineOperation({ id: 'demoOnly', method: 'GET', path: '/v1/demo', room, summary: 'Test', access: { for: 'demo' }, response: z.object({}), refusals: [] }), async () => ({}))
implement(api, defineOperation({ id: 'file', method: 'GET', path: '/v1/file', room, summary: 'Test', access: { for: 'public' }, refusals: [] }), async () => ({ bytes: Readable.from(['abc']), type: 'image/png', saveAs: '账单.png' }))
implement(api, defineOperation({ id: 'fail', method: 'GET', path: '/v1/fail', room, summary: 'Test', access: { for: 'public' }, query: z.object({ how: z.string() }), response: z.object({}), refusals: [] }), async ({ query }) => {
  throw Object.assign(new Error('customer 13812345678 broke it'), { code: query.how })
})

const thing = '/v1/things/01934567-89ab-7cde-8f01-234567890123'
const post = (url: string, body: object, headers: Record<string, string> = {}) => api.fastify.inject({ method: 'POST', url, payload: body, headers })

test('nobody, the wrong person and an expired session are refused before anything happens', async () => {
  acted = 0
  caller = { kind: 'anyone' }
  expect(await post(thing, { count: 1 })).toMatchObject({ statusCode: 401 })
  caller = refuse('session-expired')
  expect((await post(thing, { count: 1 })).json()).toMatchObject({ error: { code: 'session-expired' } })
  caller = junior
  const refused = await post('/v1/manage', {})
  expect(refused.statusCode).toBe(403)
  expect(refused.json().error).toMatchObject({ code: 'not-allowed', about: { right: '管理员工与角色', ask: '系统管理员' } })
  expect(acted).toBe(0)
})

test('an identity below what is asked is not enough', async () => {
  caller = { kind: 'customer', customerId: 'c', sessionId: 'x', level: 'identified' }
  expect((await api.fastify.inject('/v1/own')).json()).toMatchObject({ error: { code: 'identity-level-too-low' } })
  caller = { ...caller, level: 'strongly-verified' }
  expect((await api.fastify.inject('/v1/own')).statusCode).toBe(200)
  caller = junior
  expect((await api.fastify.inject('/v1/own')).statusCode).toBe(401)
})

test('what is sent is checked, and the answer names the field but not the value', async () => {
  caller = junior
  const wrong = await post(thing, { count: 'many 13812345678' })
  expect(wrong.statusCode).toBe(400)
  expect(wrong.json().error).toMatchObject({ code: 'invalid-request', field: 'body.count' })
  expect(wrong.body).not.toContain('138')
  expect((await post('/v1/things/7', { count: 1 })).json().error.field).toBe('params.thingId')
  expect((await api.fastify.inject({ method: 'POST', url: thing, payload: '{', headers: { 'content-type': 'application/json' } })).json().error.code).toBe('invalid-request')
})

test('an answer holds what its schema names and nothing more; a refusal its status, code and sentence', async () => {
  caller = junior
  expect((await post(thing, { count: 1 })).json()).toEqual({ by: '小王' })
  expect(await post(thing, { count: 404 })).toMatchObject({ statusCode: 404 })
})

test("another site's page cannot act with a cookie of staff; our own page and programs can", async () => {
  caller = junior
  expect((await post(thing, { count: 1 }, { origin: 'https://elsewhere.example', host: 'desk.example' })).statusCode).toBe(403)
  expect((await post(thing, { count: 1 }, { origin: 'null', host: 'desk.example' })).statusCode).toBe(403)
  expect((await post(thing, { count: 1 }, { origin: 'https://desk.example', host: 'desk.example' })).statusCode).toBe(200)
  expect((await post(thing, { count: 1 })).statusCode).toBe(200)
})

test('what is for the demo exists nowhere else', async () => {
  demo = false
  expect((await api.fastify.inject('/v1/demo')).statusCode).toBe(404)
  demo = true
  expect((await api.fastify.inject('/v1/demo')).statusCode).toBe(200)
})

test('bytes go out as they are, under their name', async () => {
  const answer = await api.fastify.inject('/v1/file')
  expect(answer.body).toBe('abc')
  expect(answer.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-disposition': "attachment; filename*=UTF-8''%E8%B4%A6%E5%8D%95.png" })
})

test('a database that is away is a 503 to come back from; a bug is a 500 that tells nothing, here or in the log', async () => {
  lines.length = 0
  const away = await api.fastify.inject('/v1/fail?how=ECONNREFUSED')
  expect(away).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } })
  expect(away.json().error.code).toBe('database-unavailable')
  const bug = await api.fastify.inject('/v1/fail?how=23505')
  expect(bug.statusCode).toBe(500)
  expect(bug.json()).toEqual({ error: { code: 'internal', message: '系统出错，请稍后重试' } })
  expect(lines.join('')).toContain('"operation":"fail"')
  expect(lines.join('')).not.toContain('13812345678')
})

test('an operation is implemented once, and openapi.json says all of it', async () => {
  expect(() => implement(api, api.operations[0] ?? expect.fail(), async () => undefined as never)).toThrow('implemented twice')
  const document = (await api.fastify.inject('/openapi.json')).json()
  expect(document.paths['/v1/things/{thingId}'].post).toMatchObject({
    operationId: 'retract', tags: ['test'], security: [{ staffSession: [] }],
    parameters: [{ name: 'thingId', in: 'path', required: true }],
    responses: { 200: {}, 400: {}, 401: {}, 403: {}, 404: { description: expect.stringContaining('`not-found`') }, 503: {} },
  })
})
