import type { Instant } from '../../primitives/instant.ts'
import type { Fen } from '../../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import { askedAnew, counted, countedAgain, isToTell, missingOf } from '../material-needs.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState, isBlank, stateFor, tellCustomer, textMissing, whenDue } from '../steps.ts'
import {
  type ApplicationAsk, type ApplicationCase, type ApplicationData, type ApplicationState, type ApplicationWorld, burdenOf, figuresOf, isSameOffer, materialsFor,
  offerOn,
} from './application.ts'

/**
 * The way of an application: what is missing is asked for at once, one person checks and another decides, a refusal has its reason in
 * plain words, the customer reads all that the loan costs before he signs, and the money is paid out once.
 */

/** What somebody saw when he said yes. */
export type SeenOffer = { readonly total: Fen; readonly firstInstalment: Fen }

export type ApplicationInputs = {
  readonly supply: Record<never, never>
  readonly submit: Record<never, never>
  readonly 'pass-on': { readonly recommendation: string }
  readonly 'ask-material': { readonly reason: string; readonly needed: readonly string[] }
  readonly approve: Record<never, never>
  readonly refuse: { readonly reason: string }
  readonly 'read-costs': SeenOffer
  readonly sign: SeenOffer
  readonly booked: { readonly loanRef: string }
  readonly 'booking-failed': { readonly reason: string }
  readonly 'try-again': Record<never, never>
  readonly withdraw: Record<never, never>
  readonly cancel: Record<never, never>
  readonly lapse: Record<never, never>
}

type Step<Input> = Asked<ApplicationState, ApplicationData, Input, ApplicationWorld>
type Result = Outcome<ApplicationState, ApplicationData> | Refusal

const states: Readonly<Record<ApplicationState, StateSpec<ApplicationData>>> = {
  gathering: stateFor('资料收集中', 'Gathering material', 'customer', 'supply'),
  checking: stateFor('资料核查中', 'Being checked', 'desk', 'check', 'case.work'),
  'in-approval': stateFor('审批中', 'In approval', 'approver', 'approve', 'approval.decide'),
  offered: stateFor('已批准待确认成本', 'Approved, costs to be read', 'customer', 'read-costs'),
  signing: stateFor('待签署合同', 'To be signed', 'customer', 'sign'),
  'paying-out': stateFor('放款处理中', 'Being paid out', 'loan-system', 'pay-out', 'case.work'),
  'payout-failed': stateFor('放款未成功', 'Payout failed', 'desk', 'mend', 'case.work'),
  done: endState('已放款', 'Paid out'),
  refused: endState('未批准', 'Refused'),
  withdrawn: endState('已撤回', 'Withdrawn'),
  cancelled: endState('已取消', 'Cancelled'),
  lapsed: endState('逾期失效', 'Lapsed'),
}

const tell = (notice: string, data: ApplicationData, words: Readonly<Record<string, string>> = {}): CaseEvent => tellCustomer(notice, words, figuresOf(data))

const wordsOf = (ids: readonly string[], { ask }: Pick<ApplicationData, 'ask'>, world: ApplicationWorld): string => {
  const materials = world.productOf(ask.productId)?.materials ?? []
  return ids.map((id) => materials.find((each) => each.id === id)?.name ?? id).join('、')
}

const open = (ask: ApplicationAsk, now: Instant, world: ApplicationWorld, caseId: string) => {
  const quoted = offerOn(ask, dayAt(now, world), world)
  if (isRefusal(quoted)) return quoted
  const { offer, heaviest, product } = quoted
  const needed = materialsFor(product, ask.amount).map(({ id }) => id)
  const burden = burdenOf(ask, heaviest, world.policy.own)
  const data: ApplicationData = counted({ ask, offer, ...(burden ? { burden } : {}), needed, held: [], tries: 0 }, { caseId, now, world })
  const lacking = missingOf(data)
  const told = lacking.length > 0 ? tell('application-material-needed', data, { asked: wordsOf(lacking, data, world) }) : tell('application-ready', data)
  return { state: 'gathering', data, events: [told] } as const
}

const supply = ({ case: { id, data }, now, world }: Step<unknown>): Result => {
  const next = countedAgain(data, { caseId: id, now, world })
  if (isRefusal(next)) return next
  const lacking = missingOf(next)
  return { to: 'gathering', data: next, events: !isToTell(data, next) ? [] : [lacking.length > 0 ? tell('application-material-needed', next, { asked: wordsOf(lacking, next, world) }) : tell('application-ready', next)] }
}

const submit = ({ case: { id, data: before }, now, world }: Step<unknown>): Result => {
  const data = counted(before, { caseId: id, now, world })
  if (missingOf(data).length > 0) return refuse('application-incomplete', { missing: wordsOf(missingOf(data), data, world) })
  return { to: 'checking', data: { ...data, submittedOn: dayAt(now, world) }, events: [tell('application-submitted', data)] }
}

const askMaterial = ({ case: { data }, input: { reason, needed }, now, world }: Step<ApplicationInputs['ask-material']>): Result => {
  if (isBlank(reason)) return textMissing('reason')
  if (needed.length === 0) return textMissing('needed')
  const known = new Set(world.productOf(data.ask.productId)?.materials.map(({ id }) => id))
  const unknown = needed.find((id) => !known.has(id))
  if (unknown !== undefined) return refuse('approval-material-unknown', { material: unknown }, 'needed')
  const next = askedAnew(data, needed, now)
  return { to: 'gathering', data: next, events: [tell('application-returned', next, { reason, asked: wordsOf(needed, data, world) })] }
}

/** What is offered is reckoned on the day of the decision, of the product as it is then. */
const approve = ({ case: { data }, now, world }: Step<unknown>): Result => {
  const quoted = offerOn(data.ask, dayAt(now, world), world)
  if (isRefusal(quoted)) return quoted
  const next = { ...data, offer: quoted.offer }
  return { to: 'offered', data: next, events: [tell('application-offered', next)] }
}

const refuseIt = ({ case: { data }, input: { reason } }: Step<ApplicationInputs['refuse']>): Result => (isBlank(reason) ? textMissing('reason')
  : { to: 'refused', data: { ...data, refusedBecause: reason }, events: [tell('application-refused', data, { reason })] })

const hasSeen = ({ total, firstInstalment }: SeenOffer, { offer }: ApplicationData): boolean => total === offer.total && firstInstalment === offer.firstInstalment

const readCosts = ({ case: { data }, input, now, world }: Step<SeenOffer>): Result => (hasSeen(input, data)
  ? { to: 'signing', data: { ...data, costsReadOn: dayAt(now, world) }, events: [tell('application-to-sign', data)] } : refuse('offer-changed'))

/** The number of the loan to be follows from the case, so that it is one loan however often it is paid out. */
export const loanRefOf = (id: string): string => `XQ${String(BigInt(`0x${id.replaceAll('-', '')}`) % 10n ** 12n).padStart(12, '0')}`

const payOut = ({ id }: ApplicationCase, data: ApplicationData): CaseEvent => ({
  event: 'instruct',
  instruction: { id: `${id}:pay-out:${data.tries}`, what: 'pay-out', loanRef: loanRefOf(id), amount: data.offer.amount, count: data.offer.count,
    product: { id: data.ask.productId, version: data.offer.productVersion }, ...(data.submittedOn === undefined ? {} : { on: data.submittedOn }) },
})

/** He signs what he read; a version of the product that is not on offer any more is still what was offered. */
const sign = ({ case: theCase, input, now, world }: Step<SeenOffer>): Result => {
  const { data } = theCase
  const quoted = offerOn(data.ask, data.offer.quotedOn, world, data.offer.productVersion)
  if (isRefusal(quoted)) return quoted
  if (!hasSeen(input, data) || !isSameOffer(quoted.offer, data.offer)) return refuse('offer-changed')
  const next = { ...data, tries: 1, signedOn: dayAt(now, world) }
  return { to: 'paying-out', data: next, events: [payOut(theCase, next), tell('application-signed', next)] }
}

/** Of the same loan: the ledger knows its number, so that what was paid out meanwhile is not paid out again. */
const tryAgain = ({ case: theCase }: Step<unknown>): Result => {
  const data = { ...theCase.data, tries: theCase.data.tries + 1 }
  return { to: 'paying-out', data, events: [payOut(theCase, data)] }
}

type Moves = { readonly [Name in keyof ApplicationInputs]: Move<ApplicationState, ApplicationData, ApplicationInputs[Name], ApplicationWorld> }

const byApprover = { by: ['desk', 'approver'], right: 'approval.decide', notAfter: ['open', 'supply', 'pass-on'] } as const

const ended = (to: 'withdrawn' | 'cancelled' | 'lapsed', notice: string) => ({ case: { data } }: Step<unknown>) => ({ to, data, events: [tell(notice, data)] })

const moves: Moves = {
  supply: { name: { zh: '补交资料', en: 'Supply' }, from: ['gathering'], to: ['gathering'], by: ['customer', 'desk', 'clock'], byMaterial: true, decide: supply },
  submit: { name: { zh: '提交申请', en: 'Submit' }, from: ['gathering'], to: ['checking'], by: ['customer', 'desk'], decide: submit },
  'pass-on': {
    name: { zh: '核查完毕转审批', en: 'Checked, pass on' }, from: ['checking'], to: ['in-approval'], by: ['desk'],
    decide: ({ case: { data }, input: { recommendation } }) => (isBlank(recommendation) ? textMissing('recommendation') : { to: 'in-approval', data: { ...data, recommendation } }),
  },
  'ask-material': { name: { zh: '退回补资料', en: 'Ask for material' }, from: ['checking', 'in-approval'], to: ['gathering'], by: ['desk', 'approver'], decide: askMaterial },
  approve: { name: { zh: '批准', en: 'Approve' }, from: ['in-approval'], to: ['offered'], ...byApprover, decide: approve },
  refuse: { name: { zh: '不批准', en: 'Refuse' }, from: ['in-approval'], to: ['refused'], ...byApprover, decide: refuseIt },
  // 本人确认: nobody at the desk reads or signs in the customer's place.
  'read-costs': { name: { zh: '已阅读综合融资成本', en: 'Costs read' }, from: ['offered'], to: ['signing'], by: ['customer'], decide: readCosts },
  sign: { name: { zh: '签署合同', en: 'Sign' }, from: ['signing'], to: ['paying-out'], by: ['customer'], decide: sign },
  booked: {
    name: { zh: '已放款', en: 'Paid out' }, from: ['paying-out'], to: ['done'], by: ['loan-system'],
    decide: ({ case: { data }, input: { loanRef } }) => ({ to: 'done', data: { ...data, loanRef }, events: [tell('application-paid-out', data)] }),
  },
  'booking-failed': {
    name: { zh: '放款失败', en: 'Payout failed' }, from: ['paying-out'], to: ['payout-failed'], by: ['loan-system'],
    decide: ({ case: { data }, input: { reason } }) => ({ to: 'payout-failed', data: { ...data, failed: reason }, events: [tell('application-payout-failed', data, { reason })] }),
  },
  'try-again': { name: { zh: '再次放款', en: 'Pay out again' }, from: ['payout-failed'], to: ['paying-out'], by: ['desk'], decide: tryAgain },
  withdraw: { name: { zh: '撤回申请', en: 'Withdraw' }, from: ['gathering', 'checking', 'in-approval', 'offered', 'signing'], to: ['withdrawn'], by: ['customer'], decide: ended('withdrawn', 'application-withdrawn') },
  cancel: { name: { zh: '取消', en: 'Cancel' }, from: ['payout-failed'], to: ['cancelled'], by: ['customer', 'desk'], decide: ended('cancelled', 'application-cancelled') },
  lapse: { name: { zh: '逾期', en: 'Lapse' }, from: ['gathering', 'offered', 'signing'], to: ['lapsed'], by: ['clock'], decide: (step) => whenDue(step, () => ended('lapsed', 'application-lapsed')(step)) },
}

export const application: Procedure<ApplicationState, ApplicationData, ApplicationAsk, ApplicationInputs, ApplicationWorld> = {
  kind: 'application',
  name: { zh: '贷款申请', en: 'Loan application' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['gathering'],
  open: (ask, _by, now, world, id) => (ask.amount <= 0n ? refuse('amount-not-positive', {}, 'amount') : open(ask, now, world, id)),
  moves,
}
