import { rememberUntil, type SessionLevel, type SiteClaims } from '@xinqiao/core/people/entry.ts'
import { atLeast, type IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { addressOf } from '@xinqiao/core/people/name.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { openCustomerSession, peekSession } from './customer-session.ts'
import { createVisitor, ensureCustomer, readCustomer } from './customers.ts'
import { joinVisitor } from './join-visitor.ts'
import { type RateRule, refuseTooMany } from './rate-limit.ts'
import { openSiteToken, siteTokenSecret } from './site-token.ts'
import { useJti } from './store.ts'

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

/** The session given along is a visitor's: his record joins the customer's. That of another customer joins nothing. */
const join = async (context: Context, tx: Tx, token: string, into: string): Promise<void> => {
  const session = await peekSession(context, tx, token)
  if (session && !atLeast(session.level, 'verified')) await joinVisitor(context, tx, session.customerId, into)
}

const entered = async (context: Context, tx: Tx, id: string, level: SessionLevel, name?: string): Promise<Entered> => {
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
  return await entered(context, tx, customerId, claims.level, addressOf(customer.details))
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
