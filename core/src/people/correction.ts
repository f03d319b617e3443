import { type Refusal, refuse } from '../primitives/refusal.ts'

/** A customer says that something we hold of him is wrong (个人信息保护法 article 46); the desk looks and decides, and says why. */

/** The phone number and the payout card are none of these: they have a way of their own, with proof and waiting. */
export const correctableFields = ['name', 'idNumber', 'city', 'occupation', 'monthlyIncome', 'loan', 'other'] as const
export type CorrectableField = (typeof correctableFields)[number]

export const correctionStates = ['open', 'corrected', 'refused'] as const
export type CorrectionState = (typeof correctionStates)[number]

/** What the desk can put right itself; of the rest it says what was done elsewhere, such as in the loan's books. */
export const mayPutRight = (field: CorrectableField): field is 'name' | 'city' => field === 'name' || field === 'city'

/** Decided once; the same decision again changes nothing. */
export const decideCorrection = (state: CorrectionState, decision: Exclude<CorrectionState, 'open'>): 'decide' | 'decided' | Refusal<'correction-decided'> => {
  if (state === 'open') return 'decide'
  return state === decision ? 'decided' : refuse('correction-decided')
}
