/**
 * The rules of law that the desk keeps, as data. Each limit says where it comes from and how surely that is known,
 * and a lender may set a limit of his own beside it. They are approved and versioned as all knowledge is.
 */
import { type Day, isoDay } from '../primitives/day.ts'
import {
  close, finish, has, note, noteDuplicates, open, type Problem, type Read, takeChoice, takeDay, takeList, takeText,
} from '../primitives/reading.ts'
import { type Governance, takeGovernance } from './governance.ts'

/** `seen`: read in the text of the law; `sec`: restated by a law firm or the press; `mem`: remembered only. */
export type Confidence = 'seen' | 'sec' | 'mem'

export type RegulationRule = Governance & {
  readonly id: string
  readonly statement: string
  readonly limit: string
  readonly applies: string
  readonly effectiveFrom?: Day
  /** The lowest that any part of the rule has: a rule of two sources is as sure as the weaker. */
  readonly confidence: Confidence
  /** The lender's own limit, where he sets one; it stands as 机构规定. */
  readonly override?: { readonly limit: string; readonly reason: string; readonly approvedBy: string; readonly from: Day }
}

const readOverride = (value: unknown, at: string, problems: Problem[]): NonNullable<RegulationRule['override']> => {
  const source = open(value, at, problems)
  const override = {
    limit: takeText(source, 'limit', 60), reason: takeText(source, 'reason'), approvedBy: takeText(source, 'approvedBy', 60),
    from: takeDay(source, 'from'),
  }
  close(source)
  return override
}

const readRule = (value: unknown, at: string, problems: Problem[]): RegulationRule => {
  const source = open(value, at, problems)
  const dated = has(source, 'effectiveFrom') && source.fields['effectiveFrom'] !== null
  source.taken.add('effectiveFrom').add('override')
  if (!('override' in source.fields)) note(source, 'override', 'missing')
  const ofLender = source.fields['override'] ?? undefined
  const rule: RegulationRule = {
    id: takeText(source, 'id', 40),
    statement: takeText(source, 'statement'),
    limit: takeText(source, 'limit', 60),
    applies: takeText(source, 'applies', 60),
    ...takeGovernance(source),
    confidence: takeChoice<Confidence>(source, 'confidence', ['mem', 'sec', 'seen']),
    ...(dated ? { effectiveFrom: takeDay(source, 'effectiveFrom') } : {}),
    ...(ofLender === undefined ? {} : { override: readOverride(ofLender, `${at}.override`, problems) }),
  }
  // A law ends by a new version that says so; one that ran out of itself would leave the desk without its limits.
  if (rule.validUntil !== undefined) note(source, 'validUntil', 'contradiction', 'a rule of law does not run out')
  close(source)
  return rule
}

/** Reads `content/regulation/regulation.json`. */
export const parseRegulation = (value: unknown): Read<readonly RegulationRule[]> => {
  const source = open({ rules: value }, '', [])
  const rules = takeList(source, 'rules', readRule)
  noteDuplicates(source, 'rules', rules.map((rule) => rule.id))
  return finish(source, rules)
}

/** What is only remembered is never named to anybody as law: it is shown as the lender's own rule. */
export const basisText = (rule: RegulationRule): string => {
  if (rule.confidence === 'mem') return '机构规定'
  return rule.effectiveFrom === undefined ? rule.source : `${rule.source}（${isoDay(rule.effectiveFrom)} 起）`
}
