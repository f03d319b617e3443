import type { MandateCard, MandatePort } from '@xinqiao/core/loan/mandate.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { sql } from 'kysely'
import { sealOf } from '../people/customer-keys.ts'
import { readCustomer } from '../people/customers.ts'
import { runsDemo } from '../people/lender.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { derivedId } from '../platform/derived-id.ts'
import { endMandates, insertMandate, mandateBySource, standingMandates } from './mandate-store.ts'
import { loanByRef } from './store.ts'

/**
 * The debit mandates of the built-in ledger. It keeps them, and which card holds from when; no bank stands behind it. So it answers for no
 * card: a person asks the bank and writes down what it said. The demo has a stand-in that asks nobody either, and says so.
 */

const bound = (mandateId: string): string => `debit mandate ${mandateId}`

/** Of the demo's stand-in: what it answers goes by the last digit, so that every way can be tried. */
const standInAnswer = ({ number }: MandateCard): Awaited<ReturnType<MandatePort['verifyCard']>> => {
  if (number.endsWith('9')) return { answer: 'refused', cause: 'phone-mismatch' }
  return number.endsWith('8') ? { answer: 'pending' } : { answer: 'verified', by: '演示核验，没有联系银行' }
}

export const createMandates = (context: Context): MandatePort => ({
  verifyCard: async (card) => ((await runsDemo(context.db)) ? standInAnswer(card) : { answer: 'pending' }),
  changeMandate: ({ id, loanRef, card, from }) => context.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${loanRef}, 0))`.execute(tx)
    if (await mandateBySource(tx, id)) return
    const loan = await loanByRef(tx, loanRef)
    if (!loan) throw new Error(`the instruction ${id} is about no loan`)
    const { customerId } = loan
    const [mandateId, at] = [derivedId(`mandate ${id}`), context.clock.now()]
    await endMandates(tx, loanRef, isoDay(from))
    const sealed = await sealOf(context, tx, { customerId, dataClass: 'identity' }, JSON.stringify(card), bound(mandateId))
    await insertMandate(tx, { mandate_id: mandateId, source_ref: id, loan_ref: loanRef, customer_id: customerId, from_day: isoDay(from), made_at: new Date(at), sealed })
    await context.outbox.emit(tx, { kind: 'loan.mandate-changed', at, payload: { loanRef, mandate: mandateId, from: isoDay(from) } })
  }),
})

/** By loan, the card that is debited, digits only; where none was ever changed, the one that he gave when he applied. */
export const cardsOf = async (context: Context, reader: Reader, customerId: string): Promise<(loanRef: string) => string | undefined> => {
  const rows = await standingMandates(reader, customerId)
  const cards = new Map<string, string>()
  for (const row of rows) {
    const plain = await context.keys.open(reader, row.sealed, bound(row.mandate_id))
    if (plain) cards.set(row.loan_ref, (JSON.parse(plain.toString('utf8')) as MandateCard).number)
  }
  const given = (await readCustomer(context, reader, customerId))?.details.payoutCard
  return (loanRef) => cards.get(loanRef) ?? given
}
