import { addMonths, type Day } from '../primitives/day.ts'
import type { Instant } from '../primitives/instant.ts'
import {
  type Bilingual, close, finish, has, idForm, noteDuplicates, open, type Problem, type Read, takeBilingual, takeChoice, takeList, takeNumber, takeText,
} from '../primitives/reading.ts'

/** What a request needs, what of it is there, and why something is missing: the one list that both sides see. */

export const documentTypes = ['identity-card', 'bank-card', 'income-proof', 'bank-statement'] as const
export type DocumentType = (typeof documentTypes)[number]

/** One kind of material, such as a proof of income. */
export type MaterialKind = {
  readonly id: string
  readonly name: Bilingual
  /** For so many months after it was received it counts in other cases too; without it, only in the case it was given for. */
  readonly countsMonths?: number
  /** What can be read out of it. */
  readonly documents: readonly DocumentType[]
}

export type MaterialRules = { readonly kinds: readonly MaterialKind[] }

const readDocument = (value: unknown, at: string, problems: Problem[]): DocumentType => {
  const source = open({ document: value }, at, problems)
  return takeChoice<DocumentType>(source, 'document', documentTypes)
}

const readKind = (value: unknown, at: string, problems: Problem[]): MaterialKind => {
  const source = open(value, at, problems)
  const kind: MaterialKind = {
    id: takeText(source, 'id', 40, idForm), name: takeBilingual(source, 'name', 60),
    ...(has(source, 'countsMonths') ? { countsMonths: takeNumber(source, 'countsMonths', 1, 120) } : {}),
    documents: has(source, 'documents') ? takeList(source, 'documents', readDocument) : [],
  }
  close(source)
  return kind
}

/** Reads `content/desk/materials.json`. */
export const parseMaterialRules = (value: unknown): Read<MaterialRules> => {
  const source = open(value, '', [])
  const rules = { kinds: takeList(source, 'kinds', readKind) }
  noteDuplicates(source, 'kinds', rules.kinds.map(({ id }) => id))
  close(source)
  return finish(source, rules)
}

/** Something that the customer gave, or that somebody at the desk saw. */
export type MaterialOnFile = {
  readonly id: string
  readonly kind: string
  readonly caseId: string
  readonly receivedAt: Instant
  readonly receivedOn: Day
  readonly state: 'received' | 'accepted' | 'refused'
  /** Why it was refused. */
  readonly reason?: string
  /** The document's own last day. */
  readonly validUntil?: Day
}

/** All that the lender holds of a customer. `onRecord`: kinds whose content stands in his record. */
export type Holdings = { readonly materials: readonly MaterialOnFile[]; readonly onRecord: readonly string[] }

/** `anewSince`: what was given up to then does not do any more. */
export type Need = { readonly kind: string; readonly anewSince?: Instant | undefined }

export type WhyMissing = 'never-given' | 'refused' | 'expired' | 'asked-anew'

export type NeedStanding =
  | { readonly kind: string; readonly state: 'held'; readonly by: 'record' }
  | { readonly kind: string; readonly state: 'held'; readonly by: 'material'; readonly material: MaterialOnFile; readonly until?: Day }
  | { readonly kind: string; readonly state: 'missing'; readonly because: WhyMissing; readonly last?: MaterialOnFile }

export type AboutNeeds = { readonly caseId: string; readonly on: Day; readonly rules: MaterialRules; readonly holdings: Holdings }

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined => (a === undefined ? b : b === undefined || a < b ? a : b)

/** The last day on which it counts in this case; undefined where it counts without end, `never` where it is of another case alone. */
const lastDay = ({ kind, caseId, receivedOn, validUntil }: MaterialOnFile, about: AboutNeeds): Day | undefined | 'never' => {
  if (caseId === about.caseId) return validUntil
  const months = about.rules.kinds.find(({ id }) => id === kind)?.countsMonths
  return months === undefined ? 'never' : earlier(addMonths(receivedOn, months), validUntil)
}

/** What was accepted goes before what was only received, the newer before the older. */
const better = (a: MaterialOnFile, b: MaterialOnFile): number => Number(b.state === 'accepted') - Number(a.state === 'accepted') || b.receivedAt - a.receivedAt

const newest = (a: MaterialOnFile, b: MaterialOnFile): number => b.receivedAt - a.receivedAt

const standingOf = ({ kind, anewSince }: Need, about: AboutNeeds): NeedStanding => {
  const { holdings: { materials, onRecord }, on } = about
  const own = materials.filter((material) => material.kind === kind && lastDay(material, about) !== 'never')
  const isNew = ({ receivedAt }: MaterialOnFile): boolean => anewSince === undefined || receivedAt > anewSince
  const isInTime = (material: MaterialOnFile): boolean => {
    const last = lastDay(material, about)
    return last === undefined || (last !== 'never' && on <= last)
  }
  const [best] = own.filter((material) => material.state !== 'refused' && isNew(material) && isInTime(material)).sort(better)
  if (best) {
    const until = lastDay(best, about)
    return { kind, state: 'held', by: 'material', material: best, ...(until === undefined || until === 'never' ? {} : { until }) }
  }
  if (anewSince === undefined && onRecord.includes(kind)) return { kind, state: 'held', by: 'record' }
  const [last] = [...own].sort(newest)
  if (!last) return { kind, state: 'missing', because: anewSince === undefined ? 'never-given' : 'asked-anew' }
  return { kind, state: 'missing', because: last.state === 'refused' ? 'refused' : isNew(last) ? 'expired' : 'asked-anew', last }
}

/** How it stands with everything needed, once each and in its order. */
export const standingsOf = (needs: readonly Need[], about: AboutNeeds): readonly NeedStanding[] =>
  needs.filter(({ kind }, place) => needs.findIndex((need) => need.kind === kind) === place).map((need) => standingOf(need, about))
