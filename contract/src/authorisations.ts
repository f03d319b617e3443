import { personRoles, scopes } from '@xinqiao/core/people/authorisation.ts'
import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** People beside the customer: proxies, guarantors, contact persons; each is told and lets do just what was recorded. */

const room = 'people'

export const authorisation = z.object({
  id: z.uuid(),
  role: z.enum(personRoles),
  scope: z.array(z.enum(scopes)),
  /** Absent: every loan. */
  loanRefs: z.array(z.string()).optional(),
  from: z.iso.date(),
  until: z.iso.date().optional(),
  inForce: z.boolean(),
  ended: z.boolean(),
  name: z.string(),
  /** Masked. */
  phone: z.string().optional(),
  relation: z.string(),
  proof: z.string().optional(),
  /** The record of the other person, or of the customer whose matters they are. */
  personId: z.uuid().optional(),
})

const id = '0d9c8b7a-6f5e-4d3c-8b2a-190817263544'
const sample = {
  id, role: 'proxy', scope: ['told-loan', 'do-repay'], from: '2026-11-23', until: '2027-02-23', inForce: true, ended: false, name: '李红', phone: '137****1111',
  relation: '配偶', proof: '授权委托书原件、双方身份证',
}

export const listAuthorisations = defineOperation({
  id: 'listAuthorisations', method: 'GET', path: '/v1/desk/customers/{customerId}/authorisations', room,
  summary: 'Who may be told and do what of a customer’s matters, and of whose matters he may himself',
  access: { for: 'staff', right: 'customer.read' },
  params: z.object({ customerId: z.uuid() }),
  response: z.object({ given: z.array(authorisation), held: z.array(authorisation) }),
  refusals: ['not-found'],
  example: { response: { given: [sample], held: [] } },
})

export const recordAuthorisation = defineOperation({
  id: 'recordAuthorisation', method: 'POST', path: '/v1/desk/customers/{customerId}/authorisations', room,
  summary: 'Record a proxy with scope and end, a guarantor of named loans, or a contact person; the same id changes nothing',
  access: { for: 'staff', right: 'customer.change' },
  params: z.object({ customerId: z.uuid() }),
  body: z.object({
    id: z.uuid(),
    role: z.enum(personRoles),
    name: z.string().trim().min(1).max(100),
    /** By this number a proxy or guarantor proves who he is when he comes in. */
    phone: z.string().max(30).optional(),
    relation: z.string().trim().min(1).max(50),
    proof: z.string().trim().min(2).max(200),
    scope: z.array(z.enum(scopes)).max(scopes.length).default([]),
    loanRefs: z.array(z.string().max(20)).max(20).optional(),
    from: z.iso.date(),
    until: z.iso.date().optional(),
  }),
  response: z.object({ given: z.array(authorisation), held: z.array(authorisation) }),
  refusals: ['not-found', 'phone-in-use', 'authorisation-needs-end', 'authorisation-needs-scope', 'authorisation-needs-loan', 'authorisation-dates', 'authorisation-id-reused'],
  example: {
    body: { id, role: 'proxy', name: '李红', phone: '13700001111', relation: '配偶', proof: '授权委托书原件、双方身份证', scope: ['told-loan', 'do-repay'], from: '2026-11-23', until: '2027-02-23' },
    response: { given: [sample], held: [] },
  },
})

export const endCustomerAuthorisation = defineOperation({
  id: 'endCustomerAuthorisation', method: 'POST', path: '/v1/desk/customers/{customerId}/authorisations/{authorisationId}/end', room,
  summary: 'End an authority before its time; from now on nothing is told by it',
  access: { for: 'staff', right: 'customer.change' },
  params: z.object({ customerId: z.uuid(), authorisationId: z.uuid() }),
  response: z.object({ given: z.array(authorisation), held: z.array(authorisation) }),
  refusals: ['not-found'],
  example: { response: { given: [{ ...sample, inForce: false, ended: true }], held: [] } },
})

export const listMyAuthorisations = defineOperation({
  id: 'listMyAuthorisations', method: 'GET', path: '/v1/chat/authorisations', room,
  summary: 'Whom the caller let be told of his matters, and whose he may be told of',
  access: { for: 'customer', level: 'verified' },
  response: z.object({ given: z.array(authorisation), held: z.array(authorisation) }),
  refusals: [],
  example: { response: { given: [sample], held: [] } },
})

export const endMyAuthorisation = defineOperation({
  id: 'endMyAuthorisation', method: 'POST', path: '/v1/chat/authorisations/{authorisationId}/end', room,
  summary: 'Take back an authority one gave',
  access: { for: 'customer', level: 'verified' },
  params: z.object({ authorisationId: z.uuid() }),
  response: z.object({ given: z.array(authorisation), held: z.array(authorisation) }),
  refusals: ['not-found'],
  example: { response: { given: [{ ...sample, inForce: false, ended: true }], held: [] } },
})
