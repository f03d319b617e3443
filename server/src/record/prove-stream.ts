import { type AnchorHeader, headText } from '@xinqiao/core/record/anchor.ts'
import { readAnchor } from '@xinqiao/core/record/anchor-file.ts'
import { beginning, type Fields, rowDigest } from '@xinqiao/core/record/link.ts'
import { merklePath } from '@xinqiao/core/record/merkle.ts'
import type { ProofRow, StreamProof } from '@xinqiao/core/record/proof.ts'
import type { RecordedTable } from '@xinqiao/core/record/recorded-table.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { openAnchorPlace } from './anchor-place.ts'
import { anchoredHead } from './anchor-store.ts'
import { readFields } from './read-rows.ts'
import { sha256 } from './sha256.ts'

/**
 * The proof of a part of a stream, for an export (see `core/record/proof.ts` for what it says and how it is checked). Give it the
 * transaction in which the export reads, so that both are of one moment.
 */
export type PartToProve = {
  readonly table: RecordedTable
  /** The full name: `entries/<conversation>`, or an event's stream as `streamOfEvent` names it. */
  readonly stream: string
  /** The first and the last row of the part; without them from the beginning to the end. */
  readonly from?: number
  readonly to?: number
  /** What of a row goes into the export: its columns, with the text that was sealed where there is one; a row that says `hidden` stands there by its digest. */
  readonly show?: (fields: Fields) => Promise<'hidden' | { readonly said?: string }>
}

type AnchoredPart = { readonly seq: number; readonly anchor: AnchorHeader; readonly path: NonNullable<StreamProof['anchored']>['path'] }

const anchoredOf = async (context: Context, reader: Reader, stream: string): Promise<AnchoredPart | undefined> => {
  const known = await anchoredHead(reader, stream)
  const anchor = known && readAnchor(sha256, (await openAnchorPlace(context.config).read(known.day)) ?? '')
  if (!known || !anchor) return undefined
  const index = anchor.heads.findIndex((head) => head.stream === stream && head.seq === known.seq)
  return index < 0 ? undefined : { seq: known.seq, anchor: anchor.header, path: merklePath(sha256, anchor.heads.map(headText), index) }
}

const lastRow = 2_147_483_647

export const proveStream = async (context: Context, reader: Reader, part: PartToProve): Promise<StreamProof> => {
  const { table, stream, from = 1, to = lastRow, show = async () => ({}) } = part
  const anchored = await anchoredOf(context, reader, stream)
  // An anchor that lies behind the part is reached by rows that are not shown.
  const reach = anchored && anchored.seq >= from - 1 ? Math.max(to, anchored.seq) : to
  const read = await readFields(reader, table, stream, Math.max(from - 1, 1), reach)
  const first = read[0]
  const before = from > 1 && first ? { seq: first.seq, hash: first.hash } : beginning
  const rows: ProofRow[] = []
  for (const { seq, fields, hash } of from > 1 ? read.slice(1) : read) {
    const shown = seq > to ? 'hidden' : await show(fields)
    rows.push(shown === 'hidden' ? { digest: rowDigest(sha256, table.name, fields), hash } : { fields, ...shown, hash })
  }
  const isReached = anchored && anchored.seq >= before.seq && anchored.seq <= before.seq + rows.length
  return { table: table.name, stream, before, rows, ...(isReached ? { anchored } : {}) }
}
