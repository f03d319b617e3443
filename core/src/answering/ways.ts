import { isIntent } from '../understanding/intent.ts'

/**
 * What is done with each intent: ONE table. An intent that is not here is answered from an approved article, or handed
 * over where there is none. `person` marks what a machine must not decide or smooth over (投诉, 困难协商, 资金差错, …).
 */

export type Way = 'own-loan' | 'quote' | 'person' | 'ask-person' | 'small-talk' | 'out-of-scope' | 'article'

const ways: Readonly<Record<string, Way>> = {
  rate: 'own-loan',
  'repayment-date': 'own-loan',
  'repayment-amount': 'own-loan',
  'how-to-repay': 'own-loan',
  'auto-debit': 'own-loan',
  'repayment-failed': 'own-loan',
  prepayment: 'own-loan',
  extension: 'own-loan',
  overdue: 'own-loan',
  'application-status': 'own-loan',
  quote: 'quote',
  complaint: 'person',
  suggestion: 'person',
  hardship: 'person',
  'credit-dispute': 'person',
  'payment-not-booked': 'person',
  refund: 'person',
  'collection-contact': 'person',
  'follow-up': 'person',
  'account-blocked': 'person',
  'human-agent': 'ask-person',
  'small-talk': 'small-talk',
  'out-of-scope': 'out-of-scope',
}

/** A label that a lender taught beside ours: nobody has said what a machine may answer to it, so a person does. */
export const wayOf = (intent: string): Way => ways[intent] ?? (isIntent(intent) ? 'article' : 'person')

/**
 * What may be answered on another's guess: general knowledge, and what the customer can read on his own page. Whoever is misled here has
 * read something true that he did not ask. Complaints, crises, money that moves, accounts, credit records and whatever a person
 * decides are not here, and a new intent is not until somebody adds it.
 */
const harmless: ReadonlySet<string> = new Set([
  'product-info', 'eligibility', 'rate', 'fee', 'quote', 'limit', 'repayment-method', 'loan-purpose', 'explain-term', 'how-to-apply',
  'materials', 'contract', 'application-status', 'repayment-date', 'repayment-amount', 'how-to-repay', 'statement', 'settlement-certificate',
  'service-hours', 'promotion',
])

export const isHarmless = (intent: string): boolean => harmless.has(intent)
