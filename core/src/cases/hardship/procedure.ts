import type { Day } from '../../primitives/day.ts'
import type { Fen } from '../../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import { counted, countedAgain, isToTell, missingOf } from '../material-needs.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState, isBlank, stateFor, tellCustomer, textMissing, whenDue } from '../steps.ts'
import {
  figuresOf, type HardshipAsk, type HardshipData, type HardshipState, type HardshipWorld, isBehind, optionsOn, type Plan,
} from './hardship.ts'

/**
 * The way of hardship: means stated, proof given, the plans that are possible reckoned by the loan engine, one proposed and decided by
 * another person, agreed to by the customer and booked. While it is kept nobody collects (the contact limits see the plan in the books);
 * where its first instalment is not paid it is broken, and a person looks for what comes next.
 */

export type SeenPlan = { readonly firstDue: Day; readonly firstInstalment: Fen; readonly end: Day }

export type HardshipInputs = {
  readonly supply: Record<never, never>
  readonly submit: Record<never, never>
  readonly propose: { readonly days: string; readonly recommendation: string }
  readonly approve: Record<never, never>
  readonly refuse: { readonly reason: string }
  readonly agree: SeenPlan
  readonly decline: { readonly text: string }
  readonly booked: Record<never, never>
  readonly 'booking-failed': { readonly reason: string }
  readonly 'plan-anew': Record<never, never>
  readonly look: Record<never, never>
  readonly close: { readonly reason: string }
  readonly withdraw: Record<never, never>
  readonly lapse: Record<never, never>
}

type Step<Input> = Asked<HardshipState, HardshipData, Input, HardshipWorld>
type Result = Outcome<HardshipState, HardshipData> | Refusal

const states: Readonly<Record<HardshipState, StateSpec<HardshipData>>> = {
  gathering: stateFor('资料收集中', 'Gathering proof', 'customer', 'supply'),
  assessing: stateFor('方案评估中', 'Being assessed', 'desk', 'assess', 'case.work'),
  'in-approval': stateFor('审批中', 'In approval', 'approver', 'approve', 'approval.decide'),
  offered: stateFor('方案待客户确认', 'Plan to be agreed to', 'customer', 'agree'),
  booking: stateFor('入账处理中', 'Being booked', 'loan-system', 'book', 'case.work'),
  'booking-failed': stateFor('入账未成功', 'Booking failed', 'desk', 'mend', 'case.work'),
  kept: {
    name: { zh: '方案履行中', en: 'Plan being kept' }, waitsFor: 'customer', owner: 'keep',
    clocks: ({ proposed }) => (proposed ? [{ limit: 'keep', endsWith: proposed.firstDue }] : []),
  },
  broken: stateFor('方案未履行', 'Plan broken', 'desk', 'broken', 'case.work'),
  done: endState('已按方案还款', 'Plan kept'),
  closed: endState('方案终止', 'Plan ended'),
  refused: endState('未同意', 'Refused'),
  withdrawn: endState('已撤回', 'Withdrawn'),
  lapsed: endState('逾期失效', 'Lapsed'),
}

const loanOf = (ref: string, world: HardshipWorld) => world.loanOf(ref) ?? refuse('loan-unknown', {}, 'loanRef')

const wordsOf = (ids: readonly string[], { policy }: HardshipWorld): string =>
  ids.map((id) => policy.own.materials.find((each) => each.id === id)).map((material) => (material ? `${material.name.zh}（${material.why.zh}）` : '')).join('、')

const toldOf = (data: HardshipData, world: HardshipWorld): CaseEvent => {
  const lacking = missingOf(data)
  return lacking.length > 0 ? tellCustomer('hardship-material-needed', { asked: wordsOf(lacking, world) }) : tellCustomer('hardship-ready')
}

const supply = ({ case: { id, data }, now, world }: Step<unknown>): Result => {
  const next = countedAgain(data, { caseId: id, now, world })
  return isRefusal(next) ? next : { to: 'gathering', data: next, events: isToTell(data, next) ? [toldOf(next, world)] : [] }
}

const reckon = ({ case: { data }, now, world }: Step<unknown>): HardshipData | Refusal => {
  const loan = loanOf(data.ask.loanRef, world)
  if ('refused' in loan) return loan
  const { proposed: _before, ...rest } = data
  return { ...rest, options: optionsOn(loan, dayAt(now, world), world.policy.own) }
}

const submit = (step: Step<unknown>): Result => {
  const { case: { id, data: before }, now, world } = step
  const { held } = counted(before, { caseId: id, now, world })
  const lacking = missingOf({ ...before, held })
  if (lacking.length > 0) return refuse('application-incomplete', { missing: wordsOf(lacking, world) })
  const data = reckon(step)
  return 'refused' in data ? data : { to: 'assessing', data: { ...data, held }, events: [tellCustomer('hardship-submitted')] }
}

/** One of the plans that the books allow today. */
const optionOf = (step: Step<unknown>, days: number): Plan | Refusal => {
  const data = reckon(step)
  if ('refused' in data) return data
  return data.options.find((option) => option.days === days) ?? refuse('hardship-plan-not-possible', {}, 'days')
}

const propose = (step: Step<HardshipInputs['propose']>): Result => {
  const { case: { data }, input: { days, recommendation } } = step
  if (isBlank(recommendation)) return textMissing('recommendation')
  const option = optionOf(step, Number(days))
  return 'refused' in option ? option : { to: 'in-approval', data: { ...data, proposed: option, recommendation } }
}

const proposedOf = ({ proposed }: HardshipData): Plan => {
  if (!proposed) throw new Error('what is decided was proposed')
  return proposed
}

/** Reckoned on the day of the decision: a few days later the same deferral is another plan. */
const approve = (step: Step<unknown>): Result => {
  const { data } = step.case
  const option = optionOf(step, proposedOf(data).days)
  if ('refused' in option) return option
  return { to: 'offered', data: { ...data, proposed: option }, events: [tellCustomer('hardship-offered', {}, figuresOf(data.ask, option))] }
}

const refuseIt = ({ case: { data }, input: { reason } }: Step<{ readonly reason: string }>): Result => (isBlank(reason) ? textMissing('reason')
  : { to: 'refused', data: { ...data, refusedBecause: reason }, events: [tellCustomer('hardship-refused', { reason })] })

/** What was seen must be what the books say today; else it is offered anew by `approve`. */
const agree = (step: Step<SeenPlan>): Result => {
  const { case: { id, data }, input, now, world } = step
  const [seen, option] = [proposedOf(data), optionOf(step, proposedOf(data).days)]
  if ('refused' in option) return option
  if (input.firstDue !== seen.firstDue || input.firstInstalment !== seen.firstInstalment || input.end !== seen.end) return refuse('offer-changed')
  const next = { ...data, tries: data.tries + 1, agreedOn: dayAt(now, world) }
  const instruction = { id: `${id}:defer:${next.tries}`, what: 'defer', loanRef: data.ask.loanRef, days: seen.days, amount: seen.firstInstalment, on: seen.firstDue } as const
  return { to: 'booking', data: next, events: [{ event: 'instruct', instruction }, tellCustomer('hardship-agreed', {}, figuresOf(data.ask, seen))] }
}

/** In the morning after the first due day: paid, or not. */
const look = (step: Step<unknown>): Result => {
  const { case: { data }, now, world } = step
  const loan = loanOf(data.ask.loanRef, world)
  if ('refused' in loan) return loan
  return whenDue(step, () => (isBehind(loan, dayAt(now, world)) ? { to: 'broken', data, events: [tellCustomer('hardship-broken')] }
    : { to: 'done', data, events: [tellCustomer('hardship-kept')] }))
}

const planAnew = (step: Step<unknown>): Result => {
  const data = reckon(step)
  return 'refused' in data ? data : { to: 'assessing', data }
}

type Moves = { readonly [Name in keyof HardshipInputs]: Move<HardshipState, HardshipData, HardshipInputs[Name], HardshipWorld> }

const byApprover = { by: ['desk', 'approver'], right: 'approval.decide', notAfter: ['open', 'supply', 'propose'] } as const

const moves: Moves = {
  supply: { name: { zh: '补交证明', en: 'Supply' }, from: ['gathering'], to: ['gathering'], by: ['customer', 'desk', 'clock'], byMaterial: true, decide: supply },
  submit: { name: { zh: '提交', en: 'Submit' }, from: ['gathering'], to: ['assessing'], by: ['customer', 'desk'], decide: submit },
  propose: { name: { zh: '提出方案', en: 'Propose a plan' }, from: ['assessing'], to: ['in-approval'], by: ['desk'], decide: propose },
  approve: { name: { zh: '批准', en: 'Approve' }, from: ['in-approval'], to: ['offered'], ...byApprover, decide: approve },
  refuse: { name: { zh: '不批准', en: 'Refuse' }, from: ['in-approval'], to: ['refused'], ...byApprover, decide: refuseIt },
  // 本人确认: nobody at the desk agrees in the customer's place.
  agree: { name: { zh: '客户确认方案', en: 'Agree' }, from: ['offered'], to: ['booking'], by: ['customer'], decide: agree },
  decline: {
    name: { zh: '方案不合适', en: 'The plan does not fit' }, from: ['offered'], to: ['assessing'], by: ['customer'],
    decide: (step) => (isBlank(step.input.text) ? textMissing('text') : planAnew(step)),
  },
  booked: {
    name: { zh: '已入账', en: 'Booked' }, from: ['booking'], to: ['kept'], by: ['loan-system'],
    decide: ({ case: { data }, now, world }) =>
      ({ to: 'kept', data: { ...data, bookedOn: dayAt(now, world) }, events: [tellCustomer('hardship-booked', {}, figuresOf(data.ask, proposedOf(data)))] }),
  },
  'booking-failed': {
    name: { zh: '入账失败', en: 'Booking failed' }, from: ['booking'], to: ['booking-failed'], by: ['loan-system'],
    decide: ({ case: { data }, input: { reason } }) => ({ to: 'booking-failed', data: { ...data, failed: reason }, events: [tellCustomer('hardship-booking-failed', { reason })] }),
  },
  'plan-anew': { name: { zh: '重新评估', en: 'Assess anew' }, from: ['booking-failed', 'broken'], to: ['assessing'], by: ['desk'], decide: planAnew },
  look: { name: { zh: '核对履行情况', en: 'Look whether it is kept' }, from: ['kept'], to: ['done', 'broken'], by: ['clock'], decide: look },
  close: {
    name: { zh: '终止方案', en: 'End the plan' }, from: ['broken'], to: ['closed'], by: ['desk'],
    decide: ({ case: { data }, input: { reason } }) => (isBlank(reason) ? textMissing('reason') : { to: 'closed', data, events: [tellCustomer('hardship-closed', { reason })] }),
  },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['gathering', 'assessing', 'in-approval', 'offered'], to: ['withdrawn'], by: ['customer'],
    decide: ({ case: { data } }) => ({ to: 'withdrawn', data, events: [tellCustomer('hardship-withdrawn')] }),
  },
  lapse: {
    name: { zh: '逾期', en: 'Lapse' }, from: ['gathering', 'offered'], to: ['lapsed'], by: ['clock'],
    decide: (step) => whenDue(step, () => ({ to: 'lapsed', data: step.case.data, events: [tellCustomer('hardship-lapsed')] })),
  },
}

export const hardship: Procedure<HardshipState, HardshipData, HardshipAsk, HardshipInputs, HardshipWorld> = {
  kind: 'hardship',
  name: { zh: '困难帮扶', en: 'Hardship plan' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['gathering'],
  open: (ask, _by, now, world, id) => {
    if (isBlank(ask.cause)) return textMissing('cause')
    const loan = loanOf(ask.loanRef, world)
    if ('refused' in loan) return loan
    const options = optionsOn(loan, dayAt(now, world), world.policy.own)
    if (options.length === 0) return refuse('hardship-plan-not-possible')
    const needed = world.policy.own.materials.map((material) => material.id)
    const data: HardshipData = counted({ ask, needed, held: [], options, tries: 0 }, { caseId: id, now, world })
    return { state: 'gathering', data, events: [toldOf(data, world)] }
  },
  moves,
}
