import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { type Selectable, sql } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'

/** Rows of materials and their pages, and what the scanner said of files. Private to the room. */

export type MaterialRow = Selectable<Tables['material']>
export type PageRow = { readonly material_id: string; readonly place: number; readonly attachment_id: string }
export type ScanState = Tables['attachment_scan']['state']

export type NewMaterial = {
  readonly id: string; readonly customerId: string; readonly caseId: string; readonly kind: string; readonly staffId: string | undefined; readonly at: Instant
  readonly note: Buffer | undefined; readonly pages: readonly string[]
}

export const insertMaterial = async (tx: Tx, { id, customerId, caseId, kind, staffId, at, note, pages }: NewMaterial): Promise<void> => {
  await tx
    .insertInto('material')
    .values({
      material_id: id, customer_id: customerId, case_id: caseId, kind, given_by: staffId === undefined ? 'customer' : 'staff', staff_id: staffId ?? null, received_at: new Date(at),
      note: note ?? null,
    })
    .execute()
  if (pages.length > 0) await tx.insertInto('material_page').values(pages.map((attachment_id, place) => ({ material_id: id, place: place + 1, attachment_id }))).execute()
}

export const findMaterial = (reader: Reader, id: string): Promise<MaterialRow | undefined> =>
  reader.selectFrom('material').selectAll().where('material_id', '=', id).executeTakeFirst()

export const lockMaterial = (tx: Tx, id: string): Promise<MaterialRow | undefined> =>
  tx.selectFrom('material').selectAll().where('material_id', '=', id).forUpdate().executeTakeFirst()

/** The newest first. */
export const materialsOfRecords = (reader: Reader, customerIds: readonly string[]): Promise<readonly MaterialRow[]> =>
  reader.selectFrom('material').selectAll().where('customer_id', 'in', customerIds).orderBy('received_at', 'desc').orderBy('material_id').execute()

export const pagesOfMaterials = async (reader: Reader, ids: readonly string[]): Promise<readonly PageRow[]> =>
  ids.length === 0 ? [] : await reader.selectFrom('material_page').selectAll().where('material_id', 'in', ids).orderBy('material_id').orderBy('place').execute()

export const isPage = async (reader: Reader, attachmentId: string): Promise<boolean> =>
  (await reader.selectFrom('material_page').select('place').where('attachment_id', '=', attachmentId).limit(1).execute()).length > 0

export type Decision = { readonly state: 'accepted' | 'refused'; readonly at: Instant; readonly staffId: string | undefined; readonly reason: Buffer | undefined; readonly validUntil: string | undefined }

export const setDecision = async (tx: Tx, id: string, { state, at, staffId, reason, validUntil }: Decision): Promise<void> => {
  await tx
    .updateTable('material')
    .set({ state, decided_at: new Date(at), decided_by: staffId ?? null, reason: reason ?? null, valid_until: validUntil ?? null })
    .where('material_id', '=', id)
    .execute()
}

/** Materials with this page that nobody refused yet. */
export const materialsWithPage = async (tx: Tx, attachmentId: string): Promise<readonly MaterialRow[]> =>
  await tx
    .selectFrom('material').selectAll('material').innerJoin('material_page', 'material_page.material_id', 'material.material_id')
    .where('material_page.attachment_id', '=', attachmentId).where('state', '<>', 'refused').orderBy('material.material_id').execute()

export const insertScan = async (tx: Tx, attachmentId: string, at: Instant): Promise<void> => {
  await tx.insertInto('attachment_scan').values({ attachment_id: attachmentId, state: 'waiting', at: new Date(at) }).execute()
}

export const setScan = async (tx: Tx, attachmentId: string, state: ScanState, at: Instant): Promise<void> => {
  await tx.updateTable('attachment_scan').set({ state, at: new Date(at) }).where('attachment_id', '=', attachmentId).execute()
}

export const scansOf = async (reader: Reader, attachmentIds: readonly string[]): Promise<ReadonlyMap<string, ScanState>> => {
  if (attachmentIds.length === 0) return new Map()
  const rows = await reader.selectFrom('attachment_scan').select(['attachment_id', 'state']).where('attachment_id', 'in', attachmentIds).execute()
  return new Map(rows.map((row) => [row.attachment_id, row.state]))
}

/** As {@link scansOf}, and no verdict comes in until this transaction has ended: it then sees what was given with the file. */
export const holdScans = async (tx: Tx, attachmentIds: readonly string[]): Promise<readonly ScanState[]> => {
  if (attachmentIds.length === 0) return []
  const rows = await tx.selectFrom('attachment_scan').select('state').where('attachment_id', 'in', attachmentIds).orderBy('attachment_id').forUpdate().execute()
  return rows.map(({ state }) => state)
}

/** How many files have waited for the scanner since before that moment. */
export const waitingSince = async (reader: Reader, before: Instant): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from attachment_scan where state = 'waiting' and at < ${new Date(before)}`.execute(reader)
  return rows[0]?.count ?? 0
}
