import type { Reply, ReplyField } from '@xinqiao/core/knowledge/reply.ts'
import type { LoanFacts } from '@xinqiao/core/loan/facts.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { Figure } from '@xinqiao/core/primitives/figure.ts'
import { fill, type Filled, placeholders, type Values } from '@xinqiao/core/primitives/filling.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { loansOfCustomer } from '../loan/ledger.ts'
import { addressOf } from '@xinqiao/core/people/name.ts'
import { readCustomer } from '../people/customers.ts'
import { readLender } from '../people/lender.ts'
import type { Context } from '../platform/context.ts'
import { piecesInForce } from './pieces.ts'

/** Saved replies with what is known of the customer and his loan put in. What is not known stays `{named}` for the agent. */

export type FilledReply = { readonly reply: Reply; readonly text: string; readonly figures: Filled['figures']; readonly unfilled: readonly string[] }

type Known = Partial<Record<ReplyField, string | Figure>>

export type ReplyAbout = { readonly agentName: string; readonly customerId?: string | undefined; readonly loanRef?: string | undefined; readonly intent?: string | undefined }

const ofLoan = (loan: LoanFacts): Known => {
  const payoff = loan.payoff(loan.asOf)
  return {
    productName: loan.product.name,
    loanRef: loan.loanRef,
    remainingPrincipal: loan.remainingPrincipal,
    ...(loan.next ? { nextDueDate: loan.next.due, dueAmount: loan.next.amount } : {}),
    ...(loan.arrears ? { overdueAmount: loan.arrears.amount, daysOverdue: loan.arrears.daysOverdue } : {}),
    ...(isRefusal(payoff) ? {} : { payoffAmount: payoff.total, payoffGoodUntil: payoff.goodUntil }),
  }
}

/** The loan that is meant: the one named, or the only one that is still running. With two nobody guesses. */
const loanMeant = (loans: readonly LoanFacts[], loanRef: string | undefined): LoanFacts | undefined => {
  if (loanRef !== undefined) return loans.find((loan) => loan.loanRef === loanRef)
  const running = loans.filter(({ state }) => !['settled', 'refused'].includes(state))
  return running.length === 1 ? running[0] : undefined
}

const ofCustomer = async (context: Context, customerId: string, loanRef: string | undefined, day: Day): Promise<Known> => {
  const customer = await readCustomer(context, context.db, customerId)
  const name = customer && addressOf(customer.details)
  const loan = loanMeant(await loansOfCustomer(context, customerId, day), loanRef)
  return { ...(name === undefined ? {} : { customerName: name }), ...(loan ? ofLoan(loan) : {}) }
}

const fillReply = (reply: Reply, known: Known): FilledReply => {
  const names = placeholders(reply.text)
  const unfilled = names.filter((name) => known[name as ReplyField] === undefined)
  const values: Values = { ...known, ...Object.fromEntries(unfilled.map((name) => [name, `{${name}}`])) }
  const filled = fill(reply.text, values)
  if (isRefusal(filled)) throw new Error(`reply ${reply.id} has a place that was not filled`)
  return { reply, text: filled.text, figures: filled.figures, unfilled }
}

/** Saved replies in force; those for the intent first, where one is named. */
export const filledReplies = async (context: Context, { agentName, customerId, loanRef, intent }: ReplyAbout, day: Day): Promise<readonly FilledReply[]> => {
  const replies = await piecesInForce(context.db, 'reply', day)
  const { name: lenderName, hotline } = await readLender(context)
  const known: Known = {
    agentName, lenderName, ...(hotline === '' ? {} : { hotline }), ...(customerId === undefined ? {} : await ofCustomer(context, customerId, loanRef, day)),
  }
  const rank = ({ intents }: Reply): number => (intent !== undefined && intents.includes(intent) ? 0 : 1)
  return replies.toSorted((a, b) => rank(a) - rank(b)).map((reply) => fillReply(reply, known))
}
