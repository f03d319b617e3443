import { expect, test } from 'vitest'
import type { PrepaymentCase, PrepaymentWorld } from '../../src/cases/prepayment/prepayment.ts'
import { prepayment, type PrepaymentInputs } from '../../src/cases/prepayment/procedure.ts'
import { type Command, decide, openCase } from '../../src/cases/procedure.ts'
import { payoff } from '../../src/loan/life.ts'
import { addDays, dayOf, isoDay } from '../../src/primitives/day.ts'
import { instantAt, shanghai } from '../../src/primitives/instant.ts'
import { fen } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { granted } from '../loan/request.ts'
import { actors, allMoves, walk } from './walk.ts'
import { loanInWalk, prepaymentWalk } from './walk-prepayment.ts'

const { world, start } = prepaymentWalk
const today = dayOf(2026, 11, 23)
const [customer, clock, system, agent] = [actors[0], actors[9], actors[10], actors[2]].map((actor) => actor ?? expect.unreachable()) as [never, never, never, never]

test('whatever anybody tries, money moves only for what the customer agreed to, and each debit once', () => {
  const made = walk({
    ...prepaymentWalk,
    after: ({ before, command, events }) => {
      const debits = events.filter((event) => event.event === 'instruct' && event.instruction.what === 'prepay')
      if (debits.length === 0) return
      expect(command.do).toBe('debit')
      expect(before.state).toBe('agreed')
      expect(debits).toMatchObject([{ instruction: { amount: before.data.quote.total } }])
    },
  }, { runs: 7000 })
  expect(allMoves(prepayment).filter((move) => !made.has(move))).toEqual([])
})

const opened = (ask: object = {}): PrepaymentCase =>
  granted(openCase(prepayment, { id: 'p1', customerId: 'c1', key: 'open', by: customer, ask: { loanRef: 'L1', on: addDays(today, 2), ...ask } }, start, world)).next

type Unkeyed = Command<PrepaymentInputs> extends infer Each ? (Each extends { readonly key: string } ? Omit<Each, 'key'> : never) : never
let count = 0
const step = (theCase: PrepaymentCase, command: Unkeyed, daysLater = 0, outside: PrepaymentWorld = world) => {
  count += 1
  const now = instantAt(addDays(today, daysLater), 11 * 60, shanghai)
  const decided = decide(prepayment, theCase, { ...command, key: `k${count}` } as Command<PrepaymentInputs>, now, outside)
  return isRefusal(decided) ? decided : decided.next
}
const done = (theCase: PrepaymentCase, command: Unkeyed, daysLater = 0, outside: PrepaymentWorld = world): PrepaymentCase => {
  const next = step(theCase, command, daysLater, outside)
  return isRefusal(next) ? expect.unreachable(next.refused) : next
}

test('quoted, agreed, debited on its day, booked, certified: each figure is the engine’s own', () => {
  const quoted = opened()
  expect(quoted.data.quote.total).toBe(granted(payoff(loanInWalk.terms, [], addDays(today, 2))).total)
  expect(isoDay(quoted.due?.day ?? expect.unreachable())).toBe('2026-11-25')
  const agreed = done(quoted, { do: 'agree', by: customer, input: { total: quoted.data.quote.total } })
  expect(step(agreed, { do: 'debit', by: clock, input: {} })).toMatchObject({ refused: 'case-not-yet-due' })
  const debiting = done(agreed, { do: 'debit', by: clock, input: {} }, 2)
  expect(debiting).toMatchObject({ state: 'debiting', data: { tries: 1 } })
  const settled = done(debiting, { do: 'booked', by: system, input: {} }, 2)
  expect(settled.state).toBe('certificate-due')
  expect(done(settled, { do: 'certificate-made', by: system, input: {} }, 2).state).toBe('done')
})

test('an agent cannot agree in the customer’s place, and the customer agrees only to what he saw', () => {
  const quoted = opened()
  expect(step(quoted, { do: 'agree', by: agent, input: { total: quoted.data.quote.total } })).toMatchObject({ refused: 'case-not-yours' })
  expect(step(quoted, { do: 'agree', by: customer, input: { total: quoted.data.quote.total - 1n } })).toMatchObject({ refused: 'prepayment-figure-changed' })
})

test('where the books have moved, or the day has passed, the customer is asked anew instead of being debited', () => {
  const quoted = opened()
  const agreed = done(quoted, { do: 'agree', by: customer, input: { total: quoted.data.quote.total } })
  const paid = { ...world, loanOf: () => ({ ...loanInWalk, events: [{ on: addDays(today, 1), kind: 'repay', amount: fen(10_000n) } as const] }) }
  const moved = done(agreed, { do: 'debit', by: clock, input: {} }, 2, paid)
  expect(moved.state).toBe('quoted')
  expect(moved.data.quote.total).toBeLessThan(quoted.data.quote.total)
  expect(done(agreed, { do: 'debit', by: clock, input: {} }, 3).state).toBe('quoted')
})

test('a part of it: the rest of the plan is shorter or lighter as chosen, and no certificate is due', () => {
  const quoted = opened({ amount: fen(300_000n), effect: 'term' })
  expect(quoted.data.quote).toMatchObject({ full: false, effect: 'term', total: 300_000n })
  const agreed = done(quoted, { do: 'agree', by: customer, input: { total: 300_000n } })
  const debiting = done(agreed, { do: 'debit', by: clock, input: {} }, 2)
  expect(done(debiting, { do: 'booked', by: system, input: {} }, 2).state).toBe('done')
  expect(openCase(prepayment, { id: 'p2', customerId: 'c1', key: 'o', by: customer, ask: { loanRef: 'L1', on: addDays(today, 31) } }, start, world))
    .toMatchObject({ refused: 'prepayment-day-out-of-range' })
})
