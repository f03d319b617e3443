/** Trial calculation: what a product would cost in an amount and length, from the same engine that makes the loan. */
import type { Decimal } from '../loan/apr.ts'
import { type AnnualCost, annualCost } from '../loan/cost.ts'
import { methodNames } from '../loan/loan-words.ts'
import { roundedQuotient } from '../loan/ratio.ts'
import { type Schedule, schedule } from '../loan/schedule.ts'
import type { Day } from '../primitives/day.ts'
import type { FigureOf, FigureSource } from '../primitives/figure.ts'
import { type Fen, zeroFen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import type { Bilingual } from '../primitives/reading.ts'
import { isRefusal, type Refusal, refuse } from '../primitives/refusal.ts'
import { checkWish, type OfferRefusal, offerOf } from './offer.ts'
import type { Product, TermOffer } from './product.ts'

export type Quote = { readonly product: Product; readonly plan: Schedule; readonly cost: AnnualCost }

export type QuoteRefusal = OfferRefusal | 'no-product-fits' | 'not-reckonable'

/** As if the money were paid out on `on`. */
export const quoteProduct = (product: Product, principal: Fen, term: TermOffer, on: Day): Quote | Refusal<QuoteRefusal> => {
  const refused = checkWish(product, principal, term)
  if (refused) return refused
  const plan = schedule(offerOf(product).agreement(principal, term, on).terms)
  if (isRefusal(plan)) return refuse('not-reckonable', { why: plan.refused })
  const cost = annualCost(plan)
  return isRefusal(cost) ? refuse('not-reckonable', { why: cost.refused }) : { product, plan, cost }
}

/** What may be told of a quote; the answers take it as it is. */
export type QuoteTold = {
  readonly productName: string
  readonly methodName: string
  readonly amount: FigureOf<'amount'>
  readonly count: FigureOf<'term'>
  readonly firstInstalment: FigureOf<'amount'>
  readonly interest: FigureOf<'amount'>
  readonly fee: FigureOf<'amount'>
  readonly total: FigureOf<'amount'>
  readonly annualCost: FigureOf<'rate'>
  /** Numbers of instalments the product offers, for the question over how many. */
  readonly countsOffered: readonly FigureOf<'term'>[]
}

type Words = Bilingual & { readonly formula?: string }

const words = {
  amount: { zh: '您想借的金额。', en: 'The amount you wish to borrow.' },
  count: { zh: '分几期还。', en: 'The number of instalments.' },
  firstInstalment: { formula: '本金 + 利息 + 费用', zh: '按今天放款试算，第一期应还的本金、利息和费用之和。', en: 'Principal, interest and fees of the first instalment, as if paid out today.' },
  interest: { formula: '各期利息之和', zh: '各期利息相加。', en: 'The interest of all instalments.' },
  fee: { formula: '各项费用之和', zh: '按产品费用表应付的全部费用。', en: 'All fees of the product.' },
  total: { formula: '本金 + 利息 + 费用', zh: '还清为止一共要还的钱。', en: 'All that is paid until the loan is repaid.' },
  annualCost: {
    formula: '每期成本率 × 一年的期数', zh: '年化综合成本（单利）：把每期实际还款（本金、利息和全部费用）折算成每期成本率，再乘以一年的期数。',
    en: 'Annual cost of credit (simple): the rate of a period at which all payments equal the amount received, times the periods of a year.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** To a hundredth of a percent, as the rules on disclosure have it. */
export const costAsTold = ({ num, den }: Decimal): Rate => ({ num: roundedQuotient(num * 10_000n, den, 'half-up'), den: 10_000n, period: 'year' })

const told = ({ product, plan, cost }: Quote): QuoteTold => {
  const source = (field: keyof typeof words): FigureSource => {
    const { formula }: Words = words[field]
    return { from: 'quote', productId: product.id, productVersion: product.version, field, ...(formula === undefined ? {} : { formula }) }
  }
  const about = (field: keyof typeof words) => ({ source: source(field), explanation: { zh: words[field].zh, en: words[field].en } })
  const amount = (field: keyof typeof words, value: Fen): FigureOf<'amount'> => ({ kind: 'amount', value, ...about(field) })
  const { totals, instalments, terms } = plan
  return {
    productName: product.name.zh,
    methodName: methodNames[product.method].zh,
    amount: amount('amount', terms.principal),
    count: { kind: 'term', value: instalments.length, unit: 'instalment', ...about('count') },
    firstInstalment: amount('firstInstalment', instalments[0]?.total ?? zeroFen),
    interest: amount('interest', totals.interest),
    fee: amount('fee', totals.fee),
    total: amount('total', totals.total),
    annualCost: { kind: 'rate', value: costAsTold(cost.simple), ...about('annualCost') },
    countsOffered: product.terms.map(({ count }) => ({
      kind: 'term', value: count, unit: 'instalment', source: { from: 'product', productId: product.id, productVersion: product.version, field: 'terms' },
    })),
  }
}

/** Products without a fee and with a plain monthly plan first: that is what one means who names only an amount. */
const plainness = ({ method, fees, terms }: Product): number =>
  (method === 'equal-instalment' ? 0 : method === 'equal-principal' ? 1 : method === 'interest-only' ? 2 : 3) + (fees.length > 0 ? 4 : 0) +
  (terms.some(({ every }) => !('months' in every) || every.months !== 1) ? 4 : 0)

/** The widest range of amounts decides between two that are equally plain. */
const fitting = (products: readonly Product[], principal: Fen, wished: string | undefined): readonly Product[] =>
  products
    .filter(({ id, amount, method }) => (wished === undefined ? method !== 'revolving' : id === wished) && amount.min <= principal && principal <= amount.max)
    .toSorted((a, b) => plainness(a) - plainness(b) || Number(a.amount.min - b.amount.min) || (a.id < b.id ? -1 : 1))

/**
 * A quote for an amount and, where it is known, a number of monthly instalments, of the product that fits best or of the
 * one wished for. Without a number it is told for the product's shortest length of a year or more, and `countsOffered`
 * says among which to choose.
 */
export const quoteFor = (
  products: readonly Product[], principal: Fen, count: number | undefined, on: Day, wished?: string,
): QuoteTold | Refusal<QuoteRefusal> => {
  const candidates = fitting(products, principal, wished)
  const lengths = candidates.flatMap((product) => product.terms.map((term) => ({ product, term })))
  const chosen = count === undefined
    ? lengths.find(({ term }) => term.count >= 12) ?? lengths[0]
    : lengths.find(({ term }) => term.count === count) ?? lengths.find(({ term }) => term.count === 1 && 'months' in term.every && term.every.months === count)
  if (!chosen) return refuse(candidates.length === 0 ? 'no-product-fits' : 'term-not-offered', count === undefined ? {} : { count }, count === undefined ? 'amount' : 'count')
  const quote = quoteProduct(chosen.product, principal, chosen.term, on)
  return isRefusal(quote) ? quote : told(quote)
}
