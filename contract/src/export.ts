import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** A part of the record as a file that stands for itself: for a regulator, a court, or the customer. */

const exportBody = z.object({ format: z.enum(['pdf', 'json']), reason: z.string().trim().min(4).max(500) })

export const exportConversation = defineOperation({
  id: 'exportConversation', method: 'POST', path: '/v1/desk/conversations/{conversationId}/exports', room: 'conversations',
  summary: 'A whole conversation with its proof, uncovered, as JSON or as PDF with the JSON inside; that it was taken, and why, is recorded',
  access: { for: 'staff', right: 'record.export' },
  params: z.object({ conversationId: z.uuid() }),
  body: exportBody,
  refusals: ['not-found'],
  example: { body: { format: 'pdf', reason: '监管投诉 2026-0117，按要求提交沟通记录' } },
})

export const exportCase = defineOperation({
  id: 'exportCase', method: 'POST', path: '/v1/desk/cases/{caseId}/exports', room: 'cases',
  summary: 'A whole case with every step, uncovered, as JSON or as PDF with the JSON inside; that it was taken, and why, is recorded',
  access: { for: 'staff', right: 'record.export' },
  params: z.object({ caseId: z.uuid() }),
  body: exportBody,
  refusals: ['not-found'],
  example: { body: { format: 'pdf', reason: '监管转办投诉，提交处理材料' } },
})
