/**
 * What a customer may want answered: the closed list of intents. Their Chinese names and what each covers stand in
 * `content/understanding/intents.json`; a test holds the two lists equal. The ids are fixed, records refer to them.
 */
export const intents = [
  'product-info',
  'eligibility',
  'rate',
  'fee',
  'quote',
  'limit',
  'limit-increase',
  'repayment-method',
  'loan-purpose',
  'explain-term',
  'how-to-apply',
  'materials',
  'application-status',
  'application-rejected',
  'cancel-application',
  'disbursement',
  'verification-call',
  'identity-verification',
  'contract',
  'repayment-date',
  'repayment-amount',
  'how-to-repay',
  'auto-debit',
  'repayment-failed',
  'payment-not-booked',
  'prepayment',
  'extension',
  'change-repayment-date',
  'change-bank-card',
  'overdue',
  'hardship',
  'settlement-certificate',
  'refund',
  'reborrow',
  'statement',
  'change-phone',
  'login',
  'account-security',
  'close-account',
  'personal-info',
  'account-blocked',
  'credit-report',
  'credit-dispute',
  'human-agent',
  'complaint',
  'suggestion',
  'service-hours',
  'collection-contact',
  'follow-up',
  'promotion',
  'small-talk',
  'out-of-scope',
] as const

export type Intent = (typeof intents)[number]

const known: ReadonlySet<string> = new Set(intents)

export const isIntent = (text: string): text is Intent => known.has(text)
