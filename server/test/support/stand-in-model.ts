import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll } from 'vitest'

/** A language model's server for tests: it says what it is told to say, however badly. */

export type Asked = {
  readonly path: string
  readonly key: string | undefined
  readonly model: string
  readonly system: string
  readonly data: Readonly<Record<string, unknown>>
  /** The body as it came. */
  readonly raw: string
}

/** How it answers one request; by default it agrees with the plain words. */
export type Manner = (response: ServerResponse, asked: Asked) => void

export const says = (content: string | ((asked: Asked) => string)): Manner => (response, asked) => {
  const message = { role: 'assistant', content: typeof content === 'string' ? content : content(asked) }
  const body = { id: 'x', object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }] }
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

export const textOf = ({ data }: Asked): string => String(data['text'] ?? '')

export const agrees: Manner = says((asked) => (asked.data['text'] === undefined ? '{"intent":"none"}' : textOf(asked)))

export const raw = (type: string, body: string, status = 200): Manner =>
  (response) => void response.writeHead(status, { 'content-type': type }).end(body)

/** Takes the question and never answers. */
export const silent: Manner = () => undefined

export const hangsMidBody: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"choices":[{"message":{"content":"您的')
}

export const neverEnds: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = (): void => {
    if (!response.destroyed) response.write('"'.padEnd(16_384, '免'), () => setImmediate(more))
  }
  more()
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export type StandIn = { readonly url: string; readonly asked: Asked[]; readonly behave: (manner: Manner) => void; readonly down: () => Promise<void> }

export const startStandIn = async (): Promise<StandIn> => {
  let manner = agrees
  const asked: Asked[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await bodyOf(request)
    const body = JSON.parse(text) as { model: string; messages: { role: string; content: string }[] }
    const said = (role: string): string => body.messages.find((message) => message.role === role)?.content ?? '{}'
    const data = JSON.parse(said('user')) as Asked['data']
    const one = { path: request.url ?? '', key: request.headers.authorization, model: body.model, system: said('system'), data, raw: text }
    asked.push(one)
    manner(response, one)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const down = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  afterAll(down)
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`, asked, behave: (next) => { manner = next }, down }
}
