import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import { isWorthRenewing, type SessionLevel, sessionEnds } from '@xinqiao/core/people/entry.ts'
import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { insertSession, renewSession, sessionByHash, type SessionRow } from './store.ts'

/**
 * A customer's session is a bearer token kept by the page, for an embedded page may be denied its cookies. Of the token, 256
 * random bits, only a hash is stored: who reads the database cannot act for anybody.
 */

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text)

export type OpenedSession = { readonly token: string; readonly sessionId: string; readonly endsAt: Instant }

export const openCustomerSession = async (
  { clock }: Pick<Context, 'clock'>, tx: Reader, customerId: string, level: SessionLevel,
): Promise<OpenedSession> => {
  const now = clock.now()
  const token = randomBytes(32).toString('base64url')
  const endsAt = sessionEnds(level, now, now)
  const sessionId = randomUUID()
  await insertSession(tx, {
    session_id: sessionId, token_hash: hashOf(token), customer_id: customerId, level,
    opened_at: new Date(now), last_used_at: new Date(now), ends_at: new Date(endsAt), raised_until: null,
  })
  return { token, sessionId, endsAt }
}

type Live = { readonly row: SessionRow; readonly caller: CustomerCaller }

const liveSession = async ({ clock }: Pick<Context, 'clock'>, reader: Reader, token: string): Promise<Live | undefined> => {
  const row = isToken(token) ? await sessionByHash(reader, hashOf(token)) : undefined
  const now = clock.now()
  if (!row || row.ends_at.getTime() <= now) return undefined
  const level = row.raised_until !== null && row.raised_until.getTime() > now ? 'strongly-verified' : row.level
  return { row, caller: { kind: 'customer', customerId: row.customer_id, sessionId: row.session_id, level } }
}

/** Who holds this token; using it prolongs the session. For requests, and for the `hello` of a socket. */
export const customerOfSession = async (context: Context, token: string): Promise<CustomerCaller | Refusal<'session-expired'>> => {
  const live = await liveSession(context, context.db, token)
  if (!live) return refuse('session-expired')
  const { row, caller } = live
  const now = context.clock.now()
  if (isWorthRenewing(row.level, instant(row.last_used_at.getTime()), now)) {
    await renewSession(context.db, row.session_id, now, sessionEnds(row.level, instant(row.opened_at.getTime()), now))
  }
  return caller
}

/** The same without prolonging, for a session that is about to be left. */
export const peekSession = async (context: Pick<Context, 'clock'>, reader: Reader, token: string): Promise<CustomerCaller | undefined> =>
  (await liveSession(context, reader, token))?.caller
