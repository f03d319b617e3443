import { type Ground, groundOf, type GroundOf, lawsBehind, ruleOf } from '@xinqiao/core/compliance/finding.ts'
import { parseRegulation, type RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import { contentOnce } from '../platform/content.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'

/** The rules of law that the desk keeps, as they are asked for here: by the ground of a finding, and by the limits of contacts. */

/** Those of the release: for the commands, which have no lender. What holds for a lender is in his database. */
export const releaseRules: () => readonly RegulationRule[] = contentOnce('regulation/regulation.json', parseRegulation)

export type Laws = {
  readonly rules: readonly RegulationRule[]
  /** What the law says in figures may be said to anybody; what is only remembered of it may not. */
  readonly lawful: readonly string[]
  readonly groundOfRule: GroundOf
  readonly groundOfLaws: (ids: readonly string[]) => Ground
}

export const lawsOf = (rules: readonly RegulationRule[]): Laws => {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  return {
    rules,
    lawful: rules.filter(({ confidence }) => confidence !== 'mem').flatMap(({ statement, limit }) => [statement, limit]),
    groundOfRule: (rule, speaker) => groundOf(lawsBehind(ruleOf(rule), speaker), byId),
    groundOfLaws: (ids) => groundOf(ids, byId),
  }
}

type ReadLaws = (reader: Reader) => Promise<Laws>

const readers = new WeakMap<Context, ReadLaws>()

/** The room that keeps them stands above this one. */
export const useLaws = (context: Context, read: ReadLaws): void => void readers.set(context, read)

/** Those in force today. Without them nobody may be contacted. */
export const lawsToday = (context: Context, reader: Reader): Promise<Laws> => {
  const read = readers.get(context)
  if (!read) throw new Error('nobody keeps the rules of law')
  return read(reader)
}
