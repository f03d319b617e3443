import type { Insertable } from 'kysely'
import type { Tx } from '../platform/db.ts'
import type { RecordExportTable } from '../platform/tables.ts'

/** What was exported. Private to the room. */
export const insertExport = async (tx: Tx, row: Insertable<RecordExportTable>): Promise<void> => {
  await tx.insertInto('record_export').values(row).execute()
}
