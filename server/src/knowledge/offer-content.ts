import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { contentPieces } from './content-pieces.ts'
import { adoptRuled } from './fill-knowledge.ts'
import { insertOffers, type NewOffer, openOffers } from './offer-store.ts'
import { governanceIn, pieceIdIn, textIn, withoutApproval } from './pieces.ts'

/** What the release holds, as it would be offered. Products are a lender's own: those of the release are the demo's. */
const releaseOffers = (): readonly NewOffer[] =>
  contentPieces()
    .filter(({ kind }) => kind !== 'product')
    .map(({ kind, body }) => ({ kind, pieceId: pieceIdIn(body), body: withoutApproval(kind, body), owner: textIn(governanceIn(kind, body)['owner']) }))

/**
 * An upgrade brings new words and overwrites none: at every start what the release holds and the lender has neither had nor seen is put
 * before him as a proposal, whatever kind of piece it is. Says how many that were.
 */
export const offerContent = async (context: Context, release: () => readonly NewOffer[] = releaseOffers): Promise<number> =>
  await context.db.transaction().execute(async (tx) => {
    const { clock, outbox } = context
    // As for filling: of two processes that start at the same moment one offers.
    await sql`select pg_advisory_xact_lock(hashtext('knowledge.fill'))`.execute(tx)
    const there = await sql`select from knowledge_version limit 1`.execute(tx)
    if (there.rows.length === 0) return 0
    await adoptRuled(context, tx)
    const count = await insertOffers(tx, release(), clock.now())
    if (count > 0) await outbox.emit(tx, { kind: 'knowledge.content-offered', at: clock.now(), payload: { count } })
    return count
  })

/** How many new texts of the release nobody has decided on. */
export const countOffers = async (reader: Reader): Promise<number> => (await openOffers(reader)).length

/** At every start. */
export const upgradeKnowledge = async (context: Context): Promise<void> => {
  const count = await offerContent(context)
  if (count > 0) context.log.info({ count }, 'the release has new content; it waits at the desk as proposals')
}
