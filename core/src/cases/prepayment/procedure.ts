import { daysBetween } from '../../primitives/day.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState } from '../steps.ts'
import {
  figuresOf, isSameQuote, type PrepaymentAsk, type PrepaymentCase, type PrepaymentData, type PrepaymentState, type PrepaymentWorld, quoteFor,
} from './prepayment.ts'

/**
 * The way of an early repayment: quoted, agreed to by the customer himself, debited on its day, booked, and after a full one the
 * settlement certificate (结清证明). A figure holds for its day only: where the books have moved since, the customer is shown the
 * new one and asked again, never debited another amount than he agreed to.
 */

export type PrepaymentInputs = {
  readonly agree: { readonly total: bigint }
  readonly change: Omit<PrepaymentAsk, 'loanRef'>
  readonly 'quote-again': Record<never, never>
  readonly debit: Record<never, never>
  readonly booked: Record<never, never>
  readonly 'debit-failed': { readonly reason: string }
  readonly 'try-again': Record<never, never>
  readonly 'certificate-made': { readonly number?: string | undefined }
  readonly cancel: Record<never, never>
  readonly lapse: Record<never, never>
}

export type PrepaymentRefusal = Refusal<'loan-unknown' | 'prepayment-day-out-of-range' | 'prepayment-figure-changed' | 'case-not-yet-due'>

type Step<Input> = Asked<PrepaymentState, PrepaymentData, Input, PrepaymentWorld>
type Result = Outcome<PrepaymentState, PrepaymentData> | Refusal

const tell = (notice: string, data: PrepaymentData, words: Readonly<Record<string, string>> = {}): CaseEvent =>
  ({ event: 'tell', whom: 'customer', notice, figures: figuresOf(data), words })

const states: Readonly<Record<PrepaymentState, StateSpec<PrepaymentData>>> = {
  quoted: {
    name: { zh: '已报价待确认', en: 'Quoted' }, waitsFor: 'customer', owner: 'keep',
    clocks: ({ ask }) => [{ limit: 'confirm', from: 'entry' }, { limit: 'appointment', endsWith: ask.on }],
  },
  agreed: { granted: true, name: { zh: '已预约', en: 'Agreed' }, waitsFor: 'clock', owner: 'keep', actsOn: ({ ask }) => ask.on, clocks: ({ ask }) => [{ limit: 'appointment', endsWith: ask.on }] },
  debiting: { granted: true, name: { zh: '扣款处理中', en: 'Debiting' }, waitsFor: 'loan-system', owner: 'keep', clocks: () => [{ limit: 'book', from: 'entry' }] },
  'debit-failed': { granted: true, name: { zh: '扣款未成功', en: 'Debit failed' }, waitsFor: 'customer', owner: 'keep', clocks: () => [{ limit: 'pay-again', from: 'entry' }] },
  'certificate-due': {
    granted: true, name: { zh: '已结清待出证明', en: 'Settled, certificate due' }, waitsFor: 'loan-system', owner: 'keep', clocks: () => [{ limit: 'certificate', from: 'entry' }],
  },
  done: { ...endState('已完成', 'Done'), granted: true },
  cancelled: endState('已取消', 'Cancelled'),
  lapsed: endState('已过期', 'Lapsed'),
}

/** Checks the day and asks the books; the data of a fresh quote. The tries so far stay counted, or a later debit would bear the name of an earlier one. */
const quoted = (ask: PrepaymentAsk, tries: number, now: Step<unknown>['now'], world: PrepaymentWorld): PrepaymentData | Refusal => {
  const today = dayAt(now, world)
  const { mostDaysAhead } = world.policy.own
  const ahead = daysBetween(today, ask.on)
  if (ahead < 0 || ahead > mostDaysAhead) return refuse('prepayment-day-out-of-range', { most: mostDaysAhead }, 'on')
  const loan = world.loanOf(ask.loanRef)
  if (!loan) return refuse('loan-unknown', {}, 'loanRef')
  const quote = quoteFor(loan, ask, today)
  return isRefusal(quote) ? quote : { ask, quote, tries }
}

/** Only what he saw: the customer names the total that he agrees to. */
const agree = ({ case: { data }, input, now, world }: Step<PrepaymentInputs['agree']>): Result => {
  const fresh = quoted(data.ask, data.tries, now, world)
  if (isRefusal(fresh)) return fresh
  if (!isSameQuote(fresh.quote, data.quote) || input.total !== data.quote.total) return refuse('prepayment-figure-changed')
  return { to: 'agreed', data: fresh, events: [tell('prepayment-agreed', fresh)] }
}

const change = ({ case: { data }, input, now, world }: Step<PrepaymentInputs['change']>): Result => {
  const fresh = quoted({ loanRef: data.ask.loanRef, ...input }, data.tries, now, world)
  return isRefusal(fresh) ? fresh : { to: 'quoted', data: fresh, events: [tell('prepayment-quoted', fresh)] }
}

const quoteAgain = ({ case: { data }, now, world }: Step<PrepaymentInputs['quote-again']>): Result => {
  const fresh = quoted(data.ask, data.tries, now, world)
  return isRefusal(fresh) ? fresh : { to: 'quoted', data: fresh, events: [tell('prepayment-quoted', fresh)] }
}

const instruct = ({ id }: PrepaymentCase, data: PrepaymentData): CaseEvent => ({
  event: 'instruct',
  instruction: { id: `${id}:prepay:${data.tries}`, what: 'prepay', loanRef: data.ask.loanRef, amount: data.quote.total, full: data.quote.full, effect: data.quote.effect },
})

/** On the day agreed upon. What the books say now must be what the customer agreed to, or he is asked again. */
const debit = ({ case: theCase, now, world }: Step<PrepaymentInputs['debit']>): Result => {
  const { data } = theCase
  const today = dayAt(now, world)
  if (today < data.ask.on) return refuse('case-not-yet-due')
  const fresh = quoted({ ...data.ask, on: today }, data.tries, now, world)
  if (isRefusal(fresh)) return fresh
  if (!isSameQuote(fresh.quote, data.quote)) return { to: 'quoted', data: fresh, events: [tell('prepayment-figure-changed', fresh)] }
  const tried = { ...data, tries: data.tries + 1 }
  return { to: 'debiting', data: tried, events: [instruct(theCase, tried)] }
}

const booked = ({ case: theCase, now, world }: Step<PrepaymentInputs['booked']>): Result => {
  const data = { ...theCase.data, bookedOn: dayAt(now, world) }
  if (!data.quote.full) return { to: 'done', data, events: [tell('prepayment-booked', data)] }
  const certificate: CaseEvent = { event: 'instruct', instruction: { id: `${theCase.id}:certificate`, what: 'certificate', loanRef: data.ask.loanRef } }
  return { to: 'certificate-due', data, events: [tell('prepayment-settled', data), certificate] }
}

const failed = ({ case: { data }, input }: Step<PrepaymentInputs['debit-failed']>): Result => {
  const next = { ...data, failed: input.reason }
  return { to: 'debit-failed', data: next, events: [tell('prepayment-failed', next, { reason: input.reason })] }
}

/** After the money was put in: today is the day, and the figure of today the one he is asked to agree to. */
const tryAgain = ({ case: { data }, now, world }: Step<PrepaymentInputs['try-again']>): Result => {
  const fresh = quoted({ ...data.ask, on: dayAt(now, world) }, data.tries, now, world)
  return isRefusal(fresh) ? fresh : { to: 'quoted', data: fresh, events: [tell('prepayment-quoted', fresh)] }
}

const lapse = ({ case: { data, due }, now }: Step<PrepaymentInputs['lapse']>): Result =>
  due && now < due.at ? refuse('case-not-yet-due') : { to: 'lapsed', data, events: [tell('prepayment-lapsed', data)] }

type Moves = { readonly [Name in keyof PrepaymentInputs]: Move<PrepaymentState, PrepaymentData, PrepaymentInputs[Name], PrepaymentWorld> }

const moves: Moves = {
  // 本人确认: nobody at the desk agrees in the customer's place.
  agree: { name: { zh: '客户确认', en: 'Agree' }, from: ['quoted'], to: ['agreed'], by: ['customer'], decide: agree },
  change: { name: { zh: '改日期或金额', en: 'Change day or amount' }, from: ['quoted', 'agreed'], to: ['quoted'], by: ['customer', 'desk'], decide: change },
  'quote-again': { name: { zh: '重新报价', en: 'Quote again' }, from: ['quoted', 'agreed'], to: ['quoted'], by: ['customer', 'desk'], decide: quoteAgain },
  debit: { name: { zh: '扣款', en: 'Debit' }, from: ['agreed'], to: ['debiting', 'quoted'], by: ['clock', 'desk'], decide: debit },
  booked: { name: { zh: '已入账', en: 'Booked' }, from: ['debiting'], to: ['done', 'certificate-due'], by: ['loan-system'], decide: booked },
  'debit-failed': { name: { zh: '扣款失败', en: 'Debit failed' }, from: ['debiting'], to: ['debit-failed'], by: ['loan-system'], decide: failed },
  'try-again': { name: { zh: '再次扣款', en: 'Try again' }, from: ['debit-failed'], to: ['quoted'], by: ['customer', 'desk'], decide: tryAgain },
  'certificate-made': {
    name: { zh: '结清证明已出', en: 'Certificate made' }, from: ['certificate-due'], to: ['done'], by: ['loan-system', 'desk'],
    decide: ({ case: { data }, input: { number } }) =>
      ({ to: 'done', data: { ...data, ...(number === undefined ? {} : { number }) }, events: [tell('prepayment-certificate', data)] }),
  },
  cancel: {
    name: { zh: '取消', en: 'Cancel' }, from: ['quoted', 'agreed', 'debit-failed'], to: ['cancelled'], by: ['customer', 'desk'],
    decide: ({ case: { data } }) => ({ to: 'cancelled', data, events: [tell('prepayment-cancelled', data)] }),
  },
  lapse: { name: { zh: '过期', en: 'Lapse' }, from: ['quoted', 'debit-failed'], to: ['lapsed'], by: ['clock'], decide: lapse },
}

export const prepayment: Procedure<PrepaymentState, PrepaymentData, PrepaymentAsk, PrepaymentInputs, PrepaymentWorld> = {
  kind: 'prepayment',
  name: { zh: '提前还款', en: 'Early repayment' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['quoted'],
  open: (ask, _by, now, world) => {
    const data = quoted(ask, 0, now, world)
    return isRefusal(data) ? data : { state: 'quoted', data, events: [tell('prepayment-quoted', data)] }
  },
  moves,
}
