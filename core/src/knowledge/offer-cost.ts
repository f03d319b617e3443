/** The cost table of what a product offers: the quote's plan, the catalogue's payees and contract terms, figures sourced to both. */
import type { Disclosure } from '../compliance/disclosure.ts'
import type { Schedule } from '../loan/schedule.ts'
import type { Day } from '../primitives/day.ts'
import type { FigureSource } from '../primitives/figure.ts'
import type { Language } from '../primitives/filling.ts'
import type { Refusal } from '../primitives/refusal.ts'
import { type CostSubject, type CostTable, costTable, type CostTableRefusal } from './cost-table.ts'
import type { CostFigure } from './cost-table-words.ts'
import type { Product } from './product.ts'
import type { Quote } from './quote.ts'

/** What the catalogue states; everything else of the table is reckoned for the amount and length asked. */
const stated: ReadonlySet<CostFigure> = new Set([
  'annualRate', 'feeSize', 'penaltySurcharge', 'penaltyYear', 'graceDays', 'chargeRate', 'chargeMonths', 'paidFrom', 'paidBelow', 'extensionFee',
])

const formulaOf = (formula: string | undefined): { readonly formula?: string } => (formula === undefined ? {} : { formula })

const subjectOf = (product: Product, plan: Schedule, lenderName: string, language: Language, source: CostSubject['source']): CostSubject => {
  const { allowed, fee, rateMultiplier } = product.extension
  return {
    lenderName, productName: product.name[language], plan, extension: { allowed, fee, rateMultiplier }, source,
    fees: new Map(product.fees.map(({ name, payee }) => [name.zh, { name: name[language], payee }])),
  }
}

export const offerCostTable = (disclosure: Disclosure, lenderName: string, { product, plan }: Quote, language: Language): CostTable | Refusal<CostTableRefusal> => {
  const { id: productId, version: productVersion } = product
  const source = (field: CostFigure, formula: string | undefined): FigureSource =>
    stated.has(field) ? { from: 'product', productId, productVersion, field } : { from: 'quote', productId, productVersion, field, ...formulaOf(formula) }
  return costTable(disclosure, subjectOf(product, plan, lenderName, language, source), language)
}

/** The loan as it was signed: plan and terms from its agreement, the names of fees and payees from the product's version of that time. */
export type SignedLoan = { readonly loanRef: string; readonly product: Product; readonly plan: Schedule; readonly asOf: Day }

export const loanCostTable = (
  disclosure: Disclosure, lenderName: string, { loanRef, product, plan, asOf }: SignedLoan, language: Language,
): CostTable | Refusal<CostTableRefusal> => {
  const source = (field: CostFigure, formula: string | undefined): FigureSource => ({ from: 'loan', loanRef, field, asOf, ...formulaOf(formula) })
  return costTable(disclosure, subjectOf(product, plan, lenderName, language, source), language)
}
