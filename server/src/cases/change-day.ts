import { changeDayAsk, changeDayData, changeDayInputs, type ChangeDayOnWire } from '@xinqiao/contract/change-day-case.ts'
import {
  type ChangeDayAsk, type ChangeDayData, type ChangeDayState, type ChangeDayWorld, type DayQuote, parseChangeDayPolicy,
} from '@xinqiao/core/cases/change-day/change-day.ts'
import { changeDay, type ChangeDayInputs, type SeenDay } from '@xinqiao/core/cases/change-day/procedure.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import type { z } from 'zod'
import { pieceVersion } from '../knowledge/pieces.ts'
import { runningLoans } from '../loan/ledger.ts'
import { today } from '../platform/clock.ts'
import type { Kind } from './kind.ts'
import { dayFrom, planToWire, yuanFrom } from './wire-values.ts'

/** Changes of the due day, as the server works on them. */

const seenFrom = ({ dueAfter, firstAfter, interestAfter, endAfter }: z.output<typeof changeDayInputs.agree>): SeenDay =>
  ({ dueAfter: dayFrom(dueAfter), firstAfter: yuanFrom(firstAfter), interestAfter: yuanFrom(interestAfter), endAfter: dayFrom(endAfter) })

const quoteToWire = ({ before, after, dueBefore, dueAfter, firstBefore, firstAfter, periodDays, endBefore, endAfter, interestBefore, interestAfter, bookBy, quotedOn }: DayQuote) => ({
  dueBefore: isoDay(dueBefore), dueAfter: isoDay(dueAfter), firstBefore: yuanText(firstBefore), firstAfter: yuanText(firstAfter), periodDays, endBefore: isoDay(endBefore),
  endAfter: isoDay(endAfter), interestBefore: yuanText(interestBefore), interestAfter: yuanText(interestAfter), bookBy: isoDay(bookBy), quotedOn: isoDay(quotedOn),
  before: planToWire(before), after: planToWire(after),
})

const toWire = ({ ask, quote, agreedOn, bookedOn, failed }: ChangeDayData): ChangeDayOnWire => ({
  ask: { ...ask }, quote: quoteToWire(quote), ...(agreedOn === undefined ? {} : { agreedOn: isoDay(agreedOn) }),
  ...(bookedOn === undefined ? {} : { bookedOn: isoDay(bookedOn) }), ...(failed === undefined ? {} : { failed }),
})

export const changeDayKind: Kind<ChangeDayState, ChangeDayData, ChangeDayAsk, ChangeDayInputs, ChangeDayWorld> = {
  procedure: changeDay,
  parsePolicy: parseChangeDayPolicy,
  customerLevel: 'verified',
  ask: changeDayAsk,
  inputs: { ...changeDayInputs, agree: changeDayInputs.agree.transform(seenFrom) },
  worldOf: async ({ clock }, reader, { customerId, policy, times }) => {
    const loans = await Promise.all((await runningLoans(reader, customerId, today(clock))).map(async ({ loanRef, terms, events, product }) =>
      [loanRef, { loanRef, terms, events, rules: (await pieceVersion(reader, 'product', product.id, product.version))?.changeDueDay }] as const))
    const byRef = new Map(loans)
    return { policy, times, loanOf: (loanRef) => byRef.get(loanRef) }
  },
  toWire,
  mine: changeDayData,
  seen: ({ quote: { dueAfter, firstAfter, interestAfter, endAfter } }) =>
    ({ agree: { dueAfter: isoDay(dueAfter), firstAfter: yuanText(firstAfter), interestAfter: yuanText(interestAfter), endAfter: isoDay(endAfter) } }),
}
