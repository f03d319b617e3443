import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { type Authorisation, type AuthorisationRefusal, checkAuthorisation, isInForce, type PersonRole, type Scope } from '@xinqiao/core/people/authorisation.ts'
import { isMobileNumber, plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { maskName, maskPhone } from '@xinqiao/core/people/sight.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import {
  authorisationById, type AuthorisationRow, authorisationsOf, endAuthorisationOnce, insertAuthorisation, markThirdPerson,
} from './authorisation-store.ts'
import { sealOf } from './customer-keys.ts'
import { type Customer, customerIdOfRef, customersOfPhone, readCustomer, readCustomers, saveCustomer } from './customers.ts'

/** Proxies, guarantors and contact persons of customers: recorded, read, ended. What they may be told is core's to say. */

/** An authority that somebody holds over a customer's matters, for rooms that tell of these. */
export type Held = { readonly customerId: string; readonly authorisation: Authorisation }

export const authorisationsHeldBy = async (reader: Reader, personId: string): Promise<readonly Held[]> =>
  (await authorisationsOf(reader, 'person_id', personId)).map(({ customerId, authorisation }) => ({ customerId, authorisation }))

/** Who guarantees loans of a customer at this moment, with the loans that each answers for. */
export const guarantorsOf = async ({ clock }: Pick<Context, 'clock'>, reader: Reader, customerId: string): Promise<readonly { readonly personId: string; readonly loanRefs: readonly string[] }[]> =>
  (await authorisationsOf(reader, 'customer_id', customerId)).flatMap(({ personId, authorisation }) =>
    (personId !== null && authorisation.role === 'guarantor' && isInForce(authorisation, clock.now()) ? [{ personId, loanRefs: authorisation.loanRefs ?? [] }] : []))

type Details = { readonly name: string; readonly phone?: string | undefined; readonly relation: string; readonly proof: string }

const bound = (id: string): string => `authorisation ${id}`

const openDetails = async ({ keys }: Context, reader: Reader, row: AuthorisationRow): Promise<Details> => {
  const plain = await keys.open(reader, row.details, bound(row.id))
  return plain ? (JSON.parse(plain.toString('utf8')) as Details) : { name: '', relation: '', proof: '' }
}

export type AuthorisationShown = {
  readonly id: string
  readonly role: PersonRole
  readonly scope: Scope[]
  readonly loanRefs?: string[]
  readonly from: string
  readonly until?: string
  readonly inForce: boolean
  readonly ended: boolean
  /** The other person; of one that is held, the customer whose matters they are. */
  readonly name: string
  readonly phone?: string
  readonly relation: string
  readonly proof?: string
  readonly personId?: string
}

const shownOf = (context: Context, { id, authorisation }: AuthorisationRow): Pick<AuthorisationShown, 'id' | 'role' | 'scope' | 'loanRefs' | 'from' | 'until' | 'inForce' | 'ended'> => {
  const { role, scope, loanRefs, from, until, ended } = authorisation
  return {
    id, role, scope: [...scope], from: isoDay(from), inForce: isInForce(authorisation, context.clock.now()), ended,
    ...(loanRefs === undefined ? {} : { loanRefs: [...loanRefs] }), ...(until === undefined ? {} : { until: isoDay(until) }),
  }
}

/** `side`: which papers the desk saw is the desk's; the customer reads whom he let. */
const givenOf = async (context: Context, row: AuthorisationRow, side: 'desk' | 'customer'): Promise<AuthorisationShown> => {
  const { name, phone, relation, proof } = await openDetails(context, context.db, row)
  return {
    ...shownOf(context, row), name, relation, ...(side === 'desk' ? { proof } : {}),
    ...(phone === undefined ? {} : { phone: maskPhone(phone) }), ...(row.personId === null ? {} : { personId: row.personId }),
  }
}

/** Of one that is held: the name of the customer covered, for who speaks for him knows it. */
const heldOf = async (context: Context, row: AuthorisationRow, customer: Customer | undefined): Promise<AuthorisationShown> => {
  const { relation } = await openDetails(context, context.db, row)
  return { ...shownOf(context, row), name: maskName(customer?.details.name ?? ''), relation, personId: row.customerId }
}

/** Those that a customer gave: to whom, for what, until when. */
export const readGiven = async (context: Context, customerId: string, side: 'desk' | 'customer'): Promise<AuthorisationShown[]> => {
  const rows = await authorisationsOf(context.db, 'customer_id', customerId)
  return await Promise.all(rows.map((row) => givenOf(context, row, side)))
}

/** Those that somebody holds. */
export const readHeld = async (context: Context, personId: string): Promise<AuthorisationShown[]> => {
  const rows = await authorisationsOf(context.db, 'person_id', personId)
  const customers = await readCustomers(context, context.db, rows.map(({ customerId }) => customerId))
  return await Promise.all(rows.map((row) => heldOf(context, row, customers.get(row.customerId))))
}

export type NewPerson = {
  readonly id: string
  readonly customerId: string
  readonly name: string
  readonly phone?: string | undefined
  readonly relation: string
  /** Which papers were seen: 授权委托书原件, 身份证件, 担保合同. */
  readonly proof: string
  readonly authorisation: Omit<Authorisation, 'ended'>
}

type PersonRefusal = AuthorisationRefusal | Refusal<'not-found' | 'invalid-request' | 'phone-in-use' | 'authorisation-id-reused'>

/** His own record, by which he comes in and proves who he is. A number that somebody else has already proves neither of them. */
const recordOf = async (context: Context, tx: Tx, { id, name, phone = '' }: NewPerson): Promise<string | Refusal<'phone-in-use'>> => {
  const [known, ...others] = await customersOfPhone(context, phone)
  if (known) return others.length === 0 && known.details.name === name ? known.customerId : refuse('phone-in-use')
  const ref = `T-${id}`
  await saveCustomer(context, tx, ref, { name, phone })
  const customerId = await customerIdOfRef(tx, ref)
  if (customerId === undefined) throw new Error('a record was saved and not found')
  await markThirdPerson(tx, customerId)
  return customerId
}

export const recordPerson = async (context: Context, { staffId }: StaffCaller, given: NewPerson): Promise<PersonRefusal | undefined> => {
  const { db, clock, outbox } = context
  const phone = given.phone === undefined ? undefined : plainNumber(given.phone)
  const isContact = given.authorisation.role === 'contact'
  const wrong = checkAuthorisation(given.authorisation)
  if (wrong) return wrong
  if (phone === undefined ? !isContact : !isMobileNumber(phone)) return refuse('invalid-request', { field: 'phone', problem: 'mobile-number' }, 'body.phone')
  const customer = await readCustomer(context, db, given.customerId)
  if (!customer || customer.erased) return refuse('not-found')
  return await db.transaction().execute(async (tx) => {
    const known = await authorisationById(tx, given.id)
    if (known) return known.customerId === customer.customerId && known.authorisation.role === given.authorisation.role ? undefined : refuse('authorisation-id-reused')
    const personId = isContact ? null : await recordOf(context, tx, { ...given, ...(phone === undefined ? {} : { phone }) })
    if (isRefusal(personId)) return personId as Refusal<'phone-in-use'>
    if (personId === customer.customerId) return refuse('phone-in-use')
    const { name, relation, proof } = given
    const details: Details = { name, relation, proof, ...(phone === undefined ? {} : { phone }) }
    const now = clock.now()
    const sealed = await sealOf(context, tx, { customerId: customer.customerId, dataClass: 'identity' }, JSON.stringify(details), bound(given.id))
    const row = {
      id: given.id, customerId: customer.customerId, personId: personId as string | null, authorisation: { ...given.authorisation, ended: false }, details: sealed,
      recordedBy: staffId, recordedAt: new Date(now),
    }
    if (!(await insertAuthorisation(tx, row))) return refuse('authorisation-id-reused')
    const { role, scope, until } = given.authorisation
    const payload = { staff: staffId, customer: customer.customerId, authorisation: given.id, role, scope: [...scope], until: until === undefined ? null : isoDay(until) }
    await outbox.emit(tx, { kind: 'people.authorisation-recorded', at: now, payload })
    return undefined
  })
}

/** From now on nothing is told by it; ending an ended one changes nothing. `staff`: who did it at the desk, and why. */
export const endAuthorisation = async (
  context: Context, id: string, { customerId, staff }: { readonly customerId?: string; readonly staff?: StaffCaller },
): Promise<Refusal<'not-found'> | AuthorisationRow> => {
  const { db, clock, outbox } = context
  const row = await authorisationById(db, id)
  if (!row || (customerId !== undefined && row.customerId !== customerId)) return refuse('not-found')
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    if (!(await endAuthorisationOnce(tx, id, new Date(now), staff?.staffId ?? null))) return
    await outbox.emit(tx, { kind: 'people.authorisation-ended', at: now, payload: { customer: row.customerId, authorisation: id, ...(staff ? { staff: staff.staffId } : {}) } })
  })
  return row
}
