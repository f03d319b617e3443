import type { GateResult, OutgoingMessage } from '@xinqiao/core/conversations/gate.ts'
import type { Context } from '../platform/context.ts'

/** What stands behind the port of the gate. It may read what it needs to know of the customer before it judges. */
export type Gate = (context: Context, message: OutgoingMessage) => Promise<GateResult>

/** Until the compliance room has its rules, everything passes, and each message says that no rule was there to judge it. */
const withoutRules: Gate = async () => ({ verdict: 'pass', findings: [], ruleVersion: 'none' })

const gates = new WeakMap<Context, Gate>()

export const useGate = (context: Context, gate: Gate): void => void gates.set(context, gate)

export const checkOutgoing: Gate = (context, message) => (gates.get(context) ?? withoutRules)(context, message)
