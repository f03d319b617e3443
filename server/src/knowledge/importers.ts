import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import type { Agreement } from '@xinqiao/core/loan/loan-system.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { z } from 'zod'
import { eventRow, loanRow, type LoanRow, storeEvent, storeLoan } from '../loan/import-loans.ts'
import { customerIdOfRef } from '../people/customers.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { defineImporter, type Importer } from '../platform/room.ts'
import { pieceImporters } from './import-pieces.ts'
import { pieceInForce, pieceVersion } from './pieces.ts'

/** What `xinqiao import` takes here. Loans too: their agreement is read from the catalogue, which is this room's. */

const productOf = ({ clock }: Context, tx: Tx, { productId, productVersion }: LoanRow) =>
  productVersion === undefined ? pieceInForce(tx, 'product', productId, today(clock)) : pieceVersion(tx, 'product', productId, productVersion)

const withOwnRate = (agreement: Agreement, { annualRate }: LoanRow): Agreement =>
  annualRate === undefined ? agreement : { ...agreement, terms: { ...agreement.terms, annualRate } }

const importLoan = async (context: Context, tx: Tx, row: LoanRow): Promise<'added' | 'changed' | 'same' | Refusal> => {
  const customerId = await customerIdOfRef(tx, row.customerRef)
  if (customerId === undefined) return refuse('not-found', {}, 'customerRef')
  const product = await productOf(context, tx, row)
  if (!product) return refuse('not-found', {}, 'productId')
  const on = row.disbursedOn ?? row.appliedOn ?? today(context.clock)
  const agreement = withOwnRate(offerOf(product).agreement(row.amount, { count: row.count, every: { months: row.everyMonths } }, on), row)
  return storeLoan(context, tx, row, { customerId, productVersion: product.version, agreement })
}

export const importers: readonly Importer[] = [
  ...pieceImporters,
  defineImporter({ kind: 'loans', row: loanRow, store: importLoan }),
  defineImporter({
    kind: 'loan-events',
    row: eventRow.extend({ loanRef: z.string().trim().min(1).max(40) }),
    store: (context, tx, { loanRef, ...event }) => storeEvent(context, tx, loanRef, event),
  }),
]
