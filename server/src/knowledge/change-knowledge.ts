import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Problem } from '@xinqiao/core/primitives/reading.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { refusalOfWords } from './judge-piece.ts'
import { type Body, type Pieces, readPiece, withApproval, withoutApproval } from './pieces.ts'
import { problemsOfPolicy } from './policy-check.ts'
import { insertApprovals, insertVersions, insertWithdrawal, type NewVersion, type PieceKey, type PieceKind, readVersion } from './store.ts'
import { insertReturn } from './version-store.ts'

/**
 * The ways in which approved knowledge changes: somebody proposes a version, a second person approves it or returns it, and
 * it can be taken back from a day on. Nothing is ever altered: a correction is a new version.
 */

const knowledgeChanged = 'knowledge.changed'

const tellChange = async ({ outbox, clock }: Context, tx: Tx, what: string, { kind, pieceId, version }: PieceKey, by: string): Promise<void> =>
  outbox.emit(tx, { kind: knowledgeChanged, at: clock.now(), payload: { what, kind, pieceId, version, by } })

const firstProblem = ([problem]: readonly Problem[]): Refusal<'invalid-request'> =>
  refuse('invalid-request', { field: problem?.at ?? '', problem: problem?.code ?? '' }, problem?.at)

/** Whoever proposes is not the owner named in the piece, so the reader is given an approval that no check can trip over. */
const readProposal = <Kind extends PieceKind>(kind: Kind, body: Body): Pieces[Kind] | Refusal<'invalid-request'> => {
  const read = readPiece(kind, withApproval(kind, withoutApproval(kind, body), '-', '1970-01-01'))
  return read.ok ? read.value : firstProblem(read.problems)
}

/** The version as it is stored, or the first thing wrong with it. */
export const versionOf = (
  kind: PieceKind, body: Body, proposedBy: string, origin: NewVersion['origin'],
): NewVersion | Refusal<'invalid-request'> => {
  const piece = readProposal(kind, body)
  if (isRefusal(piece)) return piece
  const { id, version, validFrom, validUntil, reviewBy } = piece
  return {
    kind, pieceId: id, version, body: withoutApproval(kind, body), proposedBy, origin, validFrom, reviewBy, ...(validUntil === undefined ? {} : { validUntil }),
  }
}

export type Proposing = Pick<NewVersion, 'reason' | 'baseVersion' | 'cameFrom'> & { readonly origin?: NewVersion['origin'] }

export const proposePiece = async (
  context: Context, tx: Tx, kind: PieceKind, body: Body, proposedBy: string, { origin = 'desk', ...why }: Proposing = {},
): Promise<PieceKey | Refusal<'invalid-request' | 'version-conflict' | 'knowledge-blocked'>> => {
  const version = versionOf(kind, body, proposedBy, origin)
  if (isRefusal(version)) return version as Refusal<'invalid-request'>
  const unread = problemsOfPolicy(context, kind, body)
  if (unread.length > 0) return firstProblem(unread)
  const blocked = refusalOfWords(kind, body)
  if (blocked) return blocked
  const [inserted] = await insertVersions(tx, [{ ...version, ...why }], context.clock.now())
  if (!inserted) return refuse('version-conflict')
  await tellChange(context, tx, 'proposed', inserted, proposedBy)
  return inserted
}

/** From now on the version is used on the days it is valid. Approving it again changes nothing. */
export const approvePiece = async (
  context: Context, tx: Tx, key: PieceKey, approvedBy: string, approvedOn: Day,
): Promise<PieceKey | Refusal<'not-found' | 'same-person' | 'invalid-request' | 'knowledge-decided' | 'knowledge-blocked'>> => {
  const proposal = await readVersion(tx, key)
  if (!proposal) return refuse('not-found')
  if (proposal.approved) return key
  if (proposal.returned) return refuse('knowledge-decided')
  if (proposal.proposedBy === approvedBy) return refuse('same-person')
  // Such as one whose day of review has passed while it waited.
  const read = readPiece(key.kind, withApproval(key.kind, proposal.body, approvedBy, isoDay(approvedOn)))
  if (!read.ok) return firstProblem(read.problems)
  // The rules may have become stricter since it was written.
  const blocked = refusalOfWords(key.kind, proposal.body)
  if (blocked) return blocked
  await insertApprovals(tx, [{ ...key, approvedBy, approvedOn }], context.clock.now())
  await tellChange(context, tx, 'approved', key, approvedBy)
  return key
}

/** Not approved, with the reason; whoever wrote it does not return it either. */
export const returnPiece = async (
  context: Context, tx: Tx, key: PieceKey, returnedBy: string, reason: string,
): Promise<PieceKey | Refusal<'not-found' | 'same-person' | 'knowledge-decided'>> => {
  const proposal = await readVersion(tx, key)
  if (!proposal) return refuse('not-found')
  if (proposal.approved || proposal.returned) return refuse('knowledge-decided')
  if (proposal.proposedBy === returnedBy) return refuse('same-person')
  await insertReturn(tx, key, returnedBy, reason, context.clock.now())
  await tellChange(context, tx, 'returned', key, returnedBy)
  return key
}

/** The version is not used from that day on; an older one that is still valid comes back into force. */
export const withdrawPiece = async (
  context: Context, tx: Tx, key: PieceKey, withdrawnBy: string, fromDay: Day, reason: string,
): Promise<PieceKey | Refusal<'not-found'>> => {
  if (!(await readVersion(tx, key))) return refuse('not-found')
  await insertWithdrawal(tx, key, withdrawnBy, fromDay, reason, context.clock.now())
  await tellChange(context, tx, 'withdrawn', key, withdrawnBy)
  return key
}
