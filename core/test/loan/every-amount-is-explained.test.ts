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
import { life, payoff } from '../../src/loan/life.ts'
import { schedule } from '../../src/loan/schedule.ts'
import { type Fen, fen, formatYuan } from '../../src/primitives/money.ts'
import { isRefusal } from '../../src/primitives/refusal.ts'
import { addDays } from '../../src/primitives/day.ts'
import { anyTerms } from './any-loan.ts'
import { accepted, anyLife } from './any-life.ts'
import { granted } from './request.ts'

/** Both languages say the amount itself, and no place of a sentence stayed empty. */
const says = (explanation: Explained, amount: Fen, what: string): void => {
  for (const sentence of [explanation.zh, explanation.en]) {
    expect(sentence, what).toContain(formatYuan(amount))
    expect(sentence, what).not.toMatch(/[{}]|undefined|= =|=\s*$|（）|\(\)/)
  }
}

type Of<Key extends string, Value> = Readonly<Record<Key, Value>>

const saysAll = <Key extends string>(explanations: Of<Key, Explained>, amounts: Of<Key, Fen>, keys: readonly Key[]): void => {
  for (const key of keys) says(explanations[key], amounts[key], key)
}

const lineKeys = ['principal', 'interest', 'fee', 'total', 'balance'] as const
const kinds = ['principal', 'interest', 'fee', 'penalty', 'compound'] as const
const household = { monthlyIncome: fen(2_000_000n), monthlyLivingCosts: fen(600_000n), monthlyDebtService: fen(100_000n) }
const limits = { mostDebtToIncome: { num: 1n, den: 2n }, leastFreeIncome: fen(100_000n), stress: { num: 2n, den: 100n, period: 'year' as const } }

test('every amount of any plan answers with words that hold it', () => {
  fc.assert(fc.property(anyTerms, (terms) => {
    const plan = schedule(terms)
    if (isRefusal(plan)) return
    for (const line of plan.instalments) {
      const explanation = explainLine(plan, line.n)
      saysAll(explanation, line, lineKeys.filter((key) => key !== 'principal' || line.principal > 0n))
    }
    const explanation = explainPlan(plan)
    saysAll(explanation, { ...plan.totals, upfront: plan.upfrontFee }, ['principal', 'interest', 'fee', 'total', 'upfront'])
    if (explanation.instalment && plan.instalment !== undefined) says(explanation.instalment, plan.instalment, 'instalment')
    const cost = annualCost(plan)
    if (!isRefusal(cost)) expect(explainCost(plan, courseOfPlan(plan), cost).en).not.toMatch(/[{}]|undefined/)
  }), { numRuns: 400 })
})

test('every amount of any loan as it stands, of its payoff and of its extension answers with words that hold it', () => {
  fc.assert(fc.property(anyLife, fc.integer({ min: 1, max: 100 }), ([terms, steps, after], share) => {
    const { events, today } = accepted(terms, steps)
    const on = addDays(today, after)
    const state = granted(life(terms, events, on))
    const explanation = explainLife(state)
    saysAll(explanation.balances, state.balances, [...kinds, 'total'])
    if (state.accrued > 0n) says(explanation.accrued, state.accrued, 'accrued')
    says(explanation.credit, state.credit, 'credit')
    state.arrears.forEach((line, index) => saysAll(explanation.arrears[index] as typeof explanation.balances, line, [...kinds, 'total']))
    state.schedule.forEach((line, index) => {
      const said = explanation.schedule[index]
      if (!said) throw new Error('a line has no explanation')
      saysAll(said, line, lineKeys)
      for (const kind of kinds) says(said.paid, line.paid[kind], kind)
    })
    state.entries.forEach((entry, index) => {
      for (const kind of kinds) if (entry[kind] !== 0n) says(explanation.entries[index] as Explained, entry[kind], `entry ${kind}`)
    })
    for (const choice of [{}, { amount: fen(terms.principal * BigInt(share) / 100n || 1n) }]) {
      const quote = payoff(terms, events, on, choice)
      if (isRefusal(quote)) continue
      const said = explainQuote(quote)
      saysAll(said, quote, ['principal', 'interest', 'fee', 'charge', 'credit', 'total', 'interestSaved'])
      saysAll(said.due, quote.due, kinds)
    }
    const extension = assessExtension(terms, events, { on, days: 20, fee: fen(5000n) })
    if (isRefusal(extension)) return
    saysAll(explainExtension(extension), { ...extension, extraCost: fen(extension.extraInterest + extension.fee) },
      ['interestBefore', 'interestAfter', 'extraInterest', 'fee', 'extraCost'])
  }), { numRuns: 300 })
})

test('every figure of affordability answers with words that hold it', () => {
  fc.assert(fc.property(anyTerms, (terms) => {
    const view = affordability(household, limits, terms)
    if (isRefusal(view)) return
    for (const key of ['heaviestMonth', 'freeIncome', 'largestLoan'] as const) says(view[key].reason, view[key].value, key)
    for (const key of ['debtToIncome', 'underStress'] as const) expect(view[key].reason.zh).toMatch(/\d%/)
  }), { numRuns: 60 })
})
