import type { Entry, Mark } from '@xinqiao/contract/conversations.ts'
import type { ClientFrame } from '@xinqiao/contract/socket.ts'

/** What a page shows of one conversation, and what it still has to say. Pure; how far it is received is core's client state. */

export type Typing = { readonly party: 'customer' | 'desk'; readonly name?: string }

export type Talk = {
  /** In order of `seq`, each once; a customer's sequence has holes where private notes stand. */
  readonly entries: readonly Entry[]
  /** Everything up to this seq has been received. */
  readonly upTo: number
  /** Whether the answer to an `open` has been received whole. */
  readonly upToDate: boolean
  readonly marks: readonly Mark[]
  readonly typing: Typing | undefined
  /** Staff: whether the customer is connected; undefined while not known. */
  readonly customerOnline: boolean | undefined
}

export const emptyTalk: Talk = { entries: [], upTo: 0, upToDate: false, marks: [], typing: undefined, customerOnline: undefined }

/**
 * Appends what has come. A message that is taken back is marked so at the desk, and at the customer's side it is gone;
 * what is said about it there is the entry that took it back.
 */
export const receiveEntries = (held: readonly Entry[], fresh: readonly Entry[], party: 'customer' | 'desk'): readonly Entry[] => {
  const all = [...held, ...fresh]
  const retractions = new Map(fresh.flatMap((entry) => (entry.kind === 'happening' && entry.about ? [[entry.about.id, { at: entry.at, by: entry.by }]] : [])))
  if (party === 'customer') return all.filter((entry) => entry.kind === 'happening' || !(entry.retracted ?? retractions.has(entry.id)))
  const marked = (entry: Entry): Entry => {
    if (entry.kind === 'happening') return entry
    const retracted = retractions.get(entry.id)
    return retracted ? { ...entry, retracted } : entry
  }
  return retractions.size === 0 ? all : all.map(marked)
}

/** Marks are cumulative: only a higher one changes anything, so late and doubled frames do no harm. */
export const receiveMarks = (talk: Talk, received: readonly Mark[]): Talk => {
  const marks = [...talk.marks]
  let changed = false
  for (const mark of received) {
    const at = marks.findIndex((held) => held.party === mark.party && held.kind === mark.kind)
    const held = marks[at]
    if (held && held.upTo >= mark.upTo) continue
    if (held) marks[at] = mark
    else marks.push(mark)
    changed = true
  }
  return changed ? { ...talk, marks } : talk
}

export const markOf = (talk: Talk, party: Mark['party'], kind: Mark['kind']): number =>
  talk.marks.find((mark) => mark.party === party && mark.kind === kind)?.upTo ?? 0

export type OutgoingMessage = Extract<ClientFrame, { readonly t: 'send' }>['message']

export type Outgoing = {
  readonly message: OutgoingMessage
  /** Undefined: into the customer's open conversation, or a new one. */
  readonly conversationId: string | undefined
  /** ISO moment at which it was written. */
  readonly at: string
  /** `waiting`: not known to be kept. `accepted`: kept, its entry is on the way. `refused`: its writer must change or drop it. */
  readonly state: 'waiting' | 'accepted' | 'refused'
  readonly refusal?: { readonly code: string; readonly sentence: string }
}

/** What has become an entry no longer stands among the outgoing. */
export const withoutSaid = (outbox: readonly Outgoing[], entries: readonly Entry[]): readonly Outgoing[] => {
  const said = new Set(entries.flatMap((entry) => (entry.kind === 'message' ? [entry.id] : [])))
  return outbox.some(({ message }) => said.has(message.id)) ? outbox.filter(({ message }) => !said.has(message.id)) : outbox
}
