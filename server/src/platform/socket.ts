import type { IncomingMessage, Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Log } from './log.ts'

/** Takes over a socket that was opened on its path. */
export type SocketHandler = (socket: WebSocket, request: IncomingMessage) => void

export type Sockets = {
  /** Tells every client to come again, which it does on another process or after the restart. */
  readonly stop: () => Promise<void>
  readonly count: () => number
}

/** A frame is one message of at most 4000 characters with its ids. */
const largestFrame = 65_536
/** Shorter than the minute after which proxies and phone networks forget a silent connection. */
const heartbeat = 25_000
/** More sockets than this on one process are refused with 503, instead of slowing all others. */
const mostSockets = 20_000
const goingAway = 1001

/** Ends the sockets that did not answer the last ping: a phone that lost its network says no goodbye. */
const watchLiveness = (server: WebSocketServer): NodeJS.Timeout => {
  const answered = new WeakSet<WebSocket>()
  server.on('connection', (socket: WebSocket) => {
    answered.add(socket)
    socket.on('pong', () => answered.add(socket))
  })
  const beat = (): void => {
    for (const socket of server.clients) {
      if (!answered.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }
  return setInterval(beat, heartbeat).unref()
}

export const attachSockets = (http: Server, handlers: Readonly<Record<string, SocketHandler>>, log: Log): Sockets => {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestFrame, perMessageDeflate: false })
  const timer = watchLiveness(server)
  http.on('upgrade', (request, stream, head) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const handler = Object.hasOwn(handlers, path) ? handlers[path] : undefined
    if (!handler || server.clients.size >= mostSockets) {
      stream.end(`HTTP/1.1 ${handler ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`)
      return
    }
    server.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', (error) => log.debug({ error, path }, 'a socket broke'))
      server.emit('connection', socket, request)
      handler(socket, request)
    })
  })
  return {
    count: () => server.clients.size,
    stop: async () => {
      clearInterval(timer)
      for (const socket of server.clients) socket.close(goingAway, 'the server restarts')
      await new Promise((resolve) => setTimeout(resolve, 100))
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}
