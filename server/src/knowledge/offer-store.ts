import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Body } from './pieces.ts'
import type { PieceKind } from './store.ts'

/** The room's own SQL for what a release offers. Offers and decisions are only ever inserted. */

export type Offered = {
  readonly offerId: string
  readonly kind: PieceKind
  readonly pieceId: string
  readonly body: Body
  readonly owner: string
  readonly baseVersion: number | undefined
  readonly at: Date
}

export type NewOffer = Pick<Offered, 'kind' | 'pieceId' | 'body' | 'owner'>

/** The number of a version says nothing of its text: the lender counts on his own. */
const unnumbered = sql.raw("case when kind in ('notice', 'disclosure') then body #- '{governance,version}' else body - 'version' end")

/**
 * Offers what is neither a version of the lender's nor was offered before, and says how many that were. What a lender has by
 * another way is never offered; nor is a text that he declined.
 */
export const insertOffers = async (tx: Tx, offers: readonly NewOffer[], at: Instant): Promise<number> => {
  const given = JSON.stringify(offers.map(({ kind, pieceId, body, owner }) => ({ kind, piece_id: pieceId, body, owner })))
  const inserted = await sql`
    with known as (
      select kind, piece_id, ${unnumbered} as text from knowledge_version union all select kind, piece_id, ${unnumbered} from knowledge_offer
    ), release as (
      select *, ${unnumbered} as text from jsonb_to_recordset(${given}::jsonb) as row (kind text, piece_id text, body jsonb, owner text)
    )
    insert into knowledge_offer (kind, piece_id, body, owner, base_version, offered_at)
    select kind, piece_id, body, owner,
      (select max(version) from knowledge_version v where v.kind = release.kind and v.piece_id = release.piece_id and origin = 'content'), ${new Date(at)}::timestamptz
    from release
    where not exists (select from known where known.kind = release.kind and known.piece_id = release.piece_id and known.text = release.text)
    returning 1`.execute(tx)
  return inserted.rows.length
}

type Row = { offer_id: string; kind: PieceKind; piece_id: string; body: Body; owner: string; base_version: number | null; offered_at: Date }

/** What nobody has decided on; of several offers of a piece the newest, which takes the place of the others. */
export const openOffers = async (reader: Reader, kind?: PieceKind): Promise<readonly Offered[]> => {
  const found = await sql<Row>`
    select offer_id, kind, piece_id, body, owner, base_version, offered_at from (
      select distinct on (kind, piece_id) * from knowledge_offer where ${kind ?? null}::text is null or kind = ${kind ?? null} order by kind, piece_id, offered_at desc, offer_id
    ) newest
    where not exists (select from knowledge_offer_decision d where d.offer_id = newest.offer_id)
    order by kind, piece_id`.execute(reader)
  return found.rows.map((row) => ({
    offerId: row.offer_id, kind: row.kind, pieceId: row.piece_id, body: row.body, owner: row.owner, baseVersion: row.base_version ?? undefined, at: row.offered_at,
  }))
}

export type OfferDecision = {
  readonly offerId: string
  readonly decision: 'accepted' | 'edited' | 'declined'
  readonly version?: number
  readonly decidedBy: string
  readonly reason: string
}

export const insertOfferDecision = async (tx: Tx, { offerId, decision, version, decidedBy, reason }: OfferDecision, at: Instant): Promise<void> => {
  await sql`
    insert into knowledge_offer_decision (offer_id, decision, version, decided_by, reason, decided_at)
    values (${offerId}, ${decision}, ${version ?? null}, ${decidedBy}, ${reason}, ${new Date(at)})`.execute(tx)
}
