import type { ChangeCardData } from '@xinqiao/core/cases/change-card/change-card.ts'
import type { Instruction } from '@xinqiao/core/cases/case.ts'
import type { MandateCard } from '@xinqiao/core/loan/mandate.ts'
import { createMandates } from '../loan/mandates.ts'
import type { Context } from '../platform/context.ts'
import { findCase } from './store.ts'
import { caseOf } from './work-case.ts'

/** What a change of card asks of whoever keeps the mandates. The number is read from the sealed case at this moment: no instruction holds it. */

/** Undefined where the case has ended meanwhile, and the number with it. */
const cardIn = async (context: Context, caseId: string): Promise<MandateCard | undefined> => {
  const row = await findCase(context.db, caseId)
  const theCase = row && (await caseOf(context, context.db, row))
  // Instructions about cards are given by this kind of case alone.
  const card = (theCase?.data as ChangeCardData | undefined)?.card
  return card?.number === undefined || card.holder === undefined ? undefined : { bank: card.bank, number: card.number, holder: card.holder }
}

/** The move by which the case hears of the answer; undefined where nobody waits for it any more. */
export const verifyCard = async (context: Context, caseId: string): Promise<{ readonly do: string; readonly input: object } | undefined> => {
  const card = await cardIn(context, caseId)
  if (!card) return undefined
  const answer = await createMandates(context).verifyCard(card)
  if (answer.answer === 'pending') return { do: 'no-answer-yet', input: {} }
  return answer.answer === 'verified' ? { do: 'verified', input: { reference: answer.by } } : { do: 'not-verified', input: { cause: answer.cause } }
}

export const changeMandate = async (context: Context, { id, loanRef, on }: Instruction, caseId: string): Promise<'booked' | undefined> => {
  const card = await cardIn(context, caseId)
  if (!card) return undefined
  if (on === undefined) throw new Error(`the instruction ${id} says not from when`)
  await createMandates(context).changeMandate({ id, loanRef, card, from: on })
  return 'booked'
}
