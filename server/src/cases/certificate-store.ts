import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/db.ts'
import type { Tables } from '../platform/tables.ts'

/** Rows of settlement certificates. */

export type CertificateRow = Selectable<Tables['settlement_certificate']>

export const certificateOfLoan = (reader: Reader, loanRef: string): Promise<CertificateRow | undefined> =>
  reader.selectFrom('settlement_certificate').selectAll().where('loan_ref', '=', loanRef).executeTakeFirst()

export const certificateByNumber = (reader: Reader, number: string): Promise<CertificateRow | undefined> =>
  reader.selectFrom('settlement_certificate').selectAll().where('number', '=', number).executeTakeFirst()

/** False where the loan has one already. */
export const insertCertificate = async (tx: Tx, row: CertificateRow): Promise<boolean> => {
  const made = await tx.insertInto('settlement_certificate').values(row).onConflict((conflict) => conflict.column('loan_ref').doNothing()).returning('number').executeTakeFirst()
  return made !== undefined
}
