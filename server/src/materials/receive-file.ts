import { maximumFileSize } from '@xinqiao/core/materials/file-type.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { FastifyRequest } from 'fastify'

export type ReceivedFile = { readonly name: string; readonly bytes: Buffer }

export const tooLarge = (): Refusal<'attachment-too-large'> => refuse('attachment-too-large', { limit: `${maximumFileSize / 1024 / 1024} MB` })

/** The one file of a multipart request, its field called `file`. What comes after the largest size is not read. */
export const receiveFile = async (request: FastifyRequest): Promise<ReceivedFile | Refusal<'attachment-too-large' | 'invalid-request'>> => {
  if (!request.isMultipart()) return refuse('invalid-request', { field: 'file', problem: 'multipart' }, 'file')
  const part = await request.file({ limits: { fileSize: maximumFileSize } })
  if (!part || part.fieldname !== 'file') return refuse('invalid-request', { field: 'file', problem: 'missing' }, 'file')
  try {
    const bytes = await part.toBuffer()
    // The library notices a file that was cut off only where more of it comes; the last piece may be the one.
    return part.file.truncated ? tooLarge() : { name: part.filename, bytes }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge()
    throw error
  }
}
