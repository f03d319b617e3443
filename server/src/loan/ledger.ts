import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { LoanFacts } from '@xinqiao/core/loan/facts.ts'
import type { ExtensionAgreement, LoanAccount, LoanPort } from '@xinqiao/core/loan/loan-system.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import { mayBeTold, type Person, type Subject } from '@xinqiao/core/people/authorisation.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { authorisationsHeldBy } from '../people/authorisations.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { countOfCustomer, loanByRef, loansOfCustomer as recordsOfCustomer } from './store.ts'

const startOf = ({ facts }: LoanAccount): Day => facts.disbursedOn?.value ?? facts.application?.submittedOn.value ?? facts.asOf

const newestFirst = (accounts: readonly LoanAccount[]): readonly LoanAccount[] =>
  accounts.toSorted((a, b) => startOf(b) - startOf(a) || (a.facts.loanRef < b.facts.loanRef ? -1 : 1))

/** The built-in ledger: agreements and events of our own database, folded by core at every reading. */
export const createLedger = (reader: Reader): LoanPort => ({
  loansOf: async (customerId, day) => newestFirst((await recordsOfCustomer(reader, customerId)).flatMap((record) => accountOn(record, day) ?? [])),
  loan: async (loanRef, day) => {
    const record = await loanByRef(reader, loanRef)
    return record && accountOn(record, day)
  },
  payoff: async (loanRef, day, on) => {
    const record = await loanByRef(reader, loanRef)
    return record && accountOn(record, day)?.facts.payoff(on)
  },
})

/** What the engine folds of a loan that is paid out, and what its agreement says of moving its end. */
export type RunningLoan = {
  readonly loanRef: string; readonly terms: Terms; readonly events: readonly LoanEvent[]; readonly extension: ExtensionAgreement
  /** What it was made of. */
  readonly product: { readonly id: string; readonly version: number }
}

/** Those of the customer on a day. */
export const runningLoans = async (reader: Reader, customerId: string, day: Day): Promise<readonly RunningLoan[]> =>
  (await recordsOfCustomer(reader, customerId)).flatMap((record) => {
    const running = accountOn(record, day)?.record
    const { loanRef, productId, productVersion, agreement: { extension } } = record
    return running ? [{ loanRef, ...running, extension, product: { id: productId, version: productVersion } }] : []
  })

const toldOf = ({ facts }: LoanAccount): Subject => ({ about: facts.application === undefined ? 'loan' : 'application', loanRef: facts.loanRef })

/**
 * The loans that may be told to somebody who has proven who he is: his own, and after them those of others as far as he is their proxy or
 * guarantor at this moment. Of others' he is told nothing else.
 */
export const accountsToldTo = async ({ db, clock }: Pick<Context, 'db' | 'clock'>, customerId: string, day: Day): Promise<readonly LoanAccount[]> => {
  const ledger = createLedger(db)
  const held = Map.groupBy(await authorisationsHeldBy(db, customerId), (one) => one.customerId)
  const others = await Promise.all([...held].map(async ([owner, authorities]) => {
    const person: Person = { kind: 'other', level: 'verified', authorisations: authorities.map(({ authorisation }) => authorisation) }
    return (await ledger.loansOf(owner, day)).filter((account) => mayBeTold(person, toldOf(account), clock.now()))
  }))
  return [...(await ledger.loansOf(customerId, day)), ...others.flat()]
}

/** What may be told to a customer about loans on a day, the newest loan first; the seam to the answers. */
export const loansOfCustomer = async (context: Pick<Context, 'db' | 'clock'>, customerId: string, day: Day): Promise<readonly LoanFacts[]> =>
  (await accountsToldTo(context, customerId, day)).map(({ facts }) => facts)

/** Changes whenever anything is booked on a loan of the customer: agreements and events are only ever inserted. */
export const loanVersion = (reader: Reader, customerId: string): Promise<string> => countOfCustomer(reader, customerId)
