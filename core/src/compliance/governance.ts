/**
 * Who answers for a piece of knowledge, who else approved it, and from when until when it may be used. Products,
 * articles, terms, replies and disclosures all carry it, so that "what was in force on that day" has one answer.
 */
import type { Day } from '../primitives/day.ts'
import { type Bilingual, has, idForm, note, open, type Read, type Source, takeBilingual, takeDay, takeNumber, takeText } from '../primitives/reading.ts'

export type Governance = {
  readonly version: number
  readonly owner: string
  /** A second pair of eyes: never the owner. */
  readonly approvedBy: string
  readonly approvedOn: Day
  /** By this day somebody must have read it again. Past it the piece stays in force and is listed as due. */
  readonly reviewBy: Day
  readonly validFrom: Day
  /** The last day of use; without it the piece stands until a later version takes over. */
  readonly validUntil?: Day
  /** Law, contract or policy that the words rest on. */
  readonly source: string
}

export const takeGovernance = (source: Source): Governance => {
  const governance: Governance = {
    version: takeNumber(source, 'version', 1, 100_000),
    owner: takeText(source, 'owner', 60),
    approvedBy: takeText(source, 'approvedBy', 60),
    approvedOn: takeDay(source, 'approvedOn'),
    reviewBy: takeDay(source, 'reviewBy'),
    validFrom: takeDay(source, 'validFrom'),
    source: takeText(source, 'source', 200),
    ...(has(source, 'validUntil') ? { validUntil: takeDay(source, 'validUntil') } : {}),
  }
  if (governance.owner !== '' && governance.owner === governance.approvedBy) note(source, 'approvedBy', 'contradiction', 'the owner approves')
  if (governance.validFrom < governance.approvedOn) note(source, 'validFrom', 'contradiction', 'valid before it was approved')
  if (governance.reviewBy <= governance.approvedOn) note(source, 'reviewBy', 'contradiction', 'review before approval')
  if (governance.validUntil !== undefined && governance.validUntil < governance.validFrom) {
    note(source, 'validUntil', 'contradiction', 'ends before it begins')
  }
  return governance
}

type Governed = Governance & { readonly id: string }

/** A policy of cases as it is kept and approved. What else it says is read by the kind of case it belongs to. */
export type GovernedPolicy = Governed & { readonly name: Bilingual; readonly whole: Readonly<Record<string, unknown>> }

export const parseGovernedPolicy = (value: unknown): Read<GovernedPolicy> => {
  const source = open(value, '', [])
  const policy: GovernedPolicy = { id: takeText(source, 'id', 40, idForm), name: takeBilingual(source, 'name', 30), ...takeGovernance(source), whole: source.fields }
  // Without one no case of the kind could be opened; it is followed by another version.
  if (policy.validUntil !== undefined) note(source, 'validUntil', 'contradiction', 'a policy does not run out')
  return source.problems.length > 0 ? { ok: false, problems: source.problems } : { ok: true, value: policy }
}

const covers = (piece: Governance, day: Day): boolean =>
  piece.validFrom <= day && (piece.validUntil === undefined || day <= piece.validUntil)

/** Of each id the highest version that is valid on `day`, in the order in which the ids first appear. */
export const inForceOn = <Piece extends Governed>(pieces: readonly Piece[], day: Day): readonly Piece[] => {
  const best = new Map<string, Piece>()
  for (const piece of pieces) {
    const known = best.get(piece.id)
    if (covers(piece, day) && (!known || known.version < piece.version)) best.set(piece.id, piece)
  }
  return [...best.values()]
}

/** What is in force on `day` but should have been read again before it. */
export const dueForReview = <Piece extends Governed>(pieces: readonly Piece[], day: Day): readonly Piece[] =>
  inForceOn(pieces, day).filter((piece) => piece.reviewBy < day)
