import type { EventRequest, TermsRequest } from './loan-command.ts'
import type { Happening, LoanEvent } from '@xinqiao/core/loan/events.ts'
import { parseRatio, type Ratio } from '@xinqiao/core/loan/ratio.ts'
import type { DeferralTerms, ExtensionTerms, Fee, PrepaymentPenalty, Servicing, Terms } from '@xinqiao/core/loan/terms.ts'
import { type Day, isoDay, parseDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, fen, yuanText } from '@xinqiao/core/primitives/money.ts'
import { type Rate, rateText } from '@xinqiao/core/primitives/rate.ts'

/**
 * Terms and events of a loan between the wire's strings and the engine's types, both ways. The schemas of loan-command.ts
 * are named as types only: a page that must stay light reads a loan without carrying the validation.
 */

/** The schema has passed: a text that cannot be read here is a bug. */
export const readable = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('the schema let through a text that cannot be read')
  return value
}

export const dayOf = (text: string): Day => readable(parseDay(text))
export const fenOf = (text: string): Fen => {
  const { num, den } = readable(parseRatio(text))
  return fen((num * 100n) / den)
}
/** Zeros behind the last decimal are no digits: they would only make the fraction larger. */
const trimmed = (text: string): string => (/^[^eE]*\.[^eE]*$/.test(text) ? text.replace(/\.?0+$/, '') : text)

export const ratioOf = (text: string): Ratio => readable(parseRatio(trimmed(text)))
export const rateOf = (text: string): Rate => ({ ...ratioOf(text), period: 'year' })

/** An optional field, left out where it is not given: absent and undefined are not the same. */
export const optional = <Key extends string, From, To>(key: Key, value: From | undefined, map: (value: From) => To): { readonly [K in Key]?: To } =>
  (value === undefined ? {} : { [key]: map(value) }) as { readonly [K in Key]?: To }

export const same = <Value>(value: Value): Value => value

const feeOf = ({ name, when, amount, rateOfPrincipal }: NonNullable<TermsRequest['fees']>[number]): Fee =>
  amount === undefined ? { name, when, rateOfPrincipal: rateOf(rateOfPrincipal ?? '0') } : { name, when, amount: fenOf(amount) }

type PrepaymentRequest = NonNullable<NonNullable<TermsRequest['servicing']>['prepayment']>

const penaltyOf = ({ paidAtLeast, rateOfPrepaid, monthsOfInterest }: NonNullable<PrepaymentRequest['penalty']>[number]): PrepaymentPenalty =>
  rateOfPrepaid === undefined ? { paidAtLeast, monthsOfInterest: monthsOfInterest ?? 0 } : { paidAtLeast, rateOfPrepaid: ratioOf(rateOfPrepaid) }

const servicingOf = ({ graceDays, late, allocation, prepayment, extension, deferral }: NonNullable<TermsRequest['servicing']>): Servicing => ({
  ...optional('graceDays', graceDays, same),
  ...optional('late', late, ({ multiplier, compound, dayCount }) =>
    ({ multiplier: ratioOf(multiplier), compound, ...optional('dayCount', dayCount, same) })),
  ...optional('allocation', allocation, same),
  ...optional('prepayment', prepayment, ({ penalty, interest, leastPartial }) => ({
    ...optional('penalty', penalty, (rows) => rows.map(penaltyOf)),
    ...optional('interest', interest, same),
    ...optional('leastPartial', leastPartial, fenOf),
  })),
  ...optional('extension', extension, (own): ExtensionTerms => own as ExtensionTerms),
  ...optional('deferral', deferral, (own): DeferralTerms => own as DeferralTerms),
})

export const termsOf = (request: TermsRequest): Terms => ({
  principal: fenOf(request.principal),
  annualRate: rateOf(request.annualRate),
  method: request.method,
  count: request.count,
  every: request.every,
  disbursedOn: dayOf(request.disbursedOn),
  dayCount: request.dayCount,
  ...optional('firstDueOn', request.firstDueOn, dayOf),
  ...optional('anchorDay', request.anchorDay, same),
  ...optional('yearSplit', request.yearSplit, same),
  ...optional('rounding', request.rounding, ({ mode, unit, at }) => ({ mode, unit: fenOf(unit), ...optional('at', at, same) })),
  ...optional('difference', request.difference, same),
  ...optional('instalment', request.instalment, fenOf),
  ...optional('instalmentMultipleOf', request.instalmentMultipleOf, fenOf),
  ...optional('interestOnlyCount', request.interestOnlyCount, same),
  ...optional('balloon', request.balloon, fenOf),
  ...optional('step', request.step, ({ everyCount, factor }) => ({ everyCount, factor: ratioOf(factor) })),
  ...optional('disbursements', request.disbursements, (list) => list.map(({ on, amount }) => ({ on: dayOf(on), amount: fenOf(amount) }))),
  ...optional('rateChanges', request.rateChanges, (list) =>
    list.map(({ from, annualRate, keeps }) => ({ from: dayOf(from), annualRate: rateOf(annualRate), ...optional('keeps', keeps, same) }))),
  ...optional('fees', request.fees, (list) => list.map(feeOf)),
  ...optional('minimumPayment', request.minimumPayment, ({ shareOfPrincipal, least }) =>
    ({ shareOfPrincipal: ratioOf(shareOfPrincipal), least: fenOf(least) })),
  ...optional('servicing', request.servicing, servicingOf),
})

export const eventOf = (event: EventRequest): LoanEvent => {
  const { amount, rate, fee, on, bookedOn, ...rest } = event
  const given = { ...optional('amount', amount, fenOf), ...optional('rate', rate, rateOf), ...optional('fee', fee, fenOf),
    ...optional('bookedOn', bookedOn, dayOf) }
  return { ...rest, ...given, on: dayOf(on) } as { readonly on: Day } & Happening
}

/** Rates come from decimal text of at most 18 places, so that nothing is rounded on the way back. */
const rateWire = ({ num, den }: Ratio): string => rateText({ num, den, period: 'year' }, 18)

const feeWire = (fee: Fee): NonNullable<TermsRequest['fees']>[number] =>
  'amount' in fee ? { name: fee.name, when: fee.when, amount: yuanText(fee.amount) }
    : { name: fee.name, when: fee.when, rateOfPrincipal: rateWire(fee.rateOfPrincipal) }

const penaltyWire = (row: PrepaymentPenalty): NonNullable<PrepaymentRequest['penalty']>[number] =>
  'rateOfPrepaid' in row ? { paidAtLeast: row.paidAtLeast, rateOfPrepaid: rateWire(row.rateOfPrepaid) } : { ...row }

const servicingWire = ({ graceDays, late, allocation, prepayment, extension, deferral }: Servicing): NonNullable<TermsRequest['servicing']> => ({
  ...optional('graceDays', graceDays, same),
  ...optional('late', late, ({ multiplier, compound, dayCount }) =>
    ({ multiplier: rateWire(multiplier), compound, ...optional('dayCount', dayCount, same) })),
  ...optional('allocation', allocation, ({ order, by }) => ({ order: [...order], by })),
  ...optional('prepayment', prepayment, ({ penalty, interest, leastPartial }) => ({
    ...optional('penalty', penalty, (rows) => rows.map(penaltyWire)),
    ...optional('interest', interest, same),
    ...optional('leastPartial', leastPartial, yuanText),
  })),
  // Other rules than the law's are for tests and have no place on the wire.
  ...optional('extension', extension, (own) => {
    const { rules: _, ...bounds } = own
    return bounds
  }),
  ...optional('deferral', deferral, same),
})

/** Terms as they were agreed; what a replan adds for itself (`flatBase`, passed steps) is not of the contract and has no place here. */
export const termsWire = (terms: Terms): TermsRequest => ({
  principal: yuanText(terms.principal),
  annualRate: rateWire(terms.annualRate),
  method: terms.method,
  count: terms.count,
  every: terms.every,
  disbursedOn: isoDay(terms.disbursedOn),
  dayCount: terms.dayCount,
  ...optional('firstDueOn', terms.firstDueOn, isoDay),
  ...optional('anchorDay', terms.anchorDay, same),
  ...optional('yearSplit', terms.yearSplit, same),
  ...optional('rounding', terms.rounding, ({ mode, unit, at }) => ({ mode, unit: yuanText(unit), ...optional('at', at, same) })),
  ...optional('difference', terms.difference, same),
  ...optional('instalment', terms.instalment, yuanText),
  ...optional('instalmentMultipleOf', terms.instalmentMultipleOf, yuanText),
  ...optional('interestOnlyCount', terms.interestOnlyCount, same),
  ...optional('balloon', terms.balloon, yuanText),
  ...optional('step', terms.step, ({ everyCount, factor }) => ({ everyCount, factor: rateWire(factor) })),
  ...optional('disbursements', terms.disbursements, (list) => list.map(({ on, amount }) => ({ on: isoDay(on), amount: yuanText(amount) }))),
  ...optional('rateChanges', terms.rateChanges, (list) =>
    list.map(({ from, annualRate, keeps }) => ({ from: isoDay(from), annualRate: rateWire(annualRate), ...optional('keeps', keeps, same) }))),
  ...optional('fees', terms.fees, (list) => list.map(feeWire)),
  ...optional('minimumPayment', terms.minimumPayment, ({ shareOfPrincipal, least }) =>
    ({ shareOfPrincipal: rateWire(shareOfPrincipal), least: yuanText(least) })),
  ...optional('servicing', terms.servicing, servicingWire),
})

export const eventWire = (event: LoanEvent): EventRequest => {
  const { amount, rate, fee, on, bookedOn, ...rest } = event as LoanEvent & { readonly amount?: Fen; readonly rate?: Rate; readonly fee?: Fen }
  return {
    ...rest, on: isoDay(on), ...optional('amount', amount, yuanText), ...optional('rate', rate, rateWire), ...optional('fee', fee, yuanText),
    ...optional('bookedOn', bookedOn, isoDay),
  } as EventRequest
}
