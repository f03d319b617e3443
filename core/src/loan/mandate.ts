import type { Day } from '../primitives/day.ts'

/**
 * 代扣授权: from which card the instalments of a loan are debited. The port to whoever keeps the mandates: the lender's system, behind it
 * the customer's bank. Numbers are digits only, and go nowhere else.
 */

export type MandateCard = { readonly bank: string; readonly number: string; readonly holder: string }

/** `pending`: nobody can say yet; who asked hears of it later, from the bank or from a person. */
export type CardAnswer = { readonly answer: 'verified'; readonly by: string } | { readonly answer: 'refused'; readonly cause: string } | { readonly answer: 'pending' }

export type MandatePort = {
  /** Whether the bank knows this card as the customer's own, and lets it be debited. */
  readonly verifyCard: (card: MandateCard) => Promise<CardAnswer>
  /** Debits from `from` on the new card; the mandate before ends there. The same `id` is the same change. */
  readonly changeMandate: (asked: { readonly id: string; readonly loanRef: string; readonly card: MandateCard; readonly from: Day }) => Promise<void>
}
