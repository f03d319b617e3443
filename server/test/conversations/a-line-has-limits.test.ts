import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { enterAsCustomer } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { createTalkClient, type TalkClient, until } from '../support/talk-client.ts'

const server = await startTestServer({ environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const clients: TalkClient[] = []
afterAll(() => clients.forEach((client) => client.close()))

const connected = (session: string, stubborn = true): TalkClient => {
  const client = createTalkClient({ url: () => server.url, party: 'customer', session, stubborn })
  clients.push(client)
  client.connect()
  return client
}

/** A bare socket, and how it ended. */
const bare = (): { readonly socket: WebSocket; readonly ended: Promise<number>; readonly heard: string[] } => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/socket`)
  const heard: string[] = []
  socket.on('message', (data) => void heard.push(String(data)))
  socket.on('error', () => undefined)
  return { socket, heard, ended: new Promise((resolve) => socket.once('close', resolve)) }
}

test('a client that sends more than is read at once loses nothing and changes no order', async () => {
  const { session } = await enterAsCustomer(server)
  const client = connected(session)
  await until('the client is welcome', () => client.state().online)
  const ids = Array.from({ length: 1200 }, (_, index) => client.send(`第${index}句`))
  await until('all is stored', () => client.state().pending.length === 0)
  const [id = ''] = client.conversations()
  await until('all is shown', () => client.shown(id).length === 1201)
  expect(client.shown(id).flatMap((entry) => (entry.kind === 'message' ? [entry.id] : []))).toEqual(ids)
})

test('a message that cannot be is refused by its id, and the next one goes through', async () => {
  const { session } = await enterAsCustomer(server)
  const client = connected(session)
  await until('the client is welcome', () => client.state().online)
  const [empty, long, odd, good] = [client.send('  '), client.send('长'.repeat(4001)), client.send('数', { purpose: 'nonsense' as 'service' }), client.send('好')]
  await until('all are answered', () => client.state().pending.length === 0)
  expect([empty, long, odd, good].map((id) => client.settled.get(id ?? '')?.refused?.code)).toEqual(['message-empty', 'message-too-long', 'invalid-request', undefined])
})

test('a frame of more than 64 KB, frames that are none, and a session that is none end the connection', async () => {
  const big = bare()
  big.socket.once('open', () => big.socket.send('x'.repeat(70_000)))
  expect(await big.ended).toBe(1009)
  const wrong = bare()
  wrong.socket.once('open', () => Array.from({ length: 10 }, () => wrong.socket.send('{"t":"nothing"}')))
  expect(await wrong.ended).toBe(1008)
  const stranger = bare()
  stranger.socket.once('open', () => stranger.socket.send(JSON.stringify({ t: 'hello', as: 'customer', session: randomUUID(), protocol: 1 })))
  expect(await stranger.ended).toBe(4401)
  expect(stranger.heard.join()).toContain('session-expired')
})

test('one customer has no more than thirty connections', async () => {
  const { session } = await enterAsCustomer(server)
  const many = Array.from({ length: 30 }, () => connected(session, false))
  await until('all are welcome', () => many.every((client) => client.state().online))
  const oneMore = bare()
  oneMore.socket.once('open', () => oneMore.socket.send(JSON.stringify({ t: 'hello', as: 'customer', session, protocol: 1 })))
  expect(await oneMore.ended).toBe(1008)
})
