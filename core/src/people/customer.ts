import type { Day } from '../primitives/day.ts'
import type { Fen } from '../primitives/money.ts'

/** What the lender knows of a customer, kept sealed under the customer's own key. */
export type CustomerDetails = {
  readonly name?: string
  /** Digits only. */
  readonly phone?: string
  readonly idNumber?: string
  /** The card that loans are paid out to; digits only. */
  readonly payoutCard?: string
  /** Where he lives, as the tz database names it (Asia/Urumqi); the lender's own zone where nothing is said. */
  readonly timeZone?: string
  /** Since when a customer of the lender. */
  readonly since?: Day
  readonly city?: string
  readonly occupation?: Occupation
  /** Before tax, a month, as declared or proven at the last application. */
  readonly monthlyIncome?: Fen
  /** What other lenders get from him each month, as declared or read from the credit report. */
  readonly otherMonthlyDebt?: Fen
  readonly riskGrade?: RiskGrade
}

export const occupations = ['employed', 'self-employed', 'public-service', 'freelance', 'retired', 'not-working'] as const
export type Occupation = (typeof occupations)[number]

/** The lender's own grade, best first. */
export const riskGrades = ['A', 'B', 'C', 'D', 'E'] as const
export type RiskGrade = (typeof riskGrades)[number]
