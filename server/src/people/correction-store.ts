import type { CorrectableField, CorrectionState } from '@xinqiao/core/people/correction.ts'
import type { Reader, Tx } from '../platform/db.ts'

/** The SQL of corrections. */

export type CorrectionRow = {
  readonly correction_id: string
  readonly customer_id: string
  readonly field: CorrectableField
  readonly state: CorrectionState
  readonly asked: Buffer
  readonly answer: Buffer | null
  readonly requested_at: Date
  readonly decided_at: Date | null
}

const columns = ['correction_id', 'customer_id', 'field', 'state', 'asked', 'answer', 'requested_at', 'decided_at'] as const

export const insertCorrection = async (tx: Tx, row: Omit<CorrectionRow, 'answer' | 'decided_at'>): Promise<boolean> => {
  const made = await tx
    .insertInto('correction_request')
    .values({ ...row, answer: null, decided_at: null, decided_by: null })
    .onConflict((conflict) => conflict.column('correction_id').doNothing())
    .returning('correction_id')
    .executeTakeFirst()
  return made !== undefined
}

export const lockCorrection = async (tx: Tx, id: string): Promise<CorrectionRow | undefined> =>
  (await tx.selectFrom('correction_request').select(columns).where('correction_id', '=', id).forUpdate().executeTakeFirst()) as CorrectionRow | undefined

export const correctionsOf = async (reader: Reader, customerId: string): Promise<readonly CorrectionRow[]> =>
  (await reader.selectFrom('correction_request').select(columns).where('customer_id', '=', customerId).orderBy('requested_at', 'desc').limit(50).execute()) as readonly CorrectionRow[]

/** Oldest first: who asked first is answered first. */
export const openCorrections = async (reader: Reader, limit: number): Promise<readonly CorrectionRow[]> =>
  (await reader.selectFrom('correction_request').select(columns).where('state', '=', 'open').orderBy('requested_at').limit(limit).execute()) as readonly CorrectionRow[]

export const saveDecision = async (
  tx: Tx, id: string, decision: { readonly state: CorrectionState; readonly answer: Buffer; readonly decided_at: Date; readonly decided_by: string },
): Promise<void> => {
  await tx.updateTable('correction_request').set(decision).where('correction_id', '=', id).execute()
}
