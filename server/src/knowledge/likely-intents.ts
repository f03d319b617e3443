import type { Context } from '../platform/context.ts'
import type { LikelyIntent } from './search-articles.ts'

/** The port to the understanding, a room above: what a question probably asks. Without it the search goes by words alone. */
export type GuessIntents = (text: string) => readonly LikelyIntent[]

const guesses = new WeakMap<Context, GuessIntents>()

export const useGuess = (context: Context, guess: GuessIntents): void => {
  guesses.set(context, guess)
}

export const likelyIntents = (context: Context, text: string): readonly LikelyIntent[] => (text.trim() === '' ? [] : guesses.get(context)?.(text) ?? [])
