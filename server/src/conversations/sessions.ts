import type { Mark } from '@xinqiao/contract/conversations.ts'
import type { ServerFrame } from '@xinqiao/contract/socket.ts'
import type { Conversation } from './store.ts'
import { headFor, headOf, type Side } from './wire.ts'

/** The sockets of this process, found by whom they belong to and by what they show. */

export type Session = {
  readonly id: string
  readonly side: Side
  /** Set on the customer's side. */
  readonly customerId: string | undefined
  readonly send: (frame: ServerFrame) => void
}

export type Typing = { readonly conversationId: string; readonly party: 'customer' | 'desk'; readonly name?: string; readonly on: boolean }

export type Sessions = {
  readonly add: (session: Session) => void
  readonly remove: (session: Session) => void
  readonly show: (session: Session, conversationId: string, customerId: string) => void
  readonly hide: (session: Session, conversationId: string) => void
  readonly watchLists: (session: Session) => void
  readonly tellState: (conversation: Conversation) => void
  readonly tellMarks: (conversationId: string, marks: readonly Mark[]) => void
  readonly tellTyping: (typing: Typing, exceptSession: string) => void
  readonly tellPresence: (customerId: string, online: boolean) => void
  readonly tellLists: () => void
  /** To those customers, and to everybody who watches the lists. */
  readonly tellCase: (changed: { readonly caseId: string; readonly version: number }, customers: readonly string[]) => void
}

const createIndex = () => {
  const sets = new Map<string, Set<Session>>()
  return {
    of: (key: string): ReadonlySet<Session> => sets.get(key) ?? new Set(),
    add: (key: string, session: Session): void => void sets.set(key, (sets.get(key) ?? new Set()).add(session)),
    remove: (key: string, session: Session): void => {
      const set = sets.get(key)
      if (set?.delete(session) && set.size === 0) sets.delete(key)
    },
  }
}

export const createSessions = (): Sessions => {
  const byCustomer = createIndex()
  const byConversation = createIndex()
  /** The desk's sessions that show a conversation of this customer. */
  const deskByCustomer = createIndex()
  const watchers = new Set<Session>()
  /** What each session shows, with the customer it concerns. */
  const shown = new Map<Session, Map<string, string>>()

  return {
    add: (session) => {
      shown.set(session, new Map())
      if (session.customerId !== undefined) byCustomer.add(session.customerId, session)
    },
    remove: (session) => {
      for (const [conversationId, customerId] of shown.get(session) ?? []) {
        byConversation.remove(conversationId, session)
        deskByCustomer.remove(customerId, session)
      }
      shown.delete(session)
      watchers.delete(session)
      if (session.customerId !== undefined) byCustomer.remove(session.customerId, session)
    },
    show: (session, conversationId, customerId) => {
      shown.get(session)?.set(conversationId, customerId)
      byConversation.add(conversationId, session)
      if (session.side === 'desk') deskByCustomer.add(customerId, session)
    },
    hide: (session, conversationId) => {
      const conversations = shown.get(session)
      const customerId = conversations?.get(conversationId)
      conversations?.delete(conversationId)
      byConversation.remove(conversationId, session)
      if (customerId !== undefined && ![...(conversations?.values() ?? [])].includes(customerId)) deskByCustomer.remove(customerId, session)
    },
    watchLists: (session) => void watchers.add(session),
    tellState: (conversation) => {
      const head = headOf(conversation)
      const concerned = new Set([...byConversation.of(conversation.id), ...byCustomer.of(conversation.customerId)])
      for (const session of concerned) session.send({ t: 'state', conversation: headFor(session.side, head) })
    },
    tellMarks: (conversationId, marks) => {
      for (const session of byConversation.of(conversationId)) session.send({ t: 'marks', conversationId, marks: [...marks] })
    },
    tellTyping: (typing, exceptSession) => {
      for (const session of byConversation.of(typing.conversationId)) if (session.id !== exceptSession) session.send({ t: 'typing', ...typing })
    },
    tellPresence: (customerId, online) => {
      for (const session of deskByCustomer.of(customerId)) {
        for (const [conversationId, customer] of shown.get(session) ?? []) if (customer === customerId) session.send({ t: 'presence', conversationId, online })
      }
    },
    tellLists: () => {
      for (const session of watchers) session.send({ t: 'lists' })
    },
    tellCase: ({ caseId, version }, customers) => {
      const concerned = new Set([...watchers, ...customers.flatMap((id) => [...byCustomer.of(id)])])
      for (const session of concerned) session.send({ t: 'case', caseId, version })
    },
  }
}
