import { parseRegulation, type RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import type { Read } from '@xinqiao/core/primitives/reading.ts'
import { readFileSync } from 'node:fs'

/** The policies of `content/cases`, read once. */

const jsonOf = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../content/${file}`, import.meta.url), 'utf8'))

const whole = <T>(file: string, read: Read<T>): T => {
  if (!read.ok) throw new Error(`content/${file} cannot be used: ${JSON.stringify(read.problems)}`)
  return read.value
}

let rules: readonly RegulationRule[] | undefined
const policies = new Map<string, unknown>()

export const policyOf = <Policy>(kind: string, parse: (value: unknown, rules: readonly RegulationRule[]) => Read<Policy>): Policy => {
  rules ??= whole('regulation/regulation.json', parseRegulation(jsonOf('regulation/regulation.json')))
  const file = `cases/${kind}.json`
  if (!policies.has(kind)) policies.set(kind, whole(file, parse(jsonOf(file), rules)))
  return policies.get(kind) as Policy
}
