import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Standing in for an approver who is away (授权代办): his level is lent from a day until a day, never a right. */

const room = 'cases'
const person = z.object({ staffId: z.uuid(), name: z.string() })
const delegation = z.object({ id: z.uuid(), giver: person, delegate: person, from: z.iso.date(), until: z.iso.date(), ended: z.boolean() })

const id = '3f0a9d52-7d5e-4a6c-8a1d-0b8e4f6c2a17'
const [giver, stand] = [{ staffId: '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2', name: '林小雨' }, { staffId: '7b1c2d3e-4f50-4a61-8b72-9c8d0e1f2a34', name: '周明' }]
const example = { id, giver, delegate: stand, from: '2026-11-24', until: '2026-11-30', ended: false }

export const listDelegations = defineOperation({
  id: 'listDelegations', method: 'GET', path: '/v1/desk/delegations', room,
  summary: 'Who stands in for whom, from now on, and who may be named',
  access: { for: 'staff', right: 'approval.decide' },
  response: z.object({ delegations: z.array(delegation), candidates: z.array(person) }), refusals: [],
  example: { response: { delegations: [example], candidates: [stand] } },
})

export const giveDelegation = defineOperation({
  id: 'giveDelegation', method: 'POST', path: '/v1/desk/delegations', room,
  summary: 'Name who decides in one’s own place while one is away. The id is made by the client: the same again changes nothing',
  access: { for: 'staff', right: 'approval.decide' },
  body: z.object({ id: z.uuid(), delegate: z.uuid(), from: z.iso.date(), until: z.iso.date() }), response: z.object({ delegation }),
  refusals: ['policy-missing', 'delegate-not-fit', 'delegation-days-out-of-range', 'delegation-id-reused'],
  example: { body: { id, delegate: stand.staffId, from: '2026-11-24', until: '2026-11-30' }, response: { delegation: example } },
})

export const endDelegation = defineOperation({
  id: 'endDelegation', method: 'POST', path: '/v1/desk/delegations/{delegationId}/end', room,
  summary: 'End a delegation of one’s own before its day',
  access: { for: 'staff', right: 'approval.decide' },
  params: z.object({ delegationId: z.uuid() }), body: z.object({}), response: z.object({ delegation }), refusals: ['not-found'],
  example: { body: {}, response: { delegation: { ...example, ended: true } } },
})
