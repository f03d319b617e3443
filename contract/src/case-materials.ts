import { z } from 'zod'
import { caseDetail, myCase } from './cases.ts'
import { caseDetailExample, myCaseExample } from './case-examples.ts'
import { defineOperation } from './operation.ts'
import type { RefusalCode } from './refusals.ts'

/** Materials of a case: handed in by the customer or taken in at the desk, accepted or refused. The files come by `materials.ts`. */

const uploadId = '3f0d9a52-6f2b-4f0e-8a39-5b7c1d2e4f60'
const byCase = z.object({ caseId: z.uuid() })
/** `id` is made by the client and stays the material's. */
const giveBody = z.object({ id: z.uuid(), kind: z.string().max(40), pages: z.array(z.uuid()).min(1).max(20) })

const giveRefusals = [
  'not-found', 'approval-material-unknown', 'case-not-in-state', 'case-ended', 'case-not-yours', 'case-barred', 'not-allowed', 'material-heic', 'file-infected',
] as const satisfies readonly RefusalCode[]

const materialId = '2f7b1c9e-0d4a-4e55-8c1f-9a6e3b5d7c21'

export const giveMyMaterial = defineOperation({
  id: 'giveMyMaterial', method: 'POST', path: '/v1/chat/cases/{caseId}/materials', room: 'cases',
  summary: 'Hand in a material of my case: files of mine as its pages, in their order',
  access: { for: 'customer', level: 'anonymous' },
  params: byCase, body: giveBody, response: z.object({ case: myCase }), refusals: giveRefusals,
  example: { body: { id: materialId, kind: 'income', pages: [uploadId] }, response: { case: myCaseExample } },
})

export const giveMaterial = defineOperation({
  id: 'giveMaterial', method: 'POST', path: '/v1/desk/cases/{caseId}/materials', room: 'cases',
  summary: 'Take in a material: files taken in here, or that the customer sent in the talk; without pages `note` says where it was seen',
  access: { for: 'staff', right: 'case.work' },
  params: byCase, body: giveBody.extend({ pages: z.array(z.uuid()).max(20), note: z.string().max(500).optional() }),
  response: z.object({ case: caseDetail }), refusals: [...giveRefusals, 'material-without-pages'],
  example: { body: { id: materialId, kind: 'income', pages: [uploadId] }, response: { case: caseDetailExample } },
})

export const decideMaterial = defineOperation({
  id: 'decideMaterial', method: 'POST', path: '/v1/desk/cases/{caseId}/materials/{materialId}/decision', room: 'cases',
  summary: 'Accept a material, until its own last day where it has one, or refuse it with a reason that the customer reads',
  access: { for: 'staff', right: 'case.work' },
  params: byCase.extend({ materialId: z.uuid() }),
  body: z.object({ decision: z.enum(['accept', 'refuse']), reason: z.string().max(200).optional(), validUntil: z.iso.date().optional() }),
  response: z.object({ case: caseDetail }), refusals: ['not-found', 'case-text-missing', 'case-barred', 'case-ended', 'material-decided', 'not-allowed'],
  example: { body: { decision: 'refuse', reason: '照片模糊，看不清金额' }, response: { case: caseDetailExample } },
})
