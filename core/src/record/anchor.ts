import type { Link, Sha256 } from './link.ts'
import { merkleRoot } from './merkle.ts'

/**
 * An anchor: written once a day to a place outside the database. It names the head of every stream that grew since the anchor before,
 * so that rows taken off the end of a stream, or a whole chain made anew, do not go unnoticed.
 */

export type AnchorHeader = {
  readonly format: 'xinqiao-anchor/1'
  /** The lender's day, 2026-11-23. */
  readonly day: string
  /** The moment it was taken, ISO 8601. */
  readonly at: string
  /** The hash of the header before this one; 64 noughts for the first. */
  readonly before: string
  readonly streams: number
  /** The Merkle root over the heads in the order of their streams. */
  readonly root: string
}

export type StreamHead = Link & { readonly stream: string }

/** A head as a leaf of the tree and as a line of the anchor's file. */
export const headText = ({ stream, seq, hash }: StreamHead): string => `${stream} ${seq} ${hash}`

export const readHeadText = (text: string): StreamHead | undefined => {
  const [, stream, seq, hash] = /^(\S+) (\d+) ([0-9a-f]{64})$/.exec(text) ?? []
  return stream === undefined || hash === undefined ? undefined : { stream, seq: Number(seq), hash }
}

export const noAnchorBefore = '0'.repeat(64)

/** Of the fields in their order, whatever order a file has them in. */
export const anchorHash = (sha256: Sha256, { format, day, at, before, streams, root }: AnchorHeader): string =>
  sha256(JSON.stringify([format, day, at, before, streams, root]))

/** `heads` in the order of their streams. */
export const makeAnchor = (sha256: Sha256, taken: { readonly day: string; readonly at: string; readonly before: string }, heads: readonly StreamHead[]): AnchorHeader => ({
  format: 'xinqiao-anchor/1', ...taken, streams: heads.length, root: merkleRoot(sha256, heads.map(headText)),
})
