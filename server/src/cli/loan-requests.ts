import type { AffordabilityRequest, AprRequest, EventRequest, ExtensionRequest } from '@xinqiao/contract/loan-command.ts'
import { dayOf, eventOf, fenOf, optional, rateOf, ratioOf, readable, same } from '@xinqiao/contract/loan-terms.ts'
import type { AffordLimits, Household } from '@xinqiao/core/loan/afford.ts'
import type { AprQuestion } from '@xinqiao/core/loan/apr.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { ExtensionAsk } from '@xinqiao/core/loan/extension.ts'
import type { DayFlow, PeriodFlow, YearFlow } from '@xinqiao/core/loan/flows.ts'
import { parseRatio, type Ratio } from '@xinqiao/core/loan/ratio.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'

/** From the wire's strings to the engine's types; terms and events are read by the contract. */

type FlowRequest = AprRequest['flows'][number]

const fractionOf = (text: string): Ratio => {
  const [num = '0', den = '1'] = text.split('/')
  return { num: BigInt(num), den: BigInt(den) }
}

const flowOf = ({ amount, at }: FlowRequest): PeriodFlow | DayFlow | YearFlow => {
  const value = readable(parseRatio(amount))
  if ('date' in at) return { amount: value, on: dayOf(at.date) }
  if ('years' in at) return { amount: value, years: readable(parseRatio(at.years)) }
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
  const perYear = periodsPerYear === undefined ? undefined : readable(parseRatio(periodsPerYear))
  if (perYear && perYear.num <= 0n) return refuse('field-invalid', {}, 'periodsPerYear')
  return { convention, flows: flows.map(flowOf), ...optional('periodsPerYear', perYear, same) } as AprQuestion
}

/** The fields that each kind of event takes beside its day; any other is refused, a needed one is asked for. */
type Fields = { readonly needs?: readonly (keyof EventRequest)[]; readonly takes?: readonly (keyof EventRequest)[] }
const fieldsOf: { readonly [Kind in EventRequest['kind']]: Fields } = {
  disburse: { takes: ['amount'] },
  repay: { needs: ['amount'] },
  prepay: { takes: ['amount', 'effect'] },
  'debit-failed': { takes: ['amount'] },
  extend: { takes: ['days', 'periods', 'count', 'rate', 'fee'] },
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

export const askOf = ({ on, days, periods, count, rate, fee }: ExtensionRequest): ExtensionAsk => ({
  on: dayOf(on), ...optional('days', days, same), ...optional('periods', periods, same), ...optional('count', count, same), ...optional('rate', rate, rateOf),
  ...optional('fee', fee, fenOf),
})

export const householdOf = ({ household }: AffordabilityRequest): Household => ({
  monthlyIncome: fenOf(household.monthlyIncome), monthlyLivingCosts: fenOf(household.monthlyLivingCosts),
  monthlyDebtService: fenOf(household.monthlyDebtService),
})

export const limitsOf = ({ limits }: AffordabilityRequest): AffordLimits => ({
  mostDebtToIncome: ratioOf(limits.mostDebtToIncome), leastFreeIncome: fenOf(limits.leastFreeIncome), stress: rateOf(limits.stress),
})
