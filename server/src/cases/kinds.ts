import { applicationKind } from './application.ts'
import { approvalKind } from './approval.ts'
import { certificateKind } from './certificate.ts'
import { changeCardKind } from './change-card.ts'
import { changeDayKind } from './change-day.ts'
import { complaintKind } from './complaint.ts'
import { creditDisputeKind } from './credit-dispute.ts'
import { extensionKind } from './extension.ts'
import { hardshipKind } from './hardship.ts'
import { type AnyKind, anyKind } from './kind.ts'
import { prepaymentKind } from './prepayment.ts'
import { repaymentProblemKind } from './repayment-problem.ts'

/** Every kind that the server works on, by name. */
export const kinds: ReadonlyMap<string, AnyKind> = new Map([
  anyKind(applicationKind), anyKind(prepaymentKind), anyKind(extensionKind), anyKind(changeDayKind), anyKind(changeCardKind), anyKind(approvalKind),
  anyKind(hardshipKind), anyKind(repaymentProblemKind), anyKind(certificateKind), anyKind(creditDisputeKind), anyKind(complaintKind),
].map((kind) => [kind.procedure.kind, kind]))

export const kindOf = (name: string): AnyKind => {
  const kind = kinds.get(name)
  if (!kind) throw new Error(`the database holds a case of the unknown kind "${name}"`)
  return kind
}
