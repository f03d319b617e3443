import { changeKinds, changeStates } from '@xinqiao/core/people/detail-change.ts'
import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Changes of the phone number and of the payout card: proven by a code, told to the old number, in force after a time of waiting. */

const room = 'compliance'

export const detailChange = z.object({
  id: z.uuid(),
  kind: z.enum(changeKinds),
  state: z.enum(changeStates),
  /** The new number, masked. */
  to: z.string(),
  requestedAt: z.iso.datetime(),
  /** When it comes into force; a new card waits longer while money is on its way to the old one. */
  appliesAt: z.iso.datetime(),
  endedBy: z.enum(['time', 'customer', 'link', 'staff']).optional(),
})

const sample = {
  id: '5c7e9a10-2b3d-4f61-8a95-c0d1e2f3a4b5', kind: 'phone', state: 'cooling', to: '139****4321', requestedAt: '2026-11-23T02:00:00.000Z', appliesAt: '2026-11-24T02:00:00.000Z',
}
const cancelled = { ...sample, state: 'cancelled', endedBy: 'customer' }

export const requestMyChange = defineOperation({
  id: 'requestMyChange', method: 'POST', path: '/v1/chat/changes', room,
  summary: 'Ask for a new phone number or payout card; the old number is told at once and can stop it until it comes into force. The same id is the same change',
  access: { for: 'customer', level: 'strongly-verified' },
  body: z.object({
    id: z.uuid(),
    kind: z.enum(changeKinds),
    value: z.string().max(40),
    /** Of a phone number: the code that was sent to it. */
    code: z.string().max(20).optional(),
  }),
  response: z.object({ change: detailChange }),
  refusals: ['not-found', 'change-pending', 'change-same', 'change-during-payout', 'card-after-phone', 'change-id-reused', 'verification-unavailable', 'new-phone-code-wrong', 'verification-locked'],
  example: { body: { id: sample.id, kind: 'phone', value: '13900004321', code: '480216' }, response: { change: sample } },
})

export const sendNewPhoneCode = defineOperation({
  id: 'sendNewPhoneCode', method: 'POST', path: '/v1/chat/changes/new-phone', room,
  summary: 'Have a code sent to the number that shall be the new one, to prove that it is in the caller’s hands',
  access: { for: 'customer', level: 'strongly-verified' },
  body: z.object({ phone: z.string().max(30) }),
  response: z.object({ sentTo: z.string(), expiresAt: z.iso.datetime(), again: z.int() }),
  refusals: ['verification-unavailable'],
  example: { body: { phone: '13900004321' }, response: { sentTo: '139****4321', expiresAt: '2026-11-23T02:10:00.000Z', again: 60 } },
})

export const listMyChanges = defineOperation({
  id: 'listMyChanges', method: 'GET', path: '/v1/chat/changes', room,
  summary: 'The caller’s phone number and payout card, masked, and their changes, newest first',
  access: { for: 'customer', level: 'verified' },
  response: z.object({ phone: z.string().optional(), payoutCard: z.string().optional(), changes: z.array(detailChange) }),
  refusals: ['not-found'],
  example: { response: { phone: '138****5678', payoutCard: '6222********1234', changes: [sample] } },
})

export const cancelMyChange = defineOperation({
  id: 'cancelMyChange', method: 'POST', path: '/v1/chat/changes/{changeId}/cancel', room,
  summary: 'Stop a change of one’s own that waits; stopping a stopped one changes nothing',
  access: { for: 'customer', level: 'verified' },
  params: z.object({ changeId: z.uuid() }),
  response: z.object({ change: detailChange }),
  refusals: ['not-found', 'change-applied'],
  example: { response: { change: cancelled } },
})

export const cancelChangeByLink = defineOperation({
  id: 'cancelChangeByLink', method: 'POST', path: '/v1/changes/cancel', room,
  summary: 'Stop a change by the link of the notice that the old number received; whoever holds that phone needs no sign-in for it',
  access: { for: 'public' },
  body: z.object({ token: z.string().max(120) }),
  response: z.object({ change: detailChange }),
  refusals: ['not-found', 'change-applied', 'too-many-requests'],
  example: { body: { token: '5c7e9a102b3d4f618a95c0d1e2f3a4b59f2c6b1e7d8a4035c2e19b7f6d5a4c3b2e1f0d9c8b7a6958473625140f1e2d3c' }, response: { change: { ...cancelled, endedBy: 'link' } } },
})

export const listCustomerChanges = defineOperation({
  id: 'listCustomerChanges', method: 'GET', path: '/v1/desk/customers/{customerId}/changes', room,
  summary: 'A customer’s changes of phone number and payout card, newest first',
  access: { for: 'staff', right: 'customer.read' },
  params: z.object({ customerId: z.uuid() }),
  response: z.object({ changes: z.array(detailChange) }),
  refusals: ['not-found'],
  example: { response: { changes: [sample] } },
})

export const cancelCustomerChange = defineOperation({
  id: 'cancelCustomerChange', method: 'POST', path: '/v1/desk/customers/{customerId}/changes/{changeId}/cancel', room,
  summary: 'Stop a change for a customer who says that he did not ask for it',
  access: { for: 'staff', right: 'customer.change' },
  params: z.object({ customerId: z.uuid(), changeId: z.uuid() }),
  body: z.object({ reason: z.string().trim().min(4).max(200) }),
  response: z.object({ change: detailChange }),
  refusals: ['not-found', 'change-applied'],
  example: { body: { reason: '客户来电说不是本人操作' }, response: { change: { ...cancelled, endedBy: 'staff' } } },
})
