import { type Day, isoDay } from '../../primitives/day.ts'
import { yuanText } from '../../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState, textMissing } from '../steps.ts'
import {
  compare, type Compared, type ExtensibleLoan, type ExtensionCaseAsk, type ExtensionData, type ExtensionState, type ExtensionWorld, figuresOf, isSameCompared,
} from './extension.ts'

/**
 * The way of an extension: compared, consented to by every guarantor where the agreement needs it, approved, agreed to by the
 * customer himself, booked by the loan system once. All say yes to the same figures; where the books have moved since, all are
 * asked anew. It ends with the next due day: from then on it is hardship, which is offered.
 */

/** What somebody saw when he said yes. */
export type Seen = { readonly extraInterest: bigint; readonly fee: bigint; readonly endAfter: Day }

export type ExtensionInputs = {
  readonly consent: Seen
  readonly 'decline-consent': Record<never, never>
  readonly approve: Record<never, never>
  readonly refuse: { readonly reason: string }
  readonly 'ask-special-approval': { readonly reason: string }
  readonly 'special-approval-granted': Record<never, never>
  readonly 'special-approval-refused': { readonly reason: string }
  readonly agree: Seen
  readonly 'quote-again': Record<never, never>
  readonly booked: Record<never, never>
  readonly 'booking-failed': { readonly reason: string }
  readonly withdraw: Record<never, never>
  readonly lapse: Record<never, never>
  readonly 'too-late': Record<never, never>
}

export type ExtensionRefusal = Refusal<
  | 'loan-unknown' | 'extension-not-in-agreement' | 'extension-after-due' | 'extension-not-possible' | 'extension-figure-changed'
  | 'extension-needs-special-approval' | 'special-approval-open' | 'special-approval-not-needed' | 'guarantor-not-of-loan' | 'case-text-missing' | 'case-not-yet-due'
>

type Step<Input> = Asked<ExtensionState, ExtensionData, Input, ExtensionWorld>
type Result = Outcome<ExtensionState, ExtensionData> | Refusal

const tell = (notice: string, data: ExtensionData, words: Readonly<Record<string, string>> = {}, whom: 'customer' | 'guarantor' = 'customer'): CaseEvent =>
  ({ event: 'tell', whom, notice, figures: figuresOf(data), words })

/** Before it is agreed upon, each state is due by the loan's own due day at the latest. */
const before = (
  name: StateSpec<ExtensionData>['name'], waitsFor: StateSpec<ExtensionData>['waitsFor'], limit: string, owner: StateSpec<ExtensionData>['owner'] = 'keep',
): StateSpec<ExtensionData> => ({
  name, waitsFor, owner, clocks: ({ compared }) => [{ limit, from: 'entry' }, { limit: 'before-due', endsWith: compared.bookBy }],
})

const states: Readonly<Record<ExtensionState, StateSpec<ExtensionData>>> = {
  'awaiting-consent': before({ zh: '待保证人同意', en: 'Waiting for the guarantors' }, 'guarantor', 'consent'),
  'in-approval': before({ zh: '审批中', en: 'In approval' }, 'approver', 'approve', 'approval.decide'),
  'in-special-approval': before({ zh: '特殊审批中', en: 'In special approval' }, 'approver', 'special-approval'),
  offered: { ...before({ zh: '已批准待客户确认', en: 'Approved, to be agreed to' }, 'customer', 'agree'), granted: true },
  booking: { granted: true, name: { zh: '入账处理中', en: 'Booking' }, waitsFor: 'loan-system', owner: 'case.work', clocks: () => [{ limit: 'book', from: 'entry' }] },
  'booking-failed': { ...before({ zh: '入账未成功', en: 'Booking failed' }, 'desk', 'mend', 'case.work'), granted: true },
  done: { ...endState('已展期', 'Extended'), granted: true },
  refused: endState('未同意', 'Refused'),
  withdrawn: endState('已撤回', 'Withdrawn'),
  lapsed: endState('逾期未确认', 'Lapsed'),
}

const loanOf = (loanRef: string, world: ExtensionWorld): ExtensibleLoan | Refusal => world.loanOf(loanRef) ?? refuse('loan-unknown', {}, 'loanRef')

/**
 * Where a fresh comparison goes. 民法典 695: a guarantor who did not agree in writing to another time of performance is bound to
 * the old one only, so he is asked before the lender decides.
 */
const fresh = (
  { ask, tries, specials }: Pick<ExtensionData, 'ask' | 'tries' | 'specials'>, now: Step<unknown>['now'], world: ExtensionWorld,
): { readonly to: 'awaiting-consent' | 'in-approval'; readonly data: ExtensionData; readonly events: readonly CaseEvent[] } | Refusal => {
  const loan = loanOf(ask.loanRef, world)
  if (isRefusal(loan)) return loan
  const compared = compare(loan, ask, dayAt(now, world))
  if (isRefusal(compared)) return compared
  const data: ExtensionData = { ask, compared, consents: [], tries, specials }
  return loan.agreement.guarantorConsent && loan.guarantors.length > 0
    ? { to: 'awaiting-consent', data, events: [tell('extension-compared', data), tell('extension-consent-asked', data, {}, 'guarantor')] }
    : { to: 'in-approval', data, events: [tell('extension-compared', data)] }
}

const hasSeen = ({ extraInterest, fee, endAfter }: Seen, compared: Compared): boolean =>
  extraInterest === compared.extraInterest && fee === compared.fee && endAfter === compared.endAfter

/** Undefined where the books still say what was compared. */
const moved = ({ case: { data }, now, world }: Step<unknown>): Refusal | undefined => {
  const loan = loanOf(data.ask.loanRef, world)
  if (isRefusal(loan)) return loan
  const compared = compare(loan, data.ask, dayAt(now, world))
  if (isRefusal(compared)) return compared
  return isSameCompared(compared, data.compared) ? undefined : refuse('extension-figure-changed')
}

const consent = ({ case: { data }, input, by, world }: Step<ExtensionInputs['consent']>): Result => {
  const loan = loanOf(data.ask.loanRef, world)
  if (isRefusal(loan)) return loan
  if (!('personId' in by) || !loan.guarantors.includes(by.personId)) return refuse('guarantor-not-of-loan')
  if (!hasSeen(input, data.compared)) return refuse('extension-figure-changed')
  const next = { ...data, consents: [...new Set([...data.consents, by.personId])] }
  return { to: loan.guarantors.every((id) => next.consents.includes(id)) ? 'in-approval' : 'awaiting-consent', data: next }
}

const refusedFor = (data: ExtensionData, reason: string): Result => (reason.trim() === '' ? textMissing('reason')
  : { to: 'refused', data: { ...data, refusedBecause: reason }, events: [tell('extension-refused', data, { reason })] })

const declineConsent = ({ case: { data }, by, world }: Step<ExtensionInputs['decline-consent']>): Result => {
  const loan = loanOf(data.ask.loanRef, world)
  if (isRefusal(loan)) return loan
  if (!('personId' in by) || !loan.guarantors.includes(by.personId)) return refuse('guarantor-not-of-loan')
  return { to: 'refused', data: { ...data, refusedBecause: 'guarantor-declined' }, events: [tell('extension-guarantor-declined', data)] }
}

const approve = (step: Step<ExtensionInputs['approve']>): Result => {
  const { case: { data }, world } = step
  if (data.compared.principal > world.policy.own.specialAbove) return refuse('extension-needs-special-approval')
  return moved(step) ?? { to: 'offered', data, events: [tell('extension-offered', data)] }
}

/** Once an extension and its figures: what is asked of the approvers is in the words of a special approval. */
const askSpecial = (step: Step<ExtensionInputs['ask-special-approval']>): Result => {
  const { case: { id, data }, input, world } = step
  if (input.reason.trim() === '') return textMissing('reason')
  if (data.compared.principal <= world.policy.own.specialAbove) return refuse('special-approval-not-needed')
  const { loanRef } = data.ask
  const next = { ...data, specials: data.specials + 1 }
  const { principal, endAfter } = data.compared
  const about = {
    matter: 'extension', loanRef, amount: yuanText(principal), until: isoDay(endAfter), reason: input.reason, fromCase: id, nth: String(next.specials),
  }
  return moved(step) ?? { to: 'in-special-approval', data: next, events: [{ event: 'open-case', kind: 'approval', about }, tell('extension-special-approval', data)] }
}

const specialGranted = ({ case: { id, data }, world }: Step<ExtensionInputs['special-approval-granted']>): Result =>
  world.specialApprovalOf(id, data.specials) === 'granted' ? { to: 'offered', data, events: [tell('extension-offered', data)] } : refuse('special-approval-open')

const specialRefused = ({ case: { id, data }, input, world }: Step<ExtensionInputs['special-approval-refused']>): Result =>
  world.specialApprovalOf(id, data.specials) === 'refused' ? refusedFor(data, input.reason) : refuse('special-approval-open')

/** The customer names the cost and the end that he agrees to; the loan system is told exactly this. */
const agree = (step: Step<ExtensionInputs['agree']>): Result => {
  const { case: { id, data }, input, now, world } = step
  if (!hasSeen(input, data.compared)) return refuse('extension-figure-changed')
  const changed = moved(step)
  if (changed) return changed
  const { loanRef, ...wish } = data.ask
  const next = { ...data, tries: data.tries + 1, agreedOn: dayAt(now, world) }
  const instruction = { id: `${id}:extend:${next.tries}`, what: 'extend', loanRef, amount: data.compared.fee, ...wish } as const
  return { to: 'booking', data: next, events: [{ event: 'instruct', instruction }, tell('extension-agreed', next)] }
}

const quoteAgain = ({ case: { data }, now, world }: Step<ExtensionInputs['quote-again']>): Result => fresh(data, now, world)

const booked = ({ case: theCase, now, world }: Step<ExtensionInputs['booked']>): Result => {
  const data = { ...theCase.data, bookedOn: dayAt(now, world) }
  return { to: 'done', data, events: [tell('extension-booked', data)] }
}

const lapse = ({ case: { data, due }, now }: Step<ExtensionInputs['lapse']>): Result =>
  due && now < due.at ? refuse('case-not-yet-due') : { to: 'lapsed', data, events: [tell('extension-lapsed', data)] }

const tooLate = ({ case: { data }, now, world }: Step<ExtensionInputs['too-late']>): Result =>
  dayAt(now, world) <= data.compared.bookBy ? refuse('case-not-yet-due')
    : { to: 'refused', data: { ...data, refusedBecause: 'extension-after-due' }, events: [tell('extension-too-late-hardship-offered', data)] }

type Moves = { readonly [Name in keyof ExtensionInputs]: Move<ExtensionState, ExtensionData, ExtensionInputs[Name], ExtensionWorld> }

const byApprover = { by: ['desk', 'approver'], right: 'approval.decide', notAfter: ['open'] } as const

const moves: Moves = {
  consent: { name: { zh: '保证人同意', en: 'Consent' }, from: ['awaiting-consent'], to: ['awaiting-consent', 'in-approval'], by: ['guarantor'], decide: consent },
  'decline-consent': { name: { zh: '保证人不同意', en: 'Decline' }, from: ['awaiting-consent'], to: ['refused'], by: ['guarantor'], decide: declineConsent },
  approve: { name: { zh: '批准', en: 'Approve' }, from: ['in-approval'], to: ['offered'], ...byApprover, decide: approve },
  refuse: {
    name: { zh: '不批准', en: 'Refuse' }, from: ['in-approval'], to: ['refused'], ...byApprover, decide: ({ case: { data }, input }) => refusedFor(data, input.reason),
  },
  'ask-special-approval': {
    name: { zh: '转特殊审批', en: 'Ask for special approval' }, from: ['in-approval'], to: ['in-special-approval'], by: ['desk', 'approver'], decide: askSpecial,
  },
  'special-approval-granted': {
    name: { zh: '特殊审批通过', en: 'Special approval granted' }, from: ['in-special-approval'], to: ['offered'], by: ['linked-case'], decide: specialGranted,
  },
  'special-approval-refused': {
    name: { zh: '特殊审批未通过', en: 'Special approval refused' }, from: ['in-special-approval'], to: ['refused'], by: ['linked-case'], decide: specialRefused,
  },
  // 本人确认: nobody at the desk agrees in the customer's place.
  agree: { name: { zh: '客户确认', en: 'Agree' }, from: ['offered'], to: ['booking'], by: ['customer'], decide: agree },
  'quote-again': {
    name: { zh: '重新测算', en: 'Compare again' }, from: ['in-approval', 'offered', 'booking-failed'], to: ['awaiting-consent', 'in-approval'],
    by: ['customer', 'desk'], decide: quoteAgain,
  },
  booked: { name: { zh: '已入账', en: 'Booked' }, from: ['booking'], to: ['done'], by: ['loan-system'], decide: booked },
  'booking-failed': {
    name: { zh: '入账失败', en: 'Booking failed' }, from: ['booking'], to: ['booking-failed'], by: ['loan-system'],
    decide: ({ case: { data }, input }) => ({ to: 'booking-failed', data, events: [tell('extension-booking-failed', data, { reason: input.reason })] }),
  },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['awaiting-consent', 'in-approval', 'in-special-approval', 'offered', 'booking-failed'], to: ['withdrawn'],
    by: ['customer'], decide: ({ case: { data } }) => ({ to: 'withdrawn', data, events: [tell('extension-withdrawn', data)] }),
  },
  lapse: { name: { zh: '逾期', en: 'Lapse' }, from: ['awaiting-consent', 'offered'], to: ['lapsed'], by: ['clock'], decide: lapse },
  'too-late': {
    name: { zh: '已过还款日', en: 'The due day has passed' }, from: ['awaiting-consent', 'in-approval', 'in-special-approval', 'offered', 'booking-failed'],
    to: ['refused'], by: ['clock'], decide: tooLate,
  },
}

export const extension: Procedure<ExtensionState, ExtensionData, ExtensionCaseAsk, ExtensionInputs, ExtensionWorld> = {
  kind: 'extension',
  name: { zh: '展期', en: 'Extension' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['awaiting-consent', 'in-approval'],
  open: (ask, _by, now, world) => {
    const compared = fresh({ ask, tries: 0, specials: 0 }, now, world)
    return isRefusal(compared) ? compared : { state: compared.to, data: compared.data, events: compared.events }
  },
  moves,
}
