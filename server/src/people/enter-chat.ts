import { type SiteClaims, rememberUntil } from '@xinqiao/core/people/entry.ts'
import { atLeast, type IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { openCustomerSession, peekSession } from './customer-session.ts'
import { createVisitor, ensureCustomer, readCustomer } from './customers.ts'
import { addressed } from './details.ts'
import { type RateRule, refuseTooMany } from './rate-limit.ts'
import { openSiteToken, siteTokenSecret } from './site-token.ts'
import { endSessionsOf, joinOnce, useJti } from './store.ts'

export type Entrance = {
  readonly siteToken?: string | undefined
  /** The anonymous session whose talk shall join the customer's record. */
  readonly join?: string | undefined
  readonly address: string
}

export type Entered = {
  readonly session: string
  readonly expiresAt: string
  readonly customer: { readonly id: string; readonly level: IdentityLevel; readonly name?: string }
}

/** A genuine token is the lender's own limit; what anybody may do from anywhere has one here. */
const anonymousRule: RateRule = { name: 'enter-anonymously', most: 60, seconds: 60 }
const wrongTokenRule: RateRule = { name: 'enter-with-wrong-token', most: 20, seconds: 60 }

/**
 * Joins an anonymous record into the customer's, exactly once however many entries ask for it at the same moment. What was said in
 * it stays sealed under its own key and is found through `recordsOf`; the anonymous session ends with it.
 */
const join = async (context: Context, tx: Tx, token: string, into: string): Promise<void> => {
  const session = await peekSession(context, tx, token)
  if (!session || atLeast(session.level, 'verified')) return
  const now = context.clock.now()
  if (!(await joinOnce(tx, session.customerId, into, now))) return
  await endSessionsOf(tx, session.customerId, now)
  await context.outbox.emit(tx, { kind: 'people.customer-joined', at: now, payload: { from: session.customerId, into } })
}

const entered = async (context: Context, tx: Tx, id: string, level: IdentityLevel, name?: string): Promise<Entered> => {
  const { token, endsAt } = await openCustomerSession(context, tx, id, level)
  return { session: token, expiresAt: new Date(endsAt).toISOString(), customer: { id, level, ...(name === undefined ? {} : { name }) } }
}

type Failed = Refusal<'site-token-invalid' | 'site-token-used' | 'too-many-requests'>

const enterAs = async (context: Context, tx: Tx, claims: SiteClaims, joining: string | undefined): Promise<Entered | Failed> => {
  if (!(await useJti(tx, claims.jti, rememberUntil(claims)))) return refuse('site-token-used')
  const { customerId } = await ensureCustomer(context, tx, claims.sub)
  const customer = await readCustomer(context, tx, customerId)
  if (!customer || customer.erased) return refuse('site-token-invalid')
  // Only said to be him: what he said before and what is known of him is not for whoever sits at the screen.
  if (!atLeast(claims.level, 'verified')) return await entered(context, tx, await createVisitor(context, tx, customerId), claims.level)
  if (joining !== undefined) await join(context, tx, joining, customerId)
  return await entered(context, tx, customerId, claims.level, addressed(customer.details))
}

/** Exchanges the token of the lender's site, or nothing, for a session. A token works once: of two that come together one gets in. */
export const enterChat = async (context: Context, { siteToken, join: joining, address }: Entrance): Promise<Entered | Failed> => {
  const { db, clock } = context
  if (siteToken === undefined) {
    const tooMany = await refuseTooMany(context, anonymousRule, address)
    if (tooMany) return tooMany
    return await db.transaction().execute(async (tx) => entered(context, tx, await createVisitor(context, tx), 'anonymous'))
  }
  const claims = openSiteToken(await siteTokenSecret(context), siteToken, clock.now())
  if (isRefusal(claims)) return (await refuseTooMany(context, wrongTokenRule, address)) ?? claims
  return await db.transaction().execute((tx) => enterAs(context, tx, claims, joining))
}
