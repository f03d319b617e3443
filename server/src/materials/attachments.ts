import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import { fileNameOf, fileTypeOf } from '@xinqiao/core/materials/file-type.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { createHash, randomUUID } from 'node:crypto'
import type { AttachmentsToSend } from '../conversations/attachments-port.ts'
import { areRetracted } from '../conversations/read-conversations.ts'
import { keyOfCustomer } from '../people/customer-keys.ts'
import { recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { isPage } from './material-store.ts'
import { askForScan, whyNotOpen } from './scan.ts'
import { type AttachmentRow, attachmentsByIds, contentOf, deleteContents, insertAttachment, insertSent, sentOf, sentState, unsentOf } from './store.ts'
import { deleteUploadsOf } from './upload-store.ts'

/** Files in conversations: sealed under the customer's key, whoever sent them, in the database (docs/decisions: why there). */

export type Upload = {
  readonly name: string
  readonly bytes: Buffer
  readonly customerId: string
  /** Where the desk uploads it: who, and for which conversation. */
  readonly desk?: { readonly staffId: string; readonly conversationId: string }
  /** Who took a customer's paper in at the desk. */
  readonly takenInBy?: string
}

const bound = (id: string, what: 'name' | 'content'): string => `attachment ${id} ${what}`

/** So many files may wait to be sent; more are somebody who fills the disk. */
const mostUnsent = 20

export const saveAttachment = async (
  context: Context, upload: Upload,
): Promise<AttachmentInfo | Refusal<'attachment-type-refused' | 'too-many-requests'>> => {
  const { db } = context
  if (fileTypeOf(upload.bytes) === undefined) return refuse('attachment-type-refused')
  if ((await unsentOf(db, upload.customerId)) >= mostUnsent) return refuse('too-many-requests', { seconds: 3600 })
  return await db.transaction().execute((tx) => keepAttachment(context, tx, upload))
}

/** Of bytes whose type is known. The virus scanner, where there is one, sees it before anybody else does. */
export const keepAttachment = async (context: Context, tx: Tx, { name: given, bytes, customerId, desk, takenInBy }: Upload): Promise<AttachmentInfo> => {
  const { keys, clock } = context
  const type = fileTypeOf(bytes)
  if (type === undefined) throw new Error('only files of a known type are kept')
  const id = randomUUID()
  const name = fileNameOf(given, type)
  const dataKeyId = await keyOfCustomer(context, tx, customerId, 'material')
  const [sealedName, sealed] = [await keys.encrypt(tx, dataKeyId, Buffer.from(name), bound(id, 'name')), await keys.encrypt(tx, dataKeyId, bytes, bound(id, 'content'))]
  await insertAttachment(tx, {
    attachment_id: id, customer_id: customerId, staff_id: desk?.staffId ?? takenInBy ?? null, for_conversation: desk?.conversationId ?? null,
    name: sealedName, type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest(), sealed, now: clock.now(),
  })
  await askForScan(context, tx, id)
  return { id, name, type, size: bytes.length }
}

/** Undefined where there is no such file. */
export const attachmentInfoOf = async (context: Context, id: string): Promise<AttachmentInfo | undefined> => {
  const [row] = await attachmentsByIds(context.db, [id])
  return row && await infoOf(context, row)
}

/** Files that the customer himself sent in a talk, the newest first. */
export const sentByCustomer = async (context: Context, customerId: string): Promise<readonly (AttachmentInfo & { readonly at: string })[]> => {
  const rows = await sentOf(context.db, await recordsOf(context.db, customerId))
  const infos = await Promise.all(rows.map((row) => infoOf(context, row)))
  return infos.map((info, place) => Object.assign(info, { at: rows[place]?.uploaded_at.toISOString() ?? '' }))
}

/** Empty where the key was destroyed. */
const nameOf = async ({ db, keys }: Context, row: AttachmentRow): Promise<string> =>
  (await keys.open(db, row.name, bound(row.attachment_id, 'name')))?.toString('utf8') ?? ''

const infoOf = async (context: Context, row: AttachmentRow): Promise<AttachmentInfo> =>
  ({ id: row.attachment_id, name: await nameOf(context, row), type: row.type, size: row.size })

const isSenders = (row: AttachmentRow, wanted: AttachmentsToSend, records: readonly string[]): boolean =>
  wanted.by === 'customer'
    ? row.staff_id === null && records.includes(row.customer_id)
    : row.staff_id === wanted.staffId && row.for_conversation === wanted.conversationId

/** See `TakeAttachments`: nobody sends a file that somebody else uploaded. */
export const sendAttachments = async (context: Context, wanted: AttachmentsToSend): Promise<readonly AttachmentInfo[] | Refusal<'not-found'>> => {
  const { db } = context
  const ids = [...new Set(wanted.attachmentIds)]
  const records = wanted.by === 'customer' ? await recordsOf(db, wanted.customerId) : []
  const rows = new Map((await attachmentsByIds(db, ids)).map((row) => [row.attachment_id, row]))
  const found = ids.flatMap((id) => rows.get(id) ?? [])
  if (found.length < ids.length || !found.every((row) => isSenders(row, wanted, records))) return refuse('not-found')
  await insertSent(db, ids, wanted)
  return await Promise.all(found.map((row) => infoOf(context, row)))
}

export type AttachmentFile = { readonly bytes: Buffer; readonly name: string; readonly type: AttachmentRow['type']; readonly customerId: string }

export const openFile = async (context: Context, row: AttachmentRow): Promise<AttachmentFile | undefined> => {
  const sealed = await contentOf(context.db, row.attachment_id)
  if (!sealed) return undefined
  const bytes = await context.keys.open(context.db, sealed, bound(row.attachment_id, 'content'))
  return bytes && { bytes, name: await nameOf(context, row), type: row.type, customerId: row.customer_id }
}

/** A customer sees his own files and those sent to him; a private note's attachment is none, nor is that of a message taken back. */
export const fileForCustomer = async (context: Context, customerId: string, id: string): Promise<AttachmentFile | undefined> => {
  const [row] = await attachmentsByIds(context.db, [id])
  if (!row || !(await recordsOf(context.db, customerId)).includes(row.customer_id)) return undefined
  const isToSee = row.staff_id === null || !(await areRetracted(context, (await sentState(context.db, id)).toAll))
  return isToSee || (await isPage(context.db, id)) ? await openFile(context, row) : undefined
}

/** The desk sees what is in conversations; a file not yet sent is its uploader's. What waits for the scanner nobody opens. */
export const fileForStaff = async (
  context: Context, staffId: string, id: string,
): Promise<AttachmentFile | Refusal<'not-found' | 'file-not-scanned' | 'file-infected'>> => {
  const [row] = await attachmentsByIds(context.db, [id])
  if (!row || (row.staff_id !== staffId && !(await sentState(context.db, id)).sent)) return refuse('not-found')
  return (await whyNotOpen(context, id)) ?? (await openFile(context, row)) ?? refuse('not-found')
}

/** Files whose keys are destroyed: what is left of them goes too. */
export const forgetFiles = async (tx: Tx, records: readonly string[], dataKeyIds: readonly string[]): Promise<void> => {
  await deleteContents(tx, records, dataKeyIds)
  await deleteUploadsOf(tx, records)
}
