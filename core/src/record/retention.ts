/**
 * What is kept for how long, and why. Each class of data has a key of its own for each customer and year; when its time is over the
 * key is destroyed, and with it everything of that class and year, wherever a copy of it lies.
 */
import { addMonths, civil, type Day, dayOf } from '../primitives/day.ts'
import {
  type Bilingual, close, finish, has, note, noteDuplicates, open, type Problem, type Read, type Source, takeBilingual, takeChoice, takeDay, takeList, takeNumber,
  takeObject, takeText,
} from '../primitives/reading.ts'

export const dataClasses = ['identity', 'talk', 'contact', 'material', 'case', 'oversight'] as const

export type DataClass = (typeof dataClasses)[number]

/** `all`: the one key of a customer from before there were classes. */
export type KeyClass = DataClass | 'all'

/** To whom a law applies: to everybody, to who has or had a loan, or to who was contacted to collect one. */
const circles = ['always', 'lent', 'collected'] as const
type Circle = (typeof circles)[number]

/** From when the time runs: from the end of the year in which it was written, or from the end of the dealings with the customer. */
const beginnings = ['made', 'relationship'] as const

export type RetentionTerm = {
  readonly dataClass: DataClass
  readonly name: Bilingual
  readonly from: (typeof beginnings)[number]
  /** What the law demands: the rule of `content/regulation` and its years. */
  readonly law?: { readonly rule: string; readonly years: number; readonly when: Circle }
  /** The lender's own years (机构规定), which hold where no law demands more. */
  readonly years: number
  readonly reason: string
  /** A longer time that the lender set later; never a shorter one. */
  readonly override?: { readonly years: number; readonly reason: string; readonly approvedBy: string; readonly from: Day }
}

export type Retention = {
  /** How many days a backup is kept: so long what was erased can still be got back from one. */
  readonly backupDays: number
  readonly terms: readonly RetentionTerm[]
}

const readLaw = (source: Source): NonNullable<RetentionTerm['law']> =>
  ({ rule: takeText(source, 'rule', 40), years: takeNumber(source, 'years', 1, 100), when: takeChoice<Circle>(source, 'when', circles) })

const readOverride = (source: Source): NonNullable<RetentionTerm['override']> =>
  ({ years: takeNumber(source, 'years', 1, 100), reason: takeText(source, 'reason'), approvedBy: takeText(source, 'approvedBy', 60), from: takeDay(source, 'from') })

const readTerm = (value: unknown, at: string, problems: Problem[]): RetentionTerm => {
  const source = open(value, at, problems)
  const term: RetentionTerm = {
    dataClass: takeChoice<DataClass>(source, 'class', dataClasses),
    name: takeBilingual(source, 'name', 60),
    from: takeChoice<RetentionTerm['from']>(source, 'from', beginnings),
    ...(has(source, 'law') ? { law: takeObject(source, 'law', readLaw) } : {}),
    years: takeNumber(source, 'years', 1, 100),
    reason: takeText(source, 'reason'),
    ...(has(source, 'override') ? { override: takeObject(source, 'override', readOverride) } : {}),
  }
  if (term.override && term.override.years < Math.max(term.years, term.law?.years ?? 0)) note(source, 'override', 'contradiction', 'shorter than what it overrides')
  close(source)
  return term
}

/** Reads `content/desk/retention.json`: a term for each class. */
export const parseRetention = (value: unknown): Read<Retention> => {
  const source = open(value, '', [])
  const retention = { backupDays: takeNumber(source, 'backupDays', 1, 3650), terms: takeList(source, 'terms', readTerm) }
  noteDuplicates(source, 'terms', retention.terms.map(({ dataClass }) => dataClass))
  for (const dataClass of dataClasses) {
    if (!retention.terms.some((term) => term.dataClass === dataClass)) note(source, 'terms', 'missing', dataClass)
  }
  close(source)
  return finish(source, retention)
}

/** How things stand with a customer. */
export type Standing = {
  /** Has, or had, a loan or an application. */
  readonly lent: boolean
  /** Was contacted to collect. */
  readonly collected: boolean
  /** The last day of the dealings with him; undefined while a loan runs or somebody's authority rests on him. */
  readonly endedOn: Day | undefined
  readonly openCase: boolean
  /** Something was promised to him that is neither kept nor taken back. */
  readonly openCommitment: boolean
  readonly held: boolean
}

export type KeyHeld = {
  readonly keyClass: KeyClass
  readonly year: number
  /** The last day on which something was written under it, where that may be later than its year. */
  readonly lastUsed?: Day | undefined
}

/** What becomes of what a key seals, and if it stays: why, by which rule of law, and until which day (the last one on which it is kept). */
export type Fate =
  | { readonly goes: true }
  | { readonly goes: false; readonly because: 'hold' | 'open-case' | 'open-commitment' | 'relationship' }
  | { readonly goes: false; readonly because: 'law' | 'term'; readonly rule?: string; readonly until: Day }

/** By the calendar: what is due is disposed of. At the customer's wish: only what a law demands stays (个人信息保护法 article 47). */
export type Occasion = 'retention' | 'erasure'

/** What is needed to finish a case, or to keep a promise. */
const touchedByCase: ReadonlySet<KeyClass> = new Set(['identity', 'talk', 'contact', 'material', 'case'])

const applies = ({ law }: RetentionTerm, { lent, collected }: Standing): boolean =>
  law !== undefined && (law.when === 'always' || (law.when === 'lent' ? lent : collected))

const yearsOf = (term: RetentionTerm, standing: Standing, day: Day, occasion: Occasion): { readonly years: number; readonly rule?: string } => {
  const lawful = applies(term, standing) && term.law ? term.law : undefined
  const own = occasion === 'erasure' ? 0 : Math.max(term.years, term.override && term.override.from <= day ? term.override.years : 0)
  return lawful && lawful.years >= own ? { years: lawful.years, rule: lawful.rule } : { years: own }
}

const fateInClass = (term: RetentionTerm, key: KeyHeld, standing: Standing, day: Day, occasion: Occasion): Fate => {
  if (standing.held) return { goes: false, because: 'hold' }
  if (standing.openCase && touchedByCase.has(term.dataClass)) return { goes: false, because: 'open-case' }
  if (standing.openCommitment && touchedByCase.has(term.dataClass)) return { goes: false, because: 'open-commitment' }
  const made = Math.max(dayOf(key.year, 12, 31), key.lastUsed ?? 0) as Day
  const { years, rule } = yearsOf(term, standing, day, occasion)
  const byDealings = term.from === 'relationship'
  if (byDealings && standing.endedOn === undefined) return { goes: false, because: 'relationship' }
  if (years === 0) return { goes: true }
  const begins = byDealings ? (Math.max(made, standing.endedOn ?? 0) as Day) : made
  const until = addMonths(begins, years * 12)
  if (until < day) return { goes: true }
  return { goes: false, until, ...(rule === undefined ? { because: 'term' } : { because: 'law', rule }) }
}

const weight = (fate: Fate): number => (fate.goes ? 0 : 'until' in fate ? fate.until : Number.MAX_SAFE_INTEGER)

/** What seals several classes stays as long as any of them must. */
export const fateOf = ({ terms }: Retention, key: KeyHeld, standing: Standing, day: Day, occasion: Occasion): Fate => {
  const fates = terms.filter(({ dataClass }) => key.keyClass === 'all' || key.keyClass === dataClass)
    .map((term) => fateInClass(term, key, standing, day, occasion))
  return fates.reduce((longest, fate) => (weight(fate) > weight(longest) ? fate : longest), { goes: true })
}

/** The newest year whose keys can be due on a day, whoever the customer: those of later years need not be looked at. */
export const newestYearDue = ({ terms }: Retention, day: Day): number => civil(day).year - 1 - Math.min(...terms.map(({ years }) => years))
