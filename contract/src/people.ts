import { identityLevels } from '@xinqiao/core/people/identity.ts'
import { type Right, type Role, rights, roles } from '@xinqiao/core/people/rights.ts'
import { sightFields } from '@xinqiao/core/people/sight.ts'
import { z } from 'zod'
import { chatSession, sampleSession } from './chat.ts'
import { defineOperation } from './operation.ts'

/** Staff and customers as the desk sees them. Personal data is masked by the server according to role and purpose. */

const room = 'people'

const sampleMember = {
  id: '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2', name: '林小雨', email: 'lin@lender.example', roles: ['junior'], twoFactor: false, passwordChangeDue: true, left: false,
}
const sampleCustomer = {
  id: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', ref: 'A00017', name: '王小明', level: 'verified',
  phone: '138****5678', idNumber: '1101**********1234', since: '2024-03-05',
}

export const role = z.enum(Object.keys(roles) as [Role, ...Role[]])
export const right = z.enum(Object.keys(rights) as [Right, ...Right[]])

export const getMe = defineOperation({
  id: 'getMe', method: 'GET', path: '/v1/me', room,
  summary: 'The signed-in member of staff, with roles and rights',
  access: { for: 'any-staff' },
  response: z.object({
    id: z.string(), name: z.string(), email: z.string(), roles: z.array(role), rights: z.array(right),
    twoFactor: z.boolean(),
    /** Signed in with a one-time password: until it is changed (POST /api/auth/change-password) nothing else is answered. */
    passwordChangeDue: z.boolean(),
    lender: z.object({ name: z.string(), demo: z.boolean() }),
  }),
  refusals: [],
  example: {
    response: {
      id: '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2', name: '林小雨', email: 'lin@lender.example', roles: ['junior'], rights: ['conversation.list', 'conversation.read'],
      twoFactor: false, passwordChangeDue: false, lender: { name: '安心消费金融', demo: true },
    },
  },
})

export const staffMember = z.object({
  id: z.uuid(), name: z.string(), email: z.string(), roles: z.array(role), twoFactor: z.boolean(),
  /** Has a one-time password that was not changed yet. */
  passwordChangeDue: z.boolean(),
  /** Cannot sign in any more; stays, for the record names him. */
  left: z.boolean(),
})

export const listStaff = defineOperation({
  id: 'listStaff', method: 'GET', path: '/v1/staff', room,
  summary: 'Everybody who works or worked at the desk',
  access: { for: 'staff', right: 'staff.read' },
  response: z.object({ staff: z.array(staffMember) }),
  refusals: [],
  example: { response: { staff: [sampleMember] } },
})

export const saveStaff = defineOperation({
  id: 'saveStaff', method: 'PUT', path: '/v1/staff', room,
  summary: 'Make an account, or change the name and roles of the one with this address; who has left is signed out at once. Never one’s own',
  access: { for: 'staff', right: 'staff.manage' },
  body: z.object({ email: z.email().max(200), name: z.string().trim().min(1).max(50), roles: z.array(role).min(1).max(10), left: z.boolean().default(false) }),
  response: z.object({
    member: staffMember,
    /** Of a new account, shown this once: to be changed at the first sign-in. */
    oneTimePassword: z.string().optional(),
  }),
  refusals: ['own-account'],
  example: {
    body: { email: 'lin@lender.example', name: '林小雨', roles: ['junior'] },
    response: { member: sampleMember, oneTimePassword: 'k7wm-3xtq-ahp9-zr2d' },
  },
})

export const resetStaffPassword = defineOperation({
  id: 'resetStaffPassword', method: 'POST', path: '/v1/staff/{staffId}/password', room,
  summary: 'Give somebody a one-time password and sign him out everywhere; with `secondFactor` his lost authenticator is forgotten too. Never one’s own',
  access: { for: 'staff', right: 'staff.manage' },
  params: z.object({ staffId: z.uuid() }),
  body: z.object({ secondFactor: z.boolean().default(false) }),
  response: z.object({ oneTimePassword: z.string() }),
  refusals: ['not-found', 'own-account'],
  example: { body: { secondFactor: true }, response: { oneTimePassword: 'k7wm-3xtq-ahp9-zr2d' } },
})

export const customerCard = z.object({
  id: z.uuid(),
  /** The lender's own number of the customer; absent while anonymous. */
  ref: z.string().optional(),
  name: z.string(),
  level: z.enum(identityLevels),
  /** An unverified visitor: the customer he is said to be, of whom nothing may be told him. */
  claims: z.uuid().optional(),
  /** Masked, 138****5678. */
  phone: z.string().optional(),
  /** Masked, 1101**********1234. */
  idNumber: z.string().optional(),
  /** Masked, 6222********1234: the card that loans are paid out to. */
  payoutCard: z.string().optional(),
  since: z.iso.date().optional(),
  /** What the caller is shown whole, by a grant of his, and until when. */
  unmasked: z.array(z.object({ fields: z.array(z.enum(sightFields)), until: z.iso.datetime() })).optional(),
})

export const getCustomer = defineOperation({
  id: 'getCustomer', method: 'GET', path: '/v1/desk/customers/{customerId}', room,
  summary: 'A customer, masked by role',
  access: { for: 'staff', right: 'customer.read' },
  params: z.object({ customerId: z.uuid() }),
  response: customerCard,
  refusals: ['not-found'],
  example: { response: sampleCustomer },
})

export const unmaskCustomer = defineOperation({
  id: 'unmaskCustomer', method: 'POST', path: '/v1/desk/customers/{customerId}/unmask', room,
  summary: 'Show the caller the named fields of this customer whole for some minutes, for a reason that is kept; the same id gives the same grant',
  access: { for: 'staff', right: 'customer.unmask' },
  params: z.object({ customerId: z.uuid() }),
  body: z.object({ id: z.uuid(), fields: z.array(z.enum(sightFields)).min(1).max(sightFields.length), reason: z.string().trim().min(4).max(200) }),
  response: customerCard,
  refusals: ['not-found', 'grant-id-reused'],
  example: {
    body: { id: '6a1d2c3b-4e5f-4a6b-8c7d-9e0f1a2b3c4d', fields: ['phone'], reason: '核对客户在合同上登记的手机号' },
    response: { ...sampleCustomer, phone: '13800005678', unmasked: [{ fields: ['phone'], until: '2026-11-23T02:10:00.000Z' }] },
  },
})

export const searchCustomers = defineOperation({
  id: 'searchCustomers', method: 'GET', path: '/v1/desk/customers', room,
  summary: 'Find customers by number, whole name, whole phone, identity or card number, or the last four of any',
  access: { for: 'staff', right: 'customer.search' },
  query: z.object({ q: z.string().min(1).max(100), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  response: z.object({ customers: z.array(customerCard) }),
  refusals: [],
  example: { response: { customers: [sampleCustomer] } },
})

export const listDemoCustomers = defineOperation({
  id: 'listDemoCustomers', method: 'GET', path: '/v1/demo/customers', room,
  summary: 'Demo only: borrowers in every state, each with a fresh entry token as the lender’s site would make it',
  access: { for: 'demo' },
  response: z.object({
    customers: z.array(z.object({ ref: z.string(), name: z.string(), situation: z.string(), siteToken: z.string() })),
    staff: z.array(z.object({ email: z.string(), name: z.string(), roles: z.array(role), password: z.string() })),
  }),
  refusals: ['not-found'],
  example: {
    response: {
      customers: [{ ref: 'A00017', name: '王小明', situation: '安心分期 逾期 12 天', siteToken: 'eyJzdWIiOiJBMDAwMTcifQ.c2lnbmF0dXJl' }],
      staff: [{ email: 'lin@demo.xinqiao.example', name: '林小雨', roles: ['junior'], password: '6xjZqQu6C_Gh' }],
    },
  },
})

export const requestCode = defineOperation({
  id: 'requestCode', method: 'POST', path: '/v1/chat/verification', room,
  summary: 'Have a one-time code sent to the phone number that the lender has: a visitor proves who he is, a customer that it is still him',
  access: { for: 'customer', level: 'anonymous' },
  body: z.object({
    /** Only of a visitor who is not said to be anybody: whose number it is. Whether anybody has it is not told. */
    phone: z.string().max(30).optional(),
  }),
  response: z.object({
    /** Covered; a visitor is shown no more than 尾号34 of a number he did not give. */
    sentTo: z.string(),
    /** The level that the code proves. */
    reaches: z.enum(['verified', 'strongly-verified']),
    expiresAt: z.iso.datetime(),
    /** Seconds until another may be asked for. */
    again: z.int(),
  }),
  refusals: ['verification-unavailable', 'verification-locked'],
  example: {
    body: { phone: '13800005678' },
    response: { sentTo: '138****5678', reaches: 'verified', expiresAt: '2026-11-23T02:05:00.000Z', again: 60 },
  },
})

export const confirmCode = defineOperation({
  id: 'confirmCode', method: 'POST', path: '/v1/chat/verification/code', room,
  summary: 'Give the code that was received; the session returned takes the place of the one it was asked with, whose talk joins the customer’s record',
  access: { for: 'customer', level: 'anonymous' },
  body: z.object({ code: z.string().max(20) }),
  response: chatSession,
  refusals: ['code-wrong', 'code-expired', 'verification-locked'],
  example: { body: { code: '772410' }, response: sampleSession },
})

export const readDemoPhone = defineOperation({
  id: 'readDemoPhone', method: 'GET', path: '/v1/demo/phones/{customerRef}', room,
  summary: 'Demo only: the text messages that a borrower’s phone has received, newest first',
  access: { for: 'demo' },
  params: z.object({ customerRef: z.string().max(64) }),
  response: z.object({ phone: z.string(), messages: z.array(z.object({ at: z.iso.datetime(), text: z.string() })) }),
  refusals: ['not-found'],
  example: {
    response: { phone: '13800005678', messages: [{ at: '2026-11-23T02:00:00.000Z', text: '【安心消费金融】验证码 772410，5 分钟内有效。' }] },
  },
})
