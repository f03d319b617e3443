import type { Entry } from '@xinqiao/contract/conversations.ts'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { isCallRefusal } from '../api/call.ts'
import type { ConnectionState } from '../api/connection.ts'
import { customerOperations } from '../api/light.ts'
import { receiveEntries } from '../api/talk-state.ts'
import type { Talks } from '../api/talks.ts'
import { localDay } from '../ui/format.ts'
import { useLanguage } from '../ui/language.ts'
import type { Facts } from './chat-context.ts'
import type { Client } from './client.ts'
import type { Part } from './timeline.ts'

/** Renders anew at each change of the talks, which are then read directly. */
export const useTalks = (talks: Talks): number => {
  const version = useRef(0)
  const subscribe = useCallback((listener: () => void) => talks.onChange(() => {
    version.current += 1
    listener()
  }), [talks])
  return useSyncExternalStore(subscribe, () => version.current)
}

export const useConnection = ({ connection }: Client): ConnectionState => useSyncExternalStore(connection.onState, connection.state)

const noticedAfter = 1500

/** Offline for long enough that it is worth saying. */
export const useOffline = (client: Client): boolean => {
  const state = useConnection(client)
  const off = state === 'waiting' || state === 'connecting'
  const [said, setSaid] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => { setSaid(off) }, off ? noticedAfter : 0)
    return () => { clearTimeout(timer) }
  }, [off])
  return said && off
}

/** Whether somebody can see the page: a chat that the embedding page has folded away has no height. */
export const usePageSeen = (): boolean => useSyncExternalStore((listener) => {
  document.addEventListener('visibilitychange', listener)
  window.addEventListener('resize', listener)
  return () => {
    document.removeEventListener('visibilitychange', listener)
    window.removeEventListener('resize', listener)
  }
}, () => document.visibilityState === 'visible' && innerHeight > 0)

/** What the server says of this customer; asked again when the conversation changes hands and when the connection is back. */
export const useFacts = (client: Client, changed: string): { readonly facts: Facts | undefined; readonly failed: boolean } => {
  const [facts, setFacts] = useState<Facts>()
  const [failed, setFailed] = useState(false)
  const online = useConnection(client) === 'online'
  const shownLanguage = useLanguage()
  useEffect(() => {
    const asking = new AbortController()
    const ask = async (): Promise<void> => {
      const answer = await client.call(customerOperations.getChat, { signal: asking.signal })
      setFailed(isCallRefusal(answer))
      if (!isCallRefusal(answer)) setFacts(answer)
    }
    ask().catch(() => undefined)
    return () => { asking.abort() }
    // Asked again because of what they say; the language goes along by itself.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [client, changed, online, shownLanguage])
  return { facts, failed }
}

/** The conversations that this page follows, oldest first: the one that was open when it came, and those opened since. */
export const useFollowed = (client: Client, facts: Facts | undefined): readonly string[] => {
  const [followed, setFollowed] = useState<readonly string[]>([])
  const open = client.talks.openConversation() ?? facts?.conversation?.id
  if (open !== undefined && !followed.includes(open)) setFollowed([...followed, open])
  return followed
}

type Earlier = { readonly parts: readonly Part[]; readonly more: boolean; readonly loading: boolean; readonly load: () => Promise<void> }

const pageSize = 500

const readWhole = async (client: Client, conversationId: string): Promise<Part | undefined> => {
  let entries: readonly Entry[] = []
  for (let after = 0; ;) {
    const answer = await client.call(customerOperations.listChatEntries, { params: { conversationId }, query: { after, limit: pageSize } })
    if (isCallRefusal(answer)) return undefined
    entries = receiveEntries(entries, answer.entries, 'customer')
    if (answer.upTo <= after || answer.upTo >= answer.conversation.lastSeq) return { conversationId, entries, marks: answer.marks, outgoing: [] }
    after = answer.upTo
  }
}

/** Conversations that ended before this visit, fetched one by one, the last one first. */
export const useEarlier = (client: Client, facts: Facts | undefined, followed: readonly string[]): Earlier => {
  const [parts, setParts] = useState<readonly Part[]>([])
  const [loading, setLoading] = useState(false)
  const next = facts?.earlier.find(({ id }) => !followed.includes(id) && !parts.some((part) => part.conversationId === id))
  const load = useCallback(async () => {
    if (!next) return
    setLoading(true)
    const part = await readWhole(client, next.id)
    if (part) setParts((before) => [part, ...before.filter(({ conversationId }) => conversationId !== part.conversationId)])
    setLoading(false)
  }, [client, next])
  return { parts, more: next !== undefined, loading, load }
}

/** All that is shown, in order: earlier conversations, those followed, and what waits for a conversation to be opened. */
export const useParts = (client: Client, followed: readonly string[], earlier: readonly Part[], version: number): readonly Part[] => useMemo(() => {
  const { talks } = client
  const live = followed.map((conversationId): Part => {
    const { entries, marks } = talks.talk(conversationId)
    return { conversationId, entries, marks, outgoing: talks.outgoing(conversationId) }
  })
  const unplaced = talks.outgoing(undefined)
  const last = live.at(-1)
  if (unplaced.length === 0) return [...earlier, ...live]
  if (!last) return [...earlier, { conversationId: '', entries: [], marks: [], outgoing: unplaced }]
  return [...earlier, ...live.slice(0, -1), { ...last, outgoing: [...last.outgoing, ...unplaced] }]
  // The talks are a store outside of React; `version` says that they have changed.
  // oxlint-disable-next-line react/exhaustive-deps
}, [client, followed, earlier, version])

/** The day on which the page was opened; who leaves it open over midnight reads yesterday’s dates with their day. */
export const useToday = (): string => useState(() => localDay(new Date()))[0]

/** The keyboard of a phone covers the page without making it smaller; the page follows what is left of the window. */
export const useRoomAboveKeyboard = (): void => {
  useEffect(() => {
    const seen = window.visualViewport
    if (!seen) return undefined
    const fit = (): void => {
      const covered = Math.max(0, innerHeight - seen.height - seen.offsetTop)
      // Zooming in changes the same numbers, and must not squeeze the page.
      const style = document.documentElement.style
      style.setProperty('--covered', seen.scale > 1.01 ? '0px' : `${Math.round(covered)}px`)
      style.setProperty('--shifted', seen.scale > 1.01 ? '0px' : `${Math.round(seen.offsetTop)}px`)
    }
    seen.addEventListener('resize', fit)
    seen.addEventListener('scroll', fit)
    fit()
    return () => {
      seen.removeEventListener('resize', fit)
      seen.removeEventListener('scroll', fit)
    }
  }, [])
}
