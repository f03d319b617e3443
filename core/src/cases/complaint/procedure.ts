import { type Refusal, refuse } from '../../primitives/refusal.ts'
import type { CaseEvent, Instruction } from '../case.ts'
import type { Asked, Move, Outcome, Procedure, StateSpec } from '../procedure.ts'
import { endState, isBlank, stateFor, textMissing } from '../steps.ts'
import {
  type ComplaintAsk, type ComplaintCase, type ComplaintData, type ComplaintState, type ComplaintWorld, decisionClock, type Extended, owesRefund, type Reply, replyWords,
  type SuggestionAnswer,
} from './complaint.ts'

/**
 * The way of a complaint under the measures of 2020 (银行业保险业消费投诉处理管理办法): decided and told within 15 calendar days of its
 * receipt, 30 where it is complex, 30 more with a superior's approval and notice to the customer; a withdrawal ends it the
 * same day; nobody who is accused handles it; nothing is asked for that the lender already holds; it ends when the refund of the reply was
 * made. A suggestion is thanked for and answered; whoever finds that it is a complaint takes it as one, from the day of its receipt.
 */

export type ComplaintInputs = {
  readonly acknowledge: { readonly category: string; readonly accused: readonly string[] }
  readonly 'not-accept': { readonly reason: string }
  readonly 'ask-customer': { readonly asked: string }
  readonly supply: { readonly text: string }
  readonly 'go-on-without': Record<never, never>
  readonly 'ask-extension': { readonly reason: string }
  readonly 'grant-extension': Record<never, never>
  readonly 'refuse-extension': { readonly reason: string }
  readonly 'draft-reply': Reply
  readonly 'approve-reply': Record<never, never>
  readonly 'return-reply': { readonly reason: string }
  readonly 'accept-reply': Record<never, never>
  readonly 'ask-review': { readonly reason: string }
  readonly 'decide-review': Reply
  readonly 'refund-made': { readonly reference: string }
  readonly 'make-good': { readonly reference: string }
  readonly 'answer-suggestion': SuggestionAnswer
  readonly 'take-as-complaint': Record<never, never>
  readonly lapse: Record<never, never>
  readonly withdraw: Record<never, never>
}

export type ComplaintRefusal = Refusal<'complaint-category-unknown' | 'complaint-cause-unknown' | 'case-text-missing' | 'complaint-extended-enough' | 'case-not-yet-due'>

type Step<Input> = Asked<ComplaintState, ComplaintData, Input, ComplaintWorld>
type Result = Outcome<ComplaintState, ComplaintData> | Refusal

const tell = (notice: string, words: Readonly<Record<string, string>> = {}): CaseEvent => ({ event: 'tell', whom: 'customer', notice, figures: {}, words })

const desk = (name: StateSpec<ComplaintData>['name'], ...own: readonly string[]): StateSpec<ComplaintData> => ({
  name, waitsFor: 'desk', owner: 'keep', clocks: (data) => [decisionClock(data), ...own.map((limit) => ({ limit, from: 'entry' }) as const)],
})

const states: Procedure<ComplaintState, ComplaintData, ComplaintAsk, ComplaintInputs, ComplaintWorld>['states'] = {
  registered: desk({ zh: '已登记待受理', en: 'Registered' }, 'acknowledge'),
  considering: desk({ zh: '建议研究中', en: 'Suggestion considered' }),
  investigating: desk({ zh: '调查核实中', en: 'Finding the facts' }),
  'awaiting-customer': {
    name: { zh: '待客户补充', en: 'Waiting for the customer' }, waitsFor: 'customer', owner: 'keep',
    clocks: (data) => [decisionClock(data), { limit: 'supply', from: 'entry' }],
  },
  'extension-asked': {
    name: { zh: '延期待审批', en: 'Extension asked' }, waitsFor: 'approver', owner: 'approval.decide',
    clocks: (data) => [decisionClock(data), { limit: 'decide-extension', from: 'entry' }],
  },
  'reply-in-review': {
    name: { zh: '答复待审核', en: 'Reply in review' }, waitsFor: 'approver', owner: 'approval.decide',
    clocks: (data) => [decisionClock(data), { limit: 'approve-reply', from: 'entry' }],
  },
  replied: { name: { zh: '已答复', en: 'Replied' }, waitsFor: 'customer', owner: 'keep', clocks: () => [{ limit: 'ask-review', from: 'entry' }] },
  'in-review': { name: { zh: '核查中', en: 'Under review' }, waitsFor: 'approver', owner: 'approval.decide', clocks: () => [{ limit: 'decide-review', from: 'entry' }] },
  'remedy-due': stateFor('待落实退款', 'Refund to be made', 'desk', 'remedy', 'case.work'),
  closed: endState('已办结', 'Closed'),
  withdrawn: endState('已撤回', 'Withdrawn'),
  'not-accepted': endState('不予受理', 'Not accepted'),
}

const beforeReply = ['registered', 'considering', 'investigating', 'awaiting-customer', 'extension-asked', 'reply-in-review'] as const satisfies readonly ComplaintState[]

const checkReply = ({ facts, text, rootCause }: Reply, { policy }: ComplaintWorld): Refusal | undefined => {
  if (facts.trim() === '') return textMissing('facts')
  if (text.trim() === '') return textMissing('text')
  return policy.own.rootCauses.includes(rootCause) ? undefined : refuse('complaint-cause-unknown', { cause: rootCause }, 'rootCause')
}

/** One refund a reply, whoever sends it and however often: its id is the case and the step. */
const refundOf = ({ id }: ComplaintCase, step: 'reply' | 'review', { refund }: Reply): readonly CaseEvent[] => {
  if (!refund) return []
  const instruction: Instruction = { id: `${id}:${step}:refund`, what: 'refund', loanRef: refund.loanRef, amount: refund.amount }
  return [{ event: 'instruct', instruction }]
}

const acknowledge = ({ case: { data }, input, world }: Step<ComplaintInputs['acknowledge']>): Result => {
  if (!world.policy.own.categories.includes(input.category)) return refuse('complaint-category-unknown', { category: input.category }, 'category')
  const isComplaint = data.nature === 'complaint'
  return {
    to: isComplaint ? 'investigating' : 'considering', data: { ...data, category: input.category }, barred: input.accused,
    events: [tell(isComplaint ? 'complaint-acknowledged' : 'suggestion-acknowledged')],
  }
}

const answerSuggestion = ({ case: { data }, input }: Step<SuggestionAnswer>): Result => (isBlank(input.text) ? textMissing('text')
  : { to: 'closed', data: { ...data, answered: input }, events: [tell('suggestion-answered', { answer: input.text })] })

/** What is called a suggestion has no statutory clock; so nobody is held to the word. */
const takeAsComplaint = ({ case: { data } }: Step<unknown>): Result => (data.nature === 'complaint' ? refuse('complaint-already')
  : { to: 'registered', data: { ...data, nature: 'complaint' }, events: [tell('complaint-registered')] })

/** Ends with the refund, where one is owed. */
const settled = (data: ComplaintData, told: CaseEvent): Outcome<ComplaintState, ComplaintData> => ({ to: owesRefund(data) ? 'remedy-due' : 'closed', data, events: [told] })

const refundMade = (to: 'replied' | 'closed') => ({ case: { data }, input: { reference } }: Step<{ readonly reference: string }>): Result => {
  if (isBlank(reference)) return textMissing('reference')
  return owesRefund(data) ? { to, data: { ...data, refundPaid: reference }, events: [tell('complaint-refund-made')] } : refuse('complaint-no-refund')
}

const draftReply = ({ case: { data }, input, world }: Step<Reply>): Result => {
  const wrong = checkReply(input, world)
  return wrong ?? { to: 'reply-in-review', data: { ...data, reply: input } }
}

const approveReply = ({ case: theCase }: Step<ComplaintInputs['approve-reply']>): Result => {
  const { reply } = theCase.data
  if (!reply) throw new Error('a reply in review has a reply')
  return { to: 'replied', data: theCase.data, events: [...refundOf(theCase, 'reply', reply), tell('complaint-replied', replyWords(theCase.data))] }
}

const decideReview = ({ case: theCase, input, world }: Step<Reply>): Result => {
  const wrong = checkReply(input, world)
  if (wrong) return wrong
  // What the reply gave back stays given; a refund of the review is one of its own.
  const { refundPaid, ...before } = theCase.data
  const data = { ...before, reply: input, ...(input.refund || refundPaid === undefined ? {} : { refundPaid }) }
  const { events = [], ...outcome } = settled(data, tell('complaint-review-decided', replyWords(data)))
  return { ...outcome, events: [...refundOf(theCase, 'review', input), ...events] }
}

const askExtension = ({ case: { data }, input }: Step<ComplaintInputs['ask-extension']>): Result => {
  if (data.extended === 2) return refuse('complaint-extended-enough')
  if (input.reason.trim() === '') return textMissing('reason')
  return { to: 'extension-asked', data: { ...data, extensionReason: input.reason } }
}

const grantExtension = ({ case: { data } }: Step<ComplaintInputs['grant-extension']>): Result => {
  const extended: Extended = data.extended === 0 ? 1 : 2
  return { to: 'investigating', data: { ...data, extended }, events: [tell('complaint-extended', { reason: data.extensionReason ?? '' })] }
}

const closing = (data: ComplaintData): CaseEvent => tell(owesRefund(data) ? 'complaint-refund-to-come' : 'complaint-closed')

/** Only once its time has come: a clock that is early moves nothing. */
const lapse = ({ case: { data, due }, now }: Step<ComplaintInputs['lapse']>): Result =>
  due && now < due.at ? refuse('case-not-yet-due') : settled(data, closing(data))

const withReason = (reason: string, outcome: Outcome<ComplaintState, ComplaintData>): Result => (reason.trim() === '' ? textMissing('reason') : outcome)

type Moves = { readonly [Name in keyof ComplaintInputs]: Move<ComplaintState, ComplaintData, ComplaintInputs[Name], ComplaintWorld> }

const byApprover = { by: ['desk', 'approver'], right: 'approval.decide' } as const
const afterOther = { by: ['desk'], notAfter: ['draft-reply', 'decide-review'] } as const

const moves: Moves = {
  acknowledge: { name: { zh: '受理', en: 'Accept' }, from: ['registered'], to: ['investigating', 'considering'], by: ['desk'], decide: acknowledge },
  'answer-suggestion': { name: { zh: '答复建议', en: 'Answer the suggestion' }, from: ['considering'], to: ['closed'], by: ['desk'], decide: answerSuggestion },
  'take-as-complaint': {
    name: { zh: '按投诉办理', en: 'Take it as a complaint' }, from: ['registered', 'considering'], to: ['registered'], by: ['customer', 'desk'], decide: takeAsComplaint,
  },
  'not-accept': {
    name: { zh: '不予受理', en: 'Do not accept' }, from: ['registered'], to: ['not-accepted'], ...byApprover,
    decide: ({ case: { data }, input }) => withReason(input.reason, { to: 'not-accepted', data, events: [tell('complaint-not-accepted', { reason: input.reason })] }),
  },
  'ask-customer': {
    name: { zh: '请客户补充', en: 'Ask the customer' }, from: ['investigating'], to: ['awaiting-customer'], by: ['desk'],
    decide: ({ case: { data }, input }) => (input.asked.trim() === '' ? textMissing('asked')
      : { to: 'awaiting-customer', data: { ...data, asked: input.asked }, events: [tell('case-more-needed', { asked: input.asked })] }),
  },
  supply: {
    name: { zh: '补充说明', en: 'Supply' }, from: ['awaiting-customer'], to: ['investigating'], by: ['customer', 'desk'],
    decide: ({ case: { data }, input }) => (isBlank(input.text) ? textMissing('text') : { to: 'investigating', data: { ...data, text: `${data.text}\n${input.text}` } }),
  },
  'go-on-without': {
    name: { zh: '不再等待', en: 'Go on without' }, from: ['awaiting-customer'], to: ['investigating'], by: ['desk', 'clock'],
    decide: ({ case: { data } }) => ({ to: 'investigating', data }),
  },
  'ask-extension': { name: { zh: '申请延期', en: 'Ask for more time' }, from: ['investigating'], to: ['extension-asked'], by: ['desk'], decide: askExtension },
  'grant-extension': {
    name: { zh: '同意延期', en: 'Grant more time' }, from: ['extension-asked'], to: ['investigating'], ...byApprover, notAfter: ['ask-extension'], decide: grantExtension,
  },
  'refuse-extension': {
    name: { zh: '不同意延期', en: 'Refuse more time' }, from: ['extension-asked'], to: ['investigating'], ...byApprover, notAfter: ['ask-extension'],
    decide: ({ case: { data }, input }) => withReason(input.reason, { to: 'investigating', data }),
  },
  'draft-reply': { name: { zh: '拟定答复', en: 'Draft the reply' }, from: ['investigating'], to: ['reply-in-review'], by: ['desk'], decide: draftReply },
  'approve-reply': {
    name: { zh: '批准答复', en: 'Approve the reply' }, from: ['reply-in-review'], to: ['replied'], ...byApprover, notAfter: ['draft-reply'], decide: approveReply,
  },
  'return-reply': {
    name: { zh: '退回答复', en: 'Return the reply' }, from: ['reply-in-review'], to: ['investigating'], ...byApprover,
    decide: ({ case: { data }, input }) => withReason(input.reason, { to: 'investigating', data }),
  },
  'accept-reply': {
    name: { zh: '认可答复', en: 'Customer agrees' }, from: ['replied'], to: ['closed', 'remedy-due'], by: ['customer'],
    decide: ({ case: { data } }) => settled(data, closing(data)),
  },
  'ask-review': {
    name: { zh: '申请核查', en: 'Ask for a review' }, from: ['replied'], to: ['in-review'], by: ['customer'],
    decide: ({ case: { data }, input }) => withReason(input.reason, { to: 'in-review', data: { ...data, reviewReason: input.reason }, events: [tell('complaint-in-review')] }),
  },
  // The reply's author and whoever approved it do not review it.
  'decide-review': {
    name: { zh: '作出核查决定', en: 'Decide the review' }, from: ['in-review'], to: ['closed', 'remedy-due'], ...byApprover, notAfter: ['draft-reply', 'approve-reply'], decide: decideReview,
  },
  // Whoever proposed it does not say that it was made.
  'refund-made': { name: { zh: '退款已办', en: 'Refund made' }, from: ['replied'], to: ['replied'], ...afterOther, decide: refundMade('replied') },
  'make-good': { name: { zh: '退款已办，办结', en: 'Refund made, close' }, from: ['remedy-due'], to: ['closed'], ...afterOther, decide: refundMade('closed') },
  lapse: { name: { zh: '期满办结', en: 'Time has run out' }, from: ['replied'], to: ['closed', 'remedy-due'], by: ['clock'], decide: lapse },
  // 第十五条: from the day of withdrawal on, the handling ends.
  withdraw: {
    name: { zh: '撤回投诉', en: 'Withdraw' }, from: [...beforeReply, 'replied', 'in-review'], to: ['withdrawn'], by: ['customer'],
    decide: ({ case: { data } }) => ({ to: 'withdrawn', data, events: [tell('complaint-withdrawn')] }),
  },
}

export const complaint: Procedure<ComplaintState, ComplaintData, ComplaintAsk, ComplaintInputs, ComplaintWorld> = {
  kind: 'complaint',
  name: { zh: '投诉与建议', en: 'Complaint or suggestion' },
  states,
  opensBy: ['customer', 'desk'],
  opensIn: ['registered'],
  open: ({ nature, text, accused }) => (text.trim() === '' ? textMissing('text')
    : { state: 'registered', data: { nature, text, extended: 0 }, barred: accused, events: [tell(nature === 'complaint' ? 'complaint-registered' : 'suggestion-registered')] }),
  moves,
}
