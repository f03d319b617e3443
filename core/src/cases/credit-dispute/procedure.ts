import { type Refusal, refuse } from '../../primitives/refusal.ts'
import type { Asked, Move, Outcome, Procedure, StateSpec } from '../procedure.ts'
import { endState, isBlank, tellCustomer, textMissing, whenDue } from '../steps.ts'
import type { CreditDisputeAsk, CreditDisputeData, CreditDisputeState, CreditDisputeWorld, DisputeReply } from './credit-dispute.ts'

/**
 * The way of a credit-record dispute (征信业管理条例第二十五条): the record is annotated, looked into and answered in writing within 20 days
 * of its receipt, whoever it waits for meanwhile; what was wrong is corrected at the register before the answer goes out.
 */

export type CreditDisputeInputs = {
  readonly annotate: { readonly reference: string }
  readonly 'ask-customer': { readonly asked: string }
  readonly supply: { readonly text: string }
  readonly 'draft-reply': DisputeReply
  readonly 'approve-reply': Record<never, never>
  readonly 'return-reply': { readonly reason: string }
  readonly corrected: { readonly reference: string }
  readonly accept: Record<never, never>
  readonly 'not-agreed': { readonly text: string }
  readonly withdraw: Record<never, never>
  readonly close: Record<never, never>
}

type Step<Input> = Asked<CreditDisputeState, CreditDisputeData, Input, CreditDisputeWorld>
type Result = Outcome<CreditDisputeState, CreditDisputeData> | Refusal
type Spec = StateSpec<CreditDisputeData>

/** Until it is answered the 20 days run. */
const open = (zh: string, en: string, waitsFor: Spec['waitsFor'], limit: string | undefined, owner: Spec['owner'] = 'keep'): Spec => ({
  name: { zh, en }, waitsFor, owner, clocks: () => [{ limit: 'decide', from: 'opening' }, ...(limit === undefined ? [] : [{ limit, from: 'entry' } as const])],
})

const states: Readonly<Record<CreditDisputeState, Spec>> = {
  registered: open('已登记待标注', 'Registered, to be annotated', 'desk', 'annotate', 'case.work'),
  checking: open('核查中', 'Being looked into', 'desk', undefined),
  'awaiting-customer': open('待客户补充', 'Waiting for the customer', 'customer', 'supply'),
  'reply-in-review': open('答复待审核', 'Reply in review', 'approver', 'approve-reply', 'approval.decide'),
  correcting: open('报送更正中', 'Being corrected at the register', 'desk', 'correct-report', 'case.work'),
  replied: { name: { zh: '已书面答复', en: 'Answered in writing' }, waitsFor: 'customer', owner: 'keep', clocks: () => [{ limit: 'accept', from: 'entry' }] },
  closed: endState('已办结', 'Closed'),
  withdrawn: endState('已撤回', 'Withdrawn'),
}

const replyOf = ({ reply }: CreditDisputeData): DisputeReply => {
  if (!reply) throw new Error('what is in review was drafted')
  return reply
}

const answered = (data: CreditDisputeData): Result => {
  const { facts, text } = replyOf(data)
  return { to: 'replied', data, events: [tellCustomer('dispute-replied', { facts, answer: text })] }
}

const draft = ({ case: { data }, input }: Step<DisputeReply>): Result => {
  if (isBlank(input.facts)) return textMissing('facts')
  return isBlank(input.text) ? textMissing('text') : { to: 'reply-in-review', data: { ...data, reply: input } }
}

/** Told of what the customer adds, the desk looks again. */
const added = ({ case: { data }, input: { text } }: Step<{ readonly text: string }>): Result =>
  (isBlank(text) ? textMissing('text') : { to: 'checking', data: { ...data, supplied: [...data.supplied, text] } })

type Moves = { readonly [Name in keyof CreditDisputeInputs]: Move<CreditDisputeState, CreditDisputeData, CreditDisputeInputs[Name], CreditDisputeWorld> }

const review = { by: ['desk', 'approver'], right: 'approval.decide', notAfter: ['draft-reply'] } as const

const moves: Moves = {
  annotate: {
    name: { zh: '已在征信系统标注', en: 'Annotated at the register' }, from: ['registered'], to: ['checking'], by: ['desk'],
    decide: ({ case: { data }, input: { reference } }) => (isBlank(reference) ? textMissing('reference')
      : { to: 'checking', data: { ...data, annotation: reference }, events: [tellCustomer('dispute-annotated')] }),
  },
  'ask-customer': {
    name: { zh: '请客户补充', en: 'Ask the customer' }, from: ['checking'], to: ['awaiting-customer'], by: ['desk'],
    decide: ({ case: { data }, input: { asked } }) => (isBlank(asked) ? textMissing('asked')
      : { to: 'awaiting-customer', data: { ...data, asked }, events: [tellCustomer('case-more-needed', { asked })] }),
  },
  supply: { name: { zh: '补充说明', en: 'Supply' }, from: ['awaiting-customer'], to: ['checking'], by: ['customer', 'desk'], decide: added },
  'draft-reply': { name: { zh: '拟定答复', en: 'Draft the reply' }, from: ['checking', 'awaiting-customer'], to: ['reply-in-review'], by: ['desk'], decide: draft },
  'approve-reply': {
    name: { zh: '审核通过', en: 'Approve the reply' }, from: ['reply-in-review'], to: ['correcting', 'replied'], ...review,
    decide: ({ case: { data } }) => (replyOf(data).finding === 'wrong' ? { to: 'correcting', data } : answered(data)),
  },
  'return-reply': {
    name: { zh: '退回答复', en: 'Return the reply' }, from: ['reply-in-review'], to: ['checking'], ...review,
    decide: ({ case: { data }, input: { reason } }) => (isBlank(reason) ? textMissing('reason') : { to: 'checking', data }),
  },
  corrected: {
    name: { zh: '已报送更正', en: 'Corrected at the register' }, from: ['correcting'], to: ['replied'], by: ['desk'],
    decide: ({ case: { data }, input: { reference } }) => (isBlank(reference) ? textMissing('reference') : answered({ ...data, correction: reference })),
  },
  accept: {
    name: { zh: '认可答复', en: 'Accept' }, from: ['replied'], to: ['closed'], by: ['customer'],
    decide: ({ case: { data } }) => ({ to: 'closed', data, events: [tellCustomer('dispute-closed')] }),
  },
  'not-agreed': { name: { zh: '不认可，请再核查', en: 'Not agreed' }, from: ['replied'], to: ['checking'], by: ['customer'], decide: added },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['registered', 'checking', 'awaiting-customer'], to: ['withdrawn'], by: ['customer'],
    decide: ({ case: { data } }) => ({ to: 'withdrawn', data, events: [tellCustomer('dispute-withdrawn')] }),
  },
  close: {
    name: { zh: '到期办结', en: 'Close' }, from: ['replied'], to: ['closed'], by: ['clock'],
    decide: (step) => whenDue(step, () => ({ to: 'closed', data: step.case.data, events: [tellCustomer('dispute-closed')] })),
  },
}

export const creditDispute: Procedure<CreditDisputeState, CreditDisputeData, CreditDisputeAsk, CreditDisputeInputs, CreditDisputeWorld> = {
  kind: 'credit-dispute',
  name: { zh: '征信异议', en: 'Credit-record dispute' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['registered'],
  open: (ask, _by, _now, world) => {
    if (isBlank(ask.text)) return textMissing('text')
    if (!world.hasLoan(ask.loanRef)) return refuse('loan-unknown', {}, 'loanRef')
    return { state: 'registered', data: { ask, supplied: [] }, events: [tellCustomer('dispute-registered')] }
  },
  moves,
}
