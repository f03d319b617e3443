import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sealOf } from '../people/customer-keys.ts'
import { customerIdOfRef, personOf, readCustomer } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { type HoldRow, insertHold, listHoldRows, lockData, lockHold, saveHold } from './erasure-store.ts'

/** Legal holds: set by one with a reason, lifted by two. While one stands, nothing of that customer is disposed of. */

const place = (id: string): string => `hold ${id}`

export type Hold = { readonly row: HoldRow; readonly reason: string }

const openHold = async ({ keys }: Context, reader: Reader, row: HoldRow): Promise<Hold> =>
  ({ row, reason: (await keys.open(reader, row.reason, place(row.hold_id)))?.toString('utf8') ?? '' })

export const listHolds = async (context: Context, limit: number): Promise<readonly Hold[]> =>
  await Promise.all((await listHoldRows(context.db, limit)).map((row) => openHold(context, context.db, row)))

const isUuid = (text: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)

export const setHold = async (
  context: Context, { staffId }: StaffCaller, { id, customer, reason }: { readonly id: string; readonly customer: string; readonly reason: string },
): Promise<undefined | Refusal<'not-found'>> => {
  const { db, clock, outbox } = context
  const found = (await customerIdOfRef(db, customer)) ?? (isUuid(customer) ? (await readCustomer(context, db, customer))?.customerId : undefined)
  if (found === undefined) return refuse('not-found')
  const person = await personOf(db, found)
  return await db.transaction().execute(async (tx) => {
    await lockData(tx, person)
    const at = clock.now()
    const sealed = await sealOf(context, tx, { customerId: person, dataClass: 'oversight' }, reason, place(id))
    if (!(await insertHold(tx, { hold_id: id, customer_id: person, reason: sealed, set_by: staffId, set_at: new Date(at) }))) return undefined
    await outbox.emit(tx, { kind: 'cases.hold-set', at, payload: { customer: person, hold: id, staff: staffId } })
    return undefined
  })
}

/** The first who asks is noted, the second one lifts it. */
export const liftHold = async ({ db, clock, outbox }: Context, { staffId }: StaffCaller, id: string): Promise<undefined | Refusal<'not-found' | 'erasure-four-eyes'>> =>
  await db.transaction().execute(async (tx) => {
    const row = await lockHold(tx, id)
    if (!row) return refuse('not-found')
    if (row.lifted_at !== null) return undefined
    if (row.lift_asked_by === staffId) return refuse('erasure-four-eyes')
    const at = clock.now()
    const lifts = row.lift_asked_by !== null
    await saveHold(tx, id, lifts ? { lifted_by: staffId, lifted_at: new Date(at) } : { lift_asked_by: staffId, lift_asked_at: new Date(at) })
    await outbox.emit(tx, { kind: lifts ? 'cases.hold-lifted' : 'cases.hold-lift-asked', at, payload: { customer: row.customer_id, hold: id, staff: staffId } })
    return undefined
  })
