import { eventWire, termsWire } from '@xinqiao/contract/loan-terms.ts'
import type { loanCard, loanDetail, payoffQuote } from '@xinqiao/contract/loans.ts'
import type { Decimal } from '@xinqiao/core/loan/apr.ts'
import type { LoanFacts, PayoffFacts } from '@xinqiao/core/loan/facts.ts'
import type { LoanAccount } from '@xinqiao/core/loan/loan-system.ts'
import { movementNames, payoffLineNames, stateNames } from '@xinqiao/core/loan/loan-words.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { FigureOf } from '@xinqiao/core/primitives/figure.ts'
import { type Fen, fen, yuanText } from '@xinqiao/core/primitives/money.ts'
import { percentText, rateText } from '@xinqiao/core/primitives/rate.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import type { z } from 'zod'

/** Loans as they go over the wire: what core says, as text. Nothing is reckoned here. */

type Card = z.input<typeof loanCard>

const amount = (figure: FigureOf<'amount'>): string => yuanText(figure.value)
const date = (figure: FigureOf<'date'>): string => isoDay(figure.value)

const nextOf = ({ next }: LoanFacts): Pick<Card, 'next'> =>
  next
    ? { next: { due: date(next.due), amount: amount(next.amount), principal: amount(next.principal), interest: amount(next.interest), fee: amount(next.fee) } }
    : {}

const arrearsOf = ({ arrears }: LoanFacts): Pick<Card, 'arrears'> =>
  arrears ? { arrears: { amount: amount(arrears.amount), daysOverdue: arrears.daysOverdue.value, penalty: amount(arrears.penalty) } } : {}

export const cardOf = ({ facts, method }: Pick<LoanAccount, 'facts' | 'method'>): Card => {
  const payoff = facts.payoff(facts.asOf)
  return {
    ref: facts.loanRef,
    product: { id: facts.product.id, name: facts.product.name },
    method,
    methodName: facts.methodName,
    state: facts.state,
    stateName: stateNames[facts.state].zh,
    principal: amount(facts.principal),
    annualRate: rateText(facts.annualRate.value),
    ...(facts.disbursedOn ? { disbursedOn: date(facts.disbursedOn) } : {}),
    instalmentCount: facts.instalmentCount.value,
    instalmentsPaid: facts.instalmentsPaid.value,
    remainingPrincipal: amount(facts.remainingPrincipal),
    ...nextOf(facts),
    ...arrearsOf(facts),
    ...(isRefusal(payoff) ? {} : { payoffToday: amount(payoff.total) }),
    ...(facts.application ? { progress: facts.application.progress } : {}),
    asOf: isoDay(facts.asOf),
  }
}

const costOf = ({ annualCost }: LoanAccount): Pick<z.input<typeof loanDetail>, 'annualCost'> => {
  const cost = annualCost()
  return cost ? { annualCost: { simplePercent: costText(cost.simple), effectivePercent: costText(cost.effective) } } : {}
}

/** A cost of credit in percent, to two places as the rules on disclosure have it. */
const costText = (cost: Decimal): string => percentText({ ...cost, period: 'year' }, 2)

export const detailOf = (account: LoanAccount): z.input<typeof loanDetail> => ({
  ...cardOf(account),
  ...costOf(account),
  ...(account.record ? { record: { terms: termsWire(account.record.terms), events: account.record.events.map(eventWire) } } : {}),
  schedule: account.schedule.map(({ n, due, principal, interest, fee, total, balance, state }) => ({
    n, due: isoDay(due), principal: yuanText(principal), interest: yuanText(interest), fee: yuanText(fee), total: yuanText(total),
    balance: yuanText(balance), state,
  })),
  payments: account.movements.map(({ on, kind, amount: moved }) => ({ on: isoDay(on), kind, name: movementNames[kind].zh, amount: yuanText(moved) })),
})

const payoffParts = ['principal', 'interest', 'fee', 'penalty', 'prepaymentCharge'] as const

/** The lines add up to the total: money received and not yet used stands as a line of its own, taken away. */
export const payoffOf = (facts: PayoffFacts): z.input<typeof payoffQuote> => {
  const line = (name: keyof typeof payoffLineNames, value: Fen, explanation: string) =>
    ({ name: payoffLineNames[name].zh, amount: yuanText(value), explanation })
  const parts = payoffParts.filter((part) => part === 'principal' || facts[part].value !== 0n)
  const received = payoffParts.reduce((sum, part) => sum + facts[part].value, 0n) - facts.total.value
  return {
    on: date(facts.on),
    goodUntil: date(facts.goodUntil),
    total: amount(facts.total),
    lines: [
      ...parts.map((part) => line(part, facts[part].value, facts[part].explanation?.zh ?? '')),
      ...(received === 0n ? [] : [line('received', fen(-received), facts.total.explanation?.zh ?? '')]),
    ],
    interestSaved: amount(facts.interestSaved),
  }
}
