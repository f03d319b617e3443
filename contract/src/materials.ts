import { z } from 'zod'
import { attachmentInfo } from './conversations.ts'
import { defineOperation } from './operation.ts'
import type { RefusalCode } from './refusals.ts'

/**
 * Files that come in pieces, to be given as materials (`case-materials.ts`). An upload has an id made by its client; asking to begin it again says how far
 * the server has it, so that a broken connection costs one piece. The last piece makes it a file like those of the conversations.
 */

const room = 'materials'

/** A page: `scan` says whether a virus scanner has seen it; without one it was not scanned. */
const materialPage = z.object({ fileId: z.uuid(), name: z.string(), type: z.string(), size: z.int(), scan: z.enum(['not-scanned', 'waiting', 'clean', 'infected']) })

/** Something given: by the customer, or taken in at the desk; `note` says where it was seen where there is no page. */
export const givenMaterial = z.object({
  id: z.uuid(), at: z.iso.datetime(), by: z.enum(['customer', 'staff']), state: z.enum(['received', 'accepted', 'refused']), reason: z.string().optional(), note: z.string().optional(),
  validUntil: z.iso.date().optional(), ofThisCase: z.boolean(), pages: z.array(materialPage),
})
export type GivenMaterial = z.infer<typeof givenMaterial>

/** Of a piece: small enough for a weak line, few enough for a large photograph. */
export const pieceSize = 256 * 1024

const beginBody = z.object({ id: z.uuid(), name: z.string().max(200), size: z.int().min(1) })

/** `received`: how many bytes the server has, which is where the next piece begins. `file` once it has all. */
const uploadState = z.object({ received: z.int().min(0), file: attachmentInfo.optional() })
export type UploadState = z.infer<typeof uploadState>

const byUpload = z.object({ uploadId: z.uuid() })
const fromByte = z.object({ from: z.coerce.number().int().min(0) })

const beginRefusals = ['attachment-too-large', 'too-many-requests', 'upload-id-reused'] as const satisfies readonly RefusalCode[]
const pieceRefusals = ['not-found', 'material-type-refused', 'material-heic'] as const satisfies readonly RefusalCode[]

const uploadId = '3f0d9a52-6f2b-4f0e-8a39-5b7c1d2e4f60'
const begun = { body: { id: uploadId, name: '收入证明.jpg', size: 1_482_133 }, response: { received: 262_144 } }
const whole = { received: 1_482_133, file: { id: uploadId, name: '收入证明.jpg', type: 'image/jpeg', size: 1_482_133 } }

export const beginMyUpload = defineOperation({
  id: 'beginMyUpload', method: 'POST', path: '/v1/chat/uploads', room,
  summary: 'Begin to send a file in pieces, or ask how far it has come',
  access: { for: 'customer', level: 'anonymous' },
  body: beginBody, response: uploadState, refusals: beginRefusals, example: begun,
})

export const sendMyPiece = defineOperation({
  id: 'sendMyPiece', method: 'POST', path: '/v1/chat/uploads/{uploadId}/pieces', room,
  summary: 'The next piece of a file (multipart field `file`, at most 256 KB), from this byte on; a piece that is there already changes nothing',
  access: { for: 'customer', level: 'anonymous' },
  params: byUpload, query: fromByte, upload: true, response: uploadState, refusals: pieceRefusals, example: { response: whole },
})

export const beginUpload = defineOperation({
  id: 'beginUpload', method: 'POST', path: '/v1/desk/customers/{customerId}/uploads', room,
  summary: 'Begin to take in a file of a customer in pieces, or ask how far it has come',
  access: { for: 'staff', right: 'case.work' },
  params: z.object({ customerId: z.uuid() }), body: beginBody, response: uploadState, refusals: [...beginRefusals, 'not-found'], example: begun,
})

export const sendPiece = defineOperation({
  id: 'sendPiece', method: 'POST', path: '/v1/desk/uploads/{uploadId}/pieces', room,
  summary: 'The next piece of a file that oneself began (multipart field `file`, at most 256 KB), from this byte on',
  access: { for: 'staff', right: 'case.work' },
  params: byUpload, query: fromByte, upload: true, response: uploadState, refusals: pieceRefusals, example: { response: whole },
})

export const listCustomerFiles = defineOperation({
  id: 'listCustomerFiles', method: 'GET', path: '/v1/desk/customers/{customerId}/files', room,
  summary: 'Files that the customer sent in the talk, the newest first, to be taken as a material',
  access: { for: 'staff', right: 'conversation.read' },
  params: z.object({ customerId: z.uuid() }),
  response: z.object({ files: z.array(attachmentInfo.extend({ at: z.iso.datetime() })) }), refusals: ['not-found'],
  example: { response: { files: [{ ...whole.file, at: '2026-11-23T02:00:00.000Z' }] } },
})

export const readMaterialPage = defineOperation({
  id: 'readMaterialPage', method: 'GET', path: '/v1/desk/materials/{materialId}/pages/{place}', room,
  summary: 'A page of a material, or its small picture; pages that wait for the virus scanner are not given out',
  access: { for: 'staff', right: 'case.read' },
  params: z.object({ materialId: z.uuid(), place: z.coerce.number().int().min(1).max(20) }), query: z.object({ small: z.enum(['yes', 'no']).default('no') }),
  refusals: ['not-found', 'file-not-scanned', 'file-infected', 'no-small-picture'],
})
