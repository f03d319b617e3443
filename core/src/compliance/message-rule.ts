/** What a rule for outgoing messages looks like. The rules stand in message-rules/, one file a subject. */

export type Speaker = 'agent' | 'bot' | 'collector'

/** What is known beside the words. Absent: nothing is; then only what the words themselves show is judged. */
export type KnownFigure = { readonly kind: string; readonly value: string | number }

export type MessageFacts = {
  readonly figures?: readonly KnownFigure[]
  /** More of them, in lists that are read apart: those of one customer, those of one text. */
  readonly also?: readonly (readonly KnownFigure[])[]
  readonly case?: {
    readonly approved?: boolean
    /** A legal proceeding. */
    readonly filed?: boolean
    /** Whether a complaint or suggestion of his is on record. */
    readonly registered?: boolean
  }
  readonly product?: { readonly fees?: unknown; readonly zeroInterest?: boolean }
  readonly customer?: { readonly optedOut?: boolean }
  /** Whether it answers what the customer wrote of late; false: nobody has asked. */
  readonly answering?: boolean
}

/** One sentence in its text, with what surrounds it. */
export type Reading = {
  /** The sentence, prepared. */
  readonly sentence: string
  /** The whole text, prepared. */
  readonly whole: string
  /** The sentences before and after it, prepared; empty at the ends. */
  readonly before: string
  readonly after: string
  readonly speaker: Speaker
  readonly facts: MessageFacts | undefined
  /** Which expressions of message-pattern.ts may be in it, by their numbers. */
  readonly possible: Uint8Array
  /** What was already searched in this sentence: the places of each expression of message-pattern.ts, by its number. */
  readonly found: (readonly Span[] | undefined)[]
}

/** A sentence and where it begins in the prepared text. */
export type Placed = { readonly start: number; readonly reading: Reading }

export type Span = { readonly start: number; readonly end: number }

/** The sentence has words that mostly make it proper. */
export const doubtful = 0.4
export const impossible = Infinity

export type MessageRule = {
  /** `MSG-…`, stable. */
  readonly id: string
  readonly verdict: 'warn' | 'block'
  /** Whether a supervisor may release it with a reason. */
  readonly release: boolean
  /** The rules of content/regulation it rests on; empty: the institution's own rule (机构规定), never shown as law. */
  readonly basis: readonly string[]
  /** What it rests on besides when a collector speaks. */
  readonly collectorBasis?: readonly string[]
  readonly why: string
  /** A better way to say it. */
  readonly suggestion: string
  /** Whether it finds other things when facts are known than by the words alone. */
  readonly looksAtFacts?: true
  /**
   * How much surer than usual the second reader (learned-signs.ts) must be that this sentence breaks the rule: 0, `doubtful` or
   * `impossible`; without it, never.
   */
  readonly learned?: (reading: Reading) => number
  /** Places in the sentence; empty where it is proper. */
  readonly find: (reading: Reading) => readonly Span[]
}
