import type { AprRequest, EventRequest, TermsRequest } from '@xinqiao/contract/loan-command.ts'
import type { AprQuestion } from '@xinqiao/core/loan/apr.ts'
import type { Happening, LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { DayFlow, PeriodFlow, YearFlow } from '@xinqiao/core/loan/flows.ts'
import type { Ratio } from '@xinqiao/core/loan/ratio.ts'
import type { Fee, PrepaymentPenalty, Servicing, Terms } from '@xinqiao/core/loan/terms.ts'
import { type Day, parseDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, parseYuan } from '@xinqiao/core/primitives/money.ts'
import { parseRate, type Rate } from '@xinqiao/core/primitives/rate.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'

/** From the wire's strings to the engine's types. The schema has passed: a text that cannot be read here is a bug. */

const read = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('the schema let through a text that cannot be read')
  return value
}

const dayOf = (text: string): Day => read(parseDay(text))
const fenOf = (text: string): Fen => read(parseYuan(text.replace(/(\.\d\d)0+$/, '$1')))
const rateOf = (text: string): Rate => read(parseRate(text))
const ratioOf = (text: string): Ratio => {
  const { num, den } = rateOf(text)
  return { num, den }
}

/** A decimal with or without exponent as an exact fraction. */
export const decimalOf = (text: string): Ratio => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = read(/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? undefined)
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  const places = fraction.length - Number(exponent)
  return places >= 0 ? { num: digits, den: 10n ** BigInt(places) } : { num: digits * 10n ** BigInt(-places), den: 1n }
}

/** An optional field, left out where it is not given: absent and undefined are not the same. */
const optional = <Key extends string, From, To>(key: Key, value: From | undefined, map: (value: From) => To): { readonly [K in Key]?: To } =>
  (value === undefined ? {} : { [key]: map(value) }) as { readonly [K in Key]?: To }

const same = <Value>(value: Value): Value => value

const feeOf = ({ name, when, amount, rateOfPrincipal }: NonNullable<TermsRequest['fees']>[number]): Fee =>
  amount === undefined ? { name, when, rateOfPrincipal: rateOf(rateOfPrincipal ?? '0') } : { name, when, amount: fenOf(amount) }

type PrepaymentRequest = NonNullable<NonNullable<TermsRequest['servicing']>['prepayment']>

const penaltyOf = ({ paidAtLeast, rateOfPrepaid, monthsOfInterest }: NonNullable<PrepaymentRequest['penalty']>[number]): PrepaymentPenalty =>
  rateOfPrepaid === undefined ? { paidAtLeast, monthsOfInterest: monthsOfInterest ?? 0 } : { paidAtLeast, rateOfPrepaid: ratioOf(rateOfPrepaid) }

const servicingOf = ({ graceDays, late, allocation, prepayment }: NonNullable<TermsRequest['servicing']>): Servicing => ({
  ...optional('graceDays', graceDays, same),
  ...optional('late', late, ({ multiplier, compound, dayCount }) =>
    ({ multiplier: ratioOf(multiplier), compound, ...optional('dayCount', dayCount, same) })),
  ...optional('allocation', allocation, same),
  ...optional('prepayment', prepayment, ({ penalty, interest, leastPartial }) => ({
    ...optional('penalty', penalty, (rows) => rows.map(penaltyOf)),
    ...optional('interest', interest, same),
    ...optional('leastPartial', leastPartial, fenOf),
  })),
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

type FlowRequest = AprRequest['flows'][number]

const fractionOf = (text: string): Ratio => {
  const [num = '0', den = '1'] = text.split('/')
  return { num: BigInt(num), den: BigInt(den) }
}

const flowOf = ({ amount, at }: FlowRequest): PeriodFlow | DayFlow | YearFlow => {
  const value = decimalOf(amount)
  if ('date' in at) return { amount: value, on: dayOf(at.date) }
  if ('years' in at) return { amount: value, years: decimalOf(at.years) }
  return { amount: value, periods: at.periods, ...optional('fraction', at.fraction, fractionOf) }
}

/** Which ways of saying when each convention takes. A fraction of a period belongs to Regulation Z alone. */
const fits = (convention: AprRequest['convention'], { at }: FlowRequest): boolean => {
  if (convention === 'irr') return 'periods' in at && at.fraction === undefined
  if (convention === 'xirr') return 'date' in at
  if (convention === 'eu') return 'years' in at || 'date' in at
  return 'periods' in at || 'date' in at
}

export const aprQuestionOf = ({ convention, flows, periodsPerYear }: AprRequest): AprQuestion | Refusal<'apr-time-out-of-range'
  | 'field-invalid'> => {
  const misfit = flows.findIndex((flow) => !fits(convention, flow))
  if (misfit >= 0) return refuse('apr-time-out-of-range', {}, `flows.${misfit}.at`)
  const perYear = periodsPerYear === undefined ? undefined : decimalOf(periodsPerYear)
  if (perYear && perYear.num <= 0n) return refuse('field-invalid', {}, 'periodsPerYear')
  return { convention, flows: flows.map(flowOf), ...optional('periodsPerYear', perYear, same) } as AprQuestion
}

/** The fields that each kind of event takes beside its day; any other is refused, a needed one is asked for. */
const fieldsOf: { readonly [Kind in EventRequest['kind']]: { readonly needs?: readonly (keyof EventRequest)[]; readonly takes?: readonly (keyof EventRequest)[] } } = {
  disburse: { takes: ['amount'] },
  repay: { needs: ['amount'] },
  prepay: { takes: ['amount', 'effect'] },
  'debit-failed': { takes: ['amount'] },
  extend: { takes: ['days', 'count', 'rate', 'fee'] },
  defer: { needs: ['days'] },
  'change-day': { takes: ['day', 'days'] },
  'change-rate': { needs: ['rate'], takes: ['effect'] },
  waive: { needs: ['amount'], takes: ['of'] },
  'write-off': {},
  reverse: { needs: ['reverses'] },
  fee: { needs: ['amount'] },
}

const always: readonly (keyof EventRequest)[] = ['id', 'on', 'bookedOn', 'kind']

const misfitOf = (event: EventRequest, index: number): Refusal<'field-unknown' | 'field-missing'> | undefined => {
  const { needs = [], takes = [] } = fieldsOf[event.kind]
  const unknown = (Object.keys(event) as (keyof EventRequest)[]).find((key) => ![...always, ...needs, ...takes].includes(key))
  if (unknown) return refuse('field-unknown', {}, `events.${index}.${unknown}`)
  const missing = needs.find((key) => event[key] === undefined)
  return missing ? refuse('field-missing', {}, `events.${index}.${missing}`) : undefined
}

const eventOf = (event: EventRequest): LoanEvent => {
  const { amount, rate, fee, on, bookedOn, ...rest } = event
  const read = { ...optional('amount', amount, fenOf), ...optional('rate', rate, rateOf), ...optional('fee', fee, fenOf),
    ...optional('bookedOn', bookedOn, dayOf) }
  return { ...rest, ...read, on: dayOf(on) } as { readonly on: Day } & Happening
}

export const eventsOf = (events: readonly EventRequest[]): readonly LoanEvent[] | Refusal<'field-unknown' | 'field-missing'> => {
  for (const [index, event] of events.entries()) {
    const misfit = misfitOf(event, index)
    if (misfit) return misfit
  }
  return events.map(eventOf)
}
