import { z } from 'zod'

/** What the gate finds in an outgoing text, and what became of it. */

export const verdicts = ['pass', 'warn', 'block'] as const

export const finding = z.object({
  /** `MSG-…`, `FIGURE-UNSOURCED`, or `DISCLOSURE-…` with the id of what was not told. */
  rule: z.string(),
  /** UTF-16 offsets in the text. */
  start: z.int().min(0),
  end: z.int().min(0),
  quote: z.string(),
  verdict: z.enum(['warn', 'block']),
  why: z.string(),
  /** The laws it rests on; 机构规定 where it is the institution's own rule. */
  basis: z.string(),
  /** How surely the least sure of them is known: read in the law (`seen`) or restated by others (`sec`). */
  confidence: z.enum(['seen', 'sec']).exactOptional(),
  suggestion: z.string(),
  /** Whether a supervisor may let it go out. */
  release: z.boolean(),
})

const person = z.object({ staffId: z.string(), name: z.string() })

/** Beside a message at the desk; absent where there was nothing to find. */
export const gateSeen = z.object({
  verdict: z.enum(verdicts),
  ruleVersion: z.string(),
  findings: z.array(finding),
  /** Why its writer sent it all the same. */
  reason: z.string().exactOptional(),
  /** Who let it out although it was blocked. */
  release: z.object({ by: person, reason: z.string() }).exactOptional(),
})
