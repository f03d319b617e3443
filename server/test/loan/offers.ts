import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import { parseProduct } from '@xinqiao/core/knowledge/product.ts'
import type { LoanOffer } from '@xinqiao/core/loan/loan-system.ts'
import { contentPieces } from '../../src/knowledge/content-pieces.ts'

/** What the demo lender's products offer, from the files, whatever day a test is set on. */
export const demoOffers: readonly LoanOffer[] = contentPieces().filter(({ kind }) => kind === 'product').map(({ body, file }) => {
  const read = parseProduct(body)
  if (!read.ok) throw new Error(`${file} cannot be read`)
  return offerOf(read.value)
})
