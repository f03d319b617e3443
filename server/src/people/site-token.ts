import { type SiteClaims, judgeSiteClaims, readSiteClaims } from '@xinqiao/core/people/entry.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from '../platform/context.ts'

/**
 * The token by which the lender's site lets its customer in: `payload.signature`, both base64url; the payload is JSON claims,
 * the signature HMAC-SHA256 of the payload's base64url text under the secret that both sides hold.
 */

/** The secret shared with the lender's site: the configured one, or the one made for this installation. */
export const siteTokenSecret = async ({ config, keys }: Pick<Context, 'config' | 'keys'>): Promise<string> =>
  config.siteTokenSecret ?? (await keys.secret('site-token')).toString('base64url')

const signatureOf = (secret: string, payload: string): Buffer => createHmac('sha256', secret).update(payload).digest()

/** What the lender's site does; here for the demo, for tests and for `docs/embedding.md`. */
export const signSiteToken = (secret: string, claims: Omit<SiteClaims, 'level'> & { readonly level: string }): string => {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${payload}.${signatureOf(secret, payload).toString('base64url')}`
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The claims of a token that is genuine and in time. Whether it was used before is not asked here. */
export const openSiteToken = (secret: string, token: string, now: Instant): SiteClaims | Refusal<'site-token-invalid'> => {
  const match = /^([\w-]+)\.([\w-]{43})$/.exec(token)
  if (!match) return refuse('site-token-invalid')
  const [, payload = '', signature = ''] = match
  if (!timingSafeEqual(signatureOf(secret, payload), Buffer.from(signature, 'base64url'))) return refuse('site-token-invalid')
  const claims = readSiteClaims(parseJson(Buffer.from(payload, 'base64url').toString('utf8')))
  return claims ? judgeSiteClaims(claims, now) : refuse('site-token-invalid')
}
