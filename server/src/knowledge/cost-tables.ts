import type { CostTable as CostTableWire } from '@xinqiao/contract/cost-table.ts'
import { figuresInText } from '@xinqiao/contract/figures-in-text.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import type { CostTable } from '@xinqiao/core/knowledge/cost-table.ts'
import { loanCostTable, offerCostTable } from '@xinqiao/core/knowledge/offer-cost.ts'
import { costsTooMuch, type TermOffer } from '@xinqiao/core/knowledge/product.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import type { Fen } from '@xinqiao/core/primitives/money.ts'
import { percentText } from '@xinqiao/core/primitives/rate.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { createLedger } from '../loan/ledger.ts'
import { readLender } from '../people/lender.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { type PdfContent, printPdf } from '../platform/pdf.ts'
import { disclosureOn, lawsOn } from './laws-in-force.ts'
import { pieceVersion } from './pieces.ts'
import { quoteLoan } from './quote-loan.ts'

/** Cost tables of offers and loans. Nothing is stored: the plan and the contract's terms give the same table at any time. */

/** A table with what its print names beside it; `ceiling`: the law that bounds what a loan may cost. */
export type MadeTable = { readonly table: CostTable; readonly lenderName: string; readonly about: string; readonly language: Language; readonly ceiling: string }

type Made = MadeTable | Refusal<RefusalCode>

const contractName = async (context: Context): Promise<string> => {
  const { name, legalName } = await readLender(context)
  return legalName ?? name
}

/** The approved form of the table. */
const formId = 'cost-table'

/** 综合融资成本 above 24% a year. */
const costCeiling = 'LM-COST-24'

const ceilingOn = async ({ db }: Context, day: Day): Promise<string> => (await lawsOn(db, day)).groundOfLaws([costCeiling]).basis

export const tableOfOffer = async (context: Context, asked: { readonly productId: string; readonly principal: Fen; readonly term: TermOffer }, language: Language): Promise<Made> => {
  const day = today(context.clock)
  const quote = await quoteLoan(context.db, asked.productId, asked.principal, asked.term, day)
  if (isRefusal(quote)) return quote.refused === 'no-product-fits' || quote.refused === 'not-reckonable' ? refuse('quote-not-possible') : (quote as Refusal<RefusalCode>)
  const [form, lenderName] = [await disclosureOn(context.db, formId, day), await contractName(context)]
  if (!form) return refuse('quote-not-possible')
  const table = offerCostTable(form, lenderName, quote, language)
  return isRefusal(table) ? refuse('quote-not-possible') : { table, lenderName, about: `${quote.product.name[language]} · ${isoDay(day)}`, language, ceiling: await ceilingOn(context, day) }
}

/** `customerId`: only a loan of this customer; somebody else's is as if it were not there. */
export const tableOfLoan = async (context: Context, loanRef: string, language: Language, customerId?: string): Promise<(MadeTable & { readonly owner: string }) | Refusal<RefusalCode>> => {
  const day = today(context.clock)
  const account = await createLedger(context.db).loan(loanRef, day)
  if (!account || (customerId !== undefined && account.customerId !== customerId)) return refuse('not-found')
  const plan = account.plan()
  const product = await pieceVersion(context.db, 'product', account.facts.product.id, account.facts.product.version)
  const form = await disclosureOn(context.db, formId, day)
  if (!plan || !product || !form) return refuse('quote-not-possible')
  const lenderName = await contractName(context)
  const table = loanCostTable(form, lenderName, { loanRef, product, plan, asOf: day }, language)
  if (isRefusal(table)) return refuse('quote-not-possible')
  return { table, lenderName, about: `${loanRef} · ${product.name[language]} · ${isoDay(day)}`, language, ceiling: await ceilingOn(context, day), owner: account.customerId }
}

export const tableWire = ({ table, language, ceiling }: MadeTable): CostTableWire => ({
  title: table.title,
  version: table.version,
  rows: table.rows.map(({ id, label, text, figures }) => ({ id, label, text, figures: figuresInText({ figures }, language) })),
  notice: table.notice,
  basis: table.basis,
  annualisedPercent: percentText(table.annualisedCost.value, 2),
  ...(costsTooMuch(table.annualisedCost.value) ? { aboveCeiling: { basis: ceiling } } : {}),
})

const words = {
  zh: { item: '项目', content: '内容', basis: (source: string) => `依据：${source}` },
  en: { item: 'Item', content: 'Details', basis: (source: string) => `Basis: ${source}` },
} as const

const contentOf = ({ table, lenderName, about, language }: MadeTable): PdfContent => ({
  title: table.title, subtitle: `${lenderName} · ${about}`, language, author: lenderName, footer: `${lenderName} · ${about}`,
  blocks: [
    { kind: 'paragraph', text: table.notice, tone: 'strong' },
    { kind: 'table', columns: [{ share: 3 }, { share: 8 }], head: [words[language].item, words[language].content], rows: table.rows.map(({ label, text }) => [label, text]) },
    { kind: 'paragraph', text: words[language].basis(table.basis), tone: 'small' },
  ],
})

export const printTable = (made: MadeTable, context: Pick<Context, 'clock'>): Promise<Buffer> => printPdf(contentOf(made), context.clock.now())
