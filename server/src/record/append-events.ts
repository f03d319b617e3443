import { jsonText } from '@xinqiao/core/record/json-text.ts'
import { beginning, type Fields, type Link, nextLink, rowDigest } from '@xinqiao/core/record/link.ts'
import { eventTable, streamOfEvent, timeText } from '@xinqiao/core/record/recorded-table.ts'
import type { Tx } from '../platform/db.ts'
import { originNow } from '../platform/origin.ts'
import type { DomainEvent } from '../platform/outbox.ts'
import { sha256 } from './sha256.ts'
import { insertEvents, type LinkedEvent, lockHeads } from './store.ts'

const fieldsOf = (event: Omit<LinkedEvent, 'hash'>): Fields => [
  ['stream', event.stream], ['seq', String(event.seq)], ['kind', event.kind], ['happened_at', timeText(event.at.getTime())], ['payload', event.payload],
  ['actor', event.actor], ['origin', event.origin],
]

/**
 * Appends events to the record, each linked to the one before it in its stream, in the caller's transaction. The streams stay locked
 * until it ends: emit after everything else is decided and saved.
 */
export const appendEvents = async (tx: Tx, events: readonly DomainEvent[]): Promise<void> => {
  const streams = events.map(({ kind, payload }) => streamOfEvent(kind, payload))
  const now = new Date(Math.max(...events.map(({ at }) => at)))
  const heads = new Map<string, Link>(await lockHeads(tx, [...new Set(streams)], now))
  const { actor = null, from: origin = null } = originNow() ?? {}
  const linked = events.map(({ kind, at, payload }, index): LinkedEvent => {
    const stream = streams[index] ?? ''
    const before = heads.get(stream) ?? beginning
    const event = { stream, seq: before.seq + 1, kind, at: new Date(at), payload: jsonText(payload), actor, origin }
    const link = nextLink(sha256, before, rowDigest(sha256, eventTable.name, fieldsOf(event)))
    heads.set(stream, link)
    return { ...event, hash: link.hash }
  })
  await insertEvents(tx, linked, heads, now)
}
