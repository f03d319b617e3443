import type { Figure } from '../../primitives/figure.ts'
import { type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Instruction } from '../case.ts'
import { type Asked, dayAt, type Move, type Outcome, type Procedure, type StateSpec } from '../procedure.ts'
import { endState, isBlank, tellCustomer, textMissing, whenDue } from '../steps.ts'
import { findingsOf } from './checks.ts'
import type {
  Answer, RepaymentProblemAsk, RepaymentProblemCase, RepaymentProblemData, RepaymentProblemState, RepaymentProblemWorld,
} from './repayment-problem.ts'

/**
 * The way of a repayment problem: the books are looked at first, the customer is asked only for what they do not hold, what is to be
 * corrected takes a second person, the loan system corrects it once, and whoever is told that all was right may say that it was not.
 */

export type RepaymentProblemInputs = {
  readonly 'check-again': Record<never, never>
  readonly 'ask-customer': { readonly asked: string }
  readonly supply: { readonly text: string }
  readonly answer: Answer
  readonly 'approve-correction': Record<never, never>
  readonly 'return-correction': { readonly reason: string }
  readonly booked: Record<never, never>
  readonly 'booking-failed': { readonly reason: string }
  readonly accept: Record<never, never>
  readonly 'not-solved': { readonly text: string }
  readonly withdraw: Record<never, never>
  readonly lapse: Record<never, never>
  readonly close: Record<never, never>
}

export type RepaymentProblemRefusal = Refusal<'loan-unknown' | 'case-text-missing' | 'case-not-yet-due' | 'amount-not-positive' | 'correction-without-cause' | 'correction-in-future'>

type Step<Input> = Asked<RepaymentProblemState, RepaymentProblemData, Input, RepaymentProblemWorld>
type Result = Outcome<RepaymentProblemState, RepaymentProblemData> | Refusal
type Spec = StateSpec<RepaymentProblemData>

/** Until it is answered the time from the opening runs beside that of the state. */
const working = (zh: string, en: string, waitsFor: Spec['waitsFor'], limit: string, more: Partial<Spec> = {}): Spec =>
  ({ name: { zh, en }, waitsFor, owner: 'keep', clocks: () => [{ limit: 'answer', from: 'opening' }, { limit, from: 'entry' }], ...more })

const states: Readonly<Record<RepaymentProblemState, Spec>> = {
  checking: working('核查中', 'Being looked into', 'desk', 'check'),
  // The lender's own time stands still while the customer looks for his papers; the customer's does not.
  'awaiting-proof': working('待客户补充', 'Waiting for the customer', 'customer', 'supply', { pausedBy: 'customer-awaited', clocks: () => [{ limit: 'supply', from: 'entry' }] }),
  'correction-in-review': working('更正待复核', 'Correction in review', 'approver', 'review-correction', { owner: 'approval.decide' }),
  correcting: working('账务更正中', 'Being corrected', 'loan-system', 'book', { owner: 'case.work' }),
  'correction-failed': working('更正未成功', 'Correction failed', 'desk', 'mend', { owner: 'case.work' }),
  answered: { name: { zh: '已答复', en: 'Answered' }, waitsFor: 'customer', owner: 'keep', clocks: () => [{ limit: 'accept', from: 'entry' }] },
  closed: endState('已办结', 'Closed'),
  withdrawn: endState('已撤回', 'Withdrawn'),
  lapsed: endState('逾期未补充', 'Lapsed'),
}

/** The books as they stand now. */
const looked = (data: Omit<RepaymentProblemData, 'checks' | 'suggested'>, now: Step<unknown>['now'], world: RepaymentProblemWorld): RepaymentProblemData | Refusal<'loan-unknown'> => {
  const loan = world.loanOf(data.ask.loanRef)
  if (!loan) return refuse('loan-unknown', {}, 'loanRef')
  return { ...data, ...findingsOf(loan, { ask: data.ask, today: dayAt(now, world), daysAround: world.policy.own.daysAround }) }
}

const lookAgain = ({ case: { data }, now, world }: Step<unknown>, more: Partial<RepaymentProblemData> = {}): Result => {
  const { suggested: _before, ...rest } = data
  const next = looked({ ...rest, ...more }, now, world)
  return 'refused' in next ? next : { to: 'checking', data: next }
}

const amountOf = ({ ask: { loanRef } }: RepaymentProblemData, { correction }: Answer, asOf: Step<unknown>['now'], world: RepaymentProblemWorld): Readonly<Record<string, Figure>> =>
  (correction ? { amount: { kind: 'amount', value: correction.amount, source: { from: 'loan', loanRef, field: 'correction', asOf: dayAt(asOf, world) } } } : {})

const answer = ({ case: { data }, input, now, world }: Step<Answer>): Result => {
  if (isBlank(input.text)) return textMissing('text')
  const { correction } = input
  if (correction && input.finding === 'not-confirmed') return refuse('correction-without-cause', {}, 'correction')
  if (correction && correction.amount <= 0n) return refuse('amount-not-positive', {}, 'correction.amount')
  if (correction && correction.on > dayAt(now, world)) return refuse('correction-in-future', {}, 'correction.on')
  const next = { ...data, answer: input }
  return correction ? { to: 'correction-in-review', data: next } : { to: 'answered', data: next, events: [tellCustomer('problem-answered', { answer: input.text })] }
}

const instructionOf = ({ id }: RepaymentProblemCase, { ask: { loanRef }, answer: given, tries }: RepaymentProblemData): Instruction => {
  if (!given?.correction) throw new Error('what is approved is a correction')
  const { action, on, amount } = given.correction
  return { id: `${id}:correct:${tries}`, what: 'correct', loanRef, action, on, amount }
}

const approve = ({ case: theCase }: Step<unknown>): Result => {
  const data = { ...theCase.data, tries: theCase.data.tries + 1 }
  return { to: 'correcting', data, events: [{ event: 'instruct', instruction: instructionOf(theCase, data) }] }
}

const booked = ({ case: { data }, now, world }: Step<unknown>): Result => {
  if (!data.answer) throw new Error('what was corrected was answered')
  const next = { ...data, correctedOn: dayAt(now, world) }
  return { to: 'answered', data: next, events: [tellCustomer('problem-corrected', { answer: data.answer.text }, amountOf(next, data.answer, now, world))] }
}

type Moves = { readonly [Name in keyof RepaymentProblemInputs]: Move<RepaymentProblemState, RepaymentProblemData, RepaymentProblemInputs[Name], RepaymentProblemWorld> }

const review = { by: ['desk', 'approver'], right: 'approval.decide', notAfter: ['answer'] } as const

const moves: Moves = {
  'check-again': { name: { zh: '重新核对账务', en: 'Look at the books again' }, from: ['checking', 'correction-failed'], to: ['checking'], by: ['desk'], decide: (step) => lookAgain(step) },
  'ask-customer': {
    name: { zh: '请客户补充', en: 'Ask the customer' }, from: ['checking'], to: ['awaiting-proof'], by: ['desk'],
    decide: ({ case: { data }, input: { asked } }) => (isBlank(asked) ? textMissing('asked')
      : { to: 'awaiting-proof', data: { ...data, asked }, events: [tellCustomer('case-more-needed', { asked })] }),
  },
  supply: {
    name: { zh: '补充说明或凭证', en: 'Supply' }, from: ['awaiting-proof'], to: ['checking'], by: ['customer', 'desk'],
    decide: (step) => (isBlank(step.input.text) ? textMissing('text') : lookAgain(step, { supplied: [...step.case.data.supplied, step.input.text] })),
  },
  answer: { name: { zh: '答复并提出更正', en: 'Answer, and ask for a correction' }, from: ['checking'], to: ['answered', 'correction-in-review'], by: ['desk'], decide: answer },
  'approve-correction': { name: { zh: '同意更正', en: 'Approve the correction' }, from: ['correction-in-review'], to: ['correcting'], ...review, decide: approve },
  'return-correction': {
    name: { zh: '退回更正', en: 'Return the correction' }, from: ['correction-in-review'], to: ['checking'], ...review,
    decide: (step) => (isBlank(step.input.reason) ? textMissing('reason') : lookAgain(step)),
  },
  booked: { name: { zh: '已更正', en: 'Corrected' }, from: ['correcting'], to: ['answered'], by: ['loan-system'], decide: booked },
  'booking-failed': {
    name: { zh: '更正失败', en: 'Correction failed' }, from: ['correcting'], to: ['correction-failed'], by: ['loan-system'],
    decide: ({ case: { data }, input: { reason } }) => ({ to: 'correction-failed', data: { ...data, failed: reason } }),
  },
  accept: {
    name: { zh: '问题已解决', en: 'Solved' }, from: ['answered'], to: ['closed'], by: ['customer'],
    decide: ({ case: { data } }) => ({ to: 'closed', data, events: [tellCustomer('problem-closed')] }),
  },
  'not-solved': {
    name: { zh: '问题没有解决', en: 'Not solved' }, from: ['answered'], to: ['checking'], by: ['customer'],
    decide: (step) => (isBlank(step.input.text) ? textMissing('text') : lookAgain(step, { supplied: [...step.case.data.supplied, step.input.text] })),
  },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['checking', 'awaiting-proof'], to: ['withdrawn'], by: ['customer'],
    decide: ({ case: { data } }) => ({ to: 'withdrawn', data, events: [tellCustomer('problem-withdrawn')] }),
  },
  lapse: {
    name: { zh: '逾期未补充', en: 'Lapse' }, from: ['awaiting-proof'], to: ['lapsed'], by: ['clock'],
    decide: (step) => whenDue(step, () => ({ to: 'lapsed', data: step.case.data, events: [tellCustomer('problem-lapsed')] })),
  },
  close: {
    name: { zh: '到期办结', en: 'Close' }, from: ['answered'], to: ['closed'], by: ['clock'],
    decide: (step) => whenDue(step, () => ({ to: 'closed', data: step.case.data, events: [tellCustomer('problem-closed')] })),
  },
}

export const repaymentProblem: Procedure<RepaymentProblemState, RepaymentProblemData, RepaymentProblemAsk, RepaymentProblemInputs, RepaymentProblemWorld> = {
  kind: 'repayment-problem',
  name: { zh: '还款问题', en: 'Repayment problem' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['checking'],
  open: (ask, _by, now, world) => {
    if (isBlank(ask.text)) return textMissing('text')
    if (ask.amount !== undefined && ask.amount <= 0n) return refuse('amount-not-positive', {}, 'amount')
    const data = looked({ ask, supplied: [], tries: 0 }, now, world)
    return 'refused' in data ? data : { state: 'checking', data, events: [tellCustomer('problem-registered')] }
  },
  moves,
}
