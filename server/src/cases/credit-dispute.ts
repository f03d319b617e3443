import { creditDisputeAsk, creditDisputeInputs, type CreditDisputeOnWire, myCreditDispute } from '@xinqiao/contract/credit-dispute-case.ts'
import {
  type CreditDisputeAsk, type CreditDisputeData, type CreditDisputeState, type CreditDisputeWorld, parseCreditDisputePolicy,
} from '@xinqiao/core/cases/credit-dispute/credit-dispute.ts'
import { creditDispute, type CreditDisputeInputs } from '@xinqiao/core/cases/credit-dispute/procedure.ts'
import { runningLoans } from '../loan/ledger.ts'
import { today } from '../platform/clock.ts'
import type { Kind } from './kind.ts'

/** Credit-record disputes, as the server works on them. The register is told by a person, who writes its numbers down here. */

const toWire = ({ supplied, ...data }: CreditDisputeData): CreditDisputeOnWire => ({ ...data, supplied: [...supplied] })

export const creditDisputeKind: Kind<CreditDisputeState, CreditDisputeData, CreditDisputeAsk, CreditDisputeInputs, CreditDisputeWorld> = {
  procedure: creditDispute,
  parsePolicy: parseCreditDisputePolicy,
  customerLevel: 'verified',
  ask: creditDisputeAsk,
  inputs: creditDisputeInputs,
  worldOf: async ({ clock }, reader, { customerId, policy, times }) => {
    const loans = new Set((await runningLoans(reader, customerId, today(clock))).map(({ loanRef }) => loanRef))
    return { policy, times, hasLoan: (loanRef) => loans.has(loanRef) }
  },
  toWire,
  mine: myCreditDispute,
}
