import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { versionOf } from './change-knowledge.ts'
import { type ContentPiece, ContentError, contentPieces } from './content-pieces.ts'
import { type Body, dayFrom } from './pieces.ts'
import { renewWords } from './renew-words.ts'
import { searchTools } from './search-tools.ts'
import { insertApprovals, insertVersions, type NewApproval, type NewVersion } from './store.ts'

const governanceOf = ({ kind, body }: ContentPiece): Body => (kind === 'notice' ? ((body['governance'] ?? {}) as Body) : body)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const approvedVersionOf = (piece: ContentPiece): { readonly version: NewVersion; readonly approval: NewApproval } => {
  const governance = governanceOf(piece)
  const version = versionOf(piece.kind, piece.body, textOf(governance['owner']), 'content')
  if (isRefusal(version)) throw new ContentError(piece.file, [{ at: version.field ?? '', code: 'contradiction' }])
  const { kind, pieceId } = version
  const approvedOn = dayFrom(textOf(governance['approvedOn']))
  return { version, approval: { kind, pieceId, version: version.version, approvedBy: textOf(governance['approvedBy']), approvedOn } }
}

/**
 * Fills a new lender from `content/`: every piece with the owner and the approval its file names. Where there is any
 * knowledge already nothing is touched, for from the first day on the database's versions rule. Returns how many
 * pieces were stored.
 */
export const fillKnowledge = async ({ db, clock }: Context): Promise<number> => {
  const pieces = contentPieces()
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    // Two processes that start at the same moment must not both find the tables empty.
    await sql`select pg_advisory_xact_lock(hashtext('knowledge.fill'))`.execute(tx)
    const there = await sql`select from knowledge_version limit 1`.execute(tx)
    if (there.rows.length > 0) return 0
    const versions = pieces.map((piece) => approvedVersionOf(piece))
    await insertVersions(tx, versions.map(({ version }) => version), at)
    await insertApprovals(tx, versions.map(({ approval }) => approval), at)
    await renewWords(tx, searchTools())
    return versions.length
  })
}
