import { type Ground, groundOf, type GroundOf, lawsBehind, ruleOf } from '@xinqiao/core/compliance/finding.ts'
import { type Disclosure, parseDisclosure } from '@xinqiao/core/compliance/disclosure.ts'
import { inForceOn } from '@xinqiao/core/compliance/governance.ts'
import { parseRegulation, type RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { readdirSync, readFileSync } from 'node:fs'

/** The rules of law and the disclosures of `content/`, read once. */

const content = new URL('../../../content/', import.meta.url)
const jsonOf = (file: string): unknown => JSON.parse(readFileSync(new URL(file, content), 'utf8'))

let regulation: ReadonlyMap<string, RegulationRule> | undefined
let disclosures: readonly Disclosure[] | undefined

const laws = (): ReadonlyMap<string, RegulationRule> => {
  if (regulation) return regulation
  const read = parseRegulation(jsonOf('regulation/regulation.json'))
  if (!read.ok) throw new Error(`content/regulation cannot be used: ${JSON.stringify(read.problems)}`)
  regulation = new Map(read.value.map((rule) => [rule.id, rule]))
  return regulation
}

/** What the law says in figures may be said to anybody; what is only remembered of it may not. */
export const lawfulLimits = (): readonly string[] => [...laws().values()].filter(({ confidence }) => confidence !== 'mem').flatMap(({ statement, limit }) => [statement, limit])

export const groundOfRule: GroundOf = (rule, speaker) => groundOf(lawsBehind(ruleOf(rule), speaker), laws())

export const groundOfLaws = (ids: readonly string[]): Ground => groundOf(ids, laws())

export const disclosuresOn = (day: Day): readonly Disclosure[] => {
  disclosures ??= readdirSync(new URL('disclosures/', content)).filter((file) => file.endsWith('.json')).map((file) => {
    const read = parseDisclosure(jsonOf(`disclosures/${file}`))
    if (!read.ok) throw new Error(`content/disclosures/${file} cannot be used: ${JSON.stringify(read.problems)}`)
    return read.value
  })
  return inForceOn(disclosures, day)
}
