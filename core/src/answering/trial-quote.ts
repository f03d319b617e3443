import { checkWish, termsOf } from '../knowledge/offer.ts'
import type { Product } from '../knowledge/product.ts'
import { annualCost } from '../loan/cost.ts'
import { schedule } from '../loan/schedule.ts'
import type { Day } from '../primitives/day.ts'
import type { FigureOf, FigureSource } from '../primitives/figure.ts'
import type { Fen } from '../primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import type { QuoteFacts } from './situation.ts'

/** Trial calculations (试算) for the chat: the first product of the catalogue that is lent in that amount and length. */

const methodNames: Readonly<Record<Product['method'], string>> = {
  'equal-instalment': '等额本息',
  'equal-principal': '等额本金',
  'interest-only': '先息后本',
  bullet: '到期一次还本付息',
  'flat-fee': '等本等息',
  revolving: '随借随还',
}

const isMonthly = (every: Product['terms'][number]['every']): boolean => 'months' in every && every.months === 1

/** Products that are quoted without being named: monthly instalments, no revolving limit. */
const quotable = (products: readonly Product[]): readonly Product[] =>
  products.filter(({ method, terms }) => method !== 'revolving' && method !== 'bullet' && terms.some(({ every }) => isMonthly(every)))

const lentIn = (product: Product, amount: Fen, count: number | undefined): boolean =>
  product.terms.some((term) => isMonthly(term.every) && (count === undefined || term.count === count) && !checkWish(product, amount, term))

/** A quote with every figure sourced; without `count` the shortest length stands in, for the question over how many. */
export const trialQuote = (products: readonly Product[], amount: Fen, count: number | undefined, today: Day): QuoteFacts | Refusal => {
  const product = quotable(products).find((candidate) => lentIn(candidate, amount, count))
  const offered = product?.terms.filter(({ every }) => isMonthly(every)) ?? []
  const term = offered.find((one) => count === undefined || one.count === count)
  if (!product || !term) return refuse('quote-not-possible')
  const plan = schedule(termsOf(product, { principal: amount, term, disbursedOn: today }))
  if (isRefusal(plan)) return plan
  const cost = annualCost(plan)
  if (isRefusal(cost)) return cost
  const source = (field: string): FigureSource => ({ from: 'quote', productId: product.id, productVersion: product.version, field })
  const money = (field: string, value: Fen): FigureOf<'amount'> => ({ kind: 'amount', value, source: source(field) })
  const length = (value: number): FigureOf<'term'> => ({ kind: 'term', value, unit: 'instalment', source: source('count') })
  return {
    productName: product.name.zh,
    methodName: methodNames[product.method],
    amount: money('principal', amount),
    count: length(term.count),
    firstInstalment: money('instalments[0].total', plan.instalments[0]?.total ?? plan.totals.total),
    interest: money('totals.interest', plan.totals.interest),
    fee: money('totals.fee', plan.totals.fee),
    total: money('totals.total', plan.totals.total),
    annualCost: { kind: 'rate', value: { ...cost.simple, period: 'year' }, source: source('annualCost.simple') },
    countsOffered: offered.map((one) => length(one.count)),
  }
}
