import { life, type LifeState } from '../../loan/life.ts'
import type { LoanEvent } from '../../loan/events.ts'
import { effectiveEvents } from '../../loan/order.ts'
import { type Day, daysBetween } from '../../primitives/day.ts'
import { addFen, type Fen } from '../../primitives/money.ts'
import { isRefusal } from '../../primitives/refusal.ts'
import type { LoanInWorld } from '../prepayment/prepayment.ts'
import type { Check, CheckName, Correction, RepaymentProblemAsk } from './repayment-problem.ts'

/** What the books say of a problem, before anybody asks the customer for anything: facts, each with its day and amount. */

type Payment = { readonly on: Day; readonly amount: Fen }

const paymentsOf = (events: readonly LoanEvent[], today: Day): readonly Payment[] => {
  const effective = effectiveEvents(events, today)
  if (isRefusal(effective)) throw new Error(`the books cannot be read: ${effective.refused}`)
  return effective.flatMap(({ event }) => (event.kind === 'repay' ? [{ on: event.on, amount: event.amount }] : []))
}

const check = (name: CheckName, found: { readonly on?: Day; readonly amount?: Fen } | undefined): Check => ({ check: name, found: found !== undefined, ...found })

/** The later of two payments of one amount within `days`. */
const secondOfTwo = (payments: readonly Payment[], days: number): Payment | undefined =>
  payments.find(({ on, amount }, place) => payments.some((other, before) => before < place && other.amount === amount && Math.abs(daysBetween(other.on, on)) <= days))

const overdueOf = ({ arrears }: LifeState): { readonly on?: Day; readonly amount: Fen } | undefined => {
  const [oldest] = arrears
  return oldest && { on: oldest.due, amount: addFen(...arrears.map(({ total }) => total)) }
}

export type Findings = { readonly checks: readonly Check[]; readonly suggested?: Correction }

type Question = { readonly ask: RepaymentProblemAsk; readonly today: Day; readonly daysAround: number }

export const findingsOf = ({ terms, events }: LoanInWorld, { ask, today, daysAround }: Question): Findings => {
  const state = life(terms, events, today)
  if (isRefusal(state)) throw new Error(`the books of ${ask.loanRef} cannot be folded: ${state.refused}`)
  const payments = paymentsOf(events, today)
  const near = ask.on === undefined ? payments.toReversed() : payments.filter(({ on }) => Math.abs(daysBetween(on, ask.on ?? on)) <= daysAround)
  const meant = near.find(({ amount }) => ask.amount === undefined || amount === ask.amount)
  const overdue = check('overdue-now', overdueOf(state))
  switch (ask.problem) {
    case 'debit-failed': {
      const failed = state.failedDebits.at(-1)
      return { checks: [check('failed-debit', failed), overdue] }
    }
    case 'paid-not-booked': {
      const { on, amount } = ask
      const suggested = !meant && on !== undefined && on <= today && amount !== undefined ? { suggested: { action: 'book-payment', on, amount } as const } : {}
      return { checks: [check('payment-found', meant), overdue], ...suggested }
    }
    case 'debited-twice': {
      const second = secondOfTwo(payments, daysAround)
      return { checks: [check('same-payment-again', second)], ...(second ? { suggested: { action: 'reverse', ...second } as const } : {}) }
    }
    case 'overpaid': {
      const { credit } = state
      return credit > 0n ? { checks: [check('paid-too-much', { amount: credit })], suggested: { action: 'refund', on: today, amount: credit } } : { checks: [check('paid-too-much', undefined)] }
    }
    case 'wrong-amount': {
      const line = state.schedule.findLast(({ due }) => due <= (ask.on ?? today))
      return { checks: [check('instalment-of-plan', line && { on: line.due, amount: line.total }), check('payment-found', meant)] }
    }
  }
}
