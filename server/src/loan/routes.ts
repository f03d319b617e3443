import { getLoan, getMyLoan, listCustomerLoans, listMyLoans, quoteMyPayoff, quotePayoff } from '@xinqiao/contract/loans.ts'
import type { LoanAccount } from '@xinqiao/core/loan/loan-system.ts'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes } from '../platform/http.ts'
import { createLedger } from './ledger.ts'
import { cardOf, detailOf, payoffOf } from './wire.ts'

const notFound: Refusal<RefusalCode> = refuse('not-found')

const payoffAnswer = (account: LoanAccount, on: string | undefined) => {
  const day = on === undefined ? account.facts.asOf : parseDay(on)
  if (day === undefined) return refuse('quote-not-possible', { reason: '日期不存在' }, 'on')
  const payoff = account.facts.payoff(day)
  if (!isRefusal(payoff)) return payoffOf(payoff)
  return refuse('quote-not-possible', { reason: payoffRefusals[payoff.refused] ?? '这笔贷款现在不能结清' }, payoff.field)
}

/** Why a loan cannot be settled on a day, as said in the sentence of `quote-not-possible`. */
const payoffRefusals: Readonly<Record<string, string>> = {
  'loan-not-paid-out': '贷款还没有放款',
  'day-out-of-range': '只能查询今天起一年内的日期',
  'nothing-to-prepay': '贷款已经结清',
  'loan-written-off': '这笔贷款请联系人工处理',
}

export const routes: Routes<Context> = (api, { db, clock }) => {
  const ledger = createLedger(db)
  /** Another customer's loan is as if it were not there. */
  const own = async (customerId: string, loanRef: string): Promise<LoanAccount | undefined> => {
    const account = await ledger.loan(loanRef, today(clock))
    return account?.customerId === customerId ? account : undefined
  }

  implement(api, listMyLoans, async (call) => {
    const accounts = await ledger.loansOf(customerOf(call).customerId, today(clock))
    return { loans: accounts.map(cardOf) }
  })
  implement(api, getMyLoan, async (call) => {
    const account = await own(customerOf(call).customerId, call.params.loanRef)
    return account ? detailOf(account) : notFound
  })
  implement(api, quoteMyPayoff, async (call) => {
    const account = await own(customerOf(call).customerId, call.params.loanRef)
    return account ? payoffAnswer(account, call.query.on) : notFound
  })
  implement(api, listCustomerLoans, async ({ params }) => {
    const accounts = await ledger.loansOf(params.customerId, today(clock))
    return { loans: accounts.map(cardOf) }
  })
  implement(api, getLoan, async ({ params }) => {
    const account = await ledger.loan(params.loanRef, today(clock))
    return account ? detailOf(account) : notFound
  })
  implement(api, quotePayoff, async ({ params, query }) => {
    const account = await ledger.loan(params.loanRef, today(clock))
    return account ? payoffAnswer(account, query.on) : notFound
  })
}
