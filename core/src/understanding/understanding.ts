import type { Entity } from './entity.ts'
import type { Crisis } from './crisis.ts'
import type { Mood } from './mood.ts'

/** What is asked, how sure that is, which facts are named and how the customer feels: read from one text. */
export type Guess = { /** An intent of the desk, or a label that a lender's own questions taught. */ readonly intent: string; /** 0 to 1: how often such a guess is right. */ readonly confidence: number }

export type Request = { readonly intent: string; readonly text: string }

export type Understanding = {
  readonly intent: string
  readonly confidence: number
  /** Without `intent`, best first, four of them. */
  readonly alternatives: readonly Guess[]
  readonly entities: readonly Entity[]
  readonly mood: Mood
  /** Signals that must reach a person at once; mostly empty. */
  readonly crises: readonly Crisis[]
  /** One for each separate request, in order; a text that asks one thing has one. */
  readonly requests: readonly Request[]
}
