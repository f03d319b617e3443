import fc from 'fast-check'
import {
  type ApprovalAsk, type ApprovalData, type ApprovalState, type ApprovalWorld, parseApprovalPolicy, risks,
} from '../../src/cases/approval/approval.ts'
import { approval, type ApprovalInputs } from '../../src/cases/approval/procedure.ts'
import type { Role } from '../../src/people/rights.ts'
import { addDays, dayOf } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { policyOf, times } from './read-policies.ts'
import { givenInWalks } from './given-materials.ts'
import type { Walkable } from './walk.ts'

const today = dayOf(2026, 11, 23)

const roles: Readonly<Record<string, readonly Role[]>> = {
  'supervisor-1': ['supervisor'], 'approver-1': ['approver'], 'approver-2': ['approver'],
}

const world: ApprovalWorld = {
  policy: policyOf('approval', parseApprovalPolicy),
  times,
  ...givenInWalks(['request', 'proof']),
  rolesOf: (staffId) => roles[staffId] ?? [],
  delegations: [{ giver: 'approver-1', delegate: 'supervisor-1', from: today, until: addDays(today, 9) }],
  pastDays: (matter) => (matter === 'fee-waiver' ? Array.from({ length: 20 }, (_, n) => n + 1) : [1, 2, 3]),
}

const nothing = fc.constant({})
const text = fc.constantFrom('', '收入证明不清晰', '家中有人住院')
const materials = fc.subarray(['request', 'income', 'proof'])

export const approvalWalk: Walkable<ApprovalState, ApprovalData, ApprovalAsk, ApprovalInputs, ApprovalWorld> = {
  procedure: approval,
  world,
  worldAtOpening: { ...world, ...givenInWalks([]) },
  start: instantAt(today, 10 * 60, shanghai),
  asks: fc.record({
    matter: fc.constantFrom('extension', 'fee-waiver', 'exception', 'no-such'), loanRef: fc.constant('L1'),
    amount: fc.constantFrom(fen(0n), fen(300_000n), fen(3_000_000n), fen(8_000_000n), fen(90_000_000n)), reason: fc.constantFrom('', '家中有人住院', '收入减少'),
  }),
  inputs: {
    supply: nothing, submit: fc.record({ risk: fc.constantFrom(...risks), recommendation: text }),
    'return': fc.record({ reason: text, needed: materials }), approve: nothing, 'approve-second': nothing, refuse: fc.record({ reason: text }),
    withdraw: nothing, lapse: nothing,
  },
}
