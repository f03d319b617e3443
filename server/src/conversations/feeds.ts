import type { ServerFrame } from '@xinqiao/contract/socket.ts'
import type { Log } from '../platform/log.ts'
import { type FullEntry, shownIn, type View, withRetractions } from './wire.ts'

/**
 * Brings the entries of a conversation to everyone who follows it in this process: each once, in order, from wherever his
 * cursor stands. What is committed here is handed on at once; of what is committed elsewhere only the number is heard,
 * and the entries are read. All three ways, replay included, end in one function that moves one cursor.
 */

export type EntriesFrame = Extract<ServerFrame, { t: 'entries' }>

export type Follower = {
  readonly view: View
  readonly send: (frame: EntriesFrame) => void
  /** Resolves when the line has room again; a replay waits for it instead of filling the memory. */
  readonly roomy: () => Promise<void>
}

export type Following = { readonly stop: () => void }

export type Feeds = {
  /** Replays what lies after the cursor, says `upToDate`, and goes on with what is new. */
  readonly follow: (conversationId: string, after: number, follower: Follower) => Following
  /** Entries that this process has just committed. */
  readonly committed: (conversationId: string, entries: readonly FullEntry[]) => void
  /** The conversation has reached this number, by whatever process. */
  readonly heard: (conversationId: string, lastSeq: number) => void
  readonly followed: () => readonly string[]
}

type State = Follower & { cursor: number; pumping: boolean; told: boolean; stopped: boolean }

type Feed = {
  readonly id: string
  readonly followers: Set<State>
  /** The newest number known. */
  lastSeq: number
  /** The newest entries, without a gap, so that hardly anything is read that was just written. */
  recent: readonly FullEntry[]
}

export type FeedSettings = {
  readonly read: (conversationId: string, after: number, limit: number) => Promise<readonly FullEntry[]>
  readonly log: Log
}

const page = 200
const recentKept = 50

const remember = (feed: Feed, entries: readonly FullEntry[]): void => {
  const [first] = entries
  const newest = feed.recent.at(-1)
  if (!first) return
  const joined = newest && first.seq === newest.seq + 1 ? [...feed.recent, ...entries] : newest && first.seq <= newest.seq ? feed.recent : entries
  // Who lags behind must not be handed what was taken back meanwhile.
  feed.recent = withRetractions(joined.slice(-recentKept))
  feed.lastSeq = Math.max(feed.lastSeq, entries.at(-1)?.seq ?? 0)
}

/** The next entries after a number out of what is at hand; undefined where they must be read. */
const atHand = ({ recent }: Feed, after: number): readonly FullEntry[] | undefined => {
  const first = recent[0]?.seq ?? Infinity
  const newest = recent.at(-1)?.seq ?? 0
  return first <= after + 1 && newest > after ? recent.slice(after + 1 - first) : undefined
}

const hand = (feed: Feed, follower: State, entries: readonly FullEntry[], upToDate: boolean): void => {
  const upTo = entries.at(-1)?.seq ?? follower.cursor
  if (entries.length === 0 && (follower.told || !upToDate)) return
  const after = follower.cursor
  follower.cursor = upTo
  follower.told ||= upToDate
  follower.send({ t: 'entries', conversationId: feed.id, after, upTo, entries: [...shownIn(follower.view, entries)], upToDate })
}

export const createFeeds = ({ read, log }: FeedSettings): Feeds => {
  const feeds = new Map<string, Feed>()

  /** Reads on until the follower has all there is. One at a time for each follower. */
  const catchUp = async (feed: Feed, follower: State): Promise<void> => {
    while (!follower.stopped && (!follower.told || follower.cursor < feed.lastSeq)) {
      await follower.roomy()
      if (follower.stopped) return
      const entries = (follower.told ? atHand(feed, follower.cursor) : undefined) ?? (await read(feed.id, follower.cursor, page))
      if (follower.stopped) return
      const next = entries[0]
      // A hint that ran ahead of what can be read: the next hint or the sweep comes back to it.
      if (follower.told && next === undefined) return
      if (next !== undefined && next.seq !== follower.cursor + 1) throw new Error(`conversation ${feed.id} has no entry ${follower.cursor + 1}`)
      const isAll = entries.length < page
      if (isAll) remember(feed, entries)
      hand(feed, follower, entries, isAll)
    }
  }
  const pump = (feed: Feed, follower: State): void => {
    if (follower.pumping) return
    const ready = follower.told ? atHand(feed, follower.cursor) : undefined
    if (ready) return hand(feed, follower, ready, true)
    follower.pumping = true
    catchUp(feed, follower)
      .catch((error: unknown) => log.warn({ error, conversation: feed.id }, 'entries could not be read; they follow later'))
      .finally(() => {
        follower.pumping = false
        // What was committed during the last read found this follower busy.
        const more = follower.stopped || !follower.told ? undefined : atHand(feed, follower.cursor)
        if (more) hand(feed, follower, more, true)
      })
  }
  const pumpAll = (feed: Feed): void => {
    for (const follower of feed.followers) if (!follower.told || follower.cursor < feed.lastSeq) pump(feed, follower)
  }

  return {
    follow: (conversationId, after, follower) => {
      const feed = feeds.get(conversationId) ?? { id: conversationId, followers: new Set(), lastSeq: 0, recent: [] }
      feeds.set(conversationId, feed)
      const state: State = { ...follower, cursor: after, pumping: false, told: false, stopped: false }
      feed.followers.add(state)
      pump(feed, state)
      return {
        stop: () => {
          state.stopped = true
          feed.followers.delete(state)
          if (feed.followers.size === 0 && feeds.get(conversationId) === feed) feeds.delete(conversationId)
        },
      }
    },
    committed: (conversationId, entries) => {
      const feed = feeds.get(conversationId)
      if (!feed) return
      remember(feed, entries)
      pumpAll(feed)
    },
    heard: (conversationId, lastSeq) => {
      const feed = feeds.get(conversationId)
      if (!feed) return
      feed.lastSeq = Math.max(feed.lastSeq, lastSeq)
      pumpAll(feed)
    },
    followed: () => [...feeds.keys()],
  }
}
