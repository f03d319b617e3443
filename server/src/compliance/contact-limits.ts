import { type Contact, type ContactFacts, type ContactLimits, contactLimitsOn, type ContactRefusal, judgeContact } from '@xinqiao/core/compliance/contact-limits.ts'
import { guarantees } from '@xinqiao/core/people/authorisation.ts'
import type { LoanAccount } from '@xinqiao/core/loan/loan-system.ts'
import { localTime, type Zone } from '@xinqiao/core/primitives/instant.ts'
import { createLedger } from '../loan/ledger.ts'
import { accessPolicy } from '../people/access-policy.ts'
import { authorisationsHeldBy } from '../people/authorisations.ts'
import { mayUseData } from '../people/consents.ts'
import { type Customer, readCustomer } from '../people/customers.ts'
import { zoneNamed } from '../people/time-zone.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { lawsToday } from './laws.ts'

/** What stands in the way of contacting a customer at this moment: the limits of the day, and the facts they are held against. */

export const limitsToday = async (context: Context, zone: Zone, reader: Reader = context.db): Promise<ContactLimits> =>
  contactLimitsOn((await lawsToday(context, reader)).rules, localTime(context.clock.now(), zone).day)

export const zoneOf = ({ details }: Customer): Zone => zoneNamed(details.timeZone)

const isKept = ({ facts, movements }: LoanAccount): boolean => movements.some(({ kind }) => kind === 'defer') && facts.arrears === undefined && facts.state !== 'settled'

const keptPlanOf = (accounts: readonly LoanAccount[], cards: readonly string[]): ContactFacts['keptPlan'] => {
  const kept = accounts.filter(isKept)
  if (kept.length === 0) return 'none'
  return kept.some(({ facts }) => cards.includes(facts.product.id)) ? 'card' : 'loan'
}

/**
 * Whoever is not surely the lender's own customer may be anybody; and about a loan that is not his only he is asked who answers
 * for it, for to anybody else the call itself would tell of the debt.
 */
const partyOf = async ({ db, clock }: Context, { customerId, ref, thirdPerson }: Customer, loanRefs: readonly string[]): Promise<ContactFacts['party']> => {
  if (ref === undefined) return 'third-person'
  const ledger = createLedger(db)
  const owners = await Promise.all(loanRefs.map(async (loanRef) => (await ledger.loan(loanRef, today(clock)))?.customerId))
  if (owners.every((owner) => owner === customerId) && !thirdPerson) return 'debtor'
  const held = (await authorisationsHeldBy(db, customerId)).map(({ authorisation }) => authorisation)
  return loanRefs.length > 0 && loanRefs.every((loanRef, place) => owners[place] === customerId || guarantees(held, loanRef, clock.now())) ? 'guarantor' : 'third-person'
}

/** The loans named, whoever's they are, or where none is all of his own. */
const accountsMeant = async ({ db, clock }: Context, customerId: string, loanRefs: readonly string[]): Promise<readonly LoanAccount[]> => {
  const ledger = createLedger(db)
  if (loanRefs.length === 0) return await ledger.loansOf(customerId, today(clock))
  return (await Promise.all(loanRefs.map((loanRef) => ledger.loan(loanRef, today(clock))))).filter((account) => account !== undefined)
}

export type Meant = Contact & {
  /** Loans that the contact is about; none: whatever he owes. */
  readonly loanRefs?: readonly string[]
}

/** All but how many calls there were, which only who holds the lock can tell. */
export const contactFacts = async (context: Context, customer: Customer, { purpose, loanRefs = [] }: Meant): Promise<Omit<ContactFacts, 'callsTaken'>> => {
  const { clock } = context
  const accounts = purpose === 'collection' ? await accountsMeant(context, customer.customerId, loanRefs) : []
  return {
    party: await partyOf(context, customer, loanRefs),
    zone: zoneOf(customer),
    keptPlan: keptPlanOf(accounts, accessPolicy(clock).cardProducts),
    marketingConsent: purpose === 'marketing' && (await mayUseData(context, customer.customerId, 'marketing')),
  }
}

/** Why a message of this purpose must not go to the customer now; undefined where it may. Asked by `send` for everything that leaves the desk. */
export const checkContact = async (context: Context, customerId: string, meant: Omit<Meant, 'means'>): Promise<ContactRefusal | undefined> => {
  if (meant.purpose === 'service' || meant.purpose === 'notice') return undefined
  const customer = await readCustomer(context, context.db, customerId)
  if (!customer) throw new Error(`there is no customer ${customerId}`)
  const message: Meant = { ...meant, means: 'message' }
  const facts = await contactFacts(context, customer, message)
  return judgeContact(await limitsToday(context, facts.zone), message, { ...facts, callsTaken: 0 }, context.clock.now())
}
