import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { ConversationHead } from '@xinqiao/contract/conversations.ts'
import type { getMe } from '@xinqiao/contract/people.ts'
import type { Right } from '@xinqiao/core/people/rights.ts'
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import { type AnyOperation, type CallAnswer, type Caller, type CallInput, orThrow, RefusedError, worthRetrying } from './call.ts'
import type { Connection, ConnectionState } from './connection.ts'
import type { Outgoing, Talk } from './talk-state.ts'
import type { Talks } from './talks.ts'

/** What every part of a staff surface may use: who is signed in, how to ask, and the live connection. */
export type StaffSession = {
  readonly me: CallAnswer<typeof getMe>
  readonly call: Caller
  readonly talks: Talks
  readonly connection: Connection
}

const SessionContext = createContext<StaffSession | undefined>(undefined)
export const SessionProvider = SessionContext.Provider

export const useSession = (): StaffSession => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('Only a signed-in surface has a session')
  return session
}

export const useMay = (): ((right: Right) => boolean) => {
  const { me } = useSession()
  return (right) => me.rights.includes(right)
}

export const makeQueryClient = (): QueryClient => new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000, refetchOnWindowFocus: true,
      retry: (count, error) => count < 3 && error instanceof RefusedError && worthRetrying.has(error.refusal.refused),
    },
  },
})

export type AskOptions = { readonly enabled?: boolean; readonly keepShown?: boolean; readonly staleTime?: number; readonly refetchInterval?: number }

/** Asks an operation and keeps the answer; a refusal stands in `error`. */
export const useAsk = <O extends AnyOperation>(operation: O, input: CallInput<O>, options: AskOptions = {}): UseQueryResult<CallAnswer<O>, RefusedError> => {
  const { call } = useSession()
  return useQuery<CallAnswer<O>, RefusedError>({
    queryKey: [operation.id, input],
    queryFn: ({ signal }) => orThrow<CallAnswer<O>>(call(operation, { ...(input as object), signal } as unknown as CallInput<O>)),
    enabled: options.enabled ?? true,
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.refetchInterval === undefined ? {} : { refetchInterval: options.refetchInterval }),
    ...(options.keepShown === true ? { placeholderData: keepPreviousData } : {}),
  } as Parameters<typeof useQuery<CallAnswer<O>, RefusedError>>[0])
}

export const useConnectionState = (): ConnectionState => {
  const { connection } = useSession()
  return useSyncExternalStore(connection.onState, connection.state)
}

/** A conversation live: opened while the component that shows it is there. */
export const useTalk = (conversationId: string): { readonly talk: Talk; readonly outgoing: readonly Outgoing[]; readonly head: ConversationHead | undefined } => {
  const { talks } = useSession()
  useEffect(() => talks.follow(conversationId), [talks, conversationId])
  return {
    talk: useSyncExternalStore(talks.onChange, () => talks.talk(conversationId)),
    outgoing: useSyncExternalStore(talks.onChange, () => talks.outgoing(conversationId)),
    head: useSyncExternalStore(talks.onChange, () => talks.head(conversationId)),
  }
}
