import { parseRatio } from '@xinqiao/core/loan/ratio.ts'
import { z } from 'zod'

/**
 * What `xinqiao loan` takes, one JSON object a line. Amounts and rates are decimal strings (yuan; fractions a year), days
 * ISO. Every field that is not named here is refused, so that a misspelt option is never silently ignored.
 */

const decimal = z.string().max(500).regex(/^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/, 'a decimal string, such as "1234.50"')
const positive = /^\d+(\.\d+)?([eE][+-]?\d{1,2})?$/
const isWholeFen = (text: string): boolean => {
  const value = parseRatio(text)
  return value !== undefined && (value.num * 100n) % value.den === 0n
}
const amountWords = 'an amount of yuan as a decimal string, not negative, at most two decimals'
const amount = z.string().max(60).regex(positive, { error: amountWords, abort: true }).refine(isWholeFen, amountWords)
const rate = z.string().max(60).regex(positive, 'a rate as a decimal fraction, not negative: "0.072" is 7.2%')
const day = z.iso.date()
const id = z.union([z.string().max(200), z.number()])
const whole = z.int()

const every = z.union([z.strictObject({ months: whole }), z.strictObject({ days: whole })])

const fee = z.strictObject({
  name: z.string().max(60),
  when: z.enum(['start', 'each', 'end']),
  amount: amount.optional(),
  rateOfPrincipal: rate.optional(),
}).refine((value) => (value.amount === undefined) !== (value.rateOfPrincipal === undefined), 'either amount or rateOfPrincipal')

const amountKind = z.enum(['fee', 'penalty', 'compound', 'interest', 'principal'])

const servicing = z.strictObject({
  graceDays: whole.min(0).max(366).optional().describe('days after the due day on which payment still counts as in time'),
  late: z.strictObject({
    multiplier: rate.describe('penalty rate = contract rate x this: "1.5" for 上浮50%'),
    compound: z.boolean().describe('compound interest (复利) on overdue interest'),
    dayCount: z.enum(['actual/360', 'actual/365']).optional(),
  }).optional(),
  allocation: z.strictObject({ order: z.array(amountKind).min(1).max(5), by: z.enum(['instalment', 'kind']) }).optional(),
  prepayment: z.strictObject({
    penalty: z.array(z.strictObject({
      paidAtLeast: whole.min(0).describe('the last row whose number of paid instalments is reached counts'),
      rateOfPrepaid: rate.optional(),
      monthsOfInterest: whole.min(0).max(360).optional(),
    }).refine((row) => (row.rateOfPrepaid === undefined) !== (row.monthsOfInterest === undefined),
      'either rateOfPrepaid or monthsOfInterest')).max(60).optional(),
    interest: z.enum(['to-the-day', 'whole-instalment']).optional(),
    leastPartial: amount.optional(),
  }).optional(),
  extension: z.strictObject({
    mostTimes: whole.min(0).max(100).optional(),
    mostMonths: whole.min(0).max(600).optional().describe('beyond the first end, all extensions together'),
    leastInstalmentsPaid: whole.min(0).max(3660).optional(),
    productLongestMonths: whole.min(1).max(1200).optional().describe('the longest term of the product, extensions included'),
  }).optional().describe('bounds of the lender; the stricter of these and the rules in force applies'),
  deferral: z.strictObject({ mostTimes: whole.min(0).max(100).optional(), mostMonths: whole.min(0).max(600).optional() }).optional()
    .describe('the same for a deferral in hardship'),
}).describe('what the contract says about lateness, order of payment and early repayment; used by life and payoff')

const termsShape = {
  principal: amount,
  annualRate: rate,
  method: z.enum(['equal-instalment', 'equal-principal', 'interest-only', 'bullet', 'flat-fee', 'revolving']),
  count: whole,
  every,
  disbursedOn: day,
  firstDueOn: day.optional(),
  anchorDay: whole.optional().describe('the day of the month that due days keep, where firstDueOn stands before it in a short month'),
  dayCount: z.enum(['30/360', '30E/360', 'actual/360', 'actual/365', 'actual/actual', 'month-rate']),
  yearSplit: z.enum(['01-01', '12-31']).optional().describe('actual/actual: the day on which a new year begins to count'),
  rounding: z.strictObject({
    mode: z.enum(['half-up', 'half-even', 'up', 'down']),
    unit: amount,
    at: z.enum(['line', 'instalment', 'end']).optional(),
  }).optional(),
  difference: z.enum(['last', 'first', 'spread']).optional(),
  instalment: amount.optional(),
  instalmentMultipleOf: amount.optional(),
  interestOnlyCount: whole.optional(),
  balloon: amount.optional(),
  step: z.strictObject({ everyCount: whole, factor: rate }).optional().describe('after every so many instalments the instalment is multiplied'),
  disbursements: z.array(z.strictObject({ on: day, amount })).max(100).optional()
    .describe('when parts of the principal are paid out; what they leave over is paid out on disbursedOn'),
  rateChanges: z.array(z.strictObject({ from: day, annualRate: rate, keeps: z.enum(['term', 'instalment']).optional() })).max(400).optional(),
  fees: z.array(fee).max(20).optional(),
  minimumPayment: z.strictObject({ shareOfPrincipal: rate, least: amount }).optional().describe('for revolving'),
  servicing: servicing.optional(),
}

const explain = z.boolean().optional().describe('adds explanation: how each amount came about, zh and en')

const schedule = z.strictObject({ id, op: z.literal('schedule'), ...termsShape, explain })
const loan = z.strictObject({ id: id.optional(), op: z.literal('schedule').optional(), ...termsShape, explain })
/** The terms of a loan by themselves, as other operations carry them. */
export const loanTerms = z.strictObject(termsShape)

const at = z.union([
  z.strictObject({ date: day }),
  z.strictObject({ years: decimal }),
  z.strictObject({ periods: whole, fraction: z.string().max(40).regex(/^\d+\/[1-9]\d*$/, 'a fraction such as "19/30"').optional() }),
])

const apr = z.strictObject({
  id,
  op: z.literal('apr'),
  convention: z.enum(['regz', 'eu', 'irr', 'xirr']),
  periodsPerYear: z.union([decimal, whole.transform(String)]).optional(),
  flows: z.array(z.strictObject({ amount: decimal, at })).max(4000),
})

export const loanEvent = z.strictObject({
  id: z.string().max(100).optional(),
  on: day,
  bookedOn: day.optional(),
  kind: z.enum(['disburse', 'repay', 'prepay', 'debit-failed', 'extend', 'defer', 'change-day', 'change-rate', 'waive', 'write-off', 'reverse',
    'fee']),
  amount: amount.optional(),
  effect: z.enum(['term', 'instalment']).optional().describe('what changes: term keeps the instalment, instalment keeps the term'),
  reverses: z.union([whole, z.string().max(100)]).optional().describe('the place in events, from 0, or the id of the event'),
  rate: rate.optional(),
  days: whole.optional(),
  periods: whole.optional().describe('extend: so many periods of the plan later, on its days'),
  count: whole.optional().describe('extend: so many instalments more'),
  day: whole.optional().describe('change-day: the new day of the month'),
  fee: amount.optional().describe('extend: the charge for it'),
  of: amountKind.optional().describe('waive: of this kind only'),
})

const events = z.array(loanEvent).max(5000)

const life = z.strictObject({ id, op: z.literal('life'), loan, events, asOf: day, explain })
  .describe('the loan folded over its events to what is owed at the end of asOf')
const payoff = z.strictObject({ id, op: z.literal('payoff'), loan, events, on: day, amount: amount.optional(),
  effect: z.enum(['term', 'instalment']).optional(), explain })
  .describe('what early repayment takes on a day: in full, or with amount in part')

const extension = z.strictObject({
  id, op: z.literal('extension'), loan, events, on: day.describe('the day of the application'), days: whole.optional(), periods: whole.optional(), count: whole.optional(),
  rate: rate.optional(), fee: amount.optional(), explain,
}).describe('may the loan be extended (展期) as asked, by the rules in force on that day and the lender\'s own, and what does it cost')

const affordability = z.strictObject({
  id, op: z.literal('affordability'), loan,
  household: z.strictObject({ monthlyIncome: amount, monthlyLivingCosts: amount, monthlyDebtService: amount })
    .describe('a month, after tax; monthlyDebtService: instalments of all other loans'),
  limits: z.strictObject({
    mostDebtToIncome: rate.describe('"0.5" is half of the income'),
    leastFreeIncome: amount,
    stress: rate.describe('added to the yearly rate: "0.02" is two points'),
  }),
}).describe('debt to income, free income, both under stress, and the largest loan that fits; each with its reason')

export const loanRequest = z.discriminatedUnion('op', [schedule, apr, life, payoff, extension, affordability])

export type LoanRequest = z.infer<typeof loanRequest>
export type TermsRequest = z.infer<typeof loanTerms>
export type AprRequest = z.infer<typeof apr>
export type EventRequest = z.infer<typeof loanEvent>
export type LifeRequest = z.infer<typeof life>
export type PayoffRequest = z.infer<typeof payoff>
export type ExtensionRequest = z.infer<typeof extension>
export type AffordabilityRequest = z.infer<typeof affordability>

/** The schema that `xinqiao loan --schema` prints. */
export const loanRequestSchema = (): unknown => z.toJSONSchema(loanRequest, { io: 'input' })
