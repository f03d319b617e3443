import { maskName, shownTo, type Sight } from '@xinqiao/core/people/sight.ts'
import { type IdentityLevel, identityLevels } from '@xinqiao/core/people/identity.ts'
import type { CustomerDetails } from '@xinqiao/core/people/customer.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { randomUUID } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { openDetails, sameDetails, sealDetails, searchHashes, wantedHashes } from './details.ts'
import {
  customersByHashes, customersByIds, customersByRefs, type CustomerRow, insertCustomer, liveLevels, lockCustomer, recordIdsOf, updateDetails,
} from './store.ts'

/**
 * What other rooms may ask about customers. Anonymous visitors are customers too, each with keys of his own.
 *
 * An anonymous visitor who proves who he is stays a record of his own, joined into the customer's: nothing is moved and nothing
 * sealed anew. So a room that lists "what belongs to a customer" asks for `recordsOf`, and one that shows somebody's name for
 * a row of an anonymous record asks for `personOf`.
 */
export type Customer = {
  readonly customerId: string
  readonly ref: string | undefined
  /** The highest level that somebody holds in a live session just now; what is known without one is `identified` at most. */
  readonly level: IdentityLevel
  readonly details: CustomerDetails
  /** Whom an unverified visitor is said to be; nothing of that customer's may be told to him. */
  readonly claimed: { readonly customerId: string; readonly name: string | undefined } | undefined
  /** Known only as somebody's proxy or guarantor: he owes nothing of his own. */
  readonly thirdPerson: boolean
  readonly erased: boolean
}

/** The customer's own record and those joined into it: together they are what he may see. The first is always his own. */
export const recordsOf = async (reader: Reader, customerId: string): Promise<readonly string[]> => {
  const ids = await recordIdsOf(reader, customerId)
  return [customerId, ...ids.filter((id) => id !== customerId)]
}

/** The customer that a record belongs to: itself, or the one it was joined into. */
export const personOf = async (reader: Reader, customerId: string): Promise<string> => {
  const [row] = await customersByIds(reader, [customerId])
  return row?.joined_into ?? customerId
}

const highest = (levels: readonly IdentityLevel[], atLeast: IdentityLevel): IdentityLevel =>
  identityLevels[Math.max(identityLevels.indexOf(atLeast), ...levels.map((level) => identityLevels.indexOf(level)))] ?? atLeast

const claimedBy = async (context: Context, reader: Reader, { claims }: CustomerRow): Promise<Customer['claimed']> => {
  const [row] = claims === null ? [] : await customersByIds(reader, [claims])
  return row && { customerId: row.customer_id, name: (await openDetails(context, reader, row)).name }
}

const customerOf = async (context: Context, reader: Reader, row: CustomerRow, levels: readonly IdentityLevel[]): Promise<Customer> => ({
  customerId: row.customer_id,
  ref: row.ref ?? undefined,
  level: highest(levels, row.ref === null && row.claims === null ? 'anonymous' : 'identified'),
  details: await openDetails(context, reader, row),
  claimed: await claimedBy(context, reader, row),
  thirdPerson: row.third_person,
  erased: row.erased_at !== null,
})

/** Customers by the ids of any of their records; an id of a joined record leads to the customer it was joined into. */
export const readCustomers = async (context: Context, reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Customer>> => {
  if (ids.length === 0) return new Map()
  const asked = await customersByIds(reader, [...new Set(ids)])
  const roots = [...new Set(asked.map((row) => row.joined_into ?? row.customer_id))]
  const known = new Map(asked.map((row) => [row.customer_id, row]))
  const missing = roots.filter((id) => !known.has(id))
  for (const row of missing.length === 0 ? [] : await customersByIds(reader, missing)) known.set(row.customer_id, row)
  const levels = roots.length === 0 ? [] : await liveLevels(reader, roots, context.clock.now())
  const people = new Map<string, Customer>()
  for (const id of roots) {
    const row = known.get(id)
    if (row) people.set(id, await customerOf(context, reader, row, levels.filter((one) => one.customer_id === id).map((one) => one.level)))
  }
  return new Map(asked.flatMap((row) => {
    const person = people.get(row.joined_into ?? row.customer_id)
    return person ? [[row.customer_id, person] as const] : []
  }))
}

export const readCustomer = async (context: Context, reader: Reader, id: string): Promise<Customer | undefined> =>
  (await readCustomers(context, reader, [id])).get(id)

/** The customers that the lender has under this phone number. */
export const customersOfPhone = async (context: Context, phone: string): Promise<readonly Customer[]> => {
  const rows = await customersByHashes(context.db, { phone_hash: await wantedHashes(context, 'phone_hash', phone) }, undefined, 2)
  const people = await readCustomers(context, context.db, rows.map((row) => row.customer_id))
  return [...people.values()]
}

export const customerIdOfRef = async (reader: Reader, ref: string): Promise<string | undefined> =>
  (await customersByRefs(reader, [ref]))[0]?.customer_id

/** The ids of many refs at once, for imports and seeds; unknown refs are left out. */
export const customerIdsOfRefs = async (reader: Reader, refs: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map(refs.length === 0 ? [] : (await customersByRefs(reader, refs)).map((row) => [row.ref ?? '', row.customer_id]))

/** A visitor; `claims` is the customer he is said to be, where somebody said so. */
export const createVisitor = async (context: Context, tx: Reader, claims?: string): Promise<string> => {
  const id = randomUUID()
  await insertCustomer(tx, { id, ref: null, claims, now: context.clock.now() })
  return id
}

/** The customer of that number; made where the desk does not know it yet, for the lender's site knows its customers before we do. */
export const ensureCustomer = async (context: Context, tx: Reader, ref: string): Promise<{ readonly customerId: string; readonly made: boolean }> => {
  const known = await customerIdOfRef(tx, ref)
  if (known !== undefined) return { customerId: known, made: false }
  const id = randomUUID()
  const made = await insertCustomer(tx, { id, ref, now: context.clock.now() })
  if (made) return { customerId: id, made: true }
  const others = await customerIdOfRef(tx, ref)
  if (others === undefined) throw new Error('a customer was neither made nor found')
  return { customerId: others, made: false }
}

/** Stores what the lender says of a customer, whole: what is absent is no longer known. */
export const saveCustomer = async (context: Context, tx: Reader, ref: string, details: CustomerDetails): Promise<'added' | 'changed' | 'same'> => {
  const { customerId, made } = await ensureCustomer(context, tx, ref)
  const [row] = await customersByIds(tx, [customerId])
  if (!row) throw new Error(`there is no customer ${customerId}`)
  if (!made && row.details !== null && sameDetails(await openDetails(context, tx, row), details)) return 'same'
  const sealed = await sealDetails(context, tx, customerId, details)
  await updateDetails(tx, customerId, sealed, await searchHashes(context, details))
  return made || row.details === null ? 'added' : 'changed'
}

/** Changes some of what is known of a customer and leaves the rest; waits for whoever else does so. */
export const changeDetails = async (context: Context, tx: Tx, customerId: string, changed: Partial<CustomerDetails>): Promise<void> => {
  const row = await lockCustomer(tx, customerId)
  if (!row) throw new Error(`there is no customer ${customerId}`)
  const details = { ...(await openDetails(context, tx, row)), ...changed }
  const sealed = await sealDetails(context, tx, customerId, details)
  await updateDetails(tx, customerId, sealed, await searchHashes(context, details))
}

export type CustomerCard = {
  readonly claims?: string
  readonly id: string
  readonly ref?: string
  readonly name: string
  readonly level: IdentityLevel
  readonly phone?: string
  readonly idNumber?: string
  readonly payoutCard?: string
  readonly since?: string
}

/** What the desk reads where a customer has no name. */
const nameless: Readonly<Record<'anonymous' | 'unnamed' | 'erased', string>> = { anonymous: '访客', unnamed: '客户', erased: '已删除' }

/** The name by which a list or a conversation shows a customer. Whom a visitor is only said to be stands covered, and said so. */
export const nameShown = ({ ref, details, claimed, erased }: Customer, sight: Sight): string => {
  const { name } = shownTo(sight, details)
  if (name !== undefined) return name
  if (erased) return nameless.erased
  if (ref !== undefined) return nameless.unnamed
  return claimed?.name === undefined ? nameless.anonymous : `${maskName(claimed.name)}（未核实）`
}

/** The name whole, for a document that is handed out to show whose it is; otherwise a list shows what `nameShown` gives. */
export const nameWhole = (customer: Customer): string => nameShown(customer, { name: 'full', phone: 'masked', idNumber: 'masked', payoutCard: 'masked', texts: 'masked' })

export const cardOf = (customer: Customer, sight: Sight): CustomerCard => {
  const { phone, idNumber, payoutCard } = shownTo(sight, customer.details)
  const { since } = customer.details
  return {
    id: customer.customerId,
    name: nameShown(customer, sight),
    level: customer.level,
    ...(customer.ref === undefined ? {} : { ref: customer.ref }),
    ...(customer.claimed === undefined ? {} : { claims: customer.claimed.customerId }),
    ...(phone === undefined ? {} : { phone }),
    ...(idNumber === undefined ? {} : { idNumber }),
    ...(payoutCard === undefined ? {} : { payoutCard }),
    ...(since === undefined ? {} : { since: isoDay(since) }),
  }
}
