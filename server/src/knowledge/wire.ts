import type { article, articleHit } from '@xinqiao/contract/knowledge.ts'
import type { listProducts, quoteLoan } from '@xinqiao/contract/loans.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { Terms } from '@xinqiao/core/loan/terms.ts'
import { termsWire } from '@xinqiao/contract/loan-terms.ts'
import { methodNames } from '@xinqiao/core/loan/loan-words.ts'
import type { Article } from '@xinqiao/core/knowledge/article.ts'
import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import type { Product } from '@xinqiao/core/knowledge/product.ts'
import type { Quote } from '@xinqiao/core/knowledge/quote.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import { figureText } from '@xinqiao/core/primitives/filling.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import { percentText, rateText } from '@xinqiao/core/primitives/rate.ts'
import type { z } from 'zod'

/** Knowledge as it goes over the wire. */

const excerptLength = 90

/** The part of the body in which a word of the question first stands, or its beginning. */
const excerptOf = ({ body }: Article, words: readonly string[]): string => {
  const plain = body.replaceAll(/\*\*|^\s*(?:-|\d+\.)\s+/gm, '').replaceAll(/\s+/g, ' ')
  const places = words.map((word) => plain.toLowerCase().indexOf(word)).filter((place) => place >= 0)
  const start = Math.max(0, Math.min(...places, plain.length) - 20)
  const from = places.length === 0 ? 0 : start
  return `${from > 0 ? '…' : ''}${plain.slice(from, from + excerptLength)}${from + excerptLength < plain.length ? '…' : ''}`
}

export const articleHitWire = (found: Article, words: readonly string[]): z.input<typeof articleHit> => ({
  id: found.id, version: found.version, title: found.title, answer: found.answer, excerpt: excerptOf(found, words), owner: found.owner, source: found.source,
})

/** `names`: of staff by id, for what was approved at the desk names whoever did so by his id. */
export const articleWire = (found: Article, names: ReadonlyMap<string, string>): z.input<typeof article> => ({
  id: found.id, version: found.version, title: found.title, answer: found.answer, body: found.body, owner: found.owner, source: found.source,
  approvedBy: names.get(found.approvedBy) ?? found.approvedBy, approvedOn: isoDay(found.approvedOn), reviewBy: isoDay(found.reviewBy), validFrom: isoDay(found.validFrom),
})

const smallest = (product: Product, today: Day): Terms => {
  const [term] = product.terms
  if (!term) throw new Error(`the product ${product.id} has no length on offer`)
  return offerOf(product).agreement(product.amount.min, term, today).terms
}

export const productWire = (product: Product, today: Day): ResponseOf<typeof listProducts>['products'][number] => ({
  id: product.id,
  version: product.version,
  name: product.name.zh,
  summary: product.summary,
  method: product.method,
  methodName: methodNames[product.method].zh,
  annualRate: rateText(product.annualRate),
  annualCostPercent: percentText(product.annualisedCost.simple),
  amountMin: yuanText(product.amount.min),
  amountMax: yuanText(product.amount.max),
  amountMultipleOf: yuanText(product.amount.multipleOf),
  terms: product.terms.map(({ count, every }) => ({ count, every })),
  fees: product.fees.map(({ name, payee, size, note }) => ({
    name: name.zh,
    payee,
    description: `${size.kind === 'amount' ? figureText({ kind: 'amount', value: size.amount }) : `${percentText(size.rateOfPrincipal)}%`}，${note}`,
  })),
  plan: termsWire(smallest(product, today)),
  prepayment: {
    full: product.prepayment.full, partial: product.prepayment.partial, effects: [...product.prepayment.effects],
    noticeDays: product.prepayment.noticeDays, note: product.prepayment.note,
  },
})

export const quoteWire = ({ product, plan, cost }: Quote): ResponseOf<typeof quoteLoan> => ({
  product: { id: product.id, version: product.version, name: product.name.zh },
  instalments: plan.instalments.map(({ n, due, principal, interest, fee, total, balance }) => ({
    n, due: isoDay(due), principal: yuanText(principal), interest: yuanText(interest), fee: yuanText(fee), total: yuanText(total), balance: yuanText(balance),
  })),
  totals: {
    principal: yuanText(plan.totals.principal), interest: yuanText(plan.totals.interest), fee: yuanText(plan.totals.fee), total: yuanText(plan.totals.total),
  },
  annualCost: {
    simplePercent: percentText({ ...cost.simple, period: 'year' }, 2), effectivePercent: percentText({ ...cost.effective, period: 'year' }, 2),
  },
})
