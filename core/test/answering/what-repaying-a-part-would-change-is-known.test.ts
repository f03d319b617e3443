import { expect, test } from 'vitest'
import { figuresDerived } from '../../src/answering/known-facts.ts'
import { accountOn } from '../../src/loan/account.ts'
import type { LoanRecord } from '../../src/loan/loan-system.ts'
import { schedule } from '../../src/loan/schedule.ts'
import { whatIfPrepaid } from '../../src/loan/what-if.ts'
import { formatYuan } from '../../src/primitives/money.ts'
import { day, granted, yearly, yuan } from '../loan/request.ts'

const terms = {
  principal: yuan('20000'), annualRate: yearly('0.108'), method: 'equal-instalment' as const, count: 12, every: { months: 1 }, disbursedOn: day('2026-06-15'),
  dayCount: 'month-rate' as const,
}
const today = day('2026-11-23')
const events = granted(schedule(terms)).instalments.filter(({ due }) => due < today).map(({ due, total }) => ({ kind: 'repay' as const, on: due, amount: total }))
const record: LoanRecord = {
  loanRef: 'AX2606000001', customerId: '', productId: 'p', productVersion: 1, events, application: [{ kind: 'applied', on: terms.disbursedOn }, { kind: 'paid-out', on: terms.disbursedOn }],
  agreement: { productName: '安心贷', terms, extension: { allowed: false, mostTimes: 0, mostMonths: 0, leastInstalmentsPaid: 0, fee: yuan('0'), guarantorConsent: false } },
}
const account = accountOn(record, today)
if (!account) throw new Error('the loan runs')

const after = granted(whatIfPrepaid(terms, events, today, { on: day('2026-12-01'), choice: { amount: yuan('5000'), effect: 'instalment' } })).instalment?.after ?? yuan('-1')
const knows = (text: string): boolean => figuresDerived(text, [account], [], today).some(({ value }) => value === `${formatYuan(after)} 元`)

test('an agent who says what the instalment becomes is not told that nobody knows the figure', () => {
  expect(knows('贷款 AX2606000001 如果在 2026-12-01 提前还 5,000.00 元，之后每期会降低')).toBe(true)
})

test('another day, another sum or no loan named: another figure', () => {
  for (const text of ['贷款 AX2606000001 如果在 2026-12-05 提前还 5,000.00 元', '贷款 AX2606000001 如果在 2026-12-01 提前还 6,000.00 元', '如果在 2026-12-01 提前还 5,000.00 元']) {
    expect(knows(text)).toBe(false)
  }
})
