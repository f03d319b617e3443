import { hardshipAsk, hardshipInputs, type HardshipOnWire, myHardship } from '@xinqiao/contract/hardship-case.ts'
import {
  type HardshipAsk, type HardshipData, type HardshipState, type HardshipWorld, parseHardshipPolicy, type Plan,
} from '@xinqiao/core/cases/hardship/hardship.ts'
import { hardship, type HardshipInputs, type SeenPlan } from '@xinqiao/core/cases/hardship/procedure.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import type { z } from 'zod'
import { runningLoans } from '../loan/ledger.ts'
import { today } from '../platform/clock.ts'
import { materialsInWorld } from './holdings.ts'
import type { Kind } from './kind.ts'
import { dayFrom, yuanFrom } from './wire-values.ts'

/** Hardship plans, as the server works on them. */

const seenFrom = ({ firstDue, firstInstalment, end }: z.output<typeof hardshipInputs.agree>): SeenPlan =>
  ({ firstDue: dayFrom(firstDue), firstInstalment: yuanFrom(firstInstalment), end: dayFrom(end) })

const planToWire = ({ days, firstDue, firstInstalment, end, extraInterest, reckonedOn }: Plan): HardshipOnWire['options'][number] => ({
  days, firstDue: isoDay(firstDue), firstInstalment: yuanText(firstInstalment), end: isoDay(end), extraInterest: yuanText(extraInterest), reckonedOn: isoDay(reckonedOn),
})

const toWire = ({ ask, options, proposed, recommendation, agreedOn, bookedOn, failed, refusedBecause }: HardshipData): HardshipOnWire => ({
  ask: { loanRef: ask.loanRef, cause: ask.cause, income: yuanText(ask.income), expenses: yuanText(ask.expenses), canPay: yuanText(ask.canPay) },
  options: options.map(planToWire), ...(proposed ? { proposed: planToWire(proposed) } : {}), ...(recommendation === undefined ? {} : { recommendation }),
  ...(agreedOn === undefined ? {} : { agreedOn: isoDay(agreedOn) }), ...(bookedOn === undefined ? {} : { bookedOn: isoDay(bookedOn) }),
  ...(failed === undefined ? {} : { failed }), ...(refusedBecause === undefined ? {} : { refusedBecause }),
})

export const hardshipKind: Kind<HardshipState, HardshipData, HardshipAsk, HardshipInputs, HardshipWorld> = {
  procedure: hardship,
  parsePolicy: parseHardshipPolicy,
  customerLevel: 'verified',
  ask: hardshipAsk.transform(({ income, expenses, canPay, ...ask }) => ({ ...ask, income: yuanFrom(income), expenses: yuanFrom(expenses), canPay: yuanFrom(canPay) })),
  inputs: { ...hardshipInputs, agree: hardshipInputs.agree.transform(seenFrom) },
  worldOf: async (context, reader, { customerId, policy, times }) => {
    const loans = new Map((await runningLoans(reader, customerId, today(context.clock))).map((loan) => [loan.loanRef, loan]))
    return { policy, times, ...(await materialsInWorld(context, reader, customerId)), loanOf: (loanRef) => loans.get(loanRef) }
  },
  toWire,
  mine: myHardship,
  choices: ({ policy: { own } }) => ({
    days: own.deferDays.map((days) => ({ id: String(days), name: { zh: `延后 ${days} 天`, en: `Put off by ${days} days` } })),
  }),
  seen: ({ proposed }) => (proposed ? { agree: { firstDue: isoDay(proposed.firstDue), firstInstalment: yuanText(proposed.firstInstalment), end: isoDay(proposed.end) } } : {}),
  materials: ({ needed }, { policy }) => policy.own.materials.filter(({ id }) => needed.includes(id)),
}
