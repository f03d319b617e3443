import type { Entry, Mark } from '@xinqiao/contract/conversations.ts'
import type { ClientFrame } from '@xinqiao/contract/socket.ts'

/** Pure: what a page knows of one conversation, and what it still has to say. No socket, no clock. */

export type Typing = { readonly party: 'customer' | 'desk'; readonly name?: string }

export type Talk = {
  /** Gapless from the first held entry; sorted by `seq`. */
  readonly entries: readonly Entry[]
  /** The highest seq held without a gap; what a resume starts after. */
  readonly cursor: number
  /** Whether the answer to the last `open` has been received whole. */
  readonly upToDate: boolean
  readonly marks: readonly Mark[]
  readonly typing?: Typing
}

export const emptyTalk: Talk = { entries: [], cursor: 0, upToDate: false, marks: [] }

/** Takes what is new and drops what is held already. `gap`: something is missing in between; open again from the cursor. */
export const receiveEntries = (talk: Talk, received: readonly Entry[], upToDate: boolean): { readonly talk: Talk; readonly gap: boolean } => {
  let cursor = talk.cursor
  const fresh: Entry[] = []
  let gap = false
  for (const entry of received) {
    if (entry.seq <= cursor) continue
    if (entry.seq > cursor + 1) {
      gap = true
      break
    }
    fresh.push(entry)
    cursor = entry.seq
  }
  const complete = gap ? false : talk.upToDate || upToDate
  if (fresh.length === 0 && complete === talk.upToDate) return { talk, gap }
  return { talk: { ...talk, entries: [...talk.entries, ...fresh], cursor, upToDate: complete }, gap }
}

/** Marks are cumulative: only a higher one changes anything, so late and doubled frames do no harm. */
export const receiveMarks = (talk: Talk, received: readonly Mark[]): Talk => {
  const marks = [...talk.marks]
  let changed = false
  for (const mark of received) {
    const at = marks.findIndex((held) => held.party === mark.party && held.kind === mark.kind)
    const held = marks[at]
    if (!held) marks.push(mark)
    else if (held.upTo < mark.upTo) marks[at] = mark
    else continue
    changed = true
  }
  return changed ? { ...talk, marks } : talk
}

export const markOf = (talk: Talk, party: Mark['party'], kind: Mark['kind']): number =>
  talk.marks.find((mark) => mark.party === party && mark.kind === kind)?.upTo ?? 0

export type OutgoingMessage = Extract<ClientFrame, { readonly t: 'send' }>['message']

export type Outgoing = {
  readonly message: OutgoingMessage
  /** Absent: into the customer's open conversation, or a new one. */
  readonly conversationId?: string
  /** ISO moment at which it was written. */
  readonly at: string
  /** `accepted`: the server has it, its entry is on the way. */
  readonly state: 'waiting' | 'accepted' | 'refused'
  readonly refusal?: { readonly code: string; readonly sentence: string }
}

export type Outbox = readonly Outgoing[]

export const enqueue = (outbox: Outbox, outgoing: Outgoing): Outbox =>
  outbox.some((held) => held.message.id === outgoing.message.id) ? outbox : [...outbox, outgoing]

const change = (outbox: Outbox, id: string, changed: (held: Outgoing) => Outgoing): Outbox =>
  outbox.some((held) => held.message.id === id) ? outbox.map((held) => (held.message.id === id ? changed(held) : held)) : outbox

export const accepted = (outbox: Outbox, id: string, conversationId: string): Outbox =>
  change(outbox, id, ({ refusal: _, ...held }) => ({ ...held, conversationId, state: 'accepted' }))

export const refused = (outbox: Outbox, id: string, refusal: { readonly code: string; readonly sentence: string }): Outbox =>
  change(outbox, id, (held) => (held.state === 'accepted' ? held : { ...held, state: 'refused', refusal }))

export const again = (outbox: Outbox, id: string): Outbox =>
  change(outbox, id, ({ refusal: _, ...held }) => ({ ...held, state: 'waiting' }))

export const withdraw = (outbox: Outbox, id: string): Outbox => outbox.filter((held) => held.message.id !== id)

/** What has become an entry no longer needs to be said. */
export const settle = (outbox: Outbox, entries: readonly Entry[]): Outbox => {
  const said = new Set(entries.flatMap((entry) => (entry.kind === 'message' ? [entry.id] : [])))
  const left = outbox.filter((held) => !said.has(held.message.id))
  return left.length === outbox.length ? outbox : left
}

/**
 * What to send after every welcome, in the order it was written. Refused ones wait for their writer; accepted ones are
 * sent again too, since that changes nothing and brings their entry back where it was lost on the way.
 */
export const unsent = (outbox: Outbox): readonly ClientFrame[] =>
  outbox.filter((held) => held.state !== 'refused').map((held) => ({
    t: 'send', message: held.message, ...(held.conversationId === undefined ? {} : { conversationId: held.conversationId }),
  }))
