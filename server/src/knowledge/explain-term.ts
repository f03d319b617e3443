import { explainTerm as explain, type Explanation, type Term } from '@xinqiao/core/knowledge/term.ts'
import { termLoan } from '@xinqiao/core/knowledge/term-loan.ts'
import type { LoanFacts } from '@xinqiao/core/loan/facts.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { loansOfCustomer } from '../loan/ledger.ts'
import type { Context } from '../platform/context.ts'
import { pieceInForce, pieceVersion } from './pieces.ts'

export type ExplainedTerm = { readonly term: Term; readonly explanation: Explanation }

/** With the loan under discussion where it is named, otherwise with the first loan that the explanation fits. */
const withLoans = async ({ db }: Context, term: Term, loans: readonly LoanFacts[]): Promise<Explanation> => {
  for (const loan of loans) {
    const product = await pieceVersion(db, 'product', loan.product.id, loan.product.version)
    const explanation = product && explain(term, termLoan(loan, product))
    if (explanation?.withLoan) return explanation
  }
  return explain(term)
}

const stillRunning = ({ state }: LoanFacts): boolean => !['applied', 'in-review', 'refused', 'approved', 'settled'].includes(state)

/**
 * A term in plain words as of a day; with the figures of a loan of the customer, where his identity is verified: the
 * caller hands in `customerId` only then.
 */
export const explainTerm = async (
  context: Context, termId: string, day: Day, customerId?: string, loanRef?: string,
): Promise<ExplainedTerm | undefined> => {
  const term = await pieceInForce(context.db, 'term', termId, day)
  if (!term) return undefined
  const loans = customerId === undefined || term.withLoan === undefined ? [] : await loansOfCustomer(context, customerId, day)
  const meant = loanRef === undefined ? loans.filter(stillRunning) : loans.filter((loan) => loan.loanRef === loanRef)
  return { term, explanation: await withLoans(context, term, meant) }
}
