import { describe, expect, test } from 'vitest'
import { type Product, parseProduct } from '../../src/knowledge/product.ts'
import { yuanText } from '../../src/primitives/money.ts'
import type { Rate } from '../../src/primitives/rate.ts'
import { contentFiles, contentJson } from './content-files.ts'

type Json = Record<string, unknown>

const files = contentFiles('products', '.json')

const productOf = (value: unknown): Product => {
  const read = parseProduct(value)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

const products = files.map((file) => productOf(contentJson(file)))

describe('every product of the demo lender', () => {
  test.each(files)('%s is whole, and named after its id', (file) => {
    expect(parseProduct(contentJson(file))).toMatchObject({ ok: true, value: { id: file.replace('products/', '').replace('.json', '') } })
  })

  test('the usual methods are all there', () => {
    expect(new Set(products.map((product) => product.method))).toEqual(
      new Set(['equal-instalment', 'equal-principal', 'interest-only', 'bullet', 'flat-fee', 'revolving']),
    )
    expect(products.length).toBeGreaterThanOrEqual(6)
  })
})

const number = (rate: Rate): number => Number(rate.num) / Number(rate.den)

/** The cost is recomputed here from the example alone, by another way than any engine: bisection over the flows. */
const simpleCost = (product: Product): number => {
  const { principal, count } = product.annualisedCost
  const lent = Number(yuanText(principal))
  const monthly = number(product.annualRate) / 12
  const fees = product.fees.reduce(
    (sum, fee) => sum + (fee.size.kind === 'amount' ? Number(yuanText(fee.size.amount)) : lent * number(fee.size.rateOfPrincipal)), 0)
  const annuity = (lent * monthly) / (1 - (1 + monthly) ** -count)
  const instalment = (n: number): number => {
    if (product.method === 'equal-instalment') return annuity
    if (product.method === 'equal-principal') return lent / count + lent * (1 - (n - 1) / count) * monthly
    if (product.method === 'flat-fee') return lent / count + lent * monthly
    return lent * monthly + (n === count ? lent : 0)
  }
  let [low, high] = [0, 1]
  for (let step = 0; step < 100; step += 1) {
    const rate = (low + high) / 2
    let worth = lent
    for (let n = 1; n <= count; n += 1) worth -= (instalment(n) + fees) / (1 + rate) ** n
    if (worth > 0) high = rate
    else low = rate
  }
  return low * 12
}

describe('the annualised cost that is told', () => {
  test.each(products.map((product) => [product.id, product] as const))('%s: is what its own fees and interest make', (_id, product) => {
    expect(product.fees.every((fee) => fee.when === 'each')).toBe(true)
    const stated = number(product.annualisedCost.simple)
    const dailyInterestOnly = product.method === 'bullet' || product.method === 'revolving'
    const reckoned = dailyInterestOnly ? number(product.annualRate) : simpleCost(product)
    expect(stated).toBeCloseTo(reckoned, 4)
    expect(stated).toBeLessThan(0.24)
  })
})

const sound = (): Json => contentJson('products/anxin-guaranteed.json') as Json
const inner = (product: Json, key: string): Json => product[key] as Json
const first = (product: Json, key: string): Json => (product[key] as Json[])[0] as Json

/** One planted error, and the place and code that must be named. */
const planted: readonly (readonly [string, (product: Json) => void, string, string])[] = [
  ['a field is missing', (p) => delete p['summary'], 'summary', 'missing'],
  ['a field is misspelt', (p) => Object.assign(p, { anualRate: '0.1' }), 'anualRate', 'unknown-field'],
  ['a deep field is misspelt', (p) => Object.assign(inner(p, 'extension'), { feee: '0' }), 'extension.feee', 'unknown-field'],
  ['a text is a number', (p) => Object.assign(p, { summary: 5 }), 'summary', 'not-text'],
  ['a text is blank', (p) => Object.assign(p, { rateNote: ' ' }), 'rateNote', 'empty'],
  ['a summary is a novel', (p) => Object.assign(p, { summary: '长'.repeat(500) }), 'summary', 'too-long'],
  ['an id has capitals', (p) => Object.assign(p, { id: 'Anxin' }), 'id', 'wrong-form'],
  ['the version is text', (p) => Object.assign(p, { version: '1' }), 'version', 'not-a-number'],
  ['the version is zero', (p) => Object.assign(p, { version: 0 }), 'version', 'out-of-range'],
  ['an amount went through floating point', (p) => Object.assign(inner(p, 'amount'), { min: 5000 }), 'amount.min', 'not-an-amount'],
  ['a rate has a percent sign', (p) => Object.assign(p, { annualRate: '12%' }), 'annualRate', 'not-a-rate'],
  ['a day does not exist', (p) => Object.assign(p, { reviewBy: '2027-02-30' }), 'reviewBy', 'not-a-day'],
  ['the method is unknown', (p) => Object.assign(p, { method: 'annuity' }), 'method', 'not-a-choice'],
  ['the terms are no list', (p) => Object.assign(p, { terms: 12 }), 'terms', 'not-a-list'],
  ['there are no terms', (p) => Object.assign(p, { terms: [] }), 'terms', 'empty'],
  ['the name is no pair', (p) => Object.assign(p, { name: '担保贷' }), 'name', 'not-an-object'],
  ['a switch is a word', (p) => Object.assign(inner(p, 'prepayment'), { full: 'yes' }), 'prepayment.full', 'not-a-boolean'],
  ['a fee has no payee', (p) => delete first(p, 'fees')['payee'], 'fees[0].payee', 'missing'],
  ['a fee stands twice', (p) => (p['fees'] as Json[]).push(first(p, 'fees')), 'fees', 'duplicate'],
  ['min is above max', (p) => Object.assign(inner(p, 'amount'), { min: '200000' }), 'amount', 'contradiction'],
  ['max is no multiple', (p) => Object.assign(inner(p, 'amount'), { multipleOf: '300' }), 'amount.multipleOf', 'contradiction'],
  ['the penalty interest is above the bound', (p) => Object.assign(inner(p, 'overdue'), { penaltyMultiplier: '1.6' }), 'overdue.penaltyMultiplier', 'out-of-range'],
  ['it costs more than 24%', (p) => Object.assign(inner(p, 'annualisedCost'), { simple: '0.2401' }), 'annualisedCost.simple', 'out-of-range'],
  ['the cost is of a term not on offer', (p) => Object.assign(inner(p, 'annualisedCost'), { count: 7 }), 'annualisedCost', 'contradiction'],
  ['the penalty table starts late', (p) => Object.assign(first(inner(p, 'prepayment'), 'penalty'), { paidAtLeast: 2 }), 'prepayment.penalty', 'contradiction'],
  ['part may be repaid to no effect', (p) => Object.assign(inner(p, 'prepayment'), { effects: [] }), 'prepayment.effects', 'contradiction'],
  ['revolving without its terms', (p) => Object.assign(p, { method: 'revolving' }), 'revolving', 'contradiction'],
  ['the owner approves himself', (p) => Object.assign(p, { approvedBy: p['owner'] }), 'approvedBy', 'contradiction'],
  ['it is valid before it was approved', (p) => Object.assign(p, { validFrom: '2020-12-27' }), 'validFrom', 'contradiction'],
  ['the review lies before the approval', (p) => Object.assign(p, { reviewBy: p['approvedOn'] }), 'reviewBy', 'contradiction'],
  ['it ends before it begins', (p) => Object.assign(p, { validUntil: '2020-12-31' }), 'validUntil', 'contradiction'],
]

describe('a planted error is named with its place', () => {
  test.each(planted)('%s', (_what, plant, at, code) => {
    const product = sound()
    expect(parseProduct(product).ok).toBe(true)
    plant(product)
    const read = parseProduct(product)
    expect(read.ok ? [] : read.problems).toContainEqual(expect.objectContaining({ at, code }))
  })

  test('what is no object at all is refused, not thrown at', () => {
    for (const value of [undefined, null, 'text', 7, []]) expect(parseProduct(value).ok).toBe(false)
  })
})
