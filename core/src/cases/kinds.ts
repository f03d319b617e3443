import { complaint } from './complaint/procedure.ts'
import { type Listing, listingOf } from './listing.ts'
import { prepayment } from './prepayment/procedure.ts'

/** Every kind of case, in the order in which the desk shows them. */
export const listings: readonly Listing[] = [listingOf(prepayment), listingOf(complaint)]
