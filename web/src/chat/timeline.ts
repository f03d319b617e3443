import type { Entry, Mark, MessageEntry } from '@xinqiao/contract/conversations.ts'
import type { Outgoing } from '../api/talk-state.ts'

/** The rows of the conversation as they stand on the screen, from what is known. Pure. */

export type Delivery = 'sent' | 'delivered' | 'read'

export type Row =
  /** The moment of what follows, said where a day begins or after a pause. */
  | { readonly row: 'moment'; readonly key: string; readonly at: string }
  /** `leads`: the first of several by the same author, which says who speaks. */
  | { readonly row: 'message'; readonly key: string; readonly entry: MessageEntry; readonly leads: boolean; readonly delivery: Delivery | undefined }
  | { readonly row: 'happening'; readonly key: string; readonly entry: Extract<Entry, { readonly kind: 'happening' }> }
  | { readonly row: 'outgoing'; readonly key: string; readonly outgoing: Outgoing; readonly leads: boolean }

/** One conversation after the other, oldest first. */
export type Part = { readonly conversationId: string; readonly entries: readonly Entry[]; readonly marks: readonly Mark[]; readonly outgoing: readonly Outgoing[] }

const pause = 10 * 60_000

/** The day on the reader's own clock. */
const dayOf = (at: string): string => new Date(at).toDateString()

const authorOf = ({ author }: MessageEntry): string => `${author.kind} ${author.name ?? ''}`

/** What a customer need not read: that a conversation began with his own message, or an event without words for him. */
const isSilent = (entry: Entry): boolean => entry.kind === 'happening' && entry.happening === 'opened' && entry.text === undefined

const upTo = (marks: readonly Mark[], kind: Mark['kind']): number =>
  marks.find((mark) => mark.party === 'desk' && mark.kind === kind)?.upTo ?? 0

const deliveryOf = (seq: number, marks: readonly Mark[]): Delivery =>
  upTo(marks, 'read') >= seq ? 'read' : upTo(marks, 'delivered') >= seq ? 'delivered' : 'sent'

/** The parts as rows; of the customer's own messages only the last says how far it came, and only while nobody has answered it. */
export const rowsOf = (parts: readonly Part[]): readonly Row[] => {
  const rows: Row[] = []
  let lastAt: string | undefined
  let speaker: string | undefined
  const moment = (at: string): void => {
    if (lastAt === undefined || dayOf(lastAt) !== dayOf(at) || Date.parse(at) - Date.parse(lastAt) > pause) {
      rows.push({ row: 'moment', key: `moment ${at} ${rows.length}`, at })
      speaker = undefined
    }
    lastAt = at
  }
  for (const { entries, marks, outgoing, conversationId } of parts) {
    const lastOwn = outgoing.length > 0 ? undefined : entries.findLast((entry) => entry.kind === 'message')
    for (const entry of entries) {
      if (isSilent(entry)) continue
      moment(entry.at)
      if (entry.kind === 'happening') {
        rows.push({ row: 'happening', key: `${conversationId} ${entry.seq}`, entry })
        speaker = undefined
        continue
      }
      const leads = speaker !== authorOf(entry)
      speaker = authorOf(entry)
      const delivery = entry === lastOwn && entry.author.kind === 'customer' ? deliveryOf(entry.seq, marks) : undefined
      // The key of a message is its id, so that it keeps its place on the screen when it turns from sent to stored.
      rows.push({ row: 'message', key: entry.id, entry, leads, delivery })
    }
    for (const one of outgoing) {
      moment(one.at)
      rows.push({ row: 'outgoing', key: one.message.id, outgoing: one, leads: !(speaker ?? '').startsWith('customer') })
      speaker = 'customer '
    }
  }
  return rows
}

/** The last message of somebody else, after which the customer has said nothing: its choices can still be tapped. */
export const openQuestion = (parts: readonly Part[]): MessageEntry | undefined => {
  const last = parts.at(-1)
  if (!last || last.outgoing.length > 0) return undefined
  const entry = last.entries.findLast((one) => one.kind === 'message')
  return entry?.kind === 'message' && entry.author.kind !== 'customer' ? entry : undefined
}
