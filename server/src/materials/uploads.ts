import { pieceSize, type UploadState } from '@xinqiao/contract/materials.ts'
import { fileTypeOf, maximumFileSize } from '@xinqiao/core/materials/file-type.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { keyOfCustomer } from '../people/customer-keys.ts'
import { recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { attachmentInfoOf, keepAttachment } from './attachments.ts'
import { tooLarge } from './receive-file.ts'
import { unsentOf } from './store.ts'
import { deleteUpload, findUpload, finishUpload, insertPiece, insertUpload, lockUpload, piecesOf, setReceived, unfinishedOf, type UploadRow } from './upload-store.ts'

/**
 * Files that come in pieces. Every piece is sealed as it comes; the last one makes an attachment of them in the same transaction, so
 * that there is the whole file or the way to go on, never something between.
 */

export type Uploader = { readonly customerId: string; readonly staffId?: string }

/** So many files may be on their way or wait to be given; more are somebody who fills the disk. */
const mostWaiting = 40

const bound = (id: string, what: string): string => `upload ${id} ${what}`

const isUploaders = async (context: Context, row: UploadRow, { customerId, staffId }: Uploader): Promise<boolean> =>
  staffId === undefined ? row.staff_id === null && (await recordsOf(context.db, customerId)).includes(row.customer_id) : row.staff_id === staffId

const stateOf = async (context: Context, { received, attachment_id: id }: UploadRow): Promise<UploadState> => {
  const file = id === null ? undefined : await attachmentInfoOf(context, id)
  return { received, ...(file ? { file } : {}) }
}

export type Beginning = { readonly id: string; readonly name: string; readonly size: number }

export const begin = async (
  context: Context, { id, name, size }: Beginning, by: Uploader,
): Promise<UploadState | Refusal<'attachment-too-large' | 'too-many-requests' | 'upload-id-reused'>> => {
  const { db, keys, clock } = context
  if (size > maximumFileSize) return tooLarge()
  const known = await findUpload(db, id)
  if (known) return known.size === size && (await isUploaders(context, known, by)) ? await stateOf(context, known) : refuse('upload-id-reused')
  if ((await unfinishedOf(db, by.customerId)) + (await unsentOf(db, by.customerId)) >= mostWaiting) return refuse('too-many-requests', { seconds: 3600 })
  const key = await keyOfCustomer(context, db, by.customerId, 'material')
  const sealed = await keys.encrypt(db, key, Buffer.from(name), bound(id, 'name'))
  await insertUpload(db, { id, customerId: by.customerId, staffId: by.staffId, name: sealed, size, at: clock.now() })
  return { received: 0 }
}

/** Told by the first bytes, before the others are sent in vain. */
export const whyNoMaterial = (start: Uint8Array): Refusal<'material-type-refused' | 'material-heic'> | undefined => {
  const type = fileTypeOf(start)
  return type === undefined ? refuse('material-type-refused') : type === 'image/heic' ? refuse('material-heic') : undefined
}

const assemble = async (context: Context, tx: Tx, row: UploadRow): Promise<UploadState> => {
  const { upload_id: id, customer_id: customerId, staff_id: staffId, size } = row
  const open = (sealed: Buffer, what: string) => context.keys.decrypt(tx, sealed, bound(id, what))
  const parts: Buffer[] = []
  for (const { starts, sealed } of await piecesOf(tx, id)) parts.push(await open(sealed, String(starts)))
  const name = (await open(row.name, 'name')).toString()
  const file = await keepAttachment(context, tx, { name, bytes: Buffer.concat(parts), customerId, ...(staffId === null ? {} : { takenInBy: staffId }) })
  await finishUpload(tx, id, file.id)
  return { received: size, file }
}

export type Piece = { readonly uploadId: string; readonly from: number; readonly bytes: Buffer }

/** A piece that does not begin where the last one ended changes nothing: the answer says where to go on. */
export const takePiece = async (
  context: Context, { uploadId, from, bytes }: Piece, by: Uploader,
): Promise<UploadState | Refusal<'not-found' | 'material-type-refused' | 'material-heic'>> =>
  await context.db.transaction().execute(async (tx) => {
    const row = await lockUpload(tx, uploadId)
    if (!row || !(await isUploaders(context, row, by))) return refuse('not-found')
    if (row.attachment_id !== null || from !== row.received) return await stateOf(context, row)
    const piece = bytes.subarray(0, Math.min(pieceSize, row.size - from))
    const refusal = from === 0 ? whyNoMaterial(piece) : undefined
    if (refusal) {
      await deleteUpload(tx, uploadId)
      return refusal
    }
    const key = await keyOfCustomer(context, tx, row.customer_id, 'material')
    await insertPiece(tx, uploadId, from, await context.keys.encrypt(tx, key, piece, bound(uploadId, String(from))))
    const received = from + piece.length
    await setReceived(tx, uploadId, received)
    return received === row.size ? await assemble(context, tx, row) : { received }
  })
