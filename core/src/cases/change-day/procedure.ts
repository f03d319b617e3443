import type { Day } from '../../primitives/day.ts'
import { isRefusal, type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent } from '../case.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState, stateFor, whenDue } from '../steps.ts'
import {
  type ChangeDayAsk, type ChangeDayData, type ChangeDayState, type ChangeDayWorld, type DayQuote, figuresOf, isSameQuote, quoteFor,
} from './change-day.ts'

/**
 * The way of a changed due day: whether it may be and what it changes reckoned at once, agreed to by the customer himself with the
 * figures that he saw, booked once, told. Until it is booked the old day holds; after the last day on which it may be booked it lapses.
 */

/** What the customer saw when he said yes. */
export type SeenDay = { readonly dueAfter: Day; readonly firstAfter: bigint; readonly interestAfter: bigint; readonly endAfter: Day }

export type ChangeDayInputs = {
  readonly agree: SeenDay
  readonly change: { readonly day: number }
  readonly 'quote-again': Record<never, never>
  readonly booked: Record<never, never>
  readonly 'booking-failed': { readonly reason: string }
  readonly withdraw: Record<never, never>
  readonly lapse: Record<never, never>
}

type Step<Input> = Asked<ChangeDayState, ChangeDayData, Input, ChangeDayWorld>
type Result = Outcome<ChangeDayState, ChangeDayData> | Refusal

const tell = (notice: string, data: ChangeDayData, words: Readonly<Record<string, string>> = {}): CaseEvent =>
  ({ event: 'tell', whom: 'customer', notice, figures: figuresOf(data), words })

const states: Readonly<Record<ChangeDayState, StateSpec<ChangeDayData>>> = {
  quoted: {
    name: { zh: '已测算待确认', en: 'Reckoned, to be agreed to' }, waitsFor: 'customer', owner: 'keep',
    clocks: ({ quote }) => [{ limit: 'confirm', from: 'entry' }, { limit: 'before-due', endsWith: quote.bookBy }],
  },
  booking: { ...stateFor('入账处理中', 'Booking', 'loan-system', 'book', 'case.work'), granted: true },
  'booking-failed': { ...stateFor('入账未成功', 'Booking failed', 'desk', 'mend', 'case.work'), granted: true },
  done: { ...endState('已更改', 'Changed'), granted: true },
  withdrawn: endState('已撤回', 'Withdrawn'),
  lapsed: endState('逾期未确认', 'Lapsed'),
}

/** The tries so far stay counted, or a later booking would bear the name of an earlier one. */
const quoted = (ask: ChangeDayAsk, tries: number, now: Step<unknown>['now'], world: ChangeDayWorld): ChangeDayData | Refusal => {
  const loan = world.loanOf(ask.loanRef)
  if (!loan) return refuse('loan-unknown', {}, 'loanRef')
  const quote = quoteFor(loan, ask.day, dayAt(now, world), world.policy.own)
  return isRefusal(quote) ? quote : { ask, quote, tries }
}

const toQuoted = (data: ChangeDayData | Refusal): Result => (isRefusal(data) ? data : { to: 'quoted', data, events: [tell('change-day-quoted', data)] })

const hasSeen = (seen: SeenDay, quote: DayQuote): boolean => seen.dueAfter === quote.dueAfter && seen.firstAfter === quote.firstAfter
  && seen.interestAfter === quote.interestAfter && seen.endAfter === quote.endAfter

/** Only what he saw, and only where the books still say so; the loan system is told exactly this. */
const agree = ({ case: { id, data }, input, now, world }: Step<SeenDay>): Result => {
  const fresh = quoted(data.ask, data.tries + 1, now, world)
  if (isRefusal(fresh)) return fresh
  if (!isSameQuote(fresh.quote, data.quote) || !hasSeen(input, data.quote)) return refuse('change-day-figure-changed')
  const next: ChangeDayData = { ...fresh, agreedOn: dayAt(now, world) }
  const { ask: { loanRef, day }, quote: { dueBefore, dueAfter, firstAfter } } = next
  const instruction = { id: `${id}:change-day:${next.tries}`, what: 'change-day', loanRef, day, instead: dueBefore, on: dueAfter, amount: firstAfter } as const
  return { to: 'booking', data: next, events: [{ event: 'instruct', instruction }, tell('change-day-agreed', next)] }
}

type Moves = { readonly [Name in keyof ChangeDayInputs]: Move<ChangeDayState, ChangeDayData, ChangeDayInputs[Name], ChangeDayWorld> }

const moves: Moves = {
  // 本人确认: nobody at the desk agrees in the customer's place.
  agree: { name: { zh: '客户确认', en: 'Agree' }, from: ['quoted'], to: ['booking'], by: ['customer'], decide: agree },
  change: {
    name: { zh: '换一个日子', en: 'Choose another day' }, from: ['quoted'], to: ['quoted'], by: ['customer', 'desk'],
    decide: ({ case: { data }, input: { day }, now, world }) => toQuoted(quoted({ ...data.ask, day }, data.tries, now, world)),
  },
  'quote-again': {
    name: { zh: '重新测算', en: 'Reckon again' }, from: ['quoted', 'booking-failed'], to: ['quoted'], by: ['customer', 'desk'],
    decide: ({ case: { data }, now, world }) => toQuoted(quoted(data.ask, data.tries, now, world)),
  },
  booked: {
    name: { zh: '已入账', en: 'Booked' }, from: ['booking'], to: ['done'], by: ['loan-system'],
    decide: ({ case: { data }, now, world }) => {
      const next = { ...data, bookedOn: dayAt(now, world) }
      return { to: 'done', data: next, events: [tell('change-day-booked', next)] }
    },
  },
  'booking-failed': {
    name: { zh: '入账失败', en: 'Booking failed' }, from: ['booking'], to: ['booking-failed'], by: ['loan-system'],
    decide: ({ case: { data }, input: { reason } }) =>
      ({ to: 'booking-failed', data: { ...data, failed: reason }, events: [tell('change-day-booking-failed', data, { reason })] }),
  },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['quoted', 'booking-failed'], to: ['withdrawn'], by: ['customer', 'desk'],
    decide: ({ case: { data } }) => ({ to: 'withdrawn', data, events: [tell('change-day-withdrawn', data)] }),
  },
  lapse: {
    name: { zh: '逾期', en: 'Lapse' }, from: ['quoted'], to: ['lapsed'], by: ['clock'],
    decide: (step) => whenDue(step, () => ({ to: 'lapsed', data: step.case.data, events: [tell('change-day-lapsed', step.case.data)] })),
  },
}

export const changeDay: Procedure<ChangeDayState, ChangeDayData, ChangeDayAsk, ChangeDayInputs, ChangeDayWorld> = {
  kind: 'change-day',
  name: { zh: '更改还款日', en: 'Change of due day' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['quoted'],
  open: (ask, _by, now, world) => {
    const data = quoted(ask, 0, now, world)
    return isRefusal(data) ? data : { state: 'quoted', data, events: [tell('change-day-quoted', data)] }
  },
  moves,
}
