import type { Problem } from '@xinqiao/core/primitives/reading.ts'
import { releaseRules } from '../compliance/laws.ts'
import { kinds } from './kinds.ts'

/** What is wrong with a policy as its kind of case reads it. Rules are named by ids, which no lender takes away. */
export const problemsOfPolicy = (whole: Readonly<Record<string, unknown>>): readonly Problem[] => {
  const kind = kinds.get(String(whole['id']))
  if (!kind) return [{ at: 'id', code: 'not-a-choice', about: String(whole['id']) }]
  const read = kind.parsePolicy(whole, releaseRules())
  return read.ok ? [] : read.problems
}
