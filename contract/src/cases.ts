import { z } from 'zod'
import { caseExample } from './case-examples.ts'
import { defineOperation } from './operation.ts'
import type { RefusalCode } from './refusals.ts'

/**
 * Cases (业务单) on the wire. Each kind has its own operations, for each has its own facts; what all share (who waits for whom,
 * until when, what may be done next) is the same for all.
 */

const room = 'cases'

export const caseKinds = ['prepayment', 'complaint'] as const

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

/** `key` is made by the client: the same key again does nothing, and gives what the first gave. */
const moveBody = z.object({ key: z.uuid(), move: z.string().max(40), input: z.record(z.string(), z.unknown()).default({}) })

const byId = z.object({ caseId: z.uuid() })
const moveRefusals = [
  'not-found', 'not-allowed', 'invalid-request', 'case-ended', 'case-not-in-state', 'case-not-yours', 'case-barred', 'case-four-eyes', 'case-text-missing',
  'case-not-yet-due',
] as const satisfies readonly RefusalCode[]

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

/** What makes the operations of one kind. */
type KindOnWire<Ask extends z.ZodObject, Data extends z.ZodType, Mine extends z.ZodType> = {
  readonly kind: (typeof caseKinds)[number]
  /** In addresses, such as `complaints`; and in the names of operations, such as `Complaint`. */
  readonly path: string
  readonly name: string
  readonly what: string
  readonly ask: Ask
  readonly data: Data
  /** What of it the customer himself sees. */
  readonly mine: Mine
  readonly customer: 'anonymous' | 'verified'
  readonly refusals: readonly RefusalCode[]
  readonly examples: { readonly ask: object; readonly atDesk: object; readonly mine: object; readonly move: string; readonly myMove: string; readonly input: object }
}

const key = '5d7c8f0e-0a4b-4b1f-8a51-2f6f8d0c9e11'
const laterKey = '0c8be1f5-5a7e-4f5a-9a4b-4c8a9f1d2e33'

/** The operations that every kind has: at the desk to open, read and move, for the customer to list, open and move. */
export const caseOperations = <Ask extends z.ZodObject, Data extends z.ZodType, Mine extends z.ZodType>(
  { path, name, what, ask, data, mine, customer, refusals, examples }: KindOnWire<Ask, Data, Mine>,
) => {
  const atDesk = caseRow.extend({ data, steps: z.array(caseStep), moves: z.array(possibleMove) })
  const ofCustomer = caseHead.extend({ data: mine, moves: z.array(possibleMove) })
  const opened = { key: z.uuid(), receivedAt: z.iso.datetime().optional() }
  const ofStaff = (right: 'case.read' | 'case.work') => ({ room, access: { for: 'staff', right } as const })
  const byCustomer = { room, access: { for: 'customer', level: customer } as const }
  return {
    open: defineOperation({
      id: `open${name}`, method: 'POST', path: `/v1/desk/customers/{customerId}/${path}`, ...ofStaff('case.work'),
      summary: `Open for a customer, who may have asked on any channel: ${what}. The clock runs from when it was received`,
      params: z.object({ customerId: z.uuid() }), body: z.object({ ...opened, ask }), response: z.object({ case: atDesk }),
      refusals: [...refusals, 'not-found', 'case-not-yours', 'case-text-missing', 'case-received-later'],
      example: { body: { key, ask: examples.ask }, response: { case: examples.atDesk } },
    }),
    get: defineOperation({
      id: `get${name}`, method: 'GET', path: `/v1/desk/${path}/{caseId}`, ...ofStaff('case.read'),
      summary: `One case with its facts, its history, and what may be done next: ${what}`,
      params: byId, response: z.object({ case: atDesk }), refusals: ['not-found'], example: { response: { case: examples.atDesk } },
    }),
    move: defineOperation({
      id: `move${name}`, method: 'POST', path: `/v1/desk/${path}/{caseId}/moves`, ...ofStaff('case.work'),
      summary: `Do the next step of a case: ${what}. docs/procedures.md lists the steps`,
      params: byId, body: moveBody, response: z.object({ case: atDesk }), refusals: [...moveRefusals, ...refusals],
      example: { body: { key: laterKey, move: examples.move, input: examples.input }, response: { case: examples.atDesk } },
    }),
    listMine: defineOperation({
      id: `listMy${name}s`, method: 'GET', path: `/v1/chat/${path}`, ...byCustomer,
      summary: `My own, the newest first, each with its next step and day: ${what}`,
      response: z.object({ cases: z.array(ofCustomer) }), refusals: [], example: { response: { cases: [examples.mine] } },
    }),
    openMine: defineOperation({
      id: `openMy${name}`, method: 'POST', path: `/v1/chat/${path}`, ...byCustomer, summary: `Ask for it oneself: ${what}`,
      body: z.object({ key: z.uuid(), ask }), response: z.object({ case: ofCustomer }), refusals: [...refusals, 'case-text-missing', 'case-not-yours'],
      example: { body: { key, ask: examples.ask }, response: { case: examples.mine } },
    }),
    moveMine: defineOperation({
      id: `moveMy${name}`, method: 'POST', path: `/v1/chat/${path}/{caseId}/moves`, ...byCustomer, summary: `Do one’s own next step: ${what}`,
      params: byId, body: moveBody, response: z.object({ case: ofCustomer }), refusals: [...moveRefusals, ...refusals],
      example: { body: { key: laterKey, move: examples.myMove, input: {} }, response: { case: examples.mine } },
    }),
  }
}

export type CaseOperations = ReturnType<typeof caseOperations>
