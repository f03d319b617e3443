import type { Day } from './day.ts'
import type { Fen } from './money.ts'
import type { Rate } from './rate.ts'

/**
 * A figure that may stand in an answer, with where it comes from. Nothing in an outgoing text may show an amount,
 * rate, date, term or count that is not one of these.
 */
export type FigureSource =
  | { readonly from: 'loan'; readonly loanRef: string; readonly field: string; readonly asOf: Day; readonly formula?: string }
  | { readonly from: 'quote'; readonly productId: string; readonly productVersion: number; readonly field: string; readonly formula?: string }
  | { readonly from: 'product'; readonly productId: string; readonly productVersion: number; readonly field: string }
  | { readonly from: 'article'; readonly articleId: string; readonly articleVersion: number }
  | { readonly from: 'term'; readonly termId: string; readonly termVersion: number }
  | { readonly from: 'record'; readonly what: string; readonly ref: string }
  | { readonly from: 'calendar'; readonly what: string }
  | { readonly from: 'customer'; readonly what: string }

export type FigureValue =
  | { readonly kind: 'amount'; readonly value: Fen }
  | { readonly kind: 'rate'; readonly value: Rate }
  | { readonly kind: 'date'; readonly value: Day }
  /** A span of time: instalments, months or days. */
  | { readonly kind: 'term'; readonly value: number; readonly unit: 'instalment' | 'month' | 'day' | 'working-day' }
  /** A time of day in minutes after midnight, local to the lender. */
  | { readonly kind: 'time'; readonly value: number }
  | { readonly kind: 'count'; readonly value: number }

export type Figure = FigureValue & {
  readonly source: FigureSource
  /** How it came about, in words that a customer understands: formula, inputs, rounding. */
  readonly explanation?: { readonly zh: string; readonly en: string }
}

/** A figure of one kind, so that an amount cannot stand where a day belongs. */
export type FigureOf<Kind extends FigureValue['kind']> = Figure & { readonly kind: Kind }
