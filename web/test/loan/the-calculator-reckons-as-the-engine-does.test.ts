import { termsWire } from '@xinqiao/contract/loan-terms.ts'
import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import { parseProduct, type Product as Offered } from '@xinqiao/core/knowledge/product.ts'
import { quoteProduct } from '@xinqiao/core/knowledge/quote.ts'
import { payoffAhead } from '@xinqiao/core/loan/ahead.ts'
import { life } from '@xinqiao/core/loan/life.ts'
import { schedule } from '@xinqiao/core/loan/schedule.ts'
import { dayOf, isoDay } from '@xinqiao/core/primitives/day.ts'
import { fen, formatYuan, parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { percentText, rateText } from '@xinqiao/core/primitives/rate.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  firstEarly, type HeldLoan, inputOfLoan, inputOfProduct, middleAmount, type Offers, type PlanInput, type Product, reckon, type Reckoned, withBasis,
} from '../../src/features/loan/calculator-model.ts'
import { announced, chiefFigures, costText, curveWords, differenceWords, earlyFigures, replyOf } from '../../src/features/loan/calculator-told.ts'
import { calculatorTexts } from '../../src/ui/catalogue/calculator.ts'

/** What the calculator shows is the engine's, to the fen, for every product of the catalogue. */

const today = dayOf(2026, 11, 23)
const folder = new URL('../../../content/products/', import.meta.url)

const offered: readonly Offered[] = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => {
  const read = parseProduct(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
  if (!read.ok) throw new Error(`${name} cannot be read`)
  return read.value
})

/** As the server tells it. */
const wireOf = (product: Offered): Product => {
  const [term] = product.terms
  if (!term) throw new Error('a product has a length')
  return {
    id: product.id, version: product.version, name: product.name.zh, summary: product.summary, method: product.method, methodName: product.method,
    annualRate: rateText(product.annualRate), annualCostPercent: percentText(product.annualisedCost.simple), fees: [],
    amountMin: yuanText(product.amount.min), amountMax: yuanText(product.amount.max), amountMultipleOf: yuanText(product.amount.multipleOf),
    terms: [...product.terms], plan: termsWire(offerOf(product).agreement(product.amount.min, term, today).terms),
    prepayment: { ...product.prepayment, effects: [...product.prepayment.effects] },
  }
}

const offers: Offers = { products: offered.map(wireOf), loans: [], today }
const product = (id: string): Product => {
  const found = offers.products.find((one) => one.id === id)
  if (!found) throw new Error(`there is no ${id}`)
  return found
}

const reckoned = (answer: Reckoned | Refusal): Reckoned => {
  if (isRefusal(answer)) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return answer
}
const why = (answer: Reckoned | Refusal): string => (isRefusal(answer) ? `${answer.refused} ${answer.field}` : 'reckoned')
const yuan = (text: string) => parseYuan(text) ?? fen(-1n)

it.each(offered.map((one) => [one.id, one] as const))('quotes %s as the catalogue does, in every length', (id, sold) => {
  const wire = product(id)
  for (const [term, offer] of sold.terms.entries()) {
    const input = { ...inputOfProduct(wire), term }
    const quote = quoteProduct(sold, yuan(middleAmount(wire)), offer, today)
    if (isRefusal(quote)) throw new Error(quote.refused)
    const { course, cost } = reckoned(reckon(input, offers))
    expect(course.totals).toEqual(quote.plan.totals)
    expect(course.rows.map(({ due, principal, interest, fee, total, balance }) => [due, principal, interest, fee, total, balance]))
      .toEqual(quote.plan.instalments.map(({ due, principal, interest, fee, total, balance }) => [due, principal, interest, fee, total, balance]))
    expect(cost).toEqual(quote.cost)
  }
})

it('puts an early repayment into a new loan by the quote of the engine, full or in part, and says what it saves', () => {
  const input = inputOfProduct(product('anxin-steady'))
  const early = { ...firstEarly(input, offers), full: false, amount: '5000', effect: 'instalment' as const }
  const { whatIf, course, plan } = reckoned(reckon({ ...input, early }, offers))
  if (!whatIf || !plan) throw new Error('there is an early repayment')
  const state = life(plan.terms, [], today)
  if (isRefusal(state)) throw new Error(state.refused)
  expect(payoffAhead(plan.terms, [], state, whatIf.quote.on, { amount: yuan('5000'), effect: 'instalment' }, 4000)).toEqual(whatIf.quote)
  expect(course.totals.interest).toBe(fen(plan.totals.interest - whatIf.quote.interestSaved))
  const told = earlyFigures({ whatIf, course, plan }, calculatorTexts.zh)
  expect(told.map(({ shown }) => shown)).toContain(formatYuan(whatIf.quote.interestSaved))
  for (const { why: explain } of told) expect(explain().zh).toMatch(/\d/)
  expect(announced({ whatIf, course, plan }, calculatorTexts.zh)).toContain(`提前还款当天要付 5,000.00 元，少付利息 ${formatYuan(whatIf.quote.interestSaved)} 元`)
})

const problems: readonly (readonly [string, Partial<PlanInput>, string])[] = [
  ['no amount', { amount: '' }, 'amount-unreadable amount'],
  ['three decimals', { amount: '10000.005' }, 'amount-unreadable amount'],
  ['too little', { amount: '1' }, 'amount-below-product amount'],
  ['too much', { amount: '999999999' }, 'amount-above-product amount'],
  ['not round', { amount: '10000.50' }, 'amount-not-multiple amount'],
  ['a first due day before the payout', { firstDue: '2026-11-23' }, 'first-due-unfit firstDue'],
  ['a first due day far away', { firstDue: '2027-06-01' }, 'first-due-unfit firstDue'],
  ['early repayment today', { early: { on: '2026-11-23', full: true, amount: '', effect: 'term' } }, 'day-out-of-range early.on'],
  ['early repayment after the end', { early: { on: '2036-11-23', full: true, amount: '', effect: 'term' } }, 'day-out-of-range early.on'],
  ['too little repaid early', { early: { on: '2027-03-01', full: false, amount: '10', effect: 'term' } }, 'prepayment-too-small early.amount'],
  ['no amount repaid early', { early: { on: '2027-03-01', full: false, amount: '', effect: 'term' } }, 'amount-unreadable early.amount'],
  ['no rate', { basis: { of: 'own' }, rate: '' }, 'rate-unreadable rate'],
  ['no count', { basis: { of: 'own' }, count: '0' }, 'count-unreadable count'],
]

it.each(problems)('names the field that must be changed: %s', (_, change, expected) => {
  const answer = reckon({ ...inputOfProduct(product('anxin-steady')), ...change }, offers)
  expect(why(answer)).toBe(expected)
  const code = expected.split(' ')[0] ?? ''
  for (const texts of [calculatorTexts.zh, calculatorTexts.en]) expect(texts.refusals[code]?.({})).toBeTruthy()
})

it('repays in part only where the product lets one', () => {
  const input = inputOfProduct(product('anxin-instalment-purchase'))
  expect(firstEarly(input, offers).full).toBe(true)
  expect(why(reckon({ ...input, early: { on: '2026-12-01', full: false, amount: '100', effect: 'term' } }, offers))).toBe('full-only early')
})

it('moves the first due day, and the interest of the first instalment with it', () => {
  const input = inputOfProduct(product('anxin-steady'))
  const usual = reckoned(reckon(input, offers)).course
  const later = reckoned(reckon({ ...input, firstDue: '2027-01-05' }, offers)).course
  expect(later.rows.slice(0, 2).map(({ due }) => isoDay(due))).toEqual(['2027-01-05', '2027-02-05'])
  expect((later.rows[0]?.interest ?? 0n) > (usual.rows[0]?.interest ?? 0n)).toBe(true)
})

it('keeps what was typed where another product takes it, and begins anew where it does not', () => {
  const input = { ...inputOfProduct(product('anxin-declining')), amount: '30000' }
  expect(withBasis(input, { of: 'product', id: 'anxin-steady' }, offers).amount).toBe('30000')
  expect(withBasis(input, { of: 'product', id: 'anxin-instalment-purchase' }, offers).amount).not.toBe('30000')
  expect(why(reckon(withBasis(input, { of: 'own' }, offers), offers))).toBe('reckoned')
})

const terms = offerOf(offered.find(({ id }) => id === 'anxin-steady') ?? (offered[0] as Offered)).agreement(yuan('24000'), { count: 24, every: { months: 1 } }, dayOf(2026, 6, 10)).terms
const plan = schedule(terms)
const paid = isRefusal(plan) ? [] : plan.instalments.slice(0, 5).map(({ due, total }) => ({ kind: 'repay' as const, on: due, amount: total }))
const held: HeldLoan = {
  ref: 'AX2606000001', product: { id: 'anxin-steady', name: '安心贷' }, remainingPrincipal: '19500.00', instalmentCount: 24, instalmentsPaid: 5, asOf: isoDay(today), record: { terms, events: paid },
}
const withLoan: Offers = { ...offers, loans: [held] }

it('tries early repayment on a loan that runs, by the quote of the payoff answer', () => {
  const { whatIf } = reckoned(reckon(inputOfLoan(held), withLoan))
  const state = life(terms, paid, today)
  if (isRefusal(state) || !whatIf) throw new Error('the loan runs')
  expect(whatIf.quote).toEqual(payoffAhead(terms, paid, state, today))
  expect(whatIf.before.totals.total - whatIf.after.totals.total).toBe(whatIf.saved)
})

it('puts the result into a reply as words whose every amount and day has its place, its source and its reason', () => {
  const input = { ...inputOfLoan(held), early: { on: '2026-12-01', full: false, amount: '6000', effect: 'instalment' as const } }
  for (const given of [inputOfLoan(held), input, { ...input, early: { ...input.early, effect: 'term' as const } }, inputOfProduct(product('anxin-guaranteed'))]) {
    const words = replyOf(given, reckoned(reckon(given, withLoan)), withLoan)
    if (!words) throw new Error('there are words')
    expect(words.text).not.toMatch(/[{}]|undefined/)
    for (const { start, end, kind, value } of words.figures) {
      expect(words.text.slice(start, end).replaceAll(',', '').replace('%', '')).toBe(value)
      if (kind === 'amount') expect(words.text.slice(end)).toMatch(/^ 元/)
    }
    const bare = words.figures.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), words.text)
    // The loan's number is a name, not a figure.
    expect(bare.replace(held.ref, '')).not.toMatch(/\d/)
  }
  expect(replyOf(withBasis(input, { of: 'own' }, withLoan), reckoned(reckon(withBasis(input, { of: 'own' }, withLoan), withLoan)), withLoan)).toBeUndefined()
})

it('says in words what two plans differ by, and nothing where they do not', () => {
  const [a, b] = ['anxin-steady', 'anxin-declining'].map((id) => reckoned(reckon({ ...inputOfProduct(product(id)), amount: '20000', term: 1 }, offers)))
  if (!a || !b) throw new Error('two plans')
  const none = { interest: fen(0n), fee: fen(0n), total: fen(0n), first: fen(0n), days: 0 }
  expect(differenceWords(none, [a.cost, a.cost], calculatorTexts.zh)).toBe(calculatorTexts.zh.sameAll)
  const words = differenceWords({ ...none, total: fen(-12_345n), days: 31 }, [a.cost, b.cost], calculatorTexts.zh)
  expect(words).toMatch(/^方案二比方案一：总还款少 123\.45 元，年化综合成本(?:低|高) \d+\.\d{2} 个百分点，晚 31 天还完。$/)
})

it('tells the picture in words', () => {
  const answer = reckoned(reckon(inputOfProduct(product('anxin-steady')), offers))
  const [first, last] = [answer.course.rows[0], answer.course.rows.at(-1)]
  const words = curveWords(answer.course, calculatorTexts.zh)
  for (const row of [first, last]) for (const key of ['principal', 'interest'] as const) expect(words).toContain(formatYuan(row?.[key] ?? fen(-1n)))
  expect(chiefFigures(answer, calculatorTexts.en)[0]?.shown).toBe(`${answer.cost ? costText(answer.cost) : ''}%`)
})
