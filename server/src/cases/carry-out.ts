import type { Instruction } from '@xinqiao/core/cases/case.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { bookPrepayment } from '../loan/book-prepayment.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { findCase, readInstruction } from './store.ts'
import { moveCase } from './work-case.ts'

/**
 * Hands an instruction to the loan system and tells the case what became of it. Both may be repeated: the books know the
 * instruction's id, and the case its key. What the built-in ledger cannot do by itself waits for a person at the desk.
 */
export const carryOut = async (context: Context, instructionId: string): Promise<void> => {
  const found = await readInstruction(context.db, instructionId)
  if (!found) throw new Error(`there is no instruction ${instructionId}`)
  const { caseId, instruction } = found
  if (instruction.what === 'prepay') await prepay(context, caseId, instruction)
}

const prepay = async (context: Context, caseId: string, { id, loanRef, amount, full, effect }: Instruction): Promise<void> => {
  if (amount === undefined) throw new Error(`the instruction ${id} names no amount`)
  const row = await findCase(context.db, caseId)
  if (!row) throw new Error(`there is no case ${caseId}`)
  const booked = await bookPrepayment(context, { id, loanRef, on: today(context.clock), amount, full: full ?? false, effect: effect ?? 'instalment' })
  const report = isRefusal(booked)
    ? { do: 'debit-failed', key: `${id}:failed`, input: { reason: '扣款当日应还金额与确认时不一致' } }
    : { do: 'booked', key: `${id}:booked`, input: {} }
  const moved = await moveCase(context, caseId, { ...report, by: { party: 'loan-system' } })
  // An earlier run told it already, and the case has gone on since.
  if (isRefusal(moved) && moved.refused !== 'case-not-in-state' && moved.refused !== 'case-ended') throw new Error(`a booking could not be told: ${moved.refused}`)
}
