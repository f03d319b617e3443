/**
 * A loan product as the lender's catalogue states it: everything that a quote, an answer, a cost table or an
 * application needs, once. The JSON files of `content/products` have this shape; amounts are decimal strings of
 * yuan, rates decimal fractions (`0.108` is 10.8% a year), days ISO.
 */
import type { Fen } from '../primitives/money.ts'
import type { Rate } from '../primitives/rate.ts'
import { type Governance, takeGovernance } from '../compliance/governance.ts'
import {
  type Bilingual, close, finish, has, idForm, note, noteDuplicates, open, type Problem, type Read, readText, type Source, takeBilingual,
  takeBoolean, takeChoice, takeList, takeNumber, takeObject, takeRate, takeText, takeYuan,
} from '../primitives/reading.ts'

/** The ids of the `loan` command, and `revolving`. */
export const productMethods = ['equal-instalment', 'equal-principal', 'interest-only', 'bullet', 'flat-fee', 'revolving'] as const
export type ProductMethod = (typeof productMethods)[number]

const dayCounts = ['month-rate', '30/360', '30E/360', 'actual/360', 'actual/365', 'actual/actual'] as const
export type ProductDayCount = (typeof dayCounts)[number]

export type Every = { readonly months: number } | { readonly days: number }
/** One length on offer: 12 instalments, one each month. */
export type TermOffer = { readonly count: number; readonly every: Every }

export type FeeSize =
  | { readonly kind: 'amount'; readonly amount: Fen }
  /** Of the original principal, each time the fee falls due. */
  | { readonly kind: 'rate-of-principal'; readonly rateOfPrincipal: Rate }

export type ProductFee = {
  readonly id: string
  readonly name: Bilingual
  /** Who gets the money: the cost table must name him. */
  readonly payee: string
  readonly payeeKind: 'lender' | 'third-party'
  readonly size: FeeSize
  readonly when: 'start' | 'each' | 'end'
  readonly optional: boolean
  /** What the customer gets for it, and what becomes of it on early repayment. */
  readonly note: string
}

export type Prepayment = {
  readonly full: boolean
  readonly partial: boolean
  /** Working days of notice; 0 = at once. */
  readonly noticeDays: number
  readonly partialMin: Fen
  /** What a part repaid may do: shorten the term, lower the instalment. */
  readonly effects: readonly ('term' | 'instalment')[]
  /** Interest up to the day, or the whole of the running instalment. */
  readonly interest: 'to-the-day' | 'whole-instalment'
  /** Penalty on the principal repaid early by instalments already paid: the last row whose `paidAtLeast` is reached counts. */
  readonly penalty: readonly { readonly paidAtLeast: number; readonly rateOfPrepaid: Rate }[]
  readonly note: string
}

export type OverdueTerms = {
  /** Penalty rate = the contract's rate times this. */
  readonly penaltyMultiplier: Rate
  readonly penaltyOn: 'overdue-principal'
  /** How the days overdue become parts of a year; instalments reckoned by the month are late by the day all the same. */
  readonly penaltyDayCount: 'actual/365' | 'actual/360'
  readonly compound: boolean
  readonly graceDays: number
  /** The rule of `content/regulation` behind the bound. */
  readonly basis: string
  readonly note: string
}

export type ExtensionPolicy = {
  readonly allowed: boolean
  readonly maxTimes: number
  readonly maxMonths: number
  readonly applyBefore: 'due-day'
  readonly adviseWorkingDaysBefore: number
  readonly fee: Fen
  /** The rate during the extension = the contract's rate times this. */
  readonly rateMultiplier: Rate
  readonly minInstalmentsPaid: number
  readonly guarantorConsent: boolean
  readonly conditions: readonly string[]
  readonly basis: readonly string[]
}

export type Revolving = {
  readonly minimumRate: Rate
  readonly minimumFloor: Fen
  /** Days of the month, 1 to 28, so that every month has them. */
  readonly statementDay: number
  readonly dueDay: number
}

export type ProductMaterial = { readonly id: string; readonly name: string; readonly aboveAmount?: Fen; readonly note: string }

export type RepaymentChannel = {
  readonly id: string
  readonly name: Bilingual
  readonly bookedWithinWorkingDays: number
  readonly free: boolean
  readonly note: string
}

export type Product = Governance & {
  readonly id: string
  readonly name: Bilingual
  readonly summary: string
  readonly method: ProductMethod
  readonly annualRate: Rate
  /** Said wherever the rate is said. */
  readonly rateNote: string
  readonly dayCount: ProductDayCount
  readonly amount: { readonly min: Fen; readonly max: Fen; readonly multipleOf: Fen }
  readonly terms: readonly TermOffer[]
  readonly fees: readonly ProductFee[]
  /** The annualised cost in simple form (单利): interest and all fees over the principal really held, of one stated example. */
  readonly annualisedCost: { readonly principal: Fen; readonly count: number; readonly every: Every; readonly simple: Rate; readonly method: string }
  readonly noOtherCharges: string
  readonly prepayment: Prepayment
  readonly overdue: OverdueTerms
  readonly extension: ExtensionPolicy
  readonly changeDueDay: { readonly allowed: boolean; readonly maxPerYear: number; readonly firstDay: number; readonly lastDay: number }
  readonly revolving?: Revolving
  readonly eligibility: { readonly minAge: number; readonly maxAge: number; readonly conditions: readonly string[] }
  readonly purposes: { readonly allowed: readonly string[]; readonly forbidden: readonly string[] }
  readonly materials: readonly ProductMaterial[]
  readonly repaymentChannels: readonly RepaymentChannel[]
}

const readEvery = (source: Source): Every => {
  if (has(source, 'days')) return { days: takeNumber(source, 'days', 1, 366) }
  return { months: takeNumber(source, 'months', 1, 12) }
}

const readTerm = (value: unknown, at: string, problems: Problem[]): TermOffer => {
  const source = open(value, at, problems)
  const term = { count: takeNumber(source, 'count', 1, 360), every: takeObject(source, 'every', readEvery) }
  close(source)
  return term
}

const readFeeSize = (source: Source): FeeSize => {
  if (has(source, 'amount')) return { kind: 'amount', amount: takeYuan(source, 'amount') }
  return { kind: 'rate-of-principal', rateOfPrincipal: takeRate(source, 'rateOfPrincipal') }
}

const readFee = (value: unknown, at: string, problems: Problem[]): ProductFee => {
  const source = open(value, at, problems)
  const fee: ProductFee = {
    id: takeText(source, 'id', 40, idForm),
    name: takeBilingual(source, 'name', 20),
    payee: takeText(source, 'payee', 60),
    payeeKind: takeChoice(source, 'payeeKind', ['lender', 'third-party']),
    size: readFeeSize(source),
    when: takeChoice(source, 'when', ['start', 'each', 'end']),
    optional: takeBoolean(source, 'optional'),
    note: takeText(source, 'note'),
  }
  close(source)
  return fee
}

const readPenaltyRow = (value: unknown, at: string, problems: Problem[]): Prepayment['penalty'][number] => {
  const source = open(value, at, problems)
  const row = { paidAtLeast: takeNumber(source, 'paidAtLeast', 0, 360), rateOfPrepaid: takeRate(source, 'rateOfPrepaid') }
  close(source)
  return row
}

const readEffect = (value: unknown, at: string, problems: Problem[]): 'term' | 'instalment' => {
  if (value !== 'term' && value !== 'instalment') problems.push({ at, code: 'not-a-choice', about: String(value) })
  return value === 'instalment' ? 'instalment' : 'term'
}

const readPrepayment = (source: Source): Prepayment => {
  const prepayment: Prepayment = {
    full: takeBoolean(source, 'full'),
    partial: takeBoolean(source, 'partial'),
    noticeDays: takeNumber(source, 'noticeDays', 0, 30),
    partialMin: takeYuan(source, 'partialMin'),
    effects: takeList(source, 'effects', readEffect, 0),
    interest: takeChoice(source, 'interest', ['to-the-day', 'whole-instalment']),
    penalty: takeList(source, 'penalty', readPenaltyRow),
    note: takeText(source, 'note'),
  }
  const starts = prepayment.penalty.map((row) => row.paidAtLeast)
  if (starts.length > 0 && starts[0] !== 0) note(source, 'penalty', 'contradiction', 'the first row must start at 0 instalments')
  if (starts.some((start, index) => index > 0 && start <= (starts[index - 1] ?? 0))) note(source, 'penalty', 'contradiction', 'rows must rise')
  if (prepayment.partial && prepayment.effects.length === 0) note(source, 'effects', 'contradiction', 'a part repaid must do something')
  return prepayment
}

const readOverdue = (source: Source): OverdueTerms => {
  const overdue: OverdueTerms = {
    penaltyMultiplier: takeRate(source, 'penaltyMultiplier'),
    penaltyOn: takeChoice(source, 'penaltyOn', ['overdue-principal']),
    penaltyDayCount: takeChoice(source, 'penaltyDayCount', ['actual/365', 'actual/360']),
    compound: takeBoolean(source, 'compound'),
    graceDays: takeNumber(source, 'graceDays', 0, 30),
    basis: takeText(source, 'basis', 40),
    note: takeText(source, 'note'),
  }
  // The bound of LM-PENALTY: 30% to 50% on top of the contract's rate. A lender may ask less, never more.
  const { num, den } = overdue.penaltyMultiplier
  if (num * 2n > den * 3n || num < den) note(source, 'penaltyMultiplier', 'out-of-range', `${num}/${den}`)
  return overdue
}

const readExtension = (source: Source): ExtensionPolicy => ({
  allowed: takeBoolean(source, 'allowed'),
  maxTimes: takeNumber(source, 'maxTimes', 0, 12),
  maxMonths: takeNumber(source, 'maxMonths', 0, 36),
  applyBefore: takeChoice(source, 'applyBefore', ['due-day']),
  adviseWorkingDaysBefore: takeNumber(source, 'adviseWorkingDaysBefore', 0, 30),
  fee: takeYuan(source, 'fee'),
  rateMultiplier: takeRate(source, 'rateMultiplier'),
  minInstalmentsPaid: takeNumber(source, 'minInstalmentsPaid', 0, 360),
  guarantorConsent: takeBoolean(source, 'guarantorConsent'),
  conditions: takeList(source, 'conditions', readText),
  basis: takeList(source, 'basis', readText),
})

const readMaterial = (value: unknown, at: string, problems: Problem[]): ProductMaterial => {
  const source = open(value, at, problems)
  const material: ProductMaterial = {
    id: takeText(source, 'id', 40, idForm),
    name: takeText(source, 'name', 40),
    note: takeText(source, 'note'),
    ...(has(source, 'aboveAmount') ? { aboveAmount: takeYuan(source, 'aboveAmount') } : {}),
  }
  close(source)
  return material
}

const readChannel = (value: unknown, at: string, problems: Problem[]): RepaymentChannel => {
  const source = open(value, at, problems)
  const channel: RepaymentChannel = {
    id: takeText(source, 'id', 40, idForm),
    name: takeBilingual(source, 'name', 30),
    bookedWithinWorkingDays: takeNumber(source, 'bookedWithinWorkingDays', 0, 10),
    free: takeBoolean(source, 'free'),
    note: takeText(source, 'note'),
  }
  close(source)
  return channel
}

const readAnnualisedCost = (source: Source): Product['annualisedCost'] => ({
  principal: takeYuan(source, 'principal'),
  count: takeNumber(source, 'count', 1, 360),
  every: takeObject(source, 'every', readEvery),
  simple: takeRate(source, 'simple'),
  method: takeText(source, 'method'),
})

const readChangeDueDay = (source: Source): Product['changeDueDay'] => ({
  allowed: takeBoolean(source, 'allowed'),
  maxPerYear: takeNumber(source, 'maxPerYear', 0, 12),
  firstDay: takeNumber(source, 'firstDay', 1, 28),
  lastDay: takeNumber(source, 'lastDay', 1, 28),
})

const readRevolving = (source: Source): Revolving => ({
  minimumRate: takeRate(source, 'minimumRate'),
  minimumFloor: takeYuan(source, 'minimumFloor'),
  statementDay: takeNumber(source, 'statementDay', 1, 28),
  dueDay: takeNumber(source, 'dueDay', 1, 28),
})

const readRules = (source: Source): Pick<Product, 'prepayment' | 'overdue' | 'extension' | 'changeDueDay' | 'eligibility' | 'purposes'> => ({
  prepayment: takeObject(source, 'prepayment', readPrepayment),
  overdue: takeObject(source, 'overdue', readOverdue),
  extension: takeObject(source, 'extension', readExtension),
  changeDueDay: takeObject(source, 'changeDueDay', readChangeDueDay),
  eligibility: takeObject(source, 'eligibility', (inner) => ({
    minAge: takeNumber(inner, 'minAge', 18, 80),
    maxAge: takeNumber(inner, 'maxAge', 18, 80),
    conditions: takeList(inner, 'conditions', readText),
  })),
  purposes: takeObject(source, 'purposes', (inner) => ({
    allowed: takeList(inner, 'allowed', readText),
    forbidden: takeList(inner, 'forbidden', readText),
  })),
})

/** The cost ceiling of LM-COST-24: nothing in the catalogue may cost more than 24% a year, all fees counted. */
export const costsTooMuch = (cost: Rate): boolean => cost.num * 100n > cost.den * 24n

const sameEvery = (left: Every, right: Every): boolean =>
  'months' in left ? 'months' in right && left.months === right.months : 'days' in right && left.days === right.days

const checkWhole = (source: Source, product: Product): void => {
  const { min, max, multipleOf } = product.amount
  if (min <= 0n || min > max) note(source, 'amount', 'contradiction', 'min above max, or nothing at all')
  if (multipleOf <= 0n || min % multipleOf !== 0n || max % multipleOf !== 0n) note(source, 'amount.multipleOf', 'contradiction')
  if (product.eligibility.minAge > product.eligibility.maxAge) note(source, 'eligibility', 'contradiction', 'minAge above maxAge')
  if (costsTooMuch(product.annualisedCost.simple)) note(source, 'annualisedCost.simple', 'out-of-range')
  if ((product.method === 'revolving') !== (product.revolving !== undefined)) note(source, 'revolving', 'contradiction', product.method)
  const { count, every, principal } = product.annualisedCost
  if (!product.terms.some((term) => term.count === count && sameEvery(term.every, every))) note(source, 'annualisedCost', 'contradiction', 'no such term')
  if (principal < min || principal > max) note(source, 'annualisedCost.principal', 'out-of-range')
  noteDuplicates(source, 'terms', product.terms.map((term) => JSON.stringify(term)))
  noteDuplicates(source, 'fees', product.fees.map((fee) => fee.id))
  noteDuplicates(source, 'materials', product.materials.map((material) => material.id))
  noteDuplicates(source, 'repaymentChannels', product.repaymentChannels.map((channel) => channel.id))
}

/** Reads one product from parsed JSON, or names every problem in it. */
export const parseProduct = (value: unknown): Read<Product> => {
  const source = open(value, '', [])
  const product: Product = {
    id: takeText(source, 'id', 40, idForm),
    name: takeBilingual(source, 'name', 20),
    summary: takeText(source, 'summary', 160),
    method: takeChoice(source, 'method', productMethods),
    annualRate: takeRate(source, 'annualRate'),
    rateNote: takeText(source, 'rateNote'),
    dayCount: takeChoice(source, 'dayCount', dayCounts),
    amount: takeObject(source, 'amount', (inner) => ({
      min: takeYuan(inner, 'min'), max: takeYuan(inner, 'max'), multipleOf: takeYuan(inner, 'multipleOf'),
    })),
    terms: takeList(source, 'terms', readTerm),
    fees: takeList(source, 'fees', readFee, 0),
    annualisedCost: takeObject(source, 'annualisedCost', readAnnualisedCost),
    noOtherCharges: takeText(source, 'noOtherCharges'),
    ...readRules(source),
    ...(has(source, 'revolving') ? { revolving: takeObject(source, 'revolving', readRevolving) } : {}),
    materials: takeList(source, 'materials', readMaterial),
    repaymentChannels: takeList(source, 'repaymentChannels', readChannel),
    ...takeGovernance(source),
  }
  checkWhole(source, product)
  return finish(source, product)
}
