import type { RegulationRule } from '../../compliance/regulation.ts'
import { isRole, type Role } from '../../people/rights.ts'
import type { Day } from '../../primitives/day.ts'
import type { Fen } from '../../primitives/money.ts'
import {
  type Bilingual, close, idForm, note, noteDuplicates, open, type Problem, type Read, type Source, takeBilingual, takeChoice, takeList, takeNumber, takeText, takeYuan,
} from '../../primitives/reading.ts'
import type { Case } from '../case.ts'
import type { MaterialNeeds, MaterialWorld } from '../material-needs.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { Expected } from './expected.ts'

/** 特殊审批: what no rule grants and a person may, within a level by amount and risk. */

export type ApprovalState =
  | 'gathering' | 'assessing' | 'in-approval' | 'in-second-approval' | 'approved' | 'refused' | 'withdrawn' | 'lapsed'

export const risks = ['low', 'medium', 'high'] as const

export type Risk = (typeof risks)[number]

/** What is asked for. `fromCase` is the case that waits for the decision, where there is one. */
export type ApprovalAsk = {
  readonly matter: string
  readonly loanRef: string
  readonly amount: Fen
  readonly reason: string
  readonly fromCase?: string
}

/** One yes, and for whom it was given where its giver stood in for somebody away. */
export type Assent = { readonly staffId: string; readonly standingInFor?: string }

export type ApprovalData = MaterialNeeds & {
  readonly ask: ApprovalAsk
  /** When a decision is usually made; undefined while material is missing or the history is too short. */
  readonly expected?: Expected
  readonly risk?: Risk
  readonly recommendation?: string
  /** The first of two yeses; gone when the case is returned, for it was a yes to another file. */
  readonly first?: Assent
  readonly last?: Assent
  readonly refusedBecause?: string
}

export type ApprovalCase = Case<ApprovalState, ApprovalData>

/** What is to be brought, and why: told to the customer in these words. */
export type Material = { readonly id: string; readonly name: Bilingual; readonly why: Bilingual }

export type Matter = { readonly id: string; readonly name: Bilingual; readonly materials: readonly Material[] }

/** Who may decide cases of one risk up to which amount, and above which amount two people must. */
export type Level = { readonly risk: Risk; readonly twoAbove: Fen; readonly may: readonly { readonly role: Role; readonly upTo: Fen }[] }

export type ApprovalRules = {
  readonly matters: readonly Matter[]
  readonly levels: readonly Level[]
  /** With fewer past cases than this no day is foretold. */
  readonly historyLeast: number
  readonly mostDelegationDays: number
}

/** 授权代办: the level of the giver, lent from a day until a day; see authority.ts. */
export type Delegation = { readonly giver: string; readonly delegate: string; readonly from: Day; readonly until: Day }

export type ApprovalWorld = MaterialWorld & {
  readonly policy: CasePolicy<ApprovalRules>
  /** Grades and offices of a member of staff as they stand now. */
  readonly rolesOf: (staffId: string) => readonly Role[]
  readonly delegations: readonly Delegation[]
  /** How many working days past cases of this matter took, from complete materials to the decision. */
  readonly pastDays: (matter: string) => readonly number[]
}

export const readMaterial = (value: unknown, at: string, problems: Problem[]): Material => {
  const source = open(value, at, problems)
  const material = { id: takeText(source, 'id', 40, idForm), name: takeBilingual(source, 'name', 60), why: takeBilingual(source, 'why', 120) }
  close(source)
  return material
}

const readMatter = (value: unknown, at: string, problems: Problem[]): Matter => {
  const source = open(value, at, problems)
  const matter = { id: takeText(source, 'id', 40, idForm), name: takeBilingual(source, 'name', 60), materials: takeList(source, 'materials', readMaterial) }
  noteDuplicates(source, 'materials', matter.materials.map(({ id }) => id))
  close(source)
  return matter
}

const readMay = (value: unknown, at: string, problems: Problem[]): Level['may'][number] => {
  const source = open(value, at, problems)
  const role = takeText(source, 'role', 40)
  if (!isRole(role)) note(source, 'role', 'not-a-choice', role)
  const may = { role: isRole(role) ? role : 'approver', upTo: takeYuan(source, 'upTo') } as const
  close(source)
  return may
}

const readLevel = (value: unknown, at: string, problems: Problem[]): Level => {
  const source = open(value, at, problems)
  const level = { risk: takeChoice(source, 'risk', risks), twoAbove: takeYuan(source, 'twoAbove'), may: takeList(source, 'may', readMay) }
  close(source)
  return level
}

const readRules = (source: Source): ApprovalRules => {
  const rules: ApprovalRules = {
    matters: takeList(source, 'matters', readMatter),
    levels: takeList(source, 'levels', readLevel),
    historyLeast: takeNumber(source, 'historyLeast', 1, 10_000),
    mostDelegationDays: takeNumber(source, 'mostDelegationDays', 1, 366),
  }
  noteDuplicates(source, 'matters', rules.matters.map(({ id }) => id))
  noteDuplicates(source, 'levels', rules.levels.map(({ risk }) => risk))
  // Each risk has its level, or a case of it could be opened that nobody may decide.
  for (const risk of risks) if (!rules.levels.some((level) => level.risk === risk)) note(source, 'levels', 'missing', risk)
  return rules
}

/** Reads `content/cases/approval.json`. */
export const parseApprovalPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<ApprovalRules>> => parseCasePolicy(value, rules, readRules)

/** Every material that the policy names, once: what an approver may ask for beside those of the matter. */
export const materialsOf = ({ policy }: ApprovalWorld): ReadonlyMap<string, Material> =>
  new Map(policy.own.matters.flatMap(({ materials }) => materials.map((material) => [material.id, material] as const)))

/** The names of materials with why they are needed, in one line for a notice. */
export const materialWords = (ids: readonly string[], matter: string, world: ApprovalWorld): string => {
  const own = world.policy.own.matters.find(({ id }) => id === matter)?.materials ?? []
  const all = materialsOf(world)
  return ids.flatMap((id) => {
    const material = own.find((each) => each.id === id) ?? all.get(id)
    return material ? [`${material.name.zh}（${material.why.zh}）`] : []
  }).join('、')
}
