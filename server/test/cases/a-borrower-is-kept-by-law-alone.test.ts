import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { agreeToErasure, askErasure } from '../../src/cases/erase-data.ts'
import { planFor } from '../../src/cases/standing.ts'
import { createLedger } from '../../src/loan/ledger.ts'
import { customersOfPhone, readCustomer } from '../../src/people/customers.ts'
import { clockAt, today } from '../../src/platform/clock.ts'
import { connect } from '../../src/platform/db.ts'
import { createTestStaff } from '../support/people.ts'
import { startTestServer, testMoment } from '../support/server.ts'

/** The demo's borrowers, whose loans stand in every state, on a day and years later. */
const clock = clockAt(testMoment)
const server = await startTestServer({ clock, demo: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
const reader = await connect(server.database.appUrl, 'test')
afterAll(() => reader.end())

const { rows } = await reader.query<{ id: string }>('select customer_id::text as id from customer where ref is not null order by ref')
const statesOf = async (id: string): Promise<readonly string[]> => (await createLedger(context.db).loansOf(id, today(clock))).map(({ facts }) => facts.state)
const identityFate = async (id: string) => (await planFor(context, context.db, id, 'erasure')).lines.find(({ keyClass }) => keyClass === 'identity')?.fate

test('the identity of who owes, or has asked for a loan, stays while that goes on; of who is done it stays by law for ten years', async () => {
  let [owing, done] = [0, 0]
  for (const { id } of rows) {
    const states = await statesOf(id)
    if (states.length === 0) continue
    const over = states.every((state) => state === 'settled' || state === 'refused')
    const fate = await identityFate(id)
    if (over) expect(fate).toMatchObject({ goes: false, because: 'law', rule: 'RT-AML' })
    else expect(fate).toEqual({ goes: false, because: 'relationship' })
    if (over) done += 1
    else owing += 1
  }
  expect(owing).toBeGreaterThan(0)
  expect(done).toBeGreaterThan(0)
})

test('a borrower who is done is found by nothing after his erasure, and his sealed identity goes when the law lets it', async () => {
  const settled: string[] = []
  for (const { id } of rows) {
    const states = await statesOf(id)
    if (states.length > 0 && states.every((state) => state === 'settled' || state === 'refused')) settled.push(id)
  }
  const [id = ''] = settled
  const { details } = (await readCustomer(context, context.db, id)) ?? expect.unreachable('no customer')
  const erasureId = randomUUID()
  expect(await askErasure(context, { kind: 'customer', customerId: id, sessionId: randomUUID(), level: 'strongly-verified' }, erasureId)).toBeUndefined()
  for (const { id: staffId } of [await createTestStaff(server, ['compliance']), await createTestStaff(server, ['admin'])]) {
    expect(await agreeToErasure(context, { kind: 'staff', staffId, sessionId: 's', name: 'n', roles: ['compliance'] }, erasureId)).toBeUndefined()
  }
  expect((await customersOfPhone(context, details.phone ?? '')).map(({ customerId }) => customerId)).not.toContain(id)
  expect((await readCustomer(context, context.db, id))?.details).toEqual({})
  const { rows: [row] } = await reader.query<{ ref: string | null; kept: boolean; live: boolean }>(`
    select c.ref, c.kept_ref is not null as kept, bool_or(d.wrapped is not null) as live
    from customer c join customer_key k using (customer_id) join data_key d using (data_key_id) where c.customer_id = $1 and k.class = 'identity' group by 1, 2`, [id])
  expect(row).toEqual({ ref: null, kept: true, live: true })
  const fate = await identityFate(id)
  if (!fate || fate.goes || !('until' in fate)) throw new Error('the law keeps nothing')
  expect(fate.until).toBeGreaterThan(parseDay('2035-01-01') ?? 0)
  clock.set(instant((fate.until + 1) * 86_400_000))
  const later = (await planFor(context, context.db, id, 'retention')).lines.filter(({ keyClass }) => keyClass === 'identity')
  expect(later.some((line) => line.fate.goes)).toBe(true)
})
