import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import { ContentError } from '../platform/content.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { versionOf } from './change-knowledge.ts'
import { type ContentPiece, contentPieces } from './content-pieces.ts'
import { ruledKinds } from './laws-in-force.ts'
import { dayFrom, governanceIn, textIn } from './pieces.ts'
import { renewWords } from './renew-words.ts'
import { searchTools } from './search-tools.ts'
import { hasAny, insertApprovals, insertVersions, type NewApproval, type NewVersion, type PieceKind } from './store.ts'

const approvedVersionOf = (piece: ContentPiece): { readonly version: NewVersion; readonly approval: NewApproval } => {
  const governance = governanceIn(piece.kind, piece.body)
  const version = versionOf(piece.kind, piece.body, textIn(governance['owner']), 'content')
  if (isRefusal(version)) throw new ContentError(piece.file, [{ at: version.field ?? '', code: 'contradiction' }])
  const { kind, pieceId } = version
  const approvedOn = dayFrom(textIn(governance['approvedOn']))
  return { version, approval: { kind, pieceId, version: version.version, approvedBy: textIn(governance['approvedBy']), approvedOn } }
}

/** The version as it is stored, with its approval where it is to be in force at once. */
type Filling = ReturnType<typeof approvedVersionOf>

const store = async ({ db, clock }: Context, fillings: readonly Filling[], approved: (filling: Filling) => boolean): Promise<number> => {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    // Two processes that start at the same moment must not both find the tables empty.
    await sql`select pg_advisory_xact_lock(hashtext('knowledge.fill'))`.execute(tx)
    const there = await sql`select from knowledge_version limit 1`.execute(tx)
    if (there.rows.length > 0) return 0
    await insertVersions(tx, fillings.map(({ version }) => version), at)
    await insertApprovals(tx, fillings.filter(approved).map(({ approval }) => approval), at)
    await renewWords(tx, searchTools())
    return fillings.length
  })
}

/**
 * Fills the demo lender from `content/`, or another lender from a folder of the same form that he reviewed himself: every piece with the
 * owner and the approval its file names. Where there is any
 * knowledge already nothing is touched, for from the first day on the database's versions rule. Returns how many
 * pieces were stored.
 */
export const fillKnowledge = (context: Context, content?: string): Promise<number> => store(context, contentPieces(content).map(approvedVersionOf), () => true)

/** What holds for any lender: its words and sentences name the lender, its hotline and its figures by fields; law and the ways of work are the same. */
const ofAnyLender: ReadonlySet<PieceKind> = new Set(['term', 'reply', 'notice', ...ruledKinds])

/**
 * Fills a lender of one's own: terms, replies, notices, policies, disclosures and rules are in force at once; the articles, which state the demo
 * lender's products and rules, wait as proposals until somebody there has read and approved them. Its products it brings
 * itself. `content` names a folder of his own that was exported and reviewed before: all of it is in force.
 */
export const initKnowledge = async (context: Context, content?: string): Promise<void> => {
  if (content !== undefined) {
    await fillKnowledge(context, content)
    return
  }
  const fillings = contentPieces().filter(({ kind }) => kind !== 'product').map(approvedVersionOf)
  await store(context, fillings, ({ version: { kind } }) => ofAnyLender.has(kind))
}

/**
 * A lender from before policies, disclosures and rules were kept as knowledge: those of the release were in force for him, and so they
 * stay until he changes them. Done once, within the lock of filling.
 */
export const adoptRuled = async ({ clock }: Context, tx: Tx): Promise<void> => {
  if (await hasAny(tx, 'rule')) return
  const fillings = contentPieces().filter(({ kind }) => ruledKinds.some((ruled) => ruled === kind)).map(approvedVersionOf)
  await insertVersions(tx, fillings.map(({ version }) => version), clock.now())
  await insertApprovals(tx, fillings.map(({ approval }) => approval), clock.now())
}
