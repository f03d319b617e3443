import type { Entity } from './entity.ts'
import type { Crisis } from './crisis.ts'
import type { Intent } from './intent.ts'
import type { Mood } from './mood.ts'

/** What is asked, how sure that is, which facts are named and how the customer feels: read from one text. */
export type Guess = { readonly intent: Intent; /** 0 to 1: how often such a guess is right. */ readonly confidence: number }

export type Request = { readonly intent: Intent; readonly text: string }

export type Understanding = {
  readonly intent: Intent
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
