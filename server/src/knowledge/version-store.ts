import type { VersionRecord } from '@xinqiao/core/knowledge/standing.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import { type Body, dayFrom } from './pieces.ts'
import type { PieceKey, PieceKind } from './store.ts'

/** The room's own SQL for the desk: every version of a piece with all that was decided about it. */

export type StoredVersion = VersionRecord & {
  readonly kind: PieceKind
  readonly pieceId: string
  readonly body: Body
  readonly proposedBy: string
  readonly at: Date
  readonly reason: string
  readonly baseVersion: number | undefined
  readonly origin: 'content' | 'desk' | 'import'
  readonly approvedBy: string | undefined
  readonly return: { readonly by: string; readonly at: Date; readonly reason: string } | undefined
  readonly withdrawal: { readonly by: string; readonly at: Date; readonly reason: string } | undefined
}

type Row = {
  readonly piece_id: string; readonly version: number; readonly body: Body; readonly proposed_by: string; readonly recorded_at: Date; readonly reason: string
  readonly base_version: number | null; readonly origin: StoredVersion['origin']; readonly valid_from: string; readonly valid_until: string | null; readonly review_by: string
  readonly approved_by: string | null; readonly approved_on: string | null
  readonly returned_by: string | null; readonly returned_at: Date | null; readonly return_reason: string | null
  readonly withdrawn_by: string | null; readonly withdrawn_at: Date | null; readonly from_day: string | null; readonly withdrawal_reason: string | null
}

const told = (by: string | null, at: Date | null, reason: string | null): StoredVersion['return'] =>
  by === null || at === null ? undefined : { by, at, reason: reason ?? '' }

const storedOf = (kind: PieceKind, row: Row): StoredVersion => ({
  kind, pieceId: row.piece_id, version: row.version, body: row.body, proposedBy: row.proposed_by, at: row.recorded_at, reason: row.reason,
  baseVersion: row.base_version ?? undefined, origin: row.origin, validFrom: dayFrom(row.valid_from), reviewBy: dayFrom(row.review_by),
  ...(row.valid_until === null ? {} : { validUntil: dayFrom(row.valid_until) }),
  ...(row.approved_on === null ? {} : { approvedOn: dayFrom(row.approved_on) }),
  ...(row.from_day === null ? {} : { withdrawnFrom: dayFrom(row.from_day) }),
  approvedBy: row.approved_by ?? undefined, returned: row.returned_by !== null,
  return: told(row.returned_by, row.returned_at, row.return_reason), withdrawal: told(row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason),
})

/** All versions of a kind, or of one piece, by piece and version. */
export const storedVersions = async (reader: Reader, kind: PieceKind, pieceId?: string): Promise<readonly StoredVersion[]> => {
  const found = await sql<Row>`
    select v.piece_id, v.version, v.body, v.proposed_by, v.recorded_at, v.reason, v.base_version, v.origin, v.valid_from, v.valid_until, v.review_by,
      a.approved_by, a.approved_on, r.returned_by, r.recorded_at as returned_at, r.reason as return_reason,
      w.withdrawn_by, w.recorded_at as withdrawn_at, w.from_day, w.reason as withdrawal_reason
    from knowledge_version v
    left join knowledge_approval a using (kind, piece_id, version)
    left join knowledge_return r using (kind, piece_id, version)
    left join knowledge_withdrawal w using (kind, piece_id, version)
    where kind = ${kind} and (${pieceId ?? null}::text is null or piece_id = ${pieceId ?? null})
    order by piece_id, version`.execute(reader)
  return found.rows.map((row) => storedOf(kind, row))
}

/** Whoever changes a piece waits for whoever does so at this moment. */
export const lockPiece = async (tx: Tx, kind: PieceKind, pieceId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(${`knowledge ${kind} ${pieceId}`}))`.execute(tx)
}

/** The proposer is taken from the version itself, so that nobody can name another one. */
export const insertReturn = async (tx: Tx, { kind, pieceId, version }: PieceKey, returnedBy: string, reason: string, at: Instant): Promise<void> => {
  await sql`
    insert into knowledge_return (kind, piece_id, version, proposed_by, returned_by, reason, recorded_at)
    select kind, piece_id, version, proposed_by, ${returnedBy}, ${reason}, ${new Date(at)}::timestamptz
    from knowledge_version where kind = ${kind} and piece_id = ${pieceId} and version = ${version}`.execute(tx)
}
