import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { type ContactRefusal, dialBefore, judgeContact } from '@xinqiao/core/compliance/contact-limits.ts'
import { type CallResult, isConnected, type PermitState, report } from '@xinqiao/core/compliance/dial-permit.ts'
import { mayDo, rights, roles, rolesWith } from '@xinqiao/core/people/rights.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { type Instant, instant, localTime } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { accessPolicy } from '../people/access-policy.ts'
import { sealOf } from '../people/customer-keys.ts'
import { type Customer, readCustomer } from '../people/customers.ts'
import { createLedger } from '../loan/ledger.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { contactFacts, limitsToday, type Meant, zoneOf } from './contact-limits.ts'
import { callsOf, insertPermit, lapse, lockContacts, permitById, type PermitRow, placesTaken, saveReport, wasDialledToCollect } from './dial-store.ts'

/**
 * Dial permits and the calls that come of them. Whoever wants one holds the debtor's lock while the day's calls are counted, so that
 * of any number of agents in any number of processes no more get a place than the day has.
 */

export type DialAsked = { readonly id: string; readonly customerId: string; readonly purpose: PermitRow['purpose']; readonly loanRef?: string | undefined }

export type Permit = {
  readonly id: string
  readonly state: PermitState
  readonly purpose: PermitRow['purpose']
  readonly endsAt: string
  /** Whole, for whoever holds a permit must dial it; only while the permit lasts. */
  readonly phone?: string
}

type DialRefused = ContactRefusal | Refusal<'not-found' | 'not-allowed' | 'phone-unknown' | 'permit-id-reused'>

const permitOf = ({ permit_id: id, state, purpose, ends_at: endsAt }: PermitRow, phone: string | undefined, now: Instant): Permit => ({
  id, state, purpose, endsAt: endsAt.toISOString(),
  ...(phone !== undefined && state === 'reserved' && endsAt.getTime() > now ? { phone } : {}),
})

const askedBefore = (row: PermitRow, { staffId }: StaffCaller, asked: DialAsked, customer: Customer, now: Instant): Permit | Refusal<'permit-id-reused'> => {
  const same = row.staff_id === staffId && row.customer_id === customer.customerId && row.purpose === asked.purpose && row.loan_ref === (asked.loanRef ?? null)
  return same ? permitOf(row, customer.details.phone, now) : refuse('permit-id-reused')
}

const firstFree = (taken: readonly number[]): number => {
  let place = 1
  while (taken.includes(place)) place += 1
  return place
}

type Reserving = { readonly caller: StaffCaller; readonly asked: DialAsked; readonly customer: Customer; readonly meant: Meant }

const reserveLocked = async (context: Context, tx: Tx, { caller, asked, customer, meant }: Reserving): Promise<Permit | DialRefused> => {
  const { clock, outbox } = context
  const { customerId } = customer
  await lockContacts(tx, customerId)
  // The moment that counts is the one at which this caller's turn has come.
  const now = clock.now()
  const known = await permitById(tx, asked.id)
  if (known) return askedBefore(known, caller, asked, customer, now)
  const facts = await contactFacts({ ...context, db: tx as unknown as Context['db'] }, customer, meant)
  const limits = await limitsToday(context, facts.zone, tx)
  const day = isoDay(localTime(now, facts.zone).day)
  await lapse(tx, customerId, now)
  const taken = await placesTaken(tx, customerId, day, now)
  const refused = judgeContact(limits, meant, { ...facts, callsTaken: taken.length }, now)
  const about = { customer: customerId, staff: caller.staffId, purpose: asked.purpose }
  if (refused) {
    await outbox.emit(tx, { kind: 'compliance.contact-refused', at: now, payload: { ...about, why: refused.refused, rule: String(refused.about['rule'] ?? '') } })
    return refused
  }
  const collects = asked.purpose === 'collection'
  const row = {
    permit_id: asked.id, customer_id: customerId, day, place: collects ? firstFree(taken) : null, purpose: asked.purpose,
    party: facts.party === 'guarantor' ? 'guarantor' : 'debtor', loan_ref: asked.loanRef ?? null, state: 'reserved', staff_id: caller.staffId,
    reserved_at: new Date(now), ends_at: new Date(dialBefore(collects ? limits : {}, facts.zone, now, accessPolicy(clock).permitMinutes)),
  } as const
  await insertPermit(tx, row)
  await outbox.emit(tx, { kind: 'compliance.dial-permitted', at: now, payload: { ...about, permit: asked.id } })
  return permitOf({ ...row, reported_at: null, result: null, note: null }, customer.details.phone, now)
}

const notAllowed = (right: 'collection.contact'): Refusal<'not-allowed'> =>
  refuse('not-allowed', { right: rights[right], ask: rolesWith(right).map((role) => roles[role]).join('、') })

/** Asks for a permit to dial. The same id gives the same permit, however often and by however many requests at once it is asked for. */
export const reserveDial = async (context: Context, caller: StaffCaller, asked: DialAsked): Promise<Permit | DialRefused> => {
  if (asked.purpose === 'collection' && !mayDo(caller.roles, 'collection.contact')) return notAllowed('collection.contact')
  const customer = await readCustomer(context, context.db, asked.customerId)
  if (!customer || customer.erased) return refuse('not-found')
  if (customer.details.phone === undefined) return refuse('phone-unknown')
  if (asked.loanRef !== undefined && !(await createLedger(context.db).loan(asked.loanRef, today(context.clock)))) return refuse('not-found')
  const meant: Meant = { means: 'call', purpose: asked.purpose, ...(asked.loanRef === undefined ? {} : { loanRefs: [asked.loanRef] }) }
  return await context.db.transaction().execute((tx) => reserveLocked(context, tx, { caller, asked, customer, meant }))
}

const bound = (permitId: string): string => `call ${permitId}`

const sealedNote = async (context: Context, tx: Tx, row: PermitRow, note: string): Promise<Buffer | null> =>
  note === '' ? null : await sealOf(context, tx, { customerId: row.customer_id, dataClass: 'contact' }, note, bound(row.permit_id))

/** Empty where there is none, or where the customer's key was destroyed. */
const openNote = async ({ keys, db }: Context, row: PermitRow): Promise<{ readonly note?: string }> => {
  const note = row.note && (await keys.open(db, row.note, bound(row.permit_id)))
  return note ? { note: note.toString('utf8') } : {}
}

const reportLocked = async (
  context: Context, tx: Tx, row: PermitRow, { result, note }: { readonly result: CallResult; readonly note: string },
): Promise<Permit | Refusal<'call-reported-already'>> => {
  const { clock, outbox } = context
  const now = clock.now()
  const customer = await readCustomer(context, tx, row.customer_id)
  if (!customer) throw new Error(`there is no customer ${row.customer_id}`)
  const taken = await placesTaken(tx, row.customer_id, row.day, now)
  const most = (await limitsToday(context, zoneOf(customer), tx)).callsADay?.value ?? Infinity
  const permit = { state: row.state, endsAt: instant(row.ends_at.getTime()) }
  const reported = report(permit, result, most - taken.length, now)
  if (isRefusal(reported) || row.reported_at !== null) return isRefusal(reported) ? reported : permitOf(row, undefined, now)
  const keeps = row.purpose === 'collection' && reported.state === 'connected'
  const place = keeps ? (taken.includes(row.place ?? 0) ? row.place : firstFree(taken)) : null
  const state = row.purpose === 'collection' || reported.state !== 'over-limit' ? reported.state : 'connected'
  await lapse(tx, row.customer_id, now)
  await saveReport(tx, row.permit_id, { state, place, reported_at: new Date(now), result, note: await sealedNote(context, tx, row, note) })
  const payload = { customer: row.customer_id, staff: row.staff_id, permit: row.permit_id, purpose: row.purpose, result, state, late: reported.late }
  await outbox.emit(tx, { kind: 'compliance.call-reported', at: now, payload })
  return permitOf({ ...row, state }, undefined, now)
}

/** Says what came of a call. Saying it again changes nothing; a note of the first report stays. */
export const reportCall = async (
  context: Context, caller: StaffCaller, permitId: string, said: { readonly result: CallResult; readonly note: string },
): Promise<Permit | Refusal<'not-found' | 'permit-not-yours' | 'call-reported-already'>> => {
  const found = await permitById(context.db, permitId)
  if (!found) return refuse('not-found')
  if (found.staff_id !== caller.staffId) return refuse('permit-not-yours')
  return await context.db.transaction().execute(async (tx) => {
    await lockContacts(tx, found.customer_id)
    const row = await permitById(tx, permitId)
    if (!row) throw new Error(`permit ${permitId} was there a moment ago`)
    return await reportLocked(context, tx, row, said)
  })
}

export type Contacts = {
  readonly today: { readonly connected: number; readonly reserved: number; readonly most?: number }
  /** Why no collection call may be made now; absent where one may. */
  readonly refusal?: ContactRefusal
  readonly calls: readonly {
    readonly id: string
    readonly at: string
    readonly purpose: PermitRow['purpose']
    readonly state: PermitState
    readonly result?: CallResult
    readonly note?: string
    readonly by: { readonly staffId: string; readonly name: string }
    readonly loanRef?: string
    readonly endsAt: string
  }[]
}

/** The calls of a customer and whether another may be made now; undefined where there is no such customer. */
export const readContacts = async (context: Context, customerId: string, limit: number): Promise<Contacts | undefined> => {
  const { db, clock } = context
  const customer = await readCustomer(context, db, customerId)
  if (!customer) return undefined
  const now = clock.now()
  const meant: Meant = { means: 'call', purpose: 'collection' }
  const facts = await contactFacts(context, customer, meant)
  const limits = await limitsToday(context, facts.zone)
  const day = isoDay(localTime(now, facts.zone).day)
  const rows = await callsOf(db, customer.customerId, limit)
  const taken = (await placesTaken(db, customer.customerId, day, now)).length
  const connected = rows.filter((row) => row.day === day && row.purpose === 'collection' && (row.state === 'connected' || row.state === 'over-limit')).length
  const refusal = judgeContact(limits, meant, { ...facts, callsTaken: taken }, now)
  const calls = rows.map(async (row) => ({
    id: row.permit_id, at: row.reserved_at.toISOString(), purpose: row.purpose, endsAt: row.ends_at.toISOString(),
    state: row.state === 'reserved' && row.ends_at.getTime() <= now ? ('lapsed' as const) : row.state,
    by: { staffId: row.staff_id, name: row.staff_name },
    ...(row.result === null ? {} : { result: row.result }),
    ...(row.loan_ref === null ? {} : { loanRef: row.loan_ref }),
    ...(await openNote(context, row)),
  }))
  const held = rows.filter((row) => row.day === day && row.purpose === 'collection' && row.state === 'reserved' && row.ends_at.getTime() > now && !isConnected(row.result ?? 'not-dialled')).length
  return {
    today: { connected, reserved: held, ...(limits.callsADay ? { most: limits.callsADay.value } : {}) },
    ...(refusal ? { refusal } : {}),
    calls: await Promise.all(calls),
  }
}

/** Whether any of these was called to collect: such calls are kept for longer. */
export const wasCalledToCollect = (reader: Reader, records: readonly string[]): Promise<boolean> => wasDialledToCollect(reader, records)
