import type { Purpose } from './message.ts'

/**
 * The port of the gate: every text that leaves passes it before it is stored as sent (duty D8). The room conversations
 * asks; what is proper to say is decided by whoever stands behind the port.
 */

export type OutgoingMessage = {
  readonly text: string
  readonly speaker: 'agent' | 'machine' | 'system'
  readonly purpose: Purpose
  readonly conversationId: string
}

export type Verdict = 'pass' | 'warn' | 'block'

/** A place in the text and the rule it touches; offsets are UTF-16 units. */
export type Finding = {
  readonly rule: string
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly basis: string
  readonly suggestion: string
}

export type GateResult = { readonly verdict: Verdict; readonly findings: readonly Finding[]; readonly ruleVersion: string }

/**
 * Whether a checked message may go out: what passes may; a warning may by a person who says why; a machine has no
 * reasons, so that its warnings block.
 */
export const mayLeave = (speaker: OutgoingMessage['speaker'], { verdict }: GateResult, reason: string | undefined): boolean => {
  if (verdict === 'pass') return true
  return verdict === 'warn' && speaker === 'agent' && reason !== undefined && reason.trim() !== ''
}
