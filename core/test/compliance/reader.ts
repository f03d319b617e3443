import { gateReader } from '../../src/compliance/check-message.ts'
import { learnedWeights } from '../../src/compliance/learned-weights.ts'

/** As the desk has it. */
export const reader = gateReader(learnedWeights)
