import { extensionAsk, extensionData, extensionInputs, type ExtensionOnWire } from '@xinqiao/contract/extension-case.ts'
import {
  type Compared, type ExtensibleLoan, type ExtensionCaseAsk, type ExtensionData, type ExtensionState, type ExtensionWorld, parseExtensionPolicy, wishIn,
} from '@xinqiao/core/cases/extension/extension.ts'
import { extension, type ExtensionInputs, type Seen } from '@xinqiao/core/cases/extension/procedure.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import type { z } from 'zod'
import { runningLoans } from '../loan/ledger.ts'
import { guarantorsOf } from '../people/authorisations.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import type { Kind } from './kind.ts'
import { linkedCaseId } from './linked-case-id.ts'
import { linkedCases } from './store.ts'
import { dayFrom, planToWire, yuanFrom } from './wire-values.ts'

/** Extensions, as the server works on them. */

const seenFrom = ({ extraInterest, fee, endAfter }: z.output<typeof extensionInputs.agree>): Seen =>
  ({ extraInterest: yuanFrom(extraInterest), fee: yuanFrom(fee), endAfter: dayFrom(endAfter) })

const comparedToWire = ({ before, after, endBefore, endAfter, interestBefore, interestAfter, extraInterest, fee, principal, bookBy, comparedOn }: Compared) => ({
  before: planToWire(before), after: planToWire(after), endBefore: isoDay(endBefore), endAfter: isoDay(endAfter), interestBefore: yuanText(interestBefore),
  interestAfter: yuanText(interestAfter), extraInterest: yuanText(extraInterest), fee: yuanText(fee), principal: yuanText(principal), bookBy: isoDay(bookBy),
  comparedOn: isoDay(comparedOn),
})

const toWire = ({ ask, compared, consents, agreedOn, bookedOn, refusedBecause }: ExtensionData): ExtensionOnWire => ({
  ask: { ...ask },
  compared: comparedToWire(compared), consents: consents.length,
  ...(agreedOn === undefined ? {} : { agreedOn: isoDay(agreedOn) }), ...(bookedOn === undefined ? {} : { bookedOn: isoDay(bookedOn) }),
  ...(refusedBecause === undefined ? {} : { refusedBecause }),
})

const loansOf = async (context: Context, reader: Reader, customerId: string): Promise<ReadonlyMap<string, ExtensibleLoan>> => {
  const [loans, guarantors] = await Promise.all([runningLoans(reader, customerId, today(context.clock)), guarantorsOf(context, reader, customerId)])
  return new Map(loans.map(({ loanRef, terms, events, extension: agreement }) =>
    [loanRef, { loanRef, terms, events, agreement, guarantors: guarantors.flatMap(({ personId, loanRefs }) => (loanRefs.includes(loanRef) ? [personId] : [])) }]))
}

/** How far special approvals of a case are, by their id. */
const approvalsOf = async (reader: Reader, caseId: string | undefined): Promise<ReadonlyMap<string, string>> =>
  new Map((caseId === undefined ? [] : await linkedCases(reader, caseId)).map(({ case_id: id, state, due_at: due }) => [id, due === null ? state : 'open']))

const seenOf = ({ compared: { extraInterest, fee, endAfter } }: ExtensionData) =>
  ({ extraInterest: yuanText(extraInterest), fee: yuanText(fee), endAfter: isoDay(endAfter) })

export const extensionKind: Kind<ExtensionState, ExtensionData, ExtensionCaseAsk, ExtensionInputs, ExtensionWorld> = {
  procedure: extension,
  parsePolicy: parseExtensionPolicy,
  customerLevel: 'verified',
  ask: extensionAsk.transform(({ loanRef, days, periods, count }) => ({ loanRef, ...wishIn({ days, periods, count }) })),
  inputs: { ...extensionInputs, agree: extensionInputs.agree.transform(seenFrom), consent: extensionInputs.consent.transform(seenFrom) },
  worldOf: async (context, reader, { caseId: ownId, customerId, policy, times }) => {
    const [loans, approvals] = [await loansOf(context, reader, customerId), await approvalsOf(reader, ownId)]
    return {
      policy, times, loanOf: (loanRef) => loans.get(loanRef),
      specialApprovalOf: (caseId, nth) => {
        const state = approvals.get(linkedCaseId(caseId, `${nth}`)) ?? 'open'
        return state === 'open' ? 'open' : state === 'approved' ? 'granted' : 'refused'
      },
    }
  },
  toWire,
  mine: extensionData,
  seen: (data) => ({ agree: seenOf(data), consent: seenOf(data) }),
  guarantors: ({ ask }, world) => world.loanOf(ask.loanRef)?.guarantors ?? [],
}
