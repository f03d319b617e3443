/**
 * A loan of the built-in ledger on a day: its record folded to facts, plan and movements. Nothing is kept between two
 * calls.
 */
import { addMonths, type Day } from '../primitives/day.ts'
import { type Fen, zeroFen } from '../primitives/money.ts'
import { isRefusal } from '../primitives/refusal.ts'
import { stillToPay } from './ahead.ts'
import { type Application, applicationOn } from './application.ts'
import { type AnnualCost, annualCost } from './cost.ts'
import type { LoanEvent } from './events.ts'
import { extensionBounds } from './bounds.ts'
import type { ExtensionFacts, ExtensionHindrance, LoanFacts } from './facts.ts'
import { life, type LifeState, payoff } from './life.ts'
import type { AccountLine, LoanAccount, LoanRecord, Movement } from './loan-system.ts'
import { methodNames, progressSentences } from './loan-words.ts'
import { type Schedule, schedule } from './schedule.ts'
import { tellFigure } from './telling.ts'
import { type Loan, tellLoan } from './tell-loan.ts'
import type { Terms } from './terms.ts'

/** The agreed terms from the day on which the money was paid out. */
export const termsInForce = ({ agreement: { terms } }: LoanRecord, { paidOutOn, firstDueOn }: Application): Terms =>
  paidOutOn === undefined ? terms : { ...terms, disbursedOn: paidOutOn, ...(firstDueOn === undefined ? {} : { firstDueOn }) }

const eventsBy = ({ events }: LoanRecord, day: Day): readonly LoanEvent[] => events.filter(({ on }) => on <= day)

/** The record holds what happened: an event that cannot have is damage, not a refusal. */
const sound = <Result>(record: LoanRecord, day: Day, result: Result): Exclude<Result, { readonly refused: string }> => {
  if (isRefusal(result)) throw new Error(`loan ${record.loanRef} cannot be folded to day ${day}: ${result.refused}`)
  return result as Exclude<Result, { readonly refused: string }>
}

/** The life of a loan on a day; undefined while it is not paid out. */
export const lifeOn = (record: LoanRecord, day: Day): LifeState | undefined => {
  const application = applicationOn(record.application, day)
  if (application?.paidOutOn === undefined) return undefined
  return sound(record, day, life(termsInForce(record, application), eventsBy(record, day), day))
}

const whyNoExtension = ({ agreement: { extension } }: LoanRecord, state: LifeState): ExtensionHindrance | undefined => {
  if (state.status === 'settled') return 'settled'
  if (!extension.allowed) return 'product-allows-none'
  if (state.arrears.length > 0 || state.status === 'written-off') return 'already-overdue'
  if (state.extensions >= extension.mostTimes) return 'already-extended'
  return state.instalmentsPaid < extension.leastInstalmentsPaid ? 'too-few-paid' : undefined
}

/** Whole months from one day to another that is not before it. */
const wholeMonths = (from: Day, to: Day): number => {
  let months = 0
  while (addMonths(from, months + 1) <= to) months += 1
  return months
}

/** Law, contract and lender each bound an extension; the nearest end is what may be told. */
const extensionFacts = (record: LoanRecord, state: LifeState): ExtensionFacts => {
  const { mostMonths, fee, guarantorConsent: needsGuarantorConsent, mostTimes, leastInstalmentsPaid } = record.agreement.extension
  const [next] = stillToPay(state)
  const last = state.schedule.at(-1)
  const whyNot = whyNoExtension(record, state)
  if (whyNot !== undefined || !next || !last) return { whyNot: whyNot ?? 'settled', needsGuarantorConsent }
  const [bound] = extensionBounds(state.terms, state.asOf, { mostMonths, mostTimes, leastInstalmentsPaid })
  const longest = bound ? Math.min(mostMonths, wholeMonths(last.due, bound.latestEnd)) : mostMonths
  if (longest === 0) return { whyNot: 'already-extended', needsGuarantorConsent }
  const tell = tellFigure(record.loanRef, state.asOf)
  return {
    longest: tell.term('extensionLongest', longest, 'month'),
    applyBefore: tell.date('extensionApplyBefore', next.line.due),
    fee: tell.amount('extensionFee', fee),
    needsGuarantorConsent,
  }
}

const stageStates = { applied: 'applied', 'in-review': 'in-review', 'more-needed': 'in-review', approved: 'approved', refused: 'refused' } as const

const tellApplication = (record: LoanRecord, application: Application, day: Day): Loan['application'] => {
  const { stage, submittedOn, expectedBy, needed = '' } = application
  if (stage === 'paid-out') return undefined
  const tell = tellFigure(record.loanRef, day)
  return {
    state: stageStates[stage],
    submittedOn: tell.date('submittedOn', submittedOn),
    progress: progressSentences[stage].zh.replace('{needed}', needed),
    ...(expectedBy === undefined ? {} : { expectedBy: tell.date('expectedBy', expectedBy) }),
  }
}

const lineStates = { paid: 'paid', due: 'due', overdue: 'overdue', planned: 'coming' } as const

const scheduleOf = (state: LifeState): readonly AccountLine[] =>
  state.schedule.map(({ n, due, principal, interest, fee, total, balance, state: lineState }) => ({
    n, due, principal, interest, fee, total, balance, state: lineStates[lineState],
  }))

/** What moved by an event: its own amount, or where it has none (a settlement in full) what settled the loan on that day. */
const movedBy = (terms: Terms, events: readonly LoanEvent[], index: number): Fen => {
  const event = events[index]
  if (event === undefined) return zeroFen
  if ('amount' in event && event.amount !== undefined) return event.amount
  if (event.kind !== 'prepay') return zeroFen
  const quote = payoff(terms, events.slice(0, index), event.on)
  return isRefusal(quote) ? zeroFen : quote.total
}

const movementsOf = (record: LoanRecord, state: LifeState): readonly Movement[] => {
  const events = eventsBy(record, state.asOf)
  const happened = events.map(({ on, kind }, index): Movement => ({ on, kind, amount: movedBy(state.terms, events, index) }))
  const paidOut: Movement = { on: state.terms.disbursedOn, kind: 'disburse', amount: state.terms.principal }
  return [...(happened.some(({ kind }) => kind === 'disburse') ? [] : [paidOut]), ...happened].toReversed()
}

const planOf = (terms: Terms): Schedule | undefined => {
  const plan = schedule(terms)
  return isRefusal(plan) ? undefined : plan
}

const costOf = (plan: Schedule | undefined): AnnualCost | undefined => {
  const cost = plan && annualCost(plan)
  return isRefusal(cost) ? undefined : cost
}

/** The loan as it stands at the end of `day`; undefined before it was applied for. */
export const accountOn = (record: LoanRecord, day: Day): LoanAccount | undefined => {
  const application = applicationOn(record.application, day)
  if (!application) return undefined
  const terms = termsInForce(record, application)
  const state = lifeOn(record, day)
  const told = state ? undefined : tellApplication(record, application, day)
  const { guarantorConsent } = record.agreement.extension
  const facts: LoanFacts = sound(record, day, tellLoan({
    loanRef: record.loanRef,
    product: { id: record.productId, version: record.productVersion, name: record.agreement.productName },
    methodName: methodNames[terms.method].zh,
    terms,
    events: record.events,
    asOf: day,
    extension: state ? extensionFacts(record, state) : { whyNot: 'not-yet-paid-out', needsGuarantorConsent: guarantorConsent },
    ...(told ? { application: told } : {}),
  }))
  return {
    customerId: record.customerId,
    method: terms.method,
    facts,
    schedule: state ? scheduleOf(state) : [],
    movements: state ? movementsOf(record, state) : [],
    plan: () => planOf(terms),
    annualCost: () => costOf(planOf(terms)),
    ...(state ? { record: { terms, events: eventsBy(record, day) } } : {}),
  }
}
