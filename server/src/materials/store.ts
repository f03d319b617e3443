import type { FileType } from '@xinqiao/core/materials/file-type.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of the room; nobody else's. */

export type AttachmentRow = {
  readonly attachment_id: string
  readonly customer_id: string
  readonly staff_id: string | null
  readonly for_conversation: string | null
  readonly name: Buffer
  readonly type: FileType
  readonly size: number
}

const columns = ['attachment_id', 'customer_id', 'staff_id', 'for_conversation', 'name', 'type', 'size'] as const

export type NewAttachment = AttachmentRow & { readonly sha256: Buffer; readonly sealed: Buffer; readonly now: Instant }

export const insertAttachment = async (tx: Tx, row: NewAttachment): Promise<void> => {
  const { sealed, now, ...attachment } = row
  await tx
    .insertInto('attachment')
    .values({ ...attachment, uploaded_by: row.staff_id === null ? 'customer' : 'staff', uploaded_at: new Date(now) })
    .execute()
  await tx.insertInto('attachment_content').values({ attachment_id: row.attachment_id, sealed }).execute()
}

export const attachmentsByIds = async (reader: Reader, ids: readonly string[]): Promise<readonly AttachmentRow[]> =>
  (await reader.selectFrom('attachment').select(columns).where('attachment_id', 'in', ids).execute()) as AttachmentRow[]

/** Whether it went out with a message, and with which ones that go to the customer. */
export const sentState = async (reader: Reader, id: string): Promise<{ readonly sent: boolean; readonly toAll: readonly string[] }> => {
  const rows = await reader.selectFrom('attachment_sent').select(['message_id', 'visible_to']).where('attachment_id', '=', id).execute()
  return { sent: rows.length > 0, toAll: rows.filter((row) => row.visible_to === 'all').map((row) => row.message_id) }
}

export const contentOf = async (reader: Reader, id: string): Promise<Buffer | undefined> =>
  (await reader.selectFrom('attachment_content').select('sealed').where('attachment_id', '=', id).executeTakeFirst())?.sealed

/** Sent by the customer in a talk, the newest first. */
export const sentOf = async (reader: Reader, customerIds: readonly string[]): Promise<readonly (AttachmentRow & { readonly uploaded_at: Date })[]> =>
  (await reader
    .selectFrom('attachment').select([...columns, 'uploaded_at']).where('customer_id', 'in', customerIds).where('staff_id', 'is', null)
    .where((where) => where.exists(where.selectFrom('attachment_sent').select('message_id').whereRef('attachment_sent.attachment_id', '=', 'attachment.attachment_id')))
    .orderBy('uploaded_at', 'desc').limit(50).execute()) as (AttachmentRow & { uploaded_at: Date })[]

export const insertSent = async (
  reader: Reader, ids: readonly string[], sent: { readonly messageId: string; readonly visibleTo: 'all' | 'staff' },
): Promise<void> => {
  await reader
    .insertInto('attachment_sent')
    .values(ids.map((id) => ({ attachment_id: id, message_id: sent.messageId, visible_to: sent.visibleTo })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Files that nobody sent or gave. The contents go with them. */
export const pruneUnsent = async (reader: Reader, before: Instant): Promise<void> => {
  await sql`
    delete from attachment where uploaded_at < ${new Date(before)}
      and not exists (select from attachment_sent where attachment_sent.attachment_id = attachment.attachment_id)
      and not exists (select from material_page where material_page.attachment_id = attachment.attachment_id)`.execute(reader)
}

export const unsentOf = async (reader: Reader, customerId: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from attachment where customer_id = ${customerId}
      and not exists (select from attachment_sent where attachment_sent.attachment_id = attachment.attachment_id)
      and not exists (select from material_page where material_page.attachment_id = attachment.attachment_id)`.execute(reader)
  return rows[0]?.count ?? 0
}

/** The contents that these keys sealed, and what the files could be recognised by. */
export const deleteContents = async (tx: Tx, customerIds: readonly string[], dataKeyIds: readonly string[]): Promise<void> => {
  await sql`
    with gone as (
      delete from attachment_content c using attachment a
      where a.attachment_id = c.attachment_id and a.customer_id = any(${customerIds}::uuid[])
        and encode(substring(c.sealed from 2 for 16), 'hex')::uuid = any(${dataKeyIds}::uuid[])
      returning c.attachment_id
    )
    update attachment set sha256 = null where attachment_id in (select attachment_id from gone)`.execute(tx)
}
