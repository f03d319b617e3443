import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { decideOffer, decidePiece, proposePiece as proposeOperation, retirePiece } from '@xinqiao/contract/knowledge-desk.ts'
import type { InputOf, ResponseOf } from '@xinqiao/contract/operation.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { approvePiece, proposePiece, returnPiece, withdrawPiece } from './change-knowledge.ts'
import { insertOfferDecision, openOffers, type Offered } from './offer-store.ts'
import { asTaken, dayFrom, pieceIdIn, withVersion } from './pieces.ts'
import { renewWords } from './renew-words.ts'
import { searchTools } from './search-tools.ts'
import type { PieceKey, PieceKind } from './store.ts'
import { lockPiece, storedVersions } from './version-store.ts'

/** What people at the desk do with knowledge: hand in, approve, return, retire, take what a release offers. One transaction each. */

type Outcome<Answer> = Promise<Answer | Refusal<RefusalCode>>

/** What is done in the transaction stands, unless it ends in a refusal. */
class Refused extends Error {
  readonly refusal: Refusal<RefusalCode>
  constructor(refusal: Refusal<RefusalCode>) {
    super(refusal.refused)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

const whole = async <Answer>({ db }: Context, work: (tx: Tx) => Outcome<Answer>): Outcome<Answer> => {
  try {
    return await db.transaction().execute(async (tx) => {
      const answer = await work(tx)
      if (isRefusal(answer)) throw new Refused(answer as Refusal<RefusalCode>)
      return answer
    })
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

const newestOf = async (tx: Tx, kind: PieceKind, pieceId: string): Promise<number | undefined> =>
  (await storedVersions(tx, kind, pieceId)).at(-1)?.version

/** Without a limit of law nobody may be contacted, and without a policy no case of its kind be opened: they are followed, never taken away. */
const lasting: ReadonlySet<PieceKind> = new Set(['policy', 'rule'])

const offerNamed = async (tx: Tx, offerId: string): Promise<Offered | undefined> => (await openOffers(tx)).find((offer) => offer.offerId === offerId)

const told = ({ pieceId: id, version }: PieceKey): { readonly id: string; readonly version: number } => ({ id, version })

/** The offer that was edited is decided with the version made of it; it must be of this very piece. */
const takeEdited = async (context: Context, tx: Tx, { kind, pieceId, version }: PieceKey, offerId: string, by: { staffId: string; reason: string }): Promise<Refusal<RefusalCode> | undefined> => {
  const offer = await offerNamed(tx, offerId)
  if (!offer) return refuse('knowledge-decided')
  if (offer.kind !== kind || offer.pieceId !== pieceId) return refuse('not-found')
  await insertOfferDecision(tx, { offerId, decision: 'edited', version, decidedBy: by.staffId, reason: by.reason }, context.clock.now())
  return undefined
}

/** A new version on the newest one, or a new piece: who wrote from an older one must first see what came since. */
export const handIn = (context: Context, { staffId }: StaffCaller, { params: { kind }, body: asked }: InputOf<typeof proposeOperation>): Outcome<ResponseOf<typeof proposeOperation>> =>
  whole(context, async (tx) => {
    const { body, reason, baseVersion, offerId, cameFrom } = asked
    const pieceId = pieceIdIn(body)
    await lockPiece(tx, kind, pieceId)
    const newest = await newestOf(tx, kind, pieceId)
    if (newest !== baseVersion) return refuse('version-conflict')
    const key = await proposePiece(context, tx, kind, withVersion(kind, body, (newest ?? 0) + 1), staffId, {
      reason, ...(baseVersion === undefined ? {} : { baseVersion }), ...(cameFrom === undefined ? {} : { cameFrom }),
    })
    if (isRefusal(key)) return key as Refusal<RefusalCode>
    const refused = offerId === undefined ? undefined : await takeEdited(context, tx, key, offerId, { staffId, reason })
    if (refused) return refused
    if (kind === 'article') await renewWords(tx, searchTools())
    return told(key)
  })

export const decideOnPiece = (context: Context, { staffId }: StaffCaller, { params, body }: InputOf<typeof decidePiece>): Outcome<ResponseOf<typeof decidePiece>> =>
  whole(context, async (tx) => {
    await lockPiece(tx, params.kind, params.pieceId)
    const newest = await newestOf(tx, params.kind, params.pieceId)
    if (newest === undefined) return refuse('not-found')
    // What was written over is no longer what its author wants.
    if (newest !== params.version) return refuse('version-conflict')
    const decided = body.decision === 'approve'
      ? await approvePiece(context, tx, params, staffId, today(context.clock))
      : await returnPiece(context, tx, params, staffId, body.reason)
    return isRefusal(decided) ? (decided as Refusal<RefusalCode>) : told(decided)
  })

export const retireWholePiece = (context: Context, { staffId }: StaffCaller, { params: { kind, pieceId }, body }: InputOf<typeof retirePiece>): Outcome<ResponseOf<typeof retirePiece>> =>
  whole(context, async (tx) => {
    if (lasting.has(kind)) return refuse('knowledge-lasting')
    await lockPiece(tx, kind, pieceId)
    const standing = (await storedVersions(tx, kind, pieceId)).filter((version) => version.approvedOn !== undefined && version.withdrawal === undefined)
    if (standing.length === 0) return refuse('not-found')
    for (const { version } of standing) await withdrawPiece(context, tx, { kind, pieceId, version }, staffId, dayFrom(body.from), body.reason)
    return { id: pieceId, versions: standing.map(({ version }) => version) }
  })

/** Whoever wrote for the release is one person and whoever accepts here the second: it is in force at once. */
const acceptOffer = async (context: Context, tx: Tx, { kind, pieceId, body, owner }: Offered, staffId: string, reason: string): Outcome<PieceKey> => {
  const own = (await storedVersions(tx, kind, pieceId)).at(-1)
  const newest = own?.version
  const written = await proposePiece(context, tx, kind, withVersion(kind, asTaken(kind, body, own?.body), (newest ?? 0) + 1), owner, {
    origin: 'content', reason, ...(newest === undefined ? {} : { baseVersion: newest }),
  })
  if (isRefusal(written)) return written as Refusal<RefusalCode>
  const approved = await approvePiece(context, tx, written, staffId, today(context.clock))
  return isRefusal(approved) ? (approved as Refusal<RefusalCode>) : approved
}

export const decideOnOffer = (context: Context, { staffId }: StaffCaller, { params: { offerId }, body: { accept, reason } }: InputOf<typeof decideOffer>): Outcome<ResponseOf<typeof decideOffer>> =>
  whole(context, async (tx) => {
    const found = await offerNamed(tx, offerId)
    if (!found) return refuse('not-found')
    await lockPiece(tx, found.kind, found.pieceId)
    // Asked again with the lock: somebody may have been faster.
    if (!(await offerNamed(tx, offerId))) return refuse('knowledge-decided')
    const version = accept ? await acceptOffer(context, tx, found, staffId, reason) : undefined
    if (isRefusal(version)) return version as Refusal<RefusalCode>
    await insertOfferDecision(tx, {
      offerId, decision: accept ? 'accepted' : 'declined', decidedBy: staffId, reason, ...(version ? { version: version.version } : {}),
    }, context.clock.now())
    if (version && found.kind === 'article') await renewWords(tx, searchTools())
    const { clock, outbox } = context
    await outbox.emit(tx, { kind: 'knowledge.offer-decided', at: clock.now(), payload: { offerId, pieceKind: found.kind, pieceId: found.pieceId, accepted: accept, by: staffId } })
    return { id: found.pieceId, ...(version ? { version: version.version } : {}) }
  })
