import { addDays, civil, type Day, parseDay } from '@xinqiao/core/primitives/day.ts'
import type { LoanRecord } from '@xinqiao/core/loan/loan-system.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { appliesAgain, eventsOfDay } from './demo-day.ts'
import { allLoans, appendEvents, insertDayEnd, insertLoans, lastClosedDay, type NewEvent, takeDay } from './store.ts'

/** Closing a day: what it brings is entered, once, in one transaction with the mark that it is done. */

/** An outage is caught up to this length; a demo that slept longer goes on from there. */
const mostDaysBehind = 400

type Work = { readonly events: readonly NewEvent[]; readonly applications: readonly LoanRecord[]; readonly loans: number }

/** A new application's number: year and month as always, and the number of the loan it follows behind a 9, which no other has. */
const nextRef = ({ loanRef }: LoanRecord, day: Day): string => {
  const { year, month, dayOfMonth } = civil(day)
  return `AX${String(year % 100).padStart(2, '0')}${String(month).padStart(2, '0')}9${String(dayOfMonth).padStart(2, '0')}${loanRef.slice(-3)}`
}

const workOf = async (tx: Tx, day: Day): Promise<Work> => {
  const events: NewEvent[] = []
  const applications = new Map<string, LoanRecord>()
  const applying = new Set<string>()
  let loans = 0
  for await (const record of allLoans(tx)) {
    loans += 1
    for (const event of eventsOfDay(record, day)) events.push({ loanRef: record.loanRef, event })
    const agreement = applying.has(record.customerId) ? undefined : appliesAgain(record, day)
    if (!agreement) continue
    applying.add(record.customerId)
    const loanRef = nextRef(record, day)
    if (applications.has(loanRef)) continue
    applications.set(loanRef, { ...record, loanRef, agreement, application: [{ kind: 'applied', on: day }], events: [] })
  }
  return { events, applications: [...applications.values()], loans }
}

/** Closes one day; false where another process has done so. */
const closeDay = ({ db, clock }: Context, day: Day): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    if (!(await takeDay(tx, day))) return false
    const { events, applications, loans } = await workOf(tx, day)
    const inserted = await insertLoans(tx, applications, clock.now())
    const applied = applications.filter(({ loanRef }) => inserted.has(loanRef))
      .map(({ loanRef }): NewEvent => ({ loanRef, event: { kind: 'applied', on: day } }))
    await appendEvents(tx, [...events, ...applied], clock.now())
    await insertDayEnd(tx, day, { loans, events: events.length + applied.length }, clock.now())
    return true
  })

/**
 * Closes every day that is over and not closed yet, oldest first, and returns how many this process closed. Only the
 * demo lender has such days: the books of a real one come by import.
 */
export const closeDays = async (context: Context): Promise<number> => {
  const last = await lastClosedDay(context.db)
  const lastDay = last === undefined ? undefined : parseDay(last)
  if (lastDay === undefined) return 0
  const yesterday = addDays(today(context.clock), -1)
  let closed = 0
  for (let day = addDays(lastDay, 1); day <= yesterday && closed < mostDaysBehind; day = addDays(day, 1)) {
    if (await closeDay(context, day)) closed += 1
  }
  return closed
}
