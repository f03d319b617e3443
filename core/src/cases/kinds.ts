import { application } from './application/procedure.ts'
import { approval } from './approval/procedure.ts'
import { certificate } from './certificate/procedure.ts'
import { changeCard } from './change-card/procedure.ts'
import { changeDay } from './change-day/procedure.ts'
import { complaint } from './complaint/procedure.ts'
import { creditDispute } from './credit-dispute/procedure.ts'
import { extension } from './extension/procedure.ts'
import { hardship } from './hardship/procedure.ts'
import { type Listing, listingOf } from './listing.ts'
import { prepayment } from './prepayment/procedure.ts'
import { repaymentProblem } from './repayment-problem/procedure.ts'

/** Every kind of case that is decided here, in the order in which the desk shows them. */
export const listings: readonly Listing[] = [
  listingOf(application), listingOf(prepayment), listingOf(extension), listingOf(changeDay), listingOf(changeCard), listingOf(approval), listingOf(hardship), listingOf(repaymentProblem),
  listingOf(certificate), listingOf(creditDispute), listingOf(complaint),
]
