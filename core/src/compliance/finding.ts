import { type MessageFinding, messageRules } from './check-message.ts'
import type { MessageRule, Speaker } from './message-rule.ts'
import { basisText, type Confidence, type RegulationRule } from './regulation.ts'

/** What a finding means to whoever wrote the text: why, on what ground, and how to say it better. */

export const ownRule = '机构规定'

export type Ground = {
  /** The laws it rests on, or 机构规定. */
  readonly basis: string
  /** How surely the least sure of those laws is known; absent where the rule is the institution's own. */
  readonly confidence?: Exclude<Confidence, 'mem'>
}

export type Finding = MessageFinding & Ground & {
  readonly why: string
  readonly suggestion: string
  /** Whether a supervisor may let it go out, with a reason. */
  readonly release: boolean
}

/** A law that is only remembered is no ground to show: the rule then stands as the institution's own. */
export const groundOf = (ids: readonly string[], laws: ReadonlyMap<string, RegulationRule>): Ground => {
  const known = ids.flatMap((id) => laws.get(id) ?? []).filter(({ confidence }) => confidence !== 'mem')
  if (known.length === 0) return { basis: ownRule }
  const confidence = known.some((law) => law.confidence === 'sec') ? 'sec' : 'seen'
  return { basis: [...new Set(known.map(basisText))].join('；'), confidence }
}

const rules: ReadonlyMap<string, MessageRule> = new Map(messageRules.map((rule) => [rule.id, rule]))

export const ruleOf = (id: string): MessageRule => {
  const rule = rules.get(id)
  if (!rule) throw new Error(`a finding names the rule ${id}, which there is not`)
  return rule
}

/** The laws behind a rule when this speaker breaks it. */
export const lawsBehind = ({ basis, collectorBasis = [] }: MessageRule, speaker: Speaker): readonly string[] =>
  speaker === 'collector' ? [...basis, ...collectorBasis] : basis

export type GroundOf = (rule: string, speaker: Speaker) => Ground

export const explained = ({ rule, start, end, quote, verdict }: MessageFinding, speaker: Speaker, ground: GroundOf): Finding => {
  const { why, suggestion, release } = ruleOf(rule)
  return { rule, start, end, quote, verdict, ...ground(rule, speaker), why, suggestion, release }
}
