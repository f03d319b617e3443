import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import { addDays, dayOf } from '@xinqiao/core/primitives/day.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyTerms } from '../../core/test/loan/any-loan.ts'
import { loanEvent, loanTerms } from '../src/loan-command.ts'
import { eventOf, eventWire, termsOf, termsWire } from '../src/loan-terms.ts'

/** Rates that a contract can state are decimals; a third exists only in the engine's own tests. */
const isWritable = ({ annualRate, rateChanges = [] }: Terms): boolean =>
  [annualRate, ...rateChanges.map((change) => change.annualRate)].every(({ num, den }) => (num * 10n ** 18n) % den === 0n)

/** Equal as rates are: 12/100 is 120/1000. */
const told = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, field: unknown) => {
  if (typeof field === 'bigint') return `${field}n`
  if (typeof field !== 'object' || field === null || !('num' in field) || !('den' in field)) return field
  const { num, den } = field as { readonly num: bigint; readonly den: bigint }
  return `rate ${String((num * 10n ** 18n) / den)}`
}))

test('terms come back as they were sent, and fit the schema', () => {
  fc.assert(fc.property(anyTerms.filter(isWritable), (terms) => {
    const sent = termsWire(terms)
    expect(loanTerms.parse(sent)).toEqual(sent)
    expect(told(termsOf(sent))).toEqual(told(terms))
  }), { numRuns: 500 })
})

test('events come back as they were sent, and fit the schema', () => {
  const on = dayOf(2026, 11, 23)
  const events: readonly LoanEvent[] = [
    { on, kind: 'repay', amount: fen(123n) }, { on, kind: 'prepay', effect: 'term', bookedOn: addDays(on, 2), id: 'a' },
    { on, kind: 'extend', count: 2, rate: { num: 108n, den: 1000n, period: 'year' }, fee: fen(500n) }, { on, kind: 'reverse', reverses: 0 },
    { on, kind: 'waive', amount: fen(7n), of: 'penalty' }, { on, kind: 'change-day', day: 15 }, { on, kind: 'debit-failed' },
  ]
  for (const event of events) {
    const sent = eventWire(event)
    expect(loanEvent.parse(sent)).toEqual(sent)
    expect(told(eventOf(sent))).toEqual(told(event))
  }
})
