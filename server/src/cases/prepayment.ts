import { prepaymentAsk, prepaymentData, prepaymentInputs, type PrepaymentOnWire } from '@xinqiao/contract/prepayment-case.ts'
import {
  parsePrepaymentPolicy, type PrepaymentAsk, type PrepaymentData, type PrepaymentState, type PrepaymentWorld,
} from '@xinqiao/core/cases/prepayment/prepayment.ts'
import { prepayment, type PrepaymentInputs } from '@xinqiao/core/cases/prepayment/procedure.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import type { z } from 'zod'
import { createLedger } from '../loan/ledger.ts'
import { today } from '../platform/clock.ts'
import type { Kind } from './kind.ts'
import { dayFrom, yuanFrom } from './wire-values.ts'

/** Early repayments, as the server works on them. */

const wishFrom = ({ on, amount, effect }: z.output<typeof prepaymentInputs.change>): Omit<PrepaymentAsk, 'loanRef'> =>
  ({ on: dayFrom(on), ...(amount === undefined ? {} : { amount: yuanFrom(amount) }), ...(effect === undefined ? {} : { effect }) })

const toWire = ({ ask, quote, tries, failed, bookedOn, number }: PrepaymentData): PrepaymentOnWire => {
  const { full, effect, interest, fee, principal, charge, total, interestSaved, quotedOn } = quote
  return {
    ask: {
      loanRef: ask.loanRef, on: isoDay(ask.on), ...(ask.amount === undefined ? {} : { amount: yuanText(ask.amount) }),
      ...(ask.effect === undefined ? {} : { effect: ask.effect }),
    },
    quote: {
      full, effect, interest: yuanText(interest), fee: yuanText(fee), principal: yuanText(principal), charge: yuanText(charge), total: yuanText(total),
      interestSaved: yuanText(interestSaved), quotedOn: isoDay(quotedOn),
    },
    tries,
    ...(failed === undefined ? {} : { failed }), ...(number === undefined ? {} : { number }),
    ...(bookedOn === undefined ? {} : { bookedOn: isoDay(bookedOn) }),
  }
}

export const prepaymentKind: Kind<PrepaymentState, PrepaymentData, PrepaymentAsk, PrepaymentInputs, PrepaymentWorld> = {
  procedure: prepayment,
  ask: prepaymentAsk.transform(({ loanRef, ...wish }) => ({ loanRef, ...wishFrom(wish) })),
  inputs: {
    ...prepaymentInputs,
    agree: prepaymentInputs.agree.transform(({ total }) => ({ total: yuanFrom(total) })),
    change: prepaymentInputs.change.transform(wishFrom),
  },
  parsePolicy: parsePrepaymentPolicy,
  customerLevel: 'verified',
  worldOf: async ({ clock }, reader, { customerId, policy, times }) => {
    const accounts = await createLedger(reader).loansOf(customerId, today(clock))
    const records = new Map(accounts.flatMap(({ facts, record }) => (record ? [[facts.loanRef, record] as const] : [])))
    return {
      policy, times,
      loanOf: (loanRef) => {
        const record = records.get(loanRef)
        return record && { loanRef, terms: record.terms, events: record.events }
      },
    }
  },
  toWire,
  mine: prepaymentData,
  seen: ({ quote }) => ({ agree: { total: yuanText(quote.total) } }),
}
