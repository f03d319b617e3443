import { expect, test } from 'vitest'
import { apr } from '../../src/loan/apr.ts'
import { percentOf } from '../../src/loan/cost.ts'
import type { DayFlow, PeriodFlow } from '../../src/loan/flows.ts'
import { addDays, addMonths } from '../../src/primitives/day.ts'
import { day, decimal, granted } from './request.ts'

/**
 * Examples of Appendix J (c) of US Regulation Z (12 CFR 1026), each by its unit periods as printed there and by its days,
 * so that the finding of unit periods ((b)(4) and (5)) is held to the law as well.
 */
type Example = {
  readonly id: string
  readonly rate: string
  readonly amount: string
  readonly payments: readonly string[]
  readonly perYear: string
  readonly first: { readonly periods: number; readonly fraction?: readonly [number, number] }
  readonly advanced: string
  /** The first payment day, and the step to each further one. */
  readonly paid: string
  readonly every: { readonly months: number } | { readonly days: number }
}

const times = (count: number, amount: string): readonly string[] => Array.from({ length: count }, () => amount)

const examples: readonly Example[] = [
  { id: '(1)(i) monthly', rate: '9.69', amount: '5000', payments: times(24, '230'), perYear: '12', first: { periods: 1 },
    advanced: '1978-01-10', paid: '1978-02-10', every: { months: 1 } },
  { id: '(1)(ii) monthly, long first period', rate: '11.82', amount: '6000', payments: times(36, '200'), perYear: '12',
    first: { periods: 1, fraction: [19, 30] }, advanced: '1978-02-10', paid: '1978-04-01', every: { months: 1 } },
  { id: '(1)(iv) quarterly, long first period', rate: '8.97', amount: '10000', payments: times(40, '385'), perYear: '4',
    first: { periods: 1, fraction: [39, 90] }, advanced: '1978-05-23', paid: '1978-10-01', every: { months: 3 } },
  { id: '(1)(v) weekly, long first period', rate: '14.96', amount: '500', payments: times(30, '17.60'), perYear: '52',
    first: { periods: 4, fraction: [4, 7] }, advanced: '1978-03-20', paid: '1978-04-21', every: { days: 7 } },
  { id: '(2)(ii) every four weeks, odd first payment', rate: '28.50', amount: '400', payments: ['39.50', ...times(11, '38.31')], perYear: '13',
    first: { periods: 1, fraction: [5, 28] }, advanced: '1978-03-18', paid: '1978-04-20', every: { days: 28 } },
  { id: '(3)(ii) every two weeks, odd final payment', rate: '12.22', amount: '200', payments: [...times(19, '9.50'), '30'], perYear: '26',
    first: { periods: 0, fraction: [8, 14] }, advanced: '1978-04-03', paid: '1978-04-11', every: { days: 14 } },
  { id: '(5) single payment after six months', rate: '8.80', amount: '1000', payments: ['1044'], perYear: '2', first: { periods: 1 },
    advanced: '1978-07-15', paid: '1979-01-15', every: { months: 6 } },
  { id: '(5) single payment after a year and a half', rate: '8.76', amount: '1000', payments: ['1135.19'], perYear: '1',
    first: { periods: 1, fraction: [1, 2] }, advanced: '1980-01-15', paid: '1981-07-15', every: { months: 18 } },
  { id: '(5) single payment after two years', rate: '11.36', amount: '1000', payments: ['1240'], perYear: '1', first: { periods: 2 },
    advanced: '1980-01-15', paid: '1982-01-15', every: { months: 24 } },
]

const negative = (amount: string): PeriodFlow['amount'] => decimal(`-${amount}`)

test.each(examples)('Regulation Z, Appendix J (c)$id: $rate%', ({ rate, amount, payments, perYear, first, advanced, paid, every }) => {
  const fraction = first.fraction ? { fraction: { num: BigInt(first.fraction[0]), den: BigInt(first.fraction[1]) } } : {}
  const byPeriods: PeriodFlow[] = [{ amount: decimal(amount), periods: 0 },
    ...payments.map((payment, index): PeriodFlow => ({ amount: negative(payment), periods: first.periods + index, ...fraction }))]
  const dueOn = (index: number) => ('months' in every ? addMonths(day(paid), index * every.months) : addDays(day(paid), index * every.days))
  const byDays: DayFlow[] = [{ amount: decimal(amount), on: day(advanced) },
    ...payments.map((payment, index): DayFlow => ({ amount: negative(payment), on: dueOn(index) }))]
  expect(percentOf(granted(apr({ convention: 'regz', flows: byPeriods, periodsPerYear: decimal(perYear) })).rate, 2)).toBe(rate)
  expect(percentOf(granted(apr({ convention: 'regz', flows: byDays })).rate, 2)).toBe(rate)
})

/** Flows by which numpy-financial (BSD-3) tests its IRR: trailing zeros, and several roots of which the smallest counts. */
test.each([
  ['-5 10.5 1 -8 1', '8.86'], ['-150000 15000 25000 35000 45000 60000', '5.24'], ['-100 39 59 55 20', '28.09'], ['-5 10.5 1 -8 1 0 0 0', '8.86'],
])('the rate of %s is %s%% a period', (text, rate) => {
  const flows = text.split(' ').map((amount, periods): PeriodFlow => ({ amount: decimal(amount), periods }))
  expect(percentOf(granted(apr({ convention: 'irr', flows })).rate, 2)).toBe(rate)
})
