import { modelFailures, wordingFaults } from '@xinqiao/core/conversations/model-use.ts'
import { z } from 'zod'

/** What a language model had to do with a message of the machine; kept with it, shown at the desk only. */

export const modelUse = z.object({
  model: z.string(),
  /** Of the instructions and the approved words that it was given. */
  promptVersion: z.string(),
  /** It was asked which of several intents is meant. */
  choice: z.object({
    among: z.array(z.string()),
    /** `used`: answered by it; `offered`: put first among what the customer was asked; `ignored`: no answer among them. */
    outcome: z.enum(['used', 'offered', 'ignored', 'failed']),
    intent: z.string().exactOptional(),
    reason: z.enum(modelFailures).exactOptional(),
  }).exactOptional(),
  /** It was asked to word the answer. */
  wording: z.object({
    outcome: z.enum(['used', 'unchanged', 'discarded', 'failed']),
    /** Why it was discarded, or why no words came. */
    reason: z.enum([...wordingFaults, ...modelFailures]).exactOptional(),
    /** The words for which it was discarded. */
    quote: z.string().exactOptional(),
    /** What would have been said without it; present where its words went out. */
    plain: z.string().exactOptional(),
  }).exactOptional(),
})
export type ModelUse = z.infer<typeof modelUse>
