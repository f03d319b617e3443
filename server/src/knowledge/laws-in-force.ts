import type { Disclosure } from '@xinqiao/core/compliance/disclosure.ts'
import { type GovernedPolicy, inForceOn } from '@xinqiao/core/compliance/governance.ts'
import type { RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { type Laws, lawsOf } from '../compliance/laws.ts'
import type { Reader } from '../platform/db.ts'
import { contentPieces } from './content-pieces.ts'
import { type Pieces, piecesInForce, pieceVersion, readPiece } from './pieces.ts'
import { hasAny } from './store.ts'

/**
 * Policies of cases, disclosures and rules of law as they hold on a day: the lender's own approved versions. A database that has none
 * of a kind has no lender yet, and those of the release stand in.
 */

export const ruledKinds = ['policy', 'disclosure', 'rule'] as const
type RuledKind = (typeof ruledKinds)[number]

const kept = new Map<RuledKind, readonly unknown[]>()

/** Every piece of the folder was read once before, so that none is missing here. */
const ofRelease = <Kind extends RuledKind>(kind: Kind): readonly Pieces[Kind][] => {
  const known = kept.get(kind) ?? contentPieces().filter((piece) => piece.kind === kind).flatMap(({ body }) => {
    const read = readPiece(kind, body)
    return read.ok ? [read.value] : []
  })
  kept.set(kind, known)
  return known as readonly Pieces[Kind][]
}

const ruledOn = async <Kind extends RuledKind>(reader: Reader, kind: Kind, day: Day): Promise<readonly Pieces[Kind][]> => {
  const own = await piecesInForce(reader, kind, day)
  return own.length > 0 || (await hasAny(reader, kind)) ? own : inForceOn(ofRelease(kind), day)
}

export const rulesOn = (reader: Reader, day: Day): Promise<readonly RegulationRule[]> => ruledOn(reader, 'rule', day)

export const lawsOn = async (reader: Reader, day: Day): Promise<Laws> => lawsOf(await rulesOn(reader, day))

export const disclosuresOn = (reader: Reader, day: Day): Promise<readonly Disclosure[]> => ruledOn(reader, 'disclosure', day)

export const disclosureOn = async (reader: Reader, id: string, day: Day): Promise<Disclosure | undefined> =>
  (await disclosuresOn(reader, day)).find((disclosure) => disclosure.id === id)

/** Undefined where the lender has accepted none for this kind of case. */
export const governedPolicyOn = async (reader: Reader, kind: string, day: Day): Promise<GovernedPolicy | undefined> =>
  (await ruledOn(reader, 'policy', day)).find(({ id }) => id === kind)

/** One that was in force once: a case keeps the version that it began with. */
export const governedPolicyVersion = async (reader: Reader, kind: string, version: number): Promise<GovernedPolicy | undefined> =>
  (await pieceVersion(reader, 'policy', kind, version)) ?? ofRelease('policy').find((policy) => policy.id === kind && policy.version === version)
