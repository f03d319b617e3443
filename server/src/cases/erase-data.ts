import type { CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import { addDays, isoDay } from '@xinqiao/core/primitives/day.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { personOf, readCustomer } from '../people/customers.ts'
import { sealOf } from '../people/customer-keys.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countsOf, dispose, endTalks } from './dispose-data.ts'
import { erasureById, type ErasureRow, erasuresOf, insertErasure, lockData, saveErasure } from './erasure-store.ts'
import { type Plan, planFor, type ReportLine, reportOf, retention } from './standing.ts'

/**
 * Erasure at the customer's wish (个人信息保护法 article 47). Two people of the desk agree, each having seen the plan; the second one's
 * word carries it out, by the plan of that moment. What a law or an open matter keeps stays, and the report says so.
 */

export type ErasureReport = {
  readonly lines: readonly ReportLine[]
  /** He is a customer no more; what stays lies sealed and is used for nothing else. */
  readonly ended: boolean
  /** Until then a backup may still hold what went. */
  readonly backupsUntil: string
}

/** What the chat demands of who asks there. */
const levelToErase = 'strongly-verified'

export const answerPlace = (id: string): string => `erasure ${id} answer`

/** In a session of his own, or told to somebody at the desk. */
type AskedBy = { readonly session: string } | { readonly staff: string }

const ask = async (
  { db, clock, outbox }: Context, customerId: string, by: AskedBy, id: string,
): Promise<undefined | Refusal<'erasure-id-reused' | 'erasure-waiting'>> =>
  await db.transaction().execute(async (tx) => {
    await lockData(tx, customerId)
    const known = await erasureById(tx, id)
    if (known) return known.customer_id === customerId ? undefined : refuse('erasure-id-reused')
    const waiting = (await erasuresOf(tx, customerId)).some(({ state }) => state === 'open' || state === 'agreed')
    if (waiting) return refuse('erasure-waiting')
    const at = clock.now()
    const [session, staff] = 'staff' in by ? [null, by.staff] : [by.session, null]
    await insertErasure(tx, { erasure_id: id, customer_id: customerId, session_id: session, asked_by: staff, requested_at: new Date(at) })
    await outbox.emit(tx, { kind: 'cases.erasure-requested', at, payload: { customer: customerId, erasure: id, ...(staff === null ? {} : { staff }) } })
    return undefined
  })

export const askErasure = (context: Context, { customerId, sessionId }: CustomerCaller, id: string): Promise<Awaited<ReturnType<typeof ask>>> =>
  ask(context, customerId, { session: sessionId }, id)

/** A voice on the phone proves nothing: he proves himself by a code on his own page while he speaks, as strongly as if he asked there. */
export const askErasureFor = async (
  context: Context, { staffId }: StaffCaller, customerId: string, id: string,
): Promise<Awaited<ReturnType<typeof ask>> | Refusal<'not-found' | 'caller-not-proven'>> => {
  const customer = await readCustomer(context, context.db, customerId)
  if (!customer || customer.erased) return refuse('not-found')
  if (customer.level !== levelToErase) return refuse('caller-not-proven')
  return await ask(context, customer.customerId, { staff: staffId }, id)
}

type Undecided = Refusal<'not-found' | 'erasure-decided' | 'erasure-four-eyes'>

const carryOut = async (context: Context, tx: Tx, row: ErasureRow, plan: Plan, staffId: string): Promise<void> => {
  const { clock, outbox } = context
  const now = clock.now()
  const gone = await dispose(context, tx, plan, plan.ends)
  const report: ErasureReport = { lines: reportOf(plan), ended: plan.ends, backupsUntil: isoDay(addDays(today(clock), retention().backupDays)) }
  await saveErasure(tx, row.erasure_id, { state: 'done', decided_by: staffId, decided_at: new Date(now), report: JSON.stringify(report) })
  const payload = { customer: row.customer_id, erasure: row.erasure_id, by: [row.agreed_by, staffId], gone: countsOf(gone), lines: report.lines, ended: report.ended, backupsUntil: report.backupsUntil }
  await outbox.emit(tx, { kind: 'cases.data-erased', at: now, payload })
}

/** The first who agrees is noted; the second one's word erases. Agreeing twice changes nothing. */
export const agreeToErasure = async (context: Context, { staffId }: StaffCaller, id: string): Promise<undefined | Undecided> => {
  const { db, clock, outbox } = context
  const found = await erasureById(db, id)
  if (!found) return refuse('not-found')
  const person = await personOf(db, found.customer_id)
  if (found.state === 'agreed' && found.agreed_by !== staffId) await endTalks(context, await planFor(context, db, person, 'erasure'))
  return await db.transaction().execute(async (tx) => {
    await lockData(tx, person)
    const row = (await erasureById(tx, id)) ?? found
    if (row.state === 'done') return undefined
    if (row.state === 'refused') return refuse('erasure-decided')
    if (row.asked_by === staffId) return refuse('erasure-four-eyes')
    if (row.state === 'open') {
      const at = clock.now()
      await saveErasure(tx, id, { state: 'agreed', agreed_by: staffId, agreed_at: new Date(at) })
      await outbox.emit(tx, { kind: 'cases.erasure-agreed', at, payload: { customer: row.customer_id, erasure: id, staff: staffId } })
      return undefined
    }
    if (row.agreed_by === staffId) return refuse('erasure-four-eyes')
    await carryOut(context, tx, row, await planFor(context, tx, person, 'erasure'), staffId)
    return undefined
  })
}

export const refuseErasure = async (context: Context, { staffId }: StaffCaller, id: string, answer: string): Promise<undefined | Undecided> => {
  const { db, clock, outbox } = context
  const found = await erasureById(db, id)
  if (!found) return refuse('not-found')
  return await db.transaction().execute(async (tx) => {
    await lockData(tx, found.customer_id)
    const row = (await erasureById(tx, id)) ?? found
    if (row.state === 'refused') return undefined
    if (row.state === 'done') return refuse('erasure-decided')
    const at = clock.now()
    const sealed = await sealOf(context, tx, { customerId: row.customer_id, dataClass: 'oversight' }, answer, answerPlace(id))
    await saveErasure(tx, id, { state: 'refused', decided_by: staffId, decided_at: new Date(at), answer: sealed })
    await outbox.emit(tx, { kind: 'cases.erasure-refused', at, payload: { customer: row.customer_id, erasure: id, staff: staffId } })
    return undefined
  })
}

/** What would go and what would stay, if it were carried out now. */
export const planOfErasure = async (context: Context, id: string): Promise<Plan | Refusal<'not-found'>> => {
  const row = await erasureById(context.db, id)
  return row ? await planFor(context, context.db, await personOf(context.db, row.customer_id), 'erasure') : refuse('not-found')
}
