import type { CustomerCaller } from '@xinqiao/contract/access.ts'
import { addressOf } from '@xinqiao/core/people/name.ts'
import { isMobileNumber, plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { maskPhone } from '@xinqiao/core/people/sight.ts'
import { codeDigits, codeEnds, codeLife, judgeTry, phoneHint, reachedBy, strongFor } from '@xinqiao/core/people/verification.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { openCustomerSession } from './customer-session.ts'
import { customersOfPhone, type Customer, readCustomer } from './customers.ts'
import type { Entered } from './enter-chat.ts'
import { joinVisitor } from './join-visitor.ts'
import { readLender } from './lender.ts'
import { mustWait, type RateRule, refuseTooMany, spend } from './rate-limit.ts'
import { textSenderOf } from './text-message.ts'
import { type CodeRow, countTry, putCode, raiseSession, takeCode } from './verification-store.ts'
import { wordsFor } from './words.ts'

/** Verification by a one-time code to the phone number that the lender has. */

const againAfter = 60
const oneAMinute: RateRule = { name: 'code-sent', most: 1, seconds: againAfter }
const fiveAnHour: RateRule = { name: 'codes-sent', most: 5, seconds: 3600 }
const fromOneAddress: RateRule = { name: 'codes-asked', most: 20, seconds: 3600 }
const wrongCodes: RateRule = { name: 'code-wrong', most: 10, seconds: 3600 }

type Target = {
  /** Undefined where nobody has the number: everything goes on as if somebody had. */
  readonly customer: Customer | undefined
  /** Whom limits count for. */
  readonly counted: string
  readonly sentTo: string
}

/** By the number, known or not: a lock must not tell whose it is. */
const countedBy = async ({ keys }: Context, phone: string): Promise<string> => (await keys.keyedHash('rate-limits', phone)).toString('base64url')

type NoTarget = Refusal<'invalid-request' | 'verification-unavailable'>

const targetOf = async (context: Context, caller: CustomerCaller, typed: string | undefined): Promise<Target | NoTarget> => {
  const self = await readCustomer(context, context.db, caller.customerId)
  const isHimself = atLeast(caller.level, 'verified')
  const known = isHimself ? self : self?.claimed && (await readCustomer(context, context.db, self.claimed.customerId))
  if (known) {
    const { phone } = known.details
    if (phone === undefined) return refuse('verification-unavailable')
    return { customer: known, counted: await countedBy(context, phone), sentTo: isHimself ? maskPhone(phone) : phoneHint(phone) }
  }
  const phone = plainNumber(typed ?? '')
  if (!isMobileNumber(phone)) return refuse('invalid-request', { field: 'phone', problem: 'mobile-number' }, 'body.phone')
  const [customer, ...others] = await customersOfPhone(context, phone)
  // A number that two customers gave proves neither.
  return { customer: others.length === 0 ? customer : undefined, counted: await countedBy(context, phone), sentTo: maskPhone(phone) }
}

const locked = async (context: Context, counted: string): Promise<Refusal<'verification-locked'> | undefined> => {
  const wait = await mustWait(context, wrongCodes, counted)
  return wait && refuse('verification-locked', { minutes: Math.ceil(wait.waitSeconds / 60) })
}

/** Behind the answer, so that nobody learns from its time whether somebody has the number. */
const sendLater = (context: Context, customer: Customer, code: string): void => {
  const send = async (): Promise<void> => {
    const sender = await textSenderOf(context)
    const { phone } = customer.details
    if (!sender || phone === undefined) return
    const { name } = await readLender(context)
    const text = wordsFor('code', 'zh', { lender: name, code, minutes: codeLife / 60_000 })
    await sender(context, { customerId: customer.customerId, phone, text, figures: [code] })
  }
  send().catch((error: unknown) => context.log.error({ error, customer: customer.customerId }, 'a code could not be sent'))
}

const hashOf = (context: Context, sessionId: string, code: string): Promise<Buffer> =>
  context.keys.keyedHash('one-time-codes', `${sessionId} ${code}`)

export type CodeSent = { readonly sentTo: string; readonly reaches: CodeRow['reaches']; readonly expiresAt: string; readonly again: number }

export const requestCode = async (
  context: Context, caller: CustomerCaller, asked: { readonly phone?: string | undefined; readonly address: string },
): Promise<CodeSent | Refusal<'invalid-request' | 'verification-unavailable' | 'verification-locked' | 'too-many-requests'>> => {
  const { db, clock } = context
  if (!(await textSenderOf(context))) return refuse('verification-unavailable')
  const tooMany = await refuseTooMany(context, fromOneAddress, asked.address)
  if (tooMany) return tooMany
  const target = await targetOf(context, caller, asked.phone)
  if (isRefusal(target)) return target
  const { counted } = target
  const refused = (await locked(context, counted)) ?? (await refuseTooMany(context, oneAMinute, counted)) ?? (await refuseTooMany(context, fiveAnHour, counted))
  if (refused) return refused
  const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0')
  const reaches = reachedBy(caller.level)
  const ends = codeEnds(clock.now())
  const { sessionId } = caller
  await putCode(db, {
    session_id: sessionId, customer_id: target.customer?.customerId ?? null, reaches, counted,
    code_hash: await hashOf(context, sessionId, code), ends_at: new Date(ends),
  })
  if (target.customer) sendLater(context, target.customer, code)
  return { sentTo: target.sentTo, reaches, expiresAt: new Date(ends).toISOString(), again: againAfter }
}

type Confirmed = Entered | Refusal<'code-wrong' | 'code-expired' | 'verification-locked' | 'session-expired'>

type ProvenCode = CodeRow & { readonly customer_id: string }

const confirmed = async (context: Context, tx: Tx, caller: CustomerCaller, token: string, row: ProvenCode): Promise<Confirmed> => {
  if (!(await takeCode(tx, row.session_id, row.code_hash))) return refuse('code-expired')
  const now = context.clock.now()
  const customer = await readCustomer(context, tx, row.customer_id)
  if (!customer || customer.erased) return refuse('code-expired')
  const payload = { customer: row.customer_id, session: row.session_id, level: row.reaches }
  await context.outbox.emit(tx, { kind: 'people.customer-verified', at: now, payload })
  const name = addressOf(customer.details)
  const self = { id: row.customer_id, level: row.reaches, ...(name === undefined ? {} : { name }) }
  const answer = (session: string, ends: Instant): Entered => ({ session, expiresAt: new Date(ends).toISOString(), customer: self })
  if (row.reaches === 'strongly-verified') {
    const until = instant(now + strongFor)
    await raiseSession(tx, caller.sessionId, until)
    return answer(token, until)
  }
  await joinVisitor(context, tx, caller.customerId, row.customer_id)
  const { token: session, endsAt } = await openCustomerSession(context, tx, row.customer_id, 'verified')
  return answer(session, endsAt)
}

/** Takes a code; a try is counted before the code is looked at, and committed whatever comes of it. */
export const confirmCode = async (context: Context, caller: CustomerCaller, token: string, given: string): Promise<Confirmed> => {
  const { db, clock } = context
  const row = await countTry(db, caller.sessionId)
  const counted = row?.counted ?? caller.sessionId
  const lock = await locked(context, counted)
  if (lock) return lock
  const hash = await hashOf(context, caller.sessionId, given.trim())
  const matches = row !== undefined && timingSafeEqual(hash, row.code_hash)
  const code = row && { endsAt: instant(row.ends_at.getTime()), triesBefore: row.triesBefore }
  const verdict = judgeTry(code, matches && row.customer_id !== null, clock.now())
  if (isRefusal(verdict)) {
    if (verdict.refused === 'code-wrong') await spend(context, wrongCodes, counted)
    return verdict
  }
  if (!row || row.customer_id === null) return refuse('code-expired')
  const proven = { ...row, customer_id: row.customer_id }
  return await db.transaction().execute((tx) => confirmed(context, tx, caller, token, proven))
}
