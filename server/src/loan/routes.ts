import { getLoan, getMyLoan, listCustomerLoans, listMyLoans, quoteMyPayoff, quotePayoff } from '@xinqiao/contract/loans.ts'
import type { LoanAccount } from '@xinqiao/core/loan/loan-system.ts'
import { type Day, parseDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { readCustomer } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf } from '../platform/http.ts'
import { accountsToldTo, createLedger } from './ledger.ts'
import { cardOf, detailOf, payoffOf } from './wire.ts'

const notFound: Refusal<RefusalCode> = refuse('not-found')

const payoffAnswer = (account: LoanAccount, on: string | undefined) => {
  const payoff = account.facts.payoff(on === undefined ? account.facts.asOf : dayOf(on))
  if (!isRefusal(payoff)) return payoffOf(payoff)
  return toldCodes.find((code) => code === payoff.refused) ? (payoff as Refusal<RefusalCode>) : refuse('quote-not-possible')
}

/** Refusals of the engine that the table of the contract tells in their own words. */
const toldCodes: readonly RefusalCode[] = ['day-out-of-range', 'loan-not-paid-out', 'loan-written-off', 'nothing-to-prepay']

/** The contract takes only days that exist. */
const dayOf = (text: string): Day => {
  const day = parseDay(text)
  if (day === undefined) throw new Error('the contract let a day pass that does not exist')
  return day
}

export const routes: Routes<Context> = (api, context) => {
  const { db, clock } = context
  const ledger = createLedger(db)
  /** A loan that he may not be told of is as if it were not there. */
  const told = async (customerId: string, loanRef: string): Promise<LoanAccount | undefined> => {
    const account = await ledger.loan(loanRef, today(clock))
    if (account === undefined || account.customerId === customerId) return account
    return (await accountsToldTo(context, customerId, today(clock))).find(({ facts }) => facts.loanRef === loanRef)
  }
  const tellCard = (customerId: string) => (account: LoanAccount) => ({ ...cardOf(account), ...(account.customerId === customerId ? {} : { ofOther: true as const }) })

  implement(api, listMyLoans, async (call) => {
    const { customerId } = customerOf(call)
    return { loans: (await accountsToldTo(context, customerId, today(clock))).map(tellCard(customerId)) }
  })
  implement(api, getMyLoan, async (call) => {
    const account = await told(customerOf(call).customerId, call.params.loanRef)
    return account ? detailOf(account) : notFound
  })
  implement(api, quoteMyPayoff, async (call) => {
    const account = await told(customerOf(call).customerId, call.params.loanRef)
    return account ? payoffAnswer(account, call.query.on) : notFound
  })
  implement(api, listCustomerLoans, async (call) => {
    const { params } = call
    if (!(await readCustomer(context, db, params.customerId))) return notFound
    await recordView(context, { staffId: staffOf(call).staffId, customers: [params.customerId], what: 'loans' })
    const accounts = await ledger.loansOf(params.customerId, today(clock))
    return { loans: accounts.map(cardOf) }
  })
  implement(api, getLoan, async (call) => {
    const account = await ledger.loan(call.params.loanRef, today(clock))
    if (!account) return notFound
    await recordView(context, { staffId: staffOf(call).staffId, customers: [account.customerId], what: 'loans' })
    return detailOf(account)
  })
  implement(api, quotePayoff, async ({ params, query }) => {
    const account = await ledger.loan(params.loanRef, today(clock))
    return account ? payoffAnswer(account, query.on) : notFound
  })
}
