import type { AprRequest, EventRequest } from '@xinqiao/contract/loan-command.ts'
import { dayOf, eventOf, optional, readable, same } from '@xinqiao/contract/loan-terms.ts'
import type { AprQuestion } from '@xinqiao/core/loan/apr.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { DayFlow, PeriodFlow, YearFlow } from '@xinqiao/core/loan/flows.ts'
import type { Ratio } from '@xinqiao/core/loan/ratio.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'

/** From the wire's strings to the engine's types; terms and events are read by the contract. */

/** A decimal with or without exponent as an exact fraction. */
export const decimalOf = (text: string): Ratio => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = readable(/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? undefined)
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  const places = fraction.length - Number(exponent)
  return places >= 0 ? { num: digits, den: 10n ** BigInt(places) } : { num: digits * 10n ** BigInt(-places), den: 1n }
}

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

export const eventsOf = (events: readonly EventRequest[]): readonly LoanEvent[] | Refusal<'field-unknown' | 'field-missing'> => {
  for (const [index, event] of events.entries()) {
    const misfit = misfitOf(event, index)
    if (misfit) return misfit
  }
  return events.map(eventOf)
}
