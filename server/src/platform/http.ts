import { type Caller, type CustomerCaller, refusalOfAccess, type StaffCaller } from '@xinqiao/contract/access.ts'
import type { InputOf, Operation, ResponseOf } from '@xinqiao/contract/operation.ts'
import { type RefusalCode, refusalSentence, refusalTable } from '@xinqiao/contract/refusals.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { isDatabaseGone } from './db.ts'
import type { Log } from './log.ts'
import { addressClass, withOrigin } from './origin.ts'

/** Finds out who calls; handed in by main, for platform knows no room. `session-expired` where a session has ended. */
export type Identify = (request: FastifyRequest) => Promise<Caller | Refusal<RefusalCode>>

/** What operations are registered on. */
export type Api = {
  readonly fastify: FastifyInstance
  readonly identify: Identify
  readonly log: Log
  /** Whether this is the demo lender; asked at each call, for an import may end it. */
  readonly isDemo: () => boolean
  /** Every operation implemented so far: openapi.json is made of it. */
  readonly operations: Operation[]
}

/** What a room's `routes.ts` exports: `export const routes: Routes = (api, context) => { implement(api, getMe, async (call) => …) }`. */
export type Routes<Context> = (api: Api, context: Context) => void

export type Call<O> = InputOf<O> & {
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Bytes instead of JSON, for operations without a `response` schema. */
export type Bytes = {
  readonly bytes: Buffer | Readable
  readonly type: string
  /** Makes the browser save it under this name. */
  readonly saveAs?: string
}

type Answer<O> = ResponseOf<O> | Refusal<RefusalCode> | (ResponseOf<O> extends undefined ? Bytes : never)

export type Handler<O> = (call: Call<O>) => Promise<Answer<O>>

/** The member of staff who calls. Only for operations whose access is staff. */
export const staffOf = ({ caller }: { readonly caller: Caller }): StaffCaller => {
  if (caller.kind !== 'staff') throw new Error('this operation is open to others than staff')
  return caller
}

/** The customer who calls. Only for operations whose access is customer. */
export const customerOf = ({ caller }: { readonly caller: Caller }): CustomerCaller => {
  if (caller.kind !== 'customer') throw new Error('this operation is open to others than customers')
  return caller
}

export type WireError = {
  readonly code: RefusalCode
  readonly message: string
  readonly field?: string
  readonly about?: Readonly<Record<string, string | number>>
}

const hasCode = (code: string): code is RefusalCode => Object.hasOwn(refusalTable, code)

/** A refusal as it goes over the wire, in sockets as in answers. A code outside the table is a bug, told as one. */
export const wireErrorOf = ({ refused, about, field }: Refusal, language: 'zh' | 'en' = 'zh'): WireError => {
  if (!hasCode(refused)) throw new Error(`refusal ${refused} is not in the table of refusals`)
  return {
    code: refused,
    message: refusalSentence(refused, language, about),
    ...(field === undefined ? {} : { field }),
    ...(Object.keys(about).length === 0 ? {} : { about }),
  }
}

export const languageOf = (request: FastifyRequest): 'zh' | 'en' => (/^\s*en/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh')

const refusals = new WeakMap<FastifyReply, RefusalCode>()

/** The code that a reply refused with, for the figures of the process. */
export const refusalOf = (reply: FastifyReply): RefusalCode | undefined => refusals.get(reply)

export const sendRefusal = async (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> => {
  const error = wireErrorOf(refusal, languageOf(request))
  const { status } = refusalTable[error.code]
  refusals.set(reply, error.code)
  if (status === 503) reply.header('retry-after', '1')
  return reply.code(status).send({ error })
}

/** The first thing wrong with what was sent: the field and the kind of mistake, never the value. */
const invalid = (error: z.ZodError, part: string): Refusal<RefusalCode> => {
  const [issue] = error.issues
  const field = [part, ...(issue?.path ?? []).map(String)].join('.')
  return refuse('invalid-request', { field, problem: issue?.code ?? 'invalid' }, field)
}

type Parsed = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

const parse = (operation: Operation, request: FastifyRequest): Parsed | Refusal<RefusalCode> => {
  const parsed: Record<'params' | 'query' | 'body', unknown> = { params: undefined, query: undefined, body: undefined }
  for (const part of ['params', 'query', 'body'] as const) {
    const result = operation[part]?.safeParse(request[part])
    if (result?.success === false) return invalid(result.error, part)
    parsed[part] = result?.data
  }
  return parsed
}

/**
 * A page of somebody else must not act with the cookie of a member of staff: browsers name the page's origin on every request
 * that changes something, programs name none.
 */
const isForeign = (request: FastifyRequest, caller: Caller): boolean => {
  const { origin, host } = request.headers
  if (caller.kind !== 'staff' || request.method === 'GET' || origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

const isBytes = (answer: unknown): answer is Bytes => typeof answer === 'object' && answer !== null && 'bytes' in answer

const quoted = (name: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`

const answer = async <O extends Operation>(operation: O, result: Answer<O>, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  if (isRefusal(result)) return await sendRefusal(request, reply, result)
  if (operation.response === undefined) {
    if (!isBytes(result)) return reply.code(204).send()
    if (result.saveAs !== undefined) reply.header('content-disposition', quoted(result.saveAs))
    return reply.type(result.type).send(result.bytes)
  }
  // The schema also takes away what it does not name: a column too many in a store never reaches a customer.
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(operation.response.parse(result)))
}

const actorOf = (caller: Caller): string =>
  caller.kind === 'staff' ? `staff/${caller.staffId}` : caller.kind === 'customer' ? `customer/${caller.customerId}` : 'anyone'

/** Registers the one implementation of an operation. Who may call it and what it takes is checked before the handler runs. */
export const implement = <O extends Operation>(api: Api, operation: O, handler: Handler<O>): void => {
  if (api.operations.some(({ id }) => id === operation.id)) throw new Error(`operation ${operation.id} is implemented twice`)
  api.operations.push(operation)
  api.fastify.route({
    method: operation.method,
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { operation: operation.id },
    handler: async (request, reply) => {
      // Read before anything is awaited: whoever hangs up meanwhile has no address any more.
      const from = addressClass(request.ip)
      const caller = operation.access.for === 'public' ? await optionalCaller(api, request) : await api.identify(request)
      if (isRefusal(caller)) return await sendRefusal(request, reply, caller)
      const refusal = refusalOfAccess(operation.access, caller, api.isDemo())
      if (refusal) return await sendRefusal(request, reply, refusal)
      if (isForeign(request, caller)) return await sendRefusal(request, reply, refuse('not-allowed', { right: operation.id, ask: '同一来源' }))
      const input = parse(operation, request)
      if (isRefusal(input)) return await sendRefusal(request, reply, input)
      const call = { ...input, caller, request, reply } as unknown as Call<O>
      const result = await withOrigin({ actor: actorOf(caller), from }, () => handler(call))
      return await answer(operation, result, request, reply)
    },
  })
}

/** On an open operation a session that has ended is as good as none. */
const optionalCaller = async ({ identify }: Api, request: FastifyRequest): Promise<Caller> => {
  const caller = await identify(request)
  return isRefusal(caller) ? { kind: 'anyone' } : caller
}

/** The refusal that an error thrown anywhere below a request becomes. */
const refusalOfError = (error: unknown): Refusal<RefusalCode> => {
  if (isDatabaseGone(error)) return refuse('database-unavailable')
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (status >= 400 && status < 500 && code.startsWith('FST_')) return refuse('invalid-request', { problem: code })
  return refuse('internal')
}

/** Errors and unknown addresses answer in the same shape as refusals. */
export const answerErrors = (fastify: FastifyInstance, log: Log): void => {
  fastify.setErrorHandler(async (error, request, reply) => {
    const refusal = refusalOfError(error)
    const operation = (request.routeOptions.config as { operation?: string }).operation
    if (refusal.refused === 'internal') log.error({ error, operation, request: request.id }, 'a request failed')
    else if (refusal.refused === 'database-unavailable') log.warn({ error, operation, request: request.id }, 'the database cannot be reached')
    return await sendRefusal(request, reply, refusal)
  })
  fastify.setNotFoundHandler((request, reply) => sendRefusal(request, reply, refuse('not-found')))
}
