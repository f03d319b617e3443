import type { Right, Role } from '../../people/rights.ts'
import { addDays, type Day } from '../../primitives/day.ts'
import type { Fen } from '../../primitives/money.ts'
import { type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Hand, StaffActor } from '../case.ts'
import type { ApprovalRules, ApprovalWorld, Assent, Delegation, Level, Risk } from './approval.ts'

/**
 * 审批权限: who may decide how much, also in the place of somebody away. A delegation lends the level of its giver, never a right:
 * whoever stands in must himself be one who approves. What was lent is not lent on, and it ends by itself.
 */

export type DelegationRefusal = Refusal<'not-allowed' | 'delegate-not-fit' | 'delegation-days-out-of-range'>

/** 授权代办: only the giver himself names his delegate; from today at the earliest, for at most as many days as the policy allows. */
export const delegate = (
  by: StaffActor, to: { readonly staffId: string; readonly rights: readonly Right[] }, { from, until }: { readonly from: Day; readonly until: Day },
  today: Day, { mostDelegationDays }: Pick<ApprovalRules, 'mostDelegationDays'>,
): Delegation | DelegationRefusal => {
  if (!by.rights.includes('approval.decide')) return refuse('not-allowed')
  if (to.staffId === by.staffId || !to.rights.includes('approval.decide')) return refuse('delegate-not-fit', {}, 'delegate')
  if (from < today || until < from || until >= addDays(from, mostDelegationDays)) return refuse('delegation-days-out-of-range', { most: mostDelegationDays }, 'until')
  return { giver: by.staffId, delegate: to.staffId, from, until }
}

/** The most that one of these roles may decide; undefined where none may decide anything of this risk. */
const mostFor = (held: readonly Role[], level: Level): Fen | undefined => {
  const amounts = level.may.flatMap(({ role, upTo }) => (held.includes(role) ? [upTo] : []))
  return amounts.reduce<Fen | undefined>((most, each) => (most === undefined || each > most ? each : most), undefined)
}

export const levelOf = (risk: Risk, { levels }: ApprovalRules): Level => {
  const level = levels.find((each) => each.risk === risk)
  if (!level) throw new Error(`the policy has no level for "${risk}"`)
  return level
}

const peopleOf = ({ staffId, standingInFor }: Assent): readonly string[] => (standingInFor === undefined ? [staffId] : [staffId, standingInFor])

/** Moves by which somebody prepared the case or spoke in it for the customer. */
export const preparing: readonly string[] = ['open', 'supply', 'submit']

type Question = {
  readonly by: StaffActor; readonly amount: Fen; readonly level: Level; readonly today: Day
  readonly hands: readonly Hand[]; readonly first: Assent | undefined; readonly barred: readonly string[]
}

/**
 * In whose place this person may decide: his own before anybody else's. Four eyes hold through a delegation too: who prepared
 * the case, may not touch it, or gave the first yes gives no second one through another, nor stands in for such a person.
 */
export const assentOf = (
  { by, amount, level, today, hands, first, barred }: Question, { rolesOf, delegations }: Pick<ApprovalWorld, 'rolesOf' | 'delegations'>,
): Assent | Refusal<'approval-above-level' | 'case-four-eyes'> => {
  const reaches = (staffId: string): boolean => {
    const most = mostFor(rolesOf(staffId), level)
    return most !== undefined && amount <= most
  }
  const givers = delegations.filter((each) => each.delegate === by.staffId && each.from <= today && today <= each.until).map(({ giver }) => giver)
  const able: readonly Assent[] = [
    ...(reaches(by.staffId) ? [{ staffId: by.staffId }] : []),
    ...givers.filter(reaches).map((giver) => ({ staffId: by.staffId, standingInFor: giver })),
  ]
  if (able.length === 0) return refuse('approval-above-level')
  const spent = new Set([...(first ? peopleOf(first) : []), ...barred, ...hands.flatMap(({ move, staffId }) => (preparing.includes(move) ? [staffId] : []))])
  return able.find((assent) => peopleOf(assent).every((staffId) => !spent.has(staffId))) ?? refuse('case-four-eyes')
}
