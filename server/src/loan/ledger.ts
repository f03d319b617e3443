import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { LoanFacts } from '@xinqiao/core/loan/facts.ts'
import type { LoanAccount, LoanPort } from '@xinqiao/core/loan/loan-system.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
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

/** What may be told about a customer's loans on a day, the newest loan first; the seam to the answers. */
export const loansOfCustomer = async ({ db }: Pick<Context, 'db'>, customerId: string, day: Day): Promise<readonly LoanFacts[]> =>
  (await createLedger(db).loansOf(customerId, day)).map(({ facts }) => facts)

/** Changes whenever anything is booked on a loan of the customer: agreements and events are only ever inserted. */
export const loanVersion = (reader: Reader, customerId: string): Promise<string> => countOfCustomer(reader, customerId)
