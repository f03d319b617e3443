import { type Day, daysBetween } from '../primitives/day.ts'
import { addFen, fen } from '../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import { payoffAhead, stillToPay, type ToPay } from './ahead.ts'
import type { LoanEvent } from './events.ts'
import { type Teller, tellFigure } from './telling.ts'
import type { ExtensionFacts, LoanFacts, LoanState, PayoffFacts } from './facts.ts'
import { life, type LifeState, type Refused } from './life.ts'
import { rateOn } from './parts.ts'
import type { PrepaymentChoice, PrepaymentQuote } from './payoff.ts'
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

const nextToPay = (state: LifeState): ToPay | undefined => stillToPay(state)[0]

const stateOf = (state: LifeState, asOf: Day): LoanState => {
  if (state.status === 'not-paid-out') return 'approved'
  if (state.status === 'settled' || state.status === 'written-off') return state.status === 'settled' ? 'settled' : 'overdue'
  const [oldest] = state.arrears
  const failedSince = (day: Day): boolean => state.failedDebits.some(({ on }) => on >= day)
  // Within the days of grace what matters to the customer is that the debit failed, and that it is not too late.
  if (oldest) return state.daysOverdue === 0 && failedSince(oldest.due) ? 'debit-failed' : 'overdue'
  if (nextToPay(state)?.line.due === asOf) return failedSince(asOf) ? 'debit-failed' : 'due-today'
  if (state.deferrals > 0) return 'hardship-plan'
  return state.extensions > 0 ? 'extended' : 'current'
}

const payoffFacts = (loanRef: string, quote: PrepaymentQuote): PayoffFacts => {
  const tell = tellFigure(loanRef, quote.on)
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
    interest: tell.amount('payoffInterest', interest,
      { overdue: due.interest, ...(quote.how.interest === 'whole-instalment' ? { whole: quote.interest } : { toTheDay: quote.interest }) }),
    fee: tell.amount('payoffFee', fee),
    penalty: tell.amount('payoffPenalty', penalty),
    prepaymentCharge: tell.amount('prepaymentCharge', quote.charge, { principal: quote.principal }),
    interestSaved: tell.amount('interestSaved', quote.interestSaved),
  }
}

/** What is past its due day, the days of grace included: there the penalty is still nought. Days are calendar days from the due day. */
const arrearsFacts = (tell: Teller, { arrears: late, asOf }: LifeState): LoanFacts['arrears'] => {
  const [oldest] = late
  if (!oldest) return undefined
  const days = daysBetween(oldest.due, asOf)
  const penalty = addFen(fen(0n), ...late.flatMap((line) => [line.penalty, line.compound]))
  const amount = addFen(fen(0n), ...late.map(({ total }) => total))
  return {
    amount: tell.amount('overdueAmount', amount, { count: late.length }),
    penalty: tell.amount('overduePenalty', penalty),
    daysOverdue: tell.term('daysOverdue', days, 'day'),
    since: tell.date('overdueSince', oldest.due),
  }
}

const nextFacts = (tell: Teller, state: LifeState): LoanFacts['next'] => {
  const next = nextToPay(state)
  if (!next) return undefined
  const { line: { n, due }, principal, interest, fee } = next
  return {
    due: tell.date('nextDueDate', due),
    amount: tell.amount('nextAmount', addFen(principal, interest, fee), { principal, interest, fee, n }),
    principal: tell.amount('nextPrincipal', principal, { n }),
    interest: tell.amount('nextInterest', interest, { n }),
    fee: tell.amount('nextFee', fee, { n }),
  }
}

const pastFacts = (tell: Teller, events: readonly LoanEvent[], asOf: Day): Pick<LoanFacts, 'failedDebit' | 'lastPayment'> => {
  const reversed = new Set(events.flatMap((event) => (event.kind === 'reverse' ? [event.reverses] : [])))
  const known = events.filter((event, index) => event.on <= asOf && !reversed.has(index) && (event.id === undefined || !reversed.has(event.id)))
  const failed = known.findLast((event) => event.kind === 'debit-failed')
  const paid = known.findLast((event) => (event.kind === 'repay' || event.kind === 'prepay') && event.amount !== undefined)
  const failedStill = failed?.kind === 'debit-failed' && failed.amount !== undefined && (!paid || paid.on < failed.on)
  return {
    ...(failedStill && failed.amount !== undefined ? { failedDebit: { on: tell.date('failedDebitOn', failed.on),
      amount: tell.amount('failedDebitAmount', failed.amount) } } : {}),
    ...(paid && 'amount' in paid && paid.amount !== undefined
      ? { lastPayment: { on: tell.date('lastPaymentOn', paid.on), amount: tell.amount('lastPaymentAmount', paid.amount) } }
      : {}),
  }
}

export const tellLoan = (loan: Loan): LoanFacts | Refused => {
  const { loanRef, product, methodName, terms, events, asOf, extension, application } = loan
  const state = life(terms, application ? [] : events, asOf)
  if (isRefusal(state)) return state
  const tell = tellFigure(loanRef, asOf)
  const { state: applied, ...applying } = application ?? { state: undefined }
  const arrears = arrearsFacts(tell, state)
  const next = application ? undefined : nextFacts(tell, state)
  const payoffOn = (on: Day, choice: PrepaymentChoice = {}): PayoffFacts | Refusal => {
    if (application) return refuse('loan-not-paid-out')
    const quote = payoffAhead(terms, events, state, on, choice)
    return isRefusal(quote) ? quote : payoffFacts(loanRef, quote)
  }
  return {
    loanRef, product, methodName, asOf, extension,
    state: applied ?? stateOf(state, asOf),
    principal: tell.amount('principal', state.terms.principal),
    annualRate: tell.rate('annualRate', rateOn(state.plan, asOf)),
    instalmentCount: tell.term('instalmentCount', state.schedule.length, 'instalment'),
    instalmentsPaid: tell.count('instalmentsPaid', state.instalmentsPaid),
    ...(application ? {} : { disbursedOn: tell.date('disbursedOn', state.terms.disbursedOn) }),
    remainingPrincipal: tell.amount('remainingPrincipal', application ? fen(0n) : state.balances.principal),
    ...(next ? { next } : {}),
    ...(arrears ? { arrears } : {}),
    ...(application ? {} : pastFacts(tell, events, asOf)),
    ...(application ? { application: applying as NonNullable<LoanFacts['application']> } : {}),
    payoff: payoffOn,
  }
}
