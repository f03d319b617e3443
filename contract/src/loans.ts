import { z } from 'zod'
import { loanCardExample, loanDetailExample, payoffExample, productExample, quoteExample } from './examples.ts'
import { loanEvent, loanTerms } from './loan-command.ts'
import { defineOperation } from './operation.ts'

/** Loans on the wire. Amounts are yuan as decimal strings with two places, rates decimal fractions a year, days ISO. */

const room = 'loan'
export const yuan = z.string().regex(/^-?\d{1,15}\.\d{2}$/)

export const loanStates = [
  'applied', 'in-review', 'refused', 'approved', 'current', 'due-today', 'debit-failed', 'overdue', 'extended', 'hardship-plan', 'settled',
] as const

export const loanCard = z.object({
  ref: z.string(),
  product: z.object({ id: z.string(), name: z.string() }),
  method: z.string(),
  methodName: z.string(),
  state: z.enum(loanStates),
  stateName: z.string(),
  principal: yuan,
  annualRate: z.string(),
  disbursedOn: z.iso.date().optional(),
  instalmentCount: z.int(),
  instalmentsPaid: z.int(),
  remainingPrincipal: yuan,
  /** What is due next and when; absent when nothing is. */
  next: z.object({ due: z.iso.date(), amount: yuan, principal: yuan, interest: yuan, fee: yuan }).optional(),
  arrears: z.object({ amount: yuan, daysOverdue: z.int(), penalty: yuan }).optional(),
  /** What settles the loan today. */
  payoffToday: yuan.optional(),
  /** Where an application stands, in plain words. */
  progress: z.string().optional(),
  asOf: z.iso.date(),
  /** Not the caller's own: he is told of it as the owner's proxy or as its guarantor. */
  ofOther: z.literal(true).optional(),
})
export type LoanCard = z.infer<typeof loanCard>

export const instalmentRow = z.object({
  n: z.int(), due: z.iso.date(), principal: yuan, interest: yuan, fee: yuan, total: yuan, balance: yuan,
  state: z.enum(['paid', 'due', 'overdue', 'coming']),
})

export const loanDetail = loanCard.extend({
  schedule: z.array(instalmentRow),
  /** Money that moved and debits that failed, newest first; `name` is the kind in words. */
  payments: z.array(z.object({ on: z.iso.date(), kind: z.string(), name: z.string(), amount: yuan, note: z.string().optional() })),
  /** What the loan costs a year by its plan, all fees counted. */
  annualCost: z.object({ simplePercent: z.string(), effectivePercent: z.string() }).optional(),
  /** What the engine folds, so that a screen can ask what if by itself; absent where another system keeps the books. */
  record: z.object({ terms: loanTerms, events: z.array(loanEvent) }).optional(),
})

const byRef = z.object({ loanRef: z.string().max(40) })

export const listMyLoans = defineOperation({
  id: 'listMyLoans', method: 'GET', path: '/v1/chat/loans', room,
  summary: 'My loans as of today',
  access: { for: 'customer', level: 'verified' },
  response: z.object({ loans: z.array(loanCard) }),
  refusals: [],
  example: { response: { loans: [loanCardExample] } },
})

export const getMyLoan = defineOperation({
  id: 'getMyLoan', method: 'GET', path: '/v1/chat/loans/{loanRef}', room,
  summary: 'One of my loans with schedule and payments',
  access: { for: 'customer', level: 'verified' },
  params: byRef, response: loanDetail, refusals: ['not-found'],
  example: { response: loanDetailExample },
})

export const listCustomerLoans = defineOperation({
  id: 'listCustomerLoans', method: 'GET', path: '/v1/desk/customers/{customerId}/loans', room,
  summary: 'The loans of a customer as of today',
  access: { for: 'staff', right: 'loan.read' },
  params: z.object({ customerId: z.uuid() }),
  response: z.object({ loans: z.array(loanCard) }),
  refusals: ['not-found'],
  example: { response: { loans: [loanCardExample] } },
})

export const getLoan = defineOperation({
  id: 'getLoan', method: 'GET', path: '/v1/desk/loans/{loanRef}', room,
  summary: 'A loan with schedule and payments',
  access: { for: 'staff', right: 'loan.read' },
  params: byRef, response: loanDetail, refusals: ['not-found'],
  example: { response: loanDetailExample },
})

/** How often an instalment falls due. */
export const every = z.union([z.object({ months: z.int().min(1).max(12) }), z.object({ days: z.int().min(1).max(366) })])

/** One length on offer: 12 instalments, one each month. A loan repaid at once (到期还本) has one instalment after `every`. */
export const termOffer = z.object({ count: z.int().min(1).max(360), every })

const quoteBody = z.object({
  productId: z.string().max(40),
  amount: z.string().regex(/^\d{1,12}(\.\d{1,2})?$/),
  count: z.int().min(1).max(360),
  every: every.default({ months: 1 }),
})
const quoteResponse = z.object({
  product: z.object({ id: z.string(), version: z.int(), name: z.string() }),
  instalments: z.array(instalmentRow.omit({ state: true })),
  totals: z.object({ principal: yuan, interest: yuan, fee: yuan, total: yuan }),
  annualCost: z.object({ simplePercent: z.string(), effectivePercent: z.string() }),
})

export const quoteLoan = defineOperation({
  id: 'quoteLoan', method: 'POST', path: '/v1/quotes', room: 'knowledge',
  summary: 'Trial calculation for an amount and number of instalments of a product; nothing is stored',
  access: { for: 'public' },
  body: quoteBody, response: quoteResponse,
  refusals: ['not-found', 'amount-below-product', 'amount-above-product', 'amount-not-multiple', 'term-not-offered', 'quote-not-possible'],
  example: quoteExample,
})

export const payoffQuote = z.object({
  on: z.iso.date(),
  /** The last day on which the total still holds. */
  goodUntil: z.iso.date(),
  total: yuan,
  /** What the total is made of, largest part first; the lines add up to it. */
  lines: z.array(z.object({ name: z.string(), amount: yuan, explanation: z.string() })),
  /** Interest that no longer falls due. */
  interestSaved: yuan,
})

const onDay = z.object({ on: z.iso.date().optional() })

const payoffRefusals = ['not-found', 'day-out-of-range', 'loan-not-paid-out', 'loan-written-off', 'nothing-to-prepay', 'quote-not-possible'] as const

export const quotePayoff = defineOperation({
  id: 'quotePayoff', method: 'GET', path: '/v1/desk/loans/{loanRef}/payoff', room,
  summary: 'What settles a loan on a day, line by line',
  access: { for: 'staff', right: 'loan.quote' },
  params: byRef, query: onDay, response: payoffQuote, refusals: payoffRefusals,
  example: { response: payoffExample },
})

export const quoteMyPayoff = defineOperation({
  id: 'quoteMyPayoff', method: 'GET', path: '/v1/chat/loans/{loanRef}/payoff', room,
  summary: 'What settles one of my loans on a day, line by line',
  access: { for: 'customer', level: 'verified' },
  params: byRef, query: onDay, response: payoffQuote, refusals: payoffRefusals,
  example: { response: payoffExample },
})

export const listProducts = defineOperation({
  id: 'listProducts', method: 'GET', path: '/v1/products', room: 'knowledge',
  summary: 'The products in force today, with rates, fees and annualised cost',
  access: { for: 'public' },
  response: z.object({
    products: z.array(z.object({
      id: z.string(), version: z.int(), name: z.string(), summary: z.string(), method: z.string(), methodName: z.string(),
      annualRate: z.string(), annualCostPercent: z.string(), amountMin: yuan, amountMax: yuan, amountMultipleOf: yuan, terms: z.array(termOffer),
      fees: z.array(z.object({ name: z.string(), payee: z.string(), description: z.string() })),
      /** The terms of a loan of this product paid out today, in its least amount and first length: a calculator puts in the others. */
      plan: loanTerms,
      /** How it may be repaid early. */
      prepayment: z.object({
        full: z.boolean(), partial: z.boolean(), effects: z.array(z.enum(['term', 'instalment'])), noticeDays: z.int(), note: z.string(),
      }),
    })),
  }),
  refusals: [],
  example: { response: { products: [productExample] } },
})
