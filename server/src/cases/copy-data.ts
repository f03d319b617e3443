import { cardOf } from '../loan/wire.ts'
import { createLedger } from '../loan/ledger.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { Readable } from 'node:stream'
import { readChanges } from '../compliance/change-details.ts'
import { readContacts } from '../compliance/dial-permits.ts'
import { talksOf } from '../conversations/copy-talks.ts'
import { readGiven, readHeld } from '../people/authorisations.ts'
import { readConsents } from '../people/consents.ts'
import { readCorrections } from '../people/corrections.ts'
import { type Customer, readCustomer, recordsOf } from '../people/customers.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { kinds } from './kinds.ts'
import { casesOfCustomer } from './store.ts'

/**
 * A copy of what the desk holds of a customer (个人信息保护法 article 45): one JSON document, written out as it is read, so that its
 * length costs no memory. Numbers stand whole, for they are his.
 */

const personOf = ({ ref, details }: Customer): object => {
  const { since, monthlyIncome, otherMonthlyDebt, ...rest } = details
  return {
    ref, ...rest, ...(since === undefined ? {} : { since: isoDay(since) }), ...(monthlyIncome === undefined ? {} : { monthlyIncome: yuanText(monthlyIncome) }),
    ...(otherMonthlyDebt === undefined ? {} : { otherMonthlyDebt: yuanText(otherMonthlyDebt) }),
  }
}

const casesOf = async ({ db }: Context, customerId: string): Promise<object[]> => {
  const records = await recordsOf(db, customerId)
  const rows = await casesOfCustomer(db, [...kinds.keys()], records)
  return rows.map(({ case_id: id, kind, state, opened_at: openedAt }) => ({ id, kind, state, openedAt: openedAt.toISOString() }))
}

const mostCalls = 1000

const callsOf = async (context: Context, customerId: string): Promise<object[]> =>
  ((await readContacts(context, customerId, mostCalls))?.calls ?? []).map(({ at, purpose, state, result, loanRef }) => ({ at, purpose, state, result, loanRef }))

async function* written(context: Context, customer: Customer, language: Language): AsyncGenerator<string> {
  const { customerId } = customer
  const parts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['person', async () => personOf(customer)],
    ['consents', () => readConsents(context, customerId, language)],
    ['authorisations', async () => ({ given: await readGiven(context, customerId, 'customer'), held: await readHeld(context, customerId) })],
    ['changes', () => readChanges(context, customerId)],
    ['corrections', () => readCorrections(context, customerId)],
    ['loans', async () => (await createLedger(context.db).loansOf(customerId, today(context.clock))).map(cardOf)],
    ['cases', () => casesOf(context, customerId)],
    ['calls', () => callsOf(context, customerId)],
  ]
  yield `{\n"copiedAt": ${JSON.stringify(new Date(context.clock.now()).toISOString())}`
  for (const [name, read] of parts) yield `,\n${JSON.stringify(name)}: ${JSON.stringify(await read(), undefined, 1)}`
  yield ',\n"conversations": ['
  let first = true
  for await (const piece of talksOf(context, customerId)) {
    yield `${first ? '' : ','}\n${JSON.stringify(piece)}`
    first = false
  }
  yield '\n]\n}\n'
}

/** Undefined where there is no such customer. That a copy was made is an event, stored before a byte of it leaves. */
export const copyOfData = async (context: Context, customerId: string, language: Language): Promise<Readable | undefined> => {
  const { db, clock, outbox } = context
  const customer = await readCustomer(context, db, customerId)
  if (!customer || customer.erased) return undefined
  await db.transaction().execute((tx) => outbox.emit(tx, { kind: 'people.data-copied', at: clock.now(), payload: { customer: customer.customerId } }))
  return Readable.from(written(context, customer, language))
}
