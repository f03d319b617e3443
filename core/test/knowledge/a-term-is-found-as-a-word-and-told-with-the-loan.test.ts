import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseProduct, productMethods } from '../../src/knowledge/product.ts'
import { explainTerm, findTerms, parseTerms, type Segmenter, type Term, termIndex } from '../../src/knowledge/term.ts'
import { termLoan } from '../../src/knowledge/term-loan.ts'
import type { LoanFacts, PayoffFacts } from '../../src/loan/facts.ts'
import { dayOf } from '../../src/primitives/day.ts'
import type { FigureOf, FigureSource } from '../../src/primitives/figure.ts'
import { fen } from '../../src/primitives/money.ts'
import { refuse } from '../../src/primitives/refusal.ts'
import { contentJson, terms } from './content-files.ts'

const index = termIndex(terms)
const found = (message: string, segment?: Segmenter): readonly string[] =>
  findTerms(index, message, segment).map(({ start, end }) => message.slice(start, end))
const named = (zh: string): Term => {
  const term = terms.find((each) => each.zh === zh)
  if (!term) throw new Error(`no term ${zh}`)
  return term
}

describe('a term in a message', () => {
  test.each([
    ['什么是等额本息？', ['等额本息']],
    ['提前还款违约金怎么收', ['提前还款违约金']],
    ['我想提前还款，利息能少吗', ['提前还款', '利息']],
    ['年化利率和irr有什么不一样', ['年化利率', 'irr']],
    ['算IRR吗', ['IRR']],
    ['LPR4倍是多少', ['LPR']],
    ['最近在忙发展期的项目', []],
    ['成本金额太大了', []],
    ['the first time', []],
    ['今天天气不错', []],
    ['逾期罚息和违约金', ['逾期罚息', '违约金']],
    ['征信报告和征信', ['征信报告', '征信']],
    ['重复利用', []],
  ] as const)('%s', (message, expected) => {
    expect(found(message)).toEqual(expected)
  })

  test('is not found in any of the words named as its traps', () => {
    const traps = terms.flatMap((term) => term.notInside.map((word) => ({ term, word })))
    expect(traps.length).toBeGreaterThan(60)
    expect(traps.filter(({ term, word }) => findTerms(index, `说到${word}的事`).some((match) => match.term === term))).toEqual([])
  })

  test('is found by every spelling, alone and in a sentence', () => {
    for (const term of terms) {
      for (const words of [term.zh, ...term.aliases]) {
        expect(findTerms(index, words).map((match) => [match.term.id, match.end])).toEqual([[term.id, words.length]])
        expect(findTerms(index, `请问，${words}，是什么`).map((match) => match.term.id)).toEqual([term.id])
      }
    }
  })

  test('must be whole words where a segmenter says what words are', () => {
    const words = (...lengths: readonly number[]): Segmenter => () => {
      let at = 0
      return lengths.map((length) => ({ start: at, end: (at += length) }))
    }
    expect(found('额度量化', words(1, 2, 1))).toEqual([])
    expect(found('额度多少', words(2, 2))).toEqual(['额度'])
    expect(found('提前还款', words(2, 2))).toEqual(['提前还款'])
    expect(found('等额本息吗', words(1, 2, 1, 1))).toEqual(['等额本息'])
  })

  test('stands where it is said to stand, and no two overlap, in any text', () => {
    const words = terms.flatMap((term) => [term.zh, term.aliases, term.notInside].flat())
    const pieces = fc.constantFrom(...words, '的', '吗', ' ', 'a', '8', 'İ', '𠮷', '。')
    fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const message = parts.join('')
      let last = 0
      for (const { term, start, end } of findTerms(index, message)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect([term.zh, ...term.aliases].map((words) => words.toLowerCase())).toContain(message.slice(start, end).toLowerCase())
        last = end
      }
    }))
  })
})

const asOf = dayOf(2026, 11, 23)
const source = (field: string): FigureSource => ({ from: 'loan', loanRef: 'AX2600000001', field, asOf })
const amount = (value: bigint, field: string): FigureOf<'amount'> => ({ kind: 'amount', value: fen(value), source: source(field) })
const instalments: FigureOf<'term'> = { kind: 'term', value: 12, unit: 'instalment', source: source('count') }
const product = parseProduct(contentJson('products/anxin-steady.json'))
if (!product.ok) throw new Error(JSON.stringify(product.problems))

const paidOutOn: FigureOf<'date'> = { kind: 'date', value: dayOf(2026, 7, 15), source: source('disbursedOn') }

const loan: LoanFacts = {
  loanRef: 'AX2600000001', product: { id: 'anxin-steady', version: 1, name: '安心贷·等额' }, methodName: '等额本息', state: 'current', asOf,
  principal: amount(1_200_000n, 'principal'), annualRate: { kind: 'rate', value: { num: 108n, den: 1000n, period: 'year' }, source: source('annualRate') },
  instalmentCount: instalments, instalmentsPaid: { kind: 'count', value: 4, source: source('instalmentsPaid') },
  disbursedOn: paidOutOn, remainingPrincipal: amount(813_427n, 'remainingPrincipal'),
  next: {
    due: { kind: 'date', value: dayOf(2026, 12, 15), source: source('due') }, amount: amount(105_919n, 'amount'), principal: amount(98_598n, 'principal'),
    interest: amount(7321n, 'interest'), fee: amount(0n, 'fee'),
  },
  payoff: () => refuse('not-today'), extension: { needsGuarantorConsent: false },
}

describe('a term is told', () => {
  test('with the customer’s own figures, each with its source', () => {
    const told = explainTerm(named('等额本息'), termLoan(loan, product.value))
    expect(told.withLoan?.text).toBe('您这笔安心贷·等额就是等额本息：每期还 1,059.19 元，下一期里本金 985.98 元、利息 73.21 元。')
    expect(told.withLoan?.figures.map(({ figure, start, end }) => [told.withLoan?.text.slice(start, end), figure.source])).toEqual([
      ['1,059.19 元', source('amount')], ['985.98 元', source('principal')], ['73.21 元', source('interest')],
    ])
    expect(explainTerm(named('期数'), termLoan(loan, product.value)).withLoan?.text).toBe('您这笔借款共 12 期，还剩 8 期。')
    expect(explainTerm(named('宽限期'), termLoan(loan, product.value)).withLoan?.figures[0]?.figure.source).toMatchObject({ from: 'product' })
  })

  test('in general only, where the loan is of another kind, not late, or lacks the value', () => {
    const of = termLoan(loan, product.value)
    expect(explainTerm(named('先息后本'), of).withLoan).toBeUndefined()
    expect(explainTerm(named('罚息'), of).withLoan).toBeUndefined()
    expect(explainTerm(named('提前结清'), of).withLoan).toBeUndefined()
    expect(explainTerm(named('等额本息')).withLoan).toBeUndefined()
    expect(explainTerm(named('等额本息')).plain).toBe(named('等额本息').plain)
  })

  test('with arrears where there are some', () => {
    const arrears = {
      amount: amount(106_500n, 'arrears'), penalty: amount(581n, 'penalty'), since: { kind: 'date', value: dayOf(2026, 11, 11), source: source('since') },
      daysOverdue: { kind: 'term', value: 12, unit: 'day', source: source('daysOverdue') },
    } as const
    const told = explainTerm(named('罚息'), termLoan({ ...loan, state: 'overdue', arrears }, product.value))
    expect(told.withLoan?.text).toBe('您这笔借款已逾期 12 天，到今天罚息 5.81 元。')
    expect(explainTerm(named('展期'), termLoan({ ...loan, arrears }, product.value)).withLoan).toBeUndefined()
  })
})

test('every template can be filled from some loan', () => {
  const payoff: PayoffFacts = {
    on: paidOutOn, goodUntil: paidOutOn, total: amount(1n, 't'), principal: amount(1n, 'p'), interest: amount(1n, 'i'), fee: amount(1n, 'f'),
    penalty: amount(1n, 'l'), prepaymentCharge: amount(1n, 'c'), interestSaved: amount(1n, 's'),
  }
  const arrears = { amount: amount(1n, 'a'), penalty: amount(1n, 'l'), daysOverdue: instalments, since: paidOutOn }
  const next = loan.next && { ...loan.next, fee: amount(500n, 'fee') }
  const { values } = termLoan({ ...loan, arrears, payoff: () => payoff, ...(next ? { next } : {}) }, product.value)
  const told = terms.filter((term) => term.withLoan !== undefined)
  expect(told.length).toBeGreaterThan(30)
  const isTold = (term: Term): boolean =>
    productMethods.some((method) => [true, false].some((overdue) => explainTerm(term, { method, overdue, values }).withLoan !== undefined))
  const untold = told.filter((term) => !isTold(term))
  expect(untold.map((term) => term.id)).toEqual([])
})

test.each([
  ['a figure in its plain words', { plain: '宽限 3 天。' }, 'unlisted-figure'],
  ['a place that no loan fills', { withLoan: '您的{salary}' }, 'unknown-placeholder'],
  ['a template without a place', { withLoan: '您的借款' }, 'contradiction'],
  ['a trap that does not hold it', { notInside: ['天气'] }, 'contradiction'],
  ['more than eighty characters', { plain: '长'.repeat(81) }, 'too-long'],
  ['a method unknown', { withLoanWhen: { methods: ['annuity'] } }, 'not-a-choice'],
  ['its own spelling twice', { aliases: ['等额本息'] }, 'duplicate'],
])('a term with %s is refused', (_what, change, code) => {
  const sound = (contentJson('terms/repayment-methods.json') as object[])[0]
  expect(parseTerms([sound]).ok).toBe(true)
  const read = parseTerms([{ ...sound, ...change }])
  expect(read.ok ? [] : read.problems.map((problem) => problem.code)).toContain(code)
})
