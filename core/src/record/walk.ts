import { beginning, type Link, nextLink, type Sha256 } from './link.ts'

/**
 * Walks the rows of a table, stream after stream and each in its order, and finds the first row of each stream that is not as it was
 * recorded. Holds one stream's state, however many rows there are.
 */

/** A row as it stands in the database: what it contributes to the chain, and the hash it carries. */
export type WalkedRow = { readonly seq: number; readonly digest: string; readonly hash: string }

export type WalkFault = {
  readonly seq: number
  /** `altered`: this row, or the hash of the one before it. `rewritten`: the chain fits itself, but not what an anchor or the head says. */
  readonly fault: 'altered' | 'missing' | 'inserted' | 'rewritten'
}

export type StreamWalk = { readonly link: Link; readonly fault: WalkFault | undefined }

export const startStream: StreamWalk = { link: beginning, fault: undefined }

/** What is known of a stream from elsewhere: its newest row by the head beside it, and by an anchor. */
export type Known = { readonly head: Link | undefined; readonly anchored: Link | undefined }

const found = (walk: StreamWalk, seq: number, fault: WalkFault['fault']): StreamWalk => ({ ...walk, fault: { seq, fault } })

export const walkRow = (sha256: Sha256, walk: StreamWalk, row: WalkedRow, { head, anchored }: Known): StreamWalk => {
  if (walk.fault) return walk
  const expected = walk.link.seq + 1
  if (row.seq > expected) return found(walk, expected, 'missing')
  if (row.seq < expected) return found(walk, row.seq, 'inserted')
  if (!head || row.seq > head.seq) return found(walk, row.seq, 'inserted')
  if (nextLink(sha256, walk.link, row.digest).hash !== row.hash) return found(walk, row.seq, 'altered')
  const isRewritten = (known: Link | undefined): boolean => known?.seq === row.seq && known.hash !== row.hash
  if (isRewritten(anchored) || isRewritten(head)) return found(walk, row.seq, 'rewritten')
  return { ...walk, link: { seq: row.seq, hash: row.hash } }
}

/** After the last row of a stream. */
export const endStream = (walk: StreamWalk, { head, anchored }: Known): WalkFault | undefined => {
  if (walk.fault) return walk.fault
  const last = Math.max(head?.seq ?? 0, anchored?.seq ?? 0)
  return walk.link.seq < last ? { seq: walk.link.seq + 1, fault: 'missing' } : undefined
}
