import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'

/** Rows of debit mandates. */

export type MandateRow = Selectable<Tables['debit_mandate']>

export const mandateBySource = (reader: Reader, sourceRef: string): Promise<MandateRow | undefined> =>
  reader.selectFrom('debit_mandate').selectAll().where('source_ref', '=', sourceRef).executeTakeFirst()

/** The last of each loan that was not ended, of these customers. */
export const standingMandates = (reader: Reader, customerId: string): Promise<readonly MandateRow[]> =>
  reader.selectFrom('debit_mandate').selectAll().where('customer_id', '=', customerId).where('ended_on', 'is', null).execute()

/** Ends what stands for the loan; one that would have begun later never begins. */
export const endMandates = async (tx: Tx, loanRef: string, on: string): Promise<void> => {
  await tx.updateTable('debit_mandate').set(({ fn, val, ref }) => ({ ended_on: fn('greatest', [val(on), ref('from_day')]) }))
    .where('loan_ref', '=', loanRef).where('ended_on', 'is', null).execute()
}

export const insertMandate = async (tx: Tx, row: Omit<MandateRow, 'ended_on'>): Promise<void> => {
  await tx.insertInto('debit_mandate').values(row).execute()
}
