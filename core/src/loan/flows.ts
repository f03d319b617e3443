import type { Day } from '../primitives/day.ts'
import type { Ratio } from './ratio.ts'

/** Payments in time, the borrower's side: positive received, negative paid. Amounts are exact and of any one unit. */
export type Amount = Ratio

/** In periods from 0, and for Regulation Z a fraction of one, 0 to below 1. */
export type PeriodFlow = { readonly amount: Amount; readonly periods: number; readonly fraction?: Ratio }
export type DayFlow = { readonly amount: Amount; readonly on: Day }
export type YearFlow = { readonly amount: Amount; readonly years: Ratio }
