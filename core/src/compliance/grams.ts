/** How the second reader of the gate and its teacher (evals/compliance/learn.ts) take a text. */

/** All digits are one; the ends of a text are signs of their own. */
export const readable = (plain: string): string => `^${plain.trim().replaceAll(/[0-9]/gu, '0')}$`

/** Longer texts say more by sheer length: a score is held against the root of the number of grams, characters and pairs. */
export const gramCount = (text: string): number => Math.max(1, text.length * 2 - 1)

/** What the teacher found for one rule. */
export type LearnedRule = {
  readonly rule: string
  readonly bias: number
  /** A weight in thousandths, the single characters that have it, and the pairs, each joined. */
  readonly grams: readonly (readonly [weight: number, single: string, pairs: string])[]
}
