/** What a `withLoan` template of a term may name; all of one loan of the customer, all as of one day. */
export const loanFields = [
  'productName', 'methodName', 'loanRef', 'principal', 'annualRate', 'annualisedCost', 'instalmentAmount', 'instalmentCount', 'instalmentsLeft',
  'instalmentsPaid', 'remainingPrincipal', 'nextDueDate', 'disbursedOn', 'dueAmount', 'duePrincipal', 'dueInterest', 'dueFee', 'daysOverdue',
  'overdueAmount', 'penaltyToDate', 'graceDays', 'payoffToday', 'prepaymentPenalty', 'interestSaved',
] as const

export type LoanField = (typeof loanFields)[number]

export const isLoanField = (name: string): name is LoanField => loanFields.some((field) => field === name)
