import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LoanEvent } from '../../src/loan/events.ts'
import { assessExtension } from '../../src/loan/extension.ts'
import { life, type LifeState, payoff } from '../../src/loan/life.ts'
import { schedule } from '../../src/loan/schedule.ts'
import type { AmountKind, Terms } from '../../src/loan/terms.ts'
import { addDays, civil, type Day, dayOf } from '../../src/primitives/day.ts'
import { type Fen, fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { accepted, anyAmount, anyLife, lifeTerms } from './any-life.ts'

const kinds: readonly AmountKind[] = ['fee', 'penalty', 'compound', 'interest', 'principal']

const known = (terms: Terms, events: readonly LoanEvent[], asOf: Day): LifeState => {
  const state = life(terms, events, asOf)
  if (isRefusal(state)) throw new Error(JSON.stringify(state))
  return state
}

const runs = { numRuns: 600 }

test('the entries of a life sum to its balances, and nothing owed is negative', () => {
  fc.assert(fc.property(anyLife, ([terms, steps, after]) => {
    const { events, today } = accepted(terms, steps)
    const state = known(terms, events, addDays(today, after))
    for (const kind of kinds) {
      expect(state.entries.reduce((sum, entry) => sum + entry[kind], 0n)).toBe(state.balances[kind])
      expect(state.balances[kind] >= 0n).toBe(true)
    }
    expect(state.credit >= 0n && state.accrued >= 0n).toBe(true)
    for (const line of state.schedule) for (const kind of ['principal', 'interest', 'fee'] as const) expect(line[kind] >= 0n
      && line.paid[kind] <= line[kind]).toBe(true)
    const unpaid = state.schedule.reduce((sum, line) => sum + line.principal - line.paid.principal, 0n)
    expect(unpaid).toBe(state.balances.principal)
  }), runs)
})

test('money is neither made nor lost: what came in is what was paid off and what waits', () => {
  fc.assert(fc.property(anyLife, ([terms, steps]) => {
    const { events, today } = accepted(terms, steps.filter(({ happening }) => happening.kind !== 'waive'))
    const state = known(terms, events, today)
    const received = events.reduce((sum, event) => (event.kind === 'repay' || (event.kind === 'prepay' && event.amount !== undefined)
      ? sum + (event.amount ?? 0n) : sum), 0n)
    const settled = state.entries.reduce((sum, entry) =>
      kinds.reduce((inner, kind) => (paysOff(entry.event, entry[kind]) ? inner - entry[kind] : inner), sum), 0n)
    expect(settled + state.credit).toBe(received)
  }), runs)
})

const paysOff = (event: string, change: bigint): boolean => (event === 'repay' || event === 'prepay') && change < 0n

test('a quote in full and its booking agree, and nothing is left', () => {
  fc.assert(fc.property(anyLife, ([terms, steps, after]) => {
    const { events, today } = accepted(terms, steps)
    const on = addDays(today, after)
    const quote = payoff(terms, events, on)
    if (isRefusal(quote)) return
    for (const amount of [undefined, quote.total]) {
      if (amount !== undefined && amount <= 0n) continue
      const state = known(terms, [...events, amount === undefined ? { on, kind: 'prepay' } : { on, kind: 'prepay', amount }], on)
      expect([state.balances.total, state.status]).toEqual([0n, 'settled'])
      if (amount !== undefined && quote.credit === known(terms, events, on).credit) expect(state.credit).toBe(0n)
    }
  }), runs)
})

test('after a partial prepayment the rest is a fresh schedule of the same rule from that day', () => {
  fc.assert(fc.property(lifeTerms.filter(({ method }) => method !== 'bullet'), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 5, max: 60 }),
    (terms, days, share) => {
    const on = addDays(terms.disbursedOn, days)
    const amount = fen(terms.principal * BigInt(share) / 100n)
    const quote = payoff(terms, [], on, { amount })
    if (isRefusal(quote) || quote.full) return
    const before = known(terms, [], on)
    const after = known(terms, [{ on, kind: 'prepay', amount, effect: 'instalment' }], on)
    const rest = before.schedule.filter(({ state }) => state === 'planned')
    const principal = fen(rest.reduce((sum, line) => sum + line.principal, 0n) - quote.principal)
    const [running] = rest
    if (!running) throw new Error('something is planned')
    const keepsRunning = terms.servicing?.prepayment?.interest === 'whole-instalment' && on > running.from
    const [first] = keepsRunning ? rest.slice(1) : rest
    if (!first) throw new Error('a last instalment that stays whole cannot be prepaid in part')
    const rule: Terms = { ...terms, firstDueOn: first.due, ...('months' in terms.every ? { anchorDay: civil(terms.disbursedOn).dayOfMonth } : {}) }
    const fresh = schedule(keepsRunning
      ? { ...rule, principal: fen(principal - running.principal), disbursedOn: running.due, count: rest.length - 1 }
      : { ...rule, principal, disbursedOn: on, count: rest.length })
    if (isRefusal(fresh)) throw new Error(JSON.stringify(fresh))
    const shown = (lines: readonly { readonly due: Day; readonly principal: Fen; readonly interest: Fen }[]) =>
      lines.map(({ due, principal: repaid, interest }) => [due, repaid, interest])
    const planned = after.schedule.filter(({ state }) => state === 'planned')
    expect(shown(planned)).toEqual(shown([...(keepsRunning ? [running] : []), ...fresh.instalments]))
    expect(quote.total).toBe(amount)
  }), { numRuns: 1000 })
})

const untold = ({ entries, ...state }: LifeState) =>
  ({ ...state, entries: entries.map(({ on, fee, penalty, compound, interest, principal }) => [on, fee, penalty, compound, interest, principal]) })

test('what was reversed never was', () => {
  fc.assert(fc.property(anyLife, anyAmount, fc.nat(), ([terms, steps, after], amount, place) => {
    const { events, today } = accepted(terms, steps)
    const at = place % (events.length + 1)
    const on = events[at]?.on ?? today
    const end = addDays(today, after)
    const wrong: LoanEvent = { on, kind: 'repay', amount, id: 'wrong' }
    const withWrong = [...events.slice(0, at), wrong, ...events.slice(at)]
    expect(untold(known(terms, [...withWrong, { on: end, kind: 'reverse', reverses: 'wrong' }], end))).toEqual(untold(known(terms, events, end)))
  }), runs)
})

/** Where months have thirty days, fourteen days at the end of February are sixteen: by weeks, later can be shorter. */
const countsEveryDay = ({ every, dayCount }: Terms): boolean => 'months' in every || (dayCount !== '30/360' && dayCount !== 'month-rate')

test('an extension at the same rate lowers the interest by no more than a unit a line', () => {
  fc.assert(fc.property(lifeTerms.filter(countsEveryDay), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 60 }), (terms, days, after) => {
    const paidOnTime = known(terms, [], terms.disbursedOn).schedule.map((line): LoanEvent => ({ on: line.due, kind: 'repay', amount: line.total }))
    const on = addDays(terms.disbursedOn, after)
    const answer = assessExtension(terms, paidOnTime, { on, days }, { rules: [] })
    if (isRefusal(answer)) return
    expect(answer.extraInterest >= -BigInt(answer.after.length)).toBe(true)
    expect(answer.endAfter >= answer.endBefore).toBe(true)
  }), { numRuns: 1000 })
})

const total = (state: LifeState): Fen => state.balances.total

test('events of one day count in the order in which they are given', () => {
  const terms: Terms = {
    principal: fen(1_000_000n), annualRate: { num: 12n, den: 100n, period: 'year' }, method: 'equal-instalment', count: 6, every: { months: 1 },
    disbursedOn: dayOf(2026, 1, 10), dayCount: 'month-rate', servicing: { late: { multiplier: { num: 3n, den: 2n }, compound: false } },
  }
  const on = dayOf(2026, 2, 20)
  const pay: LoanEvent = { on, kind: 'repay', amount: fen(100_000n) }
  const waive: LoanEvent = { on, kind: 'waive', amount: fen(300n), of: 'penalty' }
  const waivedFirst = known(terms, [waive, pay], on)
  const refused = life(terms, [{ on, kind: 'repay', amount: fen(500_000n) }, waive], on)
  expect(waivedFirst.balances.penalty).toBe(0n)
  expect(total(waivedFirst)).toBe(fen(total(known(terms, [], on)) - 100_300n))
  expect(isRefusal(refused) && refused.refused).toBe('waiver-exceeds-owed')
})
