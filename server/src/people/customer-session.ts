import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import { isWorthRenewing, sessionEnds } from '@xinqiao/core/people/entry.ts'
import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { insertSession, renewSession, sessionByHash } from './store.ts'

/**
 * A customer's session is a bearer token kept by the page, for an embedded page may be denied its cookies. Of the token, 256
 * random bits, only a hash is stored: who reads the database cannot act for anybody.
 */

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text)

export const openCustomerSession = async (
  { clock }: Context, tx: Reader, customerId: string, level: IdentityLevel,
): Promise<{ readonly token: string; readonly sessionId: string; readonly endsAt: Instant }> => {
  const now = clock.now()
  const token = randomBytes(32).toString('base64url')
  const endsAt = sessionEnds(level, now, now)
  const sessionId = randomUUID()
  await insertSession(tx, {
    session_id: sessionId, token_hash: hashOf(token), customer_id: customerId, level,
    opened_at: new Date(now), last_used_at: new Date(now), ends_at: new Date(endsAt),
  })
  return { token, sessionId, endsAt }
}

/** Who holds this token; using it prolongs the session. For requests, and for the `hello` of a socket. */
export const customerOfSession = async ({ db, clock }: Context, token: string): Promise<CustomerCaller | Refusal<'session-expired'>> => {
  const row = isToken(token) ? await sessionByHash(db, hashOf(token)) : undefined
  const now = clock.now()
  if (!row || row.ends_at.getTime() <= now) return refuse('session-expired')
  if (isWorthRenewing(row.level, instant(row.last_used_at.getTime()), now)) {
    await renewSession(db, row.session_id, now, sessionEnds(row.level, instant(row.opened_at.getTime()), now))
  }
  return { kind: 'customer', customerId: row.customer_id, sessionId: row.session_id, level: row.level }
}

/** The same without prolonging, for a session that is about to be left. */
export const peekSession = async ({ clock }: Context, reader: Reader, token: string): Promise<CustomerCaller | undefined> => {
  const row = isToken(token) ? await sessionByHash(reader, hashOf(token)) : undefined
  if (!row || row.ends_at.getTime() <= clock.now()) return undefined
  return { kind: 'customer', customerId: row.customer_id, sessionId: row.session_id, level: row.level }
}
