import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The knowledge room's own SQL. Versions, approvals and withdrawals are only ever inserted. */

export const pieceKinds = ['article', 'term', 'reply', 'product', 'notice', 'policy', 'disclosure', 'rule'] as const
export type PieceKind = (typeof pieceKinds)[number]

export type PieceKey = { readonly kind: PieceKind; readonly pieceId: string; readonly version: number }

export type NewVersion = PieceKey & {
  /** The piece's file as JSON, without `approvedBy` and `approvedOn`. */
  readonly body: Readonly<Record<string, unknown>>
  readonly proposedBy: string
  readonly validFrom: Day
  readonly validUntil?: Day
  readonly reviewBy: Day
  readonly origin: 'content' | 'desk' | 'import'
  /** Why it was written, and from which version. */
  readonly reason?: string
  readonly baseVersion?: number
  /** `suggestion:ID` or `gap:ID`, where it was written for one. */
  readonly cameFrom?: string
}

export type NewApproval = PieceKey & { readonly approvedBy: string; readonly approvedOn: Day }

/** An approved version; `body` only where the reader asked for it. */
export type ApprovedRow = {
  readonly piece_id: string
  readonly version: number
  readonly digest: string
  readonly approved_by: string
  readonly approved_on: string
}

const jsonOf = (value: unknown): string => JSON.stringify(value)

/** Inserts what is not there yet and says how many were; a version that is there stays as it is. */
export const insertVersions = async (tx: Tx, versions: readonly NewVersion[], at: Instant): Promise<readonly PieceKey[]> => {
  if (versions.length === 0) return []
  const rows = versions.map((each) => ({
    kind: each.kind, piece_id: each.pieceId, version: each.version, body: each.body, proposed_by: each.proposedBy, valid_from: isoDay(each.validFrom),
    valid_until: each.validUntil === undefined ? null : isoDay(each.validUntil), review_by: isoDay(each.reviewBy), origin: each.origin,
    reason: each.reason ?? '', base_version: each.baseVersion ?? null, came_from: each.cameFrom ?? null,
  }))
  const inserted = await sql<{ kind: PieceKind; piece_id: string; version: number }>`
    insert into knowledge_version (kind, piece_id, version, body, digest, proposed_by, valid_from, valid_until, review_by, origin, reason, base_version, came_from, recorded_at)
    select kind, piece_id, version, body, encode(sha256(convert_to(body::text, 'UTF8')), 'hex'), proposed_by, valid_from, valid_until, review_by, origin,
      reason, base_version, came_from, ${new Date(at)}::timestamptz
    from jsonb_to_recordset(${jsonOf(rows)}::jsonb) as row (
      kind text, piece_id text, version integer, body jsonb, proposed_by text, valid_from date, valid_until date, review_by date, origin text,
      reason text, base_version integer, came_from text)
    on conflict (kind, piece_id, version) do nothing
    returning kind, piece_id, version`.execute(tx)
  return inserted.rows.map((row) => ({ kind: row.kind, pieceId: row.piece_id, version: row.version }))
}

/** The proposer is taken from the version itself, so that nobody can name another one. */
export const insertApprovals = async (tx: Tx, approvals: readonly NewApproval[], at: Instant): Promise<void> => {
  if (approvals.length === 0) return
  const rows = approvals.map((each) => ({
    kind: each.kind, piece_id: each.pieceId, version: each.version, approved_by: each.approvedBy, approved_on: isoDay(each.approvedOn),
  }))
  await sql`
    insert into knowledge_approval (kind, piece_id, version, proposed_by, approved_by, approved_on, recorded_at)
    select v.kind, v.piece_id, v.version, v.proposed_by, row.approved_by, row.approved_on, ${new Date(at)}::timestamptz
    from jsonb_to_recordset(${jsonOf(rows)}::jsonb) as row (kind text, piece_id text, version integer, approved_by text, approved_on date)
    join knowledge_version v using (kind, piece_id, version)
    on conflict (kind, piece_id, version) do nothing`.execute(tx)
}

export const insertWithdrawal = async (
  tx: Tx, key: PieceKey, withdrawnBy: string, fromDay: Day, reason: string, at: Instant,
): Promise<void> => {
  await sql`
    insert into knowledge_withdrawal (kind, piece_id, version, withdrawn_by, from_day, reason, recorded_at)
    values (${key.kind}, ${key.pieceId}, ${key.version}, ${withdrawnBy}, ${isoDay(fromDay)}, ${reason}, ${new Date(at)})
    on conflict (kind, piece_id, version) do nothing`.execute(tx)
}

/** Of each piece the highest version that is approved, valid and not withdrawn on the day, by id. */
export const inForce = async (reader: Reader, kind: PieceKind, day: Day): Promise<readonly ApprovedRow[]> => {
  const on = isoDay(day)
  const found = await sql<ApprovedRow>`
    select distinct on (v.piece_id) v.piece_id, v.version, v.digest, a.approved_by, a.approved_on
    from knowledge_version v join knowledge_approval a using (kind, piece_id, version)
    where v.kind = ${kind} and a.approved_on <= ${on}::date and v.valid_from <= ${on}::date and coalesce(v.valid_until, 'infinity') >= ${on}::date
      and not exists (
        select from knowledge_withdrawal w
        where w.kind = v.kind and w.piece_id = v.piece_id and w.version = v.version and w.from_day <= ${on}::date)
    order by v.piece_id, v.version desc`.execute(reader)
  return found.rows
}

/** One approved version, in force or not: what an answer of last year rested on can still be read. */
export const approvedVersion = async (reader: Reader, { kind, pieceId, version }: PieceKey): Promise<ApprovedRow | undefined> => {
  const found = await sql<ApprovedRow>`
    select v.piece_id, v.version, v.digest, a.approved_by, a.approved_on
    from knowledge_version v join knowledge_approval a using (kind, piece_id, version)
    where v.kind = ${kind} and v.piece_id = ${pieceId} and v.version = ${version}`.execute(reader)
  return found.rows[0]
}

export const bodies = async (
  reader: Reader, kind: PieceKind, digests: readonly string[],
): Promise<readonly { readonly digest: string; readonly body: Readonly<Record<string, unknown>> }[]> => {
  if (digests.length === 0) return []
  const found = await sql<{ digest: string; body: Readonly<Record<string, unknown>> }>`
    select distinct on (digest) digest, body from knowledge_version where kind = ${kind} and digest = any(${digests})`.execute(reader)
  return found.rows
}

export type Proposal = { readonly proposedBy: string; readonly body: Readonly<Record<string, unknown>>; readonly approved: boolean; readonly returned: boolean }

export const readVersion = async (reader: Reader, { kind, pieceId, version }: PieceKey): Promise<Proposal | undefined> => {
  const found = await sql<{ proposed_by: string; body: Proposal['body']; approved: boolean; returned: boolean }>`
    select v.proposed_by, v.body,
      exists (select from knowledge_approval a where a.kind = v.kind and a.piece_id = v.piece_id and a.version = v.version) as approved,
      exists (select from knowledge_return r where r.kind = v.kind and r.piece_id = v.piece_id and r.version = v.version) as returned
    from knowledge_version v where v.kind = ${kind} and v.piece_id = ${pieceId} and v.version = ${version}`.execute(reader)
  const row = found.rows[0]
  return row && { proposedBy: row.proposed_by, body: row.body, approved: row.approved, returned: row.returned }
}

export type WordsRow = {
  readonly pieceId: string
  readonly version: number
  /** Texts of the type tsvector. */
  readonly words: string
  readonly grams: string
}

export const saveWords = async (reader: Reader, dictionary: string, rows: readonly WordsRow[]): Promise<void> => {
  if (rows.length === 0) return
  const given = rows.map((row) => ({ piece_id: row.pieceId, version: row.version, words: row.words, grams: row.grams }))
  await sql`
    insert into knowledge_words (kind, piece_id, version, words, grams, dictionary)
    select 'article', piece_id, version, words::tsvector, grams::tsvector, ${dictionary}
    from jsonb_to_recordset(${jsonOf(given)}::jsonb) as row (piece_id text, version integer, words text, grams text)
    on conflict (kind, piece_id, version) do update set words = excluded.words, grams = excluded.grams, dictionary = excluded.dictionary`.execute(reader)
}

/** Article versions that this dictionary has not cut yet. */
export const versionsWithoutWords = async (reader: Reader, dictionary: string): Promise<readonly { piece_id: string; version: number; digest: string }[]> => {
  const found = await sql<{ piece_id: string; version: number; digest: string }>`
    select v.piece_id, v.version, v.digest from knowledge_version v
    left join knowledge_words w on w.kind = v.kind and w.piece_id = v.piece_id and w.version = v.version and w.dictionary = ${dictionary}
    where v.kind = 'article' and w.piece_id is null`.execute(reader)
  return found.rows
}

/** Whether the stored version is this very piece. */
export const hasBody = async (reader: Reader, { kind, pieceId, version, body }: NewVersion): Promise<boolean> => {
  const found = await sql<{ same: boolean }>`
    select body = ${jsonOf(body)}::jsonb as same from knowledge_version
    where kind = ${kind} and piece_id = ${pieceId} and version = ${version}`.execute(reader)
  return found.rows[0]?.same ?? false
}

/** Whether there is any version of a kind, decided on or not. */
export const hasAny = async (reader: Reader, kind: PieceKind): Promise<boolean> =>
  (await sql`select from knowledge_version where kind = ${kind} limit 1`.execute(reader)).rows.length > 0

/** Changes whenever a version is approved or withdrawn: both are only ever inserted. */
export const countDecisions = async (reader: Reader): Promise<string> => {
  const found = await sql<{ version: string }>`
    select (select count(*) from knowledge_approval) || '.' || (select count(*) from knowledge_withdrawal) as version`.execute(reader)
  return found.rows[0]?.version ?? ''
}

/** Whether there are notices at all, and which the lender has had in any version or declined: of the others he knows nothing. */
export const knownNotices = async (reader: Reader): Promise<{ readonly filled: boolean; readonly decided: ReadonlySet<string> }> => {
  const found = await sql<{ id: string }>`
    select distinct notice ->> 'id' as id from (
      select body from knowledge_version where kind = 'notice'
      union all select body from knowledge_offer join knowledge_offer_decision using (offer_id) where kind = 'notice' and decision = 'declined'
    ) known cross join lateral jsonb_array_elements(body -> 'notices') as notice`.execute(reader)
  const decided = new Set(found.rows.map(({ id }) => id))
  return { filled: decided.size > 0, decided }
}

export type Outcome = { readonly cameFrom: string; readonly pieceId: string; readonly approvedOn: string | null }

/** What was written for a suggestion or a group of questions; with the first day on which something of it was approved. */
export const outcomesOf = async (reader: Reader, origins: readonly string[]): Promise<ReadonlyMap<string, Outcome>> => {
  const found = await sql<{ came_from: string; piece_id: string; approved_on: string | null }>`
    select distinct on (came_from) came_from, piece_id, a.approved_on
    from knowledge_version v left join knowledge_approval a using (kind, piece_id, version)
    where came_from = any(${origins}) and not exists (
      select from knowledge_return r where r.kind = v.kind and r.piece_id = v.piece_id and r.version = v.version)
    order by came_from, a.approved_on nulls last, version`.execute(reader)
  return new Map(found.rows.map((row) => [row.came_from, { cameFrom: row.came_from, pieceId: row.piece_id, approvedOn: row.approved_on }]))
}
