import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'

/** Rows of files on their way. Private to the room. */

export type UploadRow = Selectable<Tables['upload']>

export type NewUpload = { readonly id: string; readonly customerId: string; readonly staffId: string | undefined; readonly name: Buffer; readonly size: number; readonly at: Instant }

export const insertUpload = async (reader: Reader, { id, customerId, staffId, name, size, at }: NewUpload): Promise<void> => {
  await reader
    .insertInto('upload')
    .values({ upload_id: id, customer_id: customerId, staff_id: staffId ?? null, name, size, started_at: new Date(at) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const findUpload = (reader: Reader, id: string): Promise<UploadRow | undefined> =>
  reader.selectFrom('upload').selectAll().where('upload_id', '=', id).executeTakeFirst()

export const lockUpload = (tx: Tx, id: string): Promise<UploadRow | undefined> =>
  tx.selectFrom('upload').selectAll().where('upload_id', '=', id).forUpdate().executeTakeFirst()

export const insertPiece = async (tx: Tx, id: string, starts: number, sealed: Buffer): Promise<void> => {
  await tx.insertInto('upload_piece').values({ upload_id: id, starts, sealed }).execute()
}

export const setReceived = async (tx: Tx, id: string, received: number): Promise<void> => {
  await tx.updateTable('upload').set({ received }).where('upload_id', '=', id).execute()
}

export const piecesOf = (tx: Tx, id: string): Promise<readonly { readonly starts: number; readonly sealed: Buffer }[]> =>
  tx.selectFrom('upload_piece').select(['starts', 'sealed']).where('upload_id', '=', id).orderBy('starts').execute()

export const finishUpload = async (tx: Tx, id: string, attachmentId: string): Promise<void> => {
  await tx.updateTable('upload').set({ attachment_id: attachmentId }).where('upload_id', '=', id).execute()
  await tx.deleteFrom('upload_piece').where('upload_id', '=', id).execute()
}

export const deleteUpload = async (tx: Tx, id: string): Promise<void> => {
  await tx.deleteFrom('upload').where('upload_id', '=', id).execute()
}

export const unfinishedOf = async (reader: Reader, customerId: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from upload where customer_id = ${customerId} and attachment_id is null`.execute(reader)
  return rows[0]?.count ?? 0
}

/** Broken off and never gone on with; and the traces of those that came through. */
export const pruneUploads = async (reader: Reader, before: Instant): Promise<void> => {
  await reader.deleteFrom('upload').where('started_at', '<', new Date(before)).execute()
}

export const deleteUploadsOf = async (tx: Tx, customerIds: readonly string[]): Promise<void> => {
  await tx.deleteFrom('upload').where('customer_id', 'in', customerIds).execute()
}
