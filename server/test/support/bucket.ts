import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A stand-in for an S3-compatible store: checks signatures by the standard's own steps, keeps objects, refuses to write over one. */

type Key = { readonly id: string; readonly secret: string }
type Signed = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly headers: Readonly<Record<string, string>> }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const encoded = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

/** AWS Signature Version 4, "Create a signed request": the signature that a request with these headers must carry. */
export const signatureOf = ({ method, path, query, headers }: Signed, names: readonly string[], secret: string, region: string): string => {
  const sorted = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).toSorted().join('&')
  const canonical = [method, path, sorted, ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`), '', names.join(';'), headers['x-amz-content-sha256'] ?? ''].join('\n')
  const moment = headers['x-amz-date'] ?? ''
  const scope = `${moment.slice(0, 8)}/${region}/s3/aws4_request`
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, moment.slice(0, 8)), region), 's3'), 'aws4_request')
  return hmac(key, ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical)].join('\n')).toString('hex')
}

export type Stored = { readonly text: string; readonly headers: Readonly<Record<string, string>> }

export type Bucket = {
  readonly url: string
  readonly objects: Map<string, Stored>
  /** What it answers instead, so often. */
  readonly fail: (status: number, times: number) => void
  readonly asked: () => number
  readonly stop: () => Promise<void>
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

const isRight = (request: IncomingMessage, { id, secret }: Key, region: string): boolean => {
  const given = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/[^,]+, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '')
  const address = new URL(request.url ?? '/', 'http://bucket')
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const signed = { method: request.method ?? '', path: address.pathname, query: address.searchParams, headers }
  return given?.[1] === id && given[3] === signatureOf(signed, (given[2] ?? '').split(';'), secret, region)
}

/** `/bucket/…`; a listing comes two names at a time, so that going on is tried too. */
export const startBucket = async (key: Key, region: string): Promise<Bucket> => {
  const objects = new Map<string, Stored>()
  let failing = { status: 0, times: 0 }
  let asked = 0
  const put = (name: string, text: string, request: IncomingMessage): number => {
    if (createHash('md5').update(text).digest('base64') !== request.headers['content-md5']) return 400
    if (request.headers['if-none-match'] === '*' && objects.has(name)) return 412
    objects.set(name, { text, headers: Object.fromEntries(Object.entries(request.headers).map(([header, value]) => [header, String(value)])) })
    return 200
  }
  const list = (query: URLSearchParams): string => {
    const names = [...objects.keys()].filter((name) => name.startsWith(query.get('prefix') ?? '')).toSorted()
    const from = Number(query.get('continuation-token') ?? 0)
    const next = from + 2 < names.length ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''
    return `<ListBucketResult>${names.slice(from, from + 2).map((name) => `<Contents><Key>${name}</Key></Contents>`).join('')}${next}</ListBucketResult>`
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked += 1
    const text = await bodyOf(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bucket')
    const name = decodeURIComponent(pathname.slice('/bucket/'.length))
    if (failing.times > 0) {
      failing = { ...failing, times: failing.times - 1 }
      response.writeHead(failing.status).end('<Error><Code>SlowDown</Code></Error>')
    } else if (!isRight(request, key, region)) response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
    else if (request.method === 'PUT') response.writeHead(put(name, text, request)).end()
    else if (pathname === '/bucket') response.writeHead(200).end(list(searchParams))
    else response.writeHead(objects.has(name) ? 200 : 404).end(objects.get(name)?.text)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/xinqiao`, objects,
    fail: (status, times) => { failing = { status, times } },
    asked: () => asked,
    stop: () => new Promise((resolve) => { server.close(() => { resolve() }); server.closeAllConnections() }),
  }
}
