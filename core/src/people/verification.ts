import { type Instant, instant } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { IdentityLevel } from './identity.ts'

/**
 * One-time codes sent to the phone number that the lender has of a customer. Six digits hold only because they may be tried few
 * times: five for one code, ten in an hour for one customer, whoever tries them from wherever.
 */
export const codeDigits = 6
const minute = 60_000
export const codeLife = 5 * minute
export const mostTries = 5
/** How long the strongest level lasts; what needs it is done at once or proven anew. */
export const strongFor = 30 * minute

/** What a code sent now proves: first who it is, then that it is still him. */
export const reachedBy = (level: IdentityLevel): 'verified' | 'strongly-verified' =>
  level === 'anonymous' || level === 'identified' ? 'verified' : 'strongly-verified'

export const codeEnds = (now: Instant): Instant => instant(now + codeLife)

export type SentCode = { readonly endsAt: Instant; readonly triesBefore: number }

/** Whether this try counts at all; a try is counted before it is looked at, so that many at once are not one. */
export const judgeTry = (code: SentCode | undefined, right: boolean, now: Instant): 'right' | Refusal<'code-wrong' | 'code-expired'> => {
  if (!code || code.endsAt <= now || code.triesBefore >= mostTries) return refuse('code-expired')
  return right ? 'right' : refuse('code-wrong', { left: mostTries - code.triesBefore - 1 })
}

/** To whom a code went, as told to somebody who may not be the customer: 尾号34. */
export const phoneHint = (phone: string): string => `尾号${phone.slice(-2)}`
