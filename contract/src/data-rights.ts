import { consentPurposes } from '@xinqiao/core/people/consent.ts'
import { correctableFields, correctionStates } from '@xinqiao/core/people/correction.ts'
import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** What a customer may ask of his own data (个人信息保护法 articles 15, 45, 46): what he agreed to, a copy, a correction. */

const room = 'people'

export const consent = z.object({
  purpose: z.enum(consentPurposes),
  name: z.string(),
  text: z.string(),
  /** Of the text in force: to agree to it, name it. */
  textVersion: z.int(),
  given: z.boolean(),
  /** He agreed once, to a text that no longer covers what is done. */
  outdated: z.boolean(),
  /** When he last said yes or no; absent where he never said anything, which means no. */
  since: z.iso.datetime().optional(),
})

const consentSample = {
  purpose: 'marketing', name: '接收营销信息', text: '我同意贵机构通过短信、在线客服向我介绍贷款产品和活动。', textVersion: 1, given: true, outdated: false,
  since: '2026-11-23T02:00:00.000Z',
}

export const listMyConsents = defineOperation({
  id: 'listMyConsents', method: 'GET', path: '/v1/chat/consents', room,
  summary: 'What the caller agreed to have done with his data, with the text in force for each purpose',
  access: { for: 'customer', level: 'verified' },
  response: z.object({ consents: z.array(consent) }),
  refusals: [],
  example: { response: { consents: [consentSample] } },
})

export const sayMyConsent = defineOperation({
  id: 'sayMyConsent', method: 'POST', path: '/v1/chat/consents', room,
  summary: 'Agree to the text in force, or withdraw at any time; from then on every use asks it',
  access: { for: 'customer', level: 'verified' },
  body: z.object({ purpose: z.enum(consentPurposes), given: z.boolean(), textVersion: z.int() }),
  response: z.object({ consents: z.array(consent) }),
  refusals: ['version-conflict'],
  example: { body: { purpose: 'marketing', given: false, textVersion: 1 }, response: { consents: [{ ...consentSample, given: false }] } },
})

export const listCustomerConsents = defineOperation({
  id: 'listCustomerConsents', method: 'GET', path: '/v1/desk/customers/{customerId}/consents', room,
  summary: 'What a customer agreed to, since when and to which text',
  access: { for: 'staff', right: 'customer.read' },
  params: z.object({ customerId: z.uuid() }),
  response: z.object({ consents: z.array(consent) }),
  refusals: ['not-found'],
  example: { response: { consents: [consentSample] } },
})

export const copyMyData = defineOperation({
  id: 'copyMyData', method: 'GET', path: '/v1/chat/my-data', room: 'cases',
  summary: 'A copy of everything the desk holds of the caller, as one JSON file; whole numbers, so it needs the strongest proof',
  access: { for: 'customer', level: 'strongly-verified' },
  refusals: ['not-found'],
})

export const correction = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  field: z.enum(correctableFields),
  state: z.enum(correctionStates),
  wrong: z.string(),
  right: z.string(),
  requestedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().optional(),
  answer: z.string().optional(),
})

const correctionSample = {
  id: '1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9', customerId: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', field: 'city', state: 'open', wrong: '城市写成了上海', right: '苏州',
  requestedAt: '2026-11-23T02:00:00.000Z',
}
const decided = { ...correctionSample, state: 'corrected', decidedAt: '2026-11-23T03:00:00.000Z', answer: '已按您提供的证明更正。' }

export const requestMyCorrection = defineOperation({
  id: 'requestMyCorrection', method: 'POST', path: '/v1/chat/corrections', room,
  summary: 'Say what is wrong in what the desk holds of the caller; a person looks and answers. The same id changes nothing',
  access: { for: 'customer', level: 'verified' },
  body: z.object({ id: z.uuid(), field: z.enum(correctableFields), wrong: z.string().trim().min(2).max(500), right: z.string().trim().min(1).max(200) }),
  response: z.object({ corrections: z.array(correction) }),
  refusals: ['correction-id-reused'],
  example: { body: { id: correctionSample.id, field: 'city', wrong: '城市写成了上海', right: '苏州' }, response: { corrections: [correctionSample] } },
})

export const listMyCorrections = defineOperation({
  id: 'listMyCorrections', method: 'GET', path: '/v1/chat/corrections', room,
  summary: 'The caller’s corrections, newest first, with their answers',
  access: { for: 'customer', level: 'verified' },
  response: z.object({ corrections: z.array(correction) }),
  refusals: [],
  example: { response: { corrections: [decided] } },
})

export const listCorrections = defineOperation({
  id: 'listCorrections', method: 'GET', path: '/v1/desk/corrections', room,
  summary: 'Corrections that wait for a decision, the oldest first',
  access: { for: 'staff', right: 'customer.change' },
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ corrections: z.array(correction) }),
  refusals: [],
  example: { response: { corrections: [correctionSample] } },
})

export const listCustomerCorrections = defineOperation({
  id: 'listCustomerCorrections', method: 'GET', path: '/v1/desk/customers/{customerId}/corrections', room,
  summary: 'The corrections that a customer asked for, newest first',
  access: { for: 'staff', right: 'customer.change' },
  params: z.object({ customerId: z.uuid() }),
  response: z.object({ corrections: z.array(correction) }),
  refusals: ['not-found'],
  example: { response: { corrections: [correctionSample] } },
})

export const decideCustomerCorrection = defineOperation({
  id: 'decideCustomerCorrection', method: 'POST', path: '/v1/desk/customers/{customerId}/corrections/{correctionId}/decide', room,
  summary: 'Decide a correction and say why; a name or town is put right at once',
  access: { for: 'staff', right: 'customer.change' },
  params: z.object({ customerId: z.uuid(), correctionId: z.uuid() }),
  body: z.object({ decision: z.enum(['corrected', 'refused']), answer: z.string().trim().min(2).max(500) }),
  response: z.object({ correction }),
  refusals: ['not-found', 'correction-decided'],
  example: { body: { decision: 'corrected', answer: '已按您提供的证明更正。' }, response: { correction: decided } },
})
