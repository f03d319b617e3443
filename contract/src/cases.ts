import { z } from 'zod'
import { caseDetailExample, caseExample, caseKindExample, myCaseExample } from './case-examples.ts'
import { givenMaterial } from './materials.ts'
import { defineOperation } from './operation.ts'
import type { RefusalCode } from './refusals.ts'

/**
 * Cases (业务单) on the wire. All kinds go through the same operations: what a kind asks for, and what each of its moves takes, comes
 * as a form beside the move, so that one screen serves every kind (docs/case-screens.md). What a kind knows is `facts` in words and
 * `data` in its own shape, which stands in `KIND-case.ts`.
 */

const room = 'cases'

export const caseKinds = [
  'application', 'prepayment', 'extension', 'change-day', 'change-card', 'approval', 'hardship', 'repayment-problem', 'certificate', 'credit-dispute', 'complaint',
] as const

export const parties = ['customer', 'desk', 'approver', 'guarantor', 'loan-system', 'clock', 'linked-case', 'nobody'] as const

const choice = z.object({ id: z.string(), name: z.string() })

/** `group`: fields that are given together or not at all. `number` is a whole number. */
const fieldTypes = ['text', 'long-text', 'amount', 'day', 'number', 'yes-no', 'choice', 'choices', 'group'] as const

const plainField = z.object({
  /** Its name in what is sent. */
  name: z.string(),
  label: z.string(),
  type: z.enum(fieldTypes),
  required: z.boolean(),
  /** Characters of a text, or the largest number. */
  most: z.int().optional(),
  choices: z.array(choice).optional(),
  /** To begin with; of a `fixed` field what was seen and is agreed to: shown, and sent back as it is. */
  value: z.unknown().optional(),
  fixed: z.literal(true).optional(),
})

export const caseField = plainField.extend({ fields: z.array(plainField).optional() })
export type CaseField = z.infer<typeof caseField>

/** A move out of the present state; `refused` says why it is not this person's to make, and whose it is. */
export const possibleMove = z.object({
  move: z.string(), name: z.string(), by: z.array(z.enum(parties)), fields: z.array(caseField),
  refused: z.object({ code: z.string(), message: z.string() }).optional(),
})

export const due = z.object({
  at: z.iso.datetime(), day: z.iso.date(),
  /** Days until then: 0 on the last day, negative when late. */
  daysLeft: z.int(),
  /** 暂定: reckoned over a year whose holidays are not announced yet. */
  provisional: z.boolean(),
  limit: z.string(),
  limitName: z.string(),
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
  waitsForName: z.string(),
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
  by: z.object({ party: z.enum(parties), partyName: z.string(), name: z.string().optional() }),
})

/** What a case knows, a line each, in the language asked for. */
const fact = z.object({ name: z.string(), label: z.string(), value: z.string() })

/** One kind of material that is needed. `standing` says in words why it is missing, or by what it is there. */
const material = z.object({
  id: z.string(), name: z.string(), why: z.string(), state: z.enum(['held', 'missing']), standing: z.string(),
  /** Whether it can be handed in now. */
  open: z.boolean(),
  given: z.array(givenMaterial),
})
export type CaseMaterial = z.infer<typeof material>

/** A notice of a change: `sent` says when it stood in the conversation; without it, it waits or was stopped. */
const toldNotice = z.object({ version: z.int(), text: z.string(), sent: z.object({ at: z.iso.datetime(), conversationId: z.uuid() }).optional() })

/** What both sides see of a case. */
const whole = {
  facts: z.array(fact),
  data: z.record(z.string(), z.unknown()),
  steps: z.array(caseStep),
  moves: z.array(possibleMove),
  /** Every clock that runs in this state, the one that is due first on top; `due` is that one. */
  deadlines: z.array(due),
  /** What was told, oldest first. */
  told: z.array(toldNotice),
  /** What is needed of the customer and what is there, the same for both sides. */
  materials: z.array(material),
}

export const caseDetail = caseRow.extend({
  ...whole,
  /** Cases that this one waits for, and the one that waits for it. */
  links: z.array(caseHead.pick({ id: true, kind: true, kindName: true, state: true, stateName: true })),
})
export type CaseDetail = z.infer<typeof caseDetail>

/** `role`: in whose place one sees it. A guarantor sees a case that asks for his consent. */
export const myCase = caseHead.extend({ ...whole, role: z.enum(['customer', 'guarantor']) })
export type MyCase = z.infer<typeof myCase>

/** A kind that may be opened, with the form of what is asked for. */
const openableKind = z.object({ kind: z.enum(caseKinds), name: z.string(), fields: z.array(caseField) })

/** `key` is made by the client: the same key again does nothing, and gives what the first gave. */
const moveBody = z.object({ key: z.uuid(), move: z.string().max(40), input: z.record(z.string(), z.unknown()).default({}) })
const openBody = z.object({ key: z.uuid(), kind: z.enum(caseKinds), ask: z.record(z.string(), z.unknown()) })

const byId = z.object({ caseId: z.uuid() })
const byCustomer = z.object({ customerId: z.uuid() })

/** What the kinds themselves say no with, beside what holds for all. */
const ofKinds = [
  'case-text-missing', 'case-not-yours', 'loan-unknown', 'amount-not-positive',
  'complaint-category-unknown', 'complaint-cause-unknown', 'complaint-extended-enough', 'complaint-already', 'complaint-no-refund',
  'prepayment-day-out-of-range', 'prepayment-figure-changed', 'prepayment-too-small', 'nothing-to-prepay', 'loan-written-off', 'quote-not-possible',
  'extension-not-in-agreement', 'extension-after-due', 'extension-not-possible', 'extension-figure-changed', 'extension-needs-special-approval', 'special-approval-open',
  'special-approval-not-needed', 'guarantor-not-of-loan', 'extension-empty', 'extension-too-often', 'extension-too-early', 'extension-too-long', 'days-out-of-range',
  'change-day-not-in-product', 'change-day-not-a-day', 'change-day-overdue', 'change-day-too-often', 'change-day-too-late', 'change-day-too-soon', 'change-day-same',
  'change-day-not-possible', 'change-day-figure-changed',
  'change-card-bank-unknown', 'change-card-number-wrong', 'change-card-not-own', 'change-card-same', 'change-card-customer-only', 'change-card-mandate-changed',
  'change-card-cause-unknown', 'change-card-nothing-to-debit',
  'nothing-to-extend', 'correction-without-cause', 'correction-in-future', 'loan-not-settled', 'approval-matter-unknown', 'hardship-plan-not-possible', 'product-unknown', 'purpose-not-allowed', 'application-incomplete', 'offer-changed',
  'term-not-offered', 'amount-below-product', 'amount-above-product', 'amount-not-multiple', 'approval-material-unknown', 'approval-above-level', 'material-not-given',
] as const satisfies readonly RefusalCode[]

const openRefusals = ['policy-missing', ...ofKinds, 'not-found', 'case-received-later'] as const satisfies readonly RefusalCode[]
const moveRefusals = [
  ...ofKinds, 'not-found', 'not-allowed', 'case-ended', 'case-not-in-state', 'case-barred', 'case-four-eyes', 'case-not-yet-due',
] as const satisfies readonly RefusalCode[]

const key = '5d7c8f0e-0a4b-4b1f-8a51-2f6f8d0c9e11'
const laterKey = '0c8be1f5-5a7e-4f5a-9a4b-4c8a9f1d2e33'
const complaintAsked = { nature: 'complaint', text: '扣款短信和账单对不上，要求说明' }

export const listCases = defineOperation({
  id: 'listCases', method: 'GET', path: '/v1/desk/cases', room,
  summary: 'Cases at the desk: one’s own, those in the queues one may take from, the team’s late ones, or all; the one that is due first on top',
  access: { for: 'staff', right: 'case.read' },
  query: z.object({
    view: z.enum(['mine', 'queue', 'late', 'all', 'ended']).default('mine'), kind: z.enum(caseKinds).optional(), customerId: z.uuid().optional(),
    waitsFor: z.enum(parties).optional(), dueBy: z.iso.date().optional(), limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ rows: z.array(caseRow), counts: z.object({ mine: z.int(), queue: z.int(), late: z.int(), all: z.int() }) }),
  refusals: [],
  example: { response: { rows: [caseExample], counts: { mine: 1, queue: 0, late: 0, all: 1 } } },
})

export const listCaseKinds = defineOperation({
  id: 'listCaseKinds', method: 'GET', path: '/v1/desk/customers/{customerId}/case-kinds', room,
  summary: 'What may be opened for this customer, each with its form: his loans, categories and the like to choose from',
  access: { for: 'staff', right: 'case.work' },
  params: byCustomer, response: z.object({ kinds: z.array(openableKind) }), refusals: ['not-found'],
  example: { response: { kinds: [caseKindExample] } },
})

export const openCase = defineOperation({
  id: 'openCase', method: 'POST', path: '/v1/desk/customers/{customerId}/cases', room,
  summary: 'Open a case for a customer, who may have asked on any channel. The clock runs from when it was received',
  access: { for: 'staff', right: 'case.work' },
  params: byCustomer, body: openBody.extend({ receivedAt: z.iso.datetime().optional() }), response: z.object({ case: caseDetail }), refusals: openRefusals,
  example: { body: { key, kind: 'complaint', ask: complaintAsked }, response: { case: caseDetailExample } },
})

export const getCase = defineOperation({
  id: 'getCase', method: 'GET', path: '/v1/desk/cases/{caseId}', room,
  summary: 'One case: its facts, its history, its deadlines, what was told, what is missing, and what this person may do next',
  access: { for: 'staff', right: 'case.read' },
  params: byId, response: z.object({ case: caseDetail }), refusals: ['not-found'], example: { response: { case: caseDetailExample } },
})

export const moveCase = defineOperation({
  id: 'moveCase', method: 'POST', path: '/v1/desk/cases/{caseId}/moves', room,
  summary: 'Make a move. `input` holds the fields that came with it; docs/procedures.md lists the moves of each kind',
  access: { for: 'staff', right: 'case.work' },
  params: byId, body: moveBody, response: z.object({ case: caseDetail }), refusals: moveRefusals,
  example: { body: { key: laterKey, move: 'acknowledge', input: { category: '还款与扣款', accused: [] } }, response: { case: caseDetailExample } },
})

export const takeCase = defineOperation({
  id: 'takeCase', method: 'POST', path: '/v1/desk/cases/{caseId}/take', room,
  summary: 'Take a case out of its queue; exactly one person gets it, taking one’s own again changes nothing',
  access: { for: 'staff', right: 'case.work' },
  params: byId, body: z.object({ key: z.uuid() }), response: z.object({ case: caseDetail }),
  refusals: ['not-found', 'case-ended', 'case-barred', 'not-allowed'],
  example: { body: { key }, response: { case: caseDetailExample } },
})

const mine = { room, access: { for: 'customer', level: 'anonymous' } as const }

export const listMyCaseKinds = defineOperation({
  id: 'listMyCaseKinds', method: 'GET', path: '/v1/chat/case-kinds', ...mine,
  summary: 'What I may ask for, each with its form; a kind that needs a proven identity only with one',
  response: z.object({ kinds: z.array(openableKind) }), refusals: [], example: { response: { kinds: [caseKindExample] } },
})

export const listMyCases = defineOperation({
  id: 'listMyCases', method: 'GET', path: '/v1/chat/cases', ...mine,
  summary: 'My cases, the newest first, each with its next step and day; and those that wait for my consent as a guarantor',
  response: z.object({ cases: z.array(caseHead.extend({ role: myCase.shape.role })) }), refusals: [], example: { response: { cases: [myCaseExample] } },
})

export const openMyCase = defineOperation({
  id: 'openMyCase', method: 'POST', path: '/v1/chat/cases', ...mine, summary: 'Ask for it oneself',
  body: openBody, response: z.object({ case: myCase }), refusals: openRefusals,
  example: { body: { key, kind: 'complaint', ask: complaintAsked }, response: { case: myCaseExample } },
})

export const findMyCase = defineOperation({
  id: 'findMyCase', method: 'GET', path: '/v1/chat/case-keys/{key}', ...mine,
  summary: 'Whether a key of mine has opened a case, such as that of an offer in the talk, and which',
  params: z.object({ key: z.uuid() }), response: z.object({ caseId: z.uuid().optional() }), refusals: [],
  example: { response: { caseId: myCaseExample.id } },
})

export const getMyCase = defineOperation({
  id: 'getMyCase', method: 'GET', path: '/v1/chat/cases/{caseId}', ...mine, summary: 'One of my cases: where it stands, what was done, and what I may do next',
  params: byId, response: z.object({ case: myCase }), refusals: ['not-found'], example: { response: { case: myCaseExample } },
})

export const moveMyCase = defineOperation({
  id: 'moveMyCase', method: 'POST', path: '/v1/chat/cases/{caseId}/moves', ...mine, summary: 'Make one’s own next move',
  params: byId, body: moveBody, response: z.object({ case: myCase }), refusals: moveRefusals,
  example: { body: { key: laterKey, move: 'withdraw', input: {} }, response: { case: myCaseExample } },
})
