import { refusalSentence, refusalTable, type RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { Instruction } from '@xinqiao/core/cases/case.ts'
import { wishIn } from '@xinqiao/core/cases/extension/extension.ts'
import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import { bookCorrection } from '../loan/book-correction.ts'
import { bookDayChange } from '../loan/book-day-change.ts'
import { bookDeferral } from '../loan/book-deferral.ts'
import { bookExtension } from '../loan/book-extension.ts'
import { pieceVersion } from '../knowledge/pieces.ts'
import { bookPayout } from '../loan/book-payout.ts'
import { bookPrepayment } from '../loan/book-prepayment.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { changeMandate, verifyCard } from './book-card.ts'
import { issueCertificate } from './issue-certificate.ts'
import { findCase, readInstruction } from './store.ts'
import { moveCase } from './work-case.ts'

/**
 * Hands an instruction to the loan system and tells the case what became of it. Both may be repeated: the books know the
 * instruction's id, and the case its key. What the built-in ledger cannot do by itself waits for a person at the desk.
 */

/** `input`: what goes with the move that tells the case; `do`: another move than that of a booking. Undefined: nobody waits for it any more. */
type Booking = (context: Context, instruction: Instruction, on: Day, caseId: string) =>
  Promise<'booked' | { readonly do?: string; readonly input: object } | Refusal | undefined>

const amountOf = ({ id, amount }: Instruction) => {
  if (amount === undefined) throw new Error(`the instruction ${id} names no amount`)
  return amount
}

const prepay: Booking = (context, instruction, on) => {
  const { id, loanRef, full = false, effect = 'instalment' } = instruction
  return bookPrepayment(context, { id, loanRef, on, amount: amountOf(instruction), full, effect })
}

const extend: Booking = (context, instruction, on) => {
  const { id, loanRef, days, periods, count } = instruction
  return bookExtension(context, { id, loanRef, on, wish: { fee: amountOf(instruction), ...wishIn({ days, periods, count }) } })
}

const defer: Booking = (context, instruction, on) => {
  const { id, loanRef, days, on: firstDue } = instruction
  if (days === undefined || firstDue === undefined) throw new Error(`the instruction ${id} says not how long`)
  return bookDeferral(context, { id, loanRef, on, days, firstDue, firstInstalment: amountOf(instruction) })
}

const changeDay: Booking = (context, instruction, on) => {
  const { id, loanRef, day, instead, on: firstDue } = instruction
  if (day === undefined || instead === undefined || firstDue === undefined) throw new Error(`the instruction ${id} says not which day`)
  return bookDayChange(context, { id, loanRef, on, day, instead, firstDue, firstInstalment: amountOf(instruction) })
}

const correct: Booking = (context, instruction, on) => {
  const { id, loanRef, action, on: paidOn } = instruction
  if (action === undefined || paidOn === undefined) throw new Error(`the instruction ${id} says not what to correct`)
  return bookCorrection(context, { id, loanRef, on, action, paidOn, amount: amountOf(instruction) })
}

const certify: Booking = async (context, { loanRef }, on, caseId) => {
  const issued = await issueCertificate(context, { loanRef, caseId, on })
  return isRefusal(issued) ? issued : { input: { number: issued } }
}

const payOut: Booking = async (context, instruction, on, caseId) => {
  const { id, loanRef, product: { id: productId, version } = { id: '', version: 0 }, count, on: appliedOn = on } = instruction
  const [row, product] = [await findCase(context.db, caseId), await pieceVersion(context.db, 'product', productId, version)]
  const term = product?.terms.find((each) => each.count === count)
  if (!row || !product || !term) throw new Error(`the instruction ${id} names no product that was offered`)
  const agreement = offerOf(product).agreement(amountOf(instruction), term, on)
  const booked = await bookPayout(context, { loanRef, customerId: row.customer_id, productId, productVersion: version, agreement, appliedOn, on })
  return isRefusal(booked) ? booked : { input: { loanRef } }
}

type Entry = { readonly book: Booking; readonly booked?: string; readonly failed?: string }

/** What the built-in ledger books, and the moves that tell the case: that it did, and why it could not. */
const bookings: Readonly<Partial<Record<Instruction['what'], Entry>>> = {
  prepay: { book: prepay, failed: 'debit-failed' },
  extend: { book: extend },
  defer: { book: defer },
  'change-day': { book: changeDay },
  'verify-card': { book: (context, _instruction, _on, caseId) => verifyCard(context, caseId) },
  'change-card': { book: (context, instruction, _on, caseId) => changeMandate(context, instruction, caseId) },
  correct: { book: correct },
  'pay-out': { book: payOut },
  certificate: { book: certify, booked: 'certificate-made' },
}

const isKnown = (code: string): code is RefusalCode => Object.hasOwn(refusalTable, code)

/** Why nothing was booked, in words for the customer. */
const reasonOf = ({ refused, about }: Refusal): string => (isKnown(refused) ? refusalSentence(refused, 'zh', about) : '账务系统暂时不能入账')

export const carryOut = async (context: Context, instructionId: string): Promise<void> => {
  const found = await readInstruction(context.db, instructionId)
  if (!found) throw new Error(`there is no instruction ${instructionId}`)
  const { caseId, instruction } = found
  const booking = bookings[instruction.what]
  if (!booking) return
  const { id } = instruction
  const booked = await booking.book(context, instruction, today(context.clock), caseId)
  if (!booked) return
  const { booked: told = 'booked', failed = 'booking-failed' } = booking
  const report = isRefusal(booked) ? { do: failed, key: `${id}:failed`, input: { reason: reasonOf(booked) } }
    : { do: told, key: `${id}:booked`, ...(booked === 'booked' ? { input: {} } : booked) }
  const moved = await moveCase(context, caseId, { ...report, by: { party: 'loan-system' } })
  // An earlier run told it already, and the case has gone on since.
  if (isRefusal(moved) && moved.refused !== 'case-not-in-state' && moved.refused !== 'case-ended') throw new Error(`a booking could not be told: ${moved.refused}`)
}
