import type { Article } from '../knowledge/article.ts'
import type { Notice } from '../knowledge/notice.ts'
import type { QuoteTold } from '../knowledge/quote.ts'
import type { Explanation, TermLoan } from '../knowledge/term.ts'
import type { LoanFacts } from '../loan/facts.ts'
import type { IdentityLevel } from '../people/identity.ts'
import type { Day } from '../primitives/day.ts'
import type { FigureOf } from '../primitives/figure.ts'
import type { Language } from '../primitives/filling.ts'
import type { Fen } from '../primitives/money.ts'
import type { Refusal } from '../primitives/refusal.ts'
import type { Crisis } from '../understanding/crisis.ts'
import type { Dialogue } from '../understanding/dialogue/dialogue.ts'
import type { Entity } from '../understanding/entity.ts'
import type { Mood } from '../understanding/mood.ts'
import type { Composed } from './compose.ts'

/** Everything an answer may rest on. The server gathers it; core decides and words it. */
export type Situation = {
  readonly today: Day
  readonly language: Language
  readonly lender: { readonly name: string; readonly assistant: string }
  readonly level: IdentityLevel
  /** What the customer wrote and what was understood of it. */
  readonly asked: Asked
  /** The customer's loans as of today; empty below the verified level. */
  readonly loans: readonly LoanFacts[]
  /** Approved articles in force for an intent, the best first. */
  readonly articlesFor: (intent: string) => readonly Article[]
  /** The term whose meaning is asked for, explained; absent where no known term stands in the question. */
  readonly term?: Explanation
  /** The customer's only running loan, for articles that are told with it. */
  readonly ownLoan?: TermLoan
  /** A trial calculation; the product that fits is chosen by the caller's catalogue. */
  readonly quote: (amount: Fen, count: number | undefined) => QuoteTold | Refusal
  /** When people answer, and how many customers wait for one already. */
  readonly desk: {
    readonly open: boolean
    readonly opens?: { readonly day: FigureOf<'date'>; readonly time: FigureOf<'time'> }
    readonly waiting: FigureOf<'count'>
  }
  /** What the machine may say, approved and in force, by id. */
  readonly notices: ReadonlyMap<string, Notice>
  readonly intentName: (intent: string) => string
  /** The kinds of case that this customer may open now; without them a talk ends with a person. */
  readonly openable?: ReadonlySet<string>
  /** The customer's cases, those that go on first. */
  readonly cases?: readonly CaseTold[]
  /** What became of the case that was offered to him last. */
  readonly offer?: OfferStanding
  /** What the talk is about so far. */
  readonly talk: Talk
}

/** Fields as they go over the wire (`contract/src/KIND-case.ts`). */
export type CaseAsk = Readonly<Record<string, string | number>>

/** The case that a talk asks for. */
export type CaseWish = {
  readonly kind: string
  readonly ask: CaseAsk
  readonly loanRef?: string
}

/** A case as it may be told to its customer: where it stands, since when, who acts next and by when. */
export type CaseTold = {
  readonly id: string
  readonly kind: string
  readonly kindName: string
  readonly stateName: string
  readonly loanRef?: string
  readonly since: FigureOf<'date'>
  /** Who acts next; absent where it has ended. */
  readonly acts?: { readonly by: 'customer' | 'us' | 'other'; readonly due: FigureOf<'date'>; readonly provisional: boolean }
}

/** `byWord`: opened by what the customer has just said, not by a tap before. */
export type OfferStanding =
  | { readonly state: 'opened'; readonly intent: string; readonly kind: string; readonly caseId: string; readonly byWord: boolean }
  /** He said yes, and fields that only he can fill in are still empty. */
  | { readonly state: 'incomplete'; readonly intent: string; readonly kind: string }
  | { readonly state: 'refused'; readonly intent: string; readonly kind: string }

export type Asked = {
  readonly text: string
  /** The text simplified, of the same length. */
  readonly plain: string
  readonly intent: string
  readonly confidence: number
  /** Whether the confidence suffices to answer without a person. */
  readonly sure: boolean
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[]
  readonly entities: readonly Entity[]
  readonly mood: Mood
  readonly crises: readonly Crisis[]
  /** Each separate request in the text, in order; at least one. */
  readonly requests: readonly { readonly intent: string; readonly text: string }[]
  /** What a tapped choice stands for. */
  readonly chosen?: string
}

export type MissingFact = 'loan' | 'amount' | 'count'

/** What is remembered between messages of one conversation. Plain data, kept by the server as JSON. */
export type Talk = {
  /** A question of ours that is still open. */
  readonly waitingFor?: { readonly intent: string; readonly missing: MissingFact }
  /** Facts already said: `amount` in yuan as decimal text, `count` in instalments. */
  readonly said: { readonly amount?: string; readonly count?: number }
  /** The loan under discussion. */
  readonly loanRef?: string
  /** The requests whose facts are being gathered. */
  readonly dialogue?: Dialogue
  /** By our last message a case was offered for this request: a yes now opens it. */
  readonly offered?: { readonly intent: string }
  /** How many messages in a row were not understood. */
  readonly misunderstood: number
}

export const freshTalk: Talk = { said: {}, misunderstood: 0 }

/** What the customer said of his request, named for the desk. */
export type FactTold = { readonly name: string; readonly value: string }

export type Choice = { readonly label: string; readonly text: string; readonly value?: string }

export type Reply = {
  readonly kind: 'answer' | 'ask' | 'hand-over'
  readonly intent: string
  readonly body: Composed
  readonly choices: readonly Choice[]
  readonly articles: readonly { readonly articleId: string; readonly version: number; readonly title: string }[]
  /** Present where a person must go on: why, and what he may start from. */
  readonly handOver?: { readonly reason: HandOverReason; readonly draft?: Composed; readonly missing: readonly string[]; readonly facts: readonly FactTold[] }
  readonly talk: Talk
  /** The case that the message offers to open, as a card beside its words. */
  readonly offer?: CaseWish
  /** The case that the message leads to. */
  readonly shows?: string
}

export type HandOverReason =
  | 'customer-asked' | 'must-be-decided' | 'not-understood' | 'no-approved-answer' | 'crisis' | 'unsourced-figure' | 'loan-system'
