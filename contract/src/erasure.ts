import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Erasure of a customer's data at his wish, legal holds, and what is kept for how long (个人信息保护法 articles 19, 47). */

const room = 'cases'

const line = z.object({
  /** Of data: identity, talk, contact, material, case, oversight; `all` is from before there were classes. */
  class: z.string(),
  name: z.string(),
  /** The year in which it was written. */
  year: z.int(),
  goes: z.boolean(),
  /** Why it stays: a law, the lender's own term, an open loan or authority, an open case, an open commitment, a legal hold. */
  because: z.enum(['law', 'term', 'relationship', 'open-case', 'open-commitment', 'hold']).optional(),
  /** The law in words, or 机构规定. */
  basis: z.string().optional(),
  /** The last day on which it is kept, `2036-12-31`. */
  until: z.iso.date().optional(),
})

export const erasureReport = z.object({
  lines: z.array(line),
  /** The customer is a customer no more: what stays is stored and used for nothing else. */
  ended: z.boolean(),
  /** Until then a backup may still hold what went. */
  backupsUntil: z.iso.date(),
})

export const erasureStates = ['open', 'agreed', 'done', 'refused'] as const

export const erasure = z.object({
  id: z.uuid(),
  state: z.enum(erasureStates),
  requestedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().optional(),
  report: erasureReport.optional(),
  /** Why it was refused. */
  answer: z.string().optional(),
})

const erasureAtDesk = erasure.extend({
  customerId: z.uuid(),
  customerName: z.string(),
  /** Who wrote it down for a customer on the phone. */
  askedBy: z.string().optional(),
  agreedBy: z.string().optional(),
  agreedAt: z.iso.datetime().optional(),
  decidedBy: z.string().optional(),
  /** Whether the caller's word would be the second one. */
  mayFinish: z.boolean(),
})

const lines = [
  { class: 'talk', name: '会话内容与附注', year: 2026, goes: true },
  { class: 'identity', name: '身份资料（姓名、证件、电话、银行卡、授权与更正）', year: 2026, goes: false, because: 'law', basis: '《反洗钱法》第34条（2025-01-01 起）', until: '2036-12-31' },
] as const
const report = { lines, ended: true, backupsUntil: '2026-12-28' }
const waiting = { id: '7c0f4a52-1d3e-4b6f-8a90-5e2d1c3b4a69', state: 'open', requestedAt: '2026-11-23T02:00:00.000Z' } as const
const done = { ...waiting, state: 'done', decidedAt: '2026-11-24T02:00:00.000Z', report } as const
const desk = { customerId: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', customerName: '王*明', mayFinish: false }

export const requestMyErasure = defineOperation({
  id: 'requestMyErasure', method: 'POST', path: '/v1/chat/erasures', room,
  summary: 'Ask that the caller’s data be erased; two people of the desk look and carry it out. The same id changes nothing',
  access: { for: 'customer', level: 'strongly-verified' },
  body: z.object({ id: z.uuid() }),
  response: z.object({ erasures: z.array(erasure) }),
  refusals: ['erasure-id-reused', 'erasure-waiting'],
  example: { body: { id: waiting.id }, response: { erasures: [waiting] } },
})

export const listMyErasures = defineOperation({
  id: 'listMyErasures', method: 'GET', path: '/v1/chat/erasures', room,
  summary: 'The caller’s requests to erase his data, newest first, with what became of them',
  access: { for: 'customer', level: 'verified' },
  response: z.object({ erasures: z.array(erasure) }),
  refusals: [],
  example: { response: { erasures: [waiting] } },
})

export const readErasure = defineOperation({
  id: 'readErasure', method: 'GET', path: '/v1/erasures/{erasureId}', room,
  summary: 'What became of a request to erase, for who holds its id: after an erasure nobody can sign in to read it. Names nobody',
  access: { for: 'public' },
  params: z.object({ erasureId: z.uuid() }),
  response: z.object({ erasure }),
  refusals: ['not-found'],
  example: { response: { erasure: done } },
})

export const listErasures = defineOperation({
  id: 'listErasures', method: 'GET', path: '/v1/desk/erasures', room,
  summary: 'Requests to erase: those that wait, the oldest first, then those that were decided',
  access: { for: 'staff', right: 'record.dispose' },
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ erasures: z.array(erasureAtDesk) }),
  refusals: [],
  example: { response: { erasures: [{ ...waiting, ...desk }] } },
})

export const requestErasureFor = defineOperation({
  id: 'requestErasureFor', method: 'POST', path: '/v1/desk/customers/{customerId}/erasures', room,
  summary: 'Ask for a customer on the phone that his data be erased. He must just then have proven himself as strongly as the chat demands; who asks for him is none of the two who decide',
  access: { for: 'staff', right: 'customer.change' },
  params: z.object({ customerId: z.uuid() }),
  body: z.object({ id: z.uuid() }),
  response: z.object({ erasure }),
  refusals: ['not-found', 'caller-not-proven', 'erasure-id-reused', 'erasure-waiting'],
  example: { body: { id: waiting.id }, response: { erasure: waiting } },
})

export const planErasure = defineOperation({
  id: 'planErasure', method: 'GET', path: '/v1/desk/erasures/{erasureId}/plan', room,
  summary: 'What would go and what would stay, why and until when, if the request were carried out now; changes nothing',
  access: { for: 'staff', right: 'record.dispose' },
  params: z.object({ erasureId: z.uuid() }),
  response: z.object({ plan: erasureReport }),
  refusals: ['not-found'],
  example: { response: { plan: report } },
})

export const agreeToErasure = defineOperation({
  id: 'agreeToErasure', method: 'POST', path: '/v1/desk/erasures/{erasureId}/agree', room,
  summary: 'Agree to a request to erase; the second person’s word carries it out, by the plan of that moment. It cannot be undone',
  access: { for: 'staff', right: 'record.dispose' },
  params: z.object({ erasureId: z.uuid() }),
  response: z.object({ erasure: erasureAtDesk }),
  refusals: ['not-found', 'erasure-decided', 'erasure-four-eyes'],
  example: { response: { erasure: { ...waiting, ...desk, state: 'agreed', agreedBy: '陈合规', agreedAt: '2026-11-24T01:00:00.000Z' } } },
})

export const refuseErasure = defineOperation({
  id: 'refuseErasure', method: 'POST', path: '/v1/desk/erasures/{erasureId}/refuse', room,
  summary: 'Refuse a request to erase and say why',
  access: { for: 'staff', right: 'record.dispose' },
  params: z.object({ erasureId: z.uuid() }),
  body: z.object({ answer: z.string().trim().min(4).max(500) }),
  response: z.object({ erasure: erasureAtDesk }),
  refusals: ['not-found', 'erasure-decided'],
  example: { body: { answer: '未能核实为本人申请，请携带身份证件到网点办理。' }, response: { erasure: { ...waiting, ...desk, state: 'refused', decidedAt: '2026-11-24T02:00:00.000Z', answer: '未能核实为本人申请，请携带身份证件到网点办理。' } } },
})

const hold = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  customerName: z.string(),
  reason: z.string(),
  setBy: z.string(),
  setAt: z.iso.datetime(),
  liftAskedBy: z.string().optional(),
  liftedBy: z.string().optional(),
  liftedAt: z.iso.datetime().optional(),
  /** Whether the caller's word would lift it. */
  mayLift: z.boolean(),
})

const holdSample = {
  id: '2b8d7f10-4c5e-4a6b-9d38-7f6e5d4c3b2a', customerId: desk.customerId, customerName: desk.customerName, reason: '法院调查令（2026）沪0101民初1号', setBy: '陈合规', setAt: '2026-11-23T02:00:00.000Z', mayLift: false,
}

export const listHolds = defineOperation({
  id: 'listHolds', method: 'GET', path: '/v1/desk/holds', room,
  summary: 'Legal holds, those that stand first',
  access: { for: 'staff', right: 'record.dispose' },
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ holds: z.array(hold) }),
  refusals: [],
  example: { response: { holds: [holdSample] } },
})

export const setHold = defineOperation({
  id: 'setHold', method: 'POST', path: '/v1/desk/holds', room,
  summary: 'Keep everything of a customer, whatever the calendar or he himself says, and say why. The same id changes nothing',
  access: { for: 'staff', right: 'record.dispose' },
  /** `customer`: the desk’s id of him, or the lender’s own number. */
  body: z.object({ id: z.uuid(), customer: z.string().trim().min(1).max(64), reason: z.string().trim().min(4).max(500) }),
  response: z.object({ holds: z.array(hold) }),
  refusals: ['not-found'],
  example: { body: { id: holdSample.id, customer: 'C10001', reason: holdSample.reason }, response: { holds: [holdSample] } },
})

export const liftHold = defineOperation({
  id: 'liftHold', method: 'POST', path: '/v1/desk/holds/{holdId}/lift', room,
  summary: 'Ask that a hold be lifted; the second person who asks lifts it',
  access: { for: 'staff', right: 'record.dispose' },
  params: z.object({ holdId: z.uuid() }),
  response: z.object({ holds: z.array(hold) }),
  refusals: ['not-found', 'erasure-four-eyes'],
  example: { response: { holds: [{ ...holdSample, liftAskedBy: '陈合规' }] } },
})

const counts = z.record(z.string(), z.int())

const term = z.object({
  class: z.string(),
  name: z.string(),
  from: z.enum(['made', 'relationship']),
  law: z.object({ years: z.int(), when: z.enum(['always', 'lent', 'collected']), statement: z.string(), basis: z.string() }).optional(),
  /** The lender's own years, a later override included. */
  years: z.int(),
  reason: z.string(),
})

const run = z.object({ day: z.iso.date(), finishedAt: z.iso.datetime().optional(), customers: z.int(), held: z.int(), disposed: counts })

export const readRetention = defineOperation({
  id: 'readRetention', method: 'GET', path: '/v1/desk/retention', room,
  summary: 'What is kept for how long by which law, what the last runs disposed of, and what the next one would',
  access: { for: 'staff', right: 'record.dispose' },
  response: z.object({ terms: z.array(term), backupDays: z.int(), runs: z.array(run), next: z.object({ due: counts, customers: z.int(), held: z.int() }) }),
  refusals: [],
  example: {
    response: {
      terms: [{ class: 'identity', name: '身份资料（姓名、证件、电话、银行卡、授权与更正）', from: 'relationship', law: { years: 10, when: 'lent', statement: '身份资料/交易信息', basis: '《反洗钱法》第34条（2025-01-01 起）' }, years: 2, reason: '未办理贷款的访客' }],
      backupDays: 35, runs: [{ day: '2026-11-23', finishedAt: '2026-11-22T18:20:03.000Z', customers: 3, held: 1, disposed: { talk: 3 } }], next: { due: {}, customers: 0, held: 1 },
    },
  },
})
