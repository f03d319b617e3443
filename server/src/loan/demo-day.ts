import { createHash } from 'node:crypto'
import { termsInForce } from '@xinqiao/core/loan/account.ts'
import { type ApplicationEvent, applicationOn } from '@xinqiao/core/loan/application.ts'
import { assessExtension } from '@xinqiao/core/loan/extension.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import { life, type LifeState } from '@xinqiao/core/loan/life.ts'
import type { Agreement, LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import { type Day, daysBetween, isoDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { owedOn } from './demo-history.ts'

/**
 * What a day brings to a loan of the demo: debits that go through or fail, late customers who pay, reviews that end,
 * settled customers who apply again. Decided by the loan and the day alone, so that the same day has the same events in
 * whichever process it is closed, and however late.
 */

/** From 0 to 1 (excluded), the same for the same loan, day and question. */
const chance = (loanRef: string, day: Day, question: string): number =>
  createHash('sha256').update(`${loanRef} ${isoDay(day)} ${question}`).digest().readUInt32BE(0) / 2 ** 32

const shares = {
  debitFails: 0.2,
  /** A day, of those who are late by at most two weeks, by more, and by three months. */
  paysEarlyArrears: 0.1,
  paysArrears: 0.014,
  paysOldArrears: 0.03,
  hardship: 0.004,
  extends: 0.012,
  settlesEarly: 0.0015,
  appliesAgain: 0.018,
  refused: 0.35,
} as const

/** Whoever is late by so many days pays now: nobody in the demo is late by more. */
const longestOverdue = 120

const applicationEvents = (record: LoanRecord, day: Day): readonly ApplicationEvent[] => {
  const application = applicationOn(record.application, day)
  if (!application || application.since >= day) return []
  const age = daysBetween(application.since, day)
  const { expectedBy } = application
  const expected = expectedBy === undefined ? {} : { expectedBy }
  switch (application.stage) {
    case 'applied': return [{ kind: 'review-started', on: day, ...expected }]
    case 'more-needed': return age >= 3 ? [{ kind: 'more-received', on: day, ...expected }] : []
    case 'in-review':
      if (age < 2) return []
      return [{ kind: chance(record.loanRef, day, 'review') < shares.refused ? 'refused' : 'approved', on: day }]
    case 'approved': return [{ kind: 'paid-out', on: day }]
    case 'refused': case 'paid-out': return []
  }
}

const paysArrears = (record: LoanRecord, day: Day, late: number): boolean => {
  if (late >= longestOverdue) return true
  const share = late <= 14 ? shares.paysEarlyArrears : late < 90 ? shares.paysArrears : shares.paysOldArrears
  return chance(record.loanRef, day, 'arrears') < share
}

/** A hardship plan for one who is a month late, where the loan can bear one. */
const deferral = (record: LoanRecord, terms: Terms, day: Day): readonly LoanEvent[] => {
  if (chance(record.loanRef, day, 'hardship') >= shares.hardship) return []
  const event: LoanEvent = { kind: 'defer', on: day, days: 60 }
  return isRefusal(life(terms, [...record.events, event], day)) ? [] : [event]
}

const lateEvents = (record: LoanRecord, terms: Terms, state: LifeState, day: Day): readonly LoanEvent[] => {
  const [oldest] = state.arrears
  if (!oldest) return []
  const late = daysBetween(oldest.due, day)
  if (paysArrears(record, day, late)) return [{ kind: 'repay', on: day, amount: owedOn(terms, record.events, day) }]
  return late >= 20 && state.deferrals === 0 ? deferral(record, terms, day) : []
}

const extension = ({ loanRef, agreement: { extension: { allowed, ...own } }, events }: LoanRecord, terms: Terms, day: Day): readonly LoanEvent[] => {
  if (!allowed || chance(loanRef, day, 'extension') >= shares.extends) return []
  const answer = assessExtension(terms, events, { on: day, days: 30 }, own)
  return isRefusal(answer) ? [] : [answer.event]
}

const paidOutEvents = (record: LoanRecord, terms: Terms, day: Day): readonly LoanEvent[] => {
  const state = life(terms, record.events, day)
  if (isRefusal(state) || state.status === 'settled' || state.status === 'written-off') return []
  const late = lateEvents(record, terms, state, day)
  if (late.length > 0) return late
  const { next } = state
  if (next?.due === day) {
    const amount = owedOn(terms, record.events, day)
    if (amount === 0n) return []
    const fails = state.arrears.length > 0 || chance(record.loanRef, day, 'debit') < shares.debitFails
    return [fails ? { kind: 'debit-failed', on: day, amount } : { kind: 'repay', on: day, amount }]
  }
  if (state.arrears.length > 0 || !next) return []
  if (daysBetween(day, next.due) <= 3) return extension(record, terms, day)
  return chance(record.loanRef, day, 'settle') < shares.settlesEarly ? [{ kind: 'prepay', on: day }] : []
}

/** What is to be entered for this loan when the day is closed. */
export const eventsOfDay = (record: LoanRecord, day: Day): readonly (ApplicationEvent | LoanEvent)[] => {
  const application = applicationOn(record.application, day)
  if (!application) return []
  if (application.stage !== 'paid-out') return applicationEvents(record, day)
  return paidOutEvents(record, termsInForce(record, application), day)
}

/** A customer who has paid back may ask for the same again; then this is the agreement he asks for. */
export const appliesAgain = (record: LoanRecord, day: Day): Agreement | undefined => {
  const application = applicationOn(record.application, day)
  if (application?.paidOutOn === undefined || chance(record.loanRef, day, 'again') >= shares.appliesAgain) return undefined
  const state = life(termsInForce(record, application), record.events, day)
  if (isRefusal(state) || state.status !== 'settled') return undefined
  const { firstDueOn: _, ...terms } = record.agreement.terms
  return { ...record.agreement, terms: { ...terms, disbursedOn: day } }
}
