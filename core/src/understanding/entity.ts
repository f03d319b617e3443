/** The facts a customer's text may name. Spans are UTF-16 offsets in the text as typed. */
export const entityTypes = ['amount', 'term', 'date', 'rate', 'bank', 'phone', 'idNumber', 'cardNumber', 'loanRef'] as const

export type EntityType = (typeof entityTypes)[number]

export type EntityUnit = '元' | 'month' | 'day' | 'year'

export type Entity = {
  readonly type: EntityType
  /** As typed: `text.slice(start, end)`. */
  readonly text: string
  /**
   * amount: yuan, as said (a reading of words, not money to reckon with: turn it into Fen by its decimal text);
   * term: a whole number; rate: a decimal; date: `YYYY-MM-DD`, `YYYY-MM`, `--MM-DD`, `--MM` or the words as said;
   * bank: its usual short name; phone, cardNumber: digits only; idNumber, loanRef: as typed.
   */
  readonly value: number | string
  /** amount: 元; term: month or day; rate: year, month or day. */
  readonly unit?: EntityUnit
  /** Dates only, and only where the day of the question is known: an ISO day, or a range `2026-12-01/2026-12-31`. */
  readonly resolved?: string
  readonly start: number
  readonly end: number
}

/** A find before the text as typed is put beside it. */
export type Find = Omit<Entity, 'text' | 'resolved'>

/** Whether a span is still free; finders run from the surest to the least sure. */
export type Free = (start: number, end: number) => boolean
