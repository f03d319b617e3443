import type { Day } from '../primitives/day.ts'
import type { FigureOf, FigureSource } from '../primitives/figure.ts'
import { addFen, type Fen, fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import { isRefusal, type Refusal } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'
import { tellPlace, type TellKey } from './telling.ts'
import type { ExtensionFacts, LoanFacts, LoanState, PayoffFacts } from './facts.ts'
import { life, type LifeState, payoff, type Refused } from './life.ts'
import { rateOn } from './parts.ts'
import type { PrepaymentQuote } from './payoff.ts'
import type { Terms } from './terms.ts'

/**
 * From the fold to the facts that may be told: every value a Figure with its field, its day, its formula and its
 * explanation in both languages. The one who loads a loan (server/loan) hands in what the terms and events do not say.
 *
 *   const facts = tellLoan({ loanRef, product, methodName, terms, events, asOf, extension })
 */
export type Loan = {
  readonly loanRef: string
  readonly product: LoanFacts['product']
  readonly methodName: string
  readonly terms: Terms
  readonly events: readonly LoanEvent[]
  readonly asOf: Day
  readonly extension: ExtensionFacts
  /** Set while the loan is not paid out yet. */
  readonly application?: LoanFacts['application'] & { readonly state: 'applied' | 'in-review' | 'refused' | 'approved' }
}

type Teller = {
  readonly amount: (key: TellKey, value: Fen, inputs?: Readonly<Record<string, Fen | number | Rate>>) => FigureOf<'amount'>
  readonly date: (key: TellKey, value: Day) => FigureOf<'date'>
  readonly source: (key: TellKey) => FigureSource
}

const teller = (loanRef: string, asOf: Day): Teller => {
  const source = (key: TellKey): FigureSource => {
    const { formula } = tellPlace(key, {})
    return { from: 'loan', loanRef, field: key, asOf, ...(formula === undefined ? {} : { formula }) }
  }
  return {
    source,
    amount: (key, value, inputs = {}) => ({ kind: 'amount', value, source: source(key), explanation: tellPlace(key, inputs).explanation }),
    date: (key, value) => ({ kind: 'date', value, source: source(key), explanation: tellPlace(key, {}).explanation }),
  }
}

const stateOf = (state: LifeState, asOf: Day): LoanState => {
  if (state.status === 'not-paid-out') return 'approved'
  if (state.status === 'settled' || state.status === 'written-off') return state.status === 'settled' ? 'settled' : 'overdue'
  if (state.daysOverdue > 0) return 'overdue'
  if (state.failedDebits.some(({ on }) => on >= (state.next?.from ?? asOf) && state.next?.state === 'due')) return 'debit-failed'
  if (state.next?.due === asOf && state.next.state === 'due') return 'due-today'
  if (state.deferrals > 0) return 'hardship-plan'
  return state.extensions > 0 ? 'extended' : 'current'
}

const payoffFacts = (loanRef: string, quote: PrepaymentQuote): PayoffFacts => {
  const tell = teller(loanRef, quote.on)
  const { due } = quote
  const interest = addFen(due.interest, quote.interest)
  const fee = addFen(due.fee, quote.fee)
  const penalty = addFen(due.penalty, due.compound)
  const principal = addFen(due.principal, quote.principal)
  return {
    on: tell.date('payoffDay', quote.on),
    goodUntil: tell.date('payoffGoodUntil', quote.on),
    total: tell.amount('payoffTotal', quote.total, { principal, interest, fee, penalty, charge: quote.charge, credit: quote.credit }),
    principal: tell.amount('payoffPrincipal', principal),
    interest: tell.amount('payoffInterest', interest),
    fee: tell.amount('payoffFee', fee),
    penalty: tell.amount('payoffPenalty', penalty),
    prepaymentCharge: tell.amount('prepaymentCharge', quote.charge, { principal: quote.principal }),
    interestSaved: tell.amount('interestSaved', quote.interestSaved),
  }
}

const arrearsFacts = (tell: Teller, state: LifeState): LoanFacts['arrears'] => {
  const late = state.arrears.filter(({ daysOverdue }) => daysOverdue > 0)
  const [oldest] = late
  if (!oldest) return undefined
  const penalty = addFen(fen(0n), ...late.flatMap((line) => [line.penalty, line.compound]))
  const amount = addFen(fen(0n), ...late.map(({ total }) => total))
  return {
    amount: tell.amount('overdueAmount', amount, { count: late.length }),
    penalty: tell.amount('overduePenalty', penalty),
    daysOverdue: { kind: 'term', value: state.daysOverdue, unit: 'day', source: tell.source('daysOverdue'), explanation: tellPlace('daysOverdue', {}).explanation },
    since: tell.date('overdueSince', oldest.due),
  }
}

const nextFacts = (tell: Teller, { next }: LifeState): LoanFacts['next'] => {
  if (!next) return undefined
  const left = (kind: 'principal' | 'interest' | 'fee'): Fen => fen(next[kind] - next.paid[kind])
  const [principal, interest, fee] = [left('principal'), left('interest'), left('fee')]
  return {
    due: tell.date('nextDueDate', next.due),
    amount: tell.amount('nextAmount', addFen(principal, interest, fee), { principal, interest, fee, n: next.n }),
    principal: tell.amount('nextPrincipal', principal, { n: next.n }),
    interest: tell.amount('nextInterest', interest, { n: next.n }),
    fee: tell.amount('nextFee', fee, { n: next.n }),
  }
}

const pastFacts = (tell: Teller, events: readonly LoanEvent[], asOf: Day): Pick<LoanFacts, 'failedDebit' | 'lastPayment'> => {
  const reversed = new Set(events.flatMap((event) => (event.kind === 'reverse' ? [event.reverses] : [])))
  const known = events.filter((event, index) => event.on <= asOf && !reversed.has(index) && (event.id === undefined || !reversed.has(event.id)))
  const failed = known.findLast((event) => event.kind === 'debit-failed')
  const paid = known.findLast((event) => (event.kind === 'repay' || event.kind === 'prepay') && event.amount !== undefined)
  const failedStill = failed?.kind === 'debit-failed' && failed.amount !== undefined && (!paid || paid.on < failed.on)
  return {
    ...(failedStill && failed.amount !== undefined ? { failedDebit: { on: tell.date('failedDebitOn', failed.on), amount: tell.amount('failedDebitAmount', failed.amount) } } : {}),
    ...(paid && 'amount' in paid && paid.amount !== undefined
      ? { lastPayment: { on: tell.date('lastPaymentOn', paid.on), amount: tell.amount('lastPaymentAmount', paid.amount) } }
      : {}),
  }
}

export const tellLoan = (loan: Loan): LoanFacts | Refused => {
  const { loanRef, product, methodName, terms, events, asOf, extension, application } = loan
  const state = life(terms, application ? [] : events, asOf)
  if (isRefusal(state)) return state
  const tell = teller(loanRef, asOf)
  const { state: applied, ...applying } = application ?? { state: undefined }
  const arrears = arrearsFacts(tell, state)
  const next = application ? undefined : nextFacts(tell, state)
  const payoffOn = (on: Day): PayoffFacts | Refusal => {
    const quote = payoff(terms, events, on)
    return isRefusal(quote) ? quote : payoffFacts(loanRef, quote)
  }
  return {
    loanRef, product, methodName, asOf, extension,
    state: applied ?? stateOf(state, asOf),
    principal: tell.amount('principal', state.terms.principal),
    annualRate: { kind: 'rate', value: rateOn(state.plan, asOf), source: tell.source('annualRate'), explanation: tellPlace('annualRate', {}).explanation },
    instalmentCount: { kind: 'term', value: state.schedule.length, unit: 'instalment', source: tell.source('instalmentCount') },
    instalmentsPaid: { kind: 'count', value: state.instalmentsPaid, source: tell.source('instalmentsPaid') },
    ...(application ? {} : { disbursedOn: tell.date('disbursedOn', state.terms.disbursedOn) }),
    remainingPrincipal: tell.amount('remainingPrincipal', application ? fen(0n) : state.balances.principal),
    ...(next ? { next } : {}),
    ...(arrears ? { arrears } : {}),
    ...(application ? {} : pastFacts(tell, events, asOf)),
    ...(application ? { application: applying as NonNullable<LoanFacts['application']> } : {}),
    payoff: payoffOn,
  }
}
