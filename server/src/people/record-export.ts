import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Context } from '../platform/context.ts'
import { sha256OfBytes } from '../record/sha256.ts'
import { sealOf } from './customer-keys.ts'
import { insertExport } from './export-store.ts'

/**
 * The ONE place where it is written down that something was taken out of the record as a file: who took what of whom, why, and the
 * hash by which the file is known again. Written before the file leaves; one that then gets lost on the way was still taken.
 */
export type Export = {
  readonly exportId: string
  readonly of: { readonly conversationId: string } | { readonly caseId: string }
  readonly customerId: string
  readonly staffId: string
  readonly format: 'pdf' | 'json'
  readonly reason: string
  readonly bytes: Uint8Array
  readonly at: Instant
}

/** What the reason is sealed for. */
export const exportPlace = (exportId: string): string => `export ${exportId}`

export const recordExport = async (context: Context, { exportId, of, customerId, staffId, format, reason, bytes, at }: Export): Promise<void> => {
  const { db, outbox } = context
  const digest = sha256OfBytes(bytes)
  await db.transaction().execute(async (tx) => {
    const sealed = await sealOf(context, tx, { customerId, dataClass: 'oversight' }, reason, exportPlace(exportId))
    await insertExport(tx, {
      export_id: exportId, conversation_id: 'conversationId' in of ? of.conversationId : null, case_id: 'caseId' in of ? of.caseId : null,
      customer_id: customerId, staff_id: staffId, format, reason: sealed, digest, exported_at: new Date(at),
    })
    await outbox.emit(tx, { kind: 'people.record-exported', at, payload: { ...of, customerId, staffId, export: exportId, format, digest } })
  })
}
