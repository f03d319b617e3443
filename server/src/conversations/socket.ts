import type { Caller, CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { type ClientFrame, clientFrame, socketPath } from '@xinqiao/contract/socket.ts'
import { mayDo } from '@xinqiao/core/people/rights.ts'
import { sightOf } from '@xinqiao/core/people/sight.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import { customerOfSession } from '../people/customer-session.ts'
import { staffOfRequest } from '../people/identify.ts'
import type { Context } from '../platform/context.ts'
import { isDatabaseGone } from '../platform/db.ts'
import { wireErrorOf } from '../platform/http.ts'
import type { SocketHandler } from '../platform/socket.ts'
import type { Change } from './change.ts'
import type { Following } from './feeds.ts'
import { liveOf } from './live.ts'
import { readMarks } from './marks.ts'
import { customerKey, staffKey } from './presence.ts'
import { prepareMessage, sentOf } from './send-message.ts'
import type { Session } from './sessions.ts'
import { closeCodes, createLine, type Line, lineLimits } from './socket-line.ts'
import { findConversation, findOpenConversation } from './store.ts'
import { messageOf, needRight } from './wanted-message.ts'
import { headFor, headOf, isoOf, type View } from './wire.ts'

/** The socket of customers and staff: one JSON frame a message, handled one after the other, stored side by side. */

type Known = CustomerCaller | StaffCaller

/** A connection once it is known whose it is. */
type Connection = {
  readonly context: Context
  readonly line: Line
  readonly caller: Known
  readonly session: Session
  readonly following: Map<string, Following>
  /** Of each conversation that was opened here, the customer. */
  readonly customers: Map<string, string>
}

const helloWithin = 10_000
/** A session that has ended, or a member of staff who has left, is noticed this much later at most. */
const lookAgainEvery = 120_000
const mostInvalid = 10
const mostConnections = 30
const mostFollowed = 50

const isForeign = ({ headers: { origin, host } }: IncomingMessage): boolean =>
  origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)

type Hello = ClientFrame & { readonly t: 'hello' }

const identify = async (context: Context, request: IncomingMessage, hello: Hello): Promise<Known | Refusal<RefusalCode>> => {
  if (hello.as === 'customer') return await customerOfSession(context, hello.session ?? '')
  // A page of somebody else must not listen with the cookie of a member of staff.
  if (isForeign(request)) return refuse('not-signed-in')
  return await staffOfRequest(context, request)
}

const keyOf = (caller: Known): string => (caller.kind === 'customer' ? customerKey(caller.customerId) : staffKey(caller.staffId))

type About = { readonly id?: string; readonly conversationId?: string | undefined }

const refuseFrame = (line: Line, refusal: Refusal, about: About = {}): void => {
  const { id, conversationId } = about
  line.send({ t: 'refused', error: wireErrorOf(refusal), ...(id === undefined ? {} : { id }), ...(conversationId === undefined ? {} : { conversationId }) })
}

const welcome = async ({ context, line, caller }: Connection): Promise<void> => {
  const now = isoOf(context.clock.now())
  if (caller.kind === 'staff') return line.send({ t: 'welcome', now, staff: { id: caller.staffId, name: caller.name } })
  const conversation = await findOpenConversation(context.db, caller.customerId)
  line.send({
    t: 'welcome', now, customer: { id: caller.customerId, level: caller.level },
    ...(conversation ? { conversation: headFor('customer', headOf(conversation)) } : {}),
  })
}

const openConversation = async (connection: Connection, { conversationId, after }: ClientFrame & { t: 'open' }): Promise<void> => {
  const { context, line, caller, session, following, customers } = connection
  const { feeds, sessions, marks, presence } = liveOf(context)
  const missing = caller.kind === 'staff' ? needRight(caller, 'conversation.read') : undefined
  const conversation = missing ? undefined : await findConversation(context.db, conversationId)
  const refusal = missing ?? (!conversation || (caller.kind === 'customer' && conversation.customerId !== caller.customerId) ? refuse('not-found') : undefined)
  if (refusal || !conversation) return refuseFrame(line, refusal ?? refuse('not-found'), { conversationId })
  if (following.size >= mostFollowed && !following.has(conversationId)) return refuseFrame(line, refuse('too-many-requests', { seconds: 1 }), { conversationId })
  following.get(conversationId)?.stop()
  customers.set(conversationId, conversation.customerId)
  sessions.show(session, conversationId, conversation.customerId)
  line.send({ t: 'state', conversation: headFor(session.side, headOf(conversation)) })
  line.send({ t: 'marks', conversationId, marks: [...(await readMarks(context.db, conversationId))] })
  if (caller.kind === 'staff') line.send({ t: 'presence', conversationId, online: presence.isHere(customerKey(conversation.customerId)) })
  following.set(conversationId, feeds.follow(conversationId, after, { view: viewOf(caller), send: line.send, roomy: line.roomy }))
  // Who resumes after a number has received everything up to it.
  if (after > 0 && mayMark(caller)) marks.put({ conversationId, party: session.side, kind: 'delivered', upTo: after, staffId: staffIdOf(caller) })
}

const viewOf = (caller: Known): View => (caller.kind === 'customer' ? { side: 'customer' } : { side: 'desk', sight: sightOf(caller.roles) })

const staffIdOf = (caller: Known): string | undefined => (caller.kind === 'staff' ? caller.staffId : undefined)

/** Who only looks on, such as quality, does not mark for the desk. */
const mayMark = (caller: Known): boolean => caller.kind === 'customer' || mayDo(caller.roles, 'conversation.reply')

const sendMessage = async ({ context, line, caller }: Connection, { conversationId, message }: ClientFrame & { t: 'send' }): Promise<void> => {
  const about = { id: message.id, conversationId }
  const wanted = await messageOf(context, caller, conversationId, message)
  const change = isRefusal(wanted) ? wanted : await prepareMessage(context, wanted)
  if (isRefusal(change)) return refuseFrame(line, change, about)
  // Not awaited: the next message of this line may join the same batch. The queue keeps their order.
  void store(context, line, change, about)
}

const store = async (context: Context, line: Line, change: Change, about: About): Promise<void> => {
  line.flight.start()
  try {
    const sent = sentOf(await liveOf(context).submit(change))
    if (isRefusal(sent)) refuseFrame(line, sent, about)
    else line.send({ t: 'sent', ...sent })
  } catch (error) {
    // The writer has tried this one by itself: the fault is in the message, and sending it again would not help.
    if (!isDatabaseGone(error)) return refuseFrame(line, refuse('internal'), about)
    fail(context, line, error)
  } finally {
    line.flight.end()
  }
}

/**
 * A fault ends the connection, and the client comes again with all that is not acknowledged: were only this frame refused,
 * messages on their way behind it would be stored before it comes again, and what was to be opened would stay shut.
 */
const fail = ({ log }: Context, line: Line, error: unknown): void => {
  if (!isDatabaseGone(error)) log.error({ error }, 'a frame could not be handled')
  line.close(closeCodes.tryAgain, 'try again later')
}

const handle = async (connection: Connection, frame: ClientFrame): Promise<void> => {
  const { context, line, caller, session, following, customers } = connection
  const live = liveOf(context)
  switch (frame.t) {
    case 'hello':
      return refuseFrame(line, refuse('invalid-request', {}, 't'))
    case 'open':
      return await openConversation(connection, frame)
    case 'leave':
      following.get(frame.conversationId)?.stop()
      following.delete(frame.conversationId)
      customers.delete(frame.conversationId)
      return live.sessions.hide(session, frame.conversationId)
    case 'send':
      return await sendMessage(connection, frame)
    case 'mark':
      if (!customers.has(frame.conversationId) || !mayMark(caller)) return
      return live.marks.put({ conversationId: frame.conversationId, party: session.side, kind: frame.kind, upTo: frame.upTo, staffId: staffIdOf(caller) })
    case 'typing': {
      if (!customers.has(frame.conversationId) || !mayMark(caller)) return
      const name = caller.kind === 'staff' ? { name: caller.name } : {}
      return live.tellTyping({ conversationId: frame.conversationId, party: session.side, on: frame.on, ...name }, session.id)
    }
    case 'watch-lists': {
      const refusal = caller.kind === 'staff' ? needRight(caller, 'conversation.list') : refuse('not-signed-in')
      return refusal ? refuseFrame(line, refusal) : live.sessions.watchLists(session)
    }
    case 'ping':
      return line.send({ t: 'pong' })
  }
}

const connect = (context: Context, line: Line, caller: Known): Connection => {
  const session: Session = {
    id: randomUUID(), side: caller.kind === 'customer' ? 'customer' : 'desk',
    customerId: caller.kind === 'customer' ? caller.customerId : undefined, send: line.send,
  }
  return { context, line, caller, session, following: new Map(), customers: new Map() }
}

/** Enters a known connection everywhere it is found, and answers with what takes it out again. */
const enter = (connection: Connection, again: () => Promise<Caller | Refusal>): (() => void) => {
  const { context, line, caller, session, following } = connection
  const { sessions, presence } = liveOf(context)
  const key = keyOf(caller)
  sessions.add(session)
  const leavePresence = presence.enter(key)
  const look = setInterval(() => {
    // While the database is away nobody is put out.
    again().then((found) => (isRefusal(found) ? line.close(closeCodes.sessionEnded, 'the session has ended') : undefined), () => undefined)
  }, lookAgainEvery).unref()
  return () => {
    clearInterval(look)
    for (const { stop } of following.values()) stop()
    sessions.remove(session)
    leavePresence()
  }
}

/** The message that a frame meant to send, as far as can be told: its sender must hear that it is refused, not wait for ever. */
const idIn = (data: unknown): { readonly id?: string } => {
  const id = /"id"\s*:\s*"([0-9a-fA-F-]{36})"/.exec(String(data))?.[1]
  return id === undefined ? {} : { id }
}

const parseFrame = (data: unknown, isBinary: boolean): ClientFrame | undefined => {
  if (isBinary) return undefined
  try {
    return clientFrame.safeParse(JSON.parse(String(data))).data
  } catch {
    return undefined
  }
}

const socketHandler = (context: Context): SocketHandler => (socket: WebSocket, request: IncomingMessage) => {
  const line = createLine(socket, lineLimits)
  let connection: Connection | undefined
  let leave: (() => void) | undefined
  let invalid = 0
  let chain: Promise<void> = Promise.resolve()
  const patience = setTimeout(() => line.close(closeCodes.policy, 'no hello'), helloWithin).unref()

  const begin = async (frame: ClientFrame): Promise<void> => {
    if (frame.t !== 'hello') return refuseFrame(line, refuse('not-signed-in'))
    const caller = await identify(context, request, frame)
    if (isRefusal(caller)) {
      refuseFrame(line, caller)
      return line.close(closeCodes.sessionEnded, caller.refused)
    }
    if (liveOf(context).presence.countHere(keyOf(caller)) >= mostConnections) return line.close(closeCodes.policy, 'too many connections')
    if (!line.isOpen()) return
    clearTimeout(patience)
    connection = connect(context, line, caller)
    leave = enter(connection, () => identify(context, request, frame))
    await welcome(connection)
  }
  const takeFrame = async (before: Promise<void>, frame: ClientFrame): Promise<void> => {
    // What waits for its turn is bounded like what waits to be stored.
    line.flight.start()
    await before
    try {
      if (line.isOpen()) await (connection ? handle(connection, frame) : begin(frame))
    } catch (error) {
      fail(context, line, error)
    } finally {
      line.flight.end()
    }
  }

  socket.on('message', (data, isBinary) => {
    if (!line.isOpen()) return
    line.count()
    const frame = parseFrame(data, isBinary)
    if (frame) {
      // One after the other, so that messages are stored in the order they were sent.
      chain = takeFrame(chain, frame)
      return
    }
    invalid += 1
    refuseFrame(line, refuse('invalid-request'), idIn(data))
    if (invalid >= mostInvalid) line.close(closeCodes.policy, 'too many frames that are none')
  })
  socket.once('close', () => {
    clearTimeout(patience)
    leave?.()
  })
}

export const sockets = (_api: unknown, context: Context): Readonly<Record<string, SocketHandler>> => ({ [socketPath]: socketHandler(context) })
