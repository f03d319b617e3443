import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fromNodeHeaders } from 'better-auth/node'
import type { Context } from '../platform/context.ts'
import { mustWait, type RateRule, spend } from './rate-limit.ts'
import { addressHeader, isOpenPath, staffAuthOf } from './staff-auth.ts'

/** better-auth at /api/auth/*: it takes the bytes of a request as they came and answers with a Response. */

/** Only failures count, so that no colleague is locked out by signing in often; and by address, so that no stranger locks anybody out. */
const wrongPassword: RateRule = { name: 'sign-in-failed', most: 10, seconds: 300 }
/** The same account from ever new addresses. */
const wrongPasswordAnywhere: RateRule = { name: 'sign-in-failed-anywhere', most: 100, seconds: 3600 }

const emailIn = (body: string): string => {
  try {
    const { email } = JSON.parse(body) as { readonly email?: unknown }
    return typeof email === 'string' ? email.trim().toLowerCase() : ''
  } catch {
    return ''
  }
}

/** better-auth checks origins too, but not in every mode it runs in. A program names none; a page of another site names its own. */
const isForeign = (request: FastifyRequest, publicUrl: string): boolean => {
  const { origin, host } = request.headers
  if (request.method === 'GET' || origin === undefined) return false
  return !URL.canParse(origin) || (new URL(origin).host !== host && new URL(origin).origin !== new URL(publicUrl).origin)
}

const forward = async (context: Context, url: URL, request: FastifyRequest): Promise<Response> => {
  const headers = fromNodeHeaders(request.headers)
  headers.set(addressHeader, request.ip)
  const body = typeof request.body === 'string' && request.body !== '' ? { body: request.body } : {}
  const auth = await staffAuthOf(context)
  return await auth.handler(new Request(url, { method: request.method, headers, ...body }))
}

/** In the shape that better-auth itself refuses in. */
const refused = (status: number, code: string, message: string, headers: Record<string, string> = {}): Response =>
  Response.json({ code, message }, { status, headers })

const limited = async (context: Context, request: FastifyRequest, send: () => Promise<Response>): Promise<Response> => {
  const email = emailIn(String(request.body ?? ''))
  const counters = [[wrongPassword, `${email} ${request.ip}`], [wrongPasswordAnywhere, email]] as const
  for (const [rule, who] of counters) {
    const wait = await mustWait(context, rule, who)
    if (wait) return refused(429, 'TOO_MANY_REQUESTS', 'Too many requests', { 'x-retry-after': String(wait.waitSeconds) })
  }
  const response = await send()
  if (response.status === 401) for (const [rule, who] of counters) await spend(context, rule, who)
  return response
}

const answer = async (reply: FastifyReply, response: Response): Promise<FastifyReply> => {
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return reply.code(response.status).send(await response.text())
}

export const mountStaffAuth = (fastify: FastifyInstance, context: Context): void => {
  void fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 16_384 }, async (_request: unknown, body: string | Buffer) => body)
    scope.route({
      method: ['GET', 'POST'],
      url: '/api/auth/*',
      handler: async (request, reply) => {
        const url = new URL(request.url, context.config.publicUrl)
        const path = url.pathname.slice('/api/auth'.length)
        if (!isOpenPath(path)) return reply.callNotFound()
        if (isForeign(request, context.config.publicUrl)) return await answer(reply, refused(403, 'INVALID_ORIGIN', 'Invalid origin'))
        const send = (): Promise<Response> => forward(context, url, request)
        return await answer(reply, path === '/sign-in/email' ? await limited(context, request, send) : await send())
      },
    })
  })
}
