import type { CasePolicy } from '@xinqiao/core/cases/policy.ts'
import type { GovernedPolicy } from '@xinqiao/core/compliance/governance.ts'
import type { RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { Read } from '@xinqiao/core/primitives/reading.ts'
import { governedPolicyOn, governedPolicyVersion, rulesOn } from '../knowledge/laws-in-force.ts'
import type { Reader } from '../platform/db.ts'

/**
 * Policies of kinds of cases: approved knowledge, whose versions the room knowledge keeps. A case is opened by the version in force and
 * worked on by the version that it began with, under the law as it stood when that came into force.
 */

export type ParsePolicy<Policy> = (value: unknown, rules: readonly RegulationRule[]) => Read<Policy>

type AnyPolicy = CasePolicy<unknown>

/** A version never changes, and is read once. */
const read = new WeakMap<GovernedPolicy, AnyPolicy>()

const policyIn = async <Policy extends AnyPolicy>(reader: Reader, governed: GovernedPolicy, parser: ParsePolicy<Policy>): Promise<Policy> => {
  const known = read.get(governed)
  if (known) return known as Policy
  const parsed = parser(governed.whole, await rulesOn(reader, governed.validFrom))
  if (!parsed.ok) throw new Error(`the policy ${governed.id} ${governed.version} cannot be used: ${JSON.stringify(parsed.problems)}`)
  read.set(governed, parsed.value)
  return parsed.value
}

/** The version that a case began with. */
export const policyVersion = async <Policy extends AnyPolicy>(reader: Reader, kind: string, version: number, parser: ParsePolicy<Policy>): Promise<Policy> => {
  const governed = await governedPolicyVersion(reader, kind, version)
  if (!governed) throw new Error(`there is no version ${version} of the policy for ${kind}`)
  return await policyIn(reader, governed, parser)
}

/** What a case that is opened on a day begins with; undefined where the lender has accepted no policy for the kind. */
export const policyOn = async <Policy extends AnyPolicy>(reader: Reader, kind: string, day: Day, parser: ParsePolicy<Policy>): Promise<Policy | undefined> => {
  const governed = await governedPolicyOn(reader, kind, day)
  return governed && (await policyIn(reader, governed, parser))
}
