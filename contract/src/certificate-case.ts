import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Settlement certificates (结清证明) on the wire: asked for as a case, read as a PDF, proven by number and code. */

const nothing = z.object({})
const reason = z.object({ reason: z.string().max(500) })

export const certificateAsk = z.object({ loanRef: z.string().max(40) })

/** What each move takes; the keys are those of the procedure. */
export const certificateInputs = {
  'certificate-made': z.object({ number: z.string().max(40) }),
  'booking-failed': reason,
  'try-again': nothing,
  refuse: reason,
} as const

export const certificateData = z.object({ ask: certificateAsk, number: z.string().optional(), failed: z.string().optional(), refusedBecause: z.string().optional() })
export type CertificateOnWire = z.infer<typeof certificateData>

const room = 'cases'
const params = z.object({ number: z.string().max(40) })
const bytes = { params, refusals: ['not-found'] as const }

export const readMyCertificate = defineOperation({
  id: 'readMyCertificate', method: 'GET', path: '/v1/chat/certificates/{number}', room, summary: 'A settlement certificate of mine, as PDF',
  access: { for: 'customer', level: 'verified' }, ...bytes,
})

export const readCertificate = defineOperation({
  id: 'readCertificate', method: 'GET', path: '/v1/desk/certificates/{number}', room, summary: 'A settlement certificate, as PDF; the reading is recorded',
  access: { for: 'staff', right: 'loan.read' }, ...bytes,
})

export const checkCertificate = defineOperation({
  id: 'checkCertificate', method: 'GET', path: '/v1/certificates/{number}', room,
  summary: 'Whether a settlement certificate that one is shown is true, by its number and code',
  access: { for: 'public' },
  params, query: z.object({ code: z.string().max(20) }),
  response: z.object({
    number: z.string(), lender: z.string(), issuedOn: z.iso.date(), settledOn: z.iso.date(),
    /** The last characters of the loan's number: enough to compare, too few to use. */
    loanEndsWith: z.string(),
    /** SHA-256 of the paper, in hexadecimal. */
    digest: z.string(),
  }),
  refusals: ['not-found'],
  example: { response: { number: 'JQ2026112300017342', lender: '信桥示范小额贷款有限公司', issuedOn: '2026-11-23', settledOn: '2026-11-20', loanEndsWith: '0017', digest: 'b'.repeat(64) } },
})
