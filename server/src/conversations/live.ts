import { mark } from '@xinqiao/contract/conversations.ts'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { withOrigin } from '../platform/origin.ts'
import { createBatchQueue } from './batch-queue.ts'
import type { Change, ChangeOutcome } from './change.ts'
import { createFeeds, type Feeds } from './feeds.ts'
import { createLaterIndex } from './index-later.ts'
import { createMarks, type Marks } from './marks.ts'
import { customerKey, type Presence, presenceBeat, startPresence } from './presence.ts'
import { createSessions, type Sessions, type Typing } from './sessions.ts'
import { findConversation, readEntriesAfter, readLastSeqs } from './store.ts'
import { type Addition, storeChanges } from './store-changes.ts'
import { entryOf, type FullEntry } from './wire.ts'

/** What of conversations lives in a process: the queue of what is to be stored, and everybody who is connected. */
export type Live = {
  /** Stores a change; resolves after the commit. All changes of conversations in this process go through here. */
  readonly submit: (change: Change) => Promise<ChangeOutcome>
  readonly feeds: Feeds
  readonly marks: Marks
  readonly presence: Presence
  readonly sessions: Sessions
  readonly tellTyping: (typing: Typing, session: string) => void
  /** Resolves when what this process has stored can be searched. */
  readonly indexed: () => Promise<void>
  readonly close: () => Promise<void>
}

const entriesChannel = 'conversations.entries'
const marksChannel = 'conversations.marks'
const typingChannel = 'conversations.typing'

/** A conversation has got to this number; `head`: its state is another one. */
const entriesNotice = z.object({ from: z.string(), id: z.string(), seq: z.number(), head: z.boolean() })
const marksNotice = z.object({ id: z.string(), marks: z.array(mark) })
const typingNotice = z.object({ session: z.string(), typing: z.object({ conversationId: z.string(), party: z.enum(['customer', 'desk']), name: z.string().exactOptional(), on: z.boolean() }) })

/** Notices are hints and may be lost with the process that should have sent them; this often the followed conversations are looked at. */
const sweepEvery = 2000
const sweepTogether = 1000
/** Lists are asked for anew by whole pages, so that a busy desk hears of changes together. */
const listsEvery = 700

type Parts = Pick<Live, 'feeds' | 'sessions'>

const sweep = async ({ db, log }: Context, { feeds }: Parts): Promise<void> => {
  const ids = feeds.followed()
  try {
    for (let start = 0; start < ids.length; start += sweepTogether) {
      for (const [id, seq] of await readLastSeqs(db, ids.slice(start, start + sweepTogether))) feeds.heard(id, seq)
    }
  } catch (error) {
    log.debug({ error }, 'the followed conversations could not be looked at')
  }
}

const createListsBell = (sessions: Sessions) => {
  let timer: NodeJS.Timeout | undefined
  return {
    ring: (): void => {
      timer ??= setTimeout(() => {
        timer = undefined
        sessions.tellLists()
      }, listsEvery).unref()
    },
    stop: () => clearTimeout(timer),
  }
}

/** Hears the other processes. */
const listen = ({ fanout, db, log }: Context, parts: Parts, self: string, ringLists: () => void): (() => void)[] => {
  const { feeds, sessions } = parts
  const refreshHead = async (id: string): Promise<void> => {
    const conversation = await findConversation(db, id)
    if (conversation) sessions.tellState(conversation)
  }
  return [
    fanout.subscribe(entriesChannel, (payload) => {
      const { from, id, seq, head } = entriesNotice.parse(payload)
      ringLists()
      if (from === self) return
      feeds.heard(id, seq)
      if (head) refreshHead(id).catch((error: unknown) => log.warn({ error, conversation: id }, 'a changed conversation could not be read'))
    }),
    fanout.subscribe(marksChannel, (payload) => {
      const { id, marks } = marksNotice.parse(payload)
      sessions.tellMarks(id, marks)
    }),
    fanout.subscribe(typingChannel, (payload) => {
      const { session, typing } = typingNotice.parse(payload)
      sessions.tellTyping(typing, session)
    }),
  ]
}

const startLive = (context: Context): Live => {
  const { db, keys, fanout, log, clock } = context
  const self = randomUUID()
  const read = async (id: string, after: number, limit: number): Promise<readonly FullEntry[]> =>
    await Promise.all((await readEntriesAfter(db, id, after, limit)).map((row) => entryOf(keys, db, row)))
  const feeds = createFeeds({ read, log })
  const sessions = createSessions()
  const lists = createListsBell(sessions)
  const index = createLaterIndex(context)
  const announce = ({ conversation, entries, headChanged }: Addition): void => {
    feeds.committed(conversation.id, entries)
    if (headChanged) sessions.tellState(conversation)
    fanout.publish(entriesChannel, { from: self, id: conversation.id, seq: conversation.head.lastSeq, head: headChanged })
  }
  const queue = createBatchQueue<Change, ChangeOutcome>({
    log,
    store: async (changes, careful) => {
      // A batch holds what many do: who did each stands in its entry, not in whoever's request happened to start the batch.
      const { stored, additions } = await withOrigin(undefined, () => storeChanges(context, changes, careful))
      index.note(additions.flatMap(({ toIndex }) => toIndex))
      for (const addition of additions) announce(addition)
      return stored
    },
  })
  const marks = createMarks(context, (id, newMarks) => fanout.publish(marksChannel, { id, marks: [...newMarks] }))
  const presence = startPresence(fanout, self)
  presence.onChange((who, here) => {
    if (who.startsWith(customerKey(''))) sessions.tellPresence(who.slice(customerKey('').length), here)
  })
  const stopping = listen(context, { feeds, sessions }, self, lists.ring)
  stopping.push(fanout.onGap(() => {
    lists.ring()
    void sweep(context, { feeds, sessions })
  }))
  const sweeping = setInterval(() => void sweep(context, { feeds, sessions }), sweepEvery).unref()
  const beating = setInterval(() => presence.beat(clock.now()), presenceBeat).unref()
  return {
    submit: queue.submit, feeds, marks, presence, sessions,
    indexed: index.drained,
    tellTyping: (typing, session) => fanout.publish(typingChannel, { session, typing }),
    close: async () => {
      clearInterval(sweeping)
      clearInterval(beating)
      lists.stop()
      for (const stop of stopping) stop()
      presence.stop()
      await queue.drained()
      await index.drained()
      await marks.flush()
    },
  }
}

/** One for each context, so that whoever has the context sends through the same queue. */
const lives = new WeakMap<Context, Live>()

export const liveOf = (context: Context): Live => {
  const known = lives.get(context)
  if (known) return known
  const live = startLive(context)
  lives.set(context, live)
  return live
}

/** Stores what still waits and lets go of timers; sockets and requests have ended before. */
export const closeLive = async (context: Context): Promise<void> => {
  await lives.get(context)?.close()
  lives.delete(context)
}
