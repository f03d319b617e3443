import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import type { Right } from '@xinqiao/core/people/rights.ts'
import type { z } from 'zod'
import type { RefusalCode } from './refusals.ts'

/** Who may call an operation. There is no default: an operation without access cannot be written. */
export type Access =
  | { readonly for: 'public' }
  | { readonly for: 'customer'; readonly level: IdentityLevel }
  | { readonly for: 'staff'; readonly right: Right }
  /** Any member of staff who is signed in, such as asking who one is. */
  | { readonly for: 'any-staff' }
  /** The demo lender only; does not exist elsewhere. */
  | { readonly for: 'demo' }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> = {
  /** Stable, camelCase, the operationId of openapi.json. */
  readonly id: string
  readonly method: Method
  /** With `{name}` for parameters, as in OpenAPI: `/v1/desk/conversations/{conversationId}`. */
  readonly path: `/${string}`
  readonly summary: string
  /** The room it belongs to; the tag in openapi.json. */
  readonly room: string
  readonly access: Access
  readonly params?: Params
  readonly query?: Query
  /** Absent on operations without a body, and on uploads, which say `upload: true`. */
  readonly body?: Body
  readonly upload?: true
  /** Absent where the answer is bytes (a file), not JSON. */
  readonly response?: Response
  /** Every code this operation may answer with, beside those that any operation may: `invalid-request`, `not-signed-in`, … */
  readonly refusals: readonly RefusalCode[]
  readonly example?: { readonly body?: unknown; readonly response?: unknown }
}

export const defineOperation = <
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodUndefined,
>(
  operation: Operation<Params, Query, Body, Response>,
): Operation<Params, Query, Body, Response> => operation

/** What a caller hands in, by part; parts an operation does not have are undefined. */
export type InputOf<O> = O extends Operation<infer Params, infer Query, infer Body, z.ZodType>
  ? { readonly params: z.output<Params>; readonly query: z.output<Query>; readonly body: z.output<Body> }
  : never

export type ResponseOf<O> = O extends Operation<z.ZodType, z.ZodType, z.ZodType, infer Response> ? z.output<Response> : never
