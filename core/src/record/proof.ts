import { type AnchorHeader, headText } from './anchor.ts'
import { beginning, type Fields, type Link, nextLink, rowDigest, type Sha256 } from './link.ts'
import { type MerklePath, rootOfPath } from './merkle.ts'
import { recordedTables } from './recorded-table.ts'

/**
 * The proof that goes with an exported part of the record, and how it is checked without a database, without a key and without us:
 * `xinqiao verify FILE`. The wire form is JSON; the export of a case embeds it under `proof`.
 *
 * It holds, for each stream, consecutive rows with all their columns; a row that is not to be shown stands there by its digest alone. From
 * the rows follows the hash of each, and so the head. Where the stream is anchored, `anchored` leads from the hash of one of
 * the rows to the root of an anchor, which the reader compares with the anchor file that he, or the lender's auditor, holds.
 *
 * What was said is sealed in the rows. `said` gives it in the clear: the very text that was sealed, whose hash (`said_hash`) is a column
 * of the row. The text holds a random salt, so that from a row without it nobody can guess what was said.
 */
export type RecordProof = {
  readonly format: 'xinqiao-proof/1'
  /** ISO 8601. */
  readonly madeAt: string
  readonly streams: readonly StreamProof[]
}

export type StreamProof = {
  readonly table: string
  /** The stream's full name: `entries/<conversation>`, `case/<id>`, `customer/<id>` … */
  readonly stream: string
  /** The row before the first one shown; `beginning` where the stream is shown from its first row. */
  readonly before: Link
  readonly rows: readonly ProofRow[]
  readonly anchored?: { readonly seq: number; readonly path: MerklePath; readonly anchor: AnchorHeader }
}

export type ProofRow =
  | { readonly fields: Fields; readonly said?: string; readonly hash: string }
  /** A row that is not shown. */
  | { readonly digest: string; readonly hash: string }

/** The first row of a stream at which the proof fails, and how. */
export type ProofFault = {
  readonly table: string
  readonly stream: string
  readonly seq: number
  readonly fault: 'altered' | 'out-of-place' | 'said-altered' | 'not-under-its-anchor'
}

/** A stream that stands, and up to which row an anchor vouches for it; from there on only the chain itself does. */
export type ProvenStream = { readonly table: string; readonly stream: string; readonly from: number; readonly to: number; readonly anchored?: { readonly seq: number; readonly day: string; readonly root: string } }

export type ProofResult = { readonly faults: readonly ProofFault[]; readonly proven: readonly ProvenStream[] }

const fieldOf = (fields: Fields, column: string): string | null => fields.find(([name]) => name === column)?.[1] ?? null

/** Whether a row says that it belongs at this place of this stream. */
const isInPlace = (stream: StreamProof, seq: number, fields: Fields): boolean => {
  const table = recordedTables.find(({ name }) => name === stream.table)
  if (!table) return false
  return fieldOf(fields, 'seq') === String(seq) && `${table.stream.prefix}${fieldOf(fields, table.stream.column) ?? ''}` === stream.stream
}

const faultOfRow = (sha256: Sha256, stream: StreamProof, before: Link, row: ProofRow): ProofFault['fault'] | undefined => {
  const digest = 'digest' in row ? row.digest : rowDigest(sha256, stream.table, row.fields)
  const shown = 'fields' in row ? row : undefined
  if (shown && !isInPlace(stream, before.seq + 1, shown.fields)) return 'out-of-place'
  if (nextLink(sha256, before, digest).hash !== row.hash) return 'altered'
  if (shown?.said !== undefined && sha256(shown.said) !== fieldOf(shown.fields, 'said_hash')) return 'said-altered'
  return undefined
}

const checkStream = (sha256: Sha256, stream: StreamProof): ProofFault | ProvenStream => {
  const { table, stream: name, before, rows, anchored } = stream
  const fault = (seq: number, what: ProofFault['fault']): ProofFault => ({ table, stream: name, seq, fault: what })
  if (before.seq === 0 && before.hash !== beginning.hash) return fault(1, 'altered')
  let link = before
  for (const row of rows) {
    const what = faultOfRow(sha256, stream, link, row)
    if (what) return fault(link.seq + 1, what)
    link = { seq: link.seq + 1, hash: row.hash }
  }
  const proven = { table, stream: name, from: before.seq + 1, to: link.seq }
  if (!anchored) return proven
  const { seq, path, anchor } = anchored
  const hash = seq === before.seq ? before.hash : rows[seq - before.seq - 1]?.hash
  const isUnder = hash !== undefined && rootOfPath(sha256, headText({ stream: name, seq, hash }), path) === anchor.root
  return isUnder ? { ...proven, anchored: { seq, day: anchor.day, root: anchor.root } } : fault(seq, 'not-under-its-anchor')
}

/** Checks every stream; of each the first fault. A proof without faults shows that its rows are as they were when they were recorded. */
export const checkProof = (sha256: Sha256, proof: RecordProof): ProofResult => {
  const checked = proof.streams.map((stream) => checkStream(sha256, stream))
  return {
    faults: checked.flatMap((result) => ('fault' in result ? [result] : [])),
    proven: checked.flatMap((result) => ('fault' in result ? [] : [result])),
  }
}
