import { addDays, dayOf } from '@xinqiao/core/primitives/day.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { customerIdOfRef } from '../../src/people/customers.ts'
import { appendEvents, insertLoans, loanByRef, type NewEvent } from '../../src/loan/store.ts'
import { createTestCustomer } from '../support/people.ts'
import { openTestContext } from '../support/server.ts'
import { demoOffers } from './offers.ts'

const { context } = await openTestContext()
const { db, clock } = context
const start = dayOf(2026, 3, 2)
const loanRef = 'AX2603000001'

await createTestCustomer(context, 'C1', { name: '测试' })
const customerId = (await customerIdOfRef(db, 'C1')) ?? ''
const [offer] = demoOffers
const [length] = offer?.lengths ?? []
if (!offer || !length) throw new Error('no offer')
await db.transaction().execute((tx) => insertLoans(tx, [{
  loanRef, customerId, productId: offer.productId, productVersion: offer.productVersion, agreement: offer.agreement(offer.amount.min, length, start),
}], clock.now()))

const paying = (count: number, from: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, at) => ({ loanRef, sourceRef: `P${from + at}`, event: { kind: 'repay', on: addDays(start, from + at), amount: fen(1n) } }))

test('many who write at once each find a place of their own, and an entry known by its number is written once', async () => {
  const written = await Promise.all(Array.from({ length: 8 }, (_, writer) =>
    db.transaction().execute((tx) => appendEvents(tx, [...paying(3, writer * 3), ...paying(5, 0)], clock.now()))))
  const { rows } = await sql<{ seq: number; source_ref: string }>`select seq, source_ref from loan_event order by seq`.execute(db)
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1))
  expect(new Set(rows.map(({ source_ref: ref }) => ref)).size).toBe(24)
  expect(written.reduce((sum, count) => sum + count, 0)).toBe(24)
  expect((await loanByRef(db, loanRef))?.events.length).toBe(24)
})
