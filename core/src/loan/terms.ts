import { civil, type Day, daysBetween, daysInMonth } from '../primitives/day.ts'
import type { Fen } from '../primitives/money.ts'
import { percentText, type Rate } from '../primitives/rate.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import { brokenPenaltyBound, type ExtensionRule } from './policy.ts'
import type { RoundingMode } from './ratio.ts'

/**
 * What a loan contract says about money and days. Everything the engine computes (schedule, cost of credit, life,
 * payoff, extension) is a function of these terms and of dated events; nothing else is remembered anywhere.
 *
 * Amounts are Fen, rates exact fractions of a year, days calendar days. Only the first block is required:
 *
 *   const terms: Terms = {
 *     principal: fen(1_000_000n), annualRate: { num: 72n, den: 1000n, period: 'year' }, method: 'equal-instalment',
 *     count: 12, every: { months: 1 }, disbursedOn: dayOf(2026, 1, 31), dayCount: 'month-rate',
 *   }
 *   const plan = schedule(terms)            // Schedule | Refusal
 */
export type Terms = {
  /** The whole loan. With `disbursements`, their sum plus what is paid out on `disbursedOn`. */
  readonly principal: Fen
  readonly annualRate: Rate
  readonly method: Method
  /** Number of instalments (for `bullet` the number of periods until the one payment); 1 to 3660. */
  readonly count: number
  readonly every: Every
  readonly disbursedOn: Day
  readonly dayCount: DayCount

  /** Default: one period after `disbursedOn`. Its day of the month is the anchor that all due days keep. */
  readonly firstDueOn?: Day
  /** The anchor, where `firstDueOn` stands before it because its month is too short: 31 for a first due day of 28 February. */
  readonly anchorDay?: number
  /** For actual/actual: the day on which a new year begins to count. `12-31` is Fineract's; default `01-01` (ISDA). */
  readonly yearSplit?: '01-01' | '12-31'
  /** Default: half-up to the fen, each line. */
  readonly rounding?: Rounding
  /** Which instalment takes what rounding leaves over; `spread` brings the last near to the others (Fineract). Default `last`. */
  readonly difference?: 'last' | 'first' | 'spread'
  /** A given instalment; the last line takes the rest, and the plan ends early where nothing is left. */
  readonly instalment?: Fen
  /** The instalment is rounded to a multiple of this, after `rounding`. */
  readonly instalmentMultipleOf?: Fen
  /** The first lines that pay interest only. */
  readonly interestOnlyCount?: number
  /** Principal that stays until the last line and is paid with it. */
  readonly balloon?: Fen
  /** Step-up (factor > 1) or step-down (< 1): after every `everyCount` instalments the instalment is multiplied. */
  readonly step?: Step
  /** When the parts of the principal are paid out. What they leave over is paid out on `disbursedOn`. */
  readonly disbursements?: readonly Disbursement[]
  readonly rateChanges?: readonly RateChange[]
  readonly fees?: readonly Fee[]
  /** For `flat-fee`: what its interest is reckoned on, where that is not the principal (the rest of an extended loan). */
  readonly flatBase?: Fen
  /** For `revolving`: what must at least be paid each period. */
  readonly minimumPayment?: MinimumPayment

  /** What the contract says about lateness, order of payment and early repayment: read by life.ts and payoff.ts. */
  readonly servicing?: Servicing
}

/** 等额本息 · 等额本金 · 先息后本 · 到期还本付息 · 等本等息 · 循环额度（最低还款） */
export type Method = 'equal-instalment' | 'equal-principal' | 'interest-only' | 'bullet' | 'flat-fee' | 'revolving'

export const methods: readonly Method[] = [
  'equal-instalment', 'equal-principal', 'interest-only', 'bullet', 'flat-fee', 'revolving',
]

/** A quarter is three months, a week seven days. */
export type Every = { readonly months: number } | { readonly days: number }

/**
 * How a stretch of days becomes a fraction of a year. `month-rate`: a month is a twelfth of the yearly rate whatever its
 * length (月利率 = 年利率/12), odd days a 360th each. `30/360` is the US form, `30E/360` the European.
 */
export type DayCount = '30/360' | '30E/360' | 'actual/360' | 'actual/365' | 'actual/actual' | 'month-rate'

export const dayCounts: readonly DayCount[] = ['30/360', '30E/360', 'actual/360', 'actual/365', 'actual/actual', 'month-rate']

export type Rounding = {
  readonly mode: RoundingMode
  /** In fen: 1 for 0.01 yuan, 100 for whole yuan. */
  readonly unit: Fen
  /**
   * `line` (default): each amount is rounded as it arises. `instalment`: the fraction of interest that rounding leaves
   * over is carried to the next line. `end`: balances are kept to 10^-10 fen and only what is shown is rounded.
   */
  readonly at?: 'line' | 'instalment' | 'end'
}

export type Disbursement = { readonly on: Day; readonly amount: Fen }

export type RateChange = {
  /** The first day that earns interest at the new rate. */
  readonly from: Day
  readonly annualRate: Rate
  /** `term` (default) re-reckons the instalment; `instalment` keeps it and lets the number of lines move. */
  readonly keeps?: 'term' | 'instalment'
}

export type Fee = { readonly name: string; readonly when: 'start' | 'each' | 'end' } & (
  | { readonly amount: Fen }
  /** A share of the original principal: 月费率 0.6% is 0.006 with `each`. */
  | { readonly rateOfPrincipal: Rate }
)

export type Step = {
  readonly everyCount: number
  readonly factor: { readonly num: bigint; readonly den: bigint }
  /** Instalments gone by before this plan began, so that a plan made anew steps on the same days. */
  readonly passed?: number
}

export type MinimumPayment = {
  /** Share of the principal outstanding, paid beside the interest. */
  readonly shareOfPrincipal: { readonly num: bigint; readonly den: bigint }
  /** The payment (principal and interest) is at least this, or all that is owed. */
  readonly least: Fen
}

export type AmountKind = 'fee' | 'penalty' | 'compound' | 'interest' | 'principal'

export type Servicing = {
  /** Days after the due day on which payment still counts as in time (宽限期); default 0. */
  readonly graceDays?: number
  /** Penalty interest on overdue principal (罚息), and compound interest on overdue interest (复利) where `compound`. */
  readonly late?: LateInterest
  readonly allocation?: Allocation
  readonly prepayment?: PrepaymentRule
  readonly extension?: ExtensionTerms
  readonly deferral?: DeferralTerms
}

/** The lender's own bounds of an extension (展期); all optional, each only ever stricter than the law's. */
export type ExtensionTerms = {
  readonly mostTimes?: number
  readonly mostMonths?: number
  readonly leastInstalmentsPaid?: number
  /** The longest term of the product, first term and extensions together. */
  readonly productLongestMonths?: number
  /** Other rules than those of policy.ts. */
  readonly rules?: readonly ExtensionRule[]
}

/** The lender's own bounds of a deferral in hardship (延期). */
export type DeferralTerms = { readonly mostTimes?: number; readonly mostMonths?: number }

export type LateInterest = {
  /** Penalty rate = contract rate x this: 1.5 for 上浮50% (within the bounds of policy.ts). */
  readonly multiplier: { readonly num: bigint; readonly den: bigint }
  readonly compound: boolean
  /** Days over this make the fraction; default actual/360. */
  readonly dayCount?: 'actual/360' | 'actual/365'
}

export type Allocation = {
  readonly order: readonly AmountKind[]
  /** `instalment`: the oldest instalment wholly, then the next. `kind`: all fees, then all penalty, and so on. */
  readonly by: 'instalment' | 'kind'
}

/** Fees, then penalty and compound interest, interest, principal (民法典 561: costs, interest, principal), oldest first. */
export const usualAllocation: Allocation = { order: ['fee', 'compound', 'penalty', 'interest', 'principal'], by: 'instalment' }

export type PrepaymentRule = {
  /**
   * The charge by how many instalments are paid: the last row whose `paidAtLeast` is reached counts. Without rows early
   * repayment costs nothing (民法典 677: interest for the actual time, unless agreed otherwise).
   */
  readonly penalty?: readonly PrepaymentPenalty[]
  /**
   * `to-the-day` (default), or the whole interest of the running instalment: on settling in full it is paid at once; after
   * a partial prepayment the running instalment stays as it is, and what was prepaid lowers those after it.
   */
  readonly interest?: 'to-the-day' | 'whole-instalment'
  /** A partial prepayment must pay at least this much principal. */
  readonly leastPartial?: Fen
}

export type PrepaymentPenalty = { readonly paidAtLeast: number } & (
  | { readonly rateOfPrepaid: { readonly num: bigint; readonly den: bigint } }
  /** So many months of interest at the contract rate on what is prepaid. */
  | { readonly monthsOfInterest: number }
)

export type TermsRefusal =
  | 'principal-out-of-range'
  | 'rate-out-of-range'
  | 'count-out-of-range'
  | 'every-out-of-range'
  | 'first-due-not-after-disbursement'
  | 'anchor-day-invalid'
  | 'rounding-unit-invalid'
  | 'interest-only-too-long'
  | 'balloon-too-large'
  | 'step-out-of-range'
  | 'disbursement-out-of-range'
  | 'rate-change-out-of-range'
  | 'fee-out-of-range'
  | 'minimum-payment-missing'
  | 'field-not-for-method'
  | 'instalment-too-small'
  | 'term-too-long'
  | 'penalty-out-of-bounds'

export const mostInstalments = 3660
/** 10^13 yuan: far above any loan, far below what would make exact arithmetic slow. */
export const mostPrincipal = 10n ** 15n

const everyLength = (every: Every): number => ('months' in every ? every.months : every.days)

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most

/** Annual rates from 0 to 10,000%: a negative rate is no loan, and above that somebody meant percent. */
export const rateInRange = (rate: Rate): boolean =>
  rate.period === 'year' && rate.num >= 0n && rate.den > 0n && rate.num <= rate.den * 100n

const checkAmounts = (terms: Terms): Refusal<TermsRefusal> | undefined => {
  if (terms.principal <= 0n || terms.principal > mostPrincipal) return refuse('principal-out-of-range', {}, 'principal')
  if (!rateInRange(terms.annualRate)) return refuse('rate-out-of-range', {}, 'annualRate')
  const unit = terms.rounding?.unit ?? 1n
  if (unit < 1n || unit > 1_000_000n) return refuse('rounding-unit-invalid', {}, 'rounding')
  const multiple = terms.instalmentMultipleOf ?? 1n
  if (multiple < 1n || multiple > mostPrincipal) return refuse('rounding-unit-invalid', {}, 'instalmentMultipleOf')
  if (terms.instalment !== undefined && terms.instalment <= 0n) return refuse('instalment-too-small', {}, 'instalment')
  const balloon = terms.balloon ?? 0n
  if (balloon < 0n || balloon > terms.principal) return refuse('balloon-too-large', {}, 'balloon')
  for (const fee of terms.fees ?? []) {
    const bad = 'amount' in fee ? fee.amount < 0n : fee.rateOfPrincipal.num < 0n
    if (bad) return refuse('fee-out-of-range', { name: fee.name }, 'fees')
  }
  return undefined
}

const keepsAnchor = ({ every, firstDueOn }: Terms, anchor: number): boolean => {
  if (firstDueOn === undefined || 'days' in every || !isWhole(anchor, 1, 31)) return false
  const { year, month, dayOfMonth } = civil(firstDueOn)
  return dayOfMonth === Math.min(anchor, daysInMonth(year, month))
}

const checkShape = (terms: Terms): Refusal<TermsRefusal> | undefined => {
  if (!isWhole(terms.count, 1, mostInstalments)) return refuse('count-out-of-range', { most: mostInstalments }, 'count')
  if (!isWhole(everyLength(terms.every), 1, 3660)) return refuse('every-out-of-range', {}, 'every')
  if (terms.firstDueOn !== undefined && daysBetween(terms.disbursedOn, terms.firstDueOn) <= 0) {
    return refuse('first-due-not-after-disbursement', {}, 'firstDueOn')
  }
  if (terms.anchorDay !== undefined && !keepsAnchor(terms, terms.anchorDay)) return refuse('anchor-day-invalid', {}, 'anchorDay')
  if (!isWhole(terms.interestOnlyCount ?? 0, 0, terms.count - 1)) return refuse('interest-only-too-long', {}, 'interestOnlyCount')
  const { step } = terms
  if (step && !(isWhole(step.everyCount, 1, mostInstalments) && step.factor.num > 0n && step.factor.den > 0n)) {
    return refuse('step-out-of-range', {}, 'step')
  }
  if (terms.method === 'revolving' && !terms.minimumPayment) return refuse('minimum-payment-missing', {}, 'minimumPayment')
  return undefined
}

const annuityOnly = ['instalment', 'instalmentMultipleOf', 'step'] as const
const decliningOnly = ['interestOnlyCount', 'balloon', 'disbursements'] as const

/** A field that the method would silently ignore is refused: a calculator must not pretend to have heard it. */
const checkMethod = (terms: Terms): Refusal<TermsRefusal> | undefined => {
  const about = { method: terms.method }
  if (terms.method !== 'equal-instalment') {
    for (const field of annuityOnly) if (terms[field] !== undefined) return refuse('field-not-for-method', about, field)
  }
  if (terms.method === 'interest-only' || terms.method === 'revolving') {
    for (const field of ['interestOnlyCount', 'balloon'] as const) if (terms[field] !== undefined) return refuse('field-not-for-method', about, field)
  }
  if (terms.method === 'flat-fee' || terms.method === 'bullet') {
    for (const field of decliningOnly) if (terms[field] !== undefined) return refuse('field-not-for-method', about, field)
  }
  if (terms.method !== 'flat-fee' && terms.flatBase !== undefined) return refuse('field-not-for-method', about, 'flatBase')
  if (terms.method !== 'revolving' && terms.minimumPayment) return refuse('field-not-for-method', about, 'minimumPayment')
  return undefined
}

/** A contract made while a bound was in force must keep it. */
const checkPenalty = ({ servicing, disbursedOn }: Terms): Refusal<TermsRefusal> | undefined => {
  const bound = servicing?.late && brokenPenaltyBound(servicing.late.multiplier, disbursedOn)
  if (!bound) return undefined
  return refuse('penalty-out-of-bounds', { most: percentText({ ...bound.most, period: 'year' }), rule: bound.id }, 'servicing.late.multiplier')
}

const checkDated = (terms: Terms): Refusal<TermsRefusal> | undefined => {
  let paidOut = 0n
  for (const { on, amount } of terms.disbursements ?? []) {
    paidOut += amount
    if (amount <= 0n || on < terms.disbursedOn || paidOut > terms.principal) {
      return refuse('disbursement-out-of-range', {}, 'disbursements')
    }
  }
  for (const { annualRate } of terms.rateChanges ?? []) {
    if (!rateInRange(annualRate)) return refuse('rate-change-out-of-range', {}, 'rateChanges')
  }
  return undefined
}

export const checkTerms = (terms: Terms): Refusal<TermsRefusal> | undefined =>
  checkShape(terms) ?? checkAmounts(terms) ?? checkMethod(terms) ?? checkDated(terms) ?? checkPenalty(terms)
