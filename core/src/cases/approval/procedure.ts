import type { Figure } from '../../primitives/figure.ts'
import type { Instant } from '../../primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import { askedAnew, counted, countedAgain, isToTell, missingOf } from '../material-needs.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState, textMissing } from '../steps.ts'
import {
  type ApprovalAsk, type ApprovalData, type ApprovalState, type ApprovalWorld, type Assent, materialsOf, materialWords, type Risk,
} from './approval.ts'
import { assentOf, levelOf, preparing } from './authority.ts'
import { type Expected, expectedFrom } from './expected.ts'

/**
 * The way of a special approval: what is missing is asked for at once with why, a person at the desk weighs the risk and
 * recommends, another one whose level reaches decides, above a bound a second one too. The customer hears a day only where past
 * cases say one, and every refusal has its reason.
 */

export type ApprovalInputs = {
  readonly supply: Record<never, never>
  readonly submit: { readonly risk: Risk; readonly recommendation: string }
  readonly 'return': { readonly reason: string; readonly needed: readonly string[] }
  readonly approve: Record<never, never>
  readonly 'approve-second': Record<never, never>
  readonly refuse: { readonly reason: string }
  readonly withdraw: Record<never, never>
  readonly lapse: Record<never, never>
}

export type ApprovalRefusal = Refusal<
  'approval-matter-unknown' | 'approval-material-unknown' | 'approval-above-level' | 'amount-not-positive' | 'case-text-missing' | 'case-four-eyes' | 'case-not-yet-due'
>

type Step<Input> = Asked<ApprovalState, ApprovalData, Input, ApprovalWorld>
type Result = Outcome<ApprovalState, ApprovalData> | Refusal

const tell = (notice: string, words: Readonly<Record<string, string>> = {}, figures: Readonly<Record<string, Figure>> = {}): CaseEvent =>
  ({ event: 'tell', whom: 'customer', notice, figures, words })

const waiting = (name: StateSpec<ApprovalData>['name'], limit: string): StateSpec<ApprovalData> => ({
  name, waitsFor: 'approver', owner: 'approval.decide', clocks: () => [{ limit: 'decide', from: 'opening' }, { limit, from: 'entry' }],
})

const states: Readonly<Record<ApprovalState, StateSpec<ApprovalData>>> = {
  // The lender's own time stands still while it waits for the customer's papers; the customer's does not.
  gathering: {
    name: { zh: '待补材料', en: 'Material missing' }, waitsFor: 'customer', owner: 'keep', pausedBy: 'materials-awaited',
    clocks: () => [{ limit: 'supply', from: 'entry' }],
  },
  assessing: {
    name: { zh: '材料齐全待评估', en: 'Complete, being assessed' }, waitsFor: 'desk', owner: 'case.work',
    clocks: () => [{ limit: 'decide', from: 'opening' }, { limit: 'assess', from: 'entry' }],
  },
  'in-approval': waiting({ zh: '审批中', en: 'In approval' }, 'approve'),
  'in-second-approval': waiting({ zh: '复审中', en: 'In second approval' }, 'approve-second'),
  approved: { ...endState('已批准', 'Approved'), granted: true },
  refused: endState('未批准', 'Refused'),
  withdrawn: endState('已撤回', 'Withdrawn'),
  lapsed: endState('逾期未补材料', 'Material never came'),
}

/** Both days with what they rest on. */
const figuresOf = ({ usual, late, cases }: Expected, matter: string): Readonly<Record<string, Figure>> => {
  const source = { from: 'record', what: 'past-approvals', ref: `${matter}:${cases}` } as const
  return { usual: { kind: 'date', value: usual, source }, late: { kind: 'date', value: late, source } }
}

type Filed = { readonly to: 'gathering' | 'assessing'; readonly data: ApprovalData; readonly events: readonly CaseEvent[] }

/** Where the file stands with the materials now held: the customer hears what is missing, or when a decision is to be expected. */
const filed = (before: ApprovalData, now: Instant, world: ApprovalWorld): Filed => {
  const { expected: _of, ...data } = before
  const { matter } = data.ask
  const lacking = missingOf(data)
  if (lacking.length > 0) return { to: 'gathering', data, events: [tell('approval-material-needed', { asked: materialWords(lacking, matter, world) })] }
  const expected = expectedFrom(dayAt(now, world), world.pastDays(matter), world.policy.own.historyLeast, world.times.calendar)
  if (!expected) return { to: 'assessing', data, events: [tell('approval-received')] }
  return { to: 'assessing', data: { ...data, expected }, events: [tell('approval-received-expected', {}, figuresOf(expected, matter))] }
}

const unknownOf = (ids: readonly string[], world: ApprovalWorld, field: string): Refusal | undefined => {
  const known = materialsOf(world)
  const unknown = ids.find((id) => !known.has(id))
  return unknown === undefined ? undefined : refuse('approval-material-unknown', { material: unknown }, field)
}

const supply = ({ case: { id, data }, now, world }: Step<unknown>): Result => {
  const next = countedAgain(data, { caseId: id, now, world })
  if (isRefusal(next)) return next
  const file = filed(next, now, world)
  return isToTell(data, next) ? file : { ...file, events: [] }
}

const submit = ({ case: { data }, input }: Step<ApprovalInputs['submit']>): Result =>
  input.recommendation.trim() === '' ? textMissing('recommendation')
    : { to: 'in-approval', data: { ...data, risk: input.risk, recommendation: input.recommendation } }

/** Asks for material beside what is there, even for a newer copy of what is held. */
const giveBack = ({ case: { data }, input, now, world }: Step<ApprovalInputs['return']>): Result => {
  if (input.reason.trim() === '') return textMissing('reason')
  if (input.needed.length === 0) return textMissing('needed')
  const unknown = unknownOf(input.needed, world, 'needed')
  if (unknown) return unknown
  const { first: _first, expected: _expected, ...rest } = data
  const next = askedAnew(rest, input.needed, now)
  return { to: 'gathering', data: next, events: [tell('approval-returned', { reason: input.reason, asked: materialWords(input.needed, data.ask.matter, world) })] }
}

const riskOf = ({ risk }: ApprovalData): Risk => {
  if (risk === undefined) throw new Error('a case in approval has its risk')
  return risk
}

const assent = ({ case: { data, hands, barred }, by, now, world }: Step<unknown>): Assent | Refusal => {
  if (!('staffId' in by)) throw new Error('only staff decide')
  return assentOf({ by, amount: data.ask.amount, level: levelOf(riskOf(data), world.policy.own), today: dayAt(now, world), hands, first: data.first, barred }, world)
}

const approve = (step: Step<ApprovalInputs['approve']>): Result => {
  const { case: { data }, world } = step
  const given = assent(step)
  if (isRefusal(given)) return given
  const { twoAbove } = levelOf(riskOf(data), world.policy.own)
  return data.ask.amount > twoAbove ? { to: 'in-second-approval', data: { ...data, first: given } }
    : { to: 'approved', data: { ...data, last: given }, events: [tell('approval-granted')] }
}

const approveSecond = (step: Step<ApprovalInputs['approve-second']>): Result => {
  const given = assent(step)
  return isRefusal(given) ? given : { to: 'approved', data: { ...step.case.data, last: given }, events: [tell('approval-granted')] }
}

/** A no is a decision too: it takes the same level, another person than who prepared it, and a reason that the customer reads. */
const refuseIt = (step: Step<ApprovalInputs['refuse']>): Result => {
  const { reason } = step.input
  if (reason.trim() === '') return textMissing('reason')
  const given = assent(step)
  return isRefusal(given) ? given : { to: 'refused', data: { ...step.case.data, last: given, refusedBecause: reason }, events: [tell('approval-refused', { reason })] }
}

const lapse = ({ case: { data, due }, now }: Step<ApprovalInputs['lapse']>): Result =>
  due && now < due.at ? refuse('case-not-yet-due') : { to: 'lapsed', data, events: [tell('approval-lapsed')] }

type Moves = { readonly [Name in keyof ApprovalInputs]: Move<ApprovalState, ApprovalData, ApprovalInputs[Name], ApprovalWorld> }

const byApprover = { by: ['desk', 'approver'], right: 'approval.decide', notAfter: preparing } as const

const moves: Moves = {
  supply: { name: { zh: '补交材料', en: 'Supply' }, from: ['gathering'], to: ['gathering', 'assessing'], by: ['customer', 'desk', 'clock'], byMaterial: true, decide: supply },
  submit: { name: { zh: '提交审批', en: 'Submit' }, from: ['assessing'], to: ['in-approval'], by: ['desk'], decide: submit },
  'return': { name: { zh: '退回补材料', en: 'Return for material' }, from: ['in-approval', 'in-second-approval'], to: ['gathering'], ...byApprover, decide: giveBack },
  approve: { name: { zh: '批准', en: 'Approve' }, from: ['in-approval'], to: ['approved', 'in-second-approval'], ...byApprover, decide: approve },
  'approve-second': { name: { zh: '复审批准', en: 'Approve as the second' }, from: ['in-second-approval'], to: ['approved'], ...byApprover, decide: approveSecond },
  refuse: { name: { zh: '不批准', en: 'Refuse' }, from: ['in-approval', 'in-second-approval'], to: ['refused'], ...byApprover, decide: refuseIt },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['gathering', 'assessing', 'in-approval', 'in-second-approval'], to: ['withdrawn'], by: ['customer', 'linked-case'],
    decide: ({ case: { data } }) => ({ to: 'withdrawn', data, events: [tell('approval-withdrawn')] }),
  },
  lapse: { name: { zh: '逾期', en: 'Lapse' }, from: ['gathering'], to: ['lapsed'], by: ['clock'], decide: lapse },
}

export const approval: Procedure<ApprovalState, ApprovalData, ApprovalAsk, ApprovalInputs, ApprovalWorld> = {
  kind: 'approval',
  name: { zh: '特殊审批', en: 'Special approval' },
  states,
  opensBy: ['customer', 'desk', 'approver'],
  opensIn: ['gathering', 'assessing'],
  open: (ask, _by, now, world, id) => {
    if (ask.reason.trim() === '') return textMissing('reason')
    if (ask.amount <= 0n) return refuse('amount-not-positive', {}, 'amount')
    const matter = world.policy.own.matters.find((each) => each.id === ask.matter)
    if (!matter) return refuse('approval-matter-unknown', { matter: ask.matter }, 'matter')
    const needs = { ask, needed: matter.materials.map((material) => material.id), held: [] }
    const { to, data, events } = filed(counted(needs, { caseId: id, now, world }), now, world)
    return { state: to, data, events }
  },
  moves,
}
