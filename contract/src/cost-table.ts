import { z } from 'zod'
import { figureInText } from './conversations.ts'
import { costTableExample } from './examples-cost-table.ts'
import { every } from './loans.ts'
import { defineOperation } from './operation.ts'

/**
 * The cost table (综合融资成本明示表) of an offer or of a loan, on screen and as PDF, in the language of the request. Every row is a
 * text whose figures carry their sources.
 */

const room = 'knowledge'

export const costTable = z.object({
  title: z.string(),
  /** Of the disclosure that gives the rows. */
  version: z.int(),
  rows: z.array(z.object({ id: z.string(), label: z.string(), text: z.string(), figures: z.array(figureInText) })),
  /** To be read before signing. */
  notice: z.string(),
  basis: z.string(),
  /** The annualised comprehensive cost, simple, as it stands in its row. */
  annualisedPercent: z.string(),
  /** Only where the cost is above what the law lets a loan cost: the desk is to report it. */
  aboveCeiling: z.object({ basis: z.string() }).exactOptional(),
})
export type CostTable = z.infer<typeof costTable>

const offer = z.object({
  amount: z.string().regex(/^\d{1,12}(\.\d{1,2})?$/),
  count: z.coerce.number().int().min(1).max(360),
  /** How often an instalment falls due: so many months or days; months without either. */
  months: z.coerce.number().int().min(1).max(12).optional(),
  days: z.coerce.number().int().min(1).max(366).optional(),
})

/** The query's months or days as a product's length has them. */
export const everyOf = ({ months, days }: z.output<typeof offer>): z.output<typeof every> => (days === undefined ? { months: months ?? 1 } : { days })

const offerRefusals = ['not-found', 'amount-below-product', 'amount-above-product', 'amount-not-multiple', 'term-not-offered', 'quote-not-possible'] as const
const byProduct = z.object({ productId: z.string().max(40) })
const byRef = z.object({ loanRef: z.string().max(40) })
const loanRefusals = ['not-found', 'quote-not-possible'] as const

export const getCostTable = defineOperation({
  id: 'getCostTable', method: 'GET', path: '/v1/products/{productId}/cost-table', room,
  summary: 'What a product would cost in an amount and length, every item with its method, annualised rate and payee',
  access: { for: 'public' },
  params: byProduct, query: offer, response: costTable, refusals: offerRefusals,
  example: { response: costTableExample },
})

export const printCostTable = defineOperation({
  id: 'printCostTable', method: 'GET', path: '/v1/products/{productId}/cost-table.pdf', room,
  summary: 'The cost table of an offer as PDF',
  access: { for: 'public' },
  params: byProduct, query: offer, refusals: offerRefusals,
})

export const getLoanCostTable = defineOperation({
  id: 'getLoanCostTable', method: 'GET', path: '/v1/desk/loans/{loanRef}/cost-table', room,
  summary: 'The cost table of a loan as it was signed',
  access: { for: 'staff', right: 'loan.read' },
  params: byRef, response: costTable, refusals: loanRefusals,
  example: { response: costTableExample },
})

export const printLoanCostTable = defineOperation({
  id: 'printLoanCostTable', method: 'GET', path: '/v1/desk/loans/{loanRef}/cost-table.pdf', room,
  summary: 'The cost table of a loan as PDF',
  access: { for: 'staff', right: 'loan.read' },
  params: byRef, refusals: loanRefusals,
})

export const getMyCostTable = defineOperation({
  id: 'getMyCostTable', method: 'GET', path: '/v1/chat/loans/{loanRef}/cost-table', room,
  summary: 'The cost table of one of my loans as it was signed',
  access: { for: 'customer', level: 'verified' },
  params: byRef, response: costTable, refusals: loanRefusals,
  example: { response: costTableExample },
})

export const printMyCostTable = defineOperation({
  id: 'printMyCostTable', method: 'GET', path: '/v1/chat/loans/{loanRef}/cost-table.pdf', room,
  summary: 'The cost table of one of my loans as PDF',
  access: { for: 'customer', level: 'verified' },
  params: byRef, refusals: loanRefusals,
})
