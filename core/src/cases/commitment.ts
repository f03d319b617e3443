import type { Instant } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'

/**
 * A commitment (时间承诺): the desk told a customer that it would do something by a moment. It is open until somebody says what came
 * of it; kept in time, kept late, broken, or withdrawn because the customer agreed to something else.
 */
export const commitmentStates = ['open', 'kept', 'late', 'broken', 'withdrawn'] as const
export type CommitmentState = (typeof commitmentStates)[number]

export const commitmentOutcomes = ['kept', 'broken', 'withdrawn'] as const
export type CommitmentOutcome = (typeof commitmentOutcomes)[number]

export type OpenCommitment = { readonly state: CommitmentState; readonly due: Instant }

export type CommitmentRefusal = Refusal<'commitment-settled' | 'commitment-needs-reason'>

/** What a commitment becomes. One that is not kept, or is withdrawn, needs a reason; saying the same again changes nothing. */
export const settle = (
  { state, due }: OpenCommitment, { outcome, reason, now }: { readonly outcome: CommitmentOutcome; readonly reason: string; readonly now: Instant },
): CommitmentState | CommitmentRefusal => {
  const next: CommitmentState = outcome === 'kept' && now > due ? 'late' : outcome
  if (state !== 'open') return (outcome === 'kept' ? state === 'kept' || state === 'late' : state === outcome) ? state : refuse('commitment-settled', { state })
  return outcome !== 'kept' && reason.trim() === '' ? refuse('commitment-needs-reason', {}, 'reason') : next
}
