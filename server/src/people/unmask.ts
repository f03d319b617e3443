import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { mayDo } from '@xinqiao/core/people/rights.ts'
import { type Sight, type SightField, sightOf } from '@xinqiao/core/people/sight.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { accessPolicy } from './access-policy.ts'
import { sealOf } from './customer-keys.ts'
import { cardOf, type Customer, type CustomerCard, personOf, readCustomer } from './customers.ts'
import { grantById, type GrantRow, insertGrant, liveGrants } from './unmask-store.ts'

/**
 * Whole numbers are shown to who said why he needs them: one customer's, the fields he named, for some minutes. The grant is written down
 * before anything is shown, and when it has ended the API covers the numbers again by itself.
 */

const liveFor = async ({ db, clock }: Context, { staffId, roles }: StaffCaller, customerId: string): Promise<readonly GrantRow[]> =>
  mayDo(roles, 'customer.unmask') ? await liveGrants(db, staffId, customerId, clock.now()) : []

/** What this member of staff is shown of this customer at this moment; an id of a joined record leads to its person. */
export const sightFor = async (context: Context, caller: StaffCaller, customerId: string): Promise<Sight> => {
  const grants = mayDo(caller.roles, 'customer.unmask') ? await liveFor(context, caller, await personOf(context.db, customerId)) : []
  return sightOf(caller.roles, grants.flatMap(({ fields }) => fields))
}

export const cardFor = async (context: Context, caller: StaffCaller, customer: Customer): Promise<CustomerCard & { unmasked?: { fields: SightField[]; until: string }[] }> => {
  const grants = await liveFor(context, caller, customer.customerId)
  const card = cardOf(customer, sightOf(caller.roles, grants.flatMap(({ fields }) => fields)))
  return grants.length === 0 ? card : { ...card, unmasked: grants.map(({ fields, ends_at: until }) => ({ fields: [...fields], until: until.toISOString() })) }
}

export type UnmaskAsked = { readonly id: string; readonly fields: readonly SightField[]; readonly reason: string }

export const unmask = async (
  context: Context, { staffId }: StaffCaller, customerId: string, { id, fields, reason }: UnmaskAsked,
): Promise<Customer | Refusal<'not-found' | 'grant-id-reused'>> => {
  const { db, clock, outbox } = context
  const customer = await readCustomer(context, db, customerId)
  if (!customer || customer.erased) return refuse('not-found')
  const now = clock.now()
  const asked = [...new Set(fields)]
  return await db.transaction().execute(async (tx) => {
    const sealed = await sealOf(context, tx, { customerId: customer.customerId, dataClass: 'oversight' }, reason, `unmask ${id}`)
    const endsAt = new Date(now + accessPolicy(clock).unmaskMinutes * 60_000)
    const row = { grant_id: id, customer_id: customer.customerId, staff_id: staffId, fields: asked, reason: sealed, granted_at: new Date(now), ends_at: endsAt }
    if (await insertGrant(tx, row)) {
      await outbox.emit(tx, { kind: 'people.customer-unmasked', at: now, payload: { staff: staffId, customer: customer.customerId, grant: id, fields: asked, until: endsAt.toISOString() } })
      return customer
    }
    const known = await grantById(tx, id)
    const same = known?.staff_id === staffId && known.customer_id === customer.customerId && known.fields.toSorted().join() === asked.toSorted().join()
    return same ? customer : refuse('grant-id-reused')
  })
}
