import fc from 'fast-check'
import {
  type ExtensionCaseAsk, type ExtensionData, type ExtensionState, type ExtensionWorld, parseExtensionPolicy,
} from '../../src/cases/extension/extension.ts'
import { extension, type ExtensionInputs } from '../../src/cases/extension/procedure.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { termsOf } from '../loan/request.ts'
import { policyOf, times } from './read-policies.ts'
import type { Walkable } from './walk.ts'

const today = dayOf(2026, 11, 23)

const loan = (loanRef: string, principal: string, guarantors: readonly string[]) => ({
  loanRef,
  terms: termsOf({
    principal, annualRate: '0.12', method: 'equal-instalment', count: 12, every: { months: 1 }, disbursedOn: '2026-11-10', firstDueOn: '2026-12-10', dayCount: 'actual/365',
    rounding: { mode: 'half-up', unit: '0.01' }, difference: 'last',
  }),
  events: [],
  agreement: { allowed: true, fee: fen(5000n), guarantorConsent: guarantors.length > 0 },
  guarantors,
})

/** L1 stands alone, L2 has two guarantors, L3 is too large for anybody but a special approval. */
export const extensibleLoans = [loan('L1', '12000.00', []), loan('L2', '12000.00', ['g1', 'g2']), loan('L3', '120000.00', [])] as const

const worldWhere = (special: ReturnType<ExtensionWorld['specialApprovalOf']>): ExtensionWorld => ({
  policy: policyOf('extension', parseExtensionPolicy),
  times,
  loanOf: (loanRef) => extensibleLoans.find((each) => each.loanRef === loanRef),
  specialApprovalOf: () => special,
})

const nothing = fc.constant({})
const reason = fc.record({ reason: fc.constantFrom('', '收入减少') })
// What a page would show is put in by `walk` through `inputFor`.
const seen = fc.constant({ extraInterest: 0n, fee: 0n, endAfter: today })

type ExtensionWalk = Walkable<ExtensionState, ExtensionData, ExtensionCaseAsk, ExtensionInputs, ExtensionWorld>

export const extensionWalk: ExtensionWalk = {
  procedure: extension,
  world: worldWhere('granted'),
  start: instantAt(today, 10 * 60, shanghai),
  asks: fc.record({ loanRef: fc.constantFrom('L1', 'L2', 'L3', 'L9'), days: fc.constantFrom(10, 30, 4000), periods: fc.constantFrom(1, 2, 40), count: fc.constantFrom(3, 6) }, { requiredKeys: ['loanRef'] }),
  inputs: {
    consent: seen, 'decline-consent': nothing, approve: nothing, refuse: reason, 'ask-special-approval': reason, 'special-approval-granted': nothing,
    'special-approval-refused': reason, agree: seen, 'quote-again': nothing, booked: nothing, 'booking-failed': reason, withdraw: nothing, lapse: nothing, 'too-late': nothing,
  },
  inputFor: ({ data: { compared } }, name, input) =>
    (name === 'agree' || name === 'consent' ? { extraInterest: compared.extraInterest, fee: compared.fee, endAfter: compared.endAfter } : input),
}

/** The same where special approvals are refused: only both together make every move. */
export const extensionWalkRefused: ExtensionWalk = { ...extensionWalk, world: worldWhere('refused') }
