import type { comparePiece } from '@xinqiao/contract/knowledge-desk.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { diffArrays } from 'diff'
import type { Reader } from '../platform/db.ts'
import { openOffers } from './offer-store.ts'
import { asTaken, type Body } from './pieces.ts'
import { searchTools } from './search-tools.ts'
import type { PieceKind } from './store.ts'
import { storedVersions } from './version-store.ts'

/** What differs between two texts of a piece: field by field, and within a field by the words that the segmenter sees. */

type Difference = ResponseOf<typeof comparePiece>['fields'][number]
type Part = Difference['parts'][number]

/** Numbers its own versions: that it rose is no difference. */
const unread: ReadonlySet<string> = new Set(['version'])

/** A value as lines that can be compared: a text as it stands, whatever else as its file would have it. */
const readable = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value, undefined, 1))

const partsBetween = (from: string, to: string): readonly Part[] => {
  const { cut } = searchTools().segmenter
  return diffArrays([...cut(from)], [...cut(to)]).map(({ added, removed, value }) => ({ change: added ? 'added' as const : removed ? 'removed' as const : 'same' as const, text: value.join('') }))
}

/** A list of named things (the sentences of the machine) field by field, so that one changed sentence is one difference. */
const isNamedList = (value: unknown): value is readonly Body[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'object' && item !== null && typeof (item as Body)['id'] === 'string')

const fieldsOf = (body: Body): ReadonlyMap<string, string> =>
  new Map(Object.entries(body).filter(([name]) => !unread.has(name)).flatMap(([name, value]): [string, string][] => {
    if (isNamedList(value)) return value.map((item) => [`${name}.${String(item['id'])}`, readable(item)])
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return [...fieldsOf(value as Body)].map(([inner, text]) => [`${name}.${inner}`, text])
    return [[name, readable(value)]]
  }))

/** Only the fields that differ, in the order in which they first stand. */
export const differenceBetween = (from: Body, to: Body): readonly Difference[] => {
  const [before, after] = [fieldsOf(from), fieldsOf(to)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => (before.get(field) ?? '') !== (after.get(field) ?? ''))
    .map((field) => ({ field, parts: [...partsBetween(before.get(field) ?? '', after.get(field) ?? '')] }))
}

/** `release`: what the release offers; undefined where one of the two is not there. */
export const comparePieces = async (reader: Reader, kind: PieceKind, pieceId: string, sides: { readonly from: string; readonly to: string }): Promise<readonly Difference[] | undefined> => {
  const [versions, offers] = await Promise.all([storedVersions(reader, kind, pieceId), openOffers(reader, kind)])
  const offered = offers.find((offer) => offer.pieceId === pieceId)
  const bodyOf = (side: string): Body | undefined =>
    side === 'release' ? offered && asTaken(kind, offered.body, versions.at(-1)?.body) : versions.find(({ version }) => version === Number(side))?.body
  const [from, to] = [bodyOf(sides.from), bodyOf(sides.to)]
  return from && to && differenceBetween(from, to)
}
