import { identityLevels } from '@xinqiao/core/people/identity.ts'
import { z } from 'zod'
import { conversationHead, entry, largestSeq, mark, sendMessageBody } from './conversations.ts'

/**
 * The socket, `/v1/socket`: one JSON frame a text message. The first frame is `hello`; staff are known by their
 * sign-in cookie, customers by their session token. Everything that a socket does can also be done by plain requests.
 *
 * Resuming: the client keeps a cursor for each conversation it shows and opens the conversation with it after every
 * reconnect. Each `entries` frame holds all that this side may see of the sequence numbers in (after, upTo]; a private
 * note is a number without an entry on the customer's side. The client drops what lies at or below its cursor, moves
 * the cursor to `upTo`, and opens anew where `after` lies beyond it. `core/conversations/client-state.ts` does all this.
 */

const conversationId = z.uuid()

export const clientFrame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), as: z.enum(['customer', 'staff']), session: z.string().optional(), protocol: z.literal(1) }),
  /** Show a conversation and follow it; `after` is the cursor. */
  z.object({ t: z.literal('open'), conversationId, after: z.int().min(0).max(largestSeq) }),
  z.object({ t: z.literal('leave'), conversationId }),
  /** A customer leaves out `conversationId`: the message goes into the open conversation, or opens one. */
  z.object({ t: z.literal('send'), conversationId: conversationId.optional(), message: sendMessageBody }),
  z.object({ t: z.literal('mark'), conversationId, kind: z.enum(['delivered', 'read']), upTo: z.int().min(1).max(largestSeq) }),
  z.object({ t: z.literal('typing'), conversationId, on: z.boolean() }),
  /** Staff: be told when the lists change. */
  z.object({ t: z.literal('watch-lists') }),
  z.object({ t: z.literal('ping') }),
])
export type ClientFrame = z.infer<typeof clientFrame>

export const wireError = z.object({
  code: z.string(),
  message: z.string(),
  field: z.string().optional(),
  about: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

export const serverFrame = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('welcome'),
    now: z.iso.datetime(),
    customer: z.object({ id: z.uuid(), level: z.enum(identityLevels) }).optional(),
    /** The customer's open conversation, where there is one. */
    conversation: conversationHead.optional(),
    staff: z.object({ id: z.string(), name: z.string() }).optional(),
  }),
  /** All entries of (after, upTo] that this side may see, in order; the last frame of a reply to `open` has `upToDate: true`. */
  z.object({ t: z.literal('entries'), conversationId, after: z.int().min(0), upTo: z.int().min(0), entries: z.array(entry), upToDate: z.boolean() }),
  z.object({ t: z.literal('sent'), conversationId, id: z.uuid(), seq: z.int(), at: z.iso.datetime() }),
  /** `id`: the message it answers, where it answers one. */
  z.object({ t: z.literal('refused'), id: z.uuid().optional(), conversationId: conversationId.optional(), error: wireError }),
  z.object({ t: z.literal('marks'), conversationId, marks: z.array(mark) }),
  z.object({ t: z.literal('typing'), conversationId, party: z.enum(['customer', 'desk']), name: z.string().optional(), on: z.boolean() }),
  /** The head has changed; for a customer also: this is now your open conversation. */
  z.object({ t: z.literal('state'), conversation: conversationHead }),
  /** Staff: whether the customer of a conversation that is followed is connected at all. */
  z.object({ t: z.literal('presence'), conversationId, online: z.boolean() }),
  /** The lists of the desk have changed: ask for them again. */
  z.object({ t: z.literal('lists') }),
  /** A case has changed, one's own or at the desk any: ask for it and for the lists it stands in again. */
  z.object({ t: z.literal('case'), caseId: z.uuid(), version: z.int().min(1) }),
  z.object({ t: z.literal('pong') }),
])
export type ServerFrame = z.infer<typeof serverFrame>

export const socketPath = '/v1/socket'
