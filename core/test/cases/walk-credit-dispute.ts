import fc from 'fast-check'
import {
  type CreditDisputeAsk, type CreditDisputeData, type CreditDisputeState, type CreditDisputeWorld, findings, parseCreditDisputePolicy,
} from '../../src/cases/credit-dispute/credit-dispute.ts'
import { creditDispute, type CreditDisputeInputs } from '../../src/cases/credit-dispute/procedure.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'

const nothing = fc.constant({})
const text = fc.constantFrom('', '九月的逾期记录有误')
const reference = fc.record({ reference: fc.constantFrom('', 'YY2026112300001') })

export const creditDisputeWalk: Walkable<CreditDisputeState, CreditDisputeData, CreditDisputeAsk, CreditDisputeInputs, CreditDisputeWorld> = {
  procedure: creditDispute,
  world: { policy: policyOf('credit-dispute', parseCreditDisputePolicy), times, hasLoan: (loanRef) => loanRef === 'L1' },
  start: instantAt(dayOf(2026, 11, 23), 10 * 60, shanghai),
  asks: fc.record({ loanRef: fc.constantFrom('L1', 'L9'), text }),
  inputs: {
    annotate: reference, 'ask-customer': fc.record({ asked: text }), supply: fc.record({ text }),
    'draft-reply': fc.record({ finding: fc.constantFrom(...findings), facts: text, text }), 'approve-reply': nothing, 'return-reply': fc.record({ reason: text }), corrected: reference,
    accept: nothing, 'not-agreed': fc.record({ text }), withdraw: nothing, close: nothing,
  },
}
