import { parseDisclosure } from '@xinqiao/core/compliance/disclosure.ts'
import { offerCostTable } from '@xinqiao/core/knowledge/offer-cost.ts'
import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import { parseProduct, type Product } from '@xinqiao/core/knowledge/product.ts'
import { quoteProduct } from '@xinqiao/core/knowledge/quote.ts'
import { accountOn } from '@xinqiao/core/loan/account.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import { type Day, isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import { fen, formatYuan, parseYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { agentMessageExample, entriesExample, loanDetailExample as shown, payoffExample, productExample, quoteExample } from '../src/examples.ts'
import { costTableExample } from '../src/examples-cost-table.ts'
import { figuresInText } from '../src/figures-in-text.ts'
import { eventWire, termsWire } from '../src/loan-terms.ts'

/** Who builds on the API tries his own sums on the examples: they must come out to the fen. */

const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('missing')
  return value
}
const day = (text: string): Day => must(parseDay(text))

const product = (id: string): Product => {
  const read = parseProduct(JSON.parse(readFileSync(new URL(`../../content/products/${id}.json`, import.meta.url), 'utf8')))
  if (!read.ok) throw new Error(`${id} cannot be read`)
  return read.value
}

test('the loan of the story', () => {
  const sold = product(shown.product.id)
  const principal = must(parseYuan(shown.principal))
  const events = shown.payments.toReversed().filter(({ kind }) => kind !== 'disburse')
    .map(({ on, kind, amount }) => ({ kind, on: day(on), amount: must(parseYuan(amount)) }) as LoanEvent)
  const { facts, schedule, record } = must(accountOn({
    loanRef: shown.ref, customerId: '', productId: sold.id, productVersion: sold.version, events,
    agreement: offerOf(sold).agreement(principal, { count: shown.instalmentCount, every: { months: 1 } }, day(shown.disbursedOn)),
    application: [{ kind: 'applied', on: day(shown.disbursedOn) }, { kind: 'paid-out', on: day(shown.disbursedOn) }],
  }, day(shown.asOf)))
  expect(facts.state).toBe(shown.state)
  expect({ terms: termsWire(must(record).terms), events: must(record).events.map(eventWire) }).toEqual(shown.record)
  expect(schedule.map(({ n, due, principal: capital, interest, fee, total, balance, state }) => ({
    n, due: isoDay(due), principal: yuanText(capital), interest: yuanText(interest), fee: yuanText(fee),
    total: yuanText(total), balance: yuanText(balance), state,
  }))).toEqual(shown.schedule)
  const { arrears } = facts
  expect([yuanText(must(arrears).amount.value), must(arrears).daysOverdue.value, yuanText(must(arrears).penalty.value)])
    .toEqual([shown.arrears.amount, shown.arrears.daysOverdue, shown.arrears.penalty])
  const payoff = facts.payoff(facts.asOf)
  if (isRefusal(payoff)) throw new Error(payoff.refused)
  expect(yuanText(payoff.total.value)).toBe(payoffExample.total)
  expect(payoffExample.lines.map(({ amount }) => amount))
    .toEqual([payoff.principal, payoff.interest, payoff.fee, payoff.penalty].map(({ value }) => yuanText(value)))
  expect(yuanText(fen(payoffExample.lines.reduce((sum, { amount }) => sum + must(parseYuan(amount)), 0n)))).toBe(shown.payoffToday)
})

test('what a calculator is given of a product', () => {
  const sold = product(productExample.id)
  const agreed = offerOf(sold).agreement(sold.amount.min, must(sold.terms[0]), day(shown.asOf))
  expect(termsWire(agreed.terms)).toEqual(productExample.plan)
  const { full, partial, effects, noticeDays, note } = sold.prepayment
  expect({ full, partial, effects, noticeDays, note }).toEqual(productExample.prepayment)
})

test('the trial calculation', () => {
  const { body, response } = quoteExample
  const quote = quoteProduct(product(body.productId), must(parseYuan(body.amount)), { count: body.count, every: body.every }, day(shown.asOf))
  if (isRefusal(quote)) throw new Error(quote.refused)
  const { instalments, totals } = quote.plan
  expect(instalments.map(({ due, total, balance }) => [isoDay(due), yuanText(total), yuanText(balance)]))
    .toEqual(response.instalments.map(({ due, total, balance }) => [due, total, balance]))
  expect([totals.principal, totals.interest, totals.fee, totals.total].map(yuanText))
    .toEqual([response.totals.principal, response.totals.interest, response.totals.fee, response.totals.total])
})

test('an amount stands in a message where the example says, and is one of the loan', () => {
  const bodies = [agentMessageExample.body, ...entriesExample.map(({ body }) => body)]
  const amounts = bodies.flatMap(({ text, figures }) =>
    figures.filter(({ kind }) => kind === 'amount').map(({ start, end, value }) => ({ words: text.slice(start, end), value })))
  expect(amounts.map(({ words }) => words)).toEqual(amounts.map(({ value }) => `${formatYuan(must(parseYuan(value)))} 元`))
  expect(amounts.map(({ value }) => value)).toEqual([shown.arrears.amount, shown.arrears.amount, shown.arrears.penalty])
})

test('the cost table', () => {
  const { body } = quoteExample
  const quote = quoteProduct(product(body.productId), must(parseYuan(body.amount)), { count: body.count, every: body.every }, day(shown.asOf))
  const read = parseDisclosure(JSON.parse(readFileSync(new URL('../../content/disclosures/cost-table.json', import.meta.url), 'utf8')))
  if (isRefusal(quote) || !read.ok) throw new Error('no quote or no disclosure')
  const table = offerCostTable(read.value, '安心消费金融有限公司', quote, 'zh')
  if (isRefusal(table)) throw new Error(table.refused)
  const { rows, title, notice, basis, version } = table
  expect({ title, notice, basis, version, rows: rows.map(({ id, label, text, figures }) => ({ id, label, text, figures: figuresInText({ figures }, 'zh') })) })
    .toEqual({ ...costTableExample, annualisedPercent: undefined })
  expect(costTableExample.rows.find(({ id }) => id === 'annualised-cost')?.text).toContain(costTableExample.annualisedPercent)
})
