import type { Operation } from '@xinqiao/contract/operation.ts'
import { type RefusalCode, refusalSentence, refusalTable } from '@xinqiao/contract/refusals.ts'
import type { z } from 'zod'

/**
 * One typed way to ask the server: an operation of the contract and its input, back comes the answer or a refusal.
 * A refusal is a value with a stable code and a sentence to show; only bugs are thrown.
 */

/** `offline`: no answer reached us, so whether the server did it is not known; ask again with the same input. */
export type CallRefusal = {
  readonly refused: RefusalCode | 'offline'
  readonly sentence: string
  readonly field?: string
  readonly about: Readonly<Record<string, string | number>>
}

export type Language = 'zh' | 'en'

type Part<Name extends string, Schema> = Schema extends z.ZodUndefined
  ? { readonly [K in Name]?: never }
  : Record<string, never> extends z.input<Schema & z.ZodType>
    ? { readonly [K in Name]?: z.input<Schema & z.ZodType> }
    : { readonly [K in Name]: z.input<Schema & z.ZodType> }

/** What a caller hands in; parts whose fields all have defaults may be left out. */
export type CallInput<O> = O extends Operation<infer Params, infer Query, infer Body, z.ZodType>
  ? Part<'params', Params> & Part<'query', Query> & Part<'body', Body> & { readonly file?: File; readonly signal?: AbortSignal }
  : never

export type CallAnswer<O> = O extends Operation<z.ZodType, z.ZodType, z.ZodType, infer Response> ? z.output<Response> : never

/** Any operation, whatever its parts. */
// The parts of a particular operation stand in no order to each other, which only `any` allows to be said here.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyOperation = Operation<any, any, any, any>

export type Caller = <O extends AnyOperation>(operation: O, input: CallInput<O>) => Promise<CallAnswer<O> | CallRefusal>

export const isCallRefusal = (answer: unknown): answer is CallRefusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && 'sentence' in answer

/** A refusal stays a refusal when asked again; only a lost connection or a server in trouble is worth another try. */
export const worthRetrying: ReadonlySet<string> = new Set(['offline', 'database-unavailable', 'internal'])

type Parts = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly file?: File
  readonly signal?: AbortSignal
}

/** The address of an operation with its parameters filled in: `/v1/desk/loans/L%2F1?on=2026-11-23`. */
export const addressOf = (operation: AnyOperation, input: Pick<Parts, 'params' | 'query'>): string => {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}

const offlineSentences = {
  zh: '网络不通，您的内容没有丢失，恢复后会自动重试',
  en: 'No connection; nothing is lost, it will be tried again',
} as const satisfies Record<Language, string>

const isRefusalCode = (code: unknown): code is RefusalCode => typeof code === 'string' && Object.hasOwn(refusalTable, code)

type WireError = {
  readonly code?: unknown; readonly message?: unknown; readonly field?: unknown
  readonly about?: Readonly<Record<string, string | number>>
}

/** The refusal of an error as it came over the wire, with the sentence in the reader's language. */
export const refusalOf = (error: WireError, language: Language): CallRefusal => {
  const code = isRefusalCode(error.code) ? error.code : 'internal'
  const about = error.about ?? {}
  const known = isRefusalCode(error.code)
  const told = typeof error.message === 'string' ? error.message : undefined
  // The server's own sentence is Chinese and may say more than the table does.
  const sentence = language === 'zh' && known && told !== undefined ? told : refusalSentence(code, language, about)
  return { refused: code, sentence, about, ...(typeof error.field === 'string' ? { field: error.field } : {}) }
}

export type CallSettings = {
  readonly language: () => Language
  /** The customer's bearer token; staff are known by their cookie. */
  readonly session?: () => string | undefined
  readonly fetch?: typeof fetch
  /** Told of every refusal, for instance to show the sign-in again when the session has ended. */
  readonly onRefusal?: (refusal: CallRefusal) => void
}

const requestOf = (operation: AnyOperation, input: Parts, session: string | undefined, language: Language): RequestInit => {
  // The reader's own choice, which may be another than his browser's.
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language }
  if (session !== undefined) headers['authorization'] = `Bearer ${session}`
  let body: string | FormData | undefined
  if (input.file !== undefined) {
    body = new FormData()
    body.append('file', input.file)
  } else if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(input.body)
  }
  return {
    method: operation.method, headers, credentials: 'same-origin',
    ...(body === undefined ? {} : { body }), ...(input.signal === undefined ? {} : { signal: input.signal }),
  }
}

export const makeCaller = (settings: CallSettings): Caller => {
  const ask = async (operation: AnyOperation, input: Parts): Promise<unknown> => {
    const language = settings.language()
    const send = settings.fetch ?? fetch
    let response: Response
    let json: unknown
    try {
      response = await send(addressOf(operation, input), requestOf(operation, input, settings.session?.(), language))
      json = await response.json().catch(() => undefined)
    } catch (fault) {
      if (fault instanceof DOMException && fault.name === 'AbortError') throw fault
      return { refused: 'offline', sentence: offlineSentences[language], about: {} } satisfies CallRefusal
    }
    if (response.ok && json !== undefined) return json
    const told = (json as { readonly error?: WireError } | undefined)?.error ?? (json as WireError | undefined) ?? {}
    return refusalOf(told, language)
  }
  return async (operation, input) => {
    const answer = await ask(operation, input as Parts)
    if (isCallRefusal(answer)) settings.onRefusal?.(answer)
    return answer as CallAnswer<typeof operation> | CallRefusal
  }
}

/** The same for an operation that answers with a file. */
export const downloadBy = (settings: CallSettings) => async (operation: AnyOperation): Promise<Blob | CallRefusal> => {
  const language = settings.language()
  try {
    const response = await (settings.fetch ?? fetch)(addressOf(operation, {}), requestOf(operation, {}, settings.session?.(), language))
    if (response.ok) return await response.blob()
    const told = (await response.json().catch(() => undefined)) as { readonly error?: WireError } | undefined
    const refusal = refusalOf(told?.error ?? {}, language)
    settings.onRefusal?.(refusal)
    return refusal
  } catch {
    return { refused: 'offline', sentence: offlineSentences[language], about: {} }
  }
}

/** For caches that only know thrown errors (TanStack Query): the refusal as an error that carries it. */
export class RefusedError extends Error {
  readonly refusal: CallRefusal

  constructor(refusal: CallRefusal) {
    super(refusal.sentence)
    this.name = 'RefusedError'
    this.refusal = refusal
  }
}

/** The answer, or the refusal thrown as a RefusedError. */
export const orThrow = async <Answer>(answer: Promise<Answer | CallRefusal>): Promise<Answer> => {
  const value = await answer
  if (isCallRefusal(value)) throw new RefusedError(value)
  return value as Answer
}
