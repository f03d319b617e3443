import type { CasePolicy } from '@xinqiao/core/cases/policy.ts'
import type { RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { Read } from '@xinqiao/core/primitives/reading.ts'
import { regulation } from '../compliance/laws.ts'
import { contentJson, readContent } from '../platform/content.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { insertPolicy, policyBody, policyInForce } from './store.ts'

/**
 * Policies of kinds: those of `content/cases` until the lender's first case of a kind, which puts the policy into the database. From
 * then on it is changed by a new version there, in force from its day; a case is worked on by the version that it began with.
 */

export type ParsePolicy<Policy> = (value: unknown, rules: readonly RegulationRule[]) => Read<Policy>

type AnyPolicy = CasePolicy<unknown>

/** By kind and version; a version never changes. */
const stored = new Map<string, AnyPolicy>()

const fromDatabase = <Policy extends AnyPolicy>(kind: string, version: number, body: unknown, parser: ParsePolicy<Policy>): Policy => {
  const name = `${kind} ${version}`
  const known = stored.get(name)
  if (known) return known as Policy
  const read = parser(body, regulation())
  if (!read.ok) throw new Error(`the policy ${name} cannot be used: ${JSON.stringify(read.problems)}`)
  stored.set(name, read.value)
  return read.value
}

const contentFile = (kind: string): string => `cases/${kind}.json`
const contents = new Map<string, AnyPolicy>()

const ofContent = <Policy extends AnyPolicy>(kind: string, parser: ParsePolicy<Policy>): Policy => {
  const known = contents.get(kind) ?? readContent(contentFile(kind), (value) => parser(value, regulation()))
  contents.set(kind, known)
  return known as Policy
}

/** The version that a case began with. */
export const policyVersion = async <Policy extends AnyPolicy>(reader: Reader, kind: string, version: number, parser: ParsePolicy<Policy>): Promise<Policy> => {
  const known = stored.get(`${kind} ${version}`)
  if (known) return known as Policy
  const body = await policyBody(reader, kind, version)
  if (body !== undefined) return fromDatabase(kind, version, body, parser)
  const content = ofContent(kind, parser)
  if (content.version !== version) throw new Error(`there is no version ${version} of the policy for ${kind}`)
  return content
}

/** What a case that is opened on a day begins with. */
export const policyOn = async <Policy extends AnyPolicy>(reader: Reader, kind: string, day: Day, parser: ParsePolicy<Policy>): Promise<Policy> => {
  const inForce = await policyInForce(reader, kind, isoDay(day))
  return inForce ? fromDatabase(kind, inForce.version, inForce.body, parser) : ofContent(kind, parser)
}

/** Puts the policy of `content/` into the database with the lender's first case of the kind. */
export const keepPolicy = async (tx: Tx, { kind, version, validFrom }: AnyPolicy, now: Instant): Promise<void> => {
  if (contents.get(kind)?.version === version) await insertPolicy(tx, { kind, version, validFrom: isoDay(validFrom), body: contentJson(contentFile(kind)), at: now })
}
