import { z } from 'zod'
import { caseExample, complaintExample } from './case-examples.ts'
import { yuan } from './loans.ts'
import { defineOperation } from './operation.ts'
import type { RefusalCode } from './refusals.ts'

/**
 * Cases (业务单) on the wire. Each kind has its own operations, for each has its own facts; what all share (who waits for whom,
 * until when, what may be done next) is the same for all.
 */

const room = 'cases'

export const caseKinds = ['complaint'] as const

export const parties = ['customer', 'desk', 'approver', 'guarantor', 'loan-system', 'clock', 'nobody'] as const

/** What somebody may do next; `refused` says why it is not his to do, and whom to ask. */
export const possibleMove = z.object({ move: z.string(), name: z.string(), refused: z.object({ code: z.string(), message: z.string() }).optional() })

export const due = z.object({
  at: z.iso.datetime(), day: z.iso.date(),
  /** Days until then: 0 on the last day, negative when late. */
  daysLeft: z.int(),
  /** 暂定: reckoned over a year whose holidays are not announced yet. */
  provisional: z.boolean(),
  limit: z.string(),
  /** Which law or rule of the lender sets it. */
  basis: z.string(),
})

export const caseHead = z.object({
  id: z.uuid(),
  kind: z.enum(caseKinds),
  kindName: z.string(),
  state: z.string(),
  stateName: z.string(),
  waitsFor: z.enum(parties),
  /** Rises with every change; a screen that shows an older one knows it. */
  version: z.int().min(1),
  openedAt: z.iso.datetime(),
  due: due.optional(),
})

/** A row of the desk's work list, the one that is due first on top. */
export const caseRow = caseHead.extend({
  customer: z.object({ id: z.uuid(), name: z.string() }),
  owner: z.union([z.object({ staffId: z.uuid(), name: z.string() }), z.object({ queue: z.string() })]),
})
export type CaseRow = z.infer<typeof caseRow>

/** One step of a case's history, oldest first. */
export const caseStep = z.object({
  version: z.int().min(1), at: z.iso.datetime(), move: z.string(), name: z.string(), to: z.string(), toName: z.string(),
  by: z.object({ party: z.enum(parties), name: z.string().optional() }),
})

const text = z.string().max(4000)
const refund = z.object({ loanRef: z.string().max(40), amount: yuan })
const reply = z.object({
  facts: text, conclusion: z.enum(['upheld', 'partly-upheld', 'not-upheld']), text, rootCause: z.string().max(60), remedy: text, refund: refund.optional(),
})

export const complaintData = z.object({
  nature: z.enum(['complaint', 'suggestion']), text, category: z.string().optional(), extended: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  extensionReason: text.optional(), asked: text.optional(), reply: reply.optional(), reviewReason: text.optional(),
})

const nothing = z.object({})
const reason = z.object({ reason: text })

/** What each move of a complaint takes; the keys are those of the procedure. */
export const complaintInputs = {
  acknowledge: z.object({ category: z.string().max(60), accused: z.array(z.uuid()).max(20).default([]) }),
  'not-accept': reason,
  'ask-customer': z.object({ asked: text }),
  supply: z.object({ text }),
  'go-on-without': nothing,
  'ask-extension': reason,
  'grant-extension': nothing,
  'refuse-extension': reason,
  'draft-reply': reply,
  'approve-reply': nothing,
  'return-reply': reason,
  'accept-reply': nothing,
  'ask-review': reason,
  'decide-review': reply,
  lapse: nothing,
  withdraw: nothing,
} as const

export const complaintAsk = z.object({ nature: z.enum(['complaint', 'suggestion']).default('complaint'), text, accused: z.array(z.uuid()).max(20).default([]) })

/** `key` is made by the client: the same key again does nothing, and gives what the first gave. */
const moveBody = z.object({ key: z.uuid(), move: z.string().max(40), input: z.record(z.string(), z.unknown()).default({}) })

const byId = z.object({ caseId: z.uuid() })
const caseRefusals = [
  'not-found', 'case-ended', 'case-not-in-state', 'case-not-yours', 'case-barred', 'case-four-eyes', 'case-text-missing', 'complaint-category-unknown',
  'complaint-cause-unknown', 'complaint-extended-enough', 'case-not-yet-due',
] as const satisfies readonly RefusalCode[]

const complaintAtDesk = caseRow.extend({ data: complaintData, steps: z.array(caseStep), moves: z.array(possibleMove) })
const complaintOfCustomer = caseHead.extend({
  data: complaintData.pick({ nature: true, text: true, asked: true, reply: true }), moves: z.array(possibleMove),
})

export const listCases = defineOperation({
  id: 'listCases', method: 'GET', path: '/v1/desk/cases', room,
  summary: 'Cases at the desk: one’s own, those in the queues one may take from, or all; the one that is due first on top',
  access: { for: 'staff', right: 'case.read' },
  query: z.object({
    view: z.enum(['mine', 'queue', 'all', 'ended']).default('mine'), customerId: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ rows: z.array(caseRow), counts: z.object({ mine: z.int(), queue: z.int(), late: z.int() }) }),
  refusals: [],
  example: { response: { rows: [caseExample], counts: { mine: 1, queue: 0, late: 0 } } },
})

export const takeCase = defineOperation({
  id: 'takeCase', method: 'POST', path: '/v1/desk/cases/{caseId}/take', room,
  summary: 'Take a case out of its queue; exactly one person gets it, taking one’s own again changes nothing',
  access: { for: 'staff', right: 'case.work' },
  params: byId, body: z.object({ key: z.uuid() }), response: z.object({ case: caseRow }),
  refusals: ['not-found', 'case-ended', 'case-barred', 'not-allowed'],
  example: { body: { key: '5d7c8f0e-0a4b-4b1f-8a51-2f6f8d0c9e11' }, response: { case: caseExample } },
})

export const openComplaint = defineOperation({
  id: 'openComplaint', method: 'POST', path: '/v1/desk/customers/{customerId}/complaints', room,
  summary: 'Register a complaint or suggestion that a customer made on any channel; the statutory clock runs from its receipt',
  access: { for: 'staff', right: 'case.work' },
  params: z.object({ customerId: z.uuid() }), body: complaintAsk.extend({ key: z.uuid(), receivedAt: z.iso.datetime().optional() }),
  response: z.object({ case: complaintAtDesk }), refusals: ['not-found', 'case-not-yours', 'case-text-missing', 'case-received-later'],
  example: {
    body: { key: '5d7c8f0e-0a4b-4b1f-8a51-2f6f8d0c9e11', nature: 'complaint', text: '扣款短信和账单对不上，要求说明' }, response: { case: complaintExample },
  },
})

export const getComplaint = defineOperation({
  id: 'getComplaint', method: 'GET', path: '/v1/desk/complaints/{caseId}', room,
  summary: 'One complaint: its facts, its history, and what may be done next',
  access: { for: 'staff', right: 'case.read' },
  params: byId, response: z.object({ case: complaintAtDesk }), refusals: ['not-found'], example: { response: { case: complaintExample } },
})

export const moveComplaint = defineOperation({
  id: 'moveComplaint', method: 'POST', path: '/v1/desk/complaints/{caseId}/moves', room,
  summary: 'Do the next step of a complaint; the input of each move is listed in the guide of procedures',
  access: { for: 'staff', right: 'case.work' },
  params: byId, body: moveBody, response: z.object({ case: complaintAtDesk }), refusals: [...caseRefusals, 'not-allowed', 'invalid-request'],
  example: {
    body: { key: '0c8be1f5-5a7e-4f5a-9a4b-4c8a9f1d2e33', move: 'acknowledge', input: { category: '还款与扣款', accused: [] } },
    response: { case: complaintExample },
  },
})

const mine = {
  id: caseExample.id, kind: caseExample.kind, kindName: caseExample.kindName, state: caseExample.state, stateName: caseExample.stateName,
  waitsFor: caseExample.waitsFor, version: caseExample.version, openedAt: caseExample.openedAt, due: caseExample.due,
  data: { nature: 'complaint', text: '扣款短信和账单对不上，要求说明' }, moves: [{ move: 'withdraw', name: '撤回投诉' }],
}

export const listMyComplaints = defineOperation({
  id: 'listMyComplaints', method: 'GET', path: '/v1/chat/complaints', room,
  summary: 'My complaints and suggestions, the newest first, with the day by which I am answered',
  access: { for: 'customer', level: 'anonymous' },
  response: z.object({ cases: z.array(complaintOfCustomer) }), refusals: [], example: { response: { cases: [mine] } },
})

export const openMyComplaint = defineOperation({
  id: 'openMyComplaint', method: 'POST', path: '/v1/chat/complaints', room,
  summary: 'Make a complaint or a suggestion',
  access: { for: 'customer', level: 'anonymous' },
  body: complaintAsk.pick({ nature: true, text: true }).extend({ key: z.uuid() }),
  response: z.object({ case: complaintOfCustomer }), refusals: ['case-text-missing', 'case-not-yours'],
  example: { body: { key: '5d7c8f0e-0a4b-4b1f-8a51-2f6f8d0c9e11', nature: 'complaint', text: '扣款短信和账单对不上，要求说明' }, response: { case: mine } },
})

export const moveMyComplaint = defineOperation({
  id: 'moveMyComplaint', method: 'POST', path: '/v1/chat/complaints/{caseId}/moves', room,
  summary: 'Supply what was asked for, agree, ask for a review, or withdraw',
  access: { for: 'customer', level: 'anonymous' },
  params: byId, body: moveBody, response: z.object({ case: complaintOfCustomer }), refusals: [...caseRefusals, 'not-allowed', 'invalid-request'],
  example: { body: { key: '0c8be1f5-5a7e-4f5a-9a4b-4c8a9f1d2e33', move: 'withdraw', input: {} }, response: { case: mine } },
})
