import { accountOn } from '@xinqiao/core/loan/account.ts'
import { addDays, type Day, dayOf } from '@xinqiao/core/primitives/day.ts'
import { instantAt, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { closeDays } from '../../src/loan/close-day.ts'
import { demoMix } from '../../src/loan/demo-loans.ts'
import { allLoans } from '../../src/loan/store.ts'
import { seedTestLender } from '../support/loans.ts'
import { openTestContext } from '../support/server.ts'

const { context, clock } = await openTestContext()
const { db } = context
const firstDay = dayOf(2026, 11, 23)

const statesOn = async (day: Day): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {}
  for await (const record of allLoans(db)) {
    const account = accountOn(record, day)
    if (account) counts[account.facts.state] = (counts[account.facts.state] ?? 0) + 1
    expect(account?.schedule.every(({ balance }) => balance >= 0n) ?? true).toBe(true)
    expect(account?.facts.arrears?.daysOverdue.value ?? 0).toBeLessThanOrEqual(120)
  }
  return counts
}

const eventCount = async (): Promise<number> => Number((await sql<{ n: bigint }>`select count(*) as n from loan_event`.execute(db)).rows[0]?.n ?? 0)

test('the demo is seeded with every loan in its state, and borrowers of every kind to choose from', async () => {
  await seedTestLender(context)
  expect(await statesOn(firstDay)).toEqual(demoMix)
  const customers = await sql<{ loans: bigint }>`select count(*) as loans from loan group by customer_id order by 1`.execute(db)
  expect(customers.rows.length).toBe(300)
  expect(customers.rows.filter(({ loans }) => loans >= 2n).length).toBe(130)
  const chosen = await sql<{ situation: string }>`select situation from demo_customer order by place`.execute(db)
  expect(chosen.rows.length).toBeGreaterThanOrEqual(24)
  expect(chosen.rows.filter(({ situation }) => situation.includes('；') && /申请|审核|未通过|待放款/.test(situation))).toEqual([])
  expect(chosen.rows.some(({ situation }) => /逾期 \d+ 天/.test(situation))).toBe(true)
})

test('on the first day nothing is closed; the day after it is, by one of all who try', async () => {
  expect(await closeDays(context)).toBe(0)
  clock.set(instantAt(addDays(firstDay, 1), 5, shanghai))
  const before = await eventCount()
  const closed = await Promise.all([closeDays(context), closeDays(context), closeDays(context)])
  expect(closed.reduce((sum, count) => sum + count, 0)).toBe(1)
  const after = await eventCount()
  expect(after).toBeGreaterThan(before)
  expect(await closeDays(context)).toBe(0)
  expect(await eventCount()).toBe(after)
})

test('what was due that day was debited or failed', async () => {
  const dueThatDay = await sql<{ kind: string; n: bigint }>`
    select kind, count(*) as n from loan_event where on_day = '2026-11-23' and recorded_at > (select min(recorded_at) from loan_event) group by kind`.execute(db)
  const kinds = Object.fromEntries(dueThatDay.rows.map(({ kind, n }) => [kind, Number(n)]))
  expect((kinds['repay'] ?? 0) + (kinds['debit-failed'] ?? 0)).toBeGreaterThanOrEqual(demoMix['due-today'])
  expect((await statesOn(addDays(firstDay, 1)))['due-today'] ?? 0).toBeLessThan(40)
})

test('an outage is caught up day by day, and the mix of states stays', async () => {
  clock.set(instantAt(addDays(firstDay, 46), 30, shanghai))
  expect(await closeDays(context)).toBe(45)
  const days = await sql<{ day: string }>`select day from loan_day_end order by day`.execute(db)
  expect(days.rows.length).toBe(47)
  const states = await statesOn(addDays(firstDay, 46))
  // A day's applications and failed debits are few, so only the states in which a loan stays for long are asked for.
  const lasting = ['in-review', 'refused', 'current', 'overdue', 'extended', 'hardship-plan', 'settled']
  expect(lasting.filter((state) => (states[state] ?? 0) === 0)).toEqual([])
  expect(states['current'] ?? 0).toBeGreaterThan(100)
  expect(states['overdue'] ?? 0).toBeGreaterThan(20)
  expect(states['overdue'] ?? 0).toBeLessThan(120)
})

test('a lender that is not the demo has no days to close', async () => {
  const { context: own, clock: later } = await openTestContext()
  later.set(instantAt(addDays(firstDay, 100), 5, shanghai))
  expect(await closeDays(own)).toBe(0)
})
