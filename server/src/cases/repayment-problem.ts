import { myRepaymentProblem, repaymentProblemAsk, repaymentProblemInputs, type RepaymentProblemOnWire } from '@xinqiao/contract/repayment-problem-case.ts'
import { repaymentProblem, type RepaymentProblemInputs } from '@xinqiao/core/cases/repayment-problem/procedure.ts'
import {
  type Answer, type Correction, parseRepaymentProblemPolicy, type RepaymentProblemAsk, type RepaymentProblemData, type RepaymentProblemState, type RepaymentProblemWorld,
} from '@xinqiao/core/cases/repayment-problem/repayment-problem.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, yuanText } from '@xinqiao/core/primitives/money.ts'
import type { z } from 'zod'
import { runningLoans } from '../loan/ledger.ts'
import { today } from '../platform/clock.ts'
import { choiceWord } from './case-words.ts'
import type { Kind } from './kind.ts'
import { dayFrom, yuanFrom } from './wire-values.ts'

/** Repayment problems, as the server works on them. */

const answerFrom = ({ correction, ...answer }: z.output<typeof repaymentProblemInputs.answer>): Answer =>
  (correction === undefined ? answer : { ...answer, correction: { action: correction.action, on: dayFrom(correction.on), amount: yuanFrom(correction.amount) } })

const said = ({ on, amount }: { readonly on?: Day; readonly amount?: Fen }) =>
  ({ ...(on === undefined ? {} : { on: isoDay(on) }), ...(amount === undefined ? {} : { amount: yuanText(amount) }) })

const correctionToWire = ({ action, on, amount }: Correction) => ({ action, on: isoDay(on), amount: yuanText(amount) })

const answerToWire = ({ correction, ...answer }: Answer) => (correction ? { ...answer, correction: correctionToWire(correction) } : answer)

const toWire = ({ ask, checks, suggested, asked, supplied, answer, correctedOn, failed }: RepaymentProblemData): RepaymentProblemOnWire => ({
  ask: { loanRef: ask.loanRef, problem: ask.problem, text: ask.text, ...said(ask) },
  checks: checks.map(({ check, found, ...of }) => ({ check, name: choiceWord(check, 'zh') ?? check, found, ...said(of) })),
  ...(suggested ? { suggested: correctionToWire(suggested) } : {}), ...(asked === undefined ? {} : { asked }), supplied: [...supplied],
  ...(answer ? { answer: answerToWire(answer) } : {}), ...(correctedOn === undefined ? {} : { correctedOn: isoDay(correctedOn) }), ...(failed === undefined ? {} : { failed }),
})

export const repaymentProblemKind: Kind<RepaymentProblemState, RepaymentProblemData, RepaymentProblemAsk, RepaymentProblemInputs, RepaymentProblemWorld> = {
  procedure: repaymentProblem,
  parsePolicy: parseRepaymentProblemPolicy,
  customerLevel: 'verified',
  ask: repaymentProblemAsk.transform(({ on, amount, ...ask }) =>
    ({ ...ask, ...(on === undefined ? {} : { on: dayFrom(on) }), ...(amount === undefined ? {} : { amount: yuanFrom(amount) }) })),
  inputs: { ...repaymentProblemInputs, answer: repaymentProblemInputs.answer.transform(answerFrom) },
  worldOf: async ({ clock }, reader, { customerId, policy, times }) => {
    const loans = new Map((await runningLoans(reader, customerId, today(clock))).map((loan) => [loan.loanRef, loan]))
    return { policy, times, loanOf: (loanRef) => loans.get(loanRef) }
  },
  toWire,
  mine: myRepaymentProblem,
}
