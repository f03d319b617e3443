import type { Finding } from '../compliance/finding.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
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
  /** Who signs it, where a person does: who collects says his name. */
  readonly agentName?: string
  /** Figures that the machine carries to their places with their source; those of a person are looked up, not believed. */
  readonly carried?: readonly { readonly kind: string; readonly value: string }[]
}

export type Verdict = 'pass' | 'warn' | 'block'

export type GateResult = { readonly verdict: Verdict; readonly findings: readonly Finding[]; readonly ruleVersion: string }

/** A supervisor's word that a blocked message may go out, with his reason. */
export type Release = { readonly by: { readonly staffId: string; readonly name: string }; readonly reason: string }

export type LeaveRefusal = Refusal<'message-blocked' | 'message-needs-release' | 'message-needs-reason'>

const has = (words: string | undefined): boolean => words !== undefined && words.trim() !== ''

/** What is wrong, in the words of the findings: the sentence of the refusal names it. */
const aboutOf = (findings: readonly Finding[]): Readonly<Record<string, string>> => ({
  rules: [...new Set(findings.map(({ rule }) => rule))].join('、'),
  why: [...new Set(findings.map(({ why }) => why.replace(/[。.]$/u, '')))].join('；'),
})

/** Only rules whose row says so can be released, and all that block must be such. */
export const isReleasable = ({ findings }: Pick<GateResult, 'findings'>): boolean => {
  const blocking = findings.filter(({ verdict }) => verdict === 'block')
  return blocking.length > 0 && blocking.every(({ release }) => release)
}

/**
 * Why a checked message may not go out; undefined where it may. What passes may; a warning may by a person who says why;
 * what is blocked may where its rules can be released and a supervisor has done so. A machine has no reasons and nobody
 * who would answer for it, so that its warnings block.
 */
export const whyStays = (
  speaker: OutgoingMessage['speaker'], result: GateResult, { reason, release }: { readonly reason?: string | undefined; readonly release?: Release | undefined },
): LeaveRefusal | undefined => {
  const { verdict, findings } = result
  if (verdict === 'pass') return undefined
  if (speaker !== 'agent') return refuse('message-blocked', aboutOf(findings))
  if (verdict === 'block') {
    if (!isReleasable(result)) return refuse('message-blocked', aboutOf(findings.filter((finding) => finding.verdict === 'block')))
    if (!release || !has(release.reason)) return refuse('message-needs-release', aboutOf(findings.filter((finding) => finding.verdict === 'block')))
  }
  return has(reason) ? undefined : refuse('message-needs-reason', aboutOf(findings), 'reason')
}
