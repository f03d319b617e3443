import { gateReader } from '@xinqiao/core/compliance/check-message.ts'
import { learnedWeights } from '@xinqiao/core/compliance/learned-weights.ts'

/** One reader for everything that this process judges. */
export const reader = gateReader(learnedWeights)
