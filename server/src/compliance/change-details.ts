import type { CustomerCaller, StaffCaller } from '@xinqiao/contract/access.ts'
import { cancelChange as decideCancel, type ChangeKind, type ChangeRefusal, type ChangeState, isDue, requestChange } from '@xinqiao/core/people/detail-change.ts'
import { plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { maskCard, maskPhone } from '@xinqiao/core/people/sight.ts'
import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createLedger } from '../loan/ledger.ts'
import { accessPolicy } from '../people/access-policy.ts'
import { sealOf } from '../people/customer-keys.ts'
import { changeDetails, type Customer, personOf, readCustomer } from '../people/customers.ts'
import { canSendTexts } from '../people/text-message.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { isDatabaseGone, type Reader, type Tx } from '../platform/db.ts'
import { type ChangeRow, changeById, changesOf, dueChanges, type Ending, endChange, insertChange, lockChanges } from './change-store.ts'

/** Changes of the phone number and the payout card: asked for, told to the old number, waited for, stopped or brought into force. */

const bound = (changeId: string, which: 'old' | 'new'): string => `detail change ${changeId} ${which}`

export const maskOf = (kind: ChangeKind, value: string): string => (kind === 'phone' ? maskPhone(value) : maskCard(value))

/** The number before or after, whole: for the notices and for the moment at which it comes into force. */
export const openValue = async ({ keys }: Context, reader: Reader, row: ChangeRow, which: 'old' | 'new'): Promise<string | undefined> => {
  const sealed = which === 'old' ? row.old_value : row.new_value
  return sealed === null ? undefined : (await keys.open(reader, sealed, bound(row.change_id, which)))?.toString('utf8')
}

const payoutPending = async ({ clock }: Context, reader: Reader, customerId: string): Promise<boolean> =>
  (await createLedger(reader).loansOf(customerId, today(clock))).some(({ facts }) => facts.state === 'approved')

/** What a link in a notice carries: the change and a proof that we wrote it. Nothing of it is stored. */
const proofOf = async ({ keys }: Context, changeId: string): Promise<Buffer> =>
  createHmac('sha256', await keys.secret('change-cancel')).update(changeId).digest()

/** In hexadecimal: a dash between digits would read as a day to the gate that the notice passes. */
export const cancelToken = async (context: Context, changeId: string): Promise<string> => changeId.replaceAll('-', '') + (await proofOf(context, changeId)).toString('hex')

const changeOfToken = async (context: Context, token: string): Promise<string | undefined> => {
  const [, id, proof] = /^([0-9a-f]{32})([0-9a-f]{64})$/.exec(token) ?? []
  const changeId = id?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (changeId === undefined || proof === undefined) return undefined
  return timingSafeEqual(Buffer.from(proof, 'hex'), await proofOf(context, changeId)) ? changeId : undefined
}

export type ChangeShown = { readonly id: string; readonly kind: ChangeKind; readonly state: ChangeState; readonly to: string; readonly requestedAt: string; readonly appliesAt: string; readonly endedBy?: NonNullable<ChangeRow['ended_by']> }

const shownOf = async (context: Context, reader: Reader, row: ChangeRow): Promise<ChangeShown> => ({
  id: row.change_id, kind: row.kind, state: row.state, to: maskOf(row.kind, (await openValue(context, reader, row, 'new')) ?? ''),
  requestedAt: row.requested_at.toISOString(), appliesAt: row.applies_at.toISOString(), ...(row.ended_by === null ? {} : { endedBy: row.ended_by }),
})

const notify = (context: Context, tx: Tx, changeId: string, what: 'requested' | 'applied' | 'cancelled'): Promise<void> =>
  context.outbox.addJob(tx, 'compliance.tell-change', { changeId, what })

export type ChangeAsked = { readonly id: string; readonly kind: ChangeKind; readonly value: string }

const refusedBecause = async (context: Context, tx: Tx, customer: Customer, { kind, value }: ChangeAsked, now: Instant) => {
  const rows = await changesOf(tx, customer.customerId)
  const phoneChange = rows.find((row) => row.kind === 'phone' && row.state === 'applied')?.ended_at
  return requestChange(kind, plainNumber(value), {
    current: customer.details[kind], pending: rows.some(({ state }) => state === 'cooling'),
    payoutPending: kind === 'payoutCard' && (await payoutPending(context, tx, customer.customerId)),
    phoneChangedAt: phoneChange ? instant(phoneChange.getTime()) : undefined,
  }, accessPolicy(context.clock), now)
}

/** Asked for in a session that has just proven itself by a code. The old number is told in the same transaction, or nothing happens. */
export const askChange = async (
  context: Context, caller: CustomerCaller, asked: ChangeAsked,
): Promise<ChangeShown | ChangeRefusal | Refusal<'not-found' | 'verification-unavailable' | 'change-id-reused'>> => {
  const { db, clock, outbox } = context
  if (!(await canSendTexts(context))) return refuse('verification-unavailable')
  return await db.transaction().execute(async (tx) => {
    await lockChanges(tx, caller.customerId)
    const customer = await readCustomer(context, tx, caller.customerId)
    if (!customer || customer.erased) return refuse('not-found')
    const value = plainNumber(asked.value)
    const known = await changeById(tx, asked.id)
    if (known) {
      const same = known.customer_id === caller.customerId && known.kind === asked.kind && (await openValue(context, tx, known, 'new')) === value
      return same ? await shownOf(context, tx, known) : refuse('change-id-reused')
    }
    const now = clock.now()
    const decided = await refusedBecause(context, tx, customer, asked, now)
    const about = { customer: customer.customerId, session: caller.sessionId, what: asked.kind }
    if (isRefusal(decided)) {
      if (decided.refused !== 'invalid-request') await outbox.emit(tx, { kind: 'compliance.change-refused', at: now, payload: { ...about, why: decided.refused } })
      return decided
    }
    const of = { customerId: customer.customerId, dataClass: 'identity' } as const
    const old = customer.details[asked.kind]
    const row = {
      change_id: asked.id, customer_id: customer.customerId, kind: asked.kind, state: 'cooling', session_id: caller.sessionId,
      new_value: await sealOf(context, tx, of, value, bound(asked.id, 'new')),
      old_value: old === undefined ? null : await sealOf(context, tx, of, old, bound(asked.id, 'old')),
      requested_at: new Date(now), applies_at: new Date(decided.appliesAt),
    } as const
    await insertChange(tx, row)
    await outbox.emit(tx, { kind: 'compliance.change-requested', at: now, payload: { ...about, change: asked.id, appliesAt: row.applies_at.toISOString() } })
    await notify(context, tx, asked.id, 'requested')
    return await shownOf(context, tx, { ...row, ended_at: null, ended_by: null, staff_id: null })
  })
}

type Stop = { readonly by: Exclude<NonNullable<ChangeRow['ended_by']>, 'time'>; readonly customerId?: string; readonly staff?: StaffCaller; readonly reason?: string }

const stop = async (context: Context, changeId: string, { by, customerId, staff, reason = '' }: Stop): Promise<ChangeShown | Refusal<'not-found' | 'change-applied'>> => {
  const { db, clock, outbox } = context
  const found = await changeById(db, changeId)
  if (!found || (customerId !== undefined && found.customer_id !== customerId)) return refuse('not-found')
  return await db.transaction().execute(async (tx) => {
    await lockChanges(tx, found.customer_id)
    const row = (await changeById(tx, changeId)) ?? found
    const decided = decideCancel({ kind: row.kind, state: row.state, appliesAt: instant(row.applies_at.getTime()) })
    if (isRefusal(decided)) return decided
    if (row.state === 'cancelled') return await shownOf(context, tx, row)
    const now = clock.now()
    const ending: Ending = { state: 'cancelled', ended_at: new Date(now), ended_by: by, staff_id: staff?.staffId ?? null }
    await endChange(tx, changeId, ending)
    const of = { customerId: row.customer_id, dataClass: 'identity' } as const
    const why = reason === '' ? {} : { reason: (await sealOf(context, tx, of, reason, `cancel ${changeId}`)).toString('base64') }
    await outbox.emit(tx, { kind: 'compliance.change-cancelled', at: now, payload: { customer: row.customer_id, change: changeId, by, ...(staff ? { staff: staff.staffId } : {}), ...why } })
    await notify(context, tx, changeId, 'cancelled')
    return await shownOf(context, tx, { ...row, ...ending })
  })
}

export const cancelByLink = async (context: Context, token: string): Promise<ChangeShown | Refusal<'not-found' | 'change-applied'>> => {
  const changeId = await changeOfToken(context, token)
  return changeId === undefined ? refuse('not-found') : await stop(context, changeId, { by: 'link' })
}

export const cancelOwn = (context: Context, { customerId }: CustomerCaller, changeId: string): Promise<ChangeShown | Refusal<'not-found' | 'change-applied'>> =>
  stop(context, changeId, { by: 'customer', customerId })

export const cancelAtDesk = async (context: Context, staff: StaffCaller, change: { readonly customerId: string; readonly changeId: string; readonly reason: string }): Promise<ChangeShown | Refusal<'not-found' | 'change-applied'>> =>
  await stop(context, change.changeId, { by: 'staff', staff, customerId: await personOf(context.db, change.customerId), reason: change.reason })

export const readChanges = async (context: Context, customerId: string): Promise<ChangeShown[]> =>
  await Promise.all((await changesOf(context.db, customerId)).map((row) => shownOf(context, context.db, row)))

const applyOne = async (context: Context, changeId: string, customerId: string): Promise<void> => {
  const { db, clock, outbox } = context
  await db.transaction().execute(async (tx) => {
    await lockChanges(tx, customerId)
    const row = await changeById(tx, changeId)
    const now = clock.now()
    if (!row || !isDue({ kind: row.kind, state: row.state, appliesAt: instant(row.applies_at.getTime()) }, await payoutPending(context, tx, customerId), now)) return
    const value = await openValue(context, tx, row, 'new')
    if (value === undefined) return await endChange(tx, changeId, { state: 'cancelled', ended_at: new Date(now), ended_by: 'time', staff_id: null })
    await changeDetails(context, tx, customerId, row.kind === 'phone' ? { phone: value } : { payoutCard: value })
    await endChange(tx, changeId, { state: 'applied', ended_at: new Date(now), ended_by: 'time', staff_id: null })
    await outbox.emit(tx, { kind: 'compliance.change-applied', at: now, payload: { customer: customerId, change: changeId, what: row.kind } })
    await notify(context, tx, changeId, 'applied')
  })
}

/** Brings into force what has waited long enough; run by a job in whichever process, each change once. */
export const applyDueChanges = async (context: Context): Promise<void> => {
  for (const { change_id: changeId, customer_id: customerId } of await dueChanges(context.db, context.clock.now())) {
    await applyOne(context, changeId, customerId).catch((error: unknown) => {
      if (isDatabaseGone(error)) throw error
      // One that cannot be applied holds up no other; it is tried again with the next round.
      context.log.error({ error, customer: customerId, step: 'apply-change' }, 'a change could not be brought into force')
    })
  }
}

/** The row behind a notice. */
export const changeRow = ({ db }: Context, changeId: string): Promise<ChangeRow | undefined> => changeById(db, changeId)
