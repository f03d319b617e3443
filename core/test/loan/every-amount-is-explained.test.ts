import fc from 'fast-check'
import { expect, test } from 'vitest'
import { affordability } from '../../src/loan/afford.ts'
import { annualCost } from '../../src/loan/cost.ts'
import { courseOfPlan } from '../../src/loan/course.ts'
import { explainLine, explainPlan } from '../../src/loan/explain.ts'
import { explainCost } from '../../src/loan/explain-course.ts'
import { explainExtension, explainLife, explainQuote } from '../../src/loan/explain-life.ts'
import type { Explained } from '../../src/loan/explain-words.ts'
import { assessExtension } from '../../src/loan/extension.ts'
import { life, type LifeState, payoff } from '../../src/loan/life.ts'
import { type Schedule, schedule } from '../../src/loan/schedule.ts'
import { type Fen, fen, formatYuan } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { addDays } from '../../src/primitives/day.ts'
import { anyTerms } from './any-loan.ts'
import { accepted, anyLife } from './any-life.ts'
import { granted } from './request.ts'

/** What is wrong with words: both languages must say the amount itself, and no place of a sentence may stay empty. */
const wrong = (explanation: Explained, amount: Fen, what: string): readonly string[] =>
  [explanation.zh, explanation.en].filter((sentence) => !sentence.includes(formatYuan(amount)) || /[{}]|undefined|= =|=\s*$|（）|\(\)/.test(sentence))
    .map((sentence) => `${what} ${formatYuan(amount)}: ${sentence}`)

type Of<Key extends string, Value> = Readonly<Record<Key, Value>>

const wrongIn = <Key extends string>(explanations: Of<Key, Explained>, amounts: Of<Key, Fen>, keys: readonly Key[]): readonly string[] =>
  keys.flatMap((key) => wrong(explanations[key], amounts[key], key))

const lineKeys = ['principal', 'interest', 'fee', 'total', 'balance'] as const
const kinds = ['principal', 'interest', 'fee', 'penalty', 'compound'] as const
const household = { monthlyIncome: fen(2_000_000n), monthlyLivingCosts: fen(600_000n), monthlyDebtService: fen(100_000n) }
const limits = { mostDebtToIncome: { num: 1n, den: 2n }, leastFreeIncome: fen(100_000n), stress: { num: 2n, den: 100n, period: 'year' as const } }

const wrongOfPlan = (plan: Schedule): readonly string[] => {
  const explanation = explainPlan(plan)
  const lines = plan.instalments.flatMap((line) =>
    wrongIn(explainLine(plan, line.n), line, lineKeys.filter((key) => key !== 'principal' || line.principal > 0n)))
  const totals = wrongIn(explanation, { ...plan.totals, upfront: plan.upfrontFee }, ['principal', 'interest', 'fee', 'total', 'upfront'])
  const { instalment } = plan
  return [...lines, ...totals, ...(explanation.instalment && instalment !== undefined ? wrong(explanation.instalment, instalment, 'instalment') : [])]
}

test('every amount of any plan answers with words that hold it', () => {
  fc.assert(fc.property(anyTerms, (terms) => {
    const plan = schedule(terms)
    if (isRefusal(plan)) return
    expect(wrongOfPlan(plan)).toEqual([])
    const cost = annualCost(plan)
    if (!isRefusal(cost)) expect(explainCost(plan, courseOfPlan(plan), cost).en).not.toMatch(/[{}]|undefined/)
  }), { numRuns: 400 })
})

const wrongOfLife = (state: LifeState): readonly string[] => {
  const said = explainLife(state)
  return [
    ...wrongIn(said.balances, state.balances, [...kinds, 'total']),
    ...(state.accrued > 0n ? wrong(said.accrued, state.accrued, 'accrued') : []),
    ...wrong(said.credit, state.credit, 'credit'),
    ...state.arrears.flatMap((line, index) => wrongIn(said.arrears[index] as typeof said.balances, line, [...kinds, 'total'])),
    ...state.schedule.flatMap((line, index) => {
      const words = said.schedule[index] as (typeof said.schedule)[number]
      return [...wrongIn(words, line, lineKeys), ...kinds.flatMap((kind) => wrong(words.paid, line.paid[kind], kind))]
    }),
    ...state.entries.flatMap((entry, index) => kinds.filter((kind) => entry[kind] !== 0n)
      .flatMap((kind) => wrong(said.entries[index] as Explained, entry[kind], `entry ${kind}`))),
  ]
}

const quoteKeys = ['principal', 'interest', 'fee', 'charge', 'credit', 'total', 'interestSaved'] as const
const extensionKeys = ['interestBefore', 'interestAfter', 'extraInterest', 'fee', 'extraCost'] as const

test('every amount of any loan as it stands, of its payoff and of its extension answers with words that hold it', () => {
  fc.assert(fc.property(anyLife, fc.integer({ min: 1, max: 100 }), ([terms, steps, after], share) => {
    const { events, today } = accepted(terms, steps)
    const on = addDays(today, after)
    expect(wrongOfLife(granted(life(terms, events, on)))).toEqual([])
    for (const choice of [{}, { amount: fen(terms.principal * BigInt(share) / 100n || 1n) }]) {
      const quote = payoff(terms, events, on, choice)
      if (isRefusal(quote)) continue
      const said = explainQuote(quote)
      expect([...wrongIn(said, quote, quoteKeys), ...wrongIn(said.due, quote.due, kinds)]).toEqual([])
    }
    const extension = assessExtension(terms, events, { on, days: 20, fee: fen(5000n) })
    if (isRefusal(extension)) return
    const amounts = { ...extension, extraCost: fen(extension.extraInterest + extension.fee) }
    expect(wrongIn(explainExtension(extension), amounts, extensionKeys)).toEqual([])
  }), { numRuns: 300 })
})

test('every figure of affordability answers with words that hold it', () => {
  fc.assert(fc.property(anyTerms, (terms) => {
    const view = affordability(household, limits, terms)
    if (isRefusal(view)) return
    for (const key of ['heaviestMonth', 'freeIncome', 'largestLoan'] as const) expect(wrong(view[key].reason, view[key].value, key)).toEqual([])
    for (const key of ['debtToIncome', 'underStress'] as const) expect(view[key].reason.zh).toMatch(/\d%/)
  }), { numRuns: 60 })
})
