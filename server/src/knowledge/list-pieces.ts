import type { getPiece, listPieces, PieceRow, PieceVersion } from '@xinqiao/contract/knowledge-desk.ts'
import type { InputOf, ResponseOf } from '@xinqiao/contract/operation.ts'
import { type Standing, standingOf, versionState } from '@xinqiao/core/knowledge/standing.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import { namesOfStaff } from '../people/staff.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { openOffers, type Offered } from './offer-store.ts'
import { asTaken, type Body, governanceIn, textIn } from './pieces.ts'
import type { PieceKind } from './store.ts'
import { type StoredVersion, storedVersions } from './version-store.ts'

/** Knowledge as the desk lists and reads it: every piece with how it stands, every version with what became of it. */

type Names = ReadonlyMap<string, string>
type Person = PieceVersion['by']

const personOf = (names: Names, by: string): Person => {
  const name = names.get(by)
  return name === undefined ? { name: by } : { staffId: by, name }
}

const everybodyIn = (versions: readonly StoredVersion[]): readonly string[] =>
  versions.flatMap(({ proposedBy, approvedBy, return: returned, withdrawal }) => [proposedBy, approvedBy, returned?.by, withdrawal?.by]).filter((by) => by !== undefined)

/** What a piece is called in a list. */
const titleOf = (kind: PieceKind, body: Body): string => {
  if (kind === 'article' || kind === 'reply') return textIn(body['title'])
  if (kind === 'term') return textIn(body['zh'])
  if (kind === 'rule') return textIn(body['statement'])
  return kind === 'product' || kind === 'policy' || kind === 'disclosure' ? textIn((body['name'] as Body | undefined)?.['zh']) : textIn(body['id'])
}

const changedAt = (versions: readonly StoredVersion[]): Date =>
  new Date(Math.max(...versions.flatMap(({ at, return: returned, withdrawal }) => [at, returned?.at, withdrawal?.at]).map((moment) => moment?.getTime() ?? 0)))

const rowOf = (kind: PieceKind, versions: readonly StoredVersion[], { state, shown, waiting, due }: Standing<StoredVersion>, names: Names, offered: boolean): PieceRow => ({
  kind, id: shown.pieceId, title: titleOf(kind, shown.body), owner: textIn(governanceIn(kind, shown.body)['owner']), state, version: shown.version,
  validFrom: isoDay(shown.validFrom), ...(shown.validUntil === undefined ? {} : { validUntil: isoDay(shown.validUntil) }), reviewBy: isoDay(shown.reviewBy), due,
  ...(waiting ? { waiting: { version: waiting.version, by: personOf(names, waiting.proposedBy), at: waiting.at.toISOString() } } : {}),
  offered, changedAt: changedAt(versions).toISOString(),
})

/** A piece that only the release has as yet. */
const rowOfOffer = ({ kind, pieceId, body, owner, at }: Offered): PieceRow => {
  const { validFrom, reviewBy } = governanceIn(kind, body)
  return {
    kind, id: pieceId, title: titleOf(kind, body), owner, state: 'ended', version: 0, validFrom: textIn(validFrom), reviewBy: textIn(reviewBy), due: false,
    offered: true, changedAt: at.toISOString(),
  }
}

type Listed = { readonly row: PieceRow; readonly words: string }

const listed = async ({ db }: Context, kind: PieceKind, day: Day): Promise<readonly Listed[]> => {
  const [versions, offers] = await Promise.all([storedVersions(db, kind), openOffers(db, kind)])
  const names = await namesOfStaff(db, everybodyIn(versions))
  const offered = new Map(offers.map((offer) => [offer.pieceId, offer]))
  const pieces = Map.groupBy(versions, ({ pieceId }) => pieceId)
  const own = [...pieces].map(([pieceId, all]): Listed => {
    const standing = standingOf(all, day)
    const words = [standing.shown, ...(standing.waiting ? [standing.waiting] : [])].map(({ body }) => JSON.stringify(body)).join('\n')
    return { row: rowOf(kind, all, standing, names, offered.has(pieceId)), words: words.toLowerCase() }
  })
  return [...own, ...offers.filter(({ pieceId }) => !pieces.has(pieceId)).map((offer): Listed => ({ row: rowOfOffer(offer), words: JSON.stringify(offer.body).toLowerCase() }))]
}

type Shown = InputOf<typeof listPieces>['query']['show']

const isShown = ({ state, waiting, due, offered, version }: PieceRow, show: Shown): boolean => {
  if (show === 'all') return true
  if (show === 'to-decide') return waiting !== undefined
  if (show === 'due') return due
  return show === 'offered' ? offered : version > 0 && state === show
}

export const listKnowledge = async (context: Context, { kind, q, owner, show }: InputOf<typeof listPieces>['query']): Promise<ResponseOf<typeof listPieces>> => {
  const all = await listed(context, kind, today(context.clock))
  const rows = all.map(({ row }) => row)
  const words = q.trim().toLowerCase().split(/\s+/).filter((word) => word !== '')
  const wanted = all.filter((piece) => words.every((word) => piece.words.includes(word)) && (owner === undefined || piece.row.owner === owner) && isShown(piece.row, show))
  return {
    // What waits for somebody comes first, then what is due, then by name.
    rows: wanted.map(({ row }) => row).toSorted((a, b) => urgency(b) - urgency(a) || (a.title < b.title ? -1 : 1)),
    owners: [...new Set(rows.map((row) => row.owner))].toSorted(),
    counts: { all: rows.length, toDecide: rows.filter(({ waiting }) => waiting).length, due: rows.filter(({ due }) => due).length, offered: rows.filter(({ offered }) => offered).length },
  }
}

const urgency = ({ waiting, offered, due }: PieceRow): number => (waiting ? 4 : 0) + (offered ? 2 : 0) + (due ? 1 : 0)

const happened = (names: Names, happening: StoredVersion['return']): PieceVersion['returned'] =>
  happening && { by: personOf(names, happening.by), at: happening.at.toISOString(), reason: happening.reason }

const versionWire = (all: readonly StoredVersion[], version: StoredVersion, names: Names, day: Day): PieceVersion => {
  const { baseVersion, validUntil, approvedBy, approvedOn, withdrawnFrom } = version
  const [returned, withdrawn] = [happened(names, version.return), happened(names, version.withdrawal)]
  return {
    version: version.version, state: versionState(all, version, day), origin: version.origin, by: personOf(names, version.proposedBy), at: version.at.toISOString(),
    reason: version.reason, ...(baseVersion === undefined ? {} : { baseVersion }), validFrom: isoDay(version.validFrom),
    ...(validUntil === undefined ? {} : { validUntil: isoDay(validUntil) }), reviewBy: isoDay(version.reviewBy),
    ...(approvedBy === undefined || approvedOn === undefined ? {} : { approved: { by: personOf(names, approvedBy), on: isoDay(approvedOn) } }),
    ...(returned ? { returned } : {}), ...(withdrawn && withdrawnFrom !== undefined ? { withdrawn: { ...withdrawn, from: isoDay(withdrawnFrom) } } : {}),
    body: version.body,
  }
}

/** Undefined where neither the lender nor the release has such a piece. */
export const readKnowledge = async (context: Context, kind: PieceKind, pieceId: string): Promise<ResponseOf<typeof getPiece> | undefined> => {
  const { db, clock } = context
  const day = today(clock)
  const [versions, offers] = await Promise.all([storedVersions(db, kind, pieceId), openOffers(db, kind)])
  const offer = offers.find((one) => one.pieceId === pieceId)
  if (versions.length === 0 && !offer) return undefined
  const names = await namesOfStaff(db, everybodyIn(versions))
  return {
    ...(versions.length === 0 ? {} : { row: rowOf(kind, versions, standingOf(versions, day), names, offer !== undefined) }),
    versions: versions.map((version) => versionWire(versions, version, names, day)).toReversed(),
    ...(offer ? { offer: { id: offer.offerId, at: offer.at.toISOString(), owner: offer.owner, ...(offer.baseVersion === undefined ? {} : { baseVersion: offer.baseVersion }), body: asTaken(kind, offer.body, versions.at(-1)?.body) } } : {}),
  }
}
