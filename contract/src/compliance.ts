import { callResults, permitStates } from '@xinqiao/core/compliance/dial-permit.ts'
import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Contacts that the desk makes: permits to dial, and the calls written down through them. */

const room = 'compliance'

const contactPurpose = z.enum(['service', 'notice', 'collection', 'marketing'])

export const dialPermit = z.object({
  id: z.uuid(),
  state: z.enum(permitStates),
  purpose: contactPurpose,
  /** Dial before then; afterwards the permit lapses. */
  endsAt: z.iso.datetime(),
  /** Whole, to be dialled; only while the permit lasts. */
  phone: z.string().optional(),
})

export const callRecord = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  purpose: contactPurpose,
  state: z.enum(permitStates),
  endsAt: z.iso.datetime(),
  result: z.enum(callResults).optional(),
  note: z.string().optional(),
  by: z.object({ staffId: z.uuid(), name: z.string() }),
  loanRef: z.string().optional(),
})

const permitId = '3f5b8a20-6c1d-4e97-9b34-7d0e2a6c5f18'
const staffId = '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2'
const permitExample = { id: permitId, state: 'reserved', purpose: 'collection', endsAt: '2026-11-23T02:10:00.000Z', phone: '13800005678' }

const contactRefusals = ['contact-quiet-hours', 'contact-calls-used-up', 'contact-third-person', 'contact-plan-kept', 'contact-no-consent'] as const

export const reserveDial = defineOperation({
  id: 'reserveDial', method: 'POST', path: '/v1/desk/customers/{customerId}/dial-permits', room,
  summary: 'Ask for a permit to dial the customer: for collection one of the few calls of his day, held for some minutes; the same id gives the same permit',
  access: { for: 'staff', right: 'call.dial' },
  params: z.object({ customerId: z.uuid() }),
  body: z.object({ id: z.uuid(), purpose: contactPurpose, loanRef: z.string().max(20).optional() }),
  response: z.object({ permit: dialPermit }),
  refusals: ['not-found', 'phone-unknown', 'permit-id-reused', ...contactRefusals],
  example: { body: { id: permitId, purpose: 'collection' }, response: { permit: permitExample } },
})

export const reportCall = defineOperation({
  id: 'reportCall', method: 'POST', path: '/v1/desk/dial-permits/{permitId}/report', room,
  summary: 'Say what came of a call: put through, it counts; not put through, its place is given back. Saying it again changes nothing',
  access: { for: 'staff', right: 'call.dial' },
  params: z.object({ permitId: z.uuid() }),
  body: z.object({ result: z.enum(callResults), note: z.string().trim().max(1000).default('') }),
  response: z.object({ permit: dialPermit }),
  refusals: ['not-found', 'permit-not-yours', 'call-reported-already'],
  example: {
    body: { result: 'reached', note: '客户说周五还款' },
    response: { permit: { id: permitId, state: 'connected', purpose: 'collection', endsAt: '2026-11-23T02:10:00.000Z' } },
  },
})

export const listContacts = defineOperation({
  id: 'listContacts', method: 'GET', path: '/v1/desk/customers/{customerId}/contacts', room,
  summary: 'The calls made to a customer, newest first, and whether a collection call may be made at this moment, and why not',
  access: { for: 'staff', right: 'conversation.read' },
  params: z.object({ customerId: z.uuid() }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
  response: z.object({
    today: z.object({ connected: z.int(), reserved: z.int(), most: z.int().optional() }),
    /** Why no collection call may be made now, in the words of the table of refusals. */
    whyNot: z.object({ code: z.enum(contactRefusals), sentence: z.string() }).optional(),
    calls: z.array(callRecord),
  }),
  refusals: ['not-found'],
  example: {
    response: {
      today: { connected: 1, reserved: 0, most: 3 },
      calls: [{
        id: permitId, at: '2026-11-23T02:00:00.000Z', purpose: 'collection', state: 'connected', endsAt: '2026-11-23T02:10:00.000Z', result: 'reached',
        note: '客户说周五还款', by: { staffId, name: '林小雨' },
      }],
    },
  },
})
