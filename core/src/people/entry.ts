import { type Instant, instant } from '../primitives/instant.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { IdentityLevel } from './identity.ts'

/** How a customer gets in and how long he stays: the claims of the lender's site token, and the life of a session. */

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** The lender's site may vouch for what it has checked itself; the strongest level is proven here, by a one-time code. */
const siteLevels = ['identified', 'verified'] as const

/** What the lender's site signs: `sub` the lender's number of the customer, `exp` in seconds since 1970, `jti` once only. */
export type SiteClaims = { readonly sub: string; readonly exp: number; readonly jti: string; readonly level: (typeof siteLevels)[number] }

/** A token that lives longer could be stolen out of a log or a history; the site makes a fresh one for each entry. */
export const longestTokenLife = 5 * minute

/** How far the clocks of the lender's site and of this server may be apart. */
export const clockSkew = 30 * second

const isText = (value: unknown, longest: number): value is string => typeof value === 'string' && value.length > 0 && value.length <= longest

export const readSiteClaims = (payload: unknown): SiteClaims | undefined => {
  if (typeof payload !== 'object' || payload === null) return undefined
  const { sub, exp, jti, level = 'verified' } = payload as Record<string, unknown>
  const known = siteLevels.find((one) => one === level)
  if (!isText(sub, 64) || !isText(jti, 128) || typeof exp !== 'number' || !Number.isSafeInteger(exp) || known === undefined) return undefined
  return { sub, exp, jti, level: known }
}

/** The claims as they are, or why they let nobody in; the signature and the once-only are the server's to check. */
export const judgeSiteClaims = (claims: SiteClaims, now: Instant): SiteClaims | Refusal<'site-token-invalid'> => {
  const expires = claims.exp * second
  const holds = now < expires + clockSkew && expires <= now + longestTokenLife + clockSkew
  return holds ? claims : refuse('site-token-invalid')
}

/** Until when a used `jti` must be remembered: after it the token is refused for its age. */
export const rememberUntil = (claims: SiteClaims): Instant => instant(claims.exp * second + 2 * clockSkew)

/** The level a session is opened with; the strongest is reached in a session, by a code, and for a while only. */
export type SessionLevel = Exclude<IdentityLevel, 'strongly-verified'>

/**
 * Idle: how long a session lives after it was last used. Whole: how long at most. An anonymous talk holds nothing but
 * what was typed in it and may be taken up for a month; a proven identity is forgotten sooner.
 */
const lives: Readonly<Record<SessionLevel, { readonly idle: number; readonly whole: number }>> = {
  anonymous: { idle: 30 * day, whole: 90 * day },
  identified: { idle: 12 * hour, whole: 7 * day },
  verified: { idle: 12 * hour, whole: 7 * day },
}

export const sessionEnds = (level: SessionLevel, openedAt: Instant, lastUsedAt: Instant): Instant =>
  instant(Math.min(openedAt + lives[level].whole, lastUsedAt + lives[level].idle))

/** Whether the use of a session is worth writing down: a write for each request would cost more than it tells. */
export const isWorthRenewing = (level: SessionLevel, lastUsedAt: Instant, now: Instant): boolean => now - lastUsedAt >= lives[level].idle / 100
