import fc from 'fast-check'
import {
  type ComplaintAsk, type ComplaintData, type ComplaintState, type ComplaintWorld, parseComplaintPolicy,
} from '../../src/cases/complaint/complaint.ts'
import { complaint, type ComplaintInputs } from '../../src/cases/complaint/procedure.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'

const text = fc.constantFrom('', '利息算错了', '催收打给了我家人')
const reply = fc.record({
  facts: text, conclusion: fc.constantFrom('upheld' as const, 'partly-upheld' as const, 'not-upheld' as const), text,
  rootCause: fc.constantFrom('解释不清', '没有这一类'), remedy: text, refund: fc.constant({ loanRef: 'L1', amount: fen(5000n) }),
}, { requiredKeys: ['facts', 'conclusion', 'text', 'rootCause', 'remedy'] })
const reason = fc.record({ reason: text })
const paid = fc.record({ reference: fc.constantFrom('', 'TK20261123001') })
const nothing = fc.constant({})

export const complaintWalk: Walkable<ComplaintState, ComplaintData, ComplaintAsk, ComplaintInputs, ComplaintWorld> = {
  procedure: complaint,
  world: { policy: policyOf('complaint', parseComplaintPolicy), times },
  start: instantAt(dayOf(2026, 11, 23), 10 * 60, shanghai),
  asks: fc.record({ nature: fc.constantFrom('complaint' as const, 'suggestion' as const), text, accused: fc.constantFrom([], [], ['junior-1', 'approver-1']) }),
  inputs: {
    acknowledge: fc.record({ category: fc.constantFrom('征信', '没有这一类'), accused: fc.constantFrom([], [], ['senior-1', 'approver-2']) }),
    'not-accept': reason, 'ask-customer': fc.record({ asked: text }), supply: fc.record({ text }), 'go-on-without': nothing, 'ask-extension': reason,
    'grant-extension': nothing, 'refuse-extension': reason, 'draft-reply': reply, 'approve-reply': nothing, 'return-reply': reason, 'accept-reply': nothing,
    'ask-review': reason, 'decide-review': reply, 'refund-made': paid, 'make-good': paid,
    'answer-suggestion': fc.record({ outcome: fc.constantFrom('adopted' as const, 'not-adopted' as const), text }), 'take-as-complaint': nothing, lapse: nothing, withdraw: nothing,
  },
}
