/** What can become of a language model's words for a message, as stable codes. */

/** Why its words were discarded for the approved ones. */
export const wordingFaults = [
  'empty', 'too-long', 'unknown-value', 'missing-value', 'moved-value', 'figure', 'link', 'binding-words', 'says-more', 'says-less', 'gate',
] as const
export type WordingFault = (typeof wordingFaults)[number]

/** Why no words came: `refused` is an answer that says no, `busy` too many that wait, `resting` a pause after failures. */
export const modelFailures = ['timeout', 'unreachable', 'refused', 'bad-reply', 'busy', 'resting'] as const
export type ModelFailure = (typeof modelFailures)[number]
