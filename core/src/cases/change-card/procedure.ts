import { maskCard } from '../../people/sight.ts'
import type { Figure } from '../../primitives/figure.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState, isBlank, stateFor, tellCustomer, textMissing, whenDue } from '../steps.ts'
import {
  type CardKept, type CardNamed, cardWords, type ChangeCardAsk, type ChangeCardData, type ChangeCardState, type ChangeCardWorld, forgetNumber, mandateFor, nameCard, switchOn,
} from './change-card.ts'

/**
 * The way of a changed card: named by the customer, the mandate agreed to by him in its own words, the card verified by his bank, the
 * lender's system told from when to debit it, and the mandate before ended with that. A debit on its way still comes from the old card,
 * and he is told so. At the desk nobody sees a whole number, and none stands in a message.
 */

/** The mandate as the customer saw it when he gave it. */
export type SeenMandate = { readonly card: string; readonly mandate: string }

export type ChangeCardInputs = {
  readonly 'name-card': CardNamed
  readonly authorise: SeenMandate
  readonly 'no-answer-yet': Record<never, never>
  readonly verified: { readonly reference: string }
  readonly 'not-verified': { readonly cause: string }
  readonly booked: Record<never, never>
  readonly 'booking-failed': { readonly reason: string }
  readonly 'try-again': Record<never, never>
  readonly withdraw: Record<never, never>
  readonly lapse: Record<never, never>
}

type Step<Input> = Asked<ChangeCardState, ChangeCardData, Input, ChangeCardWorld>
type Result = Outcome<ChangeCardState, ChangeCardData> | Refusal

const states: Readonly<Record<ChangeCardState, StateSpec<ChangeCardData>>> = {
  'awaiting-card': stateFor('待客户填写新卡', 'Waiting for the card', 'customer', 'supply'),
  'awaiting-consent': stateFor('待客户授权扣款', 'Waiting for the mandate', 'customer', 'agree'),
  verifying: stateFor('银行核验中', 'Being verified', 'loan-system', 'verify', 'case.work'),
  'awaiting-bank': stateFor('待银行答复', 'Waiting for the bank', 'desk', 'verify', 'case.work'),
  switching: stateFor('切换处理中', 'Being switched', 'loan-system', 'book', 'case.work'),
  'switch-failed': stateFor('切换未成功', 'Could not be switched', 'desk', 'mend', 'case.work'),
  done: { ...endState('已更换', 'Changed'), granted: true },
  refused: endState('未通过核验', 'Not verified'),
  withdrawn: endState('已撤回', 'Withdrawn'),
  lapsed: endState('逾期失效', 'Lapsed'),
}

const cardOf = ({ card }: ChangeCardData): CardKept => {
  if (!card) throw new Error('what is to be debited was named')
  return card
}

const loanOf = (loanRef: string, world: ChangeCardWorld) => world.loanOf(loanRef) ?? refuse('loan-unknown', {}, 'loanRef')

const figuresOf = ({ loanRef, from, debitOnWay }: ChangeCardData): Readonly<Record<string, Figure>> => {
  const date = (value: NonNullable<typeof from>, field: string): Figure => ({ kind: 'date', value, source: { from: 'record', what: field, ref: loanRef } })
  return { ...(from === undefined ? {} : { from: date(from, 'mandate-from') }), ...(debitOnWay === undefined ? {} : { debitOn: date(debitOnWay, 'debit-on-way') }) }
}

const tell = (notice: string, data: ChangeCardData, world: ChangeCardWorld, words: Readonly<Record<string, string>> = {}): CaseEvent =>
  tellCustomer(notice, { ...(data.card ? { card: cardWords(data.card, world) } : {}), ...words }, figuresOf(data))

/** The debit that may be on its way is named with the card, before he agrees to anything. */
const named = (data: ChangeCardData, card: CardNamed, now: Step<unknown>['now'], world: ChangeCardWorld): ChangeCardData | Refusal => {
  const loan = loanOf(data.loanRef, world)
  const kept = nameCard(card, data.loanRef, world)
  if ('refused' in loan) return loan
  if (isRefusal(kept)) return kept
  const switched = switchOn(loan, dayAt(now, world), world.policy.own)
  if (isRefusal(switched)) return switched
  const { debitOnWay: _before, ...rest } = data
  const { debitOnWay } = switched
  return { ...rest, card: kept, mandate: mandateFor(kept, world), ...(debitOnWay === undefined ? {} : { debitOnWay }) }
}

const toConsent = (data: ChangeCardData | Refusal, world: ChangeCardWorld): Result =>
  (isRefusal(data) ? data : { to: 'awaiting-consent', data, events: [tell('change-card-authorise', data, world)] })

const authorise = ({ case: { id, data }, input, now, world }: Step<SeenMandate>): Result => {
  const card = cardOf(data)
  if (input.card !== card.masked || input.mandate !== data.mandate) return refuse('change-card-mandate-changed')
  const next = { ...data, asked: data.asked + 1, authorisedOn: dayAt(now, world) }
  const instruction = { id: `${id}:verify-card:${next.asked}`, what: 'verify-card', loanRef: data.loanRef } as const
  return { to: 'verifying', data: next, events: [{ event: 'instruct', instruction }, tell('change-card-authorised', next, world)] }
}

/** From when it holds is reckoned now: while the bank was asked a debit may have come near. */
const switchCard = ({ case: { id, data }, now, world }: Step<unknown>, known: Partial<ChangeCardData> = {}): Result => {
  const loan = loanOf(data.loanRef, world)
  if ('refused' in loan) return loan
  const switched = switchOn(loan, dayAt(now, world), world.policy.own)
  if (isRefusal(switched)) return switched
  const { debitOnWay: _before, ...rest } = data
  const next = { ...rest, ...known, ...switched, told: data.told + 1 }
  const instruction = { id: `${id}:change-card:${next.told}`, what: 'change-card', loanRef: data.loanRef, on: switched.from } as const
  return { to: 'switching', data: next, events: [{ event: 'instruct', instruction }] }
}

const verified = (step: Step<{ readonly reference: string }>): Result =>
  (isBlank(step.input.reference) ? textMissing('reference') : switchCard(step, { verifiedBy: step.input.reference }))

/** He may name another card, as often as the policy says. */
const notVerified = ({ case: { data }, input: { cause }, world }: Step<{ readonly cause: string }>): Result => {
  const reason = world.policy.own.causes.find(({ id }) => id === cause)?.name.zh
  if (reason === undefined) return refuse('change-card-cause-unknown', {}, 'cause')
  const next: ChangeCardData = { ...forgetNumber(data), failed: cause }
  return data.asked >= world.policy.own.mostTries ? { to: 'refused', data: next, events: [tell('change-card-refused', data, world, { reason })] }
    : { to: 'awaiting-card', data: next, events: [tell('change-card-not-verified', data, world, { reason })] }
}

const booked = ({ case: { data }, now, world }: Step<unknown>): Result => {
  const next = { ...forgetNumber(data), switchedOn: dayAt(now, world) }
  return { to: 'done', data: next, events: [tell(next.debitOnWay === undefined ? 'change-card-done' : 'change-card-done-after-debit', next, world)] }
}

const ended = (to: 'withdrawn' | 'lapsed', notice: string, { case: { data }, world }: Step<unknown>): Outcome<ChangeCardState, ChangeCardData> => {
  const next = forgetNumber(data)
  return { to, data: next, events: [tell(notice, next, world)] }
}

type Moves = { readonly [Name in keyof ChangeCardInputs]: Move<ChangeCardState, ChangeCardData, ChangeCardInputs[Name], ChangeCardWorld> }

const moves: Moves = {
  // 本人填写、本人授权: nobody at the desk takes down a number, or agrees in the customer's place.
  'name-card': {
    name: { zh: '填写新卡', en: 'Name the card' }, from: ['awaiting-card', 'awaiting-consent'], to: ['awaiting-consent'], by: ['customer'],
    decide: ({ case: { data }, input, now, world }) => toConsent(named(data, input, now, world), world),
  },
  authorise: { name: { zh: '同意扣款授权', en: 'Give the mandate' }, from: ['awaiting-consent'], to: ['verifying'], by: ['customer'], decide: authorise },
  'no-answer-yet': {
    name: { zh: '银行尚未答复', en: 'No answer yet' }, from: ['verifying'], to: ['awaiting-bank'], by: ['loan-system'],
    decide: ({ case: { data } }) => ({ to: 'awaiting-bank', data }),
  },
  verified: {
    name: { zh: '核验通过', en: 'Verified' }, from: ['verifying', 'awaiting-bank'], to: ['switching'], by: ['loan-system', 'desk'], decide: verified,
  },
  'not-verified': {
    name: { zh: '核验未通过', en: 'Not verified' }, from: ['verifying', 'awaiting-bank'], to: ['awaiting-card', 'refused'], by: ['loan-system', 'desk'], decide: notVerified,
  },
  booked: { name: { zh: '已切换', en: 'Switched' }, from: ['switching'], to: ['done'], by: ['loan-system'], decide: booked },
  'booking-failed': {
    name: { zh: '切换失败', en: 'Could not be switched' }, from: ['switching'], to: ['switch-failed'], by: ['loan-system'],
    decide: ({ case: { data }, input: { reason }, world }) =>
      ({ to: 'switch-failed', data: { ...data, failed: reason }, events: [tell('change-card-booking-failed', data, world, { reason })] }),
  },
  'try-again': { name: { zh: '再次切换', en: 'Try again' }, from: ['switch-failed'], to: ['switching'], by: ['desk'], decide: (step) => switchCard(step) },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['awaiting-card', 'awaiting-consent', 'verifying', 'awaiting-bank', 'switch-failed'], to: ['withdrawn'],
    by: ['customer', 'desk'], decide: (step) => ended('withdrawn', 'change-card-withdrawn', step),
  },
  lapse: {
    name: { zh: '逾期', en: 'Lapse' }, from: ['awaiting-card', 'awaiting-consent'], to: ['lapsed'], by: ['clock'],
    decide: (step) => whenDue(step, () => ended('lapsed', 'change-card-lapsed', step)),
  },
}

export const changeCard: Procedure<ChangeCardState, ChangeCardData, ChangeCardAsk, ChangeCardInputs, ChangeCardWorld> = {
  kind: 'change-card',
  name: { zh: '更换还款卡', en: 'Change of card' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['awaiting-card', 'awaiting-consent'],
  open: ({ loanRef, card }, by, now, world) => {
    const loan = loanOf(loanRef, world)
    if ('refused' in loan) return loan
    const possible = switchOn(loan, dayAt(now, world), world.policy.own)
    if (isRefusal(possible)) return possible
    const old = world.cardOf(loanRef)
    const data: ChangeCardData = { loanRef, asked: 0, told: 0, ...(old === undefined ? {} : { oldCard: maskCard(old) }) }
    if (!card) return { state: 'awaiting-card', data, events: [tell('change-card-card-needed', data, world)] }
    if (by.party !== 'customer') return refuse('change-card-customer-only', {}, 'card')
    const given = named(data, card, now, world)
    return isRefusal(given) ? given : { state: 'awaiting-consent', data: given, events: [tell('change-card-authorise', given, world)] }
  },
  moves,
}
