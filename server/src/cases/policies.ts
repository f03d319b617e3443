import type { RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import type { Read } from '@xinqiao/core/primitives/reading.ts'
import { regulation } from '../compliance/laws.ts'
import { readContent } from '../platform/content.ts'

/** The policies of `content/cases`, read once. */

const policies = new Map<string, unknown>()

export const policyOf = <Policy>(kind: string, parse: (value: unknown, rules: readonly RegulationRule[]) => Read<Policy>): Policy => {
  if (!policies.has(kind)) policies.set(kind, readContent(`cases/${kind}.json`, (value) => parse(value, regulation())))
  return policies.get(kind) as Policy
}
