import { type Ground, groundOf, type GroundOf, lawsBehind, ruleOf } from '@xinqiao/core/compliance/finding.ts'
import { type Disclosure, parseDisclosure } from '@xinqiao/core/compliance/disclosure.ts'
import { inForceOn } from '@xinqiao/core/compliance/governance.ts'
import { parseRegulation, type RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { readdirSync } from 'node:fs'
import { contentFolder, contentOnce, readContent } from '../platform/content.ts'

/** The rules of law and the disclosures of `content/`, read once. */

export const regulation: () => readonly RegulationRule[] = contentOnce('regulation/regulation.json', parseRegulation)

let byId: ReadonlyMap<string, RegulationRule> | undefined
let disclosures: readonly Disclosure[] | undefined

const laws = (): ReadonlyMap<string, RegulationRule> => (byId ??= new Map(regulation().map((rule) => [rule.id, rule])))

/** What the law says in figures may be said to anybody; what is only remembered of it may not. */
export const lawfulLimits = (): readonly string[] => regulation().filter(({ confidence }) => confidence !== 'mem').flatMap(({ statement, limit }) => [statement, limit])

export const groundOfRule: GroundOf = (rule, speaker) => groundOf(lawsBehind(ruleOf(rule), speaker), laws())

export const groundOfLaws = (ids: readonly string[]): Ground => groundOf(ids, laws())

export const disclosuresOn = (day: Day): readonly Disclosure[] => {
  disclosures ??= readdirSync(new URL('disclosures/', contentFolder)).filter((file) => file.endsWith('.json'))
    .map((file) => readContent(`disclosures/${file}`, parseDisclosure))
  return inForceOn(disclosures, day)
}
