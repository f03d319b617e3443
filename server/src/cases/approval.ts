import { approvalAsk, approvalInputs, type ApprovalOnWire, myApproval } from '@xinqiao/contract/approval-case.ts'
import {
  type ApprovalAsk, type ApprovalCase, type ApprovalData, type ApprovalState, type ApprovalWorld, type Assent, materialsOf, parseApprovalPolicy,
} from '@xinqiao/core/cases/approval/approval.ts'
import { workingDaysBetween } from '@xinqiao/core/compliance/working-calendar.ts'
import { approval, type ApprovalInputs } from '@xinqiao/core/cases/approval/procedure.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { instant, localTime } from '@xinqiao/core/primitives/instant.ts'
import { parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { rolesOfStaff } from '../people/staff.ts'
import { delegationsOn } from './delegation-store.ts'
import { today } from '../platform/clock.ts'
import { materialsInWorld } from './holdings.ts'
import type { Kind } from './kind.ts'
import { pastApprovals } from './store.ts'
import { yuanFrom } from './wire-values.ts'

/** Special approvals, as the server works on them. */

/** Asked for by another case: what stands in its `about`. */
const askFrom = ({ matter = '', loanRef = '', amount = '', reason = '', fromCase }: Readonly<Record<string, string>>): ApprovalAsk => {
  const fen = parseYuan(amount)
  if (fen === undefined) throw new Error(`a special approval is asked for of no amount: ${amount}`)
  return { matter, loanRef, amount: fen, reason, ...(fromCase === undefined ? {} : { fromCase }) }
}

const assentToWire = ({ staffId, standingInFor }: Assent) => ({ by: staffId, ...(standingInFor === undefined ? {} : { standingInFor }) })

const toWire = ({ ask, expected, risk, recommendation, first, last, refusedBecause }: ApprovalData): ApprovalOnWire => ({
  ask: { matter: ask.matter, loanRef: ask.loanRef, amount: yuanText(ask.amount), reason: ask.reason },
  ...(expected ? { expected: { ...expected, usual: isoDay(expected.usual), late: isoDay(expected.late) } } : {}),
  ...(risk === undefined ? {} : { risk }), ...(recommendation === undefined ? {} : { recommendation }),
  ...(first ? { first: assentToWire(first) } : {}), ...(last ? { last: assentToWire(last) } : {}),
  ...(refusedBecause === undefined ? {} : { refusedBecause }),
})

/** What the case that waits for it is told when it has ended. */
const reportOf = ({ state, data }: ApprovalCase): { readonly move: string; readonly input: object } => {
  if (state === 'approved') return { move: 'special-approval-granted', input: {} }
  return { move: 'special-approval-refused', input: { reason: data.refusedBecause ?? (state === 'withdrawn' ? '特殊审批已撤回' : '特殊审批所需材料没有补齐') } }
}

export const approvalKind: Kind<ApprovalState, ApprovalData, ApprovalAsk, ApprovalInputs, ApprovalWorld> = {
  procedure: approval,
  parsePolicy: parseApprovalPolicy,
  customerLevel: 'verified',
  ask: approvalAsk.transform(({ amount, ...ask }) => ({ ...ask, amount: yuanFrom(amount) })),
  inputs: approvalInputs,
  worldOf: async (context, reader, { customerId, policy, times }) => {
    const day = today(context.clock)
    const [staff, delegations, past] = [await rolesOfStaff(reader), await delegationsOn(reader, day), await pastApprovals(reader)]
    const dayOf = (at: Date) => localTime(instant(at.getTime()), times.hours.zone).day
    return {
      policy, times, ...(await materialsInWorld(context, reader, customerId)), delegations, rolesOf: (staffId) => staff.get(staffId)?.roles ?? [],
      pastDays: (matter) => past.flatMap(({ topic, complete, decided }) => (topic === matter ? [workingDaysBetween(times.calendar, dayOf(complete), dayOf(decided))] : [])),
    }
  },
  toWire,
  mine: myApproval,
  choices: (world) => {
    const materials = [...materialsOf(world).values()].map(({ id, name }) => ({ id, name }))
    return { matter: world.policy.own.matters.map(({ id, name }) => ({ id, name })), needed: materials }
  },
  materials: ({ ask, needed }, world) => {
    const own = world.policy.own.matters.find(({ id }) => id === ask.matter)?.materials ?? []
    const all = materialsOf(world)
    return needed.flatMap((id) => {
      const material = own.find((each) => each.id === id) ?? all.get(id)
      return material ? [{ id, name: material.name, why: material.why }] : []
    })
  },
  topic: ({ ask }) => ask.matter,
  askFrom,
  reportOf,
}
