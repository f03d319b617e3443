import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { endDelegation, giveDelegation, listDelegations } from '@xinqiao/contract/delegations.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { ApprovalRules } from '@xinqiao/core/cases/approval/approval.ts'
import { parseApprovalPolicy } from '@xinqiao/core/cases/approval/approval.ts'
import { delegate as decide } from '@xinqiao/core/cases/approval/authority.ts'
import { allRightsOf, mayDo } from '@xinqiao/core/people/rights.ts'
import { isRefusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { rolesOfStaff } from '../people/staff.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { implement, type Routes, staffOf } from '../platform/http.ts'
import { type DelegationRow, delegationsFrom, endDelegationOnce, findDelegation, insertDelegation } from './delegation-store.ts'
import { policyOn } from './policies.ts'
import { staffActor } from './show-case.ts'
import { dayFrom } from './wire-values.ts'

/** Standing in for an approver who is away. */

type Names = Awaited<ReturnType<typeof rolesOfStaff>>
type Shown = ResponseOf<typeof giveDelegation>['delegation']

const shownOf = (names: Names, { delegation_id: id, giver, delegate, from_day: from, until_day: until, ended_at: ended }: DelegationRow): Shown => ({
  id, giver: { staffId: giver, name: names.get(giver)?.name ?? '' }, delegate: { staffId: delegate, name: names.get(delegate)?.name ?? '' }, from, until, ended: ended !== null,
})

const rulesOf = async ({ db, clock }: Context): Promise<ApprovalRules | undefined> => (await policyOn(db, 'approval', today(clock), parseApprovalPolicy))?.own

type Wanted = { readonly id: string; readonly delegate: string; readonly from: string; readonly until: string }

const give = async (context: Context, caller: StaffCaller, { id, delegate, from, until }: Wanted) => {
  const { db, clock, outbox } = context
  const [names, rules, now] = [await rolesOfStaff(db), await rulesOf(context), clock.now()]
  if (!rules) return refuse('policy-missing')
  const known = await findDelegation(db, id)
  if (!known) {
    const to = { staffId: delegate, rights: allRightsOf(names.get(delegate)?.roles ?? []) }
    const decided = decide(staffActor(caller), to, { from: dayFrom(from), until: dayFrom(until) }, today(clock), rules)
    if (isRefusal(decided)) return decided
    await db.transaction().execute(async (tx) => {
      if (!(await insertDelegation(tx, id, decided, now))) return
      await outbox.emit(tx, { kind: 'cases.delegated', at: now, payload: { id, giver: caller.staffId, delegate, from, until } })
    })
  }
  const row = await findDelegation(db, id)
  if (row?.giver !== caller.staffId || row.delegate !== delegate || row.from_day !== from || row.until_day !== until) return refuse('delegation-id-reused')
  return { delegation: shownOf(names, row) }
}

const end = async ({ db, clock, outbox }: Context, caller: StaffCaller, id: string) => {
  const [row, now] = [await findDelegation(db, id), clock.now()]
  if (row?.giver !== caller.staffId) return refuse('not-found')
  await db.transaction().execute(async (tx) => {
    if (await endDelegationOnce(tx, id, now)) await outbox.emit(tx, { kind: 'cases.delegation-ended', at: now, payload: { id, giver: caller.staffId } })
  })
  return { delegation: shownOf(await rolesOfStaff(db), { ...row, ended_at: row.ended_at ?? new Date(now) }) }
}

export const delegationRoutes: Routes<Context> = (api, context) => {
  implement(api, listDelegations, async (call) => {
    const names = await rolesOfStaff(context.db)
    const rows = await delegationsFrom(context.db, today(context.clock))
    const caller = staffOf(call)
    const candidates = [...names].flatMap(([staffId, { name, roles }]) => (staffId !== caller.staffId && mayDo(roles, 'approval.decide') ? [{ staffId, name }] : []))
    return { delegations: rows.map((row) => shownOf(names, row)), candidates }
  })
  implement(api, giveDelegation, (call) => give(context, staffOf(call), call.body))
  implement(api, endDelegation, (call) => end(context, staffOf(call), call.params.delegationId))
}
